"""Exact numbers in base units as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from queqiao.rules.fields import NEVER
from queqiao.rules.kinds import FEN_PER_WAN, FEN_PER_YUAN, MONEY, Exact, Kind, Shape
from queqiao.rules.results import Shown

_UNITS = {
    "money": "万元",
    "persons": "人",
    "items": "项",
    "points": "分",
    "area": "平方米",
    "days": "天",
    "years": "年",
    "hours": "小时",
}
_PLACES = Decimal("0.0000000001")


def unit_of(kind: Kind | None) -> str:
    """The Chinese unit of a kind, ``""`` for plain numbers and whatever is no number."""
    if kind is None or kind.shape is not Shape.NUMBER or len(kind.dimension) != 1:
        return ""
    (name, power) = kind.dimension[0]
    return _UNITS.get(name, "") if power == 1 else ""


def as_decimal(value: Exact) -> Decimal:
    """The number with at most ten decimals."""
    fraction = Fraction(value)
    with localcontext(prec=60):
        found = Decimal(fraction.numerator) / Decimal(fraction.denominator)
        rounded = found if found == found.quantize(_PLACES) else found.quantize(_PLACES)
        return plain_decimal(rounded)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without needless zeros or an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()


def as_yuan(fen: Exact) -> Decimal:
    """Money in yuan with two decimals."""
    return (Decimal(Fraction(fen).numerator) / FEN_PER_YUAN).quantize(Decimal("0.01"))


def shown(value: object, kind: Kind | None) -> Shown:
    """A value in base units as people write it; what is not certain is ``None``."""
    if isinstance(value, bool | str):
        return value
    if not isinstance(value, int | Fraction):
        return None
    if kind is not None and kind.shape is Shape.DATE:
        return date.fromordinal(min(max(int(value), 1), NEVER)).isoformat()
    return as_decimal(Fraction(value) / FEN_PER_WAN if kind == MONEY else value)
