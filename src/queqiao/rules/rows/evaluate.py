"""One rulebook, one enterprise, one day: what holds, what does not, what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from queqiao.rules.kinds import Exact
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import (
    Condition,
    DatedBy,
    Parameter,
    ParameterValue,
    Role,
    Rulebook,
    Take,
)
from queqiao.rules.results import Outcome
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.program import CompiledCondition, Program
from queqiao.rules.rows.records import Record
from queqiao.rules.rows.values import (
    UNDEFINED,
    Between,
    Number,
    Open,
    Test,
    Undefined,
    Value,
    all_of,
    any_of,
    largest,
    number,
    smallest,
    spanned,
)

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
        self._programs: dict[tuple[str, str], Program] = {}
        self._parameters: dict[tuple[str, str, date], dict[str, ParameterValue]] = {}

    def program(self, book: Rulebook) -> Program:
        """The rulebook compiled."""
        key = (book.id, book.version)
        if key not in self._programs:
            self._programs[key] = Program(book)
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
    def _answer(one: CompiledCondition, case: Case) -> Answer:
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
    def _class(program: Program, case: Case) -> tuple[str | None, Open | None]:
        for name, when in program.classes:
            holds = True if when is None else when(case)
            if holds is True:
                return name, None
            if isinstance(holds, Open):
                return None, holds
        return None, None

    @staticmethod
    def _amount(program: Program, case: Case) -> Number:
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
