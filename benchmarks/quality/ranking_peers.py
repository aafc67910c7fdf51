"""Peers that rankings are measured against in the same run: plain sparse cosines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import rjieba
from scipy import sparse

from queqiao.matching.ranking import RankDocument

_RUN = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Words with at least one letter or digit."""
    return [word for word in rjieba.cut(text.lower()) if _RUN.search(word)]


def grams(text: str, sizes: Sequence[int] = (1, 2)) -> list[str]:
    """Character n-grams inside runs of letters and digits."""
    found = []
    for run in _RUN.findall(text.lower()):
        for size in sizes:
            found += [run[i : i + size] for i in range(len(run) - size + 1)]
    return found


def whole(document: RankDocument) -> str:
    """All fields of a document."""
    return "\n".join(document.texts())


class Cosines:
    """TF-IDF cosines (``1 + log tf``, smoothed idf) over one way of cutting texts."""

    def __init__(self, texts: Sequence[str], cut: Callable[[str], list[str]]) -> None:
        self._cut = cut
        self._ids: dict[str, int] = {}
        counts = self._counts(texts, grow=True)
        size = counts.shape[0]
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        self._idf = np.log((1 + size) / (1 + frequency)) + 1
        self._documents = self._weighted(counts)

    def scores(self, queries: Sequence[str]) -> np.ndarray:
        """``(queries, documents)``."""
        left = self._weighted(self._counts(queries, grow=False))
        return (left @ self._documents.T).toarray()

    def _counts(self, texts: Sequence[str], *, grow: bool) -> sparse.csr_matrix:
        indices: list[int] = []
        data: list[float] = []
        ends = [0]
        for text in texts:
            for term, count in Counter(self._cut(text)).items():
                place = self._ids.setdefault(term, len(self._ids)) if grow else self._ids.get(term)
                if place is not None:
                    indices.append(place)
                    data.append(count)
            ends.append(len(indices))
        return sparse.csr_matrix((data, indices, ends), shape=(len(texts), len(self._ids)))

    def _weighted(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        found = counts.astype(np.float64)
        found.data = 1 + np.log(found.data)
        found = (found @ sparse.diags(self._idf)).tocsr()
        norms = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
        return (sparse.diags(1 / np.maximum(norms, 1e-12)) @ found).tocsr().astype(np.float32)


def standardized(scores: np.ndarray) -> np.ndarray:
    """Each row with mean 0 and spread 1; a row without spread is 0."""
    return (scores - scores.mean(axis=1, keepdims=True)) / np.maximum(
        scores.std(axis=1, keepdims=True), 1e-9
    )


def plain_sum(corpus: Sequence[RankDocument], queries: Sequence[RankDocument]) -> np.ndarray:
    """Four standardized cosines: words, character 1-2-grams, half title, half keywords."""
    total = np.zeros((len(queries), len(corpus)), np.float32)
    for weight, pick, cut in (
        (1.0, whole, words),
        (1.0, whole, grams),
        (0.5, lambda document: document.title, words),
        (0.5, lambda document: document.keywords, words),
    ):
        peer = Cosines([pick(document) for document in corpus], cut)
        total += weight * standardized(peer.scores([pick(query) for query in queries]))
    return total


def as_run(
    scores: np.ndarray, corpus: Sequence[RankDocument], queries: Sequence[RankDocument], top: int
) -> dict[str, dict[str, float]]:
    """The ``top`` documents of every query, its own id left out."""
    ids = np.array([document.id for document in corpus])
    found = {}
    for query, row in zip(queries, scores, strict=True):
        order = np.lexsort((ids, -row))[: top + 1]
        found[query.id] = {str(ids[i]): float(row[i]) for i in order if ids[i] != query.id}
    return found
