"""Candidates from a whole corpus held in memory: exact word and character cosines of every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.ranking.default import DEFAULT_WEIGHTS, DefaultRanking
from queqiao.matching.ranking.encoding import Batch, Encoded, TermBatch, build_batch
from queqiao.matching.ranking.statistics import Vocabulary, field_weights

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

COPY_COSINE = 0.8
"""Two whole texts this alike, in words and in characters, are one work told twice."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus ready to be searched by brute force; good for up to some 50,000 documents."""

    ids: tuple[str, ...]
    batch: Batch
    words: csr_matrix
    grams: csr_matrix


def build_corpus(ids: Sequence[str], encoded: Sequence[Encoded], ranking: DefaultRanking) -> Corpus:
    """The searchable corpus of documents that ``ranking`` encoded."""
    batch = build_batch(encoded)
    words, grams = _whole(batch, ranking)
    return Corpus(tuple(ids), batch, words, grams)


def _whole(batch: Batch, ranking: DefaultRanking) -> tuple[csr_matrix, csr_matrix]:
    statistics = ranking.encoder.statistics
    return _matrix(batch.words, statistics.words), _matrix(batch.grams, statistics.grams)


def _matrix(terms: TermBatch, vocabulary: Vocabulary) -> csr_matrix:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 -- slow import

    idf = vocabulary.idf
    weights = field_weights(terms.steps, idf[terms.ids])[:, 3]
    norms = np.repeat(np.maximum(terms.norms[:, 3], 1e-9), np.diff(terms.starts))
    shape = (len(terms.norms), len(idf))
    return csr_matrix((weights / norms, terms.ids, terms.starts), shape=shape)


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates of one query: rows of the corpus, rising; ``copies`` are among them."""

    rows: NDArray[np.int64]
    copies: frozenset[int]


def find_candidates(
    queries: Sequence[Encoded], corpus: Corpus, ranking: DefaultRanking, *, count: int
) -> list[Found]:
    """
    The ``count`` documents most alike to each query by words, characters and meaning.

    Each of the three is standardized over the whole corpus. Ties go to the earlier document.
    """
    if not len(corpus.batch):
        return [Found(np.empty(0, np.int64), frozenset()) for _ in queries]
    batch = build_batch(queries)
    words, grams = (
        (left @ right.T).toarray()
        for left, right in zip(_whole(batch, ranking), (corpus.words, corpus.grams), strict=True)
    )
    total = _standardized(words) * np.float32(DEFAULT_WEIGHTS["words:whole-whole"][1])
    total += _standardized(grams) * np.float32(DEFAULT_WEIGHTS["characters:whole-whole"][1])
    if batch.meaning.shape[1]:
        meaning = batch.meaning @ corpus.batch.meaning.T
        total += _standardized(meaning) * np.float32(DEFAULT_WEIGHTS["meaning"][1])
    found = []
    for row, scores in enumerate(total):
        alike = np.flatnonzero((words[row] >= COPY_COSINE) & (grams[row] >= COPY_COSINE))
        found.append(Found(_best(scores, count), frozenset(alike.tolist())))
    return found


def _standardized(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = np.maximum(scores.std(axis=1, keepdims=True), 1e-6)
    result: NDArray[np.float32] = (scores - scores.mean(axis=1, keepdims=True)) / spread
    return result


def _best(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    if count >= len(scores):
        return np.arange(len(scores))
    border = np.partition(scores, len(scores) - count)[len(scores) - count]
    above = np.flatnonzero(scores > border)
    level = np.flatnonzero(scores == border)[: count - len(above)]
    return np.sort(np.concatenate([above, level]))
