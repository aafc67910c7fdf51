"""Reads of organizations: who sees which, the directory, the queue of officers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.access.regions import region_prefix
from queqiao_web.foundation.access.roles import RegionRole
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState


def in_regions(regions: tuple[str, ...], field: str = "region_code") -> Q:
    """The condition that a region code lies in one of the regions; nothing where there is none."""
    return _begins_with(field, tuple(region_prefix(region) for region in regions))


def _begins_with(field: str, prefixes: tuple[str, ...]) -> Q:
    found = Q(pk__in=[])
    for prefix in prefixes:
        found |= Q(**{f"{field}__startswith": prefix})
    return found


def organizations_visible_to(actor: Actor) -> QuerySet[Organization]:
    """Verified ones for everybody; all of them for members, and for officers of their region."""
    rows = Organization.objects.all()
    if actor.is_system:
        return rows
    seeing = actor.regions_as(RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR)
    return rows.filter(
        Q(state=OrganizationState.VERIFIED)
        | Q(pk__in=actor.organization_ids | actor.delegated)
        | in_regions(seeing)
    )


def directory() -> QuerySet[Organization]:
    """The public directory: verified organizations."""
    return Organization.objects.filter(state=OrganizationState.VERIFIED)


def regions_with_organizations() -> list[str]:
    """The regions of verified organizations, each once, in order."""
    codes = directory().order_by("region_code").values_list("region_code", flat=True)
    return list(codes.distinct())


def waiting_for_verification(actor: Actor) -> QuerySet[Organization]:
    """Organizations that this officer is to verify, the longest waiting first."""
    return (
        Organization.objects.filter(state=OrganizationState.REGISTERED)
        .filter(in_regions(actor.regions_as(RegionRole.OFFICER)))
        .exclude(pk__in=actor.organization_ids | actor.delegated)
        .order_by("submitted_at", "id")
    )


def look_alikes(*, name: str, uscc: str, besides: int | None = None) -> QuerySet[Organization]:
    """Organizations, not closed, of the same name or credit code."""
    same = Q(name=name)
    if uscc:
        same |= Q(uscc=uscc)
    rows = Organization.objects.filter(same).exclude(state=OrganizationState.CLOSED)
    return rows.exclude(pk=besides) if besides else rows


def organization_page(organization: Organization) -> str:
    """Where it is shown."""
    return reverse("organization_detail", args=[organization.code])


def code_claimed(organization: Organization) -> str:
    """The credit code that it gives now, which a licence attached now is to show."""
    return organization.uscc


def names_of(organization_ids: Iterable[int]) -> dict[int, str]:
    """The names of organizations by id, in the order of the names."""
    rows = Organization.objects.filter(pk__in=list(organization_ids)).order_by("name", "pk")
    return dict(rows.values_list("pk", "name"))
