"""Who may do what with experts and claims."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.models import Claim, Expert
from queqiao_web.experts.states import ClaimState, ExpertState
from queqiao_web.foundation.access import (
    ALLOW,
    Actor,
    Decision,
    OrganizationRole,
    RegionRole,
    deny,
)
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState

_NOT_YOURS = _("Only editors of the organization may do this.")
_CLAIMED = _("The person keeps this profile themselves.")


def can_enter_experts(actor: Actor) -> Decision:
    """Whoever writes for some organization."""
    writes = any(actor.acts_for(pk) for pk in actor.organization_ids | actor.delegated)
    if writes or actor.is_system:
        return ALLOW
    return deny(
        "experts.expert.no_organization",
        _("Join or register an organization first; experts are presented by theirs."),
    )


def can_create_expert(actor: Actor, organization: Organization) -> Decision:
    """Editors of an organization that is not suspended or closed."""
    if not actor.acts_for(organization.pk) and not actor.is_system:
        return deny("experts.expert.not_editor", _NOT_YOURS)
    if organization.state in {OrganizationState.SUSPENDED, OrganizationState.CLOSED}:
        return deny(
            "experts.expert.organization_suspended",
            _("This organization is suspended or closed and presents nobody."),
        )
    return ALLOW


def can_edit_expert(actor: Actor, expert: Expert) -> Decision:
    """The person, once they claimed the profile; editors of the organization before."""
    if actor.is_system or _is_person(actor, expert):
        return ALLOW
    if expert.user_id is not None:
        return deny("experts.expert.claimed", _CLAIMED)
    return ALLOW if actor.acts_for(expert.organization_id) else _not_editor()


def can_publish_expert(actor: Actor, expert: Expert) -> Decision:
    """Whoever may edit it, once the organization is verified."""
    may = can_edit_expert(actor, expert)
    if may and expert.organization.state != OrganizationState.VERIFIED:
        return deny(
            "experts.expert.not_verified",
            _("The organization must be verified before its experts are published."),
        )
    return may


def can_reconfirm_expert(actor: Actor, expert: Expert) -> Decision:
    """Whoever may edit it, while it is published."""
    may = can_edit_expert(actor, expert)
    if may and expert.state != ExpertState.PUBLISHED:
        return deny("experts.expert.not_published", _("Only published profiles are reconfirmed."))
    return may


def can_withdraw_expert(actor: Actor, expert: Expert) -> Decision:
    """The person, the organization's editors, and officers of the region."""
    if actor.is_system or _is_person(actor, expert) or actor.acts_for(expert.organization_id):
        return ALLOW
    if actor.holds(RegionRole.OFFICER, within=expert.region_code):
        return ALLOW
    return _not_editor()


def can_consent(actor: Actor, expert: Expert) -> Decision:
    """The person says who may reach them; before a claim their organization's editors do."""
    return can_edit_expert(actor, expert)


def can_claim_expert(actor: Actor, expert: Expert) -> Decision:
    """Whoever has signed in, for a published profile that nobody has claimed."""
    if actor.user_id is None:
        return deny("experts.claim.sign_in", _("Please sign in first."))
    if expert.user_id is not None:
        return deny("experts.claim.claimed", _("Somebody has claimed this profile already."))
    if expert.state != ExpertState.PUBLISHED:
        return deny("experts.claim.not_published", _("Only published profiles are claimed."))
    return ALLOW


def can_decide_claims(actor: Actor) -> Decision:
    """Owners of an organization and officers of a region."""
    owns = any(actor.acts_for(pk, at_least=OrganizationRole.OWNER) for pk in actor.organization_ids)
    if owns or actor.is_officer:
        return ALLOW
    return deny(
        "experts.claim.not_decider", _("Owners of the organization and officers verify claims.")
    )


def can_decide_claim(actor: Actor, claim: Claim) -> Decision:
    """Owners of the expert's organization and officers of the region; nobody their own."""
    if claim.user_id == actor.user_id:
        return deny("experts.claim.own", _("Somebody else must verify your claim."))
    expert = claim.expert
    if actor.acts_for(expert.organization_id, at_least=OrganizationRole.OWNER):
        return ALLOW
    if actor.holds(RegionRole.OFFICER, within=expert.region_code):
        return ALLOW
    return deny(
        "experts.claim.not_decider", _("Owners of the organization and officers verify claims.")
    )


def can_drop_claim(actor: Actor, claim: Claim) -> Decision:
    """The person themselves, also later, which gives the profile back to the organization."""
    if claim.user_id == actor.user_id and claim.state in {
        ClaimState.REQUESTED,
        ClaimState.ACCEPTED,
    }:
        return ALLOW
    return deny("experts.claim.not_yours", _("Only whoever made the claim takes it back."))


def _is_person(actor: Actor, expert: Expert) -> bool:
    return actor.user_id is not None and expert.user_id == actor.user_id


def _not_editor() -> Decision:
    return deny("experts.expert.not_editor", _NOT_YOURS)
