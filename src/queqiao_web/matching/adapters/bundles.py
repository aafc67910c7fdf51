"""Resource bundles for a demand: its best matches with the experts who know its subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from queqiao.messages import render
from queqiao.recipes.bundles import Bundle, Part, PartKind, propose_bundles
from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.adapters import engine_demand
from queqiao_web.demands.models import Demand
from queqiao_web.experts.adapters import PUBLIC_EXPERTS
from queqiao_web.experts.models import Expert
from queqiao_web.experts.states import Availability
from queqiao_web.foundation.disclosure import Level, knows_owner, open_level

MOST_EXPERTS = 5
_LEAST_LIKENESS = 0.05
"""Experts write of many things; a twentieth of the weight of words shared says something."""


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check of a bundle: its outcome (met, short, not_stated) and sentence."""

    outcome: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownBundle:
    """A bundle as a page shows it: the codes of its parts, whether it adds up, its checks."""

    achievement: str
    expert: str
    adds_up: bool
    checks: tuple[ShownCheck, ...]


def expert_codes_for(demand: Demand) -> dict[str, float]:
    """The codes of published experts whose profile is nearest to the demand, with how near."""
    record = engine_demand(demand, Level.SECRET)
    found = PUBLIC_EXPERTS.find_similar(record, most=MOST_EXPERTS, least=_LEAST_LIKENESS)
    return {one.code: one.share for one in found}


def bundles_for(
    demand: Demand,
    scored: Iterable[tuple[Achievement, float]],
    experts: Iterable[Expert],
    likeness: Mapping[str, float],
    *,
    at: date,
    language: str,
) -> list[ShownBundle]:
    """The best bundles of one of these achievements and one of these experts, checked."""
    offers = [_offer(row, score) for row, score in scored]
    people = [_person(row, likeness.get(row.code, 0.0)) for row in experts]
    record = engine_demand(demand, Level.SECRET)
    return [_shown(one, language) for one in propose_bundles(record, [offers, people], at=at)]


def _offer(row: Achievement, score: float) -> Part:
    return Part(
        kind=PartKind.ACHIEVEMENT,
        id=row.code,
        title=row.title,
        owner=row.organization.name if knows_owner(row, open_level(row)) else "",
        cost_cny=row.price_cny,
        ready_on=row.ready_on,
        fit=score,
    )


def _person(row: Expert, likeness: float) -> Part:
    return Part(
        kind=PartKind.EXPERT,
        id=row.code,
        title=row.name,
        owner=row.organization.name,
        free=row.availability == Availability.AVAILABLE,
        fit=likeness,
    )


def _shown(bundle: Bundle, language: str) -> ShownBundle:
    codes = {part.kind: part.id for part in bundle.parts}
    return ShownBundle(
        achievement=codes.get(PartKind.ACHIEVEMENT, ""),
        expert=codes.get(PartKind.EXPERT, ""),
        adds_up=bundle.adds_up,
        checks=tuple(
            ShownCheck(check.outcome.value, render(check.message, language))
            for check in bundle.checks
        ),
    )
