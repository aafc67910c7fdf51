"""
Dense meaning vectors, learned from the corpus itself on a CPU.

Every term has a vector; a text's vector is the weighted sum of its terms' vectors at unit length.
The term vectors are trained so that two halves of one document (its title and keywords against its
abstract, or two random halves of its terms) lie closer than halves of different documents: the
softmax contrast of van den Oord et al. (2018) with the other documents of the batch as negatives.
What words share a document more than by chance so come to share a direction, without any weights
from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, generator, no_progress
from queqiao.matching.ranking.statistics import (
    STEPS,
    TermColumns,
    Vocabulary,
    field_weights,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

F32 = NDArray[np.float32]

LEAST_DOCUMENTS = 64
MOST_DOCUMENTS = 20_000
_LEAST_WORDS, _LEAST_GRAMS = 3, 5  # documents that must hold a term for it to have a vector
_MOST_SHARE = 0.2  # of the documents: beyond it a term tells nothing
_TEMPERATURE = 0.05
_LEARNING_RATE = 5e-3


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    Term vectors. ``slots`` maps a term id (words, then grams) to a row of ``vectors`` or -1.

    ``dimension`` is 0 where the corpus was too small to learn from: every vector is then empty
    and every similarity 0.
    """

    word_slots: NDArray[np.int32]
    gram_slots: NDArray[np.int32]
    vectors: F32

    @property
    def dimension(self) -> int:
        """The length of a meaning vector."""
        return int(self.vectors.shape[1])

    def encode(
        self, words: TermColumns, grams: TermColumns, *, idf: tuple[F32, F32]
    ) -> NDArray[np.float16]:
        """The unit-length vector of one text; all zero where it holds no known term."""
        slots = np.concatenate([self.word_slots[words.ids], self.gram_slots[grams.ids]])
        weights = np.concatenate(
            [
                field_weights(words.steps, idf[0][words.ids])[:, 3],
                field_weights(grams.steps, idf[1][grams.ids])[:, 3],
            ]
        )
        known = slots >= 0
        vector = weights[known] @ self.vectors[slots[known]]
        length = float(np.linalg.norm(vector))
        return np.asarray(vector / length if length > 0 else vector, np.float16)


@dataclass(frozen=True, slots=True)
class Training:
    """How long and how large the training is."""

    dimension: int = 160
    epochs: int = 7
    batch: int = 1024
    seed: int = 0


def learn_meaning(
    documents: Sequence[tuple[TermColumns, TermColumns]],
    vocabularies: tuple[Vocabulary, Vocabulary],
    *,
    training: Training | None = None,
    progress: Progress = no_progress,
) -> Meaning:
    """
    The term vectors of a corpus given as its (words, grams) columns.

    A corpus larger than ``MOST_DOCUMENTS`` is sampled. The same corpus gives the same vectors.
    """
    training = training or Training()
    random = generator(training.seed, "ranking", "meaning")
    total = len(documents)
    if total > MOST_DOCUMENTS:
        chosen = np.sort(random.choice(total, MOST_DOCUMENTS, replace=False))
        documents = [documents[row] for row in chosen]
    slots, size = _slots(documents, vocabularies)
    if len(documents) < LEAST_DOCUMENTS or size == 0:
        empty = [np.full(len(part.idf), -1, np.int32) for part in vocabularies]
        return Meaning(empty[0], empty[1], np.zeros((0, 0), np.float32))
    heads, bodies, whole = _views(documents, vocabularies, slots, size)
    vectors = _train((heads, bodies, whole), size, training, random, progress)
    return Meaning(slots[0], slots[1], vectors)


def _slots(
    documents: Sequence[tuple[TermColumns, TermColumns]], vocabularies: tuple[Vocabulary, ...]
) -> tuple[list[NDArray[np.int32]], int]:
    """For each kind of term its row among the vectors, -1 for one too rare or too common."""
    found: list[NDArray[np.int32]] = []
    size = 0
    small = len(documents) < 20 * LEAST_DOCUMENTS
    for kind, least in ((0, _LEAST_WORDS), (1, _LEAST_GRAMS)):
        frequency = np.zeros(len(vocabularies[kind].idf), np.int64)
        for document in documents:
            frequency[document[kind].ids] += 1
        kept = frequency >= (2 if small else least)
        kept &= frequency <= max(_MOST_SHARE * len(documents), 2)
        slots = np.full(len(kept), -1, np.int32)
        slots[kept] = np.arange(size, size + int(kept.sum()))
        size += int(kept.sum())
        found.append(slots)
    return found, size


