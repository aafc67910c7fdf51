"""The dashboard of a region, and the rows behind each of its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.foundation.disclosure import knows_owner, levels_of
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.ui import words
from queqiao_web.foundation.ui.lists import (
    ChoiceFilter,
    Filter,
    Order,
    list_page,
)
from queqiao_web.portal.permissions import can_view_dashboard
from queqiao_web.portal.queries.region import (
    FRESHNESS,
    GIVEN,
    LISTED_STATES,
    NOUNS,
    STATES,
    NounFigures,
    freshness_condition,
    given_condition,
    months_shown,
    region_figures,
    regions_of,
    rows_of,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_SHOWN: Final = 12  # bars of a chart; the rest is added up in the last
NOUN_WORDS: Final = {
    "demand": gettext_lazy("Demands"),
    "achievement": gettext_lazy("Achievements"),
}
FRESHNESS_WORDS: Final = {
    "holding": gettext_lazy("Confirmed, holds more than 14 days"),
    "ending": gettext_lazy("Ends within 14 days"),
    "late": gettext_lazy("Past its day, about to expire"),
    "expired": gettext_lazy("Expired, left matching"),
}
GIVEN_WORDS: Final = {
    "indices": gettext_lazy("Technical indices"),
    "money": gettext_lazy("Budget or price"),
    "day": gettext_lazy("Needed by or deliverable from"),
    "trl": gettext_lazy("Technology readiness"),
    "keywords": gettext_lazy("Keywords"),
}
STAGE_WORDS: Final = {
    "writing": gettext_lazy("Writing, until submitted"),
    "review": gettext_lazy("Review, until published"),
    "matching": gettext_lazy("On the list, until matched"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart's table: its word, a count for each noun, and the lists behind them."""

    text: Text
    counts: tuple[int, ...]
    urls: tuple[str, ...]


@page(permission=can_view_dashboard)
def dashboard(request: Request) -> HttpResponseBase:
    """How a region is doing: what came in, where, in which trades, how fresh, how fast."""
    regions = regions_of(request.actor)
    asked = request.GET.get("region", "")
    region = asked if asked in regions else regions[0]
    found = region_figures(request.actor, region, at=request.received_at)
    nouns = [found.nouns[noun] for noun in NOUNS]
    on = timezone.localtime(request.received_at).date()
    frame = {
        "region": region,
        "regions": [(code, words.region_words(code)) for code in regions],
        "counted_at": found.counted_at,
        "nouns": [str(NOUN_WORDS[noun]) for noun in NOUNS],
        "head": _head(nouns, region),
        "months": [
            _bar(month, nouns, "months", (month, "month"), region) for month in months_shown(on)
        ],
        "industries": _ranked(nouns, "industries", "industry", region),
        "places": _ranked(nouns, "places", "place", region),
        "states": [
            _bar(text, nouns, "states", (state, "state"), region)
            for state, text in STATES["demand"].choices
            if state != "draft"
        ],
        "freshness": [
            _bar(FRESHNESS_WORDS[name], nouns, "freshness", (name, "freshness"), region)
            for name in FRESHNESS
        ],
        "given": _given(nouns, region),
        "stages": [
            (STAGE_WORDS[ours.name], (ours, theirs))
            for ours, theirs in zip(nouns[0].stages, nouns[1].stages, strict=True)
        ],
    }
    return render(request, "portal/dashboard.html", frame)


def _head(nouns: list[NounFigures], region: str) -> list[Bar]:
    """The figures on top: on the list, to review, ending soon."""
    return [
        Bar(
            _("on the list"),
            tuple(one.listed for one in nouns),
            _urls(region, {"state": "listed"}),
        ),
        _bar(_("waiting for review"), nouns, "states", ("submitted", "state"), region),
        _bar(_("end within 14 days"), nouns, "freshness", ("ending", "freshness"), region),
    ]


def _bar(text: Text, nouns: list[NounFigures], name: str, key: tuple[str, str], region: str) -> Bar:
    """A bar of the counts under ``key[0]``; ``key[1]`` is the filter that shows their rows."""
    value, query = key
    counts = tuple(getattr(one, name).get(value, 0) for one in nouns)
    asked = {query: value or "none"}
    if query in {"industry", "place"}:
        asked["state"] = "listed"
    return Bar(text, counts, _urls(region, asked))


def _urls(region: str, query: Mapping[str, str]) -> tuple[str, ...]:
    asked = urlencode({"within": region, **query})
    return tuple(f"{reverse('dashboard_list', args=[noun])}?{asked}" for noun in NOUNS)


