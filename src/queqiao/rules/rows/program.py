"""A rulebook compiled: its conditions, score sheet and amount as closures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from queqiao.rules.model import (
    Bound,
    Bracket,
    Combine,
    Condition,
    Rulebook,
    ScoreItem,
)
from queqiao.rules.rows.case import Case, Closure, NumberClosure, TestClosure
from queqiao.rules.rows.compiling import Compiler
from queqiao.rules.rows.values import (
    Between,
    Number,
    Open,
    Test,
    Undefined,
    Value,
    add,
    compare,
    hull,
    largest,
    power,
    smallest,
)
from queqiao.rules.syntax import Growth, Node


@dataclass(frozen=True, slots=True)
class CompiledCondition:
    """A condition with its closures."""

    condition: Condition
    test: TestClosure | None
    when: TestClosure | None
    waived_if: TestClosure | None


class Program:
    """A rulebook compiled; holds no facts."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.compiler = Compiler(book)
        self._score()
        routes = [option for route in book.routes for option in route.any]
        self.conditions = [self._condition(one) for one in (*book.conditions, *routes)]
        self.applies = self._test(book.applies)
        self.classes = [(rule.name, self._test(rule.when)) for rule in book.classes]
        self.amount: NumberClosure | None = None
        self.limits: list[NumberClosure] = []
        if book.amount is not None:
            self.amount = self.compiler.number(book.amount.value)
            self.limits = [self.compiler.number(limit) for limit in book.amount.at_most]
        self.worth = [self.compiler.number(one.value) for one in book.worth]

    def _test(self, node: Node | None) -> TestClosure | None:
        return None if node is None else self.compiler.test(node)

    def _condition(self, one: Condition) -> CompiledCondition:
        return CompiledCondition(
            one, self._test(one.test), self._test(one.when), self._test(one.waived_if)
        )

    def _score(self) -> None:
        score = self.book.score
        if score is None:
            return
        for item in score.items:
            self._remember(item.id, ScoreLine(item, self.compiler).points)
        named = self.compiler.named

        def total(case: Case) -> Value:
            found: Number = 0
            for name in score.total:
                found = add(found, cast("Number", named[name](case)))
            return found if score.maximum is None else smallest((found, score.maximum))

        self._remember("score", total)

    def _remember(self, name: str, inner: Closure) -> None:
        def remembered(case: Case) -> Value:
            found = case.memo.get(name)
            if found is None:
                found = case.memo[name] = inner(case)
            return found

        self.compiler.named[name] = remembered


class ScoreLine:
    """One line of a score sheet, compiled."""

    def __init__(self, item: ScoreItem, compiler: Compiler) -> None:
        self.item = item
        self.named = compiler.named
        self.expert = item.expert
        value = None if item.value is None else compiler.number(item.value)
        growth = item.value.years if isinstance(item.value, Growth) else 0
        self.brackets = [(one, self._test(one, compiler, growth)) for one in item.brackets]
        self.value = value
        self.free = None if item.points is None else compiler.number(item.points)
        self.growth = growth

    def _test(self, bracket: Bracket, compiler: Compiler, growth: int) -> Closure | None:
        if bracket.bound is Bound.ELSE:
            return None
        if bracket.limit is None:
            assert bracket.test is not None  # noqa: S101 -- every other bracket has one
            return compiler.value(bracket.test)
        limit = compiler.number(bracket.limit)
        if growth:
            return lambda case: power(add(1, limit(case)), growth)
        return limit

    def points(self, case: Case) -> Number:
        found = self._free(case)
        if self.item.maximum is not None:
            found = smallest((found, self.item.maximum))
        return found

    def _free(self, case: Case) -> Number:
        item = self.item
        if item.combine is Combine.BRACKETS:
            return self._bracketed(case)
        if self.free is not None:
            return self.free(case)
        parts = [cast("Number", self.named[part](case)) for part in item.parts]
        if item.combine is Combine.BEST_OF:
            return largest(parts)
        total: Number = 0
        for part in parts:
            total = add(total, part)
        return total

    def _bracketed(self, case: Case) -> Number:
        value = None if self.value is None else self.value(case)
        options: list[Number] = []
        reasons: list[Open] = []
        for bracket, closure in self.brackets:
            holds = self._holds(case, bracket, closure, value)
            if holds is False:
                continue
            options.append(self._band(case, bracket))
            if holds is True:
                break
            reasons.append(holds)
        return hull(options, *reasons) if len(options) > 1 else options[0]

    @staticmethod
    def _holds(case: Case, bracket: Bracket, closure: Closure | None, value: Number | None) -> Test:
        if closure is None:
            return True
        if bracket.limit is None or value is None:
            return cast("Test", closure(case))
        return compare(_SIGNS[bracket.bound], value, cast("Number", closure(case)))

    def _band(self, case: Case, bracket: Bracket) -> Number:
        if bracket.low == bracket.high:
            return bracket.low
        given = case.record.values.get(self.expert) if self.expert else None
        if isinstance(given, int | Fraction):
            return min(max(given, bracket.low), bracket.high)
        judged = frozenset((self.item.id,))
        return Between(bracket.low, bracket.high, Undefined.NO, frozenset(), judged)


_SIGNS = {Bound.AT_LEAST: ">=", Bound.ABOVE: ">", Bound.AT_MOST: "<=", Bound.BELOW: "<"}
