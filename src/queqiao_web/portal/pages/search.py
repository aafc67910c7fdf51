"""Searching everything that is published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.foundation.codes import ALPHABET, LENGTH
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.ui import words
from queqiao_web.foundation.ui.lists import IndustryFilter, RegionFilter
from queqiao_web.portal.adapters import Piece, find_entries, index_is_whole, mark_words, snippet
from queqiao_web.portal.queries.published import KINDS, Published, by_codes

MOST: Final = 1_000
"""So many hits are looked at; where there are more, the page says "more than"."""
PER_PAGE: Final = 20
KIND_WORDS: Final = {
    "demand": gettext_lazy("Demands"),
    "achievement": gettext_lazy("Achievements"),
    "expert": gettext_lazy("Experts"),
    "organization": gettext_lazy("Organizations"),
}
_REGION, _INDUSTRY = RegionFilter(), IndustryFilter()


@dataclass(frozen=True, slots=True)
class Shown:
    """A record found, with the words looked for marked in its title and text."""

    record: Published
    title: list[Piece]
    text: list[Piece]
    kind_words: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind to look at, with how many there are of it."""

    kind: str
    text: str
    count: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found."""

    shown: list[Shown]
    number: int
    found: int

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.found > self.number * PER_PAGE

    @property
    def previous_page_number(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The number of the page after."""
        return self.number + 1


@page(permission=PUBLIC)
def search(request: Request) -> HttpResponseBase:
    """What is published and fits a text, by kind, region and industry."""
    query = request.GET.get("q", "").strip()[:200]
    if (there := _page_of_code(query)) is not None:
        return HttpResponseRedirect(there)
    kind = request.GET.get("kind", "")
    region = _REGION.read(request.GET.get("region", ""))
    industry = _INDUSTRY.read(request.GET.get("industry", ""))
    found = find_entries(query, most=MOST + 1, region=region, industry=industry)
    chosen = found
    if kind in KINDS:
        chosen = find_entries(query, most=MOST + 1, kind=kind, region=region, industry=industry)
    number = _page_number(request.GET.get("page", ""))
    shown = [(one.kind, one.code) for one in chosen[(number - 1) * PER_PAGE : number * PER_PAGE]]
    published = by_codes(shown)
    frame = {
        "query": query,
        "kind": kind if kind in KINDS else "",
        "region": region,
        "industry": industry,
        "regions": _REGION.options(),
        "industries": _INDUSTRY.options(),
        "words": _words(region, industry),
        "tabs": _tabs(Counter(one.kind for one in found), len(found), kind),
        "found": _count(len(chosen)),
        "is_ready": index_is_whole(),
        "page": SearchPage(
            [_shown(published[name], query) for name in shown if name in published],
            number,
            min(len(chosen), MOST),
        ),
    }
    return render(request, "portal/search.html", frame)


def _shown(record: Published, query: str) -> Shown:
    kind = str(KIND_WORDS[record.kind])
    return Shown(record, mark_words(record.title, query), snippet(record.text, query), kind)


def _tabs(counted: Counter[str], found: int, kind: str) -> list[Tab]:
    tabs = [Tab("", _("Everything"), _count(found), kind not in KINDS)]
    return tabs + [
        Tab(one, str(KIND_WORDS[one]), _count(counted[one]), one == kind) for one in KINDS
    ]


def _count(number: int) -> str:
    if number > MOST:
        return _("more than %(number)s") % {"number": words.plain_number(MOST)}
    return words.plain_number(number)


def _words(region: str, industry: str) -> str:
    asked = [one.say(value) for one, value in ((_REGION, region), (_INDUSTRY, industry)) if value]
    return _("; ").join(asked)


def _page_number(text: str) -> int:
    return int(text) if text.isdigit() and 0 < len(text) < 3 and int(text) else 1


def _page_of_code(query: str) -> str | None:
    """The page of a published record whose code was typed."""
    code = query.upper()
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        return None
    found = by_codes([(kind, code) for kind in KINDS])
    return next((one.url for one in found.values() if one.url), None)
