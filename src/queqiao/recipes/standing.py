"""
Demands and achievements that stand in one index, matched one by one as they come and change.

A pair gets the same score from whichever side it is looked at: candidates are found by words, from
the demand's side or from the achievement's, and each is judged as the demand's own list judges it.
Ids of demands and achievements must differ, since they share the index.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.matching.codec import unpack_record
from queqiao.matching.index import (
    IndexedDocument,
    NamedArrays,
    add_documents,
    build_index,
    open_index,
    remove_documents,
)
from queqiao.matching.model import Achievement, Demand
from queqiao.matching.ranking.default import DefaultRanking
from queqiao.matching.ranking.encoding import (
    Batch,
    Encoded,
    build_batch,
    gather_batch,
    to_columns,
)
from queqiao.matching.ranking.io import load_model
from queqiao.matching.ranking.storage import ranking_to_arrays
from queqiao.matching.results import LocatedSpec, Match
from queqiao.recipes.backdrop import ENOUGH
from queqiao.recipes.indexing import Indexable, learn_ranking, ranking_of
from queqiao.recipes.judging import Asked, Judged, ask, explain_match, gates_of, judge
from queqiao.recipes.library import Candidate, IndexLibrary, Offer, Ranker, shortlist
from queqiao.recipes.match import LEAST_SCORE
from queqiao.recipes.records import (
    FIELD_WEIGHTS,
    RANKING,
    indexed_document,
    query_terms,
    rank_document,
    specs_of,
)
from queqiao.recipes.weighing import least_likeness
from queqiao.text import default_segmenter

CONSIDERED = 200
"""So many records that share words are ranked for one that came or changed."""
SHORTLIST = 60
"""So many of those are judged in full."""
_LEARNED_FROM = "learned_from"


@dataclass(frozen=True, slots=True)
class Paired:
    """A pair with its score and checks; ``allowed`` says that every gate is open."""

    demand: Demand
    achievement: Achievement
    match: Match

    @property
    def allowed(self) -> bool:
        """Whether it is a match and no near miss."""
        return self.match.allowed


@dataclass(frozen=True, slots=True)
class Standing:
    """One state of the index, with the ranking that it keeps."""

    library: IndexLibrary

    @property
    def ranker(self) -> Ranker:
        """The ranking, and the learned ranker where there is one."""
        return self.library.ranker

    @property
    def learned_from(self) -> int:
        """How many records the ranking was learned from, of any region where there were few."""
        return int(self.library.index.tables[RANKING].meta.get(_LEARNED_FROM, ENOUGH))

    def ids(self) -> Iterator[str]:
        """The ids of all that stands there."""
        return self.library.index.ids()

    def __len__(self) -> int:
        """How many demands and achievements stand there."""
        return len(self.library.index)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A record to stand in the index, with the technical indices that its owner lets count.

    ``specs=None``: those that the engine reads from its texts.
    """

    record: Indexable
    specs: tuple[LocatedSpec, ...] | None = None


def build_standing(
    folder: Path, entries: Iterable[Entry], *, progress: Progress = no_progress
) -> None:
    """A new index at ``folder``, its ranking learned from these records."""
    chosen = list({entry.record.id: entry for entry in entries}.values())
    begin_standing(folder, chosen)
    put_records(open_standing(folder), chosen, progress=progress)


def begin_standing(folder: Path, sample: Sequence[Entry]) -> None:
    """A new index at ``folder`` with nothing in it, its ranking learned from these records."""
    ranking = learn_ranking([one.record for one in sample], segmenter=default_segmenter())
    meta, arrays = ranking_to_arrays(ranking)
    build_index(
        folder,
        [],
        field_weights=FIELD_WEIGHTS,
        tables={RANKING: NamedArrays({**meta, _LEARNED_FROM: max(len(sample), ENOUGH)}, arrays)},
    )


def put_records(
    standing: Standing, entries: Iterable[Entry], *, progress: Progress = no_progress
) -> Standing:
    """
    The index with these entries in it, in place of those with their ids.

    Raises:
        WrongUsage: somebody else is writing.
    """
    documents = _documents(list(entries), standing.ranker.ranking, progress)
    add_documents(standing.library.index.folder, documents)
    return refresh_standing(standing)


def _documents(
    entries: Sequence[Entry], ranking: DefaultRanking, progress: Progress
) -> Iterator[IndexedDocument]:
    for done, entry in enumerate(entries, start=1):
        columns = to_columns(ranking.encode(rank_document(entry.record)))
        yield indexed_document(
            entry.record,
            segmenter=ranking.encoder.segmenter,
            columns=columns,
            specs=entry.specs,
        )
        progress(done, len(entries))


def drop_records(standing: Standing, ids: Iterable[str]) -> Standing:
    """
    The index without these ids, whether they stood there or not.

    Raises:
        WrongUsage: somebody else is writing.
    """
    remove_documents(standing.library.index.folder, ids)
    return refresh_standing(standing)


