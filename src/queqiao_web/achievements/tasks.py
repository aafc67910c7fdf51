"""Jobs of achievements: the calendar, the index of what is public, and suspended organizations."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.achievements.actions import expire_achievement, remind_of_achievement
from queqiao_web.achievements.adapters import PUBLIC_ACHIEVEMENTS
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.states import AchievementState
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.errors import Conflict
from queqiao_web.foundation.freshness import legal_day, remind_from
from queqiao_web.foundation.jobs import job

_AT_ONCE = 500
_NOUN = "achievements.achievement"


@job("achievements.watch_validity", every=timedelta(hours=6))
def watch_validity(*, at: datetime) -> None:
    """Remind of what ends soon, and end what nobody reconfirmed in time."""
    published = Achievement.objects.filter(state=AchievementState.PUBLISHED)
    ending = published.filter(reminded_at__isnull=True, valid_until__lte=remind_from(at))
    for pk in ending.order_by("valid_until", "pk").values_list("pk", flat=True)[:_AT_ONCE]:
        _try(remind_of_achievement, pk, at)
    ended = published.filter(reminded_at__isnull=False, valid_until__lt=legal_day(at))
    for pk in ended.order_by("valid_until", "pk").values_list("pk", flat=True)[:_AT_ONCE]:
        _try(expire_achievement, pk, at)


@job(
    "achievements.index_public",
    after=tuple(
        f"{_NOUN}.{verb}"
        for verb in (
            "published",
            "reconfirmed",
            "resumed",
            "matched",
            "withdrawn",
            "closed",
            "reopened",
            "expired",
        )
    ),
)
def index_public(*, object_id: int, event: int, at: datetime) -> None:  # noqa: ARG001 -- called by events
    """Keep the index of what everybody may read as the achievement stands now."""
    PUBLIC_ACHIEVEMENTS.follow(object_id)


def _try(act: object, pk: int, at: datetime) -> None:
    """Act where it is due; what somebody changed meanwhile is left alone."""
    try:
        act(actor=SYSTEM, at=at, achievement_id=pk)  # type: ignore[operator] # one of two actions
    except Conflict:
        return
