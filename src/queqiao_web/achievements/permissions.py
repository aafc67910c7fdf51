"""Who may do what with achievements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import REVIEWERS
from queqiao_web.achievements.states import EDITABLE, AchievementState
from queqiao_web.foundation.access import ALLOW, Actor, Decision, OrganizationRole, deny
from queqiao_web.foundation.disclosure import stands_in_for_owner
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState

_NOT_YOURS = _("Only editors of the organization that owns the achievement may do this.")


def can_enter_achievements(actor: Actor) -> Decision:
    """Whoever writes for some organization."""
    writes = any(actor.acts_for(pk) for pk in actor.organization_ids | actor.delegated)
    if writes or actor.is_system:
        return ALLOW
    return deny(
        "achievements.achievement.no_organization",
        _("Join or register your organization first; achievements are offered in its name."),
    )


def can_create_achievement(actor: Actor, organization: Organization) -> Decision:
    """Editors of an organization that is not suspended or closed; it may wait for verification."""
    if not actor.acts_for(organization.pk) and not actor.is_system:
        return deny("achievements.achievement.not_editor", _NOT_YOURS)
    if organization.state in {OrganizationState.SUSPENDED, OrganizationState.CLOSED}:
        return deny(
            "achievements.achievement.organization_suspended",
            _("This organization is suspended or closed and offers nothing."),
        )
    return ALLOW


def can_edit_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors, while it is a draft or was returned."""
    owner = _owner(actor, achievement)
    if owner and achievement.state not in EDITABLE:
        return deny(
            "achievements.achievement.not_editable",
            _("Drafts and returned achievements can be changed. Reopen this one to change it."),
        )
    return owner


def can_attach_evidence(actor: Actor, achievement: Achievement) -> Decision:
    """Files are part of what is reviewed, so they change while the texts may."""
    return can_edit_achievement(actor, achievement)


def can_submit_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors, once the organization is verified."""
    owner = _owner(actor, achievement)
    if owner and achievement.organization.state != OrganizationState.VERIFIED:
        return deny(
            "achievements.achievement.not_verified",
            _("The organization must be verified before its achievements are submitted."),
        )
    return owner


def can_withdraw_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors."""
    return _owner(actor, achievement)


def can_close_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors."""
    return _owner(actor, achievement)


def can_reconfirm_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors, for what is published or has expired."""
    owner = _owner(actor, achievement)
    if owner and achievement.state not in {AchievementState.PUBLISHED, AchievementState.EXPIRED}:
        return deny(
            "achievements.achievement.not_published",
            _("Only published and expired achievements are reconfirmed."),
        )
    return owner


def can_reopen_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors."""
    return _owner(actor, achievement)


def can_match_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors, and the platform when an introduction is accepted."""
    return _owner(actor, achievement)


def can_disclose_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """The owner's editors open and close what partners may read."""
    return _owner(actor, achievement)


def can_review_achievements(actor: Actor) -> Decision:
    """Officers and brokers of some region."""
    if actor.holds(*REVIEWERS):
        return ALLOW
    return deny(
        "achievements.achievement.not_reviewer",
        _("Officers and brokers of a region review achievements."),
    )


def can_review_achievement(actor: Actor, achievement: Achievement) -> Decision:
    """Officers and brokers of its region, never for their own or a represented organization."""
    if not actor.holds(*REVIEWERS, within=achievement.region_code):
        return deny(
            "achievements.achievement.not_reviewer",
            _("Only officers and brokers of this region review the achievement."),
        )
    if stands_in_for_owner(actor, achievement):
        return deny(
            "achievements.achievement.own_organization",
            _("You belong to or act for this organization, so somebody else must review."),
        )
    return ALLOW


def can_expire_achievement(actor: Actor, achievement: Achievement) -> Decision:  # noqa: ARG001 -- one shape for all
    """The platform alone, by the calendar."""
    if actor.is_system:
        return ALLOW
    return deny("achievements.achievement.not_system", _("Achievements expire by the calendar."))


def can_export_achievements(actor: Actor) -> Decision:
    """Whoever has signed in; the file holds what they may see."""
    if actor.is_known:
        return ALLOW
    return deny("achievements.achievement.sign_in", _("Please sign in first."))


def _owner(actor: Actor, achievement: Achievement) -> Decision:
    editor = actor.acts_for(achievement.organization_id, at_least=OrganizationRole.EDITOR)
    if actor.is_system or editor:
        return ALLOW
    return deny("achievements.achievement.not_editor", _NOT_YOURS)
