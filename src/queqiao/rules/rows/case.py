"""One enterprise on one day under one rulebook, as expressions ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf
from typing import Protocol

from queqiao.rules.fields import Field
from queqiao.rules.model import ParameterValue, Take
from queqiao.rules.rows.records import Cell, Record
from queqiao.rules.rows.values import (
    UNDEFINED,
    Number,
    Open,
    Test,
    Value,
    missing_number,
)


class Answers(Protocol):
    """Answers of other rulebooks for the enterprise at hand."""

    def __call__(self, rulebook: str, take: Take) -> Value: ...


@dataclass(slots=True)
class Case:
    """One enterprise on one day under one rulebook, with what was worked out so far."""

    record: Record
    at: int
    year: int
    parameters: Mapping[str, ParameterValue]
    answers: Answers
    decisions: Mapping[str, bool]
    memo: dict[str, Value] = field(default_factory=dict)
    row: Mapping[str, Cell] | None = None
    running: int = 0

    def has_year(self, year: int) -> Test:
        """Whether the enterprise has had a fiscal year."""
        if year in self.record.years:
            return True
        registered = self.record.registered_in
        if registered is None:
            return Open(frozenset(("registered_on",)))
        return year > registered

    def yearly(self, one: Field, year: int) -> Number:
        """A figure of one year; undefined for years that the enterprise has not had."""
        value = self.record.series.get(one.id, {}).get(year)
        if value is None and year == self.year - 1:
            single = self.record.values.get(one.id)
            value = single if isinstance(single, int | Fraction) else None
        if value is not None:
            return value
        if self.has_year(year) is False:
            return UNDEFINED
        return missing_number(f"{one.id}.{year}", -inf if one.negative else 0)


Closure = Callable[[Case], Value]
NumberClosure = Callable[[Case], Number]
TestClosure = Callable[[Case], Test]