def _views(
    documents: Sequence[tuple[TermColumns, TermColumns]],
    vocabularies: tuple[Vocabulary, ...],
    slots: Sequence[NDArray[np.int32]],
    size: int,
) -> tuple[csr_matrix, ...]:
    """Title with keywords, abstract, and whole text of every document, unit-length rows."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 -- slow import

    columns: list[NDArray[np.int32]] = []
    values: list[F32] = []
    ends = [0]
    for document in documents:
        here = [slots[kind][document[kind].ids] for kind in (0, 1)]
        slot = np.concatenate(here)
        counts = np.concatenate([document[0].steps, document[1].steps]).astype(np.float32) / STEPS
        idf = np.concatenate([vocabularies[kind].idf[document[kind].ids] for kind in (0, 1)])
        known = slot >= 0
        columns.append(slot[known])
        values.append(_view_weights(counts[known], idf[known]))
        ends.append(ends[-1] + int(known.sum()))
    indices, data = np.concatenate(columns), np.concatenate(values)
    shape = (len(documents), size)
    views = []
    for view in range(3):
        matrix = csr_matrix((data[:, view], indices, np.array(ends)), shape=shape)
        matrix.eliminate_zeros()
        views.append(_unit_rows(matrix))
    return tuple(views)


def _view_weights(counts: F32, idf: F32) -> F32:
    heads = 2 * (counts[:, 0] + counts[:, 2])
    stacked = np.column_stack([heads, counts[:, 1], heads + counts[:, 1]])
    return (np.log1p(stacked) * idf[:, None]).astype(np.float32)


def _unit_rows(matrix: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.repeat(1 / np.maximum(lengths, 1e-9), np.diff(matrix.indptr))
    matrix.data = (matrix.data * scale).astype(np.float32)
    return matrix


def _train(
    views: tuple[csr_matrix, ...],
    size: int,
    training: Training,
    random: np.random.Generator,
    progress: Progress,
) -> F32:
    heads, bodies, whole = views
    both = (np.diff(heads.indptr) > 1) & (np.diff(bodies.indptr) > 5)
    usable = np.flatnonzero(np.diff(whole.indptr) > 5)
    batch = min(training.batch, len(usable))
    scale = 1 / np.sqrt(training.dimension)
    vectors = random.standard_normal((size, training.dimension), dtype=np.float32)
    vectors *= np.float32(scale)
    if batch < 2:
        return vectors
    steps_per_epoch = len(usable) // batch
    optimizer = _Adam(vectors, training.epochs * steps_per_epoch)
    for _ in range(training.epochs):
        order = random.permutation(usable)
        for step in range(steps_per_epoch):
            rows = order[step * batch : (step + 1) * batch]
            if random.random() < 0.5 and both[rows].mean() > 0.5:
                rows = rows[both[rows]]
                pair = (heads[rows], bodies[rows])
            else:
                pair = _halves(whole[rows], random)
            optimizer.step(_gradient(pair, vectors))
            progress(optimizer.done, optimizer.total)
    return vectors


def _halves(matrix: csr_matrix, random: np.random.Generator) -> tuple[csr_matrix, csr_matrix]:
    """The entries of ``matrix`` dealt at random to two matrices."""
    first, second = matrix.copy(), matrix
    taken = random.random(matrix.nnz) < 0.5
    first.data = first.data * taken
    second.data = second.data * ~taken
    first.eliminate_zeros()
    second.eliminate_zeros()
    return first, second


def _gradient(pair: tuple[csr_matrix, csr_matrix], vectors: F32) -> F32:
    """The slope of the symmetric contrast between the rows of ``pair``."""
    left, right = (part @ vectors for part in pair)
    left_length = np.linalg.norm(left, axis=1, keepdims=True) + np.float32(1e-6)
    right_length = np.linalg.norm(right, axis=1, keepdims=True) + np.float32(1e-6)
    left /= left_length
    right /= right_length
    logits = left @ right.T / np.float32(_TEMPERATURE)
    slope = (_softmax(logits, axis=1) + _softmax(logits, axis=0)) / 2
    rows = np.arange(len(slope))
    slope[rows, rows] -= 1
    slope /= np.float32(len(slope) * _TEMPERATURE)
    to_left, to_right = slope @ right, slope.T @ left
    to_left = (to_left - left * (to_left * left).sum(axis=1, keepdims=True)) / left_length
    to_right = (to_right - right * (to_right * right).sum(axis=1, keepdims=True)) / right_length
    gradient: F32 = pair[0].T @ to_left + pair[1].T @ to_right
    return gradient


def _softmax(logits: F32, *, axis: int) -> F32:
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    result: F32 = powers / powers.sum(axis=axis, keepdims=True)
    return result


class _Adam:
    """Kingma and Ba (2015), the step size falling to zero in a straight line."""

    def __init__(self, vectors: F32, total: int) -> None:
        self.vectors = vectors
        self.first = np.zeros_like(vectors)
        self.second = np.zeros_like(vectors)
        self.total = total
        self.done = 0

    def step(self, gradient: F32) -> None:
        """Move the vectors against ``gradient``, in place."""
        rate = _LEARNING_RATE * (1 - self.done / self.total)
        self.done += 1
        self.first *= 0.9
        self.first += np.float32(0.1) * gradient
        self.second *= 0.99
        gradient *= gradient
        self.second += np.float32(0.01) * gradient
        move: Any = np.sqrt(self.second / (1 - 0.99**self.done)) + 1e-8
        self.vectors -= (rate / (1 - 0.9**self.done)) * self.first / move.astype(np.float32)
