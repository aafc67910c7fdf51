"""The public list of demands, one's own, and both as Excel files."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.demands.adapters import PUBLIC_DEMANDS
from queqiao_web.demands.exports import own_sheet, public_sheet
from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import can_enter_demands
from queqiao_web.demands.queries import (
    demands_listed,
    demands_of,
    entries_of,
    shown_region,
)
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import Actor, region_prefix
from queqiao_web.foundation.disclosure import Disclosure, knows_owner, levels_of
from queqiao_web.foundation.http import MEMBERS, PUBLIC, Request, page
from queqiao_web.foundation.tables import download
from queqiao_web.foundation.ui.lists import (
    ChoiceFilter,
    ContainsFilter,
    IndustryFilter,
    ListPage,
    Order,
    RegionFilter,
    filtered,
    list_page,
)
from queqiao_web.foundation.ui.lists.filters import Rows

_CITY = 4  # digits of the code of a city
_EXPORTED = 5_000


class WordsFilter(ContainsFilter):
    """Published demands that fit some words, found by the index of what everybody may read."""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows that the index finds, at most some hundreds."""
        return rows.filter(code__in=[*PUBLIC_DEMANDS.search_codes(value), value.upper()])


class OpenRegionFilter(RegionFilter):
    """A region; asked for by county, anonymous demands are left out, since it would place them."""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows of the region."""
        rows = rows.filter(region_code__startswith=region_prefix(value))
        if len(region_prefix(value)) > _CITY:
            rows = rows.exclude(disclosure=Disclosure.ANONYMOUS)
        return rows


BUDGETS = (
    ("10", gettext_lazy("up to 100,000 yuan")),
    ("100", gettext_lazy("up to 1 million yuan")),
    ("over", gettext_lazy("over 1 million yuan")),
    ("none", gettext_lazy("not stated")),
)


def _within_budget(value: str) -> Q:
    if value == "none":
        return Q(budget_cny__isnull=True)
    if value == "over":
        return Q(budget_cny__gt=1_000_000)
    return Q(budget_cny__lte=int(value) * 10_000)


LISTED_ORDERS = (
    Order("newest", gettext_lazy("Newest first"), "-published_at"),
    Order("deadline", gettext_lazy("Soonest needed first"), "deadline_on", may_be_empty=True),
    Order("budget", gettext_lazy("Largest budget first"), "-budget_cny", may_be_empty=True),
)
LISTED_FILTERS = (
    WordsFilter("q", gettext_lazy("Words or code"), ("title",)),
    OpenRegionFilter(),
    IndustryFilter(),
    ChoiceFilter("budget", gettext_lazy("Budget"), BUDGETS, condition=_within_budget),
    ChoiceFilter(
        "state",
        gettext_lazy("State"),
        (
            (DemandState.PUBLISHED, DemandState.PUBLISHED.label),
            (DemandState.MATCHED, DemandState.MATCHED.label),
        ),
    ),
)
OWN_ORDERS = (
    Order("latest", gettext_lazy("Last changed first"), "-updated_at"),
    Order("ending", gettext_lazy("Ending soonest first"), "valid_until", may_be_empty=True),
)
OWN_FILTERS = (
    ContainsFilter("q", gettext_lazy("Title"), ("title",)),
    ChoiceFilter("state", gettext_lazy("State"), DemandState.choices),
)


@page(permission=PUBLIC)
def demand_list(request: Request) -> HttpResponse:
    """Everything published, for everybody."""
    shown = list_page(
        request,
        demands_listed(),
        name="demands",
        filters=LISTED_FILTERS,
        orders=LISTED_ORDERS,
        export_url=reverse("demand_export"),
    )
    _tell_owners(request.actor, shown)
    frame = {"page": shown, "may_enter": bool(can_enter_demands(request.actor))}
    return render(request, "demands/list.html", frame)


@page(permission=PUBLIC)
def demand_export(request: Request) -> HttpResponse:
    """The same list as an Excel file: what everybody may read, and no more."""
    rows = filtered(demands_listed(), request.GET, LISTED_FILTERS)
    rows = rows.order_by("-published_at", "-pk")[:_EXPORTED]
    return download(public_sheet(rows), name=_("Demands.xlsx"))


@page(permission=MEMBERS)
def my_demands(request: Request) -> HttpResponse:
    """The demands of one's organizations in every state, and what is typed but not saved."""
    shown = list_page(
        request,
        demands_of(request.actor),
        name="my-demands",
        filters=OWN_FILTERS,
        orders=OWN_ORDERS,
        export_url=reverse("my_demand_export"),
    )
    frame = {
        "page": shown,
        "entries": entries_of(request.actor).filter(demand=None)[:5],
        "may_enter": can_enter_demands(request.actor),
    }
    return render(request, "demands/mine.html", frame)


@page(permission=MEMBERS)
def my_demand_export(request: Request) -> HttpResponse:
    """One's own demands as an Excel file, with everything in them."""
    rows = filtered(demands_of(request.actor), request.GET, OWN_FILTERS)
    rows = rows.order_by("-updated_at", "-pk")[:_EXPORTED]
    return download(own_sheet(rows), name=_("My demands.xlsx"))


def _tell_owners(actor: Actor, shown: ListPage) -> None:
    """Note on each row whose it is and where, as far as the actor may know."""
    rows = [row for row in shown.rows if isinstance(row, Demand)]
    levels = levels_of(actor, rows)
    for row in rows:
        level = levels[row.pk]
        row.owner_name = row.organization.name if knows_owner(row, level) else ""
        row.place = shown_region(row, level)
