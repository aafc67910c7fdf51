# mypy: disable-error-code="misc,call-arg,arg-type,assignment,return-value,no-any-return"
# ruff: noqa: PLR0913, PLR0917 -- compiled code: arguments cost nothing, objects do
"""Exact scores from the forward records, and the heap that keeps the best."""

from __future__ import annotations

import numpy as np
from numba import njit

from queqiao.matching.index.simd import prefetch
from queqiao.matching.index.views import Array, Limits, Postings, Query, Scratch


@njit(nogil=True, cache=True)
def score_rows(
    postings: Postings,
    query: Query,
    limits: Limits,
    scratch: Scratch,
    rows: Array,
    best: Array,
    scores: Array,
) -> int:
    """Exact whole scores of ``rows``; the best ``k`` into ``best`` and ``scores``, their number."""
    weights = scratch.term_weights
    for j in range(query.terms.size):
        weights[query.terms[j]] += query.whole[j]
    scratch.work[2] += rows.size
    records = postings.records.ctypes.data
    kept = 0
    for i in range(rows.size):
        if i + 8 < rows.size:
            address = records + 2 * np.int64(postings.record_starts[rows[i + 8]])
            for line in range(0, 256, 64):
                prefetch(address + line)
        row = rows[i]
        length = limits.k_base + limits.k_slope * postings.lengths[row]
        start = np.int64(postings.record_starts[row])
        score = _record_score(postings.records, start, weights, length, postings.base)
        if score > 0:
            kept = _keep(best, scores, kept, limits.k, row, score)
    for j in range(query.terms.size):
        weights[query.terms[j]] = 0
    return kept


@njit(nogil=True, cache=True)
def _record_score(records: Array, start: int, weights: Array, length: float, base: float) -> int:
    """BM25 of one document as a whole number; the same whatever the order of its terms."""
    once = np.int64(records[start]) | np.int64(records[start + 1]) << 16
    more = np.int64(records[start + 2]) | np.int64(records[start + 3]) << 16
    rare = np.int64(records[start + 4]) | np.int64(records[start + 5]) << 16
    place = start + 6
    first = np.int64(0)
    second = np.int64(0)
    end = place + once
    for i in range(place, end - 1, 2):
        first += weights[records[i]]
        second += weights[records[i + 1]]
    if once & 1:
        first += weights[records[end - 1]]
    total = np.int64((first + second) * (base / (base + length)) * 65536.0)
    for i in range(end, end + 2 * more, 2):
        weight = weights[records[i]]
        if weight > 0:
            units = records[i + 1] / 16.0
            total += np.int64(weight * (units / (units + length)) * 65536.0)
    place = end + 2 * more
    alone = np.int64(0)
    for i in range(place, place + 3 * rare, 3):
        weight = weights[np.int64(records[i]) | np.int64(records[i + 1]) << 16]
        if weight > 0:
            units = records[i + 2] / 16.0
            if units == base:
                alone += weight
            else:
                total += np.int64(weight * (units / (units + length)) * 65536.0)
    if alone > 0:
        total -= np.int64((first + second) * (base / (base + length)) * 65536.0)
        total += np.int64((first + second + alone) * (base / (base + length)) * 65536.0)
    return total


@njit(nogil=True, cache=True)
def _worse(score: int, row: int, other_score: int, other_row: int) -> bool:
    return score < other_score or (score == other_score and row > other_row)


@njit(nogil=True, cache=True)
def _keep(best: Array, scores: Array, kept: int, k: int, row: int, score: int) -> int:
    """One more for a heap of at most ``k`` whose root is the worst; how many it holds now."""
    if kept < k:
        place = kept
        while place > 0:
            parent = (place - 1) >> 1
            if not _worse(score, row, scores[parent], best[parent]):
                break
            scores[place], best[place] = scores[parent], best[parent]
            place = parent
        scores[place], best[place] = score, row
        return kept + 1
    if _worse(score, row, scores[0], best[0]):
        return kept
    place = 0
    while True:
        child = 2 * place + 1
        if child >= k:
            break
        if child + 1 < k and _worse(scores[child + 1], best[child + 1], scores[child], best[child]):
            child += 1
        if not _worse(scores[child], best[child], score, row):
            break
        scores[place], best[place] = scores[child], best[child]
        place = child
    scores[place], best[place] = score, row
    return kept
