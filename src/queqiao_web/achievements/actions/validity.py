"""How long an achievement holds: reconfirmed, reminded of, and ended by the calendar."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.actions.review import confirm
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import can_expire_achievement, can_reconfirm_achievement
from queqiao_web.achievements.states import ACHIEVEMENTS, AchievementState
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict
from queqiao_web.foundation.freshness import ends_soon, has_ended
from queqiao_web.foundation.workflow import advance, lock, save_change


@transaction.atomic
def reconfirm_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    Say that a published one still holds, or bring an expired one back.

    Event ``achievements.achievement.reconfirmed`` either way.

    Raises:
        Refused: it is not the actor's, or neither published nor expired.
    """
    achievement = lock(Achievement, achievement_id)
    require(can_reconfirm_achievement(actor, achievement))
    before = snapshot(achievement)
    confirm(achievement, at)
    if achievement.state == AchievementState.PUBLISHED:
        verb = "achievements.achievement.reconfirmed"
        save_change(achievement, actor=actor, at=at, verb=verb, before=before)
        return achievement
    to = AchievementState.PUBLISHED
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="reconfirmed", before=before)
    return achievement


@transaction.atomic
def remind_of_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    Note that the owner is told that it ends soon; event ``achievements.achievement.reminded``.

    Raises:
        Refused, Conflict: it holds for long enough, or was reminded of already.
    """
    achievement = lock(Achievement, achievement_id)
    require(can_expire_achievement(actor, achievement))
    if not is_to_be_reminded(achievement, at=at):
        raise _not_due()
    before = snapshot(achievement)
    achievement.reminded_at = at
    verb = "achievements.achievement.reminded"
    save_change(achievement, actor=actor, at=at, verb=verb, before=before)
    return achievement


@transaction.atomic
def expire_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    End a published one that nobody reconfirmed in time; ``achievements.achievement.expired``.

    Raises:
        Refused, IllegalTransition, Conflict: it still holds, or its owner had no notice yet.
    """
    achievement = lock(Achievement, achievement_id)
    require(can_expire_achievement(actor, achievement))
    if achievement.state == AchievementState.PUBLISHED and not is_to_expire(achievement, at=at):
        raise _not_due()
    to = AchievementState.EXPIRED
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="expired")
    return achievement


def is_to_be_reminded(achievement: Achievement, *, at: datetime) -> bool:
    """Whether the owner is to be told now that it ends soon."""
    return achievement.state == AchievementState.PUBLISHED and ends_soon(achievement, at=at)


def is_to_expire(achievement: Achievement, *, at: datetime) -> bool:
    """Whether it no longer holds and its owner knew in time."""
    return achievement.state == AchievementState.PUBLISHED and has_ended(achievement, at=at)


def _not_due() -> Conflict:
    return Conflict(
        code="achievements.achievement.not_due", text=_("The calendar does not ask for this yet.")
    )
