"""What matching does in the background: follow what changes, chase answers, learn, alert."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.jobs import enqueue, job
from queqiao_web.matching.actions import (
    forget_record,
    record_silence,
    refresh_achievement,
    refresh_demand,
    remind_side,
    train_ranker,
)
from queqiao_web.matching.models import Match
from queqiao_web.matching.queries import (
    answers_due,
    answers_to_remind,
    demand_rows,
)
from queqiao_web.matching.states import (
    ANSWER_DAYS,
    REMIND_AFTER_DAYS,
    STANDING,
    Side,
)

_ENTER = ("published", "reconfirmed", "resumed")
_LEAVE = ("withdrawn", "closed", "expired", "reopened", "matched")


@job("matching.refresh_demand", after=tuple(f"demands.demand.{verb}" for verb in _ENTER))
def refresh_for_demand(*, at: datetime, object_id: int, event: int = 0) -> None:  # noqa: ARG001 -- every job's call
    """A demand entered matching, or holds anew."""
    refresh_demand(actor=SYSTEM, demand_id=object_id, at=at)


@job(
    "matching.refresh_achievement",
    after=(
        *(f"achievements.achievement.{verb}" for verb in _ENTER),
        "achievements.achievement.matched",
    ),
)
def refresh_for_achievement(*, at: datetime, object_id: int, event: int = 0) -> None:  # noqa: ARG001 -- every job's call
    """An achievement entered matching, or holds anew; a matched one goes on being offered."""
    refresh_achievement(actor=SYSTEM, achievement_id=object_id, at=at)


@job("matching.forget_demand", after=tuple(f"demands.demand.{verb}" for verb in _LEAVE))
def forget_demand(*, at: datetime, object_id: int, event: int = 0) -> None:  # noqa: ARG001 -- every job's call
    """A demand left matching; it is looked at as it is now, so a late job does no harm."""
    if demand_rows(on=legal_day(at)).filter(pk=object_id).exists():
        return
    record = Demand.objects.get(pk=object_id)
    forget_record(actor=SYSTEM, side=Side.DEMAND, record=record, at=at)


@job(
    "matching.forget_achievement",
    after=tuple(f"achievements.achievement.{verb}" for verb in _LEAVE if verb != "matched"),
)
def forget_achievement(*, at: datetime, object_id: int, event: int = 0) -> None:  # noqa: ARG001 -- every job's call
    """As :func:`forget_demand`: refreshing forgets what takes part no longer."""
    refresh_achievement(actor=SYSTEM, achievement_id=object_id, at=at)


@job("matching.follow_calendar", every=timedelta(days=1))
def follow_calendar(*, at: datetime) -> None:
    """
    Look again at what the calendar alone changed, and at nothing else.

    A deadline that passed yesterday closes the gate of its demand; what went stale without an
    event leaves matching; what fell out of step (a job given up) is caught up.
    """
    day = legal_day(at)
    passed = demand_rows(on=day).filter(deadline_on=day - timedelta(days=1))
    standing = Match.objects.filter(state__in=STANDING)
    stale_demands = standing.exclude(demand__in=demand_rows(on=day)).values("demand")
    behind = standing.filter(demand__updated_at__gt=F("refreshed_at") + timedelta(hours=1))
    demands = {*passed.values_list("pk", flat=True)}
    demands |= {*stale_demands.values_list("demand", flat=True).distinct()}
    demands |= {*behind.values_list("demand", flat=True).distinct()}
    for pk in sorted(demands):
        enqueue("matching.refresh_demand", key=f"{pk}:{day}", due_at=at, object_id=pk)
    stale = standing.exclude(achievement__valid_until__gte=day)
    late = standing.filter(achievement__updated_at__gt=F("refreshed_at") + timedelta(hours=1))
    offers = {*stale.values_list("achievement", flat=True).distinct()}
    offers |= {*late.values_list("achievement", flat=True).distinct()}
    for pk in sorted(offers):
        enqueue("matching.refresh_achievement", key=f"{pk}:{day}", due_at=at, object_id=pk)


@job("matching.chase_answers", every=timedelta(hours=1))
def chase_answers(*, at: datetime) -> None:
    """Remind sides half-way through their term; count the silence of those whose term is over."""
    half = timedelta(days=ANSWER_DAYS - REMIND_AFTER_DAYS)
    for match in answers_to_remind(at=at, before=half).order_by("pk").iterator():
        for side in Side:
            due = getattr(match, f"{side.value}_due_at")
            if due is not None and at < due <= at + half:
                remind_side(actor=SYSTEM, at=at, match_id=match.pk, side=side)
    for pk in answers_due(at=at).order_by("pk").values_list("pk", flat=True):
        record_silence(actor=SYSTEM, at=at, match_id=pk)


@job("matching.learn", every=timedelta(days=7))
def learn(*, at: datetime) -> None:
    """Train on what the sides said; what is no better than the default is not used."""
    train_ranker(actor=SYSTEM, at=at)
