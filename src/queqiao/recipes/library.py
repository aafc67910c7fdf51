"""
Achievements made ready to be matched: up to some thousands in memory, any number in an index.

In memory every pair is compared by words, characters and meaning, so that an offer in quite other
words is found too. In an index the words find the candidates, and the rest of the evidence,
memory-mapped beside them, ranks them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.errors import WrongUsage
from queqiao.matching.checks import Reading, read_specs
from queqiao.matching.codec import unpack_record
from queqiao.matching.explain import texts_of
from queqiao.matching.index import Index, open_index
from queqiao.matching.model import Achievement, Record
from queqiao.matching.ranking.breadth import breadths
from queqiao.matching.ranking.candidates import Corpus, build_corpus, find_candidates
from queqiao.matching.ranking.default import DefaultRanking, build_ranking
from queqiao.matching.ranking.encoding import Batch, Encoded, gather_batch
from queqiao.matching.ranking.features import Likeness, feature_matrix
from queqiao.matching.ranking.io import load_model
from queqiao.matching.ranking.model import Part
from queqiao.matching.ranking.ranker import LearnedRanker
from queqiao.matching.results import LocatedSpec
from queqiao.messages import Message
from queqiao.recipes.backdrop import backdrop_for
from queqiao.recipes.indexing import RAW, index_records, ranking_of
from queqiao.recipes.records import query_terms, rank_document, specs_of
from queqiao.recipes.weighing import share_likeness, weigh_breadth, weigh_likeness, weigh_size
from queqiao.text import Segmenter

IN_MEMORY = 5_000
"""Up to so many achievements every pair is compared."""
_CONSIDERED = 200  # candidates ranked for each query
_AT_ONCE = 64  # queries compared with a whole library at a time


@dataclass(frozen=True)  # no slots: the readings are kept once they are asked for
class Offer:
    """An achievement and the technical indices that its texts state."""

    record: Achievement
    specs: tuple[LocatedSpec, ...]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The indices made ready to check."""
        return read_specs(self.specs, texts=texts_of(self.record)) if self.specs else ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    An achievement that may fit a demand.

    ``log_odds`` is what the ranking says, ``reasons()`` gives the parts that those add up from.
    """

    offer: Offer
    log_odds: float
    reasons: Callable[[], tuple[Part, ...]]

    @property
    def record(self) -> Achievement:
        """The achievement itself."""
        return self.offer.record

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Its technical indices made ready to check."""
        return self.offer.readings


