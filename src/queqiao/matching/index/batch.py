"""Documents turned into columns, ready to be laid out as a segment."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from queqiao.errors import BadInput, Problem
from queqiao.matching.index.model import (
    MOST_UNITS,
    Array,
    IndexedDocument,
    IndexSettings,
    term_units,
)
from queqiao.messages import Message

_CHUNK = 1 << 16
_UNIT_BITS = 16
_TERM_BITS = 24
_MOST_LENGTH = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Batch:
    """
    Documents sorted by id, column by column.

    Document ``i`` holds the terms ``terms[starts[i]:starts[i + 1]]``, numbers into ``vocabulary``,
    each ``units`` often. ``lengths`` are in units. ``columns`` hold one array or None a document;
    ``filters`` the rows of every ``field NUL value``.
    """

    ids: Sequence[bytes]
    vocabulary: Sequence[bytes]
    starts: Array
    terms: Array
    units: Array
    lengths: Array
    payloads: Sequence[bytes]
    columns: Mapping[str, Sequence[Array | None]]
    filters: Mapping[bytes, Array]


def filter_key(name: str, value: str) -> bytes:
    """How a field and one of its values stand in the table of filters."""
    return f"{name}\0{value}".encode()


def build_batch(documents: Sequence[IndexedDocument], settings: IndexSettings) -> Batch:
    """
    The documents as columns; of several with one id the last counts.

    Raises:
        BadInput: a column is not a one-dimensional array of numbers or truth values.
    """
    kept = sorted({document.id: document for document in documents}.values(), key=lambda d: d.id)
    _check_columns(kept)
    numbers: dict[str, int] = {}
    pieces = [
        _count_terms(kept[first : first + _CHUNK], numbers, settings)
        for first in range(0, len(kept), _CHUNK)
    ]
    counts = _joined([piece[0] for piece in pieces], np.int64)
    names = sorted({name for document in kept for name in document.columns})
    return Batch(
        ids=[document.id.encode() for document in kept],
        vocabulary=[term.encode("utf-8", "surrogatepass") for term in numbers],
        starts=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        terms=_joined([piece[1] for piece in pieces], np.int32),
        units=_joined([piece[2] for piece in pieces], np.uint16),
        lengths=_joined([piece[3] for piece in pieces], np.uint32),
        payloads=[document.payload for document in kept],
        columns={name: [d.columns.get(name) for d in kept] for name in names},
        filters=_rows_of_filters(kept),
    )


def _joined(pieces: Sequence[Array], dtype: type) -> Array:
    return np.concatenate([np.zeros(0, dtype=dtype), *pieces]).astype(dtype, copy=False)


def _check_columns(documents: Iterable[IndexedDocument]) -> None:
    problems = [
        Problem(Message("matching.index.bad_column", {"name": name}), source=document.id)
        for document in documents
        for name, values in document.columns.items()
        if np.ndim(values) != 1 or np.asarray(values).dtype.kind not in "biuf"
    ]
    if problems:
        raise BadInput(problems)


def _count_terms(
    documents: Sequence[IndexedDocument], numbers: dict[str, int], settings: IndexSettings
) -> tuple[Array, Array, Array, Array]:
    """Number of distinct terms, terms, units of each, length, document after document."""
    tokens, owners, units = _read_terms(documents, numbers, settings)
    key = owners << (_TERM_BITS + _UNIT_BITS) | tokens << _UNIT_BITS | units
    key.sort()
    pair = key >> _UNIT_BITS
    first = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1]))[: len(pair)])
    amounts = key & MOST_UNITS
    total = np.add.reduceat(amounts, first) if len(first) else amounts
    owner = pair[first] >> _TERM_BITS
    lengths = np.bincount(owner, weights=total, minlength=len(documents)).astype(np.int64)
    return (
        np.bincount(owner, minlength=len(documents)),
        (pair[first] & ((1 << _TERM_BITS) - 1)).astype(np.int32),
        np.minimum(total, MOST_UNITS).astype(np.uint16),
        np.minimum(lengths, _MOST_LENGTH).astype(np.uint32),
    )


def _read_terms(
    documents: Sequence[IndexedDocument], numbers: dict[str, int], settings: IndexSettings
) -> tuple[Array, Array, Array]:
    """For every occurrence of a term: its number, its document, its units."""
    number = _Numbering(numbers).__getitem__
    tokens = array("q")
    runs: list[tuple[int, int, int]] = []
    for owner, document in enumerate(documents):
        for name, terms in document.terms.items():
            before = len(tokens)
            tokens.extend(map(number, terms))
            runs.append((owner, term_units(settings, name), len(tokens) - before))
    table = np.array(runs, dtype=np.int64).reshape(-1, 3)
    return (
        np.frombuffer(tokens, dtype=np.int64) if tokens else np.zeros(0, dtype=np.int64),
        np.repeat(table[:, 0], table[:, 2]),
        np.repeat(table[:, 1], table[:, 2]),
    )


class _Numbering(dict[str, int]):
    """Numbers for terms in the order in which they are first asked for, kept in ``numbers``."""

    def __init__(self, numbers: dict[str, int]) -> None:
        super().__init__(numbers)
        self._numbers = numbers

    def __missing__(self, term: str) -> int:
        number = self[term] = self._numbers[term] = len(self)
        return number


def _rows_of_filters(documents: Sequence[IndexedDocument]) -> dict[bytes, Array]:
    rows: dict[bytes, list[int]] = {}
    for row, document in enumerate(documents):
        keys = {filter_key(name, v) for name, values in document.filters.items() for v in values}
        for key in keys:
            rows.setdefault(key, []).append(row)
    return {key: np.array(rows[key], dtype=np.uint32) for key in sorted(rows)}


def join_batches(batches: Sequence[Batch]) -> Batch:
    """The documents of several batches in one; no id may stand in two of them."""
    order = _order_of_ids(batches)
    vocabulary: dict[bytes, int] = {}
    terms = []
    for batch in batches:
        number = np.array(
            [vocabulary.setdefault(term, len(vocabulary)) for term in batch.vocabulary],
            dtype=np.int32,
        )
        terms.append(number[batch.terms] if len(batch.terms) else batch.terms)
    counts = _joined([np.diff(batch.starts) for batch in batches], np.int64)
    flat = Batch(
        ids=[i for batch in batches for i in batch.ids],
        vocabulary=list(vocabulary),
        starts=np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        terms=_joined(terms, np.int32),
        units=_joined([batch.units for batch in batches], np.uint16),
        lengths=_joined([batch.lengths for batch in batches], np.uint32),
        payloads=[p for batch in batches for p in batch.payloads],
        columns=_join_columns(batches),
        filters=_join_filters(batches),
    )
    return reorder(flat, order)


def _order_of_ids(batches: Sequence[Batch]) -> Array:
    ids = [i for batch in batches for i in batch.ids]
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)


def _join_columns(batches: Sequence[Batch]) -> dict[str, list[Array | None]]:
    names = sorted({name for batch in batches for name in batch.columns})
    none: Callable[[Batch], list[Array | None]] = lambda batch: [None] * len(batch.ids)  # noqa: E731 -- one use
    return {n: [v for b in batches for v in b.columns.get(n, none(b))] for n in names}


def _join_filters(batches: Sequence[Batch]) -> dict[bytes, Array]:
    rows: dict[bytes, list[Array]] = {}
    first = 0
    for batch in batches:
        for key, found in batch.filters.items():
            rows.setdefault(key, []).append(found + np.uint32(first))
        first += len(batch.ids)
    return {key: np.concatenate(rows[key]) for key in sorted(rows)}


def reorder(batch: Batch, order: Array) -> Batch:
    """The documents of these rows, in this order, and no others."""
    counts = np.diff(batch.starts)[order]
    starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    places = np.arange(starts[-1]) + np.repeat(batch.starts[:-1][order] - starts[:-1], counts)
    new = np.full(len(batch.ids), -1, dtype=np.int64)
    new[order] = np.arange(len(order))
    filters = {}
    for key, rows in batch.filters.items():
        kept = np.sort(new[rows])
        kept = kept[kept >= 0]
        if len(kept):
            filters[key] = kept.astype(np.uint32)
    rows_in_order = order.tolist()
    return Batch(
        ids=[batch.ids[i] for i in rows_in_order],
        vocabulary=batch.vocabulary,
        starts=starts,
        terms=batch.terms[places],
        units=batch.units[places],
        lengths=batch.lengths[order],
        payloads=[batch.payloads[i] for i in rows_in_order],
        columns={n: [values[i] for i in rows_in_order] for n, values in batch.columns.items()},
        filters=filters,
    )
