"""
How well people know what texts are about, from what the people have written or done.

Every work is held against every text in five ways: by words, by characters, and in the latent
spaces of the words of all works and texts given together (50, 100 and 200 dimensions: coarse
subjects to fine ones). Each is standardized over all pairs and they are added up, as matching fuses
its channels. A person's works then count by how close they are to the text, each a fixed part less
than the one before: one lucky likeness makes nobody an expert, and neither do works on other
subjects take anything away. ``docs/explanation/affinity.md`` has the measurements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.matching.ranking import RankDocument, probability
from queqiao.recipes.affinity_terms import count_characters, count_words, unit_vectors
from queqiao.text import Segmenter, default_segmenter

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

F32 = NDArray[np.float32]

DIMENSIONS: Final = (50, 100, 200)
"""Of the latent spaces; a corpus too small for one goes without it."""
FADING: Final = 0.8
"""How much each further work of a person counts, against the one before."""
MIDDLE, STEEPNESS = 4.0, 0.5
"""Affinity 0.5 is four standard deviations above the mean of all pairs of a work and a text."""

_MOST_FITTED = 20_000  # texts that the latent spaces are learned from
_SAMPLED = 400  # texts that mean and spread are measured with
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with works: papers, achievements, projects."""

    id: str
    works: tuple[RankDocument, ...]


@dataclass(frozen=True, slots=True)
class Affinities:
    """``scores[person, text]``, 0-1; people and texts in the order in which they were given."""

    people: tuple[str, ...]
    texts: tuple[str, ...]
    scores: F32

    def pairs(self, *, keep: int | None = None) -> Iterator[tuple[str, str, float]]:
        """
        Person, text and score, person by person.

        With ``keep``, only those where the text is among the person's best so many, or the person
        among the text's; ties by place.
        """
        kept = np.ones(self.scores.shape, bool) if keep is None else self._best(keep)
        for row, person in enumerate(self.people):
            for column in np.flatnonzero(kept[row]).tolist():
                yield person, self.texts[column], float(self.scores[row, column])

    def _best(self, keep: int) -> NDArray[np.bool_]:
        kept = np.zeros(self.scores.shape, bool)
        by_person = np.argsort(-self.scores, axis=1, kind="stable")[:, :keep]
        by_text = np.argsort(-self.scores, axis=0, kind="stable")[:keep]
        np.put_along_axis(kept, by_person, values=True, axis=1)
        np.put_along_axis(kept, by_text, values=True, axis=0)
        return kept


def affinities(
    people: Sequence[Person],
    texts: Sequence[RankDocument],
    *,
    segmenter: Segmenter | None = None,
    progress: Progress = no_progress,
) -> Affinities:
    """
    The affinity of every person to every text.

    Comparable over all pairs of one call: the statistics are those of all its works and texts. A
    person without works, and a text without words, have affinity 0.
    """
    held = [work for person in people for work in person.works]
    scores = np.zeros((len(people), len(texts)), np.float32)
    if held and texts:
        distinct, places = _distinct([*held, *texts])
        channels = _channels(distinct, segmenter or default_segmenter())
        sides = places[: len(held)], places[len(held) :]
        bounds = np.cumsum([0, *(len(person.works) for person in people)]).tolist()
        for start, likeness in _likenesses(channels, *sides):
            block = slice(start, start + likeness.shape[1])
            for row, (first, last) in enumerate(pairwise(bounds)):
                if last > first:
                    scores[row, block] = _together(likeness[first:last])
            progress(min(start + _BLOCK, len(texts)), len(texts))
        scores = probability(STEEPNESS * (scores - MIDDLE)).astype(np.float32)
        worded = np.diff(channels[0].indptr)[places] > 0
        able = [bool(worded[first:last].any()) for first, last in pairwise(bounds)]
        scores *= np.array(able)[:, None] & worded[len(held) :]
    names = tuple(person.id for person in people), tuple(text.id for text in texts)
    return Affinities(*names, scores)


def _distinct(
    documents: Sequence[RankDocument],
) -> tuple[list[RankDocument], NDArray[np.int64]]:
    """
    Every text once, and where each document's text is among them.

    A work of two authors must not count twice in what the corpus knows of its words.
    """
    numbers: dict[tuple[str, str, str], int] = {}
    places = [numbers.setdefault(document.texts(), len(numbers)) for document in documents]
    firsts = np.unique(places, return_index=True)[1].tolist()
    return [documents[first] for first in firsts], np.array(places)


def _together(likeness: F32) -> F32:
    """The likeness of all works of one person: a mean, the closest work first and weighing most."""
    falling = -np.sort(-likeness, axis=0)
    weights = FADING ** np.arange(len(falling), dtype=np.float32)
    joined: F32 = (weights / weights.sum()) @ falling
    return joined


def _channels(
    documents: Sequence[RankDocument], segmenter: Segmenter
) -> tuple[csr_matrix, csr_matrix, *tuple[F32, ...]]:
    """The vectors of all documents in every channel: words, characters, latent spaces."""
    words = unit_vectors([count_words(document, segmenter) for document in documents])
    characters = unit_vectors([count_characters(document) for document in documents])
    return words, characters, *_latent(words)


def _latent(words: csr_matrix) -> list[F32]:
    """
    Latent semantic analysis (Deerwester et al. 1990): the strongest directions of the corpus.

    The documents in each of ``DIMENSIONS``, at unit length.
    """
    from scipy.sparse.linalg import svds  # noqa: PLC0415 -- slow import

    step = -(-words.shape[0] // _MOST_FITTED)
    fitted = words[::step]
    shared = np.flatnonzero(np.bincount(fitted.indices, minlength=words.shape[1]) > 1)
    fitted, words = fitted[:, shared], words[:, shared]
    largest = min(max(DIMENSIONS), min(fitted.shape) // 2)
    if largest < 2:
        return []
    start = np.ones(min(fitted.shape), np.float32)
    _, strengths, directions = svds(fitted, k=largest, v0=start)
    order = np.argsort(-strengths, kind="stable")
    placed = np.asarray(words @ directions[order].T, np.float32)
    sizes = sorted({min(size, largest) for size in DIMENSIONS})
    return [_unit(placed[:, :size]) for size in sizes]


def _unit(vectors: F32) -> F32:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: F32 = vectors / np.maximum(lengths, np.float32(1e-6))
    return unit


def _likenesses(
    channels: Sequence[Any], works: NDArray[np.int64], texts: NDArray[np.int64]
) -> Iterator[tuple[int, F32]]:
    """Blocks of texts: where each begins, and its standardized likeness with every work."""
    sample = texts[:: -(-len(texts) // _SAMPLED)]
    standards = []
    for vectors in channels:
        found = _products(vectors[works], vectors[sample])
        standards.append((found.mean(), max(found.std(), np.float32(1e-6))))
    for start in range(0, len(texts), _BLOCK):
        rows = texts[start : start + _BLOCK]
        total = np.zeros((len(works), len(rows)), np.float32)
        for vectors, (mean, spread) in zip(channels, standards, strict=True):
            total += (_products(vectors[works], vectors[rows]) - mean) / spread
        yield start, total / np.float32(len(channels))


def _products(works: Any, texts: Any) -> F32:  # noqa: ANN401 -- sparse or dense
    """The cosines of all rows of one with all rows of the other."""
    found = works @ texts.T
    return np.asarray(found if isinstance(found, np.ndarray) else found.toarray(), np.float32)
