"""Many strings in two arrays, found without reading more than a few of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from queqiao.matching.index.model import Array


def pack_strings(prefix: str, strings: Sequence[bytes]) -> dict[str, Array]:
    """``prefix_ends`` and ``prefix_bytes``: the strings end to end."""
    ends = np.zeros(len(strings) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, strings), dtype=np.int64, count=len(strings)), out=ends[1:])
    return {
        f"{prefix}_ends": ends,
        f"{prefix}_bytes": np.array(bytearray(b"".join(strings)), dtype=np.uint8),
    }


def string_at(arrays: Mapping[str, Array], prefix: str, place: int) -> bytes:
    """One string out of two arrays made by ``pack_strings``."""
    ends = arrays[f"{prefix}_ends"]
    data: bytes = arrays[f"{prefix}_bytes"][ends[place] : ends[place + 1]].tobytes()
    return data


def unpack_strings(arrays: Mapping[str, Array], prefix: str) -> list[bytes]:
    """All strings."""
    whole = arrays[f"{prefix}_bytes"].tobytes()
    ends = arrays[f"{prefix}_ends"].tolist()
    return [whole[start:end] for start, end in pairwise(ends)]


def find_sorted(arrays: Mapping[str, Array], prefix: str, wanted: bytes) -> int | None:
    """The place of a string among sorted ones; None where it is not there."""
    low, high = 0, len(arrays[f"{prefix}_ends"]) - 1
    while low < high:
        middle = (low + high) // 2
        if string_at(arrays, prefix, middle) < wanted:
            low = middle + 1
        else:
            high = middle
    there = low < len(arrays[f"{prefix}_ends"]) - 1
    return low if there and string_at(arrays, prefix, low) == wanted else None


def pack_hashed(prefix: str, strings: Sequence[bytes]) -> dict[str, Array]:
    """
    Strings sorted by checksum, with the number that each had; ``find_hashed`` looks many up.

    ``prefix_sums`` are the checksums, ``prefix_numbers`` the numbers.
    """
    sums = np.fromiter(map(zlib.crc32, strings), dtype=np.uint32, count=len(strings))
    order = np.argsort(sums, kind="stable")
    packed = pack_strings(prefix, [strings[i] for i in order.tolist()])
    numbers = order.astype(np.uint32)
    return {**packed, f"{prefix}_sums": sums[order], f"{prefix}_numbers": numbers}


def find_hashed(arrays: Mapping[str, Array], prefix: str, wanted: Iterable[bytes]) -> Array:
    """The number of each string, -1 where it is not there."""
    asked = list(wanted)
    sums = arrays[f"{prefix}_sums"]
    keys = np.fromiter(map(zlib.crc32, asked), dtype=np.uint32, count=len(asked))
    places = np.searchsorted(sums, keys).tolist()
    numbers = np.full(len(asked), -1, dtype=np.int64)
    known = arrays[f"{prefix}_numbers"]
    for i, (place, key) in enumerate(zip(places, keys.tolist(), strict=True)):
        at = place
        while at < len(sums) and sums[at] == key:
            if string_at(arrays, prefix, at) == asked[i]:
                numbers[i] = known[at]
                break
            at += 1
    return numbers


def hashed_in_order(arrays: Mapping[str, Array], prefix: str) -> list[bytes]:
    """All strings of ``pack_hashed`` in the order of their numbers."""
    strings = unpack_strings(arrays, prefix)
    found = [b""] * len(strings)
    for number, string in zip(arrays[f"{prefix}_numbers"].tolist(), strings, strict=True):
        found[number] = string
    return found
