"""Expressions over a stretch of enterprises at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

import numpy as np

from queqiao.rules.bounds import is_never_negative
from queqiao.rules.columns import values as v
from queqiao.rules.columns.calendar import shifted_days, whole_years
from queqiao.rules.columns.rationals import (
    Array,
    Rationals,
    chosen,
    endless,
    floored,
    from_values,
    negated,
    whole,
)
from queqiao.rules.columns.stretch import StretchFacts
from queqiao.rules.columns.values import (
    MISSING,
    UNPUBLISHED,
    Column,
    Numbers,
    Tests,
    Texts,
)
from queqiao.rules.fields import fields
from queqiao.rules.kinds import Exact, Shape
from queqiao.rules.model import Definition
from queqiao.rules.rows.closures import CODE_CHECKS
from queqiao.rules.syntax import (
    Aggregate,
    ApplicationDay,
    ApplicationYear,
    Arithmetic,
    Call,
    Compare,
    Every,
    Growth,
    Literal,
    Node,
    Not,
    Origin,
    Reference,
    RunningYear,
    Some,
    Within,
    Yearly,
    YearRange,
)


@dataclass(slots=True)
class Stretch(StretchFacts):
    """Works out expressions over some enterprises at once."""

    def number(self, node: Node) -> Numbers:
        """A column of numbers."""
        return cast("Numbers", self.value(node))

    def test(self, node: Node) -> Tests:
        """A column of tests."""
        return cast("Tests", self.value(node))

    def value(self, node: Node) -> Column:  # noqa: C901, PLR0911, PLR0912 -- one case a node
        """Whatever the expression stands for."""
        match node:
            case Literal(value, kind):
                return self.literal(value, kind)
            case ApplicationDay():
                return v.fixed(self.at.toordinal(), self.length)
            case ApplicationYear():
                return v.fixed(self.at.year, self.length)
            case RunningYear():
                return v.fixed(self.running, self.length)
            case Reference():
                return self._reference(node)
            case Yearly(name, offset):
                year = self.running if offset is None else self.at.year + offset
                return self.outer(lambda: self.yearly(fields()[name], year))
            case Not(body):
                return v.opposite(self.test(body))
            case Every(parts):
                return v.all_of(self.test(part) for part in parts)
            case Some(parts):
                return v.any_of(self.test(part) for part in parts)
            case Compare():
                return self._compare(node)
            case Within(subject, choices):
                options = cast("tuple[str, ...] | Texts", self.value(choices))
                return self._among(cast("Texts", self.value(subject)), options, starts=False)
            case Arithmetic(op, left, right):
                return self._arithmetic(op, self.number(left), self.number(right))
            case Call():
                return self._call(node)
            case Growth(first, last):
                base = self.number(first)
                return v.only_if_positive(v.divide(self.number(last), base), base)
            case Aggregate():
                return self._aggregate(node)
        raise AssertionError(node)  # checking leaves no other

    def _reference(self, node: Reference) -> Column:  # noqa: PLR0911 -- one case an origin
        name = node.id
        match node.origin:
            case Origin.CELL:
                listed = self.columns.lists[self.listed]
                return self.stated(listed.columns[name], fields()[self.listed].columns[name])
            case Origin.PARAMETER:
                return self.literal(self.parameters[name], node.kind)
            case Origin.FIELD:
                return self.outer(lambda: self.field(fields()[name]))
            case Origin.USE:
                use = self.book.uses[name]
                return self.outer(lambda: self.answers(use.rulebook, use.take))
            case Origin.COLUMN:
                return self.outer(lambda: self.remember(name, lambda: self._table(node)))
            case Origin.DEFINITION:
                definition = self.book.definitions[name]
                return self.outer(lambda: self.remember(name, lambda: self.defined(definition)))
            case Origin.SCORE:
                return self.outer(lambda: self.memo[name])

    def defined(self, definition: Definition) -> Column:
        """A definition, by cases or plain."""
        if not definition.cases and definition.otherwise is not None:
            return self.value(definition.otherwise)
        if definition.otherwise is None:
            last = self.literal(None, definition.kind, MISSING)
        else:
            last = self.value(definition.otherwise)
        found = last
        for case in reversed(definition.cases):
            found = self.decided(self.test(case.when), self.value(case.then), found)
        return found

    def decided(self, when: Tests, one: Column, other: Column) -> Column:
        """``one`` where a test holds, ``other`` where it fails, what both allow elsewhere."""
        if isinstance(one, Numbers) and isinstance(other, Numbers):
            return self._decided_numbers(when, one, other)
        opened = when.undecided
        if isinstance(one, Tests) and isinstance(other, Tests):
            picked = v.pick_tests(when.holds, one, other)
            if not opened.any():
                return picked
            holds, fails = one.holds & other.holds, one.fails & other.fails
            why = v.either(one.why, other.why, when.why)
            return v.pick_tests(opened, v.tests(holds, fails, why), picked)
        return _decided_texts(when, cast("Texts", one), cast("Texts", other))

    @staticmethod
    def _decided_numbers(when: Tests, one: Numbers, other: Numbers) -> Numbers:
        picked = v.pick_numbers(when.holds, one, other)
        opened = when.undecided
        if not opened.any():
            return picked
        both = v.joined(opened, v.pick_numbers(opened, one, picked), other)
        why = v.masked(when.why, opened)
        return v.with_reasons(both, why)

    def _table(self, node: Reference) -> Numbers:
        table = self.book.tables[node.table]
        groups = cast("Texts", self.value(table.by))
        rows = [table.rows.get(word) for word in groups.words]
        cells = from_values([*(0 if row is None else row[node.id] for row in rows), 0])
        absent = np.array([*(row is None for row in rows), True], dtype=np.bool_)
        known = cells.take(groups.codes)
        unknown = absent[groups.codes]
        if not unknown.any():
            return Numbers(known, known)
        low = chosen(unknown, endless(len(groups), -1), known)
        high = chosen(unknown, endless(len(groups), 1), known)
        reasons = np.where(unknown, UNPUBLISHED, 0).astype(np.uint8)
        if groups.why is not None:
            reasons = np.where(groups.codes < 0, groups.why, reasons).astype(np.uint8)
        return Numbers(low, high, None, reasons)

    def _compare(self, node: Compare) -> Tests:
        shape = None if node.kind is None else node.kind.shape
        if shape is Shape.FLAG:
            one, other = self.test(node.left), self.test(node.right)
            same = (one.holds & other.holds) | (one.fails & other.fails)
            differ = (one.holds & other.fails) | (one.fails & other.holds)
            found = v.tests(same, differ, v.either(one.why, other.why))
            return found if node.op == "=" else v.opposite(found)
        if shape is Shape.TEXT:
            left, right = (
                cast("Texts", self.value(node.left)),
                cast("Texts", self.value(node.right)),
            )
            found = _same_texts(left, right)
            return found if node.op == "=" else v.opposite(found)
        left_side, right_side = self.number(node.left), self.number(node.right)
        if isinstance(node.left, Growth):
            right_side = v.power(v.add(v.fixed(1, self.length), right_side), node.left.years)
        return v.compare(node.op, left_side, right_side)

    @staticmethod
    def _arithmetic(op: str, left: Numbers, right: Numbers) -> Numbers:
        if op == "+":
            return v.add(left, right)
        if op == "-":
            return v.add(left, v.negative(right))
        return v.multiply(left, right) if op == "*" else v.divide(left, right)

    def _among(self, subject: Texts, options: tuple[str, ...] | Texts, *, starts: bool) -> Tests:
        if isinstance(options, Texts):
            options = options.words if len(options.words) == 1 else ()
        if starts:
            return subject.marks([word.startswith(options) for word in subject.words])
        chosen_words = set(options)
        return subject.marks([word in chosen_words for word in subject.words])

    def _call(self, node: Call) -> Column:  # noqa: C901, PLR0911 -- one case a function
        args = [] if node.function == "known" else [self.value(arg) for arg in node.args]
        nums = cast("list[Numbers]", args)
        match node.function:
            case "min" | "max":
                return v.extreme(nums, least=node.function == "min")
            case "abs":
                return v.absolute(nums[0])
            case "if":
                return self.decided(cast("Tests", args[0]), args[1], args[2])
            case "starts_with":
                options = cast("tuple[str, ...] | Texts", args[1])
                return self._among(cast("Texts", args[0]), options, starts=True)
            case "years_between":
                return whole_years(nums[0], nums[1])
            case "shift_years":
                return shifted_days(nums[0], nums[1])
            case "year_start" | "year_end":
                return self._year_edge(nums[0], end=node.function == "year_end")
            case "has_year":
                year = int(nums[0].low.at(0)) if self.length else 0
                return self.outer(lambda: self.has_year(year))
            case "fiscal_years":
                count = int(cast("int", cast("Literal", node.args[0]).value))
                return self.outer(lambda: self.fiscal_years(count))
            case "floor" | "ceil":
                step = Fraction(cast("Exact", cast("Literal", node.args[1]).value))
                return _stepped(nums[0], step, up=node.function == "ceil")
            case "judged":
                name = str(cast("Literal", node.args[0]).value)
                return self.outer(lambda: self.decision(name))
            case "known":
                return self.known(node.args[0])
        check = CODE_CHECKS[node.function]
        codes = cast("Texts", args[0])
        return codes.marks([check(word) for word in codes.words])

    def _year_edge(self, years: Numbers, *, end: bool) -> Numbers:
        def day(year: int) -> int:
            return (date(year, 12, 31) if end else date(year, 1, 1)).toordinal()

        def edge(one: Rationals) -> Rationals:
            found = floored(one, Fraction(1))
            distinct, back = np.unique(found.num, return_inverse=True)
            least, most = date.min.year, date.max.year
            days = [day(min(max(int(year), least), most)) for year in distinct]
            made = whole(np.array(days, dtype=np.int64)[back])
            if found.den is None:
                return made
            return chosen(found.den == 0, found, made)

        low = edge(years.low)
        high = low if years.low is years.high else edge(years.high)
        return v.numbers(low, high, years.undefined, years.why)

    def _aggregate(self, node: Aggregate) -> Column:
        from queqiao.rules.columns.aggregates import over_rows, over_years  # noqa: PLC0415 -- circle

        if isinstance(node.source, YearRange):
            return self.outer(lambda: over_years(self, node))
        least = node.body is not None and is_never_negative(node.body)
        return over_rows(self, node, never_negative=least)


def _stepped(value: Numbers, step: Fraction, *, up: bool) -> Numbers:
    def moved(one: Rationals) -> Rationals:
        return negated(floored(negated(one), step)) if up else floored(one, step)

    low = moved(value.low)
    high = low if value.low is value.high else moved(value.high)
    return v.numbers(low, high, value.undefined, value.why)


def _shared_words(one: Texts, other: Texts) -> tuple[tuple[str, ...], Array, Array]:
    """One list of words for two columns, and their places in it."""
    if one.words == other.words:
        return one.words, one.codes, other.codes
    words = tuple(dict.fromkeys((*one.words, *other.words)))
    place = {word: number for number, word in enumerate(words)}

    def codes(texts: Texts) -> Array:
        table = np.array([*(place[word] for word in texts.words), -1], dtype=np.int32)
        return table[texts.codes]

    return words, codes(one), codes(other)


def _same_texts(one: Texts, other: Texts) -> Tests:
    if len(other.words) == 1 and other.why is None:
        return one.marks([word == other.words[0] for word in one.words])
    _, a, b = _shared_words(one, other)
    known = (a >= 0) & (b >= 0)
    return v.tests((a == b) & known, (a != b) & known, v.either(one.why, other.why))


def _decided_texts(when: Tests, one: Texts, other: Texts) -> Texts:
    words, a, b = _shared_words(one, other)
    codes = np.where(when.holds, a, b)
    why = v.either(v.masked(one.why, when.holds), v.masked(other.why, ~when.holds))
    opened = when.undecided
    if opened.any():
        agree = opened & (a == b) & (a >= 0)
        codes = np.where(opened & ~agree, -1, codes)
        why = v.either(why, v.masked(v.either(one.why, other.why, when.why), opened & ~agree))
        why = None if why is None else np.where(agree, 0, why).astype(np.uint8)
    return Texts(codes, words, why)
