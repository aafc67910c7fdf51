"""The state of a region in figures, for its officers: each counted from rows that a list shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr, TruncMonth
from django.utils import timezone

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import achievements_visible_to
from queqiao_web.achievements.states import AchievementState
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_visible_to
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import Actor, RegionRole, region_prefix
from queqiao_web.foundation.freshness import REMIND_DAYS

POSTS: Final = (RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR)
"""The posts whose holders see the figures of their region."""
MONTHS: Final = 12
KEPT_S: Final = 300
"""So long figures of a region are shown before they are counted again."""
_RECENT: Final = timedelta(days=90)
LISTED_STATES: Final = ("published", "matched")
NOUNS: Final = ("demand", "achievement")


@dataclass(frozen=True, slots=True)
class Stage:
    """How long a step takes: the median in days, and over how many records."""

    name: str
    days: float | None
    count: int


@dataclass(frozen=True, slots=True)
class NounFigures:
    """
    One noun in a region. ``states``, ``months``, ``industries``, ``places`` and ``freshness`` hold
    counts by key; ``given`` says how many of the listed state each field.
    """

    listed: int
    states: dict[str, int]
    months: dict[str, int]
    industries: dict[str, int]
    places: dict[str, int]
    freshness: dict[str, int]
    given: dict[str, int]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """Both nouns, and when they were counted."""

    counted_at: datetime
    nouns: dict[str, NounFigures] = field(default_factory=dict)


def regions_of(actor: Actor) -> tuple[str, ...]:
    """The regions whose figures the actor may see."""
    return actor.regions_as(*POSTS)


def rows_of(noun: str, actor: Actor, region: str) -> QuerySet[Any]:
    """What the actor sees of a noun in a region, drafts left out: the rows behind every figure."""
    rows: QuerySet[Any] = (
        demands_visible_to(actor) if noun == "demand" else achievements_visible_to(actor)
    )
    inside = Q(region_code__startswith=region_prefix(region)) if region_prefix(region) else Q()
    return rows.filter(inside).exclude(state="draft")


def region_figures(actor: Actor, region: str, *, at: datetime) -> RegionFigures:
    """The figures of a region as this actor sees it, counted at most five minutes ago."""
    sees = f"{region} {actor.posts} {sorted(actor.organization_ids | actor.delegated)}"
    key = f"portal.region.{hashlib.sha256(sees.encode()).hexdigest()}"
    found: RegionFigures | None = cache.get(key)
    if found is None:
        nouns = {noun: _count(rows_of(noun, actor, region), noun, region, at) for noun in NOUNS}
        found = RegionFigures(at, nouns)
        cache.set(key, found, KEPT_S)
    return found


def first_month(on: date) -> date:
    """The first of the months shown, this month being the last."""
    months = on.year * 12 + on.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def months_shown(on: date) -> list[str]:
    """The months shown, as ``2026-03``."""
    start = first_month(on)
    months = (start.year * 12 + start.month - 1 + step for step in range(MONTHS))
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in months]


def freshness_condition(name: str, on: date) -> Q:
    """What each freshness means for a record: ending, holding, late or expired."""
    soon = on + timedelta(days=REMIND_DAYS)
    listed = Q(state__in=LISTED_STATES)
    return {
        "holding": listed & Q(valid_until__gt=soon),
        "ending": listed & Q(valid_until__gte=on, valid_until__lte=soon),
        "late": listed & Q(valid_until__lt=on),
        "expired": Q(state="expired"),
    }[name]


def given_condition(noun: str, name: str) -> Q:
    """That a record states a field."""
    return {
        "money": Q(**{f"{'budget' if noun == 'demand' else 'price'}_cny__isnull": False}),
        "day": Q(**{f"{'deadline' if noun == 'demand' else 'ready'}_on__isnull": False}),
        "trl": Q(**{f"{'trl_min' if noun == 'demand' else 'trl'}__isnull": False}),
        "indices": ~Q(indices=[]),
        "keywords": ~Q(keywords=[]),
    }[name]


FRESHNESS: Final = ("holding", "ending", "late", "expired")
GIVEN: Final = ("indices", "money", "day", "trl", "keywords")


def _count(rows: QuerySet[Any], noun: str, region: str, at: datetime) -> NounFigures:
    on = timezone.localtime(at).date()
    plain = rows.select_related(None).order_by()
    listed = plain.filter(state__in=LISTED_STATES)
    below = min(len(region_prefix(region)) + 2, 6)
    start = timezone.make_aware(datetime.combine(first_month(on), datetime.min.time()))
    by_month = plain.filter(published_at__gte=start).annotate(key=TruncMonth("published_at"))
    given = Q(state__in=LISTED_STATES)
    conditions = {f"fresh_{name}": freshness_condition(name, on) for name in FRESHNESS}
    conditions |= {f"given_{name}": given & given_condition(noun, name) for name in GIVEN}
    counted = plain.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    return NounFigures(
        listed=listed.count(),
        states=_by(plain.annotate(key=F("state"))),
        months=_by_month(by_month),
        industries=_by(listed.annotate(key=Substr("industry_code", 1, 2))),
        places=_by(listed.annotate(key=Substr("region_code", 1, below))),
        freshness={name: counted[f"fresh_{name}"] for name in FRESHNESS},
        given={name: counted[f"given_{name}"] for name in GIVEN},
        stages=tuple(_stages(plain, at)),
    )


def _by(rows: QuerySet[Any]) -> dict[str, int]:
    counted = rows.values_list("key").annotate(count=Count("pk")).order_by("-count", "key")
    return {str(key): count for key, count in counted}


def _by_month(rows: QuerySet[Any]) -> dict[str, int]:
    counted = rows.values_list("key").annotate(count=Count("pk"))
    return {f"{month:%Y-%m}": count for month, count in counted}


def _stages(rows: QuerySet[Any], at: datetime) -> Iterable[Stage]:
    """From the moments stamped on records that took the step in the last 90 days."""
    for name, begins, ends in (
        ("writing", "created_at", "submitted_at"),
        ("review", "submitted_at", "published_at"),
        ("matching", "published_at", "matched_at"),
    ):
        taken = rows.filter(**{f"{ends}__gte": at - _RECENT, f"{begins}__isnull": False}).filter(
            **{f"{ends}__gte": F(begins)}
        )
        days = [
            (end - begin).total_seconds() / 86_400
            for begin, end in taken.values_list(begins, ends).iterator()
        ]
        yield Stage(name, round(median(days), 1) if days else None, len(days))


STATES: Final = {"demand": DemandState, "achievement": AchievementState}
MODELS: Final = {"demand": Demand, "achievement": Achievement}
