"""What matching does in the background: follow what changes, chase answers, learn, alert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import SYSTEM, OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.jobs import enqueue, job
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.matching.actions import (
    IndexGrows,
    forget_record,
    record_silence,
    refresh_achievement,
    refresh_demand,
    release_broker,
    remind_side,
    train_ranker,
)
from queqiao_web.matching.models import Match, Refresh
from queqiao_web.matching.queries import (
    answers_due,
    answers_to_remind,
    demand_rows,
    holder_of,
    introductions_brokered_by,
)
from queqiao_web.matching.states import (
    ANSWER_DAYS,
    REMIND_AFTER_DAYS,
    STANDING,
    Answer,
    Side,
)
from queqiao_web.organizations.models import Membership
from queqiao_web.organizations.states import MembershipState

_ENTER = ("published", "reconfirmed", "resumed")
_LEAVE = ("withdrawn", "closed", "expired", "reopened", "matched")


ANSWERED = notification_kind(
    "matching.interest",
    label=_("Somebody is interested in a match"),
    title=_("Interest in “%(title)s”"),
    body=_("The other side of this match is interested. Please answer by %(day)s."),
)
DECLINED = notification_kind(
    "matching.declined",
    label=_("A match was declined"),
    title=_("“%(title)s”: declined"),
    body=_("The other side has declined; its reason is on the page of the match."),
)
REMINDED = notification_kind(
    "matching.reminded",
    label=_("An answer is due soon"),
    title=_("Your answer on “%(title)s” is due on %(day)s"),
    body=_("The other side waits. After this day your silence is recorded and they are told."),
)
SILENT = notification_kind(
    "matching.silent",
    label=_("A match was not answered in time"),
    title=_("No answer on “%(title)s”"),
    body=_("The other side has not answered in time. The officer of the region sees this too."),
)
INTRODUCED = notification_kind(
    "matching.introduced",
    label=_("Two sides were introduced"),
    title=_("You are introduced: “%(title)s”"),
    body=_("Both sides are interested. The details and contacts of each are open to the other."),
)
NEW_MATCHES = notification_kind(
    "matching.new",
    label=_("New matches"),
    title=_("%(count)d new matches for “%(title)s”"),
    mailed_by_default=False,
)


@job("matching.refresh_demand", after=tuple(f"demands.demand.{verb}" for verb in _ENTER))
def refresh_for_demand(*, at: datetime, object_id: int, event: int = 0) -> None:  # noqa: ARG001 -- every job's call
    """A demand entered matching, or holds anew; while an index grows, its coming calls for this."""
    with suppress(IndexGrows):
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
    with suppress(IndexGrows):
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
    with suppress(IndexGrows):
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


@job(
    "matching.release_brokers",
    after=("organizations.membership.joined", "organizations.appointment.ended"),
)
def release_brokers(*, at: datetime, object_id: int, event: int) -> None:  # noqa: ARG001 -- every job's call
    """Whoever came to belong to a side, or is no broker any more, steps back."""
    user_id = holder_of(AuditEvent.objects.get(sequence=event))
    for pk in introductions_brokered_by(user_id).order_by("pk").values_list("pk", flat=True):
        release_broker(actor=SYSTEM, at=at, introduction_id=pk)


@job("matching.learn", every=timedelta(days=7))
def learn(*, at: datetime) -> None:
    """Train on what the sides said; what is no better than the default is not used."""
    train_ranker(actor=SYSTEM, at=at)


def _editors(organization_id: int) -> list[int]:
    """Whoever answers for an organization: its editors and owners."""
    return list(
        Membership.objects.filter(
            organization=organization_id,
            state=MembershipState.ACTIVE,
            role__in=(OrganizationRole.EDITOR, OrganizationRole.OWNER),
        ).values_list("user_id", flat=True)
    )


def _tell(match: Match, side: Side, kind: str, event: int, at: datetime, **params: str) -> None:
    """Tell one side, naming its own record, so that nothing of the other's is given away."""
    record = match.demand if side is Side.DEMAND else match.achievement
    organization = match.organization_of(side)
    notify(
        _editors(organization),
        kind,
        key=f"{match.code}:{event}",
        params={"title": record.title, **params},
        url=reverse("match_detail", args=[match.code]),
        at=at,
        organization_ids=[organization],
    )


@job(
    "matching.tell_sides",
    after=tuple(
        f"matching.match.{verb}"
        for verb in ("answered", "declined", "reminded", "unanswered", "introduced")
    ),
)
def tell_sides(*, at: datetime, object_id: int, event: int) -> None:
    """Whoever waits for news of a match hears it."""
    told = AuditEvent.objects.get(sequence=event)
    match = Match.objects.select_related("demand", "achievement").get(pk=object_id)
    for side, kind, params in _news(told.verb.rpartition(".")[2], told.details, match):
        _tell(match, side, kind, event, at, **params)


def _news(
    verb: str, details: Mapping[str, Any], match: Match
) -> Iterator[tuple[Side, str, dict[str, str]]]:
    """Which side hears what of an event, while it is still news."""
    side = Side(details["side"]) if "side" in details else Side.DEMAND
    if verb in {"answered", "reminded"}:
        hearer = side.other if verb == "answered" else side
        due = getattr(match, f"{hearer.value}_due_at")
        if due is not None:
            kind = "matching.interest" if verb == "answered" else "matching.reminded"
            yield hearer, kind, {"day": legal_day(due).isoformat()}
    elif verb == "declined" and match.answer_of(side.other) == Answer.INTERESTED:
        yield side.other, "matching.declined", {}
    elif verb == "unanswered":
        yield from ((Side(late).other, "matching.silent", {}) for late in details["sides"])
    elif verb == "introduced":
        yield from ((one, "matching.introduced", {}) for one in Side)


@job("matching.tell_new", after="matching.refresh.finished")
def tell_new(*, at: datetime, object_id: int, event: int) -> None:
    """The owner of a refreshed record hears how many matches are new; so do owners across."""
    refresh = Refresh.objects.get(pk=object_id)
    if not refresh.made:
        return
    made = Match.objects.filter(
        allowed=True,
        created_at=refresh.created_at,
        **{f"{refresh.side}__code": refresh.record_code},
    ).select_related("demand", "achievement")
    for side in Side:
        counts: dict[int, int] = {}
        records: dict[int, Demand | Achievement] = {}
        for match in made:
            record = match.demand if side is Side.DEMAND else match.achievement
            counts[record.pk] = counts.get(record.pk, 0) + 1
            records[record.pk] = record
        for pk, count in counts.items():
            record = records[pk]
            page = "demand_matches" if side is Side.DEMAND else "achievement_matches"
            notify(
                _editors(record.organization_id),
                "matching.new",
                key=f"{record.code}:{event}",
                params={"title": record.title, "count": count},
                url=reverse(page, args=[record.code]),
                at=at,
                organization_ids=[record.organization_id],
            )
