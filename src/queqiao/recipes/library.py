"""
Achievements made ready to be matched: up to some thousands in memory, any number in an index.

In memory every pair is compared by words, characters and meaning, so that an offer in quite other
words is found too. In an index the words find the candidates, and the rest of the evidence,
memory-mapped beside them, ranks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, generator, no_progress
from queqiao.matching.checks import Reading, read_specs
from queqiao.matching.codec import unpack_record
from queqiao.matching.explain import texts_of
from queqiao.matching.index import Index, IndexedDocument, build_index
from queqiao.matching.model import Achievement, Record
from queqiao.matching.ranking.calibration import Calibration
from queqiao.matching.ranking.candidates import Corpus, build_corpus, find_candidates
from queqiao.matching.ranking.default import DefaultRanking, build_ranking
from queqiao.matching.ranking.encoding import (
    Batch,
    Encoded,
    build_batch,
    from_columns,
    to_columns,
)
from queqiao.matching.ranking.features import Likeness, feature_matrix
from queqiao.matching.ranking.io import load_model
from queqiao.matching.ranking.model import Part
from queqiao.matching.ranking.ranker import LearnedRanker
from queqiao.recipes.records import (
    FIELD_WEIGHTS,
    indexed_document,
    query_terms,
    rank_document,
    specs_of,
)
from queqiao.recipes.weighing import share_likeness, weigh_likeness
from queqiao.text import default_segmenter

IN_MEMORY = 5_000
"""Up to so many achievements every pair is compared."""
_CONSIDERED = 200  # candidates ranked for each query
_SAMPLE = (
    20_000  # records that the statistics and term vectors of a larger library are learned from
)
_RAW = Calibration(0.0, 1.0)  # the ranking's parts add up to its raw score; ``weighing`` goes on
_AT_ONCE = 64  # queries compared with a whole library at a time


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    An achievement that may fit a demand.

    ``readings`` are its technical indices made ready to check, ``log_odds`` what the ranking says,
    and ``reasons()`` the parts that those add up from.
    """

    record: Achievement
    readings: tuple[Reading, ...]
    log_odds: float
    reasons: Callable[[], tuple[Part, ...]]


class Library(Protocol):
    """Achievements that can be asked for candidates."""

    def candidates(self, queries: Sequence[Record], *, k: int) -> Iterator[list[Candidate]]:
        """For each query its ``k`` best achievements by the ranking alone, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Ranker:
    """The default ranking, and the learned ranker that orders in its place where there is one."""

    ranking: DefaultRanking
    learned: LearnedRanker | None = None

    def log_odds(
        self, likeness: Likeness, query: Encoded, documents: Batch, rows: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """The calibrated log-odds of the documents at ``rows``."""
        if self.learned is None:
            raw = self.ranking.raw_scores(likeness).tolist()
            return np.array([weigh_likeness(one) for one in raw])
        features = feature_matrix(likeness, query, documents, rows=rows)
        return self.learned.calibration.log_odds(self.learned.raw_scores(features))

    def reasons(
        self, likeness: Likeness, query: Encoded, document: Encoded, row: int, features: Features
    ) -> tuple[Part, ...]:
        """What the log-odds of the document at ``row`` of the likeness add up from."""
        if self.learned is None:
            parts = self.ranking.explain(query, document, likeness, row)
            raw = float(self.ranking.raw_scores(likeness)[row])
            return share_likeness([part for part in parts if part.name != "base"], raw)
        return self.learned.parts(features(), row)


Features = Callable[[], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The best rows of one query among ``documents``, and how each came about."""

    places: NDArray[np.int64]
    log_odds: NDArray[np.float64]
    reasons: Callable[[int, Encoded], tuple[Part, ...]]


def shortlist(
    ranker: Ranker, query: Encoded, documents: Batch, rows: NDArray[np.int64], *, k: int
) -> Shortlist:
    """The ``k`` best of ``rows``; ``places`` count into ``rows``."""
    likeness = ranker.ranking.likeness(query, documents, rows=rows)
    odds = ranker.log_odds(likeness, query, documents, rows)
    places = np.argsort(-odds, kind="stable")[:k]
    features = partial(feature_matrix, likeness, query, documents, rows=rows)

    def reasons(place: int, document: Encoded) -> tuple[Part, ...]:
        return ranker.reasons(likeness, query, document, place, features)

    return Shortlist(places, odds[places], reasons)


@dataclass(frozen=True, slots=True)
class MemoryLibrary:
    """All achievements in memory, in the order of their ids."""

    records: tuple[Achievement, ...]
    readings: tuple[tuple[Reading, ...], ...]
    encoded: tuple[Encoded, ...]
    corpus: Corpus
    ranker: Ranker

    def candidates(self, queries: Sequence[Record], *, k: int) -> Iterator[list[Candidate]]:
        """See ``Library``."""
        for start in range(0, len(queries), _AT_ONCE):
            ranking = self.ranker.ranking
            asked = [
                ranking.encode(rank_document(query)) for query in queries[start : start + _AT_ONCE]
            ]
            found = find_candidates(asked, self.corpus, ranking, count=_CONSIDERED)
            for query, one in zip(asked, found, strict=True):
                yield self._best(query, one.rows, k)

    def _best(self, query: Encoded, rows: NDArray[np.int64], k: int) -> list[Candidate]:
        best = shortlist(self.ranker, query, self.corpus.batch, rows, k=k)
        return [
            Candidate(
                record=self.records[row],
                readings=self.readings[row],
                log_odds=float(odds),
                reasons=partial(best.reasons, int(place), self.encoded[row]),
            )
            for place, row, odds in zip(
                best.places, rows[best.places].tolist(), best.log_odds, strict=True
            )
        ]


