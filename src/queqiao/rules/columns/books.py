"""One rulebook over a stretch of enterprises: the same steps as by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from queqiao.rules.columns import values as v
from queqiao.rules.columns.data import Columns
from queqiao.rules.columns.expressions import Stretch
from queqiao.rules.columns.rationals import Array, Mask, Rationals, added, constant, floored
from queqiao.rules.columns.scores import points_of, score_sheet
from queqiao.rules.columns.values import JUDGED, MISSING, UNPUBLISHED, Column, Numbers, Tests, Texts
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import (
    Condition,
    ParameterValue,
    Role,
    Rulebook,
    Take,
)
from queqiao.rules.results import Outcome
from queqiao.rules.rows.evaluate import parameter_values

OUTCOMES = tuple(one.value for one in Outcome)
_CODE = {one: np.uint8(place) for place, one in enumerate(Outcome)}


@dataclass(frozen=True, slots=True, eq=False)
class StretchAnswer:
    """What a rulebook says of a stretch, as in ``BookColumns``; ``decision`` is for others."""

    version: str
    outcome: Array
    decision: Tests
    classes: tuple[str, ...] = ()
    amount: Numbers | None = None
    amount_fen: Array | None = None
    class_code: Array | None = None
    score_low: Array | None = None
    score_high: Array | None = None
    score_unit: int = 1
    conditions: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Condition:
    """A condition's test with where it does not apply."""

    test: Tests
    void: Mask


class StretchEngine:
    """Decides stretches on one day."""

    def __init__(self, rulebooks: Rulebooks, at: date) -> None:
        self.rulebooks = rulebooks
        self.at = at
        self._parameters: dict[str, dict[str, ParameterValue]] = {}

    def answer(
        self, rulebook: str, columns: Columns, known: dict[str, StretchAnswer]
    ) -> StretchAnswer:
        """The answer of a rulebook in the version of the day; ``known`` keeps it for others."""
        if rulebook not in known:
            book = self.rulebooks.on(rulebook, self.at)
            if book is None:
                known[rulebook] = self._without(rulebook, columns.length)
            else:
                known[rulebook] = self._decide(book, self._stretch(book, columns, known))
        return known[rulebook]

    def _without(self, rulebook: str, length: int) -> StretchAnswer:
        began = self.rulebooks.began_by(rulebook, self.at)
        outcome = _CODE[Outcome.UNKNOWN if began else Outcome.NOT_APPLICABLE]
        none = np.zeros(length, np.bool_)
        why = np.full(length, MISSING, np.uint8)
        decision = Tests(none, none, why) if began else v.always(length, holds=False)
        return StretchAnswer("", np.full(length, outcome), decision)

    def _stretch(
        self, book: Rulebook, columns: Columns, known: dict[str, StretchAnswer]
    ) -> Stretch:
        if book.id not in self._parameters:
            self._parameters[book.id] = parameter_values(book, self.at)

        def answers(rulebook: str, take: Take) -> Column:
            return _taken(self.answer(rulebook, columns, known), take)

        return Stretch(columns, self.at, book, self._parameters[book.id], answers)

    def _decide(self, book: Rulebook, stretch: Stretch) -> StretchAnswer:
        length = stretch.length
        if book.score is not None:
            score_sheet(book.score, stretch)
        applies = v.always(length, holds=True)
        if book.applies is not None:
            applies = stretch.test(book.applies)
        routes = [option for route in book.routes for option in route.any]
        answers = {one.id: _condition(one, stretch) for one in (*book.conditions, *routes)}
        held = v.all_of((applies, _overall(book, answers, length)))
        if book.applies is not None:
            lost = applies.undecided & held.fails
            held = v.pick_tests(lost, applies, held)
        codes, class_open = _classes(book, stretch)
        if class_open is not None:
            held = v.all_of((held, class_open))
        if book.undetermined is not None:
            none = np.zeros(length, np.bool_)
            held = v.all_of((held, Tests(none, none, np.full(length, MISSING, np.uint8))))
        amount, fen = None, None
        if book.amount is not None:
            amount, held, fen = _amount(book, stretch, held)
        outcome = np.where(applies.fails, _CODE[Outcome.NOT_APPLICABLE], _outcomes(held))
        held = v.pick_tests(applies.fails, v.always(length, holds=False), held)
        unit, low, high = points_of(book.score, stretch)
        void = applies.fails
        return StretchAnswer(
            version=book.version,
            outcome=outcome.astype(np.uint8),
            decision=held,
            classes=tuple(rule.name for rule in book.classes),
            amount=amount,
            amount_fen=None if fen is None else np.where(void, -1, fen),
            class_code=None if codes is None else np.where(void, -1, codes),
            score_low=low,
            score_high=high,
            score_unit=unit,
            conditions={name: _condition_outcomes(one) for name, one in answers.items()},
        )


