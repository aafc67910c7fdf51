"""What compiled expressions are made of: closures over a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import inf
from typing import cast

from queqiao.core.codes import (
    has_uscc_characters,
    has_uscc_check,
    has_uscc_kind,
    has_uscc_subject_check,
)
from queqiao.rules.fields import NEVER, Field, fields
from queqiao.rules.kinds import Exact, Shape
from queqiao.rules.rows.case import Case, Closure, NumberClosure, TestClosure
from queqiao.rules.rows.values import (
    NONE,
    Between,
    Number,
    Open,
    Test,
    Undefined,
    Value,
    add,
    divide,
    hull,
    missing_number,
    moved,
    multiply,
    negative,
    number,
    shifted_day,
    spanned,
    whole_years,
)
from queqiao.rules.syntax import (
    Node,
    Origin,
    Reference,
    Yearly,
)


def arithmetic(op: str, left: NumberClosure, right: NumberClosure) -> NumberClosure:
    if op == "+":
        return lambda case: add(left(case), right(case))
    if op == "-":
        return lambda case: add(left(case), negative(right(case)))
    if op == "*":
        return lambda case: multiply(left(case), right(case))
    return lambda case: divide(left(case), right(case))


def same_tests(op: str, left: TestClosure, right: TestClosure) -> TestClosure:
    def found(case: Case) -> Test:
        a, b = left(case), right(case)
        if isinstance(a, Open) or isinstance(b, Open):
            return opened(a, b)
        return (a == b) is (op == "=")

    return found


def same_texts(op: str, left: Closure, right: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        a, b = left(case), right(case)
        if isinstance(a, Open) or isinstance(b, Open):
            return opened(a, b)
        return (a == b) is (op == "=")

    return found


def opened(*values: Value) -> Open:
    some = [value for value in values if isinstance(value, Open)]
    return Open(
        NONE.union(*(one.missing for one in some)), NONE.union(*(one.judged for one in some))
    )


def within(subject: Closure, choices: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        text, options = subject(case), choices(case)
        if isinstance(text, Open) or isinstance(options, Open):
            return opened(text, options)
        return text in cast("tuple[str, ...]", options)

    return found


def starts_with(subject: Closure, starts: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        text, options = subject(case), starts(case)
        if isinstance(text, Open) or isinstance(options, Open):
            return opened(text, options)
        return cast("str", text).startswith(cast("tuple[str, ...]", options))

    return found


def unknown(shape: Shape, key: str) -> Value:
    if shape in {Shape.FLAG, Shape.TEXT, Shape.TEXTS}:
        return Open(frozenset((key,)))
    return missing_number(key)


def one_of(options: list[Value], reasons: list[Open], shape: Shape) -> Value:
    """The value where all options agree, else something open between them."""
    first = options[0]
    if not reasons:
        return first
    if isinstance(first, bool | Open | str) or shape in {Shape.FLAG, Shape.TEXT}:
        if not isinstance(first, Open) and all(option == first for option in options):
            return first
        return opened(*options, *reasons)
    return hull(cast("list[Number]", options), *reasons)


def fact(one: Field) -> Closure:
    name = one.id
    assert one.kind is not None  # noqa: S101 -- lists are not references
    absent = unknown(one.kind.shape, name)
    if one.kind.shape is Shape.NUMBER and not one.negative:
        absent = missing_number(name, 0)

    def found(case: Case) -> Value:
        value = case.record.values.get(name)
        if value is None and name in case.record.series:
            value = case.record.series[name].get(case.year - 1)
        return absent if value is None else value

    return found


def cell(one: Field, listed: str) -> Closure:
    name = one.id
    assert one.kind is not None  # noqa: S101 -- lists hold no lists
    absent = unknown(one.kind.shape, f"{listed}.{name}")
    if one.kind.shape is Shape.NUMBER and not one.negative:
        absent = missing_number(f"{listed}.{name}", 0)
    if one.open:
        absent = NEVER

    def found(case: Case) -> Value:
        value = (case.row or {}).get(name)
        return absent if value is None else value

    return found


def parameter(name: str, shape: Shape) -> Closure:
    absent = unknown(shape, f"parameter:{name}")

    def found(case: Case) -> Value:
        value = case.parameters[name]
        return absent if value is None else value

    return found


def _on_calendar(year: Exact) -> int:
    return min(max(int(year), date.min.year), date.max.year)


def first_day(year: Exact) -> Exact:
    return date(_on_calendar(year), 1, 1).toordinal()


def last_day(year: Exact) -> Exact:
    return date(_on_calendar(year), 12, 31).toordinal()


def years_between(first: NumberClosure, last: NumberClosure) -> NumberClosure:
    def found(case: Case) -> Number:
        a, b = spanned(first(case)), spanned(last(case))
        unbounded = (isinstance(a.high, float), isinstance(b.low, float))
        low = -inf if any(unbounded) else whole_years(a.high, b.low)  # type: ignore[arg-type] # finite, as just seen
        unbounded = (isinstance(a.low, float), isinstance(b.high, float))
        high = inf if any(unbounded) else whole_years(a.low, b.high)  # type: ignore[arg-type] # as above
        return number(low, high, max(a.undefined, b.undefined), a, b)

    return found


def shift_years(day: NumberClosure, years: NumberClosure) -> NumberClosure:
    def found(case: Case) -> Number:
        a, b = spanned(day(case)), spanned(years(case))
        finite = not isinstance(a.low, float) and not isinstance(b.low, float)
        low = shifted_day(a.low, b.low) if finite else -inf  # type: ignore[arg-type] # finite, as just seen
        finite = not isinstance(a.high, float) and not isinstance(b.high, float)
        high = shifted_day(a.high, b.high) if finite else inf  # type: ignore[arg-type] # as above
        return number(low, high, max(a.undefined, b.undefined), a, b)

    return found


def fiscal_years(count: int) -> NumberClosure:
    def found(case: Case) -> Number:
        had = [case.has_year(case.year - back) for back in range(1, count + 1)]
        certain = sum(test is True for test in had)
        opened = [test for test in had if isinstance(test, Open)]
        return number(certain, certain + len(opened), Undefined.NO, *opened)

    return found


def stepped(value: NumberClosure, step: NumberClosure, *, up: int) -> NumberClosure:
    def found(case: Case) -> Number:
        size = cast("Exact", step(case))
        return moved(value(case), lambda one: (-((-one) // size) if up else one // size) * size)

    return found


def judged(name: str) -> TestClosure:
    nobody = Open(judged=frozenset((name,)))
    return lambda case: case.decisions.get(name, nobody)


def known(node: Node) -> TestClosure:
    match node:
        case Yearly(name, offset):
            one = fields()[name]

            def figure(case: Case) -> Test:
                year = case.running if offset is None else case.year + offset
                return not isinstance(case.yearly(one, year), Between)

            return figure
        case Reference(name, Origin.CELL):
            return lambda case: name in (case.row or {})
        case Reference(name, _):
            return lambda case: any(
                name in part for part in (case.record.values, case.record.series, case.record.lists)
            )
    raise AssertionError(node)  # checking leaves no other


def code_check(check: Callable[[str], bool], code: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        text = code(case)
        return text if isinstance(text, Open) else check(cast("str", text))

    return found


CODE_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "uscc_charset": lambda code: len(code) == 18 and has_uscc_characters(code),
    "uscc_check_digit": has_uscc_check,
    "uscc_prefix": has_uscc_kind,
    "uscc_inner": has_uscc_subject_check,
}
