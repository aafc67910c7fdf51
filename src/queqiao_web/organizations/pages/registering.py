"""Registering an organization, changing it, sending it in again, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from queqiao_web.foundation.access import require
from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.organizations import actions, permissions
from queqiao_web.organizations.forms import OrganizationForm
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.pages.answers import put_into, told_in_messages
from queqiao_web.organizations.queries import closing_blockers, organizations_visible_to


@page(permission=permissions.can_register_organization)
@require_http_methods(["GET", "POST"])
def organization_register(request: Request) -> HttpResponse:
    """The form of a new organization."""
    form = OrganizationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.register_organization(
                actor=request.actor, at=request.received_at, details=form.details()
            )
        except Invalid as error:
            put_into(form, error)
        else:
            text = _("The organization is registered and waits for verification.")
            messages.success(request, text)
            return redirect("organization_detail", made.code)
    return render(request, "organizations/register.html", {"form": form})


@page(permission=permissions.can_edit_organization)
@require_http_methods(["GET", "POST"])
def organization_edit(request: Request, code: str) -> HttpResponse:
    """The form of an organization that is there."""
    organization = _visible(request, code)
    require(permissions.can_edit_organization(request.actor, organization))
    form = (
        OrganizationForm(request.POST)
        if request.method == "POST"
        else OrganizationForm.of(organization)
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_organization(
                actor=request.actor,
                organization_id=organization.pk,
                at=request.received_at,
                details=form.details(),
                version=form.cleaned_data["version"],
            )
        except Invalid as error:
            put_into(form, error)
        except Conflict as error:
            form.add_error(None, str(error.text))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("organization_detail", code)
    return render(request, "organizations/edit.html", {"form": form, "organization": organization})


@page(permission=permissions.can_edit_organization)
@require_POST
def organization_resubmit(request: Request, code: str) -> HttpResponse:
    """Send a returned organization in again."""
    organization = _visible(request, code)
    with told_in_messages(request, _("The organization waits for verification again.")):
        actions.resubmit_organization(
            actor=request.actor, organization_id=organization.pk, at=request.received_at
        )
    return redirect("organization_detail", code)


@page(permission=permissions.can_close_organization)
@require_http_methods(["GET", "POST"])
def organization_close(request: Request, code: str) -> HttpResponse:
    """What has to be settled first; sending the form closes the organization."""
    organization = _visible(request, code)
    require(permissions.can_close_organization(request.actor, organization))
    if request.method == "POST":
        with told_in_messages(request, _("The organization is closed.")):
            actions.close_organization(
                actor=request.actor,
                organization_id=organization.pk,
                at=request.received_at,
                text=request.POST.get("text", "")[:1000],
            )
        return redirect("organization_detail", code)
    blockers = closing_blockers(organization.pk)
    frame = {"organization": organization, "blockers": blockers}
    return render(request, "organizations/close.html", frame)


def _visible(request: Request, code: str) -> Organization:
    return get_visible_or_404(organizations_visible_to(request.actor), code=code)
