"""Pairs found by the engine, with what each side may hear of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from markupsafe import Markup

from queqiao.matching.completeness import explain_none, questions_for
from queqiao.matching.model import Achievement as EngineAchievement
from queqiao.matching.model import Demand as EngineDemand
from queqiao.matching.results import DemandMatches, MatchReport, Outcome, Verdict
from queqiao.messages import render
from queqiao.recipes.report.heads import heads_of, turn
from queqiao.recipes.report.view import HeadView, MatchView, head_views
from queqiao.recipes.standing import (
    Entry,
    Paired,
    Standing,
    pair_up,
    pairs_of_achievement,
    pairs_of_demand,
)
from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.disclosure import Level, open_level
from queqiao_web.matching.adapters.entries import achievement_entry, code_of, demand_entry
from queqiao_web.matching.states import Side

LEAST_SCORE = 0.2
MOST_MATCHES = 20
MOST_NEAR_MISSES = 10


@dataclass(frozen=True, slots=True)
class Found:
    """One pair by the codes of its records, as a row of matches keeps it."""

    demand_code: str
    achievement_code: str
    score: float
    closed_gates: tuple[str, ...]
    tally: Mapping[str, int]

    @property
    def allowed(self) -> bool:
        """Whether every gate is open."""
        return not self.closed_gates


@dataclass(frozen=True, slots=True)
class DemandFound:
    """The pairs of a demand; ``why_none`` in both languages where no match is among them."""

    pairs: tuple[Found, ...]
    why_none: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PairView:
    """
    A pair as one side may see it: both texts marked, checks, gates, parts of the score.

    ``demand`` and ``achievement`` are views of the same match from either head.
    """

    head: HeadView
    match: MatchView
    demand_title: Markup
    demand_body: Markup
    achievement_title: Markup
    achievement_body: Markup


def find_for_demand(row: Demand, standing: Standing, *, at: date) -> DemandFound:
    """The best achievements for a demand, and why there is none where there is none."""
    entry = demand_entry(row)
    demand = cast("EngineDemand", entry.record)
    pairs = pairs_of_demand(demand, standing, at=at, specs=entry.specs, least_score=LEAST_SCORE)
    if any(pair.allowed for pair in pairs):
        return DemandFound(tuple(_best(pairs)), {})
    near = [pair.match for pair in pairs]
    reason = explain_none(demand, near, questions_for(demand, entry.specs or ()))
    told = {language: render(reason, language) for language in ("zh", "en")}
    return DemandFound(tuple(_best(pairs)), told)


def find_for_achievement(row: Achievement, standing: Standing, *, at: date) -> list[Found]:
    """The best demands for an achievement: matches, then near misses."""
    achievement = cast("EngineAchievement", achievement_entry(row).record)
    return _best(pairs_of_achievement(achievement, standing, at=at, least_score=LEAST_SCORE))


def look_again(demand: Demand, achievement: Achievement, standing: Standing, *, at: date) -> Found:
    """The pair whatever its score, from the whole texts."""
    return _found(pair_up(demand_entry(demand), achievement_entry(achievement), standing, at=at))


def tallies_of(
    found: Found, demand: Demand, achievement: Achievement, standing: Standing, *, at: date
) -> dict[str, Mapping[str, int]]:
    """
    How the checks come out for each side, from its own whole text and what is open of the other.

    Where nothing of the other is hidden, that is what was found.
    """
    hidden = {
        Side.DEMAND: achievement_entry(achievement) != _open_achievement(achievement),
        Side.ACHIEVEMENT: demand_entry(demand) != _open_demand(demand),
    }
    return {
        side.value: tally(_seen_by(side, demand, achievement, standing, at).match.verdicts)
        if hidden[side]
        else found.tally
        for side in Side
    }


def tally(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many checks came out each way."""
    found = {outcome.value: 0 for outcome in Outcome}
    for verdict in verdicts:
        found[verdict.outcome.value] += 1
    return found


def view_pair(
    demand: Demand,
    achievement: Achievement,
    standing: Standing,
    *,
    levels: tuple[Level, Level],
    at: date,
    language: str,
) -> PairView:
    """The pair from the texts up to ``levels`` (of the demand, of the achievement), and no more."""
    paired = pair_up(
        demand_entry(demand, levels[0]),
        achievement_entry(achievement, levels[1]),
        standing,
        at=at,
    )
    shown = (paired.match,) if paired.allowed else ()
    near = () if paired.allowed else (paired.match,)
    report = MatchReport(
        at,
        (DemandMatches(paired.demand, shown, near, ()),),
        {paired.achievement.id: paired.achievement},
    )
    head = head_views(heads_of(report), language=language)[0]
    turned = head_views(heads_of(turn(report, [paired.achievement], top=1)), language=language)[0]
    match = (*head.matches, *head.near_misses)[0]
    return PairView(
        head=head,
        match=match,
        demand_title=head.text.title,
        demand_body=head.text.description,
        achievement_title=turned.text.title,
        achievement_body=match.text.description,
    )


def _seen_by(
    side: Side, demand: Demand, achievement: Achievement, standing: Standing, at: date
) -> Paired:
    if side is Side.DEMAND:
        return pair_up(demand_entry(demand), _open_achievement(achievement), standing, at=at)
    return pair_up(_open_demand(demand), achievement_entry(achievement), standing, at=at)


def _open_demand(row: Demand) -> Entry:
    return demand_entry(row, open_level(row))


def _open_achievement(row: Achievement) -> Entry:
    return achievement_entry(row, open_level(row))


def _best(pairs: list[Paired]) -> list[Found]:
    matches = [pair for pair in pairs if pair.allowed][:MOST_MATCHES]
    near = [pair for pair in pairs if not pair.allowed][:MOST_NEAR_MISSES]
    return [_found(pair) for pair in (*matches, *near)]


def _found(pair: Paired) -> Found:
    return Found(
        code_of(pair.demand.id),
        code_of(pair.achievement.id),
        pair.match.score,
        tuple(gate.gate.value for gate in pair.match.gates if not gate.decision.allowed),
        tally(pair.match.verdicts),
    )
