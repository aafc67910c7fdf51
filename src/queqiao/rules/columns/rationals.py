"""
Exact numbers by column: whole numerators over whole denominators, times a common factor.

A number is ``num / den * scale``. Infinities are ``±1 / 0``. Arrays are 64-bit while every product
fits, Python integers where it does not; quotients are compared by cross-multiplication, in floating
point only where that cannot err. Nothing here rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from queqiao.rules.kinds import Exact

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
LIMIT = 1 << 62
_COMMON = 1 << 40
_SURE = 1e-12
"""Relative difference above which two products of floating-point factors cannot be confused."""


@dataclass(frozen=True, slots=True, eq=False)
class Rationals:
    """
    A column of exact numbers; ``den`` is ``None`` for 1. ``most`` bounds both in size.

    ``scaleless`` columns hold zeros and infinities only, which are the same at every scale.
    """

    num: Array
    den: Array | None = None
    scale: Fraction = Fraction(1)
    infinite: bool = False
    most: tuple[int, int] = (0, 1)
    scaleless: bool = False

    def __len__(self) -> int:
        return len(self.num)

    def take(self, index: Array | slice) -> Rationals:
        """Some rows."""
        return replace(self, num=self.num[index], den=None if self.den is None else self.den[index])

    def at(self, row: int) -> Exact | float:
        """One value as the row evaluator has it."""
        num, den = int(self.num[row]), 1 if self.den is None else int(self.den[row])
        if den == 0:
            return float("inf") if num > 0 else float("-inf")
        value = Fraction(num, den) * self.scale
        return value.numerator if value.denominator == 1 else value


def whole(num: Array, scale: Fraction = Fraction(1), most: int | None = None) -> Rationals:
    """Whole numbers times a factor."""
    return Rationals(num, None, scale, most=(_size(num) if most is None else most, 1))


def constant(value: Exact, length: int) -> Rationals:
    """One number in every row."""
    fraction = Fraction(value)
    if fraction == 0:
        return Rationals(np.zeros(length, np.int64), scaleless=True)
    sign = 1 if fraction > 0 else -1
    return Rationals(np.full(length, sign, np.int64), None, abs(fraction), most=(1, 1))


def from_values(values: Sequence[Exact]) -> Rationals:
    """A column of any exact numbers."""
    fractions = [Fraction(value) for value in values]
    common = lcm(*(one.denominator for one in fractions)) if fractions else 1
    if common >= _COMMON:
        return _separate(fractions)
    nums = [one.numerator * (common // one.denominator) for one in fractions]
    most = max((abs(num) for num in nums), default=0)
    array = np.array(nums, dtype=np.int64 if most < LIMIT else object)
    return Rationals(array, None, Fraction(1, common), most=(most, 1))


def _separate(fractions: Sequence[Fraction]) -> Rationals:
    """Numbers that each keep their own denominator."""
    nums, dens = [one.numerator for one in fractions], [one.denominator for one in fractions]
    most = max(abs(num) for num in nums), max(dens)
    kept = [
        np.array(part, dtype=np.int64 if size < LIMIT else object)
        for part, size in zip((nums, dens), most, strict=True)
    ]
    return Rationals(kept[0], kept[1], most=most)


def _size(array: Array) -> int:
    return 0 if not len(array) else max(abs(int(array.max())), abs(int(array.min())))


def _times(array: Array, other: Array | int, bound: int) -> Array:
    """A product that cannot overflow; ``bound`` is at least its size."""
    if isinstance(other, int) and other == 1:
        return array
    if bound >= LIMIT and array.dtype != object:
        array = array.astype(object)
    return array * other


def _measured(one: Rationals) -> Rationals:
    """The same with bounds as tight as the numbers are."""
    den = 1 if one.den is None else _size(one.den)
    return replace(one, most=(_size(one.num), den))


def _den(one: Rationals) -> Array | int:
    return 1 if one.den is None else one.den


def _ratio(a: Rationals, b: Rationals) -> tuple[int, int, Fraction]:
    """``p, q, scale`` with ``a.scale = p * scale`` and ``b.scale = q * scale``."""
    if a.scaleless or b.scaleless:
        return 1, 1, b.scale if a.scaleless else a.scale
    quotient = a.scale / b.scale
    return quotient.numerator, quotient.denominator, b.scale / quotient.denominator


def negated(a: Rationals) -> Rationals:
    """The numbers with the other sign."""
    return replace(a, num=-a.num)


def added(a: Rationals, b: Rationals) -> Rationals:
    """The sums; equal infinities stay."""
    p, q, scale = _ratio(a, b)
    (an, ad), (bn, bd) = a.most, b.most
    if max(an * p * bd, bn * q * ad, ad * bd) >= LIMIT:
        a, b = _measured(a), _measured(b)
        (an, ad), (bn, bd) = a.most, b.most
    same = a.den is b.den
    da, db = (1, 1) if same else (_den(a), _den(b))
    wa, wb = (1, 1) if same else (ad, bd)
    left = _times(_times(a.num, p, an * p), db, an * p * wb * 2)
    right = _times(_times(b.num, q, bn * q), da, bn * q * wa * 2)
    num = left + right
    den = a.den if same else _product_den(a, b)
    if a.infinite and b.infinite and den is not None:
        both = (np.asarray(_den(a)) == 0) & (np.asarray(_den(b)) == 0)
        num = np.where(both, np.sign(a.num), num)
    most = (an * p * wb + bn * q * wa, wa * wb if not same else ad)
    return Rationals(num, den, scale, a.infinite or b.infinite, most)


def _product_den(a: Rationals, b: Rationals) -> Array | None:
    if a.den is None or b.den is None:
        return b.den if a.den is None else a.den
    return _times(a.den, b.den, a.most[1] * b.most[1])


def multiplied(a: Rationals, b: Rationals) -> Rationals:
    """The products; nothing times infinity is nothing."""
    (an, ad), (bn, bd) = a.most, b.most
    if an * bn >= LIMIT or ad * bd >= LIMIT:
        a, b = _measured(a), _measured(b)
        (an, ad), (bn, bd) = a.most, b.most
    num = _times(a.num, b.num, an * bn)
    den = _product_den(a, b)
    if (a.infinite or b.infinite) and den is not None:
        den = np.where(num == 0, 1, den)
    infinite = a.infinite or b.infinite
    return Rationals(num, den, a.scale * b.scale, infinite, (an * bn, max(1, ad * bd)))


def divided(a: Rationals, b: Rationals) -> Rationals:
    """The quotients by numbers above zero; what is divided by zero becomes 0."""
    (an, ad), (bn, bd) = a.most, b.most
    if an * bd >= LIMIT or ad * bn >= LIMIT:
        a, b = _measured(a), _measured(b)
        (an, ad), (bn, bd) = a.most, b.most
    num = a.num if b.den is None else _times(a.num, b.den, an * bd)
    den = b.num if a.den is None else _times(b.num, a.den, bn * ad)
    zero = b.num == 0
    if zero.any():
        num, den = np.where(zero, 0, num), np.where(zero, 1, den)
    if a.infinite and b.infinite:
        den = np.where((num == 0) & (den == 0), 1, den)
    infinite = a.infinite
    return Rationals(num, den, a.scale / b.scale, infinite, (an * bd, max(1, ad * bn)))


def chosen(mask: Mask, a: Rationals, b: Rationals) -> Rationals:
    """``a`` where the mask holds, ``b`` elsewhere."""
    if a is b:
        return a
    p, q, scale = _ratio(a, b)
    (an, ad), (bn, bd) = a.most, b.most
    if max(an * p, bn * q) >= LIMIT:
        a, b = _measured(a), _measured(b)
        (an, ad), (bn, bd) = a.most, b.most
    num = np.where(mask, _times(a.num, p, an * p), _times(b.num, q, bn * q))
    den: Array | None = None
    if a.den is not None or b.den is not None:
        den = np.where(mask, _den(a), _den(b))
    infinite = a.infinite or b.infinite
    return Rationals(num, den, scale, infinite, (max(an * p, bn * q), max(ad, bd)))


def endless(length: int, sign: int) -> Rationals:
    """An infinity in every row."""
    num = np.full(length, sign, np.int64)
    den = np.zeros(length, np.int64)
    return Rationals(num, den, Fraction(1), infinite=True, most=(1, 1), scaleless=True)


def compared(op: str, a: Rationals, b: Rationals) -> Mask:
    """``a op b`` row by row, exactly."""
    if op in {">", ">="}:
        return compared("<" if op == ">" else "<=", b, a)
    p, q, _ = _ratio(a, b)
    (an, ad), (bn, bd) = a.most, b.most
    if max(an * p * bd, bn * q * ad) >= LIMIT:
        a, b = _measured(a), _measured(b)
        (an, ad), (bn, bd) = a.most, b.most
    if max(an * p * bd, bn * q * ad) < LIMIT and a.num.dtype != object != b.num.dtype:
        left = _times(_times(a.num, p, 0), _den(b), 0)
        right = _times(_times(b.num, q, 0), _den(a), 0)
        found = _ordered(op, left, right)
    else:
        found = _filtered(op, (a, p), (b, q))
    if a.infinite and b.infinite:
        both = (np.asarray(_den(a)) == 0) & (np.asarray(_den(b)) == 0)
        found = np.where(both, _ordered(op, np.sign(a.num), np.sign(b.num)), found)
    return found


def compared_where(op: str, a: Rationals, b: Rationals, mask: Mask) -> Mask:
    """``mask and a op b``, worked out for the rows of the mask only."""
    rows = np.flatnonzero(mask)
    if len(rows) * 2 > len(mask):
        return mask & compared(op, a, b)
    found = np.zeros(len(mask), np.bool_)
    if len(rows):
        found[rows] = compared(op, a.take(rows), b.take(rows))
    return found


def _ordered(op: str, left: Array, right: Array) -> Mask:
    if op == "<":
        return np.asarray(left < right, dtype=np.bool_)
    if op == "<=":
        return np.asarray(left <= right, dtype=np.bool_)
    return np.asarray(left == right, dtype=np.bool_)


def _filtered(op: str, one: tuple[Rationals, int], other: tuple[Rationals, int]) -> Mask:
    """By floating point where the difference is plain, by Python integers where it is not."""
    (a, p), (b, q) = one, other
    left = a.num.astype(np.float64) * float(p) * np.asarray(_den(b), dtype=np.float64)
    right = b.num.astype(np.float64) * float(q) * np.asarray(_den(a), dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        plain = np.abs(left - right) > _SURE * (np.abs(left) + np.abs(right))
        plain &= np.isfinite(left) & np.isfinite(right)
    found = _ordered(op, left, right)
    rest = np.flatnonzero(~plain)
    if len(rest):
        da, db = np.broadcast_to(_den(a), a.num.shape), np.broadcast_to(_den(b), b.num.shape)
        x = a.num[rest].astype(object) * p * db[rest].astype(object)
        y = b.num[rest].astype(object) * q * da[rest].astype(object)
        found[rest] = _ordered(op, x, y)
    return found


def floored(a: Rationals, step: Fraction) -> Rationals:
    """The greatest whole multiple of ``step`` that is not above; infinities stay."""
    factor = a.scale / step
    top, low = factor.numerator, factor.denominator
    an, ad = a.most
    num = _times(a.num, top, an * top)
    den = _den(a)
    under = low if isinstance(den, int) else _times(den, low, ad * low)
    if isinstance(under, int):
        return Rationals(num // under, None, step, most=(an * top // under + 1, 1))
    open_end = under == 0
    found = num // np.where(open_end, 1, under)
    if not a.infinite:
        return Rationals(found, None, step, most=(an * top + 1, 1))
    found = np.where(open_end, np.sign(a.num), found)
    return Rationals(found, np.where(open_end, 0, 1), step, infinite=True, most=(an * top + 1, 1))


def whole_values(a: Rationals) -> Array:
    """The numbers as integers, where they are whole; infinities and fractions are cut."""
    found = floored(a, Fraction(1))
    return found.num
