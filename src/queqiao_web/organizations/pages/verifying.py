"""The authority's pages: the queue, and what is decided about one organization."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from queqiao_web.foundation.access import require
from queqiao_web.foundation.files import files_readable_by
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import Order, list_page
from queqiao_web.organizations import actions, permissions
from queqiao_web.organizations.adapters import registry_region, uscc_problem
from queqiao_web.organizations.forms import ReasonForm, ReturnForm
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.pages.answers import told_in_messages
from queqiao_web.organizations.queries import (
    look_alikes,
    members_of,
    organizations_visible_to,
    waiting_for_verification,
)

_ORDERS = (Order("oldest", gettext_lazy("Longest waiting first"), "submitted_at"),)


@page(permission=permissions.can_see_queue)
@require_GET
def verification_queue(request: Request) -> HttpResponse:
    """Organizations that wait for this officer, the longest waiting first."""
    found = list_page(
        request, waiting_for_verification(request.actor), name="verification", orders=_ORDERS
    )
    return render(request, "organizations/queue.html", {"page": found})


@page(permission=permissions.can_verify_organization)
@require_GET
def verification_detail(request: Request, code: str) -> HttpResponse:
    """Everything needed to decide: what was given, what can be checked, who registered it."""
    organization = _visible(request, code)
    require(permissions.can_verify_organization(request.actor, organization))
    return _show(request, organization, ReturnForm())


def _show(
    request: Request, organization: Organization, form: ReturnForm, *, status: int = 200
) -> HttpResponse:
    frame = {
        "organization": organization,
        "papers": files_readable_by(request.actor, organization),
        "uscc_problem": uscc_problem(organization.uscc) if organization.uscc else "",
        "registry_region": registry_region(organization.uscc),
        "alike": look_alikes(
            name=organization.name, uscc=organization.uscc, besides=organization.pk
        )[:5],
        "members": members_of(organization)[:5],
        "form": form,
    }
    return render(request, "organizations/verify.html", frame, status=status)


@page(permission=permissions.can_verify_organization)
@require_POST
def organization_verify(request: Request, code: str) -> HttpResponse:
    """Verify it."""
    organization = _visible(request, code)
    version = request.POST.get("version", "")
    with told_in_messages(request, _("%(name)s is verified.") % {"name": organization.name}):
        actions.verify_organization(
            actor=request.actor,
            organization_id=organization.pk,
            at=request.received_at,
            version=int(version) if version.isdecimal() else None,
        )
    return redirect("verification_queue")


@page(permission=permissions.can_verify_organization)
@require_POST
def organization_return(request: Request, code: str) -> HttpResponse:
    """Return it with reasons."""
    organization = _visible(request, code)
    require(permissions.can_verify_organization(request.actor, organization))
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _show(request, organization, form, status=422)
    with told_in_messages(request, _("%(name)s is returned.") % {"name": organization.name}):
        actions.return_organization(
            actor=request.actor,
            organization_id=organization.pk,
            at=request.received_at,
            reasons=form.cleaned_data["reasons"],
            text=form.cleaned_data["text"],
        )
    return redirect("verification_queue")


@page(permission=permissions.can_verify_organization)
@require_http_methods(["GET", "POST"])
def organization_suspend(request: Request, code: str) -> HttpResponse:
    """Suspend it, with the reason."""
    organization = _visible(request, code)
    require(permissions.can_verify_organization(request.actor, organization))
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        with told_in_messages(request, _("%(name)s is suspended.") % {"name": organization.name}):
            actions.suspend_organization(
                actor=request.actor,
                organization_id=organization.pk,
                at=request.received_at,
                text=form.cleaned_data["text"],
            )
        return redirect("organization_detail", code)
    return render(
        request, "organizations/suspend.html", {"organization": organization, "form": form}
    )


@page(permission=permissions.can_verify_organization)
@require_POST
def organization_reinstate(request: Request, code: str) -> HttpResponse:
    """Make a suspended one public again."""
    organization = _visible(request, code)
    with told_in_messages(request, _("%(name)s is public again.") % {"name": organization.name}):
        actions.reinstate_organization(
            actor=request.actor, organization_id=organization.pk, at=request.received_at
        )
    return redirect("organization_detail", code)


def _visible(request: Request, code: str) -> Organization:
    return get_visible_or_404(organizations_visible_to(request.actor), code=code)
