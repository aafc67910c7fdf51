"""Expressions as closures over one enterprise: read once, asked many times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import cast

from queqiao.rules.bounds import is_never_negative
from queqiao.rules.fields import fields
from queqiao.rules.kinds import Shape
from queqiao.rules.model import Rulebook
from queqiao.rules.rows.case import Case, Closure, NumberClosure, TestClosure
from queqiao.rules.rows.closures import (
    CODE_CHECKS,
    arithmetic,
    cell,
    code_check,
    fact,
    first_day,
    fiscal_years,
    judged,
    known,
    last_day,
    one_of,
    parameter,
    same_tests,
    same_texts,
    shift_years,
    starts_with,
    stepped,
    unknown,
    within,
    years_between,
)
from queqiao.rules.rows.values import (
    Between,
    Number,
    Open,
    Undefined,
    Value,
    absolute,
    add,
    all_of,
    any_of,
    compare,
    divide,
    largest,
    missing_number,
    moved,
    only_if_positive,
    opposite,
    power,
    smallest,
)
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


@dataclass(frozen=True, slots=True)
class Compiler:
    """Makes closures of the expressions of one rulebook."""

    book: Rulebook
    named: dict[str, Closure] = field(default_factory=dict)
    _made: dict[int, Closure] = field(default_factory=dict)

    def cached(self, node: Node) -> Closure:
        """The closure of a node of the rulebook, made once."""
        if id(node) not in self._made:
            self._made[id(node)] = self.value(node)
        return self._made[id(node)]

    def number(self, node: Node) -> NumberClosure:
        """A closure that gives a number."""
        return cast("NumberClosure", self.value(node))

    def test(self, node: Node) -> TestClosure:
        """A closure that gives a test."""
        return cast("TestClosure", self.value(node))

    def value(self, node: Node) -> Closure:  # noqa: C901, PLR0911, PLR0912 -- one case a node
        """A closure that gives whatever the expression stands for."""
        match node:
            case Literal(value):
                return lambda _: value
            case ApplicationDay():
                return lambda case: case.at
            case ApplicationYear():
                return lambda case: case.year
            case RunningYear():
                return lambda case: case.running
            case Reference():
                return self._reference(node)
            case Yearly(name, offset):
                one = fields()[name]
                if offset is None:
                    return lambda case: case.yearly(one, case.running)
                return lambda case: case.yearly(one, case.year + offset)
            case Not(body):
                inner = self.test(body)
                return lambda case: opposite(inner(case))
            case Every(parts):
                tests = [self.test(part) for part in parts]
                return lambda case: all_of(test(case) for test in tests)
            case Some(parts):
                tests = [self.test(part) for part in parts]
                return lambda case: any_of(test(case) for test in tests)
            case Compare():
                return self._compare(node)
            case Within(subject, choices):
                return within(self.value(subject), self.value(choices))
            case Arithmetic(op, left, right):
                return arithmetic(op, self.number(left), self.number(right))
            case Call():
                return self._call(node)
            case Growth():
                return self.ratio(node)
            case Aggregate():
                return self._aggregate(node)
        raise AssertionError(node)  # checking leaves no other

    def ratio(self, node: Growth) -> NumberClosure:
        """Last over first, where first is above zero."""
        first, last = self.number(node.first), self.number(node.last)

        def found(case: Case) -> Number:
            base = first(case)
            return only_if_positive(divide(last(case), base), base)

        return found

    def _compare(self, node: Compare) -> TestClosure:
        op = node.op
        if node.kind is not None and node.kind.shape is Shape.FLAG:
            return same_tests(op, self.test(node.left), self.test(node.right))
        if node.kind is not None and node.kind.shape is Shape.TEXT:
            return same_texts(op, self.value(node.left), self.value(node.right))
        left, right = self.number(node.left), self.number(node.right)
        if isinstance(node.left, Growth):
            years = node.left.years
            return lambda case: compare(op, left(case), power(add(1, right(case)), years))
        return lambda case: compare(op, left(case), right(case))

    def _reference(self, node: Reference) -> Closure:  # noqa: PLR0911 -- one line an origin
        name = node.id
        match node.origin:
            case Origin.FIELD:
                return fact(fields()[name])
            case Origin.CELL:
                return cell(fields()[node.table].columns[name], node.table)
            case Origin.PARAMETER:
                return parameter(name, node.kind.shape)
            case Origin.USE:
                use = self.book.uses[name]
                return lambda case: case.answers(use.rulebook, use.take)
            case Origin.COLUMN:
                return self._memo(name, partial(self._column, node))
            case Origin.DEFINITION:
                return self._memo(name, partial(self.definition, name))
            case Origin.SCORE:
                return lambda case: self.named[name](case)  # noqa: PLW0108 -- named later

    def _memo(self, name: str, make: Callable[[], Closure]) -> Closure:
        """A name is worked out once a case, and compiled once a rulebook."""
        if name not in self.named:
            inner = make()

            def remembered(case: Case) -> Value:
                found = case.memo.get(name)
                if found is None:
                    found = case.memo[name] = inner(case)
                return found

            self.named[name] = remembered
        return self.named[name]

    def definition(self, name: str) -> Closure:
        """A definition, by cases or plain."""
        definition = self.book.definitions[name]
        otherwise = self.value(definition.otherwise) if definition.otherwise is not None else None
        cases = [(self.test(case.when), self.value(case.then)) for case in definition.cases]
        if not cases and otherwise is not None:
            return otherwise
        shape = definition.kind.shape
        none_fits = unknown(shape, f"define:{name}")
        last: Closure = otherwise or (lambda _: none_fits)

        def found(case: Case) -> Value:
            options: list[Value] = []
            reasons: list[Open] = []
            for when, then in cases:
                holds = when(case)
                if holds is False:
                    continue
                options.append(then(case))
                if holds is True:
                    break
                reasons.append(holds)
            else:
                options.append(last(case))
            return one_of(options, reasons, shape)

        return found

    def _column(self, node: Reference) -> Closure:
        table = self.book.tables[node.table]
        key = self.value(table.by)
        name = node.id
        absent = missing_number(f"table:{node.table}")

        def found(case: Case) -> Value:
            group = key(case)
            if isinstance(group, Open):
                return Between(-inf, inf, Undefined.NO, group.missing, group.judged)
            row = table.rows.get(cast("str", group))
            return absent if row is None else row[name]

        return found

    def _call(self, node: Call) -> Closure:  # noqa: C901, PLR0911, PLR0912 -- one case a function
        args = [self.value(arg) for arg in node.args] if node.function != "known" else []
        numbers = cast("list[NumberClosure]", args)
        match node.function:
            case "min":
                return lambda case: smallest(arg(case) for arg in numbers)
            case "max":
                return lambda case: largest(arg(case) for arg in numbers)
            case "abs":
                return lambda case: absolute(numbers[0](case))
            case "if":
                return self._choice(node)
            case "starts_with":
                return starts_with(args[0], args[1])
            case "years_between":
                return years_between(numbers[0], numbers[1])
            case "shift_years":
                return shift_years(numbers[0], numbers[1])
            case "year_start":
                return lambda case: moved(numbers[0](case), first_day)
            case "year_end":
                return lambda case: moved(numbers[0](case), last_day)
            case "has_year":
                return lambda case: case.has_year(int(cast("int", numbers[0](case))))
            case "fiscal_years":
                return fiscal_years(int(cast("Literal", node.args[0]).value))  # type: ignore[arg-type] # a whole number, by its signature
            case "floor":
                return stepped(numbers[0], numbers[1], up=0)
            case "ceil":
                return stepped(numbers[0], numbers[1], up=1)
            case "judged":
                return judged(str(cast("Literal", node.args[0]).value))
            case "known":
                return known(node.args[0])
        return code_check(CODE_CHECKS[node.function], args[0])

    def _choice(self, node: Call) -> Closure:
        when, one, other = (self.value(arg) for arg in node.args)
        shape = Shape.NUMBER

        def found(case: Case) -> Value:
            holds = when(case)
            if isinstance(holds, Open):
                return one_of([one(case), other(case)], [holds], shape)
            return one(case) if holds else other(case)

        return found

    def _aggregate(self, node: Aggregate) -> Closure:
        from queqiao.rules.rows.aggregates import over_rows, over_years  # noqa: PLC0415 -- circle

        body = self.value(node.body) if node.body is not None else None
        where = self.test(node.where) if node.where is not None else None
        if isinstance(node.source, YearRange):
            return over_years(node.function, node.source, body, where)
        never_negative = node.body is not None and is_never_negative(node.body)
        return over_rows(node.function, node.source, body, where, never_negative)
