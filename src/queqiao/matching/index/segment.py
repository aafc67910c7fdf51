"""One immutable part of an index, mapped into memory, with the documents that died since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from queqiao.matching.index.batch import Batch, filter_key, reorder
from queqiao.matching.index.files import Table, load_table
from queqiao.matching.index.layout import read_batch, read_records
from queqiao.matching.index.model import UNITS, Array, Where
from queqiao.matching.index.strings import find_hashed, find_sorted, string_at

_FAMILIES = ("middle", "upper")
_PIECE = 1 << 16


class Segment:
    """
    Documents sorted by id; rows count from 0.

    ``dead`` marks the rows that were replaced or removed, None where there are none.
    """

    def __init__(self, table: Table, dead: Array | None, dead_name: str | None) -> None:
        self.table = table
        self.name = table.path.name
        self.arrays: Mapping[str, Array] = table.arrays
        self.dead = dead
        self.dead_name = dead_name
        self.size = len(self.arrays["lengths"])
        self.dense = int(table.meta["dense"])
        self.blocks = int(table.meta["blocks"])
        self.base = float(table.meta["base"])

    @cached_property
    def live(self) -> int:
        """How many documents are not dead."""
        return self.size if self.dead is None else self.size - int(self.dead.sum())

    @cached_property
    def live_length(self) -> int:
        """What the live documents' lengths add up to, in units."""
        lengths = self.arrays["lengths"]
        total = int(lengths.sum(dtype=np.int64))
        if self.dead is None:
            return total
        return total - int(lengths[self.dead].sum(dtype=np.int64))

    @cached_property
    def _dead_frequencies(self) -> Array | None:
        if self.dead is None or not self.dead.any():
            return None
        rows = np.flatnonzero(self.dead)
        _, terms, _ = read_records(self.arrays, rows, round(self.base * UNITS))
        return np.bincount(terms, minlength=len(self.arrays["frequencies"]))

    def find_terms(self, terms: Sequence[bytes]) -> Array:
        """The number of each term here, -1 where it is unknown."""
        return find_hashed(self.arrays, "term", terms)

    def frequencies(self, numbers: Array) -> Array:
        """In how many live documents each of these terms stands; 0 for -1."""
        known = np.maximum(numbers, 0)
        if not len(self.arrays["frequencies"]):
            return np.zeros(len(numbers), dtype=np.int64)
        counts = self.arrays["frequencies"][known].astype(np.int64)
        if self._dead_frequencies is not None:
            counts -= self._dead_frequencies[known]
        return np.where(numbers < 0, 0, counts)

    def find_row(self, document_id: str) -> int | None:
        """The row of a live document."""
        row = find_sorted(self.arrays, "id", document_id.encode("utf-8", "surrogatepass"))
        if row is None or (self.dead is not None and self.dead[row]):
            return None
        return row

    def id_at(self, row: int) -> str:
        """The id of a row."""
        return string_at(self.arrays, "id", row).decode("utf-8", "surrogatepass")

    def live_ids(self) -> Iterator[str]:
        """The ids of the live documents, row after row."""
        rows = range(self.size) if self.dead is None else np.flatnonzero(~self.dead).tolist()
        return map(self.id_at, rows)

    def payload(self, row: int) -> bytes:
        """The payload of a row."""
        return string_at(self.arrays, "payload", row)

    def column(self, name: str, row: int) -> Array:
        """One row of a column; empty where the document had none."""
        names = self.table.meta["columns"]
        if name not in names:
            return np.zeros(0)
        place = names.index(name)
        starts = self.arrays[f"column{place}_starts"]
        values: Array = self.arrays[f"column{place}_values"][starts[row] : starts[row + 1]]
        return values

    def column_rows(self, name: str, rows: Array) -> tuple[Array, Array]:
        """How many values each of these rows has in a column, and the values, row after row."""
        names = self.table.meta["columns"]
        if name not in names:
            return np.zeros(len(rows), dtype=np.int64), np.zeros(0)
        place = names.index(name)
        starts = self.arrays[f"column{place}_starts"]
        begins = starts[rows]
        counts = starts[rows + 1] - begins
        return counts, self.arrays[f"column{place}_values"][spread(begins, counts)]

    def allowed(self, where: Where) -> Array:
        """For every row whether it is alive and agrees with all fields of ``where``."""
        mask = np.ones(self.size, dtype=np.bool_) if self.dead is None else ~self.dead
        for name, values in sorted(where.items()):
            wanted = (values,) if isinstance(values, str) else values
            agreeing = np.zeros(self.size, dtype=np.bool_)
            for value in wanted:
                place = find_sorted(self.arrays, "filter", filter_key(name, value))
                if place is not None:
                    start, end = self.arrays["filter_starts"][place : place + 2]
                    agreeing[self.arrays["filter_rows"][start:end]] = True
            mask &= agreeing
        return mask

    def live_batch(self) -> Batch:
        """The live documents, to be laid out again with others."""
        batch = read_batch(self.table.meta, self.arrays)
        return batch if self.dead is None else reorder(batch, np.flatnonzero(~self.dead))

    def scores(self, terms: Array, whole: Array, k_base: float, k_slope: float) -> Array:
        """
        Exact BM25 of every row as a whole number, in plain numpy.

        ``whole`` are the query's weights. The score of a document is the sum over its terms of
        ``weight x tf / (tf + K)``, each part cut to a whole number, those with the commonest
        frequency cut together: so it does not depend on the order of the terms, and a segment
        merged or rebuilt gives the same.
        """
        length = k_base + k_slope * self.arrays["lengths"]
        once = np.zeros(self.size, dtype=np.int64)
        more = np.zeros(self.size, dtype=np.int64)
        for term, weight in zip(terms.tolist(), whole.tolist(), strict=True):
            if term < self.dense:
                bits = np.unpackbits(self.arrays["bits"][term], bitorder="little")[: self.size]
                once += bits * np.int64(weight)
            else:
                once[self._documents("base", term)[0]] += weight
            for family in _FAMILIES:
                rows, span = self._documents(family, term)
                times = self.arrays[f"{family}_units"][span] / float(UNITS)
                if term < self.dense:
                    once[rows] -= weight
                more[rows] += (weight * (times / (times + length[rows])) * 65536.0).astype(np.int64)
        total: Array = (once * (self.base / (self.base + length)) * 65536.0).astype(np.int64)
        total += more
        return total

    def _documents(self, family: str, term: int) -> tuple[Array, slice]:
        """The rows of a term's postings in one family, and where the postings stand."""
        starts = self.arrays[f"{family}_starts"]
        bounds = starts[term * self.blocks : (term + 1) * self.blocks + 1].astype(np.int64)
        span = slice(int(bounds[0]), int(bounds[-1]))
        blocks = np.repeat(np.arange(self.blocks, dtype=np.int64) << 16, np.diff(bounds))
        return blocks + self.arrays[f"{family}_documents"][span], span

    def factors(self, k_base: float, k_slope: float, k_mean: float) -> Array:
        """One byte a row, 128 at average length: what length makes of one occurrence; 0 if dead."""
        width = -(-self.size // 512) * 512
        found = aligned(width)
        lengths = self.arrays["lengths"]
        for first in range(0, self.size, _PIECE):
            piece = k_base + k_slope * lengths[first : first + _PIECE]
            value = 128.0 * (self.base + k_mean) / (self.base + piece)
            found[first : first + len(piece)] = np.clip(np.rint(value), 1, 255)
        if self.dead is not None:
            found[: self.size][self.dead] = 0
        return found


def spread(begins: Array, counts: Array) -> Array:
    """The places ``begins[i], begins[i] + 1, ...``, ``counts[i]`` of each, one after the other."""
    ends = np.cumsum(counts)
    places = np.arange(int(ends[-1]) if len(ends) else 0)
    places += np.repeat(begins - ends + counts, counts)
    return places


def aligned(size: int) -> Array:
    """Zero bytes that begin on a cache line."""
    raw = np.zeros(size + 64, dtype=np.uint8)
    first = -raw.ctypes.data % 64
    return raw[first : first + size]


def load_segment(folder: Path, name: str, dead_name: str | None) -> Segment:
    """
    A segment and its dead rows.

    Raises:
        FileNotFoundError: a merge has removed one of the files; read the manifest again.
        CorruptStore: a file is damaged.
    """
    table = load_table(folder / name)
    if dead_name is None:
        return Segment(table, None, None)
    packed = load_table(folder / dead_name).arrays["dead"]
    size = len(table.arrays["lengths"])
    dead = np.unpackbits(packed, count=size, bitorder="little").astype(np.bool_)
    return Segment(table, dead, dead_name)


def segment_offsets(segments: Sequence[Segment]) -> Array:
    """The first row of each segment in the numbering of the whole snapshot, and the end."""
    return np.cumsum([0, *(segment.size for segment in segments)])


def each_table(segments: Sequence[Segment]) -> Iterator[Table]:
    """The files behind segments."""
    return (segment.table for segment in segments)
