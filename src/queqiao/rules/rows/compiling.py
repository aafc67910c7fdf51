"""Expressions as closures over one enterprise: read once, asked many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from math import inf
from typing import Protocol, cast

from queqiao.core.codes import (
    has_uscc_characters,
    has_uscc_check,
    has_uscc_kind,
    has_uscc_subject_check,
)
from queqiao.rules.bounds import is_never_negative
from queqiao.rules.fields import NEVER, Field, fields
from queqiao.rules.kinds import Exact, Shape
from queqiao.rules.model import ParameterValue, Rulebook, Take
from queqiao.rules.rows.records import Cell, Record
from queqiao.rules.rows.values import (
    NONE,
    UNDEFINED,
    Between,
    Number,
    Open,
    Test,
    Undefined,
    Value,
    absolute,
    add,
    all_of,
    any_of,
    compare,
    divide,
    hull,
    largest,
    missing_number,
    moved,
    multiply,
    negative,
    number,
    only_if_positive,
    opposite,
    power,
    shifted_day,
    smallest,
    spanned,
    whole_years,
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
                return _within(self.value(subject), self.value(choices))
            case Arithmetic(op, left, right):
                return _arithmetic(op, self.number(left), self.number(right))
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
            return _same_tests(op, self.test(node.left), self.test(node.right))
        if node.kind is not None and node.kind.shape is Shape.TEXT:
            return _same_texts(op, self.value(node.left), self.value(node.right))
        left, right = self.number(node.left), self.number(node.right)
        if isinstance(node.left, Growth):
            years = node.left.years
            return lambda case: compare(op, left(case), power(add(1, right(case)), years))
        return lambda case: compare(op, left(case), right(case))

    def _reference(self, node: Reference) -> Closure:  # noqa: PLR0911 -- one line an origin
        name = node.id
        match node.origin:
            case Origin.FIELD:
                return _field(fields()[name])
            case Origin.CELL:
                return _cell(fields()[node.table].columns[name], node.table)
            case Origin.PARAMETER:
                return _parameter(name, node.kind.shape)
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
        none_fits = _unknown(shape, f"define:{name}")
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
            return _one_of(options, reasons, shape)

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
                return _starts_with(args[0], args[1])
            case "years_between":
                return _years_between(numbers[0], numbers[1])
            case "shift_years":
                return _shift_years(numbers[0], numbers[1])
            case "year_start":
                return lambda case: moved(numbers[0](case), _first_day)
            case "year_end":
                return lambda case: moved(numbers[0](case), _last_day)
            case "has_year":
                return lambda case: case.has_year(int(cast("int", numbers[0](case))))
            case "fiscal_years":
                return _fiscal_years(int(cast("Literal", node.args[0]).value))  # type: ignore[arg-type] # a whole number, by its signature
            case "floor":
                return _stepped(numbers[0], numbers[1], up=0)
            case "ceil":
                return _stepped(numbers[0], numbers[1], up=1)
            case "judged":
                return _judged(str(cast("Literal", node.args[0]).value))
            case "known":
                return _known(node.args[0])
        return _code_check(CODE_CHECKS[node.function], args[0])

    def _choice(self, node: Call) -> Closure:
        when, one, other = (self.value(arg) for arg in node.args)
        shape = Shape.NUMBER

        def found(case: Case) -> Value:
            holds = when(case)
            if isinstance(holds, Open):
                return _one_of([one(case), other(case)], [holds], shape)
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


def _arithmetic(op: str, left: NumberClosure, right: NumberClosure) -> NumberClosure:
    if op == "+":
        return lambda case: add(left(case), right(case))
    if op == "-":
        return lambda case: add(left(case), negative(right(case)))
    if op == "*":
        return lambda case: multiply(left(case), right(case))
    return lambda case: divide(left(case), right(case))


def _same_tests(op: str, left: TestClosure, right: TestClosure) -> TestClosure:
    def found(case: Case) -> Test:
        a, b = left(case), right(case)
        if isinstance(a, Open) or isinstance(b, Open):
            return _opened(a, b)
        return (a == b) is (op == "=")

    return found


def _same_texts(op: str, left: Closure, right: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        a, b = left(case), right(case)
        if isinstance(a, Open) or isinstance(b, Open):
            return _opened(a, b)
        return (a == b) is (op == "=")

    return found


def _opened(*values: Value) -> Open:
    some = [value for value in values if isinstance(value, Open)]
    return Open(
        NONE.union(*(one.missing for one in some)), NONE.union(*(one.judged for one in some))
    )


def _within(subject: Closure, choices: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        text, options = subject(case), choices(case)
        if isinstance(text, Open) or isinstance(options, Open):
            return _opened(text, options)
        return text in cast("tuple[str, ...]", options)

    return found


def _starts_with(subject: Closure, starts: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        text, options = subject(case), starts(case)
        if isinstance(text, Open) or isinstance(options, Open):
            return _opened(text, options)
        return cast("str", text).startswith(cast("tuple[str, ...]", options))

    return found


def _unknown(shape: Shape, key: str) -> Value:
    if shape in {Shape.FLAG, Shape.TEXT, Shape.TEXTS}:
        return Open(frozenset((key,)))
    return missing_number(key)


def _one_of(options: list[Value], reasons: list[Open], shape: Shape) -> Value:
    """The value where all options agree, else something open between them."""
    first = options[0]
    if not reasons:
        return first
    if isinstance(first, bool | Open | str) or shape in {Shape.FLAG, Shape.TEXT}:
        if not isinstance(first, Open) and all(option == first for option in options):
            return first
        return _opened(*options, *reasons)
    return hull(cast("list[Number]", options), *reasons)


def _field(one: Field) -> Closure:
    name = one.id
    assert one.kind is not None  # noqa: S101 -- lists are not references
    absent = _unknown(one.kind.shape, name)
    if one.kind.shape is Shape.NUMBER and not one.negative:
        absent = missing_number(name, 0)

    def found(case: Case) -> Value:
        value = case.record.values.get(name)
        if value is None and name in case.record.series:
            value = case.record.series[name].get(case.year - 1)
        return absent if value is None else value

    return found


def _cell(one: Field, listed: str) -> Closure:
    name = one.id
    assert one.kind is not None  # noqa: S101 -- lists hold no lists
    absent = _unknown(one.kind.shape, f"{listed}.{name}")
    if one.kind.shape is Shape.NUMBER and not one.negative:
        absent = missing_number(f"{listed}.{name}", 0)
    if one.open:
        absent = NEVER

    def found(case: Case) -> Value:
        value = (case.row or {}).get(name)
        return absent if value is None else value

    return found


def _parameter(name: str, shape: Shape) -> Closure:
    absent = _unknown(shape, f"parameter:{name}")

    def found(case: Case) -> Value:
        value = case.parameters[name]
        return absent if value is None else value

    return found


def _first_day(year: Exact) -> Exact:
    return date(int(year), 1, 1).toordinal()


def _last_day(year: Exact) -> Exact:
    return date(int(year), 12, 31).toordinal()


def _years_between(first: NumberClosure, last: NumberClosure) -> NumberClosure:
    def found(case: Case) -> Number:
        a, b = spanned(first(case)), spanned(last(case))
        unbounded = (isinstance(a.high, float), isinstance(b.low, float))
        low = -inf if any(unbounded) else whole_years(a.high, b.low)  # type: ignore[arg-type] # finite, as just seen
        unbounded = (isinstance(a.low, float), isinstance(b.high, float))
        high = inf if any(unbounded) else whole_years(a.low, b.high)  # type: ignore[arg-type] # as above
        return number(low, high, max(a.undefined, b.undefined), a, b)

    return found


def _shift_years(day: NumberClosure, years: NumberClosure) -> NumberClosure:
    def found(case: Case) -> Number:
        a, b = spanned(day(case)), spanned(years(case))
        finite = not isinstance(a.low, float) and not isinstance(b.low, float)
        low = shifted_day(a.low, b.low) if finite else -inf  # type: ignore[arg-type] # finite, as just seen
        finite = not isinstance(a.high, float) and not isinstance(b.high, float)
        high = shifted_day(a.high, b.high) if finite else inf  # type: ignore[arg-type] # as above
        return number(low, high, max(a.undefined, b.undefined), a, b)

    return found


def _fiscal_years(count: int) -> NumberClosure:
    def found(case: Case) -> Number:
        had = [case.has_year(case.year - back) for back in range(1, count + 1)]
        certain = sum(test is True for test in had)
        opened = [test for test in had if isinstance(test, Open)]
        return number(certain, certain + len(opened), Undefined.NO, *opened)

    return found


def _stepped(value: NumberClosure, step: NumberClosure, *, up: int) -> NumberClosure:
    def found(case: Case) -> Number:
        size = cast("Exact", step(case))
        return moved(value(case), lambda one: (-((-one) // size) if up else one // size) * size)

    return found


def _judged(name: str) -> TestClosure:
    nobody = Open(judged=frozenset((name,)))
    return lambda case: case.decisions.get(name, nobody)


def _known(node: Node) -> TestClosure:
    match node:
        case Yearly(name, offset):
            one = fields()[name]

            def figure(case: Case) -> Test:
                year = case.running if offset is None else case.year + offset
                return not isinstance(case.yearly(one, year), Between)

            return figure
        case Reference(name, Origin.CELL):
            return lambda case: name in (case.row or {})
        case Reference(name, _):
            return lambda case: any(
                name in part for part in (case.record.values, case.record.series, case.record.lists)
            )
    raise AssertionError(node)  # checking leaves no other


def _code_check(check: Callable[[str], bool], code: Closure) -> TestClosure:
    def found(case: Case) -> Test:
        text = code(case)
        return text if isinstance(text, Open) else check(cast("str", text))

    return found


CODE_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "uscc_charset": lambda code: len(code) == 18 and has_uscc_characters(code),
    "uscc_check_digit": has_uscc_check,
    "uscc_prefix": has_uscc_kind,
    "uscc_inner": has_uscc_subject_check,
}
