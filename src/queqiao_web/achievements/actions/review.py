"""The review of submitted achievements: claimed by one reviewer, published or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import can_review_achievement
from queqiao_web.achievements.states import ACHIEVEMENTS, ReturnReason
from queqiao_web.foundation import freshness
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.review import Review


def confirm(achievement: Achievement, at: datetime) -> None:
    """Let it hold from today."""
    freshness.confirm(achievement, at=at, days=achievement.validity_days)


_REVIEW = Review(
    Achievement,
    ACHIEVEMENTS,
    may=can_review_achievement,
    reasons=ReturnReason,
    confirm=confirm,
    taken=_("%(name)s is reviewing this achievement. Take another one, or wait."),
)


def claim_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    Take a submitted one for review; event ``achievements.achievement.claimed``.

    Claiming again what one holds begins the hour anew.

    Raises:
        Refused, IllegalTransition, Conflict: a colleague has it.
    """
    return _REVIEW.claim(achievement_id, actor=actor, at=at)


def release_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """Leave a claimed one to colleagues; event ``achievements.achievement.released``."""
    return _REVIEW.release(achievement_id, actor=actor, at=at)


def publish_achievement(
    *, actor: Actor, at: datetime, achievement_id: int, version: int | None = None
) -> Achievement:
    """
    Make a submitted one public and let it be matched; ``achievements.achievement.published``.

    It holds from today for as long as its owner chose.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it.
    """
    return _REVIEW.publish(achievement_id, actor=actor, at=at, version=version)


def return_achievement(
    *,
    actor: Actor,
    at: datetime,
    achievement_id: int,
    reasons: Sequence[str],
    text: str = "",
    version: int | None = None,
) -> Achievement:
    """
    Send a submitted one back with reasons; event ``achievements.achievement.returned``.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it; Invalid: no or
        unknown reasons, or “another reason” without words.
    """
    return _REVIEW.send_back(
        achievement_id, actor=actor, at=at, reasons=reasons, text=text, version=version
    )
