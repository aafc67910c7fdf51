"""The inner loop: all field-by-field cosines of one query with many documents, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

F32 = NDArray[np.float32]


# log1p of counts in steps of 1/5, up to twice title, body and twice keywords at their most
LOGARITHMS = np.log1p(np.arange(5 * 255 + 1) / 5).astype(np.float32)


@njit(cache=True, nogil=True)
def field_products(  # noqa: C901, PLR0912, PLR0913, PLR0917 -- one compiled loop, unrolled
    places: NDArray[np.int32],  # (terms,): where a term stands in the query, -1 elsewhere
    query: F32,  # (query terms, 4): unit-length weights in the four fields
    in_focus: F32,  # (query terms,): rarity where in the query's title or keywords, else 0
    rarities: F32,  # (query terms,)
    starts: NDArray[np.int64],  # (documents,)
    stops: NDArray[np.int64],
    ids: NDArray[np.int32],
    steps: NDArray[np.uint8],  # (entries, 3): counts in fifths
    norms: F32,  # (documents, 4)
    focus: F32,  # (documents, 2): the query's total, the document's total
    logarithms: F32,
    out: F32,  # (documents, 18)
) -> None:
    """
    Fill ``out``: 16 cosines (query field times 4 plus document field), then two coverages.

    Coverage is the share of the rarity of one side's title and keywords that the other side's
    whole text holds: first of the query's by the document, then of the document's by the query.
    """
    dots = np.zeros((4, 4), np.float32)
    for row in range(len(starts)):
        dots[:] = 0
        covered = np.float32(0)
        covers = np.float32(0)
        for entry in range(starts[row], stops[row]):
            place = places[ids[entry]]
            if place < 0:
                continue
            title = np.int64(steps[entry, 0])
            body = np.int64(steps[entry, 1])
            keyword = np.int64(steps[entry, 2])
            rarity = rarities[place]
            whole = logarithms[2 * title + body + 2 * keyword] * rarity
            for left in range(4):
                dots[left, 3] += query[place, left] * whole
            if body > 0:
                amount = logarithms[body] * rarity
                for left in range(4):
                    dots[left, 1] += query[place, left] * amount
            if title > 0:
                amount = logarithms[title] * rarity
                for left in range(4):
                    dots[left, 0] += query[place, left] * amount
            if keyword > 0:
                amount = logarithms[keyword] * rarity
                for left in range(4):
                    dots[left, 2] += query[place, left] * amount
            covered += in_focus[place]
            if title + keyword > 0:
                covers += rarity
        for left in range(4):
            for right in range(4):
                norm = norms[row, right]
                out[row, left * 4 + right] = dots[left, right] / norm if norm > 0 else 0
        out[row, 16] = covered / focus[row, 0] if focus[row, 0] > 0 else 0
        out[row, 17] = covers / focus[row, 1] if focus[row, 1] > 0 else 0


@njit(cache=True, nogil=True)
def shared_breadths(  # noqa: PLR0913, PLR0917 -- one compiled loop
    places: NDArray[np.int32],  # (terms,): where a term stands in the query, -1 elsewhere
    query: F32,  # (query terms,): weight in the whole text times rarity
    starts: NDArray[np.int64],  # (documents,)
    stops: NDArray[np.int64],
    ids: NDArray[np.int32],
    steps: NDArray[np.uint8],  # (entries, 3): counts in fifths
    logarithms: F32,
    out: NDArray[np.float64],  # (documents,)
) -> None:
    """Fill ``out``: the effective number of words that make the cosine of the whole texts."""
    for row in range(len(starts)):
        total = 0.0
        squares = 0.0
        for entry in range(starts[row], stops[row]):
            place = places[ids[entry]]
            if place < 0:
                continue
            whole = 2 * np.int64(steps[entry, 0]) + np.int64(steps[entry, 1])
            amount = query[place] * logarithms[whole + 2 * np.int64(steps[entry, 2])]
            total += amount
            squares += amount * amount
        out[row] = total * total / squares if squares > 0 else 0.0
