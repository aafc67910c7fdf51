"""One rulebook, one enterprise, one day: what holds, what does not, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import cast

from queqiao.rules.kinds import Exact
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import (
    Bound,
    Bracket,
    Combine,
    Condition,
    DatedBy,
    Parameter,
    ParameterValue,
    Role,
    Rulebook,
    ScoreItem,
    Take,
)
from queqiao.rules.results import Outcome
from queqiao.rules.rows.compiling import Case, Closure, Compiler, NumberClosure, TestClosure
from queqiao.rules.rows.records import Record
from queqiao.rules.rows.values import (
    UNDEFINED,
    Between,
    Number,
    Open,
    Test,
    Undefined,
    Value,
    add,
    all_of,
    any_of,
    compare,
    hull,
    largest,
    number,
    power,
    smallest,
    spanned,
)
from queqiao.rules.syntax import Growth

Answer = Test | None
"""What a condition comes to; ``None``: it does not apply."""


@dataclass(frozen=True, slots=True)
class BookAnswer:
    """
    What a rulebook says of one enterprise, before it is put into words.

    ``answers`` holds every condition, the alternatives of routes among them. ``decision`` is the
    test that the outcome comes from; its reasons are what is asked for.
    """

    outcome: Outcome
    decision: Test
    answers: Mapping[str, Answer] = field(default_factory=dict)
    score: Number | None = None
    amount: Number | None = None
    class_name: str | None = None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A condition with its closures."""

    condition: Condition
    test: TestClosure | None
    when: TestClosure | None
    waived_if: TestClosure | None


class _Program:
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

    def _test(self, node: object) -> TestClosure | None:
        return None if node is None else self.compiler.test(node)  # type: ignore[arg-type] # a node

    def _condition(self, one: Condition) -> _Compiled:
        return _Compiled(one, self._test(one.test), self._test(one.when), self._test(one.waived_if))

    def _score(self) -> None:
        score = self.book.score
        if score is None:
            return
        for item in score.items:
            self._remember(item.id, _ScoreLine(item, self.compiler).points)
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


class _ScoreLine:
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


def parameter_values(book: Rulebook, at: date) -> dict[str, ParameterValue]:
    """What every parameter is on the day of application; ``None`` where no value is known."""
    return {name: _on_day(one, at) for name, one in book.parameters.items()}


def _on_day(one: Parameter, at: date) -> ParameterValue:
    day = at if one.dated_by is DatedBy.AT else date(at.year - 1, 12, 31)
    return next((value for period, value in one.values if period.covers(day)), None)


