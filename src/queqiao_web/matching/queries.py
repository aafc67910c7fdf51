"""Reads of matches and introductions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Avg,
    Case,
    Count,
    F,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Floor, TruncDate

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import achievements_in_matching
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_in_matching
from queqiao_web.foundation.access import Actor, RegionRole, covers
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.matching.models import Introduction, Match, Ranker, Refresh, SavedSearch
from queqiao_web.matching.states import (
    GRADES,
    INTEREST_GRADE,
    INTRODUCTION_GRADE,
    STANDING,
    Answer,
    IntroductionState,
    MatchState,
    RankerState,
    Side,
)
from queqiao_web.organizations.models import Appointment, Membership
from queqiao_web.organizations.queries import in_regions
from queqiao_web.organizations.states import MembershipState

_HIDDEN = ("description", "secret_annex", "indices", "return_text")
_TOLD = frozenset({RegionRole.OFFICER, RegionRole.BROKER, RegionRole.AUDITOR})


def matches_visible_to(actor: Actor) -> QuerySet[Match]:
    """Those of the actor's organizations; of their regions for officers, brokers and auditors."""
    rows = Match.objects.all()
    if actor.is_system:
        return rows
    ours = actor.organization_ids | actor.delegated
    regions = actor.regions_as(*_TOLD)
    return rows.filter(
        Q(demand_organization__in=ours)
        | Q(achievement_organization__in=ours)
        | in_regions(regions, "demand__region_code")
        | in_regions(regions, "achievement__region_code")
    )


def with_records(rows: QuerySet[Match]) -> QuerySet[Match]:
    """The same rows with both records and their owners, without the long texts: one query."""
    return rows.select_related(
        "demand", "achievement", "demand_organization", "achievement_organization"
    ).defer(
        *(f"demand__{name}" for name in _HIDDEN),
        *(f"achievement__{name}" for name in _HIDDEN),
        "achievement__trl_evidence",
        "demand_organization__introduction",
        "achievement_organization__introduction",
    )


def inbox_of(actor: Actor, side: Side) -> QuerySet[Match]:
    """What the actor's organizations got on one side and what still stands, best first."""
    ours = actor.organization_ids | actor.delegated
    return with_records(Match.objects.filter(**{f"{side.value}_organization__in": ours})).order_by(
        F(f"{side.value}_due_at").asc(nulls_last=True), "-allowed", "-score", "pk"
    )


def waiting_for(actor: Actor) -> QuerySet[Match]:
    """Matches in which the other side is interested and waits for one of the actor's."""
    ours = actor.organization_ids | actor.delegated
    return with_records(
        Match.objects.filter(state__in=STANDING).filter(
            Q(demand_organization__in=ours, demand_answer="", demand_due_at__isnull=False)
            | Q(
                achievement_organization__in=ours,
                achievement_answer="",
                achievement_due_at__isnull=False,
            )
        )
    )


def fresh_for(actor: Actor) -> QuerySet[Match]:
    """Standing matches that nobody of either side has answered yet, the newest first."""
    ours = actor.organization_ids | actor.delegated
    rows = Match.objects.filter(
        state=MatchState.OPEN, allowed=True, demand_answer="", achievement_answer=""
    ).filter(Q(demand_organization__in=ours) | Q(achievement_organization__in=ours))
    return with_records(rows).order_by("-pk")


def unanswered_in(regions: tuple[str, ...]) -> QuerySet[Match]:
    """Matches of these regions in which one side waited in vain, the oldest first."""
    rows = Match.objects.filter(state=MatchState.UNANSWERED).filter(
        in_regions(regions, "demand__region_code")
    )
    return with_records(rows).order_by("updated_at", "pk")


def introductions_without_broker(regions: tuple[str, ...]) -> QuerySet[Introduction]:
    """Open introductions of these regions that nobody carries, the oldest first."""
    rows = Introduction.objects.filter(
        in_regions(regions), state=IntroductionState.OPEN, broker__isnull=True
    )
    return rows.select_related("match__demand", "match__achievement").order_by("pk")