class Library(Protocol):
    """Achievements that can be asked for candidates."""

    def candidates(
        self, queries: Sequence[Record], *, k: int, least: float = -math.inf
    ) -> Iterator[list[Candidate]]:
        """
        For each query its ``k`` best achievements by the ranking alone, best first.

        Those whose log-odds are below ``least`` are left out, and not even read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ranker:
    """
    The default ranking, and the learned ranker that orders in its place where there is one.

    ``size`` is how many offers there are to choose from.
    """

    ranking: DefaultRanking
    learned: LearnedRanker | None = None
    size: int = 0

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
    ranker: Ranker,
    query: Encoded,
    documents: Batch,
    rows: NDArray[np.int64],
    *,
    k: int,
    least: float,
) -> Shortlist:
    """The ``k`` best of ``rows`` that reach ``least``; ``places`` count into ``rows``."""
    likeness = ranker.ranking.likeness(query, documents, rows=rows)
    odds = ranker.log_odds(likeness, query, documents, rows)
    breadth = np.zeros(len(rows))
    if ranker.learned is None:
        words = breadths(ranker.ranking.encoder, query, documents, rows=rows)
        breadth = weigh_breadth(words)
        odds = odds + breadth + weigh_size(ranker.size)
    places = np.argsort(-odds, kind="stable")[:k]
    places = places[odds[places] >= least]
    features = partial(feature_matrix, likeness, query, documents, rows=rows)

    def reasons(place: int, document: Encoded) -> tuple[Part, ...]:
        found = ranker.reasons(likeness, query, document, place, features)
        if ranker.learned is not None:
            return found
        size = weigh_size(ranker.size)
        more = (Part("size", size),) if size else ()
        return (*found, Part("breadth", float(breadth[place])), *more)

    return Shortlist(places, odds[places], reasons)


@dataclass(frozen=True, slots=True)
class MemoryLibrary:
    """All achievements in memory, in the order of their ids."""

    offers: tuple[Offer, ...]
    encoded: tuple[Encoded, ...]
    corpus: Corpus
    ranker: Ranker

    def candidates(
        self, queries: Sequence[Record], *, k: int, least: float = -math.inf
    ) -> Iterator[list[Candidate]]:
        """See ``Library``."""
        for start in range(0, len(queries), _AT_ONCE):
            ranking = self.ranker.ranking
            asked = [
                ranking.encode(rank_document(query)) for query in queries[start : start + _AT_ONCE]
            ]
            found = find_candidates(asked, self.corpus, ranking, count=_CONSIDERED)
            for query, one in zip(asked, found, strict=True):
                yield self._best(query, one.rows, k, least)

    def _best(
        self, query: Encoded, rows: NDArray[np.int64], k: int, least: float
    ) -> list[Candidate]:
        if not len(rows):
            return []
        best = shortlist(self.ranker, query, self.corpus.batch, rows, k=k, least=least)
        return [
            Candidate(
                offer=self.offers[row],
                log_odds=float(odds),
                reasons=partial(best.reasons, int(place), self.encoded[row]),
            )
            for place, row, odds in zip(
                best.places, rows[best.places].tolist(), best.log_odds, strict=True
            )
        ]


@dataclass(frozen=True, slots=True)
class IndexLibrary:
    """
    Achievements in an index whose columns carry what the ranking needs.

    ``mixed`` says that there are demands in the index too, ``model`` where the learned ranker was
    read from: another process opens the same library by them.
    """

    index: Index
    ranker: Ranker
    model: Path | None = None
    mixed: bool = False

    def candidates(
        self, queries: Sequence[Record], *, k: int, least: float = -math.inf
    ) -> Iterator[list[Candidate]]:
        """See ``Library``; candidates are those that share words with the query."""
        segmenter = self.ranker.ranking.encoder.segmenter
        where = {"kind": "achievement"} if self.mixed else None
        for start in range(0, len(queries), _AT_ONCE):
            asked = queries[start : start + _AT_ONCE]
            terms = [query_terms(query, segmenter) for query in asked]
            found = self.index.search_rows(terms, k=_CONSIDERED, where=where)
            for query, rows, count in zip(asked, found.rows, found.counts, strict=True):
                yield self._best(query, np.sort(rows[:count]), k, least)

    def _best(
        self, query: Record, rows: NDArray[np.int64], k: int, least: float
    ) -> list[Candidate]:
        if not len(rows):
            return []
        encoded = self.ranker.ranking.encode(rank_document(query))
        documents = gather_batch(partial(self.index.column_rows, rows=rows))
        best = shortlist(self.ranker, encoded, documents, np.arange(len(rows)), k=k, least=least)

        def reasons(place: int) -> tuple[Part, ...]:
            return best.reasons(place, documents.encoded(place))

        return [
            Candidate(_offer(self.index.payload(row)), odds, partial(reasons, place))
            for place, row, odds in zip(
                best.places.tolist(),
                rows[best.places].tolist(),
                best.log_odds.tolist(),
                strict=True,
            )
        ]


@lru_cache(maxsize=10_000)
def _offer(payload: bytes) -> Offer:
    record, specs = unpack_record(payload)
    if not isinstance(record, Achievement):
        raise TypeError(record)
    return Offer(record, specs)


def build_library(
    folder: Path,
    achievements: Iterable[Achievement],
    *,
    model: Path | None = None,
    segmenter: Segmenter | None = None,
    in_memory: int = IN_MEMORY,
    workers: int = 1,
    progress: Progress = no_progress,
) -> ReadyLibrary:
    """
    The achievements made ready; more than ``in_memory`` are indexed under ``folder``.

    Of achievements with one id the last counts. ``model`` is a file that ``learn`` wrote,
    ``segmenter`` knows words of one's own; many achievements are encoded by ``workers`` processes.

    Raises:
        Missing: there is no such model file.
        BadInput: the file is no model of this version.
    """
    by_id = {record.id: record for record in achievements}
    records = tuple(by_id[name] for name in sorted(by_id))
    learned = _learned(model)
    if len(records) <= in_memory:
        own = [rank_document(record) for record in records]
        texts = [*own, *backdrop_for(own)]
        ranking, encoded = build_ranking(texts, segmenter=segmenter, calibration=RAW)
        encoded = encoded[: len(own)]
        return _memory_library(records, encoded, Ranker(ranking, learned, len(own)), progress)
    index_records(folder, records, segmenter=segmenter, workers=workers, progress=progress)
    return open_library(folder, model=model)


def open_library(folder: Path, *, model: Path | None = None) -> IndexLibrary:
    """
    The achievements of an index that ``index_records`` made; opened, not read.

    Raises:
        Missing: there is no index at ``folder``, or no such model file.
        WrongUsage: the index is of another version, or holds no achievement.
        BadInput: the model file is no model of this version.
    """
    index = open_index(folder)
    demands = int(sum(s.allowed({"kind": "demand"}).sum() for s in index.segments))
    ranker = Ranker(ranking_of(index), _learned(model), len(index) - demands)
    if demands and demands == len(index):
        raise WrongUsage(Message("recipes.search.only_demands", {"path": str(folder)}))
    return IndexLibrary(index, ranker, model, mixed=demands > 0)


def _learned(model: Path | None) -> LearnedRanker | None:
    return load_model(model).ranker if model is not None else None


def _memory_library(
    records: Sequence[Achievement],
    encoded: Sequence[Encoded],
    ranker: Ranker,
    progress: Progress = no_progress,
) -> MemoryLibrary:
    offers = []
    for done, record in enumerate(records, start=1):
        offers.append(Offer(record, specs_of(record)))
        progress(done, len(records))
    corpus = build_corpus([record.id for record in records], encoded, ranker.ranking)
    return MemoryLibrary(tuple(offers), tuple(encoded), corpus, ranker)


# --- newly arrived achievements -------------------------------------------------------------------

ReadyLibrary = MemoryLibrary | IndexLibrary


@dataclass(frozen=True, slots=True)
class JoinedLibrary:
    """Newly arrived achievements beside a library, in place of what has their ids there."""

    standing: ReadyLibrary
    arrivals: MemoryLibrary

    def candidates(
        self, queries: Sequence[Record], *, k: int, least: float = -math.inf
    ) -> Iterator[list[Candidate]]:
        """See ``Library``."""
        names = {offer.record.id for offer in self.arrivals.offers}
        pairs = zip(
            self.standing.candidates(queries, k=k + len(names), least=least),
            self.arrivals.candidates(queries, k=k, least=least),
            strict=True,
        )
        for standing, arrived in pairs:
            kept = [candidate for candidate in standing if candidate.record.id not in names]
            both = sorted((*kept, *arrived), key=lambda one: (-one.log_odds, one.record.id))
            yield both[:k]


def with_arrivals(library: ReadyLibrary, arrivals: Iterable[Achievement]) -> JoinedLibrary:
    """The library with these achievements, encoded and ranked as its own are."""
    by_id = {record.id: record for record in arrivals}
    records = [by_id[name] for name in sorted(by_id)]
    encode = library.ranker.ranking.encode
    encoded = [encode(rank_document(record)) for record in records]
    return JoinedLibrary(library, _memory_library(records, encoded, library.ranker))