class RowEngine:
    """Decides rulebooks for single enterprises; keeps them compiled between calls."""

    def __init__(self, rulebooks: Rulebooks) -> None:
        self.rulebooks = rulebooks
        self._programs: dict[tuple[str, str], _Program] = {}
        self._parameters: dict[tuple[str, str, date], dict[str, ParameterValue]] = {}

    def program(self, book: Rulebook) -> _Program:
        """The rulebook compiled."""
        key = (book.id, book.version)
        if key not in self._programs:
            self._programs[key] = _Program(book)
        return self._programs[key]

    def case(
        self, book: Rulebook, record: Record, at: date, known: dict[str, BookAnswer] | None = None
    ) -> Case:
        """One enterprise under one rulebook; ``known`` keeps answers of others."""
        shared: dict[str, BookAnswer] = {} if known is None else known

        def answers(rulebook: str, take: Take) -> Value:
            if rulebook not in shared:
                shared[rulebook] = self.answer(rulebook, record, at, shared)
            return _taken(shared[rulebook], take)

        key = (book.id, book.version, at)
        if key not in self._parameters:
            self._parameters[key] = parameter_values(book, at)
        return Case(
            record=record,
            at=at.toordinal(),
            year=at.year,
            parameters=self._parameters[key],
            answers=answers,
            decisions=record.decisions.get(book.id, {}),
        )

    def answer(
        self, rulebook: str, record: Record, at: date, known: dict[str, BookAnswer] | None = None
    ) -> BookAnswer:
        """What a rulebook, in the version of the day, says of an enterprise."""
        book = self.rulebooks.on(rulebook, at)
        if book is None:
            began = self.rulebooks.began_by(rulebook, at)
            outcome = Outcome.UNKNOWN if began else Outcome.NOT_APPLICABLE
            return BookAnswer(
                outcome, Open(frozenset((f"version:{rulebook}",))) if began else False
            )
        return self.decide(book, self.case(book, record, at, known))

    def decide(self, book: Rulebook, case: Case) -> BookAnswer:
        """The answer of one version."""
        program = self.program(book)
        applies = True if program.applies is None else program.applies(case)
        if applies is False:
            return BookAnswer(Outcome.NOT_APPLICABLE, decision=False)
        answers = {one.condition.id: self._answer(one, case) for one in program.conditions}
        held = all_of((applies, self._overall(book, answers)))
        if isinstance(applies, Open) and held is False:
            held = applies
        named, class_open = self._class(program, case)
        if class_open is not None:
            held = all_of((held, class_open))
        if book.undetermined is not None and held is not False:
            held = Open(frozenset((f"rulebook:{book.id}",)))
        amount: Number | None = None
        if program.amount is not None and held is True:
            amount = self._amount(program, case)
            held = _despite(amount)
        score = None
        if book.score is not None:
            score = cast("Number", program.compiler.named["score"](case))
        return BookAnswer(_outcome(held), held, answers, score, amount, named)

    def condition(self, book: Rulebook, name: str, case: Case) -> Answer:
        """The answer of one condition alone."""
        program = self.program(book)
        found = next(one for one in program.conditions if one.condition.id == name)
        return self._answer(found, case)

    @staticmethod
    def _answer(one: _Compiled, case: Case) -> Answer:
        condition = one.condition
        reasons: list[Test] = []
        if one.when is not None:
            applies = one.when(case)
            if applies is False:
                return None
            reasons.append(applies)
        if one.waived_if is not None:
            waived = one.waived_if(case)
            if waived is True:
                return None
            reasons.append(waived)
        test = _judged(condition, True if one.test is None else one.test(case), case)
        if test is True or not any(isinstance(reason, Open) for reason in reasons):
            return test
        opened = [reason for reason in (*reasons, test) if isinstance(reason, Open)]
        return all_of(opened)

    @staticmethod
    def _overall(book: Rulebook, answers: Mapping[str, Answer]) -> Test:
        """All conditions that count, each held by itself or by a route."""
        routes = [
            (route.replaces, any_of(_holds(answers[option.id]) for option in route.any))
            for route in book.routes
        ]
        tests: list[Test] = []
        for condition in book.conditions:
            if condition.role is Role.TRIGGER:
                continue
            ways = [_holds(answers[condition.id])]
            ways += [way for replaces, way in routes if condition.id in replaces]
            tests.append(any_of(ways))
        return all_of(tests)

    @staticmethod
    def _class(program: _Program, case: Case) -> tuple[str | None, Open | None]:
        for name, when in program.classes:
            holds = True if when is None else when(case)
            if holds is True:
                return name, None
            if isinstance(holds, Open):
                return None, holds
        return None, None

    @staticmethod
    def _amount(program: _Program, case: Case) -> Number:
        assert program.amount is not None  # noqa: S101 -- asked for only where there is one
        value = program.amount(case)
        limited = smallest((value, *(limit(case) for limit in program.limits)))
        span = spanned(largest((limited, 0)))
        return UNDEFINED if span.undefined is Undefined.YES else _rounded(span)


def _rounded(span: Between) -> Number:
    low = span.low if isinstance(span.low, float) else round_half_up(span.low)
    high = span.high if isinstance(span.high, float) else round_half_up(span.high)
    return number(low, high, span.undefined, span)


def round_half_up(value: Exact) -> int:
    """The nearest whole number, halves away from zero for numbers above it."""
    return int((2 * value + 1) // 2)


def _despite(amount: Number) -> Test:
    """
    What an amount leaves of a certain entitlement.

    A missing datum leaves it open; a rate that nobody has published does not.
    """
    if not isinstance(amount, Between):
        return True
    unpublished = all(reason.startswith(("parameter:", "table:")) for reason in amount.missing)
    if amount.missing and unpublished and not amount.judged:
        return True
    return Open(amount.missing or frozenset(("amount",)), amount.judged)


def _holds(answer: Answer) -> Test:
    return True if answer is None else answer


def _judged(condition: Condition, test: Test, case: Case) -> Test:
    """What a person's decision makes of a test that is open."""
    if condition.judged and condition.test is None:
        test = Open(judged=frozenset((condition.id,)))
    if not isinstance(test, Open):
        return test
    decided = case.decisions.get(condition.id)
    if decided is not None and (condition.judged or not test.missing):
        return decided
    if condition.judged:
        return Open(judged=frozenset((condition.id,)))
    return test


def _outcome(held: Test) -> Outcome:
    if isinstance(held, Open):
        return Outcome.UNKNOWN if held.missing else Outcome.MANUAL_REVIEW
    return Outcome.MET if held else Outcome.UNMET


def outcome_of(answer: Answer) -> Outcome:
    """A condition's outcome."""
    return Outcome.NOT_APPLICABLE if answer is None else _outcome(answer)


def _taken(answer: BookAnswer, take: Take) -> Value:
    """What another rulebook takes from an answer."""
    if take is Take.MET:
        return answer.decision
    reasons = answer.decision if isinstance(answer.decision, Open) else Open()
    if take is Take.CLASS:
        return reasons if answer.class_name is None else answer.class_name
    if answer.amount is not None:
        return answer.amount
    if answer.decision is False:
        return UNDEFINED
    return Between(0, float("inf"), Undefined.MAYBE, reasons.missing, reasons.judged)
