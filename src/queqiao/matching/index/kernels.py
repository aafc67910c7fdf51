# mypy: disable-error-code="misc,call-arg,arg-type,assignment,return-value,no-any-return,operator"
# ruff: noqa: PLR0913, PLR0917 -- compiled code: arguments cost nothing, objects do
"""
The batch search: approximate sums for every document, exact scores for the best of them.

For one query and one segment:

1. ``_sum_dense``: frequent terms are rows of bits, added up as binary numbers (``simd.add_seven``)
   in whole units of their weight, and spread to one byte a document.
2. ``_scatter_sparse``: the other terms add their weight document by document, 65,536 at a time.
3. ``simd.weigh``: every byte times what the document's length makes of it; the largest of 64 kept.
4. ``_choose``: the ``candidates`` best bytes.
5. ``scoring.score_rows``: their exact BM25 from the forward records, the ``k`` best kept in a heap.

BM25 with one occurrence is weight x (1 / (1 + K(length))): the weight belongs to the term, the rest
to the document. So postings need no impacts, only document numbers, and stay true when the global
statistics change.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from queqiao.matching.index.scales import SHORT, dense_unit, fill_tables, first_scale, gains_of
from queqiao.matching.index.scoring import score_rows
from queqiao.matching.index.simd import (
    add_seven,
    add_three,
    spread_eight,
    spread_four,
    spread_six,
    weigh,
)
from queqiao.matching.index.views import Array, Limits, Postings, Query, Scratch

CHUNK = 2048  # bytes of one row of bits that are added up together: 16,384 documents
_PLANES = 8


@njit(nogil=True, cache=True)
def _one_of(query: Query, starts: Array, number: int) -> Query:
    """One of many queries, whose terms lie one after the other."""
    low, high = starts[number], starts[number + 1]
    return Query(query.terms[low:high], query.whole[low:high], query.weights[low:high])


@njit(nogil=True, cache=True)
def search_batch(
    postings: Postings,
    factors: Array,
    starts: Array,
    query: Query,
    limits: Limits,
    scratch: Scratch,
    found: tuple[Array, Array, Array],
) -> None:
    """The best documents of each query: rows, whole scores and their number into ``found``."""
    for number in range(starts.size - 1):
        one = _one_of(query, starts, number)
        count = _choose_candidates(postings, factors, one, limits, scratch)
        found[2][number] = score_rows(
            postings,
            one,
            limits,
            scratch,
            scratch.chosen[:count],
            found[0][number],
            found[1][number],
        )


@njit(nogil=True, cache=True)
def score_batch(
    postings: Postings,
    allowed: Array,
    starts: Array,
    query: Query,
    limits: Limits,
    scratch: Scratch,
    found: tuple[Array, Array, Array],
) -> None:
    """As ``search_batch``, scoring every one of the ``allowed`` rows exactly."""
    for number in range(starts.size - 1):
        one = _one_of(query, starts, number)
        found[2][number] = score_rows(
            postings, one, limits, scratch, allowed, found[0][number], found[1][number]
        )


@njit(nogil=True, cache=True)
def _choose_candidates(
    postings: Postings, factors: Array, query: Query, limits: Limits, scratch: Scratch
) -> int:
    """Rows of the approximately best documents into ``scratch.chosen``; their number."""
    if query.terms.size == 0:
        return 0
    short = query.terms.size <= SHORT
    # The fewer terms, the closer the scores: more must be told apart exactly.
    more = 8 if query.terms.size <= SHORT // 2 else 4 if short else 1
    scale = first_scale(postings, query, limits.k_mean)
    for _ in range(24):
        unit, least = dense_unit(postings, query)
        gains = gains_of(postings, limits.k_mean)
        if short:
            least = np.inf
            fill_tables(postings, query, scratch, scale, limits.k_mean)
        _sum_dense(postings, query, scratch, scale, unit, least, gains)
        full = _scatter_sparse(postings, factors, query, scratch, scale, least, gains)
        if full <= limits.candidates // 2:
            break
        scratch.work[3] += 1
        scale *= 0.5
    return _choose(limits.candidates * more, scratch)


@njit(nogil=True, cache=True)
def _sum_dense(
    postings: Postings,
    query: Query,
    scratch: Scratch,
    scale: float,
    unit: float,
    least: float,
    gains: tuple[float, float],
) -> None:
    """Bytes of all documents: what the dense terms, heaviest first, add up to."""
    inputs = np.zeros(_PLANES + 2, np.int64)
    room = 255
    for j in range(query.terms.size):
        term = query.terms[j]
        if term >= postings.dense:
            continue
        units = max(1, int(query.weights[j] / unit + 0.5))
        room = _enlist(postings, scratch, inputs, term, units, room)
        more = query.weights[j] * (gains[0] * 0.8 + gains[1] * 0.2 - 1.0)
        if postings.more_rows[term] >= 0 and more >= least:
            row = postings.more_rows[term]
            room = _enlist(postings, scratch, inputs, row, int(more / unit + 0.5), room)
    for plane in range(_PLANES):
        scratch.worth[plane] = np.uint8(min(255.0, max(1.0, scale * unit * (1 << plane) + 0.5)))
    if inputs.max() == 0:
        scratch.sums[:] = 0
        return
    size = postings.bits.shape[1]
    for offset in range(0, size, CHUNK):
        _sum_chunk(scratch, inputs, offset, min(CHUNK, size - offset))


@njit(nogil=True, cache=True)
def _enlist(
    postings: Postings, scratch: Scratch, inputs: Array, row: int, units: int, room: int
) -> int:
    """A row of bits noted in every plane in which its units have a 1, if there is room left."""
    if units > room:
        return room
    left = room - units
    address = postings.bits.ctypes.data + row * postings.bits.shape[1]
    scratch.work[1] += 1
    plane = 0
    while units > 0 and plane < _PLANES:
        if units & 1:
            scratch.rows[plane, inputs[plane]] = address
            inputs[plane] += 1
        units >>= 1
        plane += 1
    return left


@njit(nogil=True, cache=True)
def _sum_chunk(scratch: Scratch, inputs: Array, offset: int, length: int) -> None:
    """Planes of one chunk, lowest first, each handing its carries to the next; then bytes."""
    zero = scratch.planes.ctypes.data
    spare = zero + (_PLANES + 1) * CHUNK
    counts = inputs.copy()
    top = 0
    for plane in range(_PLANES):
        target = zero + (plane + 1) * CHUNK
        for i in range(inputs[plane]):
            scratch.rows[plane, i] += offset
        if counts[plane] == 0:
            first = (plane + 1) * CHUNK // 8
            scratch.planes[first : first + CHUNK // 8] = 0
        else:
            top = plane + 1
            spare = _add_plane(scratch, counts, plane, target, spare, length // 32)
        for i in range(inputs[plane]):
            scratch.rows[plane, i] -= offset
    out = scratch.sums.ctypes.data + offset * 8
    worth = scratch.worth.ctypes.data
    if top <= 4:
        spread_four(out, zero + CHUNK, CHUNK, length // 4, worth)
    elif top <= 6:
        spread_six(out, zero + CHUNK, CHUNK, length // 4, worth)
    else:
        spread_eight(out, zero + CHUNK, CHUNK, length // 4, worth)


@njit(nogil=True, cache=True)
def _add_plane(
    scratch: Scratch, counts: Array, plane: int, target: int, spare: int, vectors: int
) -> int:
    """All rows of one plane added up at ``target``; the address of the next spare row."""
    rows = scratch.rows
    zero = scratch.planes.ctypes.data
    count = counts[plane]
    current = rows[plane, 0]
    i = 1
    while i + 5 < count and plane + 2 < _PLANES:
        r = rows[plane]
        add_seven(
            target, spare, spare + CHUNK, current,
            r[i], r[i + 1], r[i + 2], r[i + 3], r[i + 4], r[i + 5], vectors,
        )  # fmt: skip
        for up in range(1, 3):
            rows[plane + up, counts[plane + up]] = spare
            counts[plane + up] += 1
            spare += CHUNK
        current = target
        i += 6
    while i < count or current != target:
        second = rows[plane, i] if i < count else zero
        third = rows[plane, i + 1] if i + 1 < count else zero
        add_three(target, spare, current, second, third, vectors)
        if plane + 1 < _PLANES and i < count:
            rows[plane + 1, counts[plane + 1]] = spare
            counts[plane + 1] += 1
            spare += CHUNK
        current = target
        i += 2
    return spare


@njit(nogil=True, cache=True)
def _scatter_sparse(
    postings: Postings,
    factors: Array,
    query: Query,
    scratch: Scratch,
    scale: float,
    least: float,
    gains: tuple[float, float],
) -> int:
    """Sparse terms added, bytes weighed; the number of bytes that were full."""
    full = 0
    sums = scratch.sums
    for block in range(postings.blocks):
        base = block << 16
        for j in range(query.terms.size):
            term = query.terms[j]
            weight = query.weights[j] * scale
            one = max(1, int(weight + 0.5))
            place = term * postings.blocks + block
            lost = 0
            if query.terms.size <= SHORT:
                if term >= postings.dense:
                    _add(scratch, postings.base_documents, postings.base_starts, place, base, one)
                _add_repeated(postings, factors, scratch, place, base, scratch.tables[j])
                continue
            if term < postings.dense:
                if postings.more_rows[term] >= 0 or query.weights[j] * (gains[0] - 1.0) < least:
                    continue
                lost = one
            else:
                _add(scratch, postings.base_documents, postings.base_starts, place, base, one)
            amount = max(1, int(weight * gains[0] + 0.5)) - lost
            _add(scratch, postings.middle_documents, postings.middle_starts, place, base, amount)
            amount = max(1, int(weight * gains[1] + 0.5)) - lost
            _add(scratch, postings.upper_documents, postings.upper_starts, place, base, amount)
        groups = (min(sums.size, base + 65536) - base) >> 6
        full += weigh(
            sums.ctypes.data + base,
            factors.ctypes.data + base,
            groups,
            scratch.largest.ctypes.data + (base >> 6),
        )
    return full


@njit(nogil=True, cache=True)
def _add_repeated(
    postings: Postings, factors: Array, scratch: Scratch, place: int, base: int, table: Array
) -> None:
    """One term in one block: its repeated occurrences, each by its true frequency."""
    sums = scratch.sums
    low, high = np.int64(postings.middle_starts[place]), np.int64(postings.middle_starts[place + 1])
    scratch.work[0] += high - low
    for i in range(low, high):
        row = base + postings.middle_documents[i]
        halves = min(np.int64(postings.middle_units[i]) >> 3, 63)
        amount = table[(np.int64(factors[row]) >> 4) * 64 + halves]
        sums[row] = np.uint8(min(np.int32(sums[row]) + amount, np.int32(255)))
    low, high = np.int64(postings.upper_starts[place]), np.int64(postings.upper_starts[place + 1])
    scratch.work[0] += high - low
    for i in range(low, high):
        row = base + postings.upper_documents[i]
        halves = min(np.int64(postings.upper_units[i]) >> 3, 63)
        amount = table[(np.int64(factors[row]) >> 4) * 64 + halves]
        sums[row] = np.uint8(min(np.int32(sums[row]) + amount, np.int32(255)))


@njit(nogil=True, cache=True)
def _add(
    scratch: Scratch, documents: Array, starts: Array, place: int, base: int, amount: int
) -> None:
    """``amount`` added to the bytes of the documents of one term in one block."""
    sums = scratch.sums
    whole = np.int32(min(amount, 255))
    low, high = np.int64(starts[place]), np.int64(starts[place + 1])
    scratch.work[0] += high - low
    for i in range(low, high):
        row = base + documents[i]
        sums[row] = np.uint8(min(np.int32(sums[row]) + whole, np.int32(255)))


@njit(nogil=True, cache=True)
def _choose(wanted: int, scratch: Scratch) -> int:
    """The rows with the ``wanted`` best bytes, ties included as far as there is room."""
    groups = scratch.sums.size >> 6
    counts = scratch.counts
    counts[:] = 0
    for group in range(groups):
        counts[scratch.largest[group]] += 1
    bar = _bar(counts, wanted, 1)
    number = 0
    for group in range(groups):
        if scratch.largest[group] < bar:
            continue
        for row in range(group * 64, group * 64 + 64):
            if scratch.sums[row] >= bar and number < scratch.chosen.size:
                scratch.chosen[number] = row
                number += 1
    if number <= wanted:
        return number
    counts[:] = 0
    for i in range(number):
        counts[scratch.sums[scratch.chosen[i]]] += 1
    bar = _bar(counts, wanted, bar)
    kept = 0
    for i in range(number):
        row = scratch.chosen[i]
        if scratch.sums[row] >= bar:
            scratch.chosen[kept] = row
            kept += 1
    return min(kept, 4 * wanted)


@njit(nogil=True, cache=True)
def _bar(counts: Array, wanted: int, least: int) -> int:
    """The highest byte, at least ``least``, that ``wanted`` documents or more reach."""
    reached = 0
    for bar in range(255, least, -1):
        reached += counts[bar]
        if reached >= wanted:
            return bar
    return least
