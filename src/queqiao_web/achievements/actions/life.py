"""The way of an achievement as its owner takes it: submit, withdraw, close, reopen; matched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.actions.submission import submission_problems
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import (
    can_close_achievement,
    can_match_achievement,
    can_reopen_achievement,
    can_submit_achievement,
    can_withdraw_achievement,
)
from queqiao_web.achievements.states import ACHIEVEMENTS, AchievementState, CloseReason
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import IllegalTransition, Invalid, Problem
from queqiao_web.foundation.workflow import advance, check_version, lock


@transaction.atomic
def submit_achievement(
    *, actor: Actor, at: datetime, achievement_id: int, version: int | None = None
) -> Achievement:
    """
    Send a draft or a returned one to review; event ``achievements.achievement.submitted``.

    Raises:
        Refused, StaleVersion, IllegalTransition, Invalid (with everything that is missing).
    """
    achievement = lock(Achievement, achievement_id)
    require(can_submit_achievement(actor, achievement))
    check_version(achievement, version)
    to = AchievementState.SUBMITTED
    may = ACHIEVEMENTS.allows(achievement.state, to)
    if may and (problems := submission_problems(achievement, at=at)):
        raise Invalid(problems)
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="submitted")
    return achievement


@transaction.atomic
def withdraw_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """Take it back in any state before its end; ``achievements.achievement.withdrawn``."""
    achievement = lock(Achievement, achievement_id)
    require(can_withdraw_achievement(actor, achievement))
    before = snapshot(achievement)
    achievement.claimed_at = achievement.claimed_by_id = None
    to = AchievementState.WITHDRAWN
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="withdrawn", before=before)
    return achievement


@transaction.atomic
def close_achievement(
    *, actor: Actor, at: datetime, achievement_id: int, reason: str = CloseReason.OTHER
) -> Achievement:
    """
    End a published, matched or expired one; event ``achievements.achievement.closed``.

    Raises:
        Refused, IllegalTransition, Invalid: the reason is none of ``CloseReason``.
    """
    achievement = lock(Achievement, achievement_id)
    require(can_close_achievement(actor, achievement))
    if reason not in CloseReason.values:
        raise Invalid([Problem("close_reason", "close_reason.unknown", _("Choose a reason."))])
    before = snapshot(achievement)
    achievement.close_reason = reason
    to = AchievementState.CLOSED
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="closed", before=before)
    return achievement


@transaction.atomic
def reopen_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    Make it a draft again, to be changed and reviewed anew; ``achievements.achievement.reopened``.

    A published one leaves the public list with that.
    """
    achievement = lock(Achievement, achievement_id)
    require(can_reopen_achievement(actor, achievement))
    before = snapshot(achievement)
    achievement.close_reason = ""
    achievement.claimed_at = achievement.claimed_by_id = None
    to = AchievementState.DRAFT
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="reopened", before=before)
    return achievement


@transaction.atomic
def match_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """Say that a partner is found; event ``achievements.achievement.matched``."""
    achievement = lock(Achievement, achievement_id)
    require(can_match_achievement(actor, achievement))
    to = AchievementState.MATCHED
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="matched")
    return achievement


@transaction.atomic
def resume_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    Look for partners again, since the one found fell through; ``achievements.achievement.resumed``.

    What is stale by now expires in its turn unless it is reconfirmed.
    """
    achievement = lock(Achievement, achievement_id)
    require(can_match_achievement(actor, achievement))
    to = AchievementState.PUBLISHED
    if achievement.state != AchievementState.MATCHED:
        label = achievement.get_state_display()
        raise IllegalTransition(state=achievement.state, to=to, state_label=label)
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="resumed")
    return achievement
