"""Facts of many enterprises by column: whole numbers with marks for what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np

from queqiao.rules.columns.rationals import Array, Mask
from queqiao.rules.fields import Field, fields
from queqiao.rules.kinds import Shape
from queqiao.rules.rows.records import Cell, Record


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """
    One fact of every enterprise, or one cell of every row of a list.

    ``values``: numbers times ``Field.scale`` (money in 分, dates as day numbers) over ``unit``,
    flags, or places in ``words``. ``missing`` marks what is not stated, ``None`` where all is.
    """

    values: Array
    missing: Mask | None = None
    words: tuple[str, ...] = ()
    unit: int = 1
    most: int = 0

    def part(self, where: slice) -> Stated:
        """Some rows."""
        missing = None if self.missing is None else self.missing[where]
        if missing is not None and not missing.any():
            missing = None
        return replace(self, values=self.values[where], missing=missing)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One list of every enterprise: rows end to end, ``starts`` tells whose they are."""

    starts: Array
    columns: Mapping[str, Stated]
    missing: Mask | None = None

    def part(self, where: slice) -> Listed:
        """Some enterprises."""
        starts = self.starts[where.start : where.stop + 1]
        rows = slice(int(starts[0]), int(starts[-1]))
        columns = {name: one.part(rows) for name, one in self.columns.items()}
        missing = None if self.missing is None else self.missing[where]
        return Listed(starts - starts[0], columns, missing)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """
    Facts of ``length`` enterprises.

    ``decisions`` holds by rulebook and condition 1 for yes, 0 for no, -1 for undecided;
    ``registered_in`` the year of registration, 0 where it is not known.
    """

    length: int
    values: Mapping[str, Stated] = field(default_factory=dict)
    series: Mapping[str, Mapping[int, Stated]] = field(default_factory=dict)
    lists: Mapping[str, Listed] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    registered_in: Array | None = None

    def part(self, start: int, stop: int) -> Columns:
        """Some enterprises."""
        where = slice(start, min(stop, self.length))
        return Columns(
            length=where.stop - where.start,
            values={name: one.part(where) for name, one in self.values.items()},
            series={
                name: {year: one.part(where) for year, one in by_year.items()}
                for name, by_year in self.series.items()
            },
            lists={name: one.part(where) for name, one in self.lists.items()},
            decisions={
                book: {name: one[where] for name, one in decided.items()}
                for book, decided in self.decisions.items()
            },
            registered_in=None if self.registered_in is None else self.registered_in[where],
        )


def build_columns(records: Sequence[Record]) -> Columns:
    """The facts of some enterprises by column, in their order."""
    values: dict[str, Stated] = {}
    series: dict[str, dict[int, Stated]] = {}
    lists: dict[str, Listed] = {}
    for name, one in fields().items():
        if one.kind is None:
            if any(name in record.lists for record in records):
                lists[name] = _listed([record.lists.get(name) for record in records], one)
            continue
        if any(name in record.values for record in records):
            values[name] = stated([record.values.get(name) for record in records], one)
        years = sorted({year for record in records for year in record.series.get(name, ())})
        for year in years:
            cells = [record.series.get(name, {}).get(year) for record in records]
            series.setdefault(name, {})[year] = stated(cells, one)
    return Columns(
        length=len(records),
        values=values,
        series=series,
        lists=lists,
        decisions=_decisions(records),
        registered_in=_registered_in(values, len(records)),
    )


def _registered_in(values: Mapping[str, Stated], length: int) -> Array | None:
    days = values.get("registered_on")
    return None if days is None else years_of(days, length)


def years_of(days: Stated, length: int) -> Array:
    """The calendar years of dates, 0 where they are missing."""
    whole, back = np.unique(days.values * days.unit, return_inverse=True)
    years = np.array([date.fromordinal(max(1, int(day))).year for day in whole], dtype=np.int64)
    found = years[back] if length else np.zeros(0, np.int64)
    return found if days.missing is None else np.where(days.missing, 0, found)


def stated(cells: Sequence[Cell | None], one: Field) -> Stated:
    """One column of cells, ``None`` for what is not stated."""
    missing = np.array([cell is None for cell in cells], dtype=np.bool_)
    marks = missing if missing.any() else None
    assert one.kind is not None  # noqa: S101 -- lists are no columns
    if one.kind.shape is Shape.FLAG:
        return Stated(np.array([cell is True for cell in cells], dtype=np.bool_), marks)
    if one.kind.shape is Shape.TEXT:
        return text_column([None if cell is None else str(cell) for cell in cells])
    scale = one.scale
    whole = [
        int(Fraction(cell) * scale) if isinstance(cell, int | Fraction) else 0 for cell in cells
    ]
    return number_column(np.array(whole, dtype=_fitting(whole)), marks)


def _fitting(whole: Iterable[int]) -> type:
    return np.int64 if max((abs(one) for one in whole), default=0) < 1 << 62 else object


def number_column(whole: Array, missing: Mask | None = None) -> Stated:
    """
    Numbers times ``Field.scale``, kept as small as their common divisor allows.

    Small numbers keep products within 64 bits, which is quicker.
    """
    unit = 1
    if whole.dtype != object and len(whole):
        unit = int(np.gcd.reduce(whole)) or 1
        whole = whole // unit
    most = max(abs(int(whole.max())), abs(int(whole.min()))) if len(whole) else 0
    return Stated(whole, missing, unit=unit, most=most)


def text_column(texts: Sequence[str | None]) -> Stated:
    """Texts by their place in an ordered list of the different ones."""
    words = tuple(sorted({text for text in texts if text is not None}))
    place = {word: number for number, word in enumerate(words)}
    codes = np.array([-1 if text is None else place[text] for text in texts], dtype=np.int32)
    missing = codes < 0
    return Stated(codes, missing if missing.any() else None, words)


def _listed(lists: Sequence[Sequence[Mapping[str, Cell]] | None], one: Field) -> Listed:
    lengths = [0 if rows is None else len(rows) for rows in lists]
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    flat = [row for rows in lists if rows is not None for row in rows]
    columns = {
        name: stated([row.get(name) for row in flat], column)
        for name, column in one.columns.items()
    }
    missing = np.array([rows is None for rows in lists], dtype=np.bool_)
    return Listed(starts, columns, missing if missing.any() else None)


def _decisions(records: Sequence[Record]) -> dict[str, dict[str, Array]]:
    found: dict[str, dict[str, Array]] = {}
    for number, record in enumerate(records):
        for book, decided in record.decisions.items():
            for name, answer in decided.items():
                column = found.setdefault(book, {}).setdefault(
                    name, np.full(len(records), -1, np.int8)
                )
                column[number] = int(answer)
    return found
