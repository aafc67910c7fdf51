"""The public list of achievements, one's own, and both as Excel files."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from queqiao_web.achievements.adapters import PUBLIC_ACHIEVEMENTS
from queqiao_web.achievements.exports import own_sheet, public_sheet
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import can_enter_achievements
from queqiao_web.achievements.queries import (
    achievements_listed,
    achievements_of,
    shown_region,
)
from queqiao_web.achievements.states import AchievementState, CooperationMode
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
OWN_A_PAGE = 100
"""So many of one's own fit on a page, since they are submitted by the hundred after an import."""


class WordsFilter(ContainsFilter):
    """Published achievements that fit some words, by the index of what everybody may read."""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows that the index finds, at most some hundreds."""
        return rows.filter(code__in=[*PUBLIC_ACHIEVEMENTS.search_codes(value), value.upper()])


class OpenRegionFilter(RegionFilter):
    """A region; asked for by county, anonymous ones are left out, since it would place them."""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows of the region."""
        rows = rows.filter(region_code__startswith=region_prefix(value))
        if len(region_prefix(value)) > _CITY:
            rows = rows.exclude(disclosure=Disclosure.ANONYMOUS)
        return rows


STAGES = (
    ("early", gettext_lazy("laboratory (1–3)")),
    ("middle", gettext_lazy("sample to pilot scale (4–6)")),
    ("ready", gettext_lazy("ready for production (7–9)")),
)
_STAGE_LEVELS = {"early": (1, 3), "middle": (4, 6), "ready": (7, 9)}


def _at_stage(value: str) -> Q:
    least, most = _STAGE_LEVELS[value]
    return Q(trl__gte=least, trl__lte=most)


PRICES = (
    ("50", gettext_lazy("up to 500,000 yuan")),
    ("200", gettext_lazy("up to 2 million yuan")),
    ("none", gettext_lazy("negotiable")),
)


def _at_price(value: str) -> Q:
    if value == "none":
        return Q(price_cny__isnull=True)
    return Q(price_cny__lte=int(value) * 10_000)


LISTED_ORDERS = (
    Order("newest", gettext_lazy("Newest first"), "-published_at"),
    Order("ready", gettext_lazy("Readiest first"), "-trl", may_be_empty=True),
)
LISTED_FILTERS = (
    WordsFilter("q", gettext_lazy("Words or code"), ("title",)),
    OpenRegionFilter(),
    IndustryFilter(),
    ChoiceFilter("stage", gettext_lazy("How ready it is"), STAGES, condition=_at_stage),
    ChoiceFilter("price", gettext_lazy("Price"), PRICES, condition=_at_price),
)
OWN_ORDERS = (
    Order("latest", gettext_lazy("Last changed first"), "-updated_at"),
    Order("ending", gettext_lazy("Ending soonest first"), "valid_until", may_be_empty=True),
)
OWN_FILTERS = (
    ContainsFilter("q", gettext_lazy("Name of the achievement"), ("title", "external_id")),
    ChoiceFilter("state", gettext_lazy("State"), AchievementState.choices),
)


@page(permission=PUBLIC)
def achievement_list(request: Request) -> HttpResponse:
    """Everything published, for everybody."""
    shown = list_page(
        request,
        achievements_listed(),
        name="achievements",
        filters=LISTED_FILTERS,
        orders=LISTED_ORDERS,
        export_url=reverse("achievement_export"),
    )
    tell_owners(request.actor, shown)
    frame = {"page": shown, "may_enter": bool(can_enter_achievements(request.actor))}
    return render(request, "achievements/list.html", frame)


@page(permission=PUBLIC)
def achievement_export(request: Request) -> HttpResponse:
    """The same list as an Excel file: what everybody may read, and no more."""
    rows = filtered(achievements_listed().defer(None), request.GET, LISTED_FILTERS)
    rows = rows.select_related("organization").order_by("-published_at", "-pk")[:_EXPORTED]
    return download(public_sheet(rows), name=_("Achievements.xlsx"))


@page(permission=MEMBERS)
def my_achievements(request: Request) -> HttpResponse:
    """The achievements of one's organizations in every state."""
    shown = list_page(
        request,
        achievements_of(request.actor),
        name="my-achievements",
        filters=OWN_FILTERS,
        orders=OWN_ORDERS,
        per_page=OWN_A_PAGE,
        export_url=reverse("my_achievement_export"),
    )
    may_be_submitted = {AchievementState.DRAFT, AchievementState.RETURNED}
    frame = {
        "page": shown,
        "may_enter": can_enter_achievements(request.actor),
        "drafts": any(
            row.state in may_be_submitted for row in shown.rows if isinstance(row, Achievement)
        ),
    }
    return render(request, "achievements/mine.html", frame)


@page(permission=MEMBERS)
def my_achievement_export(request: Request) -> HttpResponse:
    """One's own achievements as an Excel file, with their details."""
    rows = filtered(achievements_of(request.actor).defer(None), request.GET, OWN_FILTERS)
    rows = rows.select_related("organization").order_by("-updated_at", "-pk")[:_EXPORTED]
    return download(own_sheet(rows), name=_("My achievements.xlsx"))


def tell_owners(actor: Actor, shown: ListPage) -> None:
    """Note on each row whose it is and where, as far as the actor may know, and its modes."""
    rows = [row for row in shown.rows if isinstance(row, Achievement)]
    levels = levels_of(actor, rows)
    for row in rows:
        level = levels[row.pk]
        row.owner_name = row.organization.name if knows_owner(row, level) else ""
        row.place = shown_region(row, level)
        row.mode_words = [CooperationMode(mode).label for mode in row.modes]
