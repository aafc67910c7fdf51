"""Who may do what to organizations, their people and their facts, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import ALLOW, Actor, Decision, deny
from queqiao_web.foundation.access.roles import OrganizationRole, RegionRole
from queqiao_web.foundation.disclosure import Level
from queqiao_web.organizations.models import (
    Appointment,
    Delegation,
    Invitation,
    Membership,
    Organization,
)
from queqiao_web.organizations.states import OrganizationState

_NOT_OFFICER = deny(
    "organizations.organization.not_officer",
    _("Only an officer of the organization's region may do this."),
)
_OWN = deny(
    "organizations.organization.own",
    _("You belong to this organization: somebody else has to decide."),
)
_NOT_OWNER = deny(
    "organizations.organization.not_owner", _("Only an owner of the organization may do this.")
)
_NOT_EDITOR = deny(
    "organizations.organization.not_editor",
    _("Only owners and editors of the organization may do this."),
)
_NOT_MEMBER = deny(
    "organizations.organization.not_member",
    _("Only members of the organization and officers of its region may see this."),
)
_SIGN_IN = deny("organizations.organization.sign_in", _("Please sign in first."))
_CLOSED = deny("organizations.organization.closed", _("The organization is closed."))


def can_register_organization(actor: Actor) -> Decision:
    """Whoever has signed in may register one and becomes its owner."""
    if not actor.is_known:
        return _SIGN_IN
    return ALLOW


def can_edit_organization(actor: Actor, organization: Organization) -> Decision:
    """Owners may change what an organization says of itself, while it is open."""
    if organization.state == OrganizationState.CLOSED:
        return _CLOSED
    if not actor.is_system and not actor.acts_for(organization.pk, at_least=OrganizationRole.OWNER):
        return _NOT_OWNER
    return ALLOW


def can_verify_organization(actor: Actor, organization: Organization) -> Decision:
    """Officers of the region decide, but not about an organization that they belong to."""
    if actor.is_system:
        return ALLOW
    if not actor.holds(RegionRole.OFFICER, within=organization.region_code):
        return _NOT_OFFICER
    if organization.pk in actor.organization_ids | actor.delegated:
        return _OWN
    return ALLOW


def can_attach_licence(actor: Actor, organization: Organization) -> Decision:
    """Owners attach and remove what shows who the organization is, while it is open."""
    return can_edit_organization(actor, organization)


def can_read_licence(actor: Actor, organization: Organization) -> Decision:
    """Owners, and the officers of the region who verify; nobody else, inside or outside."""
    if actor.acts_for(organization.pk, at_least=OrganizationRole.OWNER):
        return ALLOW
    if can_verify_organization(actor, organization):
        return ALLOW
    return deny(
        "organizations.licence.not_for_you",
        _("Only owners of the organization and the officers who verify it read its licence."),
    )


def licence_level(actor: Actor, organization: Organization) -> Level:
    """Licences stand at the secret level: how far the actor may read."""
    return Level.SECRET if can_read_licence(actor, organization) else Level.PUBLIC


def can_see_queue(actor: Actor) -> Decision:
    """The queue of organizations to verify is the officers'."""
    if not actor.is_officer:
        return deny(
            "organizations.organization.no_officer", _("Only officers of a region have this page.")
        )
    return ALLOW


def can_close_organization(actor: Actor, organization: Organization) -> Decision:
    """Owners may close their organization."""
    return can_edit_organization(actor, organization)


def can_see_members(actor: Actor, organization: Organization) -> Decision:
    """Members, and officers and auditors of the region."""
    return _inside(actor, organization)


def can_manage_members(actor: Actor, organization: Organization) -> Decision:
    """Owners invite, change roles, remove, hand over."""
    return can_edit_organization(actor, organization)


def can_leave_organization(actor: Actor, organization: Organization) -> Decision:
    """Members may leave."""
    if organization.pk not in actor.organization_ids:
        return deny(
            "organizations.membership.none", _("You are not a member of this organization.")
        )
    return ALLOW


def can_change_membership(actor: Actor, membership: Membership) -> Decision:
    """Owners may, for others: nobody changes their own role."""
    decision = can_manage_members(actor, membership.organization)
    if decision and membership.user_id == actor.user_id:
        return deny(
            "organizations.membership.own",
            _("You cannot change your own role. Hand the organization over, or leave it."),
        )
    return decision


def can_revoke_invitation(actor: Actor, invitation: Invitation) -> Decision:
    """Owners may take an invitation back."""
    return can_manage_members(actor, invitation.organization)


def can_answer_invitation(actor: Actor) -> Decision:
    """A person who has signed in and holds the letter."""
    if actor.user_id is None:
        return _SIGN_IN
    return ALLOW


def can_see_posts(actor: Actor) -> Decision:
    """Operators and auditors see who holds which post."""
    if not actor.holds(RegionRole.OPERATOR, RegionRole.AUDITOR):
        return deny(
            "organizations.appointment.no_operator",
            _("Only operators of the platform have this page."),
        )
    return ALLOW


def can_appoint(actor: Actor, *, user_id: int, region_code: str) -> Decision:
    """Operators give posts within their region, never to themselves."""
    if actor.is_system:
        return ALLOW
    if not actor.holds(RegionRole.OPERATOR, within=region_code):
        return deny(
            "organizations.appointment.not_operator",
            _("Only an operator whose post covers the region may do this."),
        )
    if user_id == actor.user_id:
        return deny(
            "organizations.appointment.self",
            _("Nobody gives a post to themselves, or takes their own away."),
        )
    return ALLOW


def can_end_appointment(actor: Actor, appointment: Appointment) -> Decision:
    """Operators end posts within their region, but not their own."""
    return can_appoint(actor, user_id=appointment.user_id, region_code=appointment.region_code)


def can_delegate(actor: Actor, organization: Organization) -> Decision:
    """Owners let a broker act for the organization."""
    return can_edit_organization(actor, organization)


def can_end_delegation(actor: Actor, delegation: Delegation) -> Decision:
    """Owners take it back; the broker may give it back."""
    if delegation.broker_id == actor.user_id:
        return ALLOW
    if actor.is_system or actor.acts_for(
        delegation.organization_id, at_least=OrganizationRole.OWNER
    ):
        return ALLOW
    return _NOT_OWNER


def can_see_facts(actor: Actor, organization: Organization) -> Decision:
    """Members and delegates, and officers and auditors of the region."""
    if organization.pk in actor.delegated:
        return ALLOW
    return _inside(actor, organization)


def can_edit_facts(actor: Actor, organization: Organization) -> Decision:
    """Owners, editors and delegates, while the organization is open."""
    if organization.state == OrganizationState.CLOSED:
        return _CLOSED
    if not actor.is_system and not actor.acts_for(
        organization.pk, at_least=OrganizationRole.EDITOR
    ):
        return _NOT_EDITOR
    return ALLOW


def _inside(actor: Actor, organization: Organization) -> Decision:
    seeing = actor.holds(
        RegionRole.OFFICER,
        RegionRole.OPERATOR,
        RegionRole.AUDITOR,
        within=organization.region_code,
    )
    if actor.is_system or seeing or organization.pk in actor.organization_ids:
        return ALLOW
    return _NOT_MEMBER