def _condition(one: Condition, stretch: Stretch) -> _Condition:
    length = stretch.length
    void = np.zeros(length, np.bool_)
    whys: list[v.Reasons | None] = []
    opened = np.zeros(length, np.bool_)
    if one.when is not None:
        when = stretch.test(one.when)
        void, opened = void | when.fails, opened | when.undecided
        whys.append(v.masked(when.why, when.undecided))
    if one.waived_if is not None:
        waived = stretch.test(one.waived_if)
        void, opened = void | waived.holds, opened | waived.undecided
        whys.append(v.masked(waived.why, waived.undecided))
    test = _judged(one, stretch)
    if opened.any():
        unsure = opened & ~test.holds
        why = v.either(*whys, test.why)
        test = v.tests(test.holds & ~unsure, test.fails & ~unsure, why)
    return _Condition(test, void)


def _judged(one: Condition, stretch: Stretch) -> Tests:
    """What people's decisions make of a test that is open."""
    length = stretch.length
    if one.test is None:
        none = np.zeros(length, np.bool_)
        test = Tests(none, none, np.full(length, JUDGED, np.uint8))
    else:
        test = stretch.test(one.test)
    opened = test.undecided
    if not opened.any():
        return test
    decision = stretch.decision(one.id)
    may_decide = opened.copy()
    if not one.judged and test.why is not None:
        may_decide &= (test.why & (MISSING | UNPUBLISHED)) == 0
    decided = may_decide & ~decision.undecided
    test = v.pick_tests(decided, decision, test)
    if one.judged:
        why = np.where(test.undecided, JUDGED, 0).astype(np.uint8)
        test = v.tests(test.holds, test.fails, why)
    return test


def _overall(book: Rulebook, answers: Mapping[str, _Condition], length: int) -> Tests:
    routes = [
        (route.replaces, v.any_of(_held(answers[option.id]) for option in route.any))
        for route in book.routes
        if route.any
    ]
    found = [v.always(length, holds=True)]
    for condition in book.conditions:
        if condition.role is Role.TRIGGER:
            continue
        ways = [_held(answers[condition.id])]
        ways += [way for replaces, way in routes if condition.id in replaces]
        found.append(v.any_of(ways) if len(ways) > 1 else ways[0])
    return v.all_of(found)


def _held(one: _Condition) -> Tests:
    if not one.void.any():
        return one.test
    return v.tests(one.test.holds | one.void, one.test.fails & ~one.void, one.test.why)


def _outcomes(test: Tests) -> Array:
    found = np.where(test.holds, _CODE[Outcome.MET], _CODE[Outcome.UNMET])
    opened = test.undecided
    if opened.any() and test.why is not None:
        missing = (test.why & (MISSING | UNPUBLISHED)) > 0
        review = np.where(missing, _CODE[Outcome.UNKNOWN], _CODE[Outcome.MANUAL_REVIEW])
        found = np.where(opened, review, found)
    return found.astype(np.uint8)


