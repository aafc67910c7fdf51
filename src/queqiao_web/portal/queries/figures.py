"""Figures about what is published, each counted from rows that a list shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db.models import QuerySet, Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.queries import achievements_to_index
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_in_matching, demands_listed
from queqiao_web.portal.queries.published import (
    Published,
    listed_organizations,
    published_achievement,
    published_demand,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

DEMAND_FIGURES: Final = ("open", "fresh", "budget")
"""The figures of the home page that count demands."""
KEPT_S: Final = 60
"""So long a counted figure is shown before it is counted again."""
_LAST_COUNT_S: Final = 3600  # the last count stays readable so long for whoever comes meanwhile


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, what it counts, and the list that shows the rows behind it."""

    name: Text
    value: int | Decimal
    means: Text
    url: str
    is_money: bool = False


def home_figures(*, at: datetime) -> list[Figure]:
    """What the platform holds now, counted at most a minute ago."""
    on = timezone.localdate(at)
    values: dict[str, int] = kept("home", lambda: _count_home(on), at=at)
    return [
        Figure(
            _("Open demands"),
            values["open"],
            _("published, confirmed as still valid, and looking for a partner"),
            list_url("figure_list", "open"),
        ),
        Figure(
            _("New in 30 days"),
            values["fresh"],
            _("demands published in the last 30 days"),
            list_url("figure_list", "fresh"),
        ),
        Figure(
            _("Achievements on offer"),
            values["achievements"],
            _("published by universities, institutes, hospitals and firms"),
            list_url("achievement_list"),
        ),
        Figure(
            _("Verified organizations"),
            values["organizations"],
            _("whose identity the authority of their region has checked"),
            list_url("organization_list"),
        ),
        Figure(
            _("Budgets stated"),
            Decimal(values["budget"]),
            _("sum over open demands that state one; intentions, not contracts"),
            list_url("figure_list", "budget"),
            is_money=True,
        ),
    ]


def demands_behind(name: str, *, on: date) -> QuerySet[Demand]:
    """The demands that a figure of the home page counts: open, fresh or budget."""
    if name == "fresh":
        return demands_listed().filter(published_at__gte=_midnight(on - timedelta(days=29)))
    rows = demands_in_matching(on=on)
    return rows.filter(budget_cny__isnull=False) if name == "budget" else rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _count_home(on: date) -> dict[str, int]:
    plain = {
        name: demands_behind(name, on=on).select_related(None).order_by() for name in DEMAND_FIGURES
    }
    return {
        "open": plain["open"].count(),
        "fresh": plain["fresh"].count(),
        "achievements": achievements_to_index().count(),
        "organizations": listed_organizations().count(),
        "budget": int(plain["budget"].aggregate(total=Sum("budget_cny"))["total"] or 0),
    }


def latest_demands(most: int) -> list[Published]:
    """The demands published last."""
    rows = demands_listed().order_by("-published_at", "-pk")[:most]
    return [published_demand(row) for row in rows]


def latest_achievements(most: int) -> list[Published]:
    """The achievements published last."""
    rows = achievements_to_index().order_by("-published_at", "-pk")[:most]
    return [published_achievement(row) for row in rows]


def kept(name: str, count: Callable[[], dict[str, int]], *, at: datetime) -> dict[str, int]:
    """
    What was counted under a name less than a minute ago, else what is counted now.

    While somebody counts anew, everybody else reads the last count, so that a crowd does not count
    the same rows at once.
    """
    key = f"portal.figures.{name}"
    held: tuple[datetime, dict[str, int]] | None = cache.get(key)
    if held is not None:
        age_s = (at - held[0]).total_seconds()
        if age_s < KEPT_S or not cache.add(f"{key}.counting", 1, KEPT_S):
            return held[1]
    values = count()
    cache.set(key, (at, values), _LAST_COUNT_S)
    return values


def list_url(page: str, *arguments: str) -> str:
    """The address of a list; nothing where there is no such list."""
    try:
        return reverse(page, args=arguments)
    except NoReverseMatch:
        return ""