def answers_due(*, at: datetime) -> QuerySet[Match]:
    """Standing matches in which a side has let its term pass."""
    return Match.objects.filter(state=MatchState.OPEN).filter(
        Q(demand_answer="", demand_due_at__lte=at)
        | Q(achievement_answer="", achievement_due_at__lte=at)
    )


def answers_to_remind(*, at: datetime, before: timedelta) -> QuerySet[Match]:
    """Standing matches in which a side was not reminded and its term ends within ``before``."""
    soon = at + before
    return Match.objects.filter(state=MatchState.OPEN).filter(
        Q(demand_answer="", demand_due_at__lte=soon, demand_reminded_at__isnull=True)
        | Q(
            achievement_answer="",
            achievement_due_at__lte=soon,
            achievement_reminded_at__isnull=True,
        )
    )


def introductions_visible_to(actor: Actor) -> QuerySet[Introduction]:
    """Those that the actor takes part in, as a side, as broker, or as officer of the region."""
    rows = Introduction.objects.all()
    if actor.is_system:
        return rows
    ours = actor.organization_ids | actor.delegated
    seen = Q(demand_organization__in=ours) | Q(achievement_organization__in=ours)
    if actor.user_id is not None:
        seen |= Q(broker=actor.user_id)
    seen |= in_regions(actor.regions_as(RegionRole.OFFICER, RegionRole.AUDITOR))
    return rows.filter(seen)


def for_introduction_list(rows: QuerySet[Introduction]) -> QuerySet[Introduction]:
    """The same rows with everything that a list shows: one query."""
    return rows.select_related(
        "match__demand",
        "match__achievement",
        "demand_organization",
        "achievement_organization",
        "broker",
    ).order_by("-id")


def refreshes_of(code: str) -> QuerySet[Refresh]:
    """The looks at one record's pairs, the latest first."""
    return Refresh.objects.filter(record_code=code).order_by("-pk")


def demand_rows(*, on: date) -> QuerySet[Demand]:
    """The demands that stand in the index on that day."""
    return demands_in_matching(on=on)


def achievement_rows(*, on: date) -> QuerySet[Achievement]:
    """The achievements that stand in the index on that day."""
    return achievements_in_matching(on=on).select_related("organization")


def active_ranker() -> Ranker | None:
    """The learned ranking in use, ``None`` for the default."""
    return Ranker.objects.filter(state=RankerState.ACTIVE).first()


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """The searches that the actor saved."""
    return SavedSearch.objects.filter(user=actor.user_id).order_by("name", "pk")


def judgements() -> dict[str, dict[str, int]]:
    """What answers say of relevance: demand code to achievement code to grade 0-3."""
    found: dict[str, dict[str, int]] = {}
    rows = Match.objects.exclude(demand_answer="", achievement_answer="").values_list(
        "demand__code",
        "achievement__code",
        "state",
        "demand_answer",
        "demand_code",
        "achievement_answer",
        "achievement_code",
    )
    for demand, achievement, state, *answers in rows.order_by("pk"):
        grade = grade_of(state, answers)
        if grade is not None:
            found.setdefault(demand, {})[achievement] = grade
    return found


def grade_of(state: str, answers: Iterable[str]) -> int | None:
    """The grade of one match; ``None`` where the answers say nothing about relevance."""
    if state == MatchState.INTRODUCED:
        return INTRODUCTION_GRADE
    demand_answer, demand_code, achievement_answer, achievement_code = answers
    refused = [
        GRADES[code]  # type: ignore[index] # a code of the choices
        for answer, code in ((demand_answer, demand_code), (achievement_answer, achievement_code))
        if answer == Answer.DECLINED and code in GRADES
    ]
    if refused:
        return min(refused)
    said = {demand_answer, achievement_answer}
    if Answer.DECLINED not in said and Answer.INTERESTED in said:
        return INTEREST_GRADE
    return None


