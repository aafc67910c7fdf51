"""Who may do what with achievements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
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

REVIEWING_ROLES = (RegionRole.OFFICER, RegionRole.BROKER, RegionRole.REVIEWER)

_NOT_OWNER = deny(
    "achievements.achievement.not_owner",
    _("Only editors of the organization that owns the achievement may do this."),
)


def can_create_achievement(actor: Actor, organization: Organization | None = None) -> Decision:
    """Editors of an organization; without one: whoever edits for any."""
    if not actor.may_use("achievements:write"):
        return _out_of_scope()
    if organization is None:
        edits = any(actor.acts_for(pk) for pk in actor.organization_ids | actor.delegated)
        return ALLOW if edits else _no_organization()
    if not actor.acts_for(organization.pk):
        return _NOT_OWNER
    if organization.state in {OrganizationState.SUSPENDED, OrganizationState.CLOSED}:
        return deny(
            "achievements.achievement.organization_stopped",
            _("This organization is suspended or closed, so it cannot offer anything."),
        )
    return ALLOW


def can_edit_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Editors of the owner."""
    return _for_owner(actor, achievement)


def can_submit_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Editors of the owner."""
    return _for_owner(actor, achievement)


def can_confirm_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Editors of the owner say that it still holds."""
    return _for_owner(actor, achievement)


def can_close_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Editors of the owner."""
    return _for_owner(actor, achievement)


def can_withdraw_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Editors of the owner, and officers of the region."""
    if actor.holds(RegionRole.OFFICER, within=achievement.region_code):
        return ALLOW if actor.may_use("achievements:write") else _out_of_scope()
    return _for_owner(actor, achievement)


def can_review_achievements(actor: Actor) -> Decision:
    """Officers, brokers and reviewers of any region."""
    if actor.holds(*REVIEWING_ROLES):
        return ALLOW
    return deny(
        "achievements.achievement.not_reviewer",
        _("Only officers, brokers and reviewers of the region may review."),
    )


def can_publish_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Officers, brokers and reviewers of the region; nobody their own."""
    if not actor.may_use("achievements:review"):
        return _out_of_scope()
    if not actor.holds(*REVIEWING_ROLES, within=achievement.region_code):
        return can_review_achievements(actor) and deny(
            "achievements.achievement.other_region",
            _("This achievement belongs to a region that you do not review."),
        )
    if actor.acts_for(achievement.organization_id, at_least=OrganizationRole.VIEWER):
        return deny(
            "achievements.achievement.own_organization",
            _("Nobody reviews what their own organization offers."),
        )
    return ALLOW


def can_return_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Whoever may publish it."""
    return can_publish_achievement(actor, achievement)


def can_export_achievements(actor: Actor) -> Decision:
    """Whoever has signed in; the file holds what they may see."""
    if not actor.is_known:
        return deny("achievements.achievement.sign_in", _("Please sign in first."))
    return ALLOW if actor.may_use("achievements:read") else _out_of_scope()


def _for_owner(actor: Actor, achievement: Achievement) -> Decision:
    if not actor.may_use("achievements:write"):
        return _out_of_scope()
    return ALLOW if actor.acts_for(achievement.organization_id) else _NOT_OWNER


def _out_of_scope() -> Decision:
    return deny("achievements.achievement.scope", _("This token does not allow that."))


def _no_organization() -> Decision:
    return deny(
        "achievements.achievement.no_organization",
        _("Please register your organization or join one first."),
    )
