"""Members: their roles, leaving, and handing an organization over; there is always an owner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import SYSTEM, Actor, OrganizationRole, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, NotThere, Problem
from queqiao_web.organizations.models import (
    Appointment,
    Delegation,
    Invitation,
    Membership,
    Organization,
)
from queqiao_web.organizations.permissions import (
    can_change_membership,
    can_leave_organization,
    can_manage_members,
)
from queqiao_web.organizations.queries import is_only_owner
from queqiao_web.organizations.states import MEMBERSHIPS, MembershipState, OrganizationState


class WithoutOwner(Conflict):
    """The organization would be left without an owner."""

    code = "organizations.membership.last_owner"
    text = _("An organization always has an owner. Please hand it over to somebody first.")


@transaction.atomic
def change_role(*, actor: Actor, membership_id: int, at: datetime, role: str) -> Membership:
    """
    A member with another role.

    Event: ``organizations.membership.role_changed``.

    Raises:
        Refused, NotThere.
        Invalid: no such role.
        WithoutOwner: they are the only owner.
    """
    membership = _locked(membership_id)
    require(can_change_membership(actor, membership))
    if role not in OrganizationRole.values:
        raise Invalid([Problem("role", "role.unknown", _("Please choose a role of the list."))])
    if role != OrganizationRole.OWNER and is_only_owner(
        membership.organization_id, membership.user_id
    ):
        raise WithoutOwner
    before = snapshot(membership)
    membership.role = role
    workflow.save_change(
        membership,
        actor=actor,
        at=at,
        verb="organizations.membership.role_changed",
        before=before,
    )
    return membership


@transaction.atomic
def remove_member(*, actor: Actor, membership_id: int, at: datetime) -> Membership:
    """
    A member who no longer belongs to the organization.

    Event: ``organizations.membership.removed``.

    Raises:
        Refused, NotThere.
        WithoutOwner: they are the only owner.
    """
    membership = _locked(membership_id)
    require(can_change_membership(actor, membership))
    return _end(membership, actor=actor, at=at, verb="removed")


@transaction.atomic
def leave_organization(*, actor: Actor, organization_id: int, at: datetime) -> Membership:
    """
    The actor's own membership, ended.

    Event: ``organizations.membership.left``.

    Raises:
        Refused: they are no member.
        WithoutOwner: they are the only owner and have to hand over first.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_leave_organization(actor, organization))
    membership = Membership.objects.get(organization=organization, user_id=actor.user_id or 0)
    return _end(membership, actor=actor, at=at, verb="left")


@transaction.atomic
def hand_over_ownership(
    *, actor: Actor, organization_id: int, at: datetime, membership_id: int
) -> Organization:
    """
    The organization, owned by another member; the actor stays as an editor.

    Events: ``organizations.membership.role_changed`` for both.

    Raises:
        Refused, NotThere.
        Invalid: they hand it over to themselves.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_manage_members(actor, organization))
    active = Membership.objects.filter(organization=organization, state=MembershipState.ACTIVE)
    heir = active.filter(pk=membership_id).first()
    if heir is None:
        raise NotThere
    if heir.user_id == actor.user_id:
        text = _("Please choose another member.")
        raise Invalid([Problem("membership", "membership.self", text)])
    _set_role(heir, OrganizationRole.OWNER, actor=actor, at=at)
    if own := active.filter(user_id=actor.user_id or 0).first():
        _set_role(own, OrganizationRole.EDITOR, actor=actor, at=at)
    return organization


def _set_role(membership: Membership, role: str, *, actor: Actor, at: datetime) -> None:
    before = snapshot(membership)
    if membership.role == role:
        return
    membership.role = role
    workflow.save_change(
        membership,
        actor=actor,
        at=at,
        verb="organizations.membership.role_changed",
        before=before,
        details={"hand_over": True},
    )


@transaction.atomic
def leave_all(*, user_id: int, at: datetime) -> int:
    """
    How many memberships, posts and delegations ended because the person's account was erased.

    Safe to run again.
    """
    memberships = Membership.objects.filter(user_id=user_id, state=MembershipState.ACTIVE)
    posts = Appointment.objects.filter(user_id=user_id, ended_at__isnull=True)
    delegations = Delegation.objects.filter(broker_id=user_id, ended_at__isnull=True)
    ended = 0
    for membership in memberships.select_for_update().order_by("pk"):
        workflow.advance(
            membership,
            MEMBERSHIPS,
            to=MembershipState.LEFT,
            actor=SYSTEM,
            at=at,
            verb="left",
            details={"because": "erased"},
        )
        ended += 1
    for post in posts:
        ended += _end_held(post, "appointment", at=at)
    for delegation in delegations:
        ended += _end_held(delegation, "delegation", at=at)
    for invitation in Invitation.objects.filter(accepted_by_id=user_id).exclude(email=""):
        before = snapshot(invitation)
        invitation.email = ""
        workflow.save_change(
            invitation, actor=SYSTEM, at=at, verb="organizations.invitation.erased", before=before
        )
    return ended


def _end_held(row: Appointment | Delegation, noun: str, *, at: datetime) -> int:
    before = snapshot(row)
    row.ended_at = at
    workflow.save_change(
        row, actor=SYSTEM, at=at, verb=f"organizations.{noun}.ended", before=before
    )
    return 1


def _locked(membership_id: int) -> Membership:
    """An active membership whose organization is locked: all owners' changes stand in one line."""
    found = Membership.objects.filter(pk=membership_id).first()
    if found is None:
        raise NotThere
    organization = workflow.lock(Organization, found.organization_id)
    membership = workflow.lock(Membership, membership_id)
    if membership.state != MembershipState.ACTIVE:
        raise NotThere
    membership.organization = organization
    return membership


def _end(membership: Membership, *, actor: Actor, at: datetime, verb: str) -> Membership:
    is_open = membership.organization.state != OrganizationState.CLOSED
    if is_open and is_only_owner(membership.organization_id, membership.user_id):
        raise WithoutOwner
    workflow.advance(
        membership, MEMBERSHIPS, to=MembershipState.LEFT, actor=actor, at=at, verb=verb
    )
    return membership
