"""Endpoints of matches and introductions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language
from ninja import Query

from queqiao_web.accounts.models import User
from queqiao_web.accounts.schemas import PersonOut
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.api import Code, Page, Router, page_of
from queqiao_web.foundation.disclosure import knows_owner, levels_of, reveal
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.http import Request
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.matching import actions, permissions
from queqiao_web.matching.adapters.pairs import view_pair
from queqiao_web.matching.adapters.standing import current_standing
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.queries import (
    brokers_for,
    for_introduction_list,
    introductions_visible_to,
    matches_visible_to,
    with_records,
)
from queqiao_web.matching.schemas import (
    AnswerIn,
    BrokerIn,
    EndIn,
    IntroductionOut,
    IntroductionQuery,
    MatchBrief,
    MatchOut,
    MatchQuery,
    TakeBackIn,
    brief,
    evidence,
    introduction_shown,
    side_of,
)
from queqiao_web.matching.states import MatchState, Side

READ, WRITE = "matches:read", "matches:write"
MATCH, INTRODUCTION = "/matches/{code}", "/introductions/{code}"
router = Router(tags=["matches"])
Row = TypeVar("Row", bound=Model)


@router.reads(
    "list_matches",
    "/matches",
    scope=READ,
    permission=permissions.can_read_matches,
    answer=Page[MatchBrief],
)
def list_matches(request: Request, query: Query[MatchQuery]) -> Page[MatchBrief]:
    """The matches of your organizations, or of your regions; the newest first."""
    actor = request.actor
    rows = _filtered(with_records(matches_visible_to(actor)), query, actor)
    return page_of(rows.select_related("introduction"), query, lambda part: _briefs(part, actor))


@router.reads(
    "get_match", MATCH, scope=READ, permission=permissions.can_read_matches, answer=MatchOut
)
def get_match(request: Request, code: Code) -> MatchOut:
    """One match with checks and evidence from what you may read; the look is recorded."""
    return _shown(request, _match(request, code))


@router.acts(
    "answer_match",
    f"{MATCH}/answer",
    scope=WRITE,
    permission=permissions.can_answer_match,
    answer=MatchOut,
)
def answer_match(request: Request, code: Code, body: AnswerIn) -> MatchOut:
    """Answer for your side. Where both are interested, they are introduced."""
    actions.answer_match(
        actor=request.actor,
        at=request.received_at,
        match_id=_match(request, code).pk,
        side=body.side,
        answer=body.answer,
        code=body.code,
        text=body.text,
    )
    return _shown(request, _match(request, code))


@router.acts(
    "take_answer_back",
    f"{MATCH}/take-back",
    scope=WRITE,
    permission=permissions.can_answer_match,
    answer=MatchOut,
)
def take_answer_back(request: Request, code: Code, body: TakeBackIn) -> MatchOut:
    """Take your side's refusal back."""
    actions.take_answer_back(
        actor=request.actor,
        at=request.received_at,
        match_id=_match(request, code).pk,
        side=body.side,
    )
    return _shown(request, _match(request, code))


@router.reads(
    "list_introductions",
    "/introductions",
    scope=READ,
    permission=permissions.can_read_matches,
    answer=Page[IntroductionOut],
)
def list_introductions(request: Request, query: Query[IntroductionQuery]) -> Page[IntroductionOut]:
    """The introductions that you take part in, the newest first."""
    rows = for_introduction_list(introductions_visible_to(request.actor))
    if query.state:
        rows = rows.filter(state=query.state)
    return page_of(rows, query, lambda part: [introduction_shown(row) for row in part])


@router.reads(
    "get_introduction",
    INTRODUCTION,
    scope=READ,
    permission=permissions.can_read_matches,
    answer=IntroductionOut,
)
def get_introduction(request: Request, code: Code) -> IntroductionOut:
    """One introduction."""
    return introduction_shown(_introduction(request, code))


@router.reads(
    "list_brokers",
    f"{INTRODUCTION}/brokers",
    scope=READ,
    permission=permissions.can_assign_broker,
    answer=list[PersonOut],
)
def list_brokers(request: Request, code: Code) -> list[PersonOut]:
    """Who may carry it: brokers of the region who belong to neither side."""
    introduction = _introduction(request, code)
    require(permissions.can_assign_broker(request.actor, introduction))
    people = User.objects.in_bulk([pk for pk, _name in brokers_for(introduction)])
    return [PersonOut.of(people[pk]) for pk, _name in brokers_for(introduction)]


