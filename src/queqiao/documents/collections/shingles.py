"""
How much text two documents share, by their shingles.

A shingle is five letters in a row, punctuation and spaces left out. ``resemblance`` is
``|A ∩ B| / |A ∪ B|`` and ``containment`` of A in B ``|A ∩ B| / |A|`` over the sets of shingles
(Broder, On the resemblance and containment of documents, 1997). Pairs worth comparing come from
Broder's sample of the shingles that are 0 modulo ``_SAMPLE``: it keeps containment visible, which
a sketch of fixed size does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from queqiao.text import normalize

Shingles = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]

SIZE = 5
_SAMPLE = 4
_MOST_SHARED = 60
_FEWEST_SHARED = 2
_FEW = 30
"""Of smaller samples, sharing ``_FEWEST_SHARED`` is enough to be compared."""
_LEAST = 0.4
"""
Of larger samples, this share of the smaller one. Documents of one story share two thirds of the
smaller one's shingles or more; a sample of ``_FEW`` falls that short less than once in a thousand.
"""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def shingles_of(text: str) -> Shingles:
    """The distinct shingles of a text as sorted numbers; a shorter text is one shingle."""
    letters = "".join(char for char in normalize(text).text.lower() if char.isalnum())
    if not letters:
        return np.empty(0, dtype=np.uint64)
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = max(1, codes.size - SIZE + 1)
    rolled = np.zeros(count, dtype=np.uint64)
    for place in range(min(SIZE, codes.size)):
        rolled = rolled * _MULTIPLIER + codes[place : place + count]
    return np.unique(_mixed(rolled))


def _mixed(values: Shingles) -> Shingles:
    """The finalizer of SplitMix64: every bit of the input moves every bit of the output."""
    values = (values ^ (values >> np.uint64(30))) * _MIX_1
    values = (values ^ (values >> np.uint64(27))) * _MIX_2
    mixed: Shingles = values ^ (values >> np.uint64(31))
    return mixed


def shared_count(one: Shingles, other: Shingles) -> int:
    """How many shingles both hold."""
    return int(np.intersect1d(one, other, assume_unique=True).size)


def resemblance(one: Shingles, other: Shingles) -> float:
    """The shared part of both together, 0-1; 0 where both are empty."""
    shared = shared_count(one, other)
    whole = one.size + other.size - shared
    return shared / whole if whole else 0.0


def containment(one: Shingles, other: Shingles) -> float:
    """The part of ``one`` that stands in ``other`` too, 0-1; 0 where ``one`` is empty."""
    return shared_count(one, other) / one.size if one.size else 0.0


def candidate_pairs(sets: Sequence[Shingles]) -> tuple[tuple[int, int], ...]:
    """
    Pairs of documents that may share much, each ``(earlier, later)``, in order.

    Where more than ``_MOST_SHARED`` documents hold a shingle, each is paired with the next one
    only: enough to chain the copies of one text, and too little to compare everybody with everybody
    over a formula of the genre.
    """
    sampled = [_sampled(one) for one in sets]
    sizes = np.array([one.size for one in sampled], dtype=np.int64)
    if not sizes.sum():
        return ()
    codes, counts = np.unique(_shared_codes(sampled, sizes), return_counts=True)
    one, other = np.divmod(codes, len(sampled))
    smaller = np.minimum(sizes[one], sizes[other])
    needed = np.where(smaller < _FEW, np.minimum(_FEWEST_SHARED, smaller), _LEAST * smaller)
    likely = counts >= needed
    return tuple(zip(one[likely].tolist(), other[likely].tolist(), strict=True))


def _shared_codes(sampled: Sequence[Shingles], sizes: Numbers) -> Numbers:
    """``one * N + other`` for every shingle that two documents share."""
    count = len(sampled)
    values = np.concatenate(sampled)
    owners = np.repeat(np.arange(count), sizes)
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    lengths = np.diff(np.append(starts, values.size))
    found = [np.empty(0, dtype=np.int64)]
    for length in np.unique(lengths[lengths > 1]).tolist():
        groups = owners[starts[lengths == length][:, None] + np.arange(length)]
        if length > _MOST_SHARED:
            first, second = groups[:, :-1], groups[:, 1:]
        else:
            upper = np.triu_indices(length, 1)
            first, second = groups[:, upper[0]], groups[:, upper[1]]
        found.append((first * count + second).ravel())
    return np.concatenate(found)


def _sampled(values: Shingles) -> Shingles:
    """The sample; the smallest shingle stands for a text too short to have one."""
    chosen = values[values % np.uint64(_SAMPLE) == 0]
    return chosen if chosen.size else values[:1]
