"""Many queries at once through the compiled kernels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from queqiao.matching.index import kernels
from queqiao.matching.index.model import WEIGHT_SCALE, Array, Where
from queqiao.matching.index.scales import SHORT
from queqiao.matching.index.segment import Segment, aligned
from queqiao.matching.index.views import Limits, Postings, Query, Scratch

if TYPE_CHECKING:
    from queqiao.matching.index.reader import Found, Index, Prepared

_CHOSEN = 16384
_SPARE_ROWS = 640
LEAST_CANDIDATES = 300

Work = tuple[Postings, Array, Array | None]


def search_fast(
    index: Index, prepared: Prepared, *, k: int, where: Where | None, threads: int
) -> Found:
    """The best documents of all queries, a share of the queries on each thread."""
    bounds = np.linspace(0, prepared.queries, min(threads, max(1, prepared.queries)) + 1)
    shares = [(int(a), int(b)) for a, b in pairwise(bounds) if int(b) > int(a)]
    owners, rows, scores = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for place, segment in enumerate(index.segments):
        work = _work(index, segment, where)
        starts, query = _local_queries(segment, prepared)
        limits = Limits(
            min(k, segment.size),
            max(LEAST_CANDIDATES, 5 * k),
            index.k_base,
            index.k_slope,
            index.settings.k1,
        )

        def run(
            share: tuple[int, int],
            work: Work = work,
            starts: Array = starts,
            query: Query = query,
            limits: Limits = limits,
        ) -> tuple[Array, Array, Array]:
            return _run(work, starts[share[0] : share[1] + 1], query, limits)

        for (first, _), (best, whole, counts) in zip(shares, _mapped(run, shares), strict=True):
            kept = np.arange(best.shape[1]) < counts[:, None]
            owners.append(np.repeat(np.arange(len(counts)) + first, counts))
            rows.append(best[kept] + index.offset(place))
            scores.append(whole[kept])
    flat = (np.concatenate(owners), np.concatenate(rows), np.concatenate(scores))
    return index.collect(prepared.queries, k, flat)


def _mapped(run: object, shares: list[tuple[int, int]]) -> list[tuple[Array, Array, Array]]:
    assert callable(run)  # noqa: S101 -- for the type checker
    if len(shares) <= 1:
        return [run(share) for share in shares]
    with ThreadPoolExecutor(len(shares)) as pool:
        return list(pool.map(run, shares))


def _work(index: Index, segment: Segment, where: Where | None) -> Work:
    """A segment as the kernels see it, the factor of each row, the few rows allowed if few."""
    factors = index.factors(segment)
    if not where:
        return postings_of(segment), factors, None
    mask = segment.allowed(where)
    few = np.flatnonzero(mask) if mask.sum() <= 4 * LEAST_CANDIDATES else None
    masked = aligned(len(factors))
    masked[: segment.size] = factors[: segment.size] * mask
    return postings_of(segment), masked, few


def postings_of(segment: Segment) -> Postings:
    """The arrays of a segment in the order in which the kernels take them."""
    a = segment.arrays
    return Postings(
        segment.size,
        segment.blocks,
        segment.dense,
        segment.base,
        float(segment.table.meta["middle"]),
        float(segment.table.meta["upper"]),
        a["frequencies"],
        a["base_starts"],
        a["base_documents"],
        a["middle_starts"],
        a["middle_documents"],
        a["middle_units"],
        a["upper_starts"],
        a["upper_documents"],
        a["upper_units"],
        a["bits"],
        a["more_rows"],
        a["record_starts"],
        a["records"],
        a["lengths"],
    )


def _local_queries(segment: Segment, prepared: Prepared) -> tuple[Array, Query]:
    """The queries in the segment's own term numbers, the heaviest terms of each first."""
    local = segment.find_terms(prepared.words)[prepared.terms] if prepared.words else prepared.terms
    order = np.lexsort((local, -prepared.whole, prepared.owners))
    order = order[local[order] >= 0]
    starts = np.searchsorted(prepared.owners[order], np.arange(prepared.queries + 1))
    whole = prepared.whole[order]
    query = Query(local[order], whole.astype(np.int32), whole / float(WEIGHT_SCALE))
    return starts, query


def new_scratch(postings: Postings) -> Scratch:
    """Room for one thread to search one segment in."""
    width = -(-postings.documents // 512) * 512
    planes = aligned(_SPARE_ROWS * kernels.CHUNK)
    return Scratch(
        aligned(width),
        np.zeros(width // 64, np.uint8),
        np.zeros(_CHOSEN, np.int64),
        np.zeros(256, np.int64),
        planes.view(np.uint64),
        np.zeros((10, 512), np.int64),
        np.zeros(8, np.uint8),
        np.zeros(max(1, len(postings.frequencies)), np.int32),
        np.zeros((SHORT, 1024), np.int32),
        np.zeros(4, np.int64),
    )


def _run(work: Work, starts: Array, query: Query, limits: Limits) -> tuple[Array, Array, Array]:
    """One share of the queries in one segment."""
    postings, factors, few = work
    count = len(starts) - 1
    found = (
        np.zeros((count, limits.k), np.int64),
        np.zeros((count, limits.k), np.int64),
        np.zeros(count, np.int64),
    )
    scratch = new_scratch(postings)
    if few is None:
        kernels.search_batch(postings, factors, starts, query, limits, scratch, found)
    else:
        kernels.score_batch(postings, few, starts, query, limits, scratch, found)
    return found
