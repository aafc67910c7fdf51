"""Demands with the achievements that fit them: search, rank, check, gate, explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from queqiao.core import Progress, no_progress
from queqiao.matching.changes import propose_changes
from queqiao.matching.checks import Reading, check_readings, read_specs
from queqiao.matching.completeness import explain_none, questions_for
from queqiao.matching.explain import normalized_fields, term_evidence, texts_of
from queqiao.matching.gates import evaluate_gates
from queqiao.matching.model import Achievement, Demand
from queqiao.matching.results import Contribution, DemandMatches, Match, MatchReport, Verdict
from queqiao.recipes.library import Candidate, Library, build_library
from queqiao.recipes.records import specs_of
from queqiao.recipes.weighing import probability, weigh_checks, weigh_nature
from queqiao.text import NormalizedText

NEAR_MISSES = 5
"""How many near misses a demand is shown at most."""
LEAST_SCORE = 0.2
"""What is less probable than this is not shown at all: an empty list with its reason is worth more
than ten offers that waste an afternoon."""
_SHORTLIST = 60  # offers checked in full for each demand: the checks reorder, they do not find


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with its checks, before it is explained."""

    candidate: Candidate
    verdicts: tuple[Verdict, ...]
    parts: tuple[Contribution, ...]
    log_odds: float


def match_records(
    demands: Sequence[Demand],
    achievements: Sequence[Achievement],
    *,
    at: date,
    top: int = 10,
    least_score: float = LEAST_SCORE,
    model: Path | None = None,
    progress: Progress = no_progress,
) -> MatchReport:
    """
    Every demand's best achievements with reasons, near misses and questions.

    ``at`` is the day on which deadlines and freshness are judged. Scores are probabilities 0-1; at
    most ``top`` matches are given a demand, none below ``least_score``. ``model`` is a file that
    ``learn`` wrote. The same records give the same report.
    """
    with TemporaryDirectory(prefix="queqiao-") as folder:
        library = build_library(Path(folder), achievements, model=model, progress=progress)
        return match_in_library(
            demands, library, at=at, top=top, least_score=least_score, progress=progress
        )


def match_in_library(
    demands: Sequence[Demand],
    library: Library,
    *,
    at: date,
    top: int = 10,
    least_score: float = LEAST_SCORE,
    progress: Progress = no_progress,
) -> MatchReport:
    """As ``match_records``, with achievements that were made ready before."""
    rows: list[DemandMatches] = []
    named: dict[str, Achievement] = {}
    found = library.candidates(demands, k=_SHORTLIST)
    for done, (demand, candidates) in enumerate(zip(demands, found, strict=True), start=1):
        row = _match_one(demand, candidates, at=at, top=top, least_score=least_score)
        rows.append(row)
        shown = {match.achievement_id for match in (*row.matches, *row.near_misses)}
        named.update({c.record.id: c.record for c in candidates if c.record.id in shown})
        progress(done, len(demands))
    return MatchReport(at, tuple(rows), {name: named[name] for name in sorted(named)})


def _match_one(
    demand: Demand,
    candidates: Sequence[Candidate],
    *,
    at: date,
    top: int,
    least_score: float,
) -> DemandMatches:
    specs = specs_of(demand)
    wanted = read_specs(specs, texts=texts_of(demand))
    nature = weigh_nature(demand)
    judged = sorted(
        (_judge(candidate, wanted, nature) for candidate in candidates),
        key=lambda one: (-one.log_odds, one.candidate.record.id),
    )
    likely = [one for one in judged if probability(one.log_odds) >= least_score]
    weighed = [(one, evaluate_gates(demand, one.candidate.record, at=at)) for one in likely]
    allowed = [pair for pair in weighed if all(gate.decision.allowed for gate in pair[1])][:top]
    closed = [pair for pair in weighed if not all(gate.decision.allowed for gate in pair[1])]
    texts = normalized_fields(demand)
    matches, near = (
        tuple(
            Match(
                demand_id=demand.id,
                achievement_id=one.candidate.record.id,
                score=probability(one.log_odds),
                contributions=_contributions(one, texts),
                verdicts=one.verdicts,
                gates=gates,
                changes=propose_changes(demand, one.candidate.record, at=at),
            )
            for one, gates in chosen
        )
        for chosen in (allowed, closed[:NEAR_MISSES])
    )
    questions = questions_for(demand, specs)
    why = None if matches else explain_none(demand, near, questions)
    return DemandMatches(demand, matches, near, questions, why)


def _judge(
    candidate: Candidate, wanted: Sequence[Reading], nature: tuple[Contribution, ...]
) -> _Judged:
    verdicts = check_readings(wanted, candidate.readings)
    parts = (*weigh_checks(verdicts), *nature)
    log_odds = candidate.log_odds + sum(part.amount for part in parts)
    return _Judged(candidate, verdicts, parts, log_odds)


def _contributions(
    judged: _Judged, demand: Mapping[str, NormalizedText]
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