def open_standing(folder: Path, *, model: Path | None = None) -> Standing:
    """
    The newest state of the index at ``folder``, opened, not read.

    Raises:
        Missing: there is no index at ``folder``, or no such model file.
        WrongUsage: the index is of another version.
    """
    index = open_index(folder)
    demands = int(sum(s.allowed({"kind": "demand"}).sum() for s in index.segments))
    learned = load_model(model).ranker if model is not None else None
    ranker = Ranker(ranking_of(index), learned, max(len(index) - demands, 1))
    return Standing(IndexLibrary(index, ranker, model, mixed=True))


def refresh_standing(standing: Standing) -> Standing:
    """The newest state; this very one where nothing was written since."""
    index = standing.library.index.refresh()
    if index is standing.library.index:
        return standing
    old = standing.library
    demands = int(sum(s.allowed({"kind": "demand"}).sum() for s in index.segments))
    ranker = Ranker(old.ranker.ranking, old.ranker.learned, max(len(index) - demands, 1))
    return Standing(IndexLibrary(index, ranker, old.model, mixed=True))


def pairs_of_demand(
    demand: Demand,
    standing: Standing,
    *,
    at: date,
    specs: tuple[LocatedSpec, ...] | None = None,
    least_score: float = LEAST_SCORE,
) -> list[Paired]:
    """The achievements that fit the demand, near misses among them, best first."""
    if not len(standing):
        return []
    asked = ask(demand, specs)
    least = least_likeness(least_score)
    found = next(iter(standing.library.candidates([demand], k=SHORTLIST, least=least)))
    return _best((_pair(asked, one, at) for one in found), least_score)


def pairs_of_achievement(
    achievement: Achievement,
    standing: Standing,
    *,
    at: date,
    specs: tuple[LocatedSpec, ...] | None = None,
    least_score: float = LEAST_SCORE,
) -> list[Paired]:
    """The demands that the achievement fits, near misses among them, best first."""
    offer = _offer(Entry(achievement, specs), standing)
    least = least_likeness(least_score)
    pairs = (
        _pair(ask(demand, wanted), candidate, at)
        for demand, wanted, encoded in _demands_near(offer, standing)
        if (candidate := _candidate(offer, encoded, standing.ranker)).log_odds >= least
    )
    return _best(pairs, least_score)


def pair_up(demand: Entry, achievement: Entry, standing: Standing, *, at: date) -> Paired:
    """
    The pair whatever its score, as the index's ranking sees it; neither need stand there.

    Raises:
        TypeError: the records are not a demand and an achievement.
    """
    if not isinstance(demand.record, Demand):
        raise TypeError(demand.record)
    encoded = standing.ranker.ranking.encode(rank_document(demand.record))
    candidate = _candidate(_offer(achievement, standing), encoded, standing.ranker)
    return _pair(ask(demand.record, demand.specs), candidate, at)


@dataclass(frozen=True, slots=True)
class _Encoded:
    offer: Offer
    encoded: Encoded
    batch: Batch


def _offer(entry: Entry, standing: Standing) -> _Encoded:
    if not isinstance(entry.record, Achievement):
        raise TypeError(entry.record)
    specs = specs_of(entry.record) if entry.specs is None else entry.specs
    encoded = standing.ranker.ranking.encode(rank_document(entry.record))
    return _Encoded(Offer(entry.record, specs), encoded, build_batch([encoded]))


def _demands_near(
    offer: _Encoded, standing: Standing
) -> Iterator[tuple[Demand, tuple[LocatedSpec, ...], Encoded]]:
    """The demands that the ranking finds most like the offer, of those that share words."""
    index, ranking = standing.library.index, standing.ranker.ranking
    terms = query_terms(offer.offer.record, ranking.encoder.segmenter)
    found = index.search_rows([terms], k=CONSIDERED, where={"kind": "demand"})
    rows = np.sort(found.rows[0][: found.counts[0]])
    if not len(rows):
        return
    documents = gather_batch(partial(index.column_rows, rows=rows))
    for place in _likest(offer.encoded, documents, standing.ranker):
        record, specs = unpack_record(index.payload(int(rows[place])))
        if isinstance(record, Demand):
            yield record, specs, documents.encoded(place)


def _likest(query: Encoded, documents: Batch, ranker: Ranker) -> Sequence[int]:
    every: NDArray[np.int64] = np.arange(len(documents))
    best = shortlist(ranker, query, documents, every, k=SHORTLIST, least=-math.inf)
    return [int(place) for place in best.places]


def _candidate(offer: _Encoded, demand: Encoded, ranker: Ranker) -> Candidate:
    best = shortlist(ranker, demand, offer.batch, np.arange(1), k=1, least=-math.inf)
    reasons = partial(best.reasons, 0, offer.encoded)
    return Candidate(offer.offer, float(best.log_odds[0]), reasons)


def _pair(asked: Asked, candidate: Candidate, at: date) -> Paired:
    judged: Judged = judge(asked, candidate)
    match = explain_match(asked, judged, gates_of(asked, judged, at=at), at=at)
    return Paired(asked.demand, candidate.record, match)


def _best(pairs: Iterable[Paired], least_score: float) -> list[Paired]:
    kept = [pair for pair in pairs if pair.match.score >= least_score]
    return sorted(kept, key=lambda pair: (-pair.match.score, pair.demand.id, pair.achievement.id))
