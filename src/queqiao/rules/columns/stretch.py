"""Some enterprises on one day under one rulebook: their facts as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import cast

import numpy as np

from queqiao.rules.columns import values as v
from queqiao.rules.columns.data import Columns, Stated
from queqiao.rules.columns.rationals import (
    Array,
    Mask,
    Rationals,
    chosen,
    compared,
    constant,
    endless,
    whole,
)
from queqiao.rules.columns.values import (
    JUDGED,
    MISSING,
    UNPUBLISHED,
    Column,
    Numbers,
    Tests,
    Texts,
)
from queqiao.rules.fields import NEVER, Field, fields
from queqiao.rules.kinds import Exact, Kind, Shape
from queqiao.rules.model import ParameterValue, Rulebook, Take
from queqiao.rules.syntax import (
    Node,
    Origin,
    Reference,
    Yearly,
)

Answers = Callable[[str, Take], Column]


@dataclass(slots=True)
class StretchFacts:
    """Some enterprises on one day under one rulebook, with what was worked out so far."""

    columns: Columns
    at: date
    book: Rulebook
    parameters: Mapping[str, ParameterValue]
    answers: Answers
    memo: dict[str, Column] = field(default_factory=dict)
    listed: str = ""
    owners: Array | None = None
    running: int = 0

    @property
    def length(self) -> int:
        """How many rows are looked at: enterprises, or rows of a list."""
        return self.columns.length if self.owners is None else len(self.owners)

    def outer(self, make: Callable[[], Column]) -> Column:
        """A column of enterprises, spread over the rows of a list where one is looked at."""
        owners, listed = self.owners, self.listed
        self.owners, self.listed = None, ""
        found = make()
        self.owners, self.listed = owners, listed
        if owners is None or isinstance(found, tuple):
            return found
        return found.take(owners)

    def literal(  # noqa: PLR0911 -- one case a shape
        self, value: ParameterValue, kind: Kind, why: int = UNPUBLISHED
    ) -> Column:
        """One value in every row; ``None`` is not published."""
        length = self.length
        if kind.shape is Shape.TEXTS:
            return value if isinstance(value, tuple) else ()
        if kind.shape is Shape.FLAG:
            if value is None:
                none = np.zeros(length, np.bool_)
                return Tests(none, none, np.full(length, why, np.uint8))
            return v.always(length, holds=bool(value))
        if kind.shape is Shape.TEXT:
            if value is None:
                codes = np.full(length, -1, np.int32)
                return Texts(codes, (), np.full(length, why, np.uint8))
            return Texts(np.zeros(length, np.int32), (str(value),))
        if value is None:
            return v.unbounded(length, None, why)
        return v.fixed(cast("Exact", value), length)

    def stated(self, one: Stated, of: Field) -> Column:
        """A column of facts."""
        assert of.kind is not None  # noqa: S101 -- lists are not columns
        why = None
        if one.missing is not None:
            why = np.where(one.missing, MISSING, 0).astype(np.uint8)
        if of.kind.shape is Shape.FLAG:
            if one.missing is None:
                return Tests(one.values, ~one.values)
            return Tests(one.values & ~one.missing, ~one.values & ~one.missing, why)
        if of.kind.shape is Shape.TEXT:
            return Texts(one.values, one.words, why)
        known = Rationals(one.values, None, Fraction(one.unit, of.scale), most=(one.most, 1))
        if one.missing is None:
            return Numbers(known, known)
        if of.open:
            return self._still_open(known, one)
        plain = of.kind.shape is Shape.NUMBER and not of.negative
        least = constant(0, len(one.values)) if plain else endless(len(one.values), -1)
        low = chosen(one.missing, least, known)
        high = chosen(one.missing, endless(len(one.values), 1), known)
        return Numbers(low, high, None, why)

    @staticmethod
    def _still_open(known: Rationals, one: Stated) -> Numbers:
        assert one.missing is not None  # noqa: S101 -- asked for only then
        found = chosen(one.missing, constant(NEVER, len(one.values)), known)
        return Numbers(found, found)

    def absent(self, of: Field, length: int) -> Column:
        """A column of which nothing is stated."""
        assert of.kind is not None  # noqa: S101 -- lists are not columns
        if of.kind.shape is Shape.FLAG:
            blank = Stated(np.zeros(length, np.bool_), np.ones(length, np.bool_))
        elif of.kind.shape is Shape.TEXT:
            blank = Stated(np.full(length, -1, np.int32), np.ones(length, np.bool_))
        else:
            blank = Stated(np.zeros(length, np.int64), np.ones(length, np.bool_))
        return self.stated(blank, of)

    def has_year(self, year: int) -> Tests:
        """Whether enterprises have had a fiscal year."""
        length = self.columns.length
        figures = np.zeros(length, np.bool_)
        for by_year in self.columns.series.values():
            if (one := by_year.get(year)) is not None:
                figures |= np.ones(length, np.bool_) if one.missing is None else ~one.missing
        registered = self.columns.registered_in
        if registered is None:
            why = np.where(figures, 0, MISSING).astype(np.uint8)
            return Tests(figures, np.zeros(length, np.bool_), why)
        unknown = registered == 0
        holds = figures | (~unknown & (year > registered))
        fails = ~holds & ~unknown
        why = np.where(holds | fails, 0, MISSING).astype(np.uint8)
        return Tests(holds, fails, why if why.any() else None)

    def yearly(self, of: Field, year: int) -> Numbers:
        """Figures of one year; undefined for years that an enterprise has not had."""
        key = f"{of.id}[{year}]"
        if key in self.memo:
            return cast("Numbers", self.memo[key])
        length = self.columns.length
        one = self.columns.series.get(of.id, {}).get(year)
        found = cast("Numbers", self.absent(of, length) if one is None else self.stated(one, of))
        single = self.columns.values.get(of.id)
        missing = np.ones(length, np.bool_) if one is None else one.missing
        if missing is not None and single is not None and year == self.at.year - 1:
            given = cast("Numbers", self.stated(single, of))
            found = v.pick_numbers(missing, given, found)
            missing = missing if single.missing is None else missing & single.missing
        if missing is not None:
            gone = missing & self.has_year(year).fails
            if gone.any():
                zero = v.fixed(0, length)
                never = np.where(gone, v.YES, v.NO).astype(np.uint8)
                found = v.pick_numbers(gone, Numbers(zero.low, zero.low, never), found)
        self.memo[key] = found
        return found

    def remember(self, name: str, make: Callable[[], Column]) -> Column:
        if name not in self.memo:
            running, self.running = self.running, 0
            self.memo[name] = make()
            self.running = running
        return self.memo[name]

    def field(self, of: Field) -> Column:
        one = self.columns.values.get(of.id)
        found = self.absent(of, self.columns.length) if one is None else self.stated(one, of)
        last = self.columns.series.get(of.id, {}).get(self.at.year - 1)
        if last is None or (one is not None and one.missing is None):
            return found
        given = cast("Numbers", self.stated(last, of))
        if one is None:
            return given
        missing = cast("Mask", one.missing)
        return v.pick_numbers(missing, given, cast("Numbers", found))

    def decision(self, name: str) -> Tests:
        """What people decided of a condition, open where nobody has."""
        decided = self.columns.decisions.get(self.book.id, {}).get(name)
        if decided is None:
            none = np.zeros(self.columns.length, np.bool_)
            return Tests(none, none, np.full(self.columns.length, JUDGED, np.uint8))
        why = np.where(decided < 0, JUDGED, 0).astype(np.uint8)
        return v.tests(decided == 1, decided == 0, why)

    def fiscal_years(self, count: int) -> Numbers:
        sure = np.zeros(self.columns.length, np.int64)
        most = np.zeros(self.columns.length, np.int64)
        why: v.Reasons | None = None
        for back in range(1, count + 1):
            had = self.has_year(self.at.year - back)
            sure = sure + had.holds
            most = most + ~had.fails
            why = v.either(why, had.why)
        low = whole(sure)
        return v.numbers(low, low if (sure == most).all() else whole(most), None, why)

    def known(self, node: Node) -> Tests:
        match node:
            case Yearly(name, offset):
                year = self.running if offset is None else self.at.year + offset

                def figure() -> Tests:
                    found = self.yearly(fields()[name], year)
                    certain = compared("=", found.low, found.high)
                    if found.undefined is not None:
                        certain = certain & (found.undefined == v.NO)
                    return Tests(certain, ~certain)

                return cast("Tests", self.outer(figure))
            case Reference(name, Origin.CELL):
                return _given(self.columns.lists[self.listed].columns[name], self.length)
            case Reference(name, _):
                return cast("Tests", self.outer(lambda: self._stated_at_all(name)))
        raise AssertionError(node)  # checking leaves no other

    def _stated_at_all(self, name: str) -> Tests:
        length = self.columns.length
        found = v.always(length, holds=False)
        if (one := self.columns.values.get(name)) is not None:
            found = v.any_of([found, _given(one, length)])
        for year in self.columns.series.get(name, {}).values():
            found = v.any_of([found, _given(year, length)])
        if (listed := self.columns.lists.get(name)) is not None:
            there = np.ones(length, np.bool_) if listed.missing is None else ~listed.missing
            found = v.any_of([found, Tests(there, ~there)])
        return found


def _given(one: Stated, length: int) -> Tests:
    there = np.ones(length, np.bool_) if one.missing is None else ~one.missing
    return Tests(there, ~there)