@dataclass(frozen=True, slots=True)
class Bin:
    """Matches whose score lies in one tenth: how many, what was promised, what came of them."""

    low: float
    high: float
    shown: int
    promised: float
    interested: int
    introduced: int
    signed: int


def calibration() -> list[Bin]:
    """The score held against what became of the matches, by tenths: one query."""
    tenth = Case(
        When(score__gte=1, then=Value(9.0)),
        default=Floor(F("score") * 10),
        output_field=FloatField(),
    )
    rows = (
        Match.objects.filter(allowed=True)
        .annotate(tenth=Cast(tenth, IntegerField()))
        .values("tenth")
        .annotate(
            shown=Count("pk"),
            promised=Avg("score"),
            interested=Count("pk", filter=Q(demand_answer=Answer.INTERESTED)),
            introduced=Count("pk", filter=Q(introduced_at__isnull=False)),
            signed=Count("pk", filter=Q(signed_at__isnull=False)),
        )
        .order_by("tenth")
    )
    return [
        Bin(
            row["tenth"] / 10,
            (row["tenth"] + 1) / 10,
            row["shown"],
            row["promised"],
            row["interested"],
            row["introduced"],
            row["signed"],
        )
        for row in rows
    ]


def belongs_to(user_id: int, organization_ids: Collection[int]) -> bool:
    """Whether a person is a member of one of the organizations."""
    return Membership.objects.filter(
        user_id=user_id, organization__in=organization_ids, state=MembershipState.ACTIVE
    ).exists()


def is_broker(user_id: int) -> bool:
    """Whether a person holds a broker's post."""
    held = Appointment.objects.filter(user_id=user_id, role=RegionRole.BROKER)
    return held.filter(ended_at__isnull=True).exists()


def may_broker(user_id: int, sides: Collection[int]) -> bool:
    """Whether a person is a broker and stands on neither of the sides."""
    return is_broker(user_id) and not belongs_to(user_id, sides)


def holder_of(event: AuditEvent) -> int:
    """Whose membership or post an event is about."""
    if event.subject_type == Membership._meta.label_lower:
        return Membership.objects.get(pk=event.subject_id).user_id
    return Appointment.objects.get(pk=event.subject_id).user_id


def introductions_brokered_by(user_id: int) -> QuerySet[Introduction]:
    """What a person is in charge of as broker and that has not ended."""
    return Introduction.objects.filter(broker=user_id).exclude(state=IntroductionState.ENDED)


def brokers_for(introduction: Introduction) -> list[tuple[int, str]]:
    """Brokers whose post covers the introduction's region and who belong to neither side."""
    sides = (introduction.demand_organization_id, introduction.achievement_organization_id)
    own = Membership.objects.filter(organization__in=sides, state=MembershipState.ACTIVE)
    posts = (
        Appointment.objects.filter(role=RegionRole.BROKER, ended_at__isnull=True)
        .exclude(user__in=own.values("user"))
        .select_related("user")
    )
    found = {
        post.user_id: str(post.user)
        for post in posts
        if covers(post.region_code, introduction.region_code)
    }
    return sorted(found.items(), key=lambda pair: (pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class DayCost:
    """What a day's refreshing looked at and changed."""

    day: date
    refreshes: int
    considered: int
    made: int
    changed: int
    lapsed: int


def refresh_costs() -> list[DayCost]:
    """The last days on which something was refreshed, the latest first: one query."""
    rows = (
        Refresh.objects.annotate(day=TruncDate("created_at"))
        .values("day")
        .annotate(
            refreshes=Count("pk"),
            sum_considered=Sum("considered"),
            sum_made=Sum("made"),
            sum_changed=Sum("changed"),
            sum_lapsed=Sum("lapsed"),
        )
        .order_by("-day")[:14]
    )
    return [
        DayCost(
            row["day"],
            row["refreshes"],
            row["sum_considered"],
            row["sum_made"],
            row["sum_changed"],
            row["sum_lapsed"],
        )
        for row in rows
    ]
