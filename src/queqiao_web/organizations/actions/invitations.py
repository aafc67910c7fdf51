"""Invitations: sent by e-mail with a secret of which only the digest is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import SYSTEM, Actor, OrganizationRole, require
from queqiao_web.foundation.access.roles import RANK
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, NotThere, Problem
from queqiao_web.organizations.models import Invitation, Membership, Organization
from queqiao_web.organizations.permissions import (
    can_answer_invitation,
    can_manage_members,
    can_revoke_invitation,
)
from queqiao_web.organizations.states import (
    INVITATIONS,
    MEMBERSHIPS,
    InvitationState,
    MembershipState,
    OrganizationState,
)

VALID_FOR = timedelta(days=14)
MOST_OPEN = 50
"""How many invitations of one organization may wait at once: nobody sends mail by the thousand."""


class InvitationOver(Conflict):
    """The invitation was answered, taken back, or is too old."""

    code = "organizations.invitation.over"
    text = _("This invitation is no longer valid. Please ask for a new one.")


def invitation_secret(invitation: Invitation) -> str:
    """The secret of an invitation, made from its code with the key of the platform."""
    made = salted_hmac("queqiao.invitation", invitation.code, algorithm="sha256")
    return made.hexdigest()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite_member(
    *, actor: Actor, organization_id: int, at: datetime, email: str, role: str
) -> Invitation:
    """
    An invitation that a job sends by e-mail; it holds for 14 days.

    Event: ``organizations.invitation.sent``. Whether the address has an account is not looked at.

    Raises:
        Refused.
        Invalid: a wrong address or role, invited already, or too many that wait.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_manage_members(actor, organization))
    email = email.strip().lower()
    _expire(Invitation.objects.filter(organization=organization), at=at)
    if problems := _problems(organization, email, role):
        raise Invalid(problems)
    invitation = Invitation(
        organization=organization,
        email=email,
        role=role,
        expires_at=at + VALID_FOR,
        invited_by_id=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    invitation.digest = _digest(invitation_secret(invitation))
    workflow.save_change(
        invitation, actor=actor, at=at, verb="organizations.invitation.sent", before=None
    )
    return invitation


def _problems(organization: Organization, email: str, role: str) -> list[Problem]:
    found: list[Problem] = []
    try:
        validate_email(email)
    except ValidationError:
        found.append(Problem("email", "email.wrong", _("This is not an e-mail address.")))
    if role not in OrganizationRole.values:
        found.append(Problem("role", "role.unknown", _("Please choose a role of the list.")))
    waiting = Invitation.objects.filter(organization=organization, state=InvitationState.SENT)
    if waiting.filter(email=email).exists():
        text = _("This address has been invited already; the invitation still waits.")
        found.append(Problem("email", "email.invited", text))
    members = Membership.objects.filter(organization=organization, state=MembershipState.ACTIVE)
    if members.filter(user__email__iexact=email).exists():
        text = _("Whoever has this address is a member already.")
        found.append(Problem("email", "email.member", text))
    if waiting.count() >= MOST_OPEN:
        text = _("Too many invitations wait for an answer. Take some back first.")
        found.append(Problem("email", "email.too_many", text))
    return found


def read_invitation(*, code: str, secret: str, at: datetime) -> Invitation:
    """
    The open invitation that a letter speaks of.

    Raises:
        NotThere: no such invitation, or another secret; nobody learns which.
        InvitationOver: it was answered, taken back, or is too old.
    """
    found = (
        Invitation.objects.select_related("organization", "invited_by").filter(code=code).first()
    )
    kept = found.digest if found else _digest("")
    if not constant_time_compare(kept, _digest(secret)) or found is None:
        raise NotThere
    closed = found.organization.state == OrganizationState.CLOSED
    if found.state != InvitationState.SENT or found.expires_at <= at or closed:
        raise InvitationOver
    return found


@transaction.atomic
def accept_invitation(*, actor: Actor, code: str, secret: str, at: datetime) -> Membership:
    """
    The membership of whoever holds the letter; who is a member already keeps the higher role.

    Events: ``organizations.invitation.accepted``, ``organizations.membership.joined`` (or
    ``.role_changed``).

    Raises:
        Refused: nobody has signed in.
        NotThere, InvitationOver: as in ``read_invitation``.
    """
    require(can_answer_invitation(actor))
    found = read_invitation(code=code, secret=secret, at=at)
    workflow.lock(Organization, found.organization_id)
    invitation = workflow.lock(Invitation, found.pk)
    if invitation.state != InvitationState.SENT:
        raise InvitationOver
    workflow.advance(
        invitation, INVITATIONS, to=InvitationState.ACCEPTED, actor=actor, at=at, verb="accepted"
    )
    return _join(invitation, actor.user_id or 0, actor=actor, at=at)


def _join(invitation: Invitation, user_id: int, *, actor: Actor, at: datetime) -> Membership:
    known = (
        Membership.objects.select_for_update()
        .filter(organization_id=invitation.organization_id, user_id=user_id)
        .first()
    )
    if known is None:
        membership = Membership(
            organization_id=invitation.organization_id,
            user_id=user_id,
            role=invitation.role,
            created_at=at,
            updated_at=at,
        )
        workflow.save_change(
            membership, actor=actor, at=at, verb="organizations.membership.joined", before=None
        )
        return membership
    before = snapshot(known)
    if known.state == MembershipState.LEFT:
        known.role = invitation.role
        workflow.advance(
            known,
            MEMBERSHIPS,
            to=MembershipState.ACTIVE,
            actor=actor,
            at=at,
            verb="joined",
            before=before,
        )
    elif RANK[OrganizationRole(known.role)] < RANK[OrganizationRole(invitation.role)]:
        known.role = invitation.role
        workflow.save_change(
            known,
            actor=actor,
            at=at,
            verb="organizations.membership.role_changed",
            before=before,
        )
    return known


@transaction.atomic
def decline_invitation(*, actor: Actor, code: str, secret: str, at: datetime) -> Invitation:
    """
    An invitation that whoever holds the letter does not want; no account is needed.

    Event: ``organizations.invitation.declined``.

    Raises:
        NotThere, InvitationOver: as in ``read_invitation``.
    """
    found = read_invitation(code=code, secret=secret, at=at)
    invitation = workflow.lock(Invitation, found.pk)
    if invitation.state != InvitationState.SENT:
        raise InvitationOver
    workflow.advance(
        invitation, INVITATIONS, to=InvitationState.DECLINED, actor=actor, at=at, verb="declined"
    )
    return invitation


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation_id: int, at: datetime) -> Invitation:
    """
    An invitation taken back: the letter opens nothing any more.

    Event: ``organizations.invitation.revoked``.

    Raises:
        Refused, NotThere, IllegalTransition.
    """
    invitation = workflow.lock(Invitation, invitation_id)
    require(can_revoke_invitation(actor, invitation))
    workflow.advance(
        invitation, INVITATIONS, to=InvitationState.REVOKED, actor=actor, at=at, verb="revoked"
    )
    return invitation


@transaction.atomic
def expire_invitations(*, at: datetime) -> int:
    """How many invitations grew too old and are over now."""
    return _expire(Invitation.objects.all(), at=at)


def _expire(rows: models.QuerySet[Invitation], *, at: datetime) -> int:
    old = rows.filter(state=InvitationState.SENT, expires_at__lte=at).order_by("pk")
    count = 0
    for invitation in old.select_for_update():
        workflow.advance(
            invitation, INVITATIONS, to=InvitationState.EXPIRED, actor=SYSTEM, at=at, verb="expired"
        )
        count += 1
    return count
