"""What a value is and what it may be compared with: dimensions, units, and literals with units."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Exact = int | Fraction
"""A number in base units: money in 分, dates as days, everything else as written."""


class Shape(StrEnum):
    """What sort of value an expression has."""

    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Kind:
    """A shape and, for numbers, the dimension: ``(("money", 1), ("persons", -1))``."""

    shape: Shape
    dimension: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        if self.shape is not Shape.NUMBER:
            return self.shape.value
        parts = [name if power == 1 else f"{name}^{power}" for name, power in self.dimension]
        return "·".join(parts) or "plain number"


def number(dimension: str = "") -> Kind:
    """The kind of numbers in one base dimension, plain ones for ``""``."""
    return Kind(Shape.NUMBER, ((dimension, 1),) if dimension else ())


PLAIN = number()
MONEY = number("money")
PERSONS = number("persons")
ITEMS = number("items")
AREA = number("area")
POINTS = number("points")
HOURS = number("hours")
YEARS = number("years")
DAYS = number("days")
FLAG = Kind(Shape.FLAG)
TEXT = Kind(Shape.TEXT)
TEXTS = Kind(Shape.TEXTS)
DATE = Kind(Shape.DATE)
YEAR = Kind(Shape.YEAR)

FIELD_KINDS = {
    "money": MONEY,
    "persons": PERSONS,
    "items": ITEMS,
    "share": PLAIN,
    "area": AREA,
    "points": POINTS,
    "number": PLAIN,
    "hours": HOURS,
    "years": YEARS,
    "year": YEAR,
    "date": DATE,
    "flag": FLAG,
    "text": TEXT,
}

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
UNITS: dict[str, tuple[Kind, Exact]] = {
    "元": (MONEY, FEN_PER_YUAN),
    "万元": (MONEY, FEN_PER_WAN),
    "亿元": (MONEY, FEN_PER_WAN * 10_000),
    "人": (PERSONS, 1),
    "名": (PERSONS, 1),
    **dict.fromkeys("件个项次家份台套", (ITEMS, 1)),
    "分": (POINTS, 1),
    "平方米": (AREA, 1),
    "天": (DAYS, 1),
    "日": (DAYS, 1),
    "年": (YEARS, 1),
    "小时": (HOURS, 1),
    "%": (PLAIN, Fraction(1, 100)),
    "‰": (PLAIN, Fraction(1, 1000)),
}
_NUMBER = re.compile(r"(?P<number>-?\d+(?:\.\d+)?)\s*(?P<unit>\D*)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A literal in base units with its kind; texts, flags and dates are quantities too."""

    value: Exact | str | bool | tuple[str, ...]
    kind: Kind


def product(left: Kind, right: Kind, *, sign: int = 1) -> Kind:
    """The kind of ``left * right``, or of ``left / right`` with ``sign=-1``."""
    powers = Counter(dict(left.dimension))
    for name, power in right.dimension:
        powers[name] += sign * power
    return Kind(Shape.NUMBER, tuple(sorted((n, p) for n, p in powers.items() if p)))


def exact(number: Fraction | Decimal | int) -> Exact:
    """The number as a whole one where it is whole, which is quicker to reckon with."""
    found = Fraction(number)
    return found.numerator if found.denominator == 1 else found


def with_unit(digits: str, unit: str) -> Quantity | None:
    """The quantity that digits and a unit stand for; ``None`` for a unit unknown here."""
    if not unit:
        return Quantity(exact(Decimal(digits)), PLAIN)
    if unit not in UNITS:
        return None
    kind, factor = UNITS[unit]
    return Quantity(exact(Fraction(Decimal(digits)) * factor), kind)


def parse_quantity(text: str) -> Quantity | None:
    """``500人``, ``2亿元``, ``5%``, ``2026-01-01``, ``true``; ``None`` for anything else."""
    text = text.strip()
    if text in {"true", "false"}:
        return Quantity(text == "true", FLAG)
    if _DATE.fullmatch(text):
        return parse_day(text)
    found = _NUMBER.fullmatch(text)
    return with_unit(found["number"], found["unit"].strip()) if found else None


def parse_day(text: str) -> Quantity | None:
    """An ISO date as a quantity."""
    try:
        return Quantity(date.fromisoformat(text).toordinal(), DATE)
    except ValueError:
        return None
