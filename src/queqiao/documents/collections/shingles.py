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

SIZE = 5
_SAMPLE = 4
_MOST_SHARED = 60
"""A shingle that more documents hold is a formula of the genre and proposes no pair."""
_FEWEST_SHARED = 2

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
    """Pairs of documents that may share much, each ``(earlier, later)``, in order."""
    sampled = [_sampled(one) for one in sets]
    if not sampled:
        return ()
    values = np.concatenate(sampled)
    owners = np.repeat(np.arange(len(sampled)), [one.size for one in sampled])
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    shared: dict[tuple[int, int], int] = {}
    for members in np.split(owners, starts[1:]):
        if not 1 < members.size <= _MOST_SHARED:
            continue
        documents = members.tolist()
        for place, one in enumerate(documents):
            for other in documents[place + 1 :]:
                shared[one, other] = shared.get((one, other), 0) + 1
    return tuple(
        sorted(
            pair
            for pair, count in shared.items()
            if count >= min(_FEWEST_SHARED, sampled[pair[0]].size, sampled[pair[1]].size)
        )
    )


def _sampled(values: Shingles) -> Shingles:
    """The sample; the smallest shingle stands for a text too short to have one."""
    chosen = values[values % np.uint64(_SAMPLE) == 0]
    return chosen if chosen.size else values[:1]
