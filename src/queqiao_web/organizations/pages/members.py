"""Members of an organization, invitations to it, brokers who act for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from queqiao_web.foundation.access import OrganizationRole, require
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.organizations import actions, permissions
from queqiao_web.organizations.forms import DelegateForm, InviteForm
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.pages.answers import told_in_messages
from queqiao_web.organizations.queries import (
    brokers_for,
    delegations_of,
    delegations_to,
    invitations_of,
    members_of,
    organizations_visible_to,
)


@page(permission=permissions.can_see_members)
@require_GET
def organization_members(request: Request, code: str) -> HttpResponse:
    """Members, open invitations, brokers; owners manage them here."""
    organization = _seen(request, code)
    return _shown(request, organization)


def _shown(
    request: Request,
    organization: Organization,
    *,
    invite: InviteForm | None = None,
    delegate: DelegateForm | None = None,
) -> HttpResponse:
    actor, moment = request.actor, request.received_at
    manages = permissions.can_manage_members(actor, organization)
    brokers = brokers_for(organization) if manages else []
    failed = invite is not None or delegate is not None
    frame = {
        "organization": organization,
        "members": members_of(organization),
        "invitations": invitations_of(organization, moment),
        "delegations": delegations_of(organization, moment),
        "manages": manages,
        "is_member": organization.pk in actor.organization_ids,
        "roles": OrganizationRole.choices,
        "invite": invite or InviteForm(),
        "brokers": brokers,
        "delegate": delegate or DelegateForm(brokers=brokers),
    }
    return render(request, "organizations/members.html", frame, status=422 if failed else 200)


@page(permission=permissions.can_manage_members)
@require_POST
def member_invite(request: Request, code: str) -> HttpResponse:
    """Invite somebody."""
    organization = _seen(request, code)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _shown(request, organization, invite=form)
    with told_in_messages(request, _("The invitation is on its way; it holds for 14 days.")):
        actions.invite_member(
            actor=request.actor,
            organization_id=organization.pk,
            at=request.received_at,
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
        )
    return redirect("organization_members", code)


@page(permission=permissions.can_revoke_invitation)
@require_POST
def invitation_revoke(request: Request, code: str, invitation: str) -> HttpResponse:
    """Take an invitation back."""
    organization = _seen(request, code)
    found = get_visible_or_404(organization.invitations.all(), code=invitation)
    with told_in_messages(request, _("The invitation is taken back.")):
        actions.revoke_invitation(
            actor=request.actor, invitation_id=found.pk, at=request.received_at
        )
    return redirect("organization_members", code)


@page(permission=permissions.can_change_membership)
@require_POST
def member_change_role(request: Request, code: str, member: str) -> HttpResponse:
    """Give a member another role."""
    organization = _seen(request, code)
    found = get_visible_or_404(members_of(organization), code=member)
    with told_in_messages(request, _("The role is changed.")):
        actions.change_role(
            actor=request.actor,
            membership_id=found.pk,
            at=request.received_at,
            role=request.POST.get("role", ""),
        )
    return redirect("organization_members", code)


@page(permission=permissions.can_change_membership)
@require_POST
def member_remove(request: Request, code: str, member: str) -> HttpResponse:
    """Remove a member."""
    organization = _seen(request, code)
    found = get_visible_or_404(members_of(organization), code=member)
    done = _("%(name)s is no member any more.") % {"name": found.user}
    with told_in_messages(request, done):
        actions.remove_member(actor=request.actor, membership_id=found.pk, at=request.received_at)
    return redirect("organization_members", code)


@page(permission=permissions.can_manage_members)
@require_POST
def organization_hand_over(request: Request, code: str, member: str) -> HttpResponse:
    """Hand the organization over to a member."""
    organization = _seen(request, code)
    found = get_visible_or_404(members_of(organization), code=member)
    done = _("%(name)s is the owner now; you stay as an editor.") % {"name": found.user}
    with told_in_messages(request, done):
        actions.hand_over_ownership(
            actor=request.actor,
            organization_id=organization.pk,
            at=request.received_at,
            membership_id=found.pk,
        )
    return redirect("organization_members", code)


@page(permission=permissions.can_leave_organization)
@require_POST
def organization_leave(request: Request, code: str) -> HttpResponse:
    """Leave it."""
    organization = _seen(request, code)
    with told_in_messages(request, _("You have left %(name)s.") % {"name": organization.name}):
        actions.leave_organization(
            actor=request.actor, organization_id=organization.pk, at=request.received_at
        )
        return redirect("organization_mine")
    return redirect("organization_members", code)


@page(permission=permissions.can_delegate)
@require_POST
def delegation_give(request: Request, code: str) -> HttpResponse:
    """Let a broker act for the organization."""
    organization = _seen(request, code)
    require(permissions.can_delegate(request.actor, organization))
    form = DelegateForm(request.POST, brokers=brokers_for(organization))
    if not form.is_valid():
        return _shown(request, organization, delegate=form)
    with told_in_messages(request, _("The broker may act for the organization now.")):
        actions.delegate_to_broker(
            actor=request.actor,
            organization_id=organization.pk,
            at=request.received_at,
            broker_id=form.broker_id(),
            ends_at=form.ends_at(),
        )
    return redirect("organization_members", code)


@page(permission=permissions.can_end_delegation)
@require_POST
def delegation_end(request: Request, code: str, delegation: str) -> HttpResponse:
    """Take a delegation back."""
    organization = _seen(request, code)
    found = get_visible_or_404(organization.delegations.all(), code=delegation)
    with told_in_messages(request, _("The broker may act for the organization no more.")):
        actions.end_delegation(actor=request.actor, delegation_id=found.pk, at=request.received_at)
    return redirect("organization_members", code)


@page(permission=permissions.can_end_delegation)
@require_POST
def delegation_give_back(request: Request, delegation: str) -> HttpResponse:
    """A broker gives a delegation back."""
    found = get_visible_or_404(delegations_to(request.actor, request.received_at), code=delegation)
    done = _("You act for %(name)s no more.") % {"name": found.organization.name}
    with told_in_messages(request, done):
        actions.end_delegation(actor=request.actor, delegation_id=found.pk, at=request.received_at)
    return redirect("organization_mine")


def _seen(request: Request, code: str) -> Organization:
    """The organization, for whoever may see its members."""
    organization = get_visible_or_404(organizations_visible_to(request.actor), code=code)
    require(permissions.can_see_members(request.actor, organization))
    return organization
