"""Organizations as everybody and as their members see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.files import files_readable_by
from queqiao_web.foundation.http import MEMBERS, PUBLIC, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import (
    ChoiceFilter,
    IndustryFilter,
    Order,
    PrefixFilter,
    RegionFilter,
    list_page,
)
from queqiao_web.foundation.ui.timeline import timeline_of
from queqiao_web.organizations import permissions
from queqiao_web.organizations.adapters import regions_above
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries import (
    delegations_to,
    directory,
    organizations_of,
    organizations_visible_to,
    regions_with_organizations,
)
from queqiao_web.organizations.states import OrganizationKind, OrganizationState, ReturnReason

_TEN_MINUTES = 600


def regions_to_filter() -> Iterable[str]:
    """Regions in which there are organizations, with those above them."""
    found: list[str] | None = cache.get("organizations.regions")
    if found is None:
        found = regions_above(regions_with_organizations())
        cache.set("organizations.regions", found, _TEN_MINUTES)
    return found


FILTERS = (
    PrefixFilter("name", _("Name begins with"), "name"),
    ChoiceFilter("kind", _("Kind"), OrganizationKind.choices, field="kind"),
    RegionFilter(within=regions_to_filter),
    IndustryFilter(),
)
ORDERS = (
    Order("newest", _("Newest first"), "-id"),
    Order("name", _("By name"), "name"),
)


@page(permission=PUBLIC)
@require_GET
def organization_list(request: Request) -> HttpResponse:
    """The directory of verified organizations."""
    found = list_page(
        request, directory(), name="organizations", filters=FILTERS, orders=ORDERS, per_page=20
    )
    return render(request, "organizations/list.html", {"page": found})


@page(permission=MEMBERS)
@require_GET
def organization_mine(request: Request) -> HttpResponse:
    """The organizations that the person belongs to or acts for."""
    frame = {
        "memberships": organizations_of(request.actor),
        "delegations": delegations_to(request.actor, request.received_at),
    }
    return render(request, "organizations/mine.html", frame)


@page(permission=PUBLIC)
@require_GET
def organization_detail(request: Request, code: str) -> HttpResponse:
    """One organization: what everybody may read; more for members and the authority."""
    organization = get_visible_or_404(organizations_visible_to(request.actor), code=code)
    frame: dict[str, object] = {"organization": organization}
    if permissions.can_see_members(request.actor, organization):
        frame |= _inside(request.actor, organization)
    return render(request, "organizations/detail.html", frame)


def _inside(actor: Actor, organization: Organization) -> dict[str, object]:
    return {
        "is_inside": True,
        "may_edit": permissions.can_edit_organization(actor, organization),
        "may_verify": permissions.can_verify_organization(actor, organization),
        "may_see_facts": permissions.can_see_facts(actor, organization),
        "may_read_licence": permissions.can_read_licence(actor, organization),
        "asks_for_licence": _asks_for_licence(actor, organization),
        "is_member": organization.pk in actor.organization_ids,
        "reasons": [ReturnReason(one).label for one in organization.return_reasons],
        "timeline": timeline_of(organization),
    }


def _asks_for_licence(actor: Actor, organization: Organization) -> bool:
    """Whether an owner is asked for the licence: before it is verified, and none is there."""
    return (
        organization.state in {OrganizationState.REGISTERED, OrganizationState.RETURNED}
        and bool(permissions.can_attach_licence(actor, organization))
        and not files_readable_by(actor, organization).exists()
    )
