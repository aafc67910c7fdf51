"""The inbox of each side, and all that is said to one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.queries import achievements_visible_to
from queqiao_web.demands.adapters import questions_about
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import demands_visible_to
from queqiao_web.experts.models import Expert
from queqiao_web.experts.queries import experts_in_matching
from queqiao_web.foundation.disclosure import stands_in_for_owner
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import ChoiceFilter, Order, list_page
from queqiao_web.matching.adapters.bundles import ShownBundle, bundles_for, expert_codes_for
from queqiao_web.matching.models import Match
from queqiao_web.matching.pages.cards import Card, cards_of
from queqiao_web.matching.permissions import can_read_matches
from queqiao_web.matching.queries import (
    for_introduction_list,
    introductions_visible_to,
    matches_visible_to,
    refreshes_of,
    with_records,
)
from queqiao_web.matching.states import MatchState, Side

ORDERS = (
    Order("best", _("Best first"), "-score"),
    Order("newest", _("Newest first"), "-id"),
)
_BUNDLED = 5  # the best matches of a demand are tried in bundles
KINDS = (("true", _("All conditions met")), ("false", _("Near misses")))
FILTERS = (
    ChoiceFilter("state", _("State"), MatchState.choices),
    ChoiceFilter("allowed", _("Conditions"), KINDS),
)


@page(permission=can_read_matches)
def match_list(request: Request) -> HttpResponse:
    """What the actor's demands were offered, or what their achievements may serve."""
    side = Side.ACHIEVEMENT if request.GET.get("side") == Side.ACHIEVEMENT else Side.DEMAND
    ours = request.actor.organization_ids | request.actor.delegated
    rows: QuerySet[Match] = matches_visible_to(request.actor)
    if ours:
        rows = rows.filter(**{f"{side.value}_organization__in": ours})
    if not request.GET.get("state"):
        rows = rows.exclude(state=MatchState.LAPSED)
    shown = list_page(
        request, with_records(rows), name=f"matches-{side.value}", filters=FILTERS, orders=ORDERS
    )
    frame = {
        "page": shown,
        "side": side,
        "has_side": bool(ours),
        "cards": cards_of(
            cast("Sequence[Match]", shown.rows), request.actor, side if ours else None
        ),
    }
    return render(request, "matching/list.html", frame)


@page(permission=can_read_matches)
def demand_matches(request: Request, code: str) -> HttpResponseBase:
    """Everything said to one demand: matches, near misses, why none, what it lacks."""
    demand = get_visible_or_404(demands_visible_to(request.actor), code=code)
    return _of_record(request, demand, Side.DEMAND)


@page(permission=can_read_matches)
def achievement_matches(request: Request, code: str) -> HttpResponseBase:
    """Everything said to one achievement."""
    rows = achievements_visible_to(request.actor).select_related("organization")
    return _of_record(request, get_visible_or_404(rows, code=code), Side.ACHIEVEMENT)


def _of_record(request: Request, record: Demand | Achievement, side: Side) -> HttpResponse:
    rows = matches_visible_to(request.actor).filter(**{side.value: record})
    owner = stands_in_for_owner(request.actor, record)
    if not owner and not rows.exists() and not request.actor.posts:
        raise NotThere
    standing = with_records(rows).exclude(state=MatchState.LAPSED).order_by("-score", "pk")
    cards = cards_of(standing, request.actor, side)
    last = refreshes_of(record.code).first()
    language = "zh" if request.LANGUAGE_CODE.startswith("zh") else "en"
    questions = questions_about(record) if owner and isinstance(record, Demand) else ()
    frame = {
        "record": record,
        "side": side,
        "bundles": _bundles(request, record, cards) if owner and isinstance(record, Demand) else (),
        "matches": [card for card in cards if card.match.allowed],
        "near": [card for card in cards if not card.match.allowed],
        "refresh": last,
        "why_none": last.why_none.get(language, "") if last is not None and owner else "",
        "questions": questions,
        "record_page": "demand_detail" if side is Side.DEMAND else "achievement_detail",
    }
    return render(request, "matching/of_record.html", frame)


@dataclass(frozen=True, slots=True)
class BundleRow:
    """A bundle with the records of its parts."""

    achievement: Achievement
    match: Match
    expert: Expert | None
    bundle: ShownBundle


def _bundles(request: Request, demand: Demand, cards: Sequence[Card]) -> list[BundleRow]:
    """Proposals for the demand's owner, from matches that still stand: two queries."""
    chosen = {card.match.achievement.code: card.match for card in cards if card.match.allowed}
    matches = dict(list(chosen.items())[:_BUNDLED])
    likeness = expert_codes_for(demand) if matches else {}
    experts = {
        one.code: one
        for one in experts_in_matching(on=legal_day(request.received_at))
        .filter(code__in=likeness)
        .select_related("organization")
    }
    for match in matches.values():
        match.achievement.organization = match.achievement_organization
    found = bundles_for(
        demand,
        [(match.achievement, match.score) for match in matches.values()],
        experts.values(),
        likeness,
        at=legal_day(request.received_at),
        language="zh" if request.LANGUAGE_CODE.startswith("zh") else "en",
    )
    return [
        BundleRow(
            matches[one.achievement].achievement,
            matches[one.achievement],
            experts.get(one.expert),
            one,
        )
        for one in found
    ]


@page(permission=can_read_matches)
def introduction_list(request: Request) -> HttpResponse:
    """Introductions that the actor takes part in."""
    shown = list_page(
        request,
        for_introduction_list(introductions_visible_to(request.actor)),
        name="introductions",
        filters=(),
        orders=(Order("newest", _("Newest first"), "-id"),),
    )
    return render(request, "matching/introductions.html", {"page": shown})
