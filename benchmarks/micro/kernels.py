"""What a query touches in the index, and how close its parts come to the memory's bandwidth."""

# ruff: noqa: PLC0415, ANN401 -- the kernels are imported where they are measured

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np


def work_of(index: Any, queries: Sequence[Sequence[str]]) -> dict[str, float]:
    """
    Averages for one query over all segments.

    ``postings`` is what an exhaustive search touches; ``added_singly`` the postings that ours adds
    one by one, ``rows_of_bits`` the dense rows that it adds, ``scored`` the exact scores;
    ``megabytes`` what it reads in all.
    """
    from queqiao.matching.index import fast, kernels
    from queqiao.matching.index.views import Limits

    prepared = index.prepare(queries)
    total = np.zeros(4)
    postings = 0
    read = 0.0
    for segment in index.segments:
        starts, query = fast._local_queries(segment, prepared)  # noqa: SLF001 -- measured from inside
        view = fast.postings_of(segment)
        scratch = fast.new_scratch(view)
        limits = Limits(50, 300, index.k_base, index.k_slope, index.settings.k1)
        shape = (len(queries), 50)
        found = (
            np.zeros(shape, np.int64),
            np.zeros(shape, np.int64),
            np.zeros(len(queries), np.int64),
        )
        kernels.search_batch(view, index.factors(segment), starts, query, limits, scratch, found)
        total += scratch.work
        postings += int(segment.arrays["frequencies"][query.terms].sum(dtype=np.int64))
        record = 2 * len(segment.arrays["records"]) / max(1, segment.size)
        read += 2 * scratch.work[0] + segment.size / 8 * scratch.work[1]
        read += scratch.work[2] * record + 3.0 * segment.size * len(queries)
    each = max(1, len(queries))
    return {
        "postings": round(postings / each),
        "added_singly": round(total[0] / each),
        "rows_of_bits": round(total[1] / each, 1),
        "scored": round(total[2] / each),
        "redone": round(total[3] / each, 3),
        "megabytes": round(read / each / 1e6, 2),
        "copy_gb_per_s": round(_bandwidth(), 1),
    }


def _bandwidth() -> float:
    """Bytes that one thread reads a second, in GB, summing more than the cache holds."""
    numbers = np.ones(1 << 25)
    best = 0.0
    for _ in range(5):
        started = time.perf_counter()
        numbers.sum()
        best = max(best, numbers.nbytes / (time.perf_counter() - started) / 1e9)
    return best
