"""
What a corpus knows of its terms, and its documents as columns.

In a corpus of ``N`` documents, a term that ``n`` of them hold weighs
``log1p(count) * log((1.5 + N) / (0.5 + n))`` in a text. In the field ``whole`` title and keywords
count twice. Every field vector is used at unit length, so that a dot product is a cosine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.ranking.analysis import Analysis

WHOLE_WEIGHTS = np.array([2.0, 1.0, 2.0], np.float32)
STEPS = np.float32(5.0)
_MOST_STEPS = 255
FIELD_COUNT = 4  # title, abstract, keywords, whole
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms and their rarity, near 0 for a term that every document holds."""

    idf: NDArray[np.float32]
    unseen_idf: float


@dataclass(frozen=True, slots=True)
class TermColumns:
    """
    One document's terms of one kind.

    ``ids`` are sorted and known to the vocabulary; ``steps`` are counts in fifths (the weight of a
    part of a word), at most 51, one column for title, abstract and keywords; ``norms`` are the
    lengths of the four field vectors, unknown terms included; ``focus`` is the summed
    rarity of the distinct terms in title and keywords.
    """

    ids: NDArray[np.int32]
    steps: NDArray[np.uint8]
    norms: NDArray[np.float32]
    focus: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """Vocabularies of words and of grams over one corpus."""

    word_ids: dict[str, int]
    words: Vocabulary
    gram_codes: NDArray[np.int64]
    grams: Vocabulary

    def word_columns(self, analysis: Analysis) -> TermColumns:
        """The words of a text as columns."""
        known = self.word_ids
        ids = np.array([known.get(word, UNKNOWN) for word in analysis.words], np.int32)
        counts = np.array(list(analysis.words.values()), np.float32).reshape(-1, 3)
        return _columns(ids, counts, self.words)

    def gram_columns(self, analysis: Analysis) -> TermColumns:
        """The grams of a text as columns."""
        codes = analysis.gram_codes
        places = np.searchsorted(self.gram_codes, codes)
        places[places == len(self.gram_codes)] = 0
        known = len(self.gram_codes) > 0
        hit = self.gram_codes[places] == codes if known else np.zeros(len(codes), bool)
        ids = np.where(hit, places, UNKNOWN).astype(np.int32)
        return _columns(ids, analysis.gram_counts, self.grams)


def field_weights(steps: NDArray[np.uint8], idf: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unnormalized weights of terms in title, abstract, keywords and whole: ``(n, 4)``."""
    counts = np.empty((len(steps), FIELD_COUNT), np.float32)
    counts[:, :3] = steps
    counts[:, 3] = counts[:, :3] @ WHOLE_WEIGHTS
    np.log1p(counts / STEPS, out=counts)
    counts *= idf[:, None]
    return counts


def _columns(
    ids: NDArray[np.int32], counts: NDArray[np.float32], vocabulary: Vocabulary
) -> TermColumns:
    steps = np.minimum(np.rint(counts * STEPS), _MOST_STEPS).astype(np.uint8)
    known = ids >= 0
    idf = np.full(len(ids), vocabulary.unseen_idf, np.float32)
    idf[known] = vocabulary.idf[ids[known]]
    weights = field_weights(steps, idf)
    norms = np.sqrt(np.einsum("ij,ij->j", weights, weights))
    focus = float(idf[(steps[:, 0] > 0) | (steps[:, 2] > 0)].sum())
    if not known.all():
        ids, steps = ids[known], steps[known]
    if len(ids) > 1 and (ids[1:] < ids[:-1]).any():
        order = np.argsort(ids, kind="stable")
        ids, steps = ids[order], steps[order]
    return TermColumns(ids, np.ascontiguousarray(steps), norms, focus)


def build_statistics(analyses: Iterable[Analysis]) -> Statistics:
    """The vocabularies of a corpus; words are numbered in the order in which they appear."""
    word_ids: dict[str, int] = {}
    word_counts: list[int] = []
    codes: list[NDArray[np.int64]] = []
    size = 0
    for analysis in analyses:
        size += 1
        for word in analysis.words:
            number = word_ids.setdefault(word, len(word_counts))
            if number == len(word_counts):
                word_counts.append(0)
            word_counts[number] += 1
        codes.append(analysis.gram_codes)
    grams, gram_counts = _merge(codes)
    return Statistics(
        word_ids, _vocabulary(word_counts, size), grams, _vocabulary(gram_counts, size)
    )


def _merge(codes: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct gram codes with the number of documents that hold each."""
    if not codes:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    found, counts = np.unique(np.concatenate(codes), return_counts=True)
    return found, counts


def _vocabulary(frequencies: Sequence[int] | NDArray[np.int64], size: int) -> Vocabulary:
    frequency = np.asarray(frequencies, np.float64)
    idf = np.log((1.5 + size) / (0.5 + frequency)).astype(np.float32)
    return Vocabulary(idf, float(np.log((1.5 + size) / 0.5)))
