# mypy: disable-error-code="misc,call-arg,arg-type,assignment,return-value,no-any-return"

"""In what units a query's weights are counted in the bytes of the approximate sums."""

from __future__ import annotations

import numpy as np
from numba import njit

from queqiao.matching.index.views import Postings, Query, Scratch

MOST_UNITS = 250.0
LONG = 16  # dense terms, above which coarse weights do
SHORT = 4  # terms, up to which repetition is counted by its true frequency


@njit(nogil=True, cache=True)
def first_scale(postings: Postings, query: Query, k_mean: float) -> float:
    """
    What a weight of 1 counts in a byte.

    Were terms independent, the best sums would lie about six standard deviations above the mean;
    they shall come to 100, so that they are still told apart when they are twice as large. But no
    finer scale is needed than one by which a short document with everything in it just fits.
    """
    highest = 0.0
    mean = 0.0
    variance = 0.0
    for j in range(query.terms.size):
        share = postings.frequencies[query.terms[j]] / postings.documents
        weight = query.weights[j]
        highest += weight
        mean += share * weight
        variance += share * (1.0 - share) * weight * weight
    highest *= (1.0 + k_mean) if query.terms.size <= SHORT else gains_of(postings, k_mean)[1]
    return max(140.0 / highest, 100.0 / (mean + 6.0 * np.sqrt(variance)))


@njit(nogil=True, cache=True)
def dense_unit(postings: Postings, query: Query) -> tuple[float, float]:
    """The unit in which dense terms count, and the least extra weight of repetition that counts."""
    largest = 0.0
    total = 0.0
    number = 0
    for j in range(query.terms.size):
        if query.terms[j] < postings.dense:
            largest = max(largest, query.weights[j])
            total += query.weights[j]
            number += 1
    if number > LONG:
        return max(largest / 4.5, total * 2.0 / MOST_UNITS), largest / 3.0
    return max(largest / 10.0, total * 2.0 / MOST_UNITS), largest / 10.0


@njit(nogil=True, cache=True)
def fill_tables(
    postings: Postings, query: Query, scratch: Scratch, scale: float, k_mean: float
) -> None:
    """
    For each term what it adds: by the document's length factor (16 steps), then by its frequency.

    Frequencies count in halves up to 31.5. Dense terms have been counted once already. Repetition
    counts for more in a long document, so that a table by frequency alone would not do.
    """
    for j in range(query.terms.size):
        weight = query.weights[j] * scale
        lost = max(1, int(weight + 0.5)) if query.terms[j] < postings.dense else 0
        for step in range(16):
            spread = 128.0 * (postings.base + k_mean) / (step * 16 + 8) - postings.base
            spread = max(spread, 0.0)
            one = postings.base / (postings.base + spread)
            for halves in range(64):
                times = halves * 0.5 / (halves * 0.5 + spread + 1e-9) / one
                amount = int(weight * times + 0.5) - lost
                scratch.tables[j, step * 64 + halves] = max(0, min(255, amount))


@njit(nogil=True, cache=True)
def gains_of(postings: Postings, k_mean: float) -> tuple[float, float]:
    """How many times one occurrence repetition counts, in a document of average length."""
    one = postings.base / (postings.base + k_mean)
    middle = postings.middle / (postings.middle + k_mean)
    upper = postings.upper / (postings.upper + k_mean)
    return middle / one, upper / one
