"""What is known of a quantity while it is being read: offsets count into the normalized text."""

from __future__ import annotations

from dataclasses import dataclass

from queqiao.text.model import Op, Relative, SpecKind, SpecRole
from queqiao.text.units import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written at ``[start, end)``; ``step`` is its finest written decimal place."""

    start: int
    end: int
    value: float


@dataclass(frozen=True, slots=True)
class Value:
    """
    Numbers and unit without comparator: ``[start, end)``, and where the unit stands.

    ``shape`` is ``one``, ``range``, ``tolerance`` (``±x`` and ``a±x``) or ``each`` (one of a list
    that shares a unit).
    """

    start: int
    end: int
    low: float
    high: float
    shape: str
    unit_start: int
    unit_end: int
    unit: Unit | None
    chinese: bool = False
    more: bool = False  # 余, 多 after the number
    difference: bool = False  # a difference and no state: ±2℃


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with its comparator and, step by step, all that the text says of it."""

    start: int
    end: int
    op: Op
    value: Value
    reached: bool = False  # 达到, whose side depends on what is measured
    better: bool = False  # 优于, likewise
    parameter_start: int = 0
    parameter_end: int = 0
    role: SpecRole = SpecRole.TARGET
    kind: SpecKind = SpecKind.PERFORMANCE
    relative: Relative | None = None
    keep: bool = True
    explicit: bool = False  # a comparator stands in the text
    per: str = ""  # 年产, 每小时: what the text before the number divides by