def _ranked(nouns: list[NounFigures], name: str, field: str, region: str) -> list[Bar]:
    """The largest first, what is left added up in the last."""
    totals: dict[str, int] = {}
    for one in nouns:
        for key, count in getattr(one, name).items():
            totals[key] = totals.get(key, 0) + count
    keys = sorted(totals, key=lambda key: (-totals[key], key))
    bars = [_bar(_word(field, key), nouns, name, (key, field), region) for key in keys[:_SHOWN]]
    rest = keys[_SHOWN:]
    if rest:
        counts = tuple(sum(getattr(one, name).get(key, 0) for key in rest) for one in nouns)
        bars.append(Bar(_("%(count)d others") % {"count": len(rest)}, counts, ("", "")))
    return bars


def _word(field: str, key: str) -> str:
    if not key:
        return _("Not stated")
    return words.industry_words(key) if field == "industry" else words.region_words(f"{key:0<6}")


def _given(nouns: list[NounFigures], region: str) -> list[tuple[Text, list[dict[str, Any]]]]:
    rows: list[tuple[Text, list[dict[str, Any]]]] = []
    for name in GIVEN:
        lacking = _urls(region, {"lacks": name, "state": "listed"})
        cells = [
            {
                "count": one.given[name],
                "share": one.given[name] / one.listed if one.listed else None,
                "lacking": one.listed - one.given[name],
                "url": url,
            }
            for one, url in zip(nouns, lacking, strict=True)
        ]
        rows.append((GIVEN_WORDS[name], cells))
    return rows


@page(permission=can_view_dashboard)
def dashboard_list(request: Request, noun: str) -> HttpResponseBase:
    """The records behind a figure of the dashboard."""
    if noun not in NOUNS:
        raise NotThere
    regions = regions_of(request.actor)
    asked = request.GET.get("within", "")
    region = asked if asked in regions else regions[0]
    on = timezone.localtime(request.received_at).date()
    shown = list_page(
        request,
        rows_of(noun, request.actor, region).select_related("organization"),
        name=f"dashboard-{noun}",
        filters=_filters(noun, on),
        orders=(Order("latest", gettext_lazy("Last changed first"), "-updated_at"),),
    )
    records: list[Any] = list(shown.rows)
    levels = levels_of(request.actor, records) if records else {}
    frame = {
        "page": shown,
        "noun": NOUN_WORDS[noun],
        "kind": noun,
        "region": region,
        "rows": [(row, knows_owner(row, levels[row.pk])) for row in records],
    }
    return render(request, "portal/dashboard_list.html", frame)


@dataclass(frozen=True, slots=True)
class CodeFilter:
    """Records whose code begins with some digits, as a bar of the dashboard counts them."""

    name: str
    label: Text
    field: str
    word: Callable[[str], str]

    @property
    def control(self) -> str:
        """A select that holds what was asked for; other bars lead to other values."""
        return "select"

    def options(self) -> list[tuple[str, Text]]:
        """Nothing beside what was asked for."""
        return []

    def read(self, text: str) -> str:
        """The digits, or that there is no code."""
        return text if text == "none" or (text.isdigit() and len(text) <= 6) else ""

    def apply(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows whose code begins so."""
        if value == "none":
            return rows.filter(**{self.field: ""})
        return rows.filter(**{f"{self.field}__startswith": value})

    def say(self, value: str) -> str:
        """The name of what lies behind the digits."""
        return _("Not stated") if value == "none" else self.word(value)


def _filters(noun: str, on: date) -> tuple[Filter, ...]:
    choices = [(state, text) for state, text in STATES[noun].choices if state != "draft"]
    states = [("listed", _("On the list")), *choices]
    months = [(month, month) for month in months_shown(on)]
    return (
        ChoiceFilter("state", _("State"), states, condition=_in_state),
        ChoiceFilter("month", _("Published in"), months, condition=_in_month),
        ChoiceFilter(
            "freshness",
            _("Freshness"),
            tuple(FRESHNESS_WORDS.items()),
            condition=lambda name: freshness_condition(name, on),
        ),
        ChoiceFilter(
            "lacks",
            _("Does not state"),
            tuple(GIVEN_WORDS.items()),
            condition=lambda name: ~given_condition(noun, name),
        ),
        CodeFilter("industry", _("Industry"), "industry_code", words.industry_words),
        CodeFilter("place", _("Place"), "region_code", lambda code: _word("place", code)),
    )


def _in_state(value: str) -> Q:
    return Q(state__in=LISTED_STATES) if value == "listed" else Q(state=value)


def _in_month(value: str) -> Q:
    year, month = map(int, value.split("-"))
    zone = timezone.get_current_timezone()
    first = datetime(year, month, 1, tzinfo=zone)
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return Q(published_at__gte=first, published_at__lt=after)