def _condition_outcomes(one: _Condition) -> Array:
    found = _outcomes(one.test)
    return np.where(one.void, _CODE[Outcome.NOT_APPLICABLE], found).astype(np.uint8)


def _classes(book: Rulebook, stretch: Stretch) -> tuple[Array | None, Tests | None]:
    """The first class that holds; where one before it is open, none is certain."""
    if not book.classes:
        return None, None
    length = stretch.length
    codes = np.full(length, -1, np.int16)
    waiting = np.ones(length, np.bool_)
    why = np.zeros(length, np.uint8)
    opened = np.zeros(length, np.bool_)
    for place, rule in enumerate(book.classes):
        test = v.always(length, holds=True) if rule.when is None else stretch.test(rule.when)
        codes = np.where(waiting & test.holds, place, codes).astype(np.int16)
        stuck = waiting & test.undecided
        if test.why is not None:
            why = np.where(stuck, test.why, why).astype(np.uint8)
        opened |= stuck
        waiting &= test.fails
    return codes, v.tests(~opened, np.zeros(length, np.bool_), why)


def _amount(book: Rulebook, stretch: Stretch, held: Tests) -> tuple[Numbers, Tests, Array]:
    """The amount in 分 where an enterprise is entitled, and what it leaves of the entitlement."""
    assert book.amount is not None  # noqa: S101 -- asked for only where there is one
    length = stretch.length
    given = [stretch.number(node) for node in (book.amount.value, *book.amount.at_most)]
    limited = v.extreme(given, least=True) if len(given) > 1 else given[0]
    positive = v.extreme([limited, v.fixed(0, length)], least=False)
    low = _rounded(positive.low)
    high = low if positive.low is positive.high else _rounded(positive.high)
    amount = v.numbers(low, high, positive.undefined, positive.why)
    certain = v.compare("=", amount, amount)
    sure = certain.holds
    why = np.zeros(length, np.uint8) if amount.why is None else amount.why
    despite = (why == UNPUBLISHED) & ~sure
    missing = np.where((why & (MISSING | UNPUBLISHED)) == 0, MISSING, 0).astype(np.uint8)
    reasons = (why | missing).astype(np.uint8)
    none = np.zeros(length, np.bool_)
    left = v.tests(sure | despite, none, reasons)
    entitled = held.holds
    found = v.pick_tests(entitled, left, held)
    fen = np.where(entitled & sure, _whole(low), -1)
    return amount, found, fen


def _rounded(one: Rationals) -> Rationals:
    """To the nearest whole number, halves up."""
    return floored(added(one, constant(Fraction(1, 2), len(one))), Fraction(1))


def _whole(one: Rationals) -> Array:
    num = one.num
    return num if one.den is None else np.where(one.den == 0, 0, num)


def _taken(answer: StretchAnswer, take: Take) -> Column:
    """What another rulebook takes from an answer."""
    decision = answer.decision
    length = len(decision)
    if take is Take.MET:
        return decision
    if take is Take.CLASS:
        why = np.where(decision.undecided, decision.why, 0) if decision.why is not None else None
        codes = np.full(length, -1, np.int32)
        if answer.class_code is not None:
            codes = answer.class_code.astype(np.int32)
        given = None if why is None else why.astype(np.uint8)
        return Texts(
            codes, answer.classes, given if given is not None else np.zeros(length, np.uint8)
        )
    amount = answer.amount or v.fixed(0, length)
    nothing = v.fixed(0, length)
    gone = Numbers(nothing.low, nothing.low, np.full(length, v.YES, np.uint8))
    unsure = v.unbounded(length, nothing.low, MISSING, v.MAYBE)
    unsure = Numbers(unsure.low, unsure.high, unsure.undefined, decision.why)
    entitled = v.pick_numbers(decision.fails, gone, v.pick_numbers(decision.holds, amount, unsure))
    if answer.amount is None:
        return v.pick_numbers(decision.undecided, unsure, gone)
    return entitled
