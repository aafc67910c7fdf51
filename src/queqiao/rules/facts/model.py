"""Facts as read: plain values by the names of the field dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from queqiao.errors import Problem

Scalar: TypeAlias = Decimal | bool | date | str
Item: TypeAlias = Mapping[str, Scalar]
"""One row of a list fact; a column that is not there is unknown."""

YearValues: TypeAlias = Mapping[int, Decimal | None]
"""Amounts by calendar year; ``None`` is a year known to be missing."""

FactValue: TypeAlias = (
    Scalar
    | YearValues
    | tuple[Item, ...]
    | Mapping[str, Decimal]
    | Mapping[str, Mapping[str, bool]]
)
"""A scalar; amounts by year; a list; expert scores by name; decisions by rulebook and condition."""

Facts: TypeAlias = Mapping[str, FactValue]
"""What is known of one enterprise; a fact that is not there is unknown, ``()`` and 0 are known."""


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The facts of one enterprise with the place they were read from."""

    facts: Facts
    source: str = ""
    row: int | None = None

    @property
    def label(self) -> str:
        """What to call it: its name, else its credit code, else where it stands."""
        for name in ("name", "uscc"):
            if isinstance(value := self.facts.get(name), str):
                return value
        return f"{self.source}:{self.row}" if self.row else self.source or "-"


@dataclass(frozen=True, slots=True)
class LoadedFacts:
    """
    The enterprises of a file in its order.

    ``problems`` name those that are left out because a fact of theirs cannot be read; ``notices``
    tell what was read although it is not quite as it should be, or not understood and not used.
    """

    enterprises: tuple[Enterprise, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
