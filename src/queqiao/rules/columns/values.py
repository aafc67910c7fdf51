"""Columns of numbers within bounds, of tests that may be open, of texts: with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queqiao.rules.columns.rationals import (
    Array,
    Mask,
    Rationals,
    added,
    chosen,
    compared,
    compared_where,
    constant,
    divided,
    endless,
    multiplied,
    negated,
)
from queqiao.rules.kinds import Exact

Reasons = npt.NDArray[np.uint8]
MISSING, UNPUBLISHED, JUDGED = 1, 2, 4
NO, MAYBE, YES = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """
    A column of numbers: bounds (one object where all are known), whether they exist, and why not.

    ``undefined`` and ``why`` are ``None`` where they are zero throughout.
    """

    low: Rationals
    high: Rationals
    undefined: Reasons | None = None
    why: Reasons | None = None

    def __len__(self) -> int:
        return len(self.low)

    @property
    def known(self) -> bool:
        """Whether every row is one number that exists."""
        return self.low is self.high and self.undefined is None

    def take(self, index: Array | slice) -> Numbers:
        """Some rows."""
        low = self.low.take(index)
        high = low if self.high is self.low else self.high.take(index)
        undefined = None if self.undefined is None else self.undefined[index]
        return Numbers(low, high, undefined, None if self.why is None else self.why[index])


@dataclass(frozen=True, slots=True, eq=False)
class Tests:
    """A column of tests: where they hold, where they fail, why the rest is open."""

    __test__ = False

    holds: Mask
    fails: Mask
    why: Reasons | None = None

    def __len__(self) -> int:
        return len(self.holds)

    def take(self, index: Array | slice) -> Tests:
        """Some rows."""
        why = None if self.why is None else self.why[index]
        return Tests(self.holds[index], self.fails[index], why)

    @property
    def undecided(self) -> Mask:
        """Where neither is certain."""
        return ~(self.holds | self.fails)


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """A column of texts by their place in ``words``; -1 where ``why`` says that it is open."""

    codes: Array
    words: tuple[str, ...]
    why: Reasons | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: Array | slice) -> Texts:
        """Some rows."""
        return Texts(self.codes[index], self.words, None if self.why is None else self.why[index])

    def marks(self, marks: Sequence[bool] | Mask) -> Tests:
        """A test that is known of every word."""
        if not len(self.words):
            holds = np.zeros(len(self), np.bool_)
        else:
            holds = np.asarray(marks, dtype=np.bool_)[np.maximum(self.codes, 0)]
        if self.why is None:
            return Tests(holds, ~holds)
        opened = self.codes < 0
        return Tests(holds & ~opened, ~holds & ~opened, self.why)


Column = Numbers | Tests | Texts | tuple[str, ...]


def either(*whys: Reasons | None) -> Reasons | None:
    """Reasons of several, together."""
    given = [why for why in whys if why is not None]
    if not given:
        return None
    found = given[0]
    for why in given[1:]:
        found = found | why
    return found


def worst(*undefined: Reasons | None) -> Reasons | None:
    """Existence of what needs several to exist."""
    given = [one for one in undefined if one is not None]
    if not given:
        return None
    found = given[0]
    for one in given[1:]:
        found = np.maximum(found, one)
    return found


def numbers(
    low: Rationals, high: Rationals, undefined: Reasons | None, why: Reasons | None
) -> Numbers:
    """A column from bounds; rows that are known shed their reasons."""
    if undefined is not None and not undefined.any():
        undefined = None
    if why is None:
        return Numbers(low, high, undefined)
    doubtful = why > 0
    certain = doubtful if low is high else compared_where("=", low, high, doubtful)
    if undefined is not None:
        certain = (certain & (undefined == NO)) | (undefined == YES)
    why = np.where(certain, np.uint8(0), why)
    if not why.any():
        return Numbers(low, low if undefined is None else high, undefined)
    return Numbers(low, high, undefined, why)


def fixed(value: Exact, length: int) -> Numbers:
    """One known number in every row."""
    one = constant(value, length)
    return Numbers(one, one)


def unbounded(length: int, low: Rationals | None, why: int, undefined: int = NO) -> Numbers:
    """A number of which nothing is known but perhaps the least."""
    least = endless(length, -1) if low is None else low
    exists = np.full(length, undefined, np.uint8) if undefined else None
    return Numbers(least, endless(length, 1), exists, np.full(length, why, np.uint8))


def tests(holds: Mask, fails: Mask, why: Reasons | None) -> Tests:
    """A column of tests; decided rows have no reasons."""
    if why is None:
        return Tests(holds, fails)
    why = np.where(holds | fails, 0, why).astype(np.uint8)
    return Tests(holds, fails, why if why.any() else None)


def always(length: int, *, holds: bool) -> Tests:
    """One certain test in every row."""
    return Tests(np.full(length, holds), np.full(length, not holds))


def add(a: Numbers, b: Numbers) -> Numbers:
    """The sums."""
    low = added(a.low, b.low)
    high = low if a.low is a.high and b.low is b.high else added(a.high, b.high)
    return numbers(low, high, worst(a.undefined, b.undefined), either(a.why, b.why))


def negative(a: Numbers) -> Numbers:
    """The numbers with the other sign."""
    low = negated(a.high)
    return Numbers(low, low if a.low is a.high else negated(a.low), a.undefined, a.why)


def _sign(one: Rationals) -> int:
    """1 where all are zero or more, -1 where all are zero or less, 0 where they differ."""
    if not len(one) or (one.num >= 0).all():
        return 1
    return -1 if (one.num <= 0).all() else 0


def multiply(a: Numbers, b: Numbers) -> Numbers:
    """The products."""
    undefined, why = worst(a.undefined, b.undefined), either(a.why, b.why)
    if a.low is a.high and b.low is b.high:
        low = multiplied(a.low, b.low)
        return numbers(low, low, undefined, why)
    if _sign(a.low) == _sign(b.low) == 1:
        return numbers(multiplied(a.low, b.low), multiplied(a.high, b.high), undefined, why)
    ends = [multiplied(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    low, high = ends[0], ends[0]
    for end in ends[1:]:
        low = chosen(compared("<", end, low), end, low)
        high = chosen(compared(">", end, high), end, high)
    return numbers(low, high, undefined, why)


def divide(a: Numbers, b: Numbers) -> Numbers:
    """The quotients, undefined where the divisor is zero."""
    length = len(a)
    zero = constant(0, length)
    if _sign(b.low) != 1:
        flip = compared("<=", b.high, zero)
        a = _flipped(flip, a)
        b = _flipped(flip, b)
    nothing = compared("=", b.high, zero) & compared("=", b.low, zero)
    exists = np.where(nothing, YES, NO).astype(np.uint8)
    why = either(a.why, b.why)
    if b.low is b.high:
        low = divided(a.low, b.low)
        high = low if a.low is a.high else divided(a.high, b.low)
        return numbers(low, high, worst(a.undefined, b.undefined, exists), why)
    low = divided(a.low, chosen(compared(">=", a.low, zero), b.high, b.low))
    high = divided(a.high, chosen(compared(">=", a.high, zero), b.low, b.high))
    at_zero = compared("=", b.low, zero) & ~nothing
    across = compared("<", b.low, zero)
    if at_zero.any() or across.any():
        wide_low = across | (at_zero & compared("<", a.low, zero))
        wide_high = across | (at_zero & compared(">", a.high, zero))
        low = chosen(wide_low, endless(length, -1), low)
        shut = at_zero & compared("<=", a.high, zero)
        high = chosen(shut, divided(a.high, b.high), high)
        high = chosen(wide_high, endless(length, 1), high)
        exists = np.where(at_zero | across, MAYBE, exists).astype(np.uint8)
    return numbers(low, high, worst(a.undefined, b.undefined, exists), why)


def _flipped(mask: Mask, a: Numbers) -> Numbers:
    """The numbers with the other sign where the mask holds."""
    if not mask.any():
        return a
    other = negative(a)
    low = chosen(mask, other.low, a.low)
    high = low if a.low is a.high else chosen(mask, other.high, a.high)
    return Numbers(low, high, a.undefined, a.why)


def only_if_positive(value: Numbers, base: Numbers) -> Numbers:
    """The value where the base is above zero, undefined elsewhere."""
    positive = compare(">", base, fixed(0, len(base)))
    exists = np.where(positive.fails, YES, np.where(positive.holds, NO, MAYBE)).astype(np.uint8)
    why = value.why
    if base.why is not None:
        why = either(why, np.where(positive.holds, 0, base.why).astype(np.uint8))
    return numbers(value.low, value.high, worst(value.undefined, exists), why)


def extreme(values: Sequence[Numbers], *, least: bool) -> Numbers:
    """The least or the greatest of some."""
    op = "<" if least else ">"
    low, high = values[0].low, values[0].high
    single = values[0].low is values[0].high
    for one in values[1:]:
        new_low = chosen(compared(op, one.low, low), one.low, low)
        single = single and one.low is one.high
        high = new_low if single else chosen(compared(op, one.high, high), one.high, high)
        low = new_low
    undefined = worst(*(one.undefined for one in values))
    return numbers(low, high, undefined, either(*(one.why for one in values)))


def absolute(a: Numbers) -> Numbers:
    """The numbers without their sign."""
    zero = constant(0, len(a))
    low = chosen(compared("<", a.low, zero), negated(a.low), a.low)
    if a.low is a.high:
        return Numbers(low, low, a.undefined, a.why)
    high = chosen(compared("<", a.high, zero), negated(a.high), a.high)
    across = compared("<=", a.low, zero) & compared(">=", a.high, zero)
    smaller = chosen(compared("<", low, high), low, high)
    larger = chosen(compared("<", low, high), high, low)
    return numbers(chosen(across, zero, smaller), larger, a.undefined, a.why)


def power(a: Numbers, exponent: int) -> Numbers:
    """The numbers multiplied by themselves."""
    found = fixed(1, len(a))
    for _ in range(exponent):
        found = multiply(found, a)
    return found


def compare(op: str, a: Numbers, b: Numbers) -> Tests:
    """Where the comparison holds, fails, or is open."""
    if op == "!=":
        same = compare("=", a, b)
        holds, fails = same.fails, same.holds
        certain_gap = _never(a, b)
        if certain_gap is not None:
            holds, fails = holds & ~certain_gap, fails | certain_gap
            maybe = worst(a.undefined, b.undefined)
            if maybe is not None:
                holds = holds & (maybe != MAYBE)
        return tests(holds, fails, either(a.why, b.why))
    if op in {">", ">="}:
        return compare("<" if op == ">" else "<=", b, a)
    if op == "=":
        holds = compared("=", a.low, b.low)
        if not (a.low is a.high and b.low is b.high):
            holds = holds & compared("=", a.low, a.high) & compared("=", b.low, b.high)
        fails = compared("<", a.high, b.low) | compared("<", b.high, a.low)
    else:
        holds = compared(op, a.high, b.low)
        single = a.low is a.high and b.low is b.high
        fails = ~holds if single else compared("<=" if op == "<" else "<", b.high, a.low)
    undefined = worst(a.undefined, b.undefined)
    if undefined is not None:
        never = undefined == YES
        fails = (fails & (undefined != YES)) | never
        holds = holds & (undefined == NO)
    return tests(holds, fails, either(a.why, b.why))


def _never(a: Numbers, b: Numbers) -> Mask | None:
    undefined = worst(a.undefined, b.undefined)
    return None if undefined is None else undefined == YES


def opposite(test: Tests) -> Tests:
    """Negation."""
    return Tests(test.fails, test.holds, test.why)


def all_of(parts: Iterable[Tests]) -> Tests:
    """Conjunction."""
    given = list(parts)
    holds, fails = given[0].holds, given[0].fails
    for one in given[1:]:
        holds, fails = holds & one.holds, fails | one.fails
    return tests(holds, fails, either(*(one.why for one in given)))


def any_of(parts: Iterable[Tests]) -> Tests:
    """Disjunction."""
    given = list(parts)
    holds, fails = given[0].holds, given[0].fails
    for one in given[1:]:
        holds, fails = holds | one.holds, fails & one.fails
    return tests(holds, fails, either(*(one.why for one in given)))


def masked(why: Reasons | None, mask: Mask) -> Reasons | None:
    """Reasons where the mask holds."""
    return None if why is None else np.where(mask, why, 0).astype(np.uint8)


def pick_numbers(mask: Mask, a: Numbers, b: Numbers) -> Numbers:
    """``a`` where the mask holds, ``b`` elsewhere."""
    low = chosen(mask, a.low, b.low)
    single = a.low is a.high and b.low is b.high
    high = low if single else chosen(mask, a.high, b.high)
    undefined = either(masked(a.undefined, mask), masked(b.undefined, ~mask))
    return numbers(low, high, undefined, either(masked(a.why, mask), masked(b.why, ~mask)))


def pick_tests(mask: Mask, a: Tests, b: Tests) -> Tests:
    """``a`` where the mask holds, ``b`` elsewhere."""
    holds, fails = np.where(mask, a.holds, b.holds), np.where(mask, a.fails, b.fails)
    return tests(holds, fails, either(masked(a.why, mask), masked(b.why, ~mask)))


def joined(mask: Mask, a: Numbers, b: Numbers) -> Numbers:
    """The hull of two where the mask holds, ``a`` elsewhere; the caller adds its reasons."""
    gone_a = np.zeros(len(a), np.bool_) if a.undefined is None else a.undefined == YES
    gone_b = np.zeros(len(b), np.bool_) if b.undefined is None else b.undefined == YES
    from_b = mask & ~gone_b
    lower = (from_b & gone_a) | compared_where("<", b.low, a.low, from_b)
    higher = (from_b & gone_a) | compared_where(">", b.high, a.high, from_b)
    low, high = chosen(lower, b.low, a.low), chosen(higher, b.high, a.high)
    undefined = a.undefined
    if a.undefined is not None or b.undefined is not None:
        ua = np.zeros(len(a), np.uint8) if a.undefined is None else a.undefined
        ub = np.zeros(len(b), np.uint8) if b.undefined is None else b.undefined
        some = np.where((ua == YES) & (ub == YES), YES, np.where((ua | ub) > 0, MAYBE, NO))
        undefined = np.where(mask, some, ua).astype(np.uint8)
    return Numbers(low, high, undefined, either(a.why, masked(b.why, mask)))


def with_reasons(a: Numbers, why: Reasons | None) -> Numbers:
    """The same with more reasons where it is not known."""
    return numbers(a.low, a.high, a.undefined, either(a.why, why))
