"""Aggregates over the rows of a list and over years, for one enterprise."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import cast

from queqiao.rules.rows.case import Case, Closure, TestClosure
from queqiao.rules.rows.values import (
    UNDEFINED,
    Between,
    Number,
    Open,
    Test,
    Undefined,
    Value,
    add,
    all_of,
    any_of,
    divide,
    number,
    opposite,
    spanned,
)
from queqiao.rules.syntax import YearRange

Item = tuple[Test, Value]
"""Whether a row counts, and its value; rows that certainly do not count are left out."""


def over_years(
    function: str, years: YearRange, body: Closure | None, where: TestClosure | None
) -> Closure:
    """The aggregate over the fiscal years that the enterprise has had."""

    def found(case: Case) -> Value:
        items: list[Item] = []
        before = case.running
        for offset in range(years.first, years.last + 1):
            case.running = case.year + offset
            if case.has_year(case.running) is False:
                continue
            _take(items, case, body, where)
        case.running = before
        return AGGREGATES[function](items)

    return found


def over_rows(
    function: str,
    listed: str,
    body: Closure | None,
    where: TestClosure | None,
    never_negative: bool,  # noqa: FBT001 -- a property of the body, not a choice
) -> Closure:
    """The aggregate over the rows of a list."""
    absent = _unknown(function, listed, 0 if never_negative else -inf)

    def found(case: Case) -> Value:
        rows = case.record.lists.get(listed)
        if rows is None:
            return absent
        items: list[Item] = []
        for row in rows:
            case.row = row
            _take(items, case, body, where)
        case.row = None
        return AGGREGATES[function](items)

    return found


def _take(items: list[Item], case: Case, body: Closure | None, where: TestClosure | None) -> None:
    counts: Test = True if where is None else where(case)
    if counts is not False:
        items.append((counts, True if body is None else body(case)))


def _unknown(function: str, listed: str, low: float) -> Value:
    reasons = frozenset((listed,))
    match function:
        case "any" | "none" | "every":
            return Open(reasons)
        case "count":
            return Between(0, inf, Undefined.NO, reasons)
        case "sum":
            return Between(low, inf, Undefined.NO, reasons)
    return Between(low, inf, Undefined.MAYBE, reasons)


def _sum(items: list[Item]) -> Number:
    total: Number = 0
    for counts, value in items:
        total = add(total, _maybe(counts, cast("Number", value)))
    return total


def _maybe(counts: Test, value: Number) -> Number:
    """What a row adds: itself, or itself or nothing."""
    if not isinstance(counts, Open):
        return value
    span = spanned(value)
    if span.undefined is Undefined.YES:
        return Between(0, 0, Undefined.MAYBE, counts.missing, counts.judged)
    return number(min(0, span.low), max(0, span.high), span.undefined, span, counts)


def _count(items: list[Item]) -> Number:
    return _sum(
        [
            (all_of((counts, cast("Test", value))), 1)
            for counts, value in items
            if value is not False
        ]
    )


def _mean(items: list[Item]) -> Number:
    return divide(_sum(items), _sum([(counts, 1) for counts, _ in items]))


def _extreme(choose: Callable[..., float]) -> Callable[[list[Item]], Number]:
    def found(items: list[Item]) -> Number:
        spans = [(counts, spanned(cast("Number", value))) for counts, value in items]
        if any(c is True and s.undefined is Undefined.YES for c, s in spans):
            return UNDEFINED
        sure = [span for counts, span in spans if counts is True]
        defined = [(c, s) for c, s in spans if s.undefined is not Undefined.YES]
        some = [span for _, span in defined]
        if not some:
            return UNDEFINED
        maybe = not sure or len(defined) < len(spans)
        maybe = maybe or any(span.undefined is not Undefined.NO for span in some)
        undefined = Undefined.MAYBE if maybe else Undefined.NO
        least = choose is min
        low = (
            min(s.low for s in some)
            if least
            else max((s.low for s in sure), default=min(s.low for s in some))
        )
        high = (
            max(s.high for s in some)
            if not least
            else min((s.high for s in sure), default=max(s.high for s in some))
        )
        reasons = [counts for counts, _ in spans if isinstance(counts, Open)]
        return number(low, high, undefined, *some, *reasons)

    return found


def _tests(items: list[Item], *, negated: bool) -> list[Test]:
    """Each row as a test; ``negated`` reads a row that does not count as one that holds."""
    if negated:
        return [any_of((opposite(counts), cast("Test", value))) for counts, value in items]
    return [all_of((counts, cast("Test", value))) for counts, value in items]


AGGREGATES: dict[str, Callable[[list[Item]], Value]] = {
    "sum": _sum,
    "count": _count,
    "mean": _mean,
    "min": _extreme(min),
    "max": _extreme(max),
    "every": lambda items: all_of(_tests(items, negated=True)),
    "any": lambda items: any_of(_tests(items, negated=False)),
    "none": lambda items: opposite(any_of(_tests(items, negated=False))),
}
