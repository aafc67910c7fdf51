"""A batch laid out as the arrays of one segment, and read back from them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from queqiao.matching.index.batch import Batch
from queqiao.matching.index.model import UNITS, Array
from queqiao.matching.index.strings import (
    hashed_in_order,
    pack_hashed,
    pack_strings,
    unpack_strings,
)

DENSE_SHARE = 0.02
_DENSE_FROM = 8192  # documents
_PADDING = 512
_LOW = 65536
HEADER = 6

Meta = dict[str, float | int | list[str]]


def lay_out(batch: Batch, base: int) -> tuple[Meta, dict[str, Array]]:
    """
    What a segment file holds. ``base`` is the commonest term frequency, in units.

    Terms are numbered by falling document frequency. Those in ``DENSE_SHARE`` of the documents or
    more are dense: rows of bits, one for presence, one for repetition where that is frequent too.
    The postings of a term are split by frequency (``base``, up to twice that, more) and by blocks
    of 65,536 documents, so that a document takes two bytes. ``records`` are the documents read
    forward.
    """
    count = len(batch.ids)
    frequencies = np.bincount(batch.terms, minlength=len(batch.vocabulary))
    order = np.argsort(-frequencies, kind="stable")
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    terms = number[batch.terms] if len(batch.terms) else batch.terms
    frequencies = frequencies[order]
    dense = int((frequencies >= count * DENSE_SHARE).sum()) if count >= _DENSE_FROM else 0
    records, record_starts = _records(batch, terms, base)
    meta: Meta = {"documents": count, "dense": dense, "base": base / UNITS}
    arrays = {
        **pack_strings("id", batch.ids),
        **pack_hashed("term", [batch.vocabulary[i] for i in order.tolist()]),
        "frequencies": frequencies.astype(np.uint32),
        "lengths": batch.lengths,
        "record_starts": record_starts,
        "records": records,
    }
    arrays.update(_postings(batch, terms, (base, dense, len(order)), meta))
    arrays.update(_extras(batch, meta))
    return meta, arrays


def _postings(
    batch: Batch, terms: Array, numbers: tuple[int, int, int], meta: Meta
) -> dict[str, Array]:
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow import

    base, dense, size = numbers
    count = len(batch.ids)
    table = csr_array((batch.units, terms, batch.starts), shape=(count, max(1, size))).tocsc()
    documents, units = table.indices, table.data
    term_of = np.repeat(np.arange(max(1, size), dtype=np.int64), np.diff(table.indptr))
    blocks = max(1, -(-count // _LOW))
    key = term_of * blocks + (documents >> 16)
    is_base = units == base
    is_middle = ~is_base & (units <= 2 * base)
    is_upper = ~is_base & ~is_middle
    found: dict[str, Array] = {}
    for name, mask in (("base", is_base), ("middle", is_middle), ("upper", is_upper)):
        kept = np.flatnonzero(mask & (term_of >= dense) if name == "base" else mask)
        starts = np.zeros(max(1, size) * blocks + 1, dtype=np.uint32)
        starts[1:] = np.cumsum(np.bincount(key[kept], minlength=max(1, size) * blocks))
        found[f"{name}_starts"] = starts
        found[f"{name}_documents"] = (documents[kept] & 0xFFFF).astype(np.uint16)
        if name != "base":
            found[f"{name}_units"] = units[kept]
            meta[name] = float(units[kept].mean()) / UNITS if len(kept) else 2.0 * base / UNITS
    meta["blocks"] = blocks
    found.update(_rows_of_bits(table.indptr, documents, ~is_base, (dense, count)))
    return found


def _rows_of_bits(
    starts: Array, documents: Array, repeated: Array, numbers: tuple[int, int]
) -> dict[str, Array]:
    dense, count = numbers
    width = -(-count // _PADDING) * _PADDING
    rows, more_rows = [], np.full(max(1, dense), -1, dtype=np.int32)
    more: list[Array] = []
    for term in range(dense):
        here = slice(starts[term], starts[term + 1])
        rows.append(_bits(documents[here], width))
        again = documents[here][repeated[here]]
        if len(again) >= count * DENSE_SHARE:
            more_rows[term] = dense + len(more)
            more.append(_bits(again, width))
    bits = np.array(rows + more, dtype=np.uint8).reshape(-1, width // 8)
    return {"bits": bits, "more_rows": more_rows}


def _bits(documents: Array, width: int) -> Array:
    flags = np.zeros(width, dtype=np.bool_)
    flags[documents] = True
    return np.packbits(flags, bitorder="little")


def _records(batch: Batch, terms: Array, base: int) -> tuple[Array, Array]:
    """
    The documents read forward, as 16-bit numbers.

    Six for three counts; then the terms below 65,536 that occur ``base`` times; the others below
    with their units; those from 65,536 on as low half, high half, units.
    """
    count = len(batch.ids)
    owner = np.repeat(np.arange(count, dtype=np.int64), np.diff(batch.starts))
    low = terms < _LOW
    kind = np.where(low, np.where(batch.units == base, 0, 1), 2)
    counts = np.bincount(owner * 3 + kind, minlength=count * 3).reshape(count, 3)
    sizes = HEADER + counts @ np.array([1, 2, 3])
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    records = np.zeros(starts[-1], dtype=np.uint16)
    for part in range(3):
        records[starts[:-1] + 2 * part] = counts[:, part] & 0xFFFF
        records[starts[:-1] + 2 * part + 1] = counts[:, part] >> 16
    offset = starts[:-1] + HEADER
    for part in range(3):
        kept = np.flatnonzero(kind == part)
        first = np.cumsum(counts[:, part]) - counts[:, part]
        rank = np.arange(len(kept)) - first[owner[kept]]
        place = offset[owner[kept]] + rank * (part + 1)
        records[place] = terms[kept] & 0xFFFF
        if part == 2:
            records[place + 1] = terms[kept] >> 16
        if part:
            records[place + part] = batch.units[kept]
        offset = offset + counts[:, part] * (part + 1)
    return records, starts


def _extras(batch: Batch, meta: Meta) -> dict[str, Array]:
    keys = sorted(batch.filters)
    arrays = {**pack_strings("payload", batch.payloads), **pack_strings("filter", keys)}
    sizes = [len(batch.filters[key]) for key in keys]
    arrays["filter_starts"] = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    arrays["filter_rows"] = np.concatenate(
        [np.zeros(0, dtype=np.uint32), *(batch.filters[key] for key in keys)]
    ).astype(np.uint32)
    meta["columns"] = sorted(batch.columns)
    for place, name in enumerate(sorted(batch.columns)):
        values = batch.columns[name]
        sizes = [0 if v is None else len(v) for v in values]
        arrays[f"column{place}_starts"] = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        given = [np.asarray(v) for v in values if v is not None]
        arrays[f"column{place}_values"] = np.concatenate(given) if given else np.zeros(0)
    return arrays


def read_records(arrays: Mapping[str, Array], rows: Array, base: int) -> tuple[Array, Array, Array]:
    """Number of terms of each of these rows, then all their terms and units, row after row."""
    records, starts = arrays["records"], arrays["record_starts"][rows]
    counts = np.stack(
        [
            records[starts + 2 * part].astype(np.int64)
            | records[starts + 2 * part + 1].astype(np.int64) << 16
            for part in range(3)
        ],
        axis=1,
    ).reshape(-1, 3)
    sizes = counts.sum(axis=1)
    terms = np.zeros(sizes.sum(), dtype=np.int32)
    units = np.full(len(terms), base, dtype=np.uint16)
    source = starts + HEADER
    target = np.cumsum(sizes) - sizes
    for part in range(3):
        many = counts[:, part]
        rank = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        place = np.repeat(source, many) + rank * (part + 1)
        out = np.repeat(target, many) + rank
        terms[out] = records[place]
        if part == 2:
            terms[out] |= records[place + 1].astype(np.int32) << 16
        if part:
            units[out] = records[place + part]
        source = source + many * (part + 1)
        target = target + many
    return sizes, terms, units


def read_batch(meta: Mapping[str, object], arrays: Mapping[str, Array]) -> Batch:
    """The batch that ``lay_out`` laid out, all its documents, terms numbered anew."""
    count = len(arrays["lengths"])
    base = round(float(str(meta["base"])) * UNITS)
    sizes, terms, units = read_records(arrays, np.arange(count), base)
    keys = unpack_strings(arrays, "filter")
    bounds = arrays["filter_starts"].tolist()
    rows = arrays["filter_rows"]
    columns: dict[str, list[Array | None]] = {}
    names = meta["columns"]
    assert isinstance(names, list)  # noqa: S101 -- our own header, checked by its checksum
    for place, name in enumerate(names):
        starts = arrays[f"column{place}_starts"].tolist()
        values = arrays[f"column{place}_values"]
        columns[name] = [values[a:b] if b > a else None for a, b in pairwise(starts)]
    return Batch(
        ids=unpack_strings(arrays, "id"),
        vocabulary=hashed_in_order(arrays, "term"),
        starts=np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
        terms=terms,
        units=units,
        lengths=arrays["lengths"],
        payloads=unpack_strings(arrays, "payload"),
        columns=columns,
        filters={k: rows[a:b] for k, a, b in zip(keys, bounds[:-1], bounds[1:], strict=True)},
    )
