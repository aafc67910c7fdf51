"""Figures about what is published, each counted from rows that a list shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db.models import Sum
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.queries import demands_in_matching, demands_listed
from queqiao_web.portal.queries.published import (
    Published,
    listed_achievements,
    listed_organizations,
    published_achievement,
    published_demand,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

KEPT_S: Final = 60
"""So long a counted figure is shown before it is counted again."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, what it counts, and the list that shows the rows behind it."""

    name: Text
    value: int | Decimal
    means: Text
    url: str
    is_money: bool = False


def home_figures(*, on: date) -> list[Figure]:
    """What the platform holds now, counted at most a minute ago."""
    values: dict[str, int] = kept("home", lambda: _count_home(on))
    month = (on - timedelta(days=29)).isoformat()
    return [
        Figure(
            _("Open demands"),
            values["demands"],
            _("published, confirmed as still valid, and looking for a partner"),
            list_url("demand_list"),
        ),
        Figure(
            _("New in 30 days"),
            values["fresh"],
            _("demands published in the last 30 days"),
            list_url("demand_list", f"since={month}"),
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
            list_url("demand_list"),
            is_money=True,
        ),
    ]


def _count_home(on: date) -> dict[str, int]:
    month = on - timedelta(days=29)
    open_demands = demands_in_matching(on=on).select_related(None).order_by()
    budget = open_demands.aggregate(total=Sum("budget_cny"))["total"] or 0
    return {
        "demands": open_demands.count(),
        "fresh": demands_listed().filter(published_at__date__gte=month).count(),
        "achievements": listed_achievements().count(),
        "organizations": listed_organizations().count(),
        "budget": int(budget),
    }


def latest_demands(most: int) -> list[Published]:
    """The demands published last."""
    rows = demands_listed().order_by("-published_at", "-pk")[:most]
    return [published_demand(row) for row in rows]


def latest_achievements(most: int) -> list[Published]:
    """The achievements published last."""
    rows = listed_achievements().order_by("-published_at", "-pk")[:most]
    return [published_achievement(row) for row in rows]


def kept(name: str, count: Callable[[], dict[str, int]]) -> dict[str, int]:
    """What was counted under a name less than a minute ago, else what is counted now."""
    key = f"portal.figures.{name}"
    values: dict[str, int] | None = cache.get(key)
    if values is None:
        values = count()
        cache.set(key, values, KEPT_S)
    return values


def list_url(page: str, query: str = "") -> str:
    """The address of a list with a filter; nothing where there is no such list."""
    try:
        address = reverse(page)
    except NoReverseMatch:
        return ""
    return f"{address}?{query}" if query else address
