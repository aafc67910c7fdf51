"""One pair at a time: what ranking and checks say together of a demand and an achievement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from queqiao.matching.changes import propose_changes
from queqiao.matching.checks import Reading, check_readings, read_specs
from queqiao.matching.explain import normalized_fields, term_evidence, texts_of
from queqiao.matching.gates import evaluate_gates
from queqiao.matching.model import Demand
from queqiao.matching.results import Contribution, GateResult, LocatedSpec, Match, Verdict
from queqiao.recipes.library import Candidate
from queqiao.recipes.records import specs_of
from queqiao.recipes.weighing import probability, weigh_checks, weigh_nature
from queqiao.text import NormalizedText


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand made ready to be held against many achievements."""

    demand: Demand
    specs: tuple[LocatedSpec, ...]
    wanted: Sequence[Reading]
    nature: tuple[Contribution, ...]
    texts: Mapping[str, NormalizedText]


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its checks, before it is explained."""

    candidate: Candidate
    verdicts: tuple[Verdict, ...]
    parts: tuple[Contribution, ...]
    log_odds: float

    @property
    def score(self) -> float:
        """The calibrated probability of relevance, 0-1."""
        return probability(self.log_odds)


def ask(demand: Demand, specs: tuple[LocatedSpec, ...] | None = None) -> Asked:
    """The demand with its indices: those given, else those that its texts state."""
    stated = specs_of(demand) if specs is None else specs
    wanted = read_specs(stated, texts=texts_of(demand))
    return Asked(demand, stated, wanted, weigh_nature(demand), normalized_fields(demand))


def judge(asked: Asked, candidate: Candidate) -> Judged:
    """The candidate with its checks weighed in."""
    verdicts = check_readings(asked.wanted, candidate.readings) if asked.wanted else ()
    parts = (*weigh_checks(verdicts), *asked.nature)
    log_odds = candidate.log_odds + sum(part.amount for part in parts)
    return Judged(candidate, verdicts, parts, log_odds)


def gates_of(asked: Asked, judged: Judged, *, at: date) -> tuple[GateResult, ...]:
    """Every gate's answer for the pair on the day ``at``."""
    return evaluate_gates(asked.demand, judged.candidate.record, at=at)


def explain_match(
    asked: Asked, judged: Judged, gates: tuple[GateResult, ...], *, at: date
) -> Match:
    """The pair with everything that speaks for and against it."""
    return Match(
        demand_id=asked.demand.id,
        achievement_id=judged.candidate.record.id,
        score=judged.score,
        contributions=_contributions(judged, asked.texts),
        verdicts=judged.verdicts,
        gates=gates,
        changes=propose_changes(asked.demand, judged.candidate.record, at=at),
    )


def _contributions(
    judged: Judged, demand: Mapping[str, NormalizedText]
) -> tuple[Contribution, ...]:
    """What the ranking found, with the shared words placed, then what was weighed after it."""
    offer = normalized_fields(judged.candidate.record)
    found = [
        Contribution(
            part.name, part.amount, term_evidence(dict(part.terms), demand=demand, offer=offer)
        )
        for part in judged.candidate.reasons()
    ]
    return (*found, *judged.parts)
