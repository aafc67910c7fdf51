"""Aggregates over years and over the rows of lists, by column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf
from typing import cast

import numpy as np

from queqiao.rules.columns import values as v
from queqiao.rules.columns.expressions import Stretch
from queqiao.rules.columns.rationals import (
    LIMIT,
    Array,
    Mask,
    Rationals,
    chosen,
    compared,
    constant,
    endless,
    from_values,
    whole,
)
from queqiao.rules.columns.values import JUDGED, MISSING, UNPUBLISHED, Column, Numbers, Tests
from queqiao.rules.rows.aggregates import AGGREGATES, Item
from queqiao.rules.rows.values import Between, Number, Open, Undefined, Value
from queqiao.rules.syntax import Aggregate, YearRange

_TESTS = frozenset({"every", "any", "none"})
_BITS = (MISSING, UNPUBLISHED, JUDGED)
_NAMES = {MISSING: "fact", UNPUBLISHED: "parameter:", JUDGED: "judgement"}


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """Whether rows count, and their values."""

    counts: Tests
    value: Column


def over_years(stretch: Stretch, node: Aggregate) -> Column:
    """The aggregate over the fiscal years that enterprises have had."""
    assert isinstance(node.source, YearRange)  # noqa: S101 -- called for years only
    before = stretch.running
    items: list[_Items] = []
    for offset in range(node.source.first, node.source.last + 1):
        stretch.running = stretch.at.year + offset
        had = stretch.has_year(stretch.running)
        counts = _every_row(stretch) if node.where is None else stretch.test(node.where)
        counts = Tests(counts.holds & ~had.fails, counts.fails | had.fails, counts.why)
        counts = v.tests(counts.holds, counts.fails, counts.why)
        value: Column = _every_row(stretch) if node.body is None else stretch.value(node.body)
        items.append(_Items(counts, value))
    stretch.running = before
    return _combined(node.function, items, stretch.columns.length)


def _every_row(stretch: Stretch) -> Tests:
    return v.always(stretch.length, holds=True)


def _combined(function: str, items: list[_Items], length: int) -> Column:
    if function in _TESTS:
        return _tested(function, items)
    if function == "count":
        both = [v.all_of((one.counts, cast("Tests", one.value))) for one in items]
        return _total([_Items(one, v.fixed(1, length)) for one in both], length)
    if function == "sum":
        return _total(items, length)
    if function == "mean":
        ones = [_Items(one.counts, v.fixed(1, length)) for one in items]
        return v.divide(_total(items, length), _total(ones, length))
    return _extreme(items, length, least=function == "min")


def _tested(function: str, items: list[_Items]) -> Tests:
    pairs = [(one.counts, cast("Tests", one.value)) for one in items]
    if function == "every":
        return v.all_of(v.any_of((v.opposite(counts), value)) for counts, value in pairs)
    found = v.any_of(v.all_of(pair) for pair in pairs)
    return v.opposite(found) if function == "none" else found


def _total(items: list[_Items], length: int) -> Numbers:
    found = v.fixed(0, length)
    for one in items:
        found = v.add(found, _maybe(one.counts, cast("Numbers", one.value)))
    return found


def _maybe(counts: Tests, value: Numbers) -> Numbers:
    """What rows add: themselves, nothing, or one of both."""
    if counts.holds.all():
        return value
    length = len(value)
    nothing = v.fixed(0, length)
    found = v.pick_numbers(counts.holds, value, nothing)
    opened = counts.undecided
    if not opened.any():
        return found
    either = v.joined(opened, found, value)
    either = replace(either, undefined=_softened(either.undefined, value.undefined, opened))
    return v.with_reasons(either, v.masked(counts.why, opened))


def _softened(
    undefined: v.Reasons | None, value: v.Reasons | None, opened: Mask
) -> v.Reasons | None:
    """A row that may not count makes nothing certain; one that cannot exist adds nothing."""
    if value is None or undefined is None:
        return undefined
    soft = np.where(value == v.YES, v.MAYBE, value)
    return np.where(opened, soft, undefined).astype(np.uint8)


def over_rows(stretch: Stretch, node: Aggregate, *, never_negative: bool) -> Column:
    """The aggregate over the rows of a list."""
    name = cast("str", node.source)
    length = stretch.columns.length
    listed = stretch.columns.lists.get(name)
    if listed is None:
        return _unknown(node.function, length, never_negative=never_negative)
    starts = listed.starts
    owners = np.repeat(np.arange(length), np.diff(starts))
    stretch.owners, stretch.listed = owners, name
    counts = _every_row(stretch) if node.where is None else stretch.test(node.where)
    value: Column = _every_row(stretch) if node.body is None else stretch.value(node.body)
    stretch.owners, stretch.listed = None, ""
    found = _gathered(node.function, _Items(counts, value), owners, length)
    if listed.missing is None:
        return found
    unknown = _unknown(node.function, length, never_negative=never_negative)
    if isinstance(found, Tests):
        return v.pick_tests(listed.missing, cast("Tests", unknown), found)
    return v.pick_numbers(listed.missing, cast("Numbers", unknown), cast("Numbers", found))


def _unknown(function: str, length: int, *, never_negative: bool) -> Column:
    if function in _TESTS:
        none = np.zeros(length, np.bool_)
        return Tests(none, none, np.full(length, MISSING, np.uint8))
    low = constant(0, length) if never_negative or function == "count" else None
    maybe = v.NO if function in {"count", "sum"} else v.MAYBE
    return v.unbounded(length, low, MISSING, maybe)


def _gathered(function: str, items: _Items, owners: Array, length: int) -> Column:
    if function in _TESTS:
        return _tested_rows(function, items, owners, length)
    if function == "count":
        both = v.all_of((items.counts, cast("Tests", items.value)))
        return _counted(both, owners, length)
    if function == "sum":
        found = _summed(_maybe(items.counts, cast("Numbers", items.value)), owners, length)
        if found is not None:
            return found
    if function == "mean":
        total = _summed(_maybe(items.counts, cast("Numbers", items.value)), owners, length)
        if total is not None:
            return v.divide(total, _counted(items.counts, owners, length))
    return _by_owner(function, items, owners, length)


def _why(why: v.Reasons | None, mask: Mask, owners: Array, length: int) -> v.Reasons | None:
    """The reasons of rows, gathered by enterprise."""
    if why is None:
        return None
    found = np.zeros(length, np.uint8)
    for bit in _BITS:
        rows = owners[mask & ((why & bit) > 0)]
        if len(rows):
            found |= np.where(np.bincount(rows, minlength=length) > 0, bit, 0).astype(np.uint8)
    return found


def _counted(test: Tests, owners: Array, length: int) -> Numbers:
    sure = np.bincount(owners[test.holds], minlength=length).astype(np.int64)
    low = whole(sure)
    opened = test.undecided
    if not opened.any():
        return Numbers(low, low)
    high = whole(sure + np.bincount(owners[opened], minlength=length))
    return v.numbers(low, high, None, _why(test.why, opened, owners, length))


def _tested_rows(function: str, items: _Items, owners: Array, length: int) -> Tests:
    value = cast("Tests", items.value)
    if function == "every":
        rows = v.any_of((v.opposite(items.counts), value))
        fails = np.bincount(owners[rows.fails], minlength=length) > 0
        opened = np.bincount(owners[rows.undecided], minlength=length) > 0
        why = _why(rows.why, rows.undecided, owners, length)
        return v.tests(~fails & ~opened, fails, why)
    rows = v.all_of((items.counts, value))
    holds = np.bincount(owners[rows.holds], minlength=length) > 0
    opened = np.bincount(owners[rows.undecided], minlength=length) > 0
    found = v.tests(holds, ~holds & ~opened, _why(rows.why, rows.undecided, owners, length))
    return v.opposite(found) if function == "none" else found


def _summed(rows: Numbers, owners: Array, length: int) -> Numbers | None:
    """Sums by enterprise; ``None`` where rows are true quotients, which this does not add up."""
    low = _added(rows.low, owners, length, -1)
    high = low if rows.low is rows.high else _added(rows.high, owners, length, 1)
    if low is None or high is None:
        return None
    undefined: v.Reasons | None = None
    if rows.undefined is not None:
        undefined = np.zeros(length, np.uint8)
        np.maximum.at(undefined, owners, rows.undefined)
    why = None
    if rows.why is not None:
        why = _why(rows.why, np.ones(len(owners), np.bool_), owners, length)
    return v.numbers(low, high, undefined, why)


def _added(rows: Rationals, owners: Array, length: int, sign: int) -> Rationals | None:
    num, gone = rows.num, None
    if rows.den is not None:
        if not ((rows.den == 1) | (rows.den == 0)).all():
            return None
        gone = rows.den == 0
        num = np.where(gone, 0, num)
    if rows.most[0] * max(1, len(num)) >= LIMIT:
        num = num.astype(object)
    sums = np.concatenate((np.zeros(1, num.dtype), np.cumsum(num)))
    counts = np.bincount(owners, minlength=length)
    ends = np.cumsum(counts)
    found = replace(whole(sums[ends] - sums[ends - counts]), scale=rows.scale)
    if gone is None or not gone.any():
        return found
    endless_rows = np.bincount(owners[gone], minlength=length) > 0
    return chosen(endless_rows, endless(length, sign), found)


def _extreme(items: list[_Items], length: int, *, least: bool) -> Numbers:
    """The least or greatest of what counts: bounded outside by all, inside by what is sure."""
    op = "<" if least else ">"
    outer = inner = back = v.fixed(0, length).low
    some, sure = np.zeros(length, np.bool_), np.zeros(length, np.bool_)
    gone, maybe = np.zeros(length, np.bool_), np.zeros(length, np.bool_)
    why: v.Reasons | None = None
    for one in items:
        value, counts = cast("Numbers", one.value), one.counts
        exists = value.undefined if value.undefined is not None else np.zeros(length, np.uint8)
        listed, certain = ~counts.fails, counts.holds
        gone |= certain & (exists == v.YES)
        maybe |= listed & (exists != v.NO)
        use = listed & (exists != v.YES)
        far, near = (value.low, value.high) if least else (value.high, value.low)
        outer = chosen(use & (~some | compared(op, far, outer)), far, outer)
        inner = chosen(certain & (~sure | compared(op, near, inner)), near, inner)
        wider = compared(">" if least else "<", near, back)
        back = chosen(use & (~some | wider), near, back)
        some |= use
        sure |= certain
        why = v.either(why, v.masked(value.why, use), v.masked(counts.why, counts.undecided))
    inner = chosen(sure, inner, back)
    undefined = np.where(gone | ~some, v.YES, np.where(maybe | ~sure, v.MAYBE, v.NO))
    low, high = (outer, inner) if least else (inner, outer)
    return v.numbers(low, high, undefined.astype(np.uint8), why)


def _by_owner(function: str, items: _Items, owners: Array, length: int) -> Numbers:
    rows: list[list[Item]] = [[] for _ in range(length)]
    for row, owner in enumerate(owners):
        rows[int(owner)].extend(_row_items(items, row))
    return _column([AGGREGATES[function](one) for one in rows])


def _row_items(items: _Items, row: int) -> list[Item]:
    counts = items.counts
    if counts.fails[row]:
        return []
    opened = Open(*_reasons(counts.why, row))
    value = _number_at(cast("Numbers", items.value), row)
    return [(True if counts.holds[row] else opened, value)]


def _reasons(why: v.Reasons | None, row: int) -> tuple[frozenset[str], frozenset[str]]:
    bits = 0 if why is None else int(why[row])
    missing = frozenset(_NAMES[bit] for bit in (MISSING, UNPUBLISHED) if bits & bit)
    return missing, frozenset((_NAMES[JUDGED],) if bits & JUDGED else ())


def _number_at(one: Numbers, row: int) -> Number:
    low, high = one.low.at(row), one.high.at(row)
    undefined = Undefined(0 if one.undefined is None else int(one.undefined[row]))
    if undefined is Undefined.NO and low == high and not isinstance(low, float):
        return low
    return Between(low, high, undefined, *_reasons(one.why, row))


def _column(found: list[Value]) -> Numbers:
    spans = [one if isinstance(one, Between) else Between(one, one) for one in found]  # type: ignore[arg-type] # numbers
    low, high = _ends([span.low for span in spans]), _ends([span.high for span in spans])
    undefined = np.array([int(span.undefined) for span in spans], dtype=np.uint8)
    why = np.array([_bits(span) for span in spans], dtype=np.uint8)
    return v.numbers(low, high, undefined, why if why.any() else None)


def _bits(span: Between) -> int:
    unpublished = any(name.startswith("parameter:") for name in span.missing)
    facts = any(not name.startswith("parameter:") for name in span.missing)
    bits = MISSING if facts else 0
    return bits | (UNPUBLISHED if unpublished else 0) | (JUDGED if span.judged else 0)


def _ends(ends: list[int | Fraction | float]) -> Rationals:
    finite = from_values([0 if isinstance(end, float) else end for end in ends])
    up = np.array([end == inf for end in ends], dtype=np.bool_)
    down = np.array([end == -inf for end in ends], dtype=np.bool_)
    found = chosen(up, endless(len(ends), 1), finite) if up.any() else finite
    return chosen(down, endless(len(ends), -1), found) if down.any() else found
