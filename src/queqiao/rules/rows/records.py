"""One enterprise's facts in base units, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from queqiao.rules.facts.model import Facts
from queqiao.rules.fields import Field, fields
from queqiao.rules.kinds import Exact

Cell = Exact | str | bool
EXPERTS = "expert_scores"
DECISIONS = "manual_decisions"


@dataclass(frozen=True)
class Record:
    """
    Facts by field: single values, values by year, rows of lists. What is not there is unknown; a
    year that is ``None`` is one that the enterprise has had and whose figure is missing.

    Money is in 分, dates are day numbers. ``decisions`` maps rulebook and condition to what a
    person decided.
    """

    values: Mapping[str, Cell] = field(default_factory=dict)
    series: Mapping[str, Mapping[int, Exact | None]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Mapping[str, Cell], ...]] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)

    @cached_property
    def years(self) -> frozenset[int]:
        """Every year of which there is any figure."""
        return frozenset(year for values in self.series.values() for year in values)

    @cached_property
    def registered_in(self) -> int | None:
        """The year of registration."""
        day = self.values.get("registered_on")
        return date.fromordinal(day).year if isinstance(day, int) else None

    def with_value(self, name: str, value: Cell) -> Record:
        """The same facts but for one."""
        return replace(self, values={**self.values, name: value})

    def with_yearly(self, name: str, year: int, value: Exact) -> Record:
        """The same facts but for one year of one field."""
        changed = {**self.series.get(name, {}), year: value}
        return replace(self, series={**self.series, name: changed})

    def with_rows(self, name: str, rows: tuple[Mapping[str, Cell], ...]) -> Record:
        """The same facts but for one list."""
        return replace(self, lists={**self.lists, name: rows})


def prepare(facts: Facts) -> Record:
    """The facts of one enterprise, as the readers give them, in base units."""
    values: dict[str, Cell] = {}
    series: dict[str, Mapping[int, Exact | None]] = {}
    lists: dict[str, tuple[Mapping[str, Cell], ...]] = {}
    experts = facts.get(EXPERTS)
    for name, one in fields().items():
        value: object = facts.get(one.path)
        if "." in one.path and isinstance(experts, Mapping):
            value = experts.get(one.path.partition(".")[2])  # type: ignore[call-overload] # points by name
        if value is None:
            continue
        if one.kind is None:
            assert isinstance(value, tuple)  # noqa: S101 -- lists are read as tuples
            lists[name] = tuple(_row(row, one) for row in value)
        elif isinstance(value, Mapping):
            amounts = {
                int(year): None if amount is None else one.base(amount)
                for year, amount in value.items()
            }
            if one.yearly:
                series[name] = amounts
            elif known := {year: amount for year, amount in amounts.items() if amount is not None}:
                values[name] = known[max(known)]
        else:
            values[name] = _cell(value, one)
    return Record(values, series, lists, _decisions(facts))


def _row(row: Mapping[str, object], listed: Field) -> Mapping[str, Cell]:
    return {
        name: _cell(row[name], column)
        for name, column in listed.columns.items()
        if row.get(name) is not None
    }


def _cell(value: object, one: Field) -> Cell:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.toordinal()
    assert isinstance(value, Decimal)  # noqa: S101 -- all other scalars that facts hold
    return one.base(value)


def _decisions(facts: Facts) -> dict[str, dict[str, bool]]:
    stated = facts.get(DECISIONS)
    if not isinstance(stated, Mapping):
        return {}
    return {
        str(book): {str(name): bool(answer) for name, answer in decided.items()}
        for book, decided in stated.items()
        if isinstance(decided, Mapping)
    }