@router.acts(
    "assign_broker",
    f"{INTRODUCTION}/broker",
    scope=WRITE,
    permission=permissions.can_assign_broker,
    answer=IntroductionOut,
)
def assign_broker(request: Request, code: Code, body: BrokerIn) -> IntroductionOut:
    """Put a broker in charge, or take them away."""
    introduction = _introduction(request, code)
    actions.assign_broker(
        actor=request.actor,
        at=request.received_at,
        introduction_id=introduction.pk,
        broker_id=_person(body.broker),
    )
    return introduction_shown(_introduction(request, code))


@router.acts(
    "end_introduction",
    f"{INTRODUCTION}/end",
    scope=WRITE,
    permission=permissions.can_end_introduction,
    answer=IntroductionOut,
)
def end_introduction(request: Request, code: Code, body: EndIn) -> IntroductionOut:
    """End it without a deal."""
    introduction = _introduction(request, code)
    actions.end_introduction(
        actor=request.actor,
        at=request.received_at,
        introduction_id=introduction.pk,
        text=body.text,
    )
    return introduction_shown(
        for_introduction_list(Introduction.objects.all()).get(pk=introduction.pk)
    )


def _match(request: Request, code: str) -> Match:
    rows = matches_visible_to(request.actor).select_related(
        "demand__organization",
        "achievement__organization",
        "demand_organization",
        "achievement_organization",
        "introduction",
    )
    return get_visible_or_404(rows, code=code)


def _introduction(request: Request, code: str) -> Introduction:
    rows = for_introduction_list(introductions_visible_to(request.actor))
    return get_visible_or_404(rows, code=code)


def _person(code: str | None) -> int | None:
    """
    The key of a person.

    Raises:
        NotThere: nobody has this code.
    """
    if code is None:
        return None
    found = User.objects.filter(code=code, is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise NotThere
    return found


def _filtered(rows: QuerySet[Match], query: MatchQuery, actor: Actor) -> QuerySet[Match]:
    if query.side:
        ours = actor.organization_ids | actor.delegated
        rows = rows.filter(**{f"{query.side.value}_organization__in": ours})
    rows = rows.filter(state=query.state) if query.state else rows.exclude(state=MatchState.LAPSED)
    if query.allowed is not None:
        rows = rows.filter(allowed=query.allowed)
    if query.demand:
        rows = rows.filter(demand__code=query.demand)
    if query.achievement:
        rows = rows.filter(achievement__code=query.achievement)
    return rows


def _briefs(matches: Sequence[Match], actor: Actor) -> list[MatchBrief]:
    """Each match as the actor may see it: two queries, for what was opened to them."""
    demands = _once(row.demand for row in matches)
    offers = _once(row.achievement for row in matches)
    demand_levels = levels_of(actor, demands) if demands else {}
    offer_levels = levels_of(actor, offers) if offers else {}
    found = []
    for row in matches:
        mine = permissions.sides_of(actor, row)
        known = {
            Side.DEMAND: knows_owner(row.demand, demand_levels[row.demand_id]),
            Side.ACHIEVEMENT: knows_owner(row.achievement, offer_levels[row.achievement_id]),
        }
        sides = {
            side: side_of(row, side, is_known=known[side], is_mine=side in mine) for side in Side
        }
        found.append(brief(row, sides, introduction=_code_of_introduction(row)))
    return found


def _shown(request: Request, match: Match) -> MatchOut:
    actor, at = request.actor, request.received_at
    levels = (
        reveal(record=match.demand, actor=actor, at=at),
        reveal(record=match.achievement, actor=actor, at=at),
    )
    standing = current_standing()
    pair = None
    if standing is not None:
        language = "zh" if (get_language() or "zh").startswith("zh") else "en"
        pair = view_pair(
            match.demand,
            match.achievement,
            standing,
            levels=levels,
            at=legal_day(at),
            language=language,
        )
    told = _briefs([match], actor)[0]
    return MatchOut(**dict(told), evidence=evidence(pair, levels) if pair is not None else None)


def _code_of_introduction(match: Match) -> str | None:
    return match.introduction.code if hasattr(match, "introduction") else None


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({row.pk: row for row in rows}.values())
