"""Demands with the achievements that fit them: search, rank, check, gate, explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from queqiao.core import Progress, no_progress
from queqiao.matching.completeness import explain_none, questions_for
from queqiao.matching.model import Achievement, Demand
from queqiao.matching.results import DemandMatches, MatchReport
from queqiao.recipes.judging import ask, explain_match, gates_of, judge
from queqiao.recipes.library import (
    Candidate,
    IndexLibrary,
    Library,
    ReadyLibrary,
    build_library,
    open_library,
    with_arrivals,
)
from queqiao.recipes.pool import map_chunks
from queqiao.recipes.weighing import least_likeness
from queqiao.text import Segmenter

NEAR_MISSES = 5
"""How many near misses a demand is shown at most."""
LEAST_SCORE = 0.2
"""What is less probable than this is not shown at all: an empty list with its reason is worth more
than ten offers that waste an afternoon."""
_SHORTLIST = 60  # offers checked in full for each demand: the checks reorder, they do not find
_CHUNK = 32  # demands that a process matches at a time


@dataclass(frozen=True, slots=True)
class Wish:
    """
    What a report is to show of each demand's matches.

    ``only`` restricts what is shown to these achievements, chosen among all; ``None``: no limit.
    """

    at: date
    top: int = 10
    least_score: float = LEAST_SCORE
    only: frozenset[str] | None = None


_Piece = tuple[DemandMatches, dict[str, Achievement]]  # with the achievements that it shows


def match_records(
    demands: Sequence[Demand],
    achievements: Sequence[Achievement],
    *,
    at: date,
    top: int = 10,
    least_score: float = LEAST_SCORE,
    model: Path | None = None,
    segmenter: Segmenter | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> MatchReport:
    """
    Every demand's best achievements with reasons, near misses and questions.

    ``at`` is the day on which deadlines and freshness are judged. Scores are probabilities 0-1; at
    most ``top`` matches are given a demand, none below ``least_score``. ``model`` is a file that
    ``learn`` wrote, ``segmenter`` knows words of one's own. The same records give the same report,
    with any number of ``workers``, the processes that share the work where it is large.
    """
    with TemporaryDirectory(prefix="queqiao-") as folder:
        library = build_library(
            Path(folder),
            achievements,
            model=model,
            segmenter=segmenter,
            workers=workers,
            progress=progress,
        )
        return match_in_library(
            demands,
            library,
            at=at,
            top=top,
            least_score=least_score,
            workers=workers,
            progress=progress,
        )


def match_in_library(
    demands: Sequence[Demand],
    library: Library,
    *,
    at: date,
    top: int = 10,
    least_score: float = LEAST_SCORE,
    workers: int = 1,
    progress: Progress = no_progress,
) -> MatchReport:
    """As ``match_records``, with achievements that were made ready before."""
    wish = Wish(at, top, least_score)
    return _report(_pieces(demands, library, wish, workers=workers), demands, at, progress)


def match_arrivals(
    demands: Sequence[Demand],
    arrivals: Sequence[Achievement],
    library: ReadyLibrary,
    *,
    at: date,
    top: int = 10,
    least_score: float = LEAST_SCORE,
    progress: Progress = no_progress,
) -> MatchReport:
    """
    What newly arrived achievements bring to standing demands.

    The arrivals are ranked among everything in the library, and take the place of what has their
    ids there; only they are shown, where they are among a demand's ``top`` and reach
    ``least_score``. Demands to which they bring nothing, not even a near miss, are left out.
    """
    names = frozenset(arrival.id for arrival in arrivals)
    wish = Wish(at, top, least_score, names)
    pieces = _pieces(demands, with_arrivals(library, arrivals), wish)
    whole = _report(pieces, demands, at, progress)
    rows = tuple(row for row in whole.demands if row.matches or row.near_misses)
    return MatchReport(at, rows, whole.achievements)


def _report(
    pieces: Iterable[_Piece], demands: Sequence[Demand], at: date, progress: Progress
) -> MatchReport:
    rows: list[DemandMatches] = []
    named: dict[str, Achievement] = {}
    for row, shown in pieces:
        rows.append(row)
        named.update(shown)
        progress(len(rows), len(demands))
    return MatchReport(at, tuple(rows), {name: named[name] for name in sorted(named)})


def _pieces(
    demands: Sequence[Demand], library: Library, wish: Wish, *, workers: int = 1
) -> Iterator[_Piece]:
    if workers > 1 and isinstance(library, IndexLibrary) and len(demands) > _CHUNK:
        given = (library.index.folder, library.model, wish)
        chunks = map_chunks(
            _match_chunk, demands, size=_CHUNK, workers=workers, setup=_set_up, given=given
        )
        for chunk in chunks:
            yield from chunk
        return
    least = least_likeness(wish.least_score)
    found = library.candidates(demands, k=_SHORTLIST, least=least)
    for demand, candidates in zip(demands, found, strict=True):
        row = _match_one(demand, candidates, wish)
        shown = {match.achievement_id for match in (*row.matches, *row.near_misses)}
        yield row, {c.record.id: c.record for c in candidates if c.record.id in shown}


_held: dict[str, tuple[IndexLibrary, Wish]] = {}  # of a process that matches for another


def _set_up(folder: Path, model: Path | None, wish: Wish) -> None:
    _held["library"] = (open_library(folder, model=model), wish)


def _match_chunk(demands: Sequence[Demand]) -> list[_Piece]:
    library, wish = _held["library"]
    return list(_pieces(demands, library, wish))


def _match_one(demand: Demand, candidates: Sequence[Candidate], wish: Wish) -> DemandMatches:
    asked = ask(demand)
    judged = sorted(
        (judge(asked, candidate) for candidate in candidates),
        key=lambda one: (-one.log_odds, one.candidate.record.id),
    )
    likely = [one for one in judged if one.score >= wish.least_score]
    weighed = [(one, gates_of(asked, one, at=wish.at)) for one in likely]
    allowed = [pair for pair in weighed if all(gate.decision.allowed for gate in pair[1])]
    closed = [pair for pair in weighed if not all(gate.decision.allowed for gate in pair[1])]
    matches, near = (
        tuple(
            explain_match(asked, one, gates, at=wish.at)
            for one, gates in chosen
            if wish.only is None or one.candidate.record.id in wish.only
        )
        for chosen in (allowed[: wish.top], closed[:NEAR_MISSES])
    )
    questions = questions_for(demand, asked.specs)
    why = None if matches else explain_none(demand, near, questions)
    return DemandMatches(demand, matches, near, questions, why)
