"""
Values that may be known only within bounds, and tests that may be open.

A known number is a plain ``int`` or ``Fraction``, a known test a plain ``bool``, a known text a
plain ``str``. What is not known is a ``Between`` or an ``Open``, with the reasons: the data that
are missing and the judgements that nobody has made. A quotient over zero is undefined; no
comparison holds of it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction
from math import inf

from queqiao.rules.fields import NEVER
from queqiao.rules.kinds import Exact, exact

End = int | Fraction | float
"""A bound; the only floats are the two infinities."""

NONE: frozenset[str] = frozenset()


class Undefined(IntEnum):
    """Whether a number may fail to exist."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Between:
    """A number of which only bounds are known, and why."""

    low: End
    high: End
    undefined: Undefined = Undefined.NO
    missing: frozenset[str] = NONE
    judged: frozenset[str] = NONE


@dataclass(frozen=True, slots=True)
class Open:
    """A test or a text that is not decided, and why."""

    missing: frozenset[str] = NONE
    judged: frozenset[str] = NONE


UNDEFINED = Between(0, 0, Undefined.YES)
Number = int | Fraction | Between
Test = bool | Open
Value = int | Fraction | Between | bool | Open | str | tuple[str, ...]

_OPERATORS: dict[str, Callable[[End, End], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def missing_number(key: str, low: End = -inf) -> Between:
    """A number that is not there, at least ``low``."""
    return Between(low, inf, Undefined.NO, frozenset((key,)))


def spanned(value: Number) -> Between:
    """The number with bounds, also where it is known."""
    return value if isinstance(value, Between) else Between(value, value)


def number(low: End, high: End, undefined: Undefined, *parts: Between | Open) -> Number:
    """A number from bounds; a known one sheds its reasons."""
    if undefined is Undefined.YES:
        return UNDEFINED
    if undefined is Undefined.NO and low == high and not isinstance(low, float):
        return low
    missing = NONE.union(*(part.missing for part in parts))
    judged = NONE.union(*(part.judged for part in parts))
    return Between(low, high, undefined, missing, judged)


def _either(a: Between, b: Between) -> Undefined:
    return max(a.undefined, b.undefined)


def add(a: Number, b: Number) -> Number:
    """The sum."""
    if not isinstance(a, Between) and not isinstance(b, Between):
        return a + b
    x, y = spanned(a), spanned(b)
    return number(x.low + y.low, x.high + y.high, _either(x, y), x, y)


def negative(a: Number) -> Number:
    """The number with the other sign."""
    if not isinstance(a, Between):
        return -a
    return number(-a.high, -a.low, a.undefined, a)


def _times(a: End, b: End) -> End:
    return 0 if a == 0 or b == 0 else a * b


def multiply(a: Number, b: Number) -> Number:
    """The product."""
    if not isinstance(a, Between) and not isinstance(b, Between):
        return a * b
    x, y = spanned(a), spanned(b)
    ends = [_times(p, q) for p in (x.low, x.high) for q in (y.low, y.high)]
    return number(min(ends), max(ends), _either(x, y), x, y)


def _over(a: End, b: End) -> End:
    if isinstance(b, float):
        return 0
    if isinstance(a, float):
        return a if b > 0 else -a
    return exact(Fraction(a) / b)


def divide(a: Number, b: Number) -> Number:
    """The quotient, undefined where the divisor is zero."""
    if not isinstance(a, Between) and not isinstance(b, Between):
        if b == 0:
            return UNDEFINED
        return exact(Fraction(a) / b)
    x, y = spanned(a), spanned(b)
    undefined = _either(x, y)
    if undefined is Undefined.YES or y.low == y.high == 0:
        return UNDEFINED
    if y.high <= 0:
        x = Between(-x.high, -x.low, x.undefined, x.missing, x.judged)
        y = Between(-y.high, -y.low, y.undefined, y.missing, y.judged)
    if y.low < 0:
        return number(-inf, inf, Undefined.MAYBE, x, y)
    if y.low == 0:
        low: End = _over(x.low, y.high) if x.low >= 0 else -inf
        high: End = _over(x.high, y.high) if x.high <= 0 else inf
        return number(low, high, Undefined.MAYBE, x, y)
    low = _over(x.low, y.high if x.low >= 0 else y.low)
    high = _over(x.high, y.low if x.high >= 0 else y.high)
    return number(low, high, undefined, x, y)


def only_if_positive(value: Number, base: Number) -> Number:
    """The value where the base is above zero, undefined elsewhere."""
    holds = compare(">", base, 0)
    if holds is True:
        return value
    if holds is False:
        return UNDEFINED
    x, y = spanned(value), spanned(base)
    return number(x.low, x.high, max(x.undefined, Undefined.MAYBE), x, y)


def smallest(values: Iterable[Number]) -> Number:
    """The least of some numbers, at least one."""
    return _extreme(values, min)


def largest(values: Iterable[Number]) -> Number:
    """The greatest of some numbers, at least one."""
    return _extreme(values, max)


def _extreme(values: Iterable[Number], choose: Callable[[Iterable[End]], End]) -> Number:
    spans = [spanned(value) for value in values]
    undefined = max(span.undefined for span in spans)
    low = choose(span.low for span in spans)
    high = choose(span.high for span in spans)
    return number(low, high, undefined, *spans)


def absolute(a: Number) -> Number:
    """The number without its sign."""
    if not isinstance(a, Between):
        return a if a >= 0 else -a
    ends = [end if end >= 0 else -end for end in (a.low, a.high)]
    low = 0 if a.low <= 0 <= a.high else min(ends)
    return number(low, max(ends), a.undefined, a)


def power(a: Number, exponent: int) -> Number:
    """The number multiplied by itself."""
    found: Number = 1
    for _ in range(exponent):
        found = multiply(found, a)
    return found


def moved(a: Number, move: Callable[[Exact], Exact]) -> Number:
    """A number put through a function that never falls."""
    if not isinstance(a, Between):
        return move(a)
    low = a.low if isinstance(a.low, float) else move(a.low)
    high = a.high if isinstance(a.high, float) else move(a.high)
    return number(low, high, a.undefined, a)


def hull(values: Iterable[Number], *reasons: Open) -> Number:
    """The bounds of numbers of which one is meant."""
    spans = [spanned(value) for value in values]
    defined = [span for span in spans if span.undefined is not Undefined.YES]
    if not defined:
        return UNDEFINED
    some = any(span.undefined is not Undefined.NO for span in spans)
    undefined = Undefined.MAYBE if some else Undefined.NO
    low = min(span.low for span in defined)
    high = max(span.high for span in defined)
    return number(low, high, undefined, *spans, *reasons)


def compare(op: str, a: Number, b: Number) -> Test:
    """Whether the comparison holds, fails, or is open; it never holds of what is undefined."""
    if not isinstance(a, Between) and not isinstance(b, Between):
        return _OPERATORS[op](a, b)
    x, y = spanned(a), spanned(b)
    if Undefined.YES in {x.undefined, y.undefined}:
        return False
    certain = _certain(op, x, y)
    if certain is None or (certain and _either(x, y) is Undefined.MAYBE):
        return Open(x.missing | y.missing, x.judged | y.judged)
    return certain


def _certain(op: str, x: Between, y: Between) -> bool | None:
    if op in {">", ">="}:
        return _certain("<" if op == ">" else "<=", y, x)
    if op in {"<", "<="}:
        holds = x.high < y.low if op == "<" else x.high <= y.low
        fails = x.low >= y.high if op == "<" else x.low > y.high
        return True if holds else False if fails else None
    apart = x.high < y.low or x.low > y.high
    same = x.low == x.high == y.low == y.high
    if op == "=":
        return True if same else False if apart else None
    return True if apart else False if same else None


def opposite(test: Test) -> Test:
    """Negation: what is open stays open."""
    return test if isinstance(test, Open) else not test


def both(reasons: Iterable[Open]) -> Open:
    """One open value for several, with the reasons of all."""
    some = tuple(reasons)
    return Open(
        NONE.union(*(one.missing for one in some)), NONE.union(*(one.judged for one in some))
    )


def all_of(tests: Iterable[Test]) -> Test:
    """Conjunction: one failure decides, whatever is open."""
    opened: list[Open] = []
    for test in tests:
        if test is False:
            return False
        if isinstance(test, Open):
            opened.append(test)
    return both(opened) if opened else True


def any_of(tests: Iterable[Test]) -> Test:
    """Disjunction: one success decides, whatever is open."""
    opened: list[Open] = []
    for test in tests:
        if test is True:
            return True
        if isinstance(test, Open):
            opened.append(test)
    return both(opened) if opened else False


def shifted_day(day: Exact, years: Exact) -> int:
    """The day whole years later; 29 February becomes 28 February where there is none."""
    if day >= NEVER:
        return NEVER
    start = date.fromordinal(max(1, int(day)))
    year = start.year + int(years)
    if year < date.min.year:
        return date.min.toordinal()
    if year > date.max.year:
        return NEVER
    try:
        return start.replace(year=year).toordinal()
    except ValueError:
        return start.replace(year=year, day=28).toordinal()


def whole_years(first: Exact, last: Exact) -> int:
    """How many whole years lie between two days, below zero where the last comes first."""
    first, last = (min(max(int(day), 1), NEVER) for day in (first, last))
    if first > last:
        return -whole_years(last, first)
    years = date.fromordinal(last).year - date.fromordinal(first).year
    return years - (1 if shifted_day(first, years) > last else 0)