@dataclass(frozen=True, slots=True)
class IndexLibrary:
    """Achievements in an index whose columns carry what the ranking needs."""

    index: Index
    ranker: Ranker
    threads: int = 2

    def candidates(self, queries: Sequence[Record], *, k: int) -> Iterator[list[Candidate]]:
        """See ``Library``; candidates are those that share words with the query."""
        segmenter = default_segmenter()
        for start in range(0, len(queries), _AT_ONCE):
            asked = queries[start : start + _AT_ONCE]
            terms = [query_terms(query, segmenter) for query in asked]
            found = self.index.search_rows(terms, k=_CONSIDERED, threads=self.threads)
            for query, rows, count in zip(asked, found.rows, found.counts, strict=True):
                yield self._best(query, rows[:count], k)

    def _best(self, query: Record, rows: NDArray[np.int64], k: int) -> list[Candidate]:
        if not len(rows):
            return []
        encoded = self.ranker.ranking.encode(rank_document(query))
        documents = [from_columns(_columns(self.index, row)) for row in rows.tolist()]
        everything = np.arange(len(rows))
        best = shortlist(self.ranker, encoded, build_batch(documents), everything, k=k)
        found = []
        for place, odds in zip(best.places.tolist(), best.log_odds.tolist(), strict=True):
            record, readings = _offer(self.index.payload(int(rows[place])))
            reasons = partial(best.reasons, place, documents[place])
            found.append(Candidate(record, readings, odds, reasons))
        return found


class _Columns(dict[str, NDArray[np.generic]]):
    """The columns of one row, read when they are asked for."""

    def __init__(self, index: Index, row: int) -> None:
        super().__init__()
        self._index, self._row = index, row

    def __missing__(self, name: str) -> NDArray[np.generic]:
        return self._index.column(name, self._row)


def _columns(index: Index, row: int) -> _Columns:
    return _Columns(index, row)


@lru_cache(maxsize=20_000)
def _offer(payload: bytes) -> tuple[Achievement, tuple[Reading, ...]]:
    record, specs = unpack_record(payload)
    if not isinstance(record, Achievement):
        raise TypeError(record)
    return record, tuple(read_specs(specs, texts=texts_of(record)))


def build_library(
    folder: Path,
    achievements: Iterable[Achievement],
    *,
    model: Path | None = None,
    in_memory: int = IN_MEMORY,
    progress: Progress = no_progress,
) -> Library:
    """
    The achievements made ready; more than ``in_memory`` are indexed under ``folder``.

    Of achievements with one id the last counts. ``model`` is a file that ``learn`` wrote.

    Raises:
        Missing: there is no such model file.
        BadInput: the file is no model of this version.
    """
    by_id = {record.id: record for record in achievements}
    records = tuple(by_id[name] for name in sorted(by_id))
    learned = load_model(model).ranker if model is not None else None
    if len(records) <= in_memory:
        return _build_memory_library(records, learned, progress)
    return _build_index_library(folder, records, learned, progress)


def _build_memory_library(
    records: Sequence[Achievement], learned: LearnedRanker | None, progress: Progress
) -> MemoryLibrary:
    documents = [rank_document(record) for record in records]
    ranking, encoded = build_ranking(documents, calibration=_RAW)
    readings = []
    for done, record in enumerate(records, start=1):
        readings.append(tuple(read_specs(specs_of(record), texts=texts_of(record))))
        progress(done, len(records))
    corpus = build_corpus([record.id for record in records], encoded, ranking)
    return MemoryLibrary(
        tuple(records), tuple(readings), tuple(encoded), corpus, Ranker(ranking, learned)
    )


def _build_index_library(
    folder: Path,
    records: Sequence[Achievement],
    learned: LearnedRanker | None,
    progress: Progress,
) -> IndexLibrary:
    sample = records
    if len(records) > _SAMPLE:
        random = generator(0, "recipes", "library", "sample")
        chosen = np.sort(random.choice(len(records), _SAMPLE, replace=False))
        sample = [records[place] for place in chosen.tolist()]
    ranking, _ = build_ranking([rank_document(record) for record in sample], calibration=_RAW)
    index = build_index(folder, _documents(records, ranking, progress), field_weights=FIELD_WEIGHTS)
    return IndexLibrary(index, Ranker(ranking, learned))


def _documents(
    records: Sequence[Achievement], ranking: DefaultRanking, progress: Progress
) -> Iterator[IndexedDocument]:
    segmenter = default_segmenter()
    for done, record in enumerate(records, start=1):
        columns = to_columns(ranking.encode(rank_document(record)))
        yield indexed_document(record, segmenter=segmenter, columns=columns)
        if done % 100 == 0 or done == len(records):
            progress(done, len(records))
