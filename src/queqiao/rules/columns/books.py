"""One rulebook over a stretch of enterprises: the same steps as by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import cast

import numpy as np

from queqiao.rules.columns import values as v
from queqiao.rules.columns.data import Columns
from queqiao.rules.columns.expressions import Stretch
from queqiao.rules.columns.rationals import Array, Mask, Rationals, added, constant, floored
from queqiao.rules.columns.values import JUDGED, MISSING, UNPUBLISHED, Column, Numbers, Tests, Texts
from queqiao.rules.fields import fields
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import (
    Bound,
    Bracket,
    Combine,
    Condition,
    ParameterValue,
    Role,
    Rulebook,
    Score,
    ScoreItem,
    Take,
)
from queqiao.rules.results import Outcome
from queqiao.rules.rows.evaluate import parameter_values
from queqiao.rules.syntax import Growth

OUTCOMES = tuple(one.value for one in Outcome)
_CODE = {one: np.uint8(place) for place, one in enumerate(Outcome)}
_SIGNS = {Bound.AT_LEAST: ">=", Bound.ABOVE: ">", Bound.AT_MOST: "<=", Bound.BELOW: "<"}
_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


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
            _score(book.score, stretch)
        applies = v.always(length, holds=True)
        if book.applies is not None:
            applies = stretch.test(book.applies)
        routes = [option for route in book.routes for option in route.any]
        answers = {one.id: _condition(one, stretch) for one in (*book.conditions, *routes)}
        held = v.all_of((applies, _overall(book, answers, length)))
        if book.applies is not None:
            lost = applies.open & held.fails
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
        unit, low, high = _points(book.score, stretch)
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
        void, opened = void | when.fails, opened | when.open
        whys.append(v.masked(when.why, when.open))
    if one.waived_if is not None:
        waived = stretch.test(one.waived_if)
        void, opened = void | waived.holds, opened | waived.open
        whys.append(v.masked(waived.why, waived.open))
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
    opened = test.open
    if not opened.any():
        return test
    decision = stretch.decision(one.id)
    may_decide = opened.copy()
    if not one.judged and test.why is not None:
        may_decide &= (test.why & (MISSING | UNPUBLISHED)) == 0
    decided = may_decide & ~decision.open
    test = v.pick_tests(decided, decision, test)
    if one.judged:
        why = np.where(test.open, JUDGED, 0).astype(np.uint8)
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
    opened = test.open
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
        stuck = waiting & test.open
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


def _score(score: Score, stretch: Stretch) -> None:
    """Work out every line and the total, under their names."""
    for item in score.items:
        stretch.memo[item.id] = _line(item, stretch)
    total = v.fixed(0, stretch.length)
    for name in score.total:
        total = v.add(total, cast("Numbers", stretch.memo[name]))
    if score.maximum is not None:
        total = v.extreme([total, v.fixed(score.maximum, stretch.length)], least=True)
    stretch.memo["score"] = total


def _line(item: ScoreItem, stretch: Stretch) -> Numbers:
    if item.combine is Combine.BRACKETS:
        found = _bracketed(item, stretch)
    elif item.points is not None:
        found = stretch.number(item.points)
    else:
        parts = [cast("Numbers", stretch.memo[part]) for part in item.parts]
        if item.combine is Combine.BEST_OF:
            found = v.extreme(parts, least=False)
        else:
            found = v.fixed(0, stretch.length)
            for part in parts:
                found = v.add(found, part)
    if item.maximum is not None:
        found = v.extreme([found, v.fixed(item.maximum, stretch.length)], least=True)
    return found


def _bracketed(item: ScoreItem, stretch: Stretch) -> Numbers:
    length = stretch.length
    value = None if item.value is None else stretch.number(item.value)
    growth = item.value.years if isinstance(item.value, Growth) else 0
    active = np.ones(length, np.bool_)
    begun = np.zeros(length, np.bool_)
    found = v.fixed(0, length)
    reasons: v.Reasons | None = None
    for bracket in item.brackets:
        test = _bracket_test(bracket, value, growth, stretch)
        reached = active & ~test.fails
        band = _band(item, bracket, stretch)
        found = v.pick_numbers(reached & ~begun, band, found)
        again = reached & begun
        if again.any():
            found = v.with_reasons(v.joined(again, found, band), v.masked(reasons, again))
        reasons = v.either(reasons, v.masked(test.why, reached & test.open))
        begun |= reached
        active &= ~test.holds
    return found


def _bracket_test(bracket: Bracket, value: Numbers | None, growth: int, stretch: Stretch) -> Tests:
    if bracket.bound is Bound.ELSE:
        return v.always(stretch.length, holds=True)
    if bracket.limit is None or value is None:
        assert bracket.test is not None  # noqa: S101 -- every other bracket has one
        return stretch.test(bracket.test)
    limit = stretch.number(bracket.limit)
    if growth:
        limit = v.power(v.add(v.fixed(1, stretch.length), limit), growth)
    return v.compare(_SIGNS[bracket.bound], value, limit)


def _band(item: ScoreItem, bracket: Bracket, stretch: Stretch) -> Numbers:
    """The points of a bracket: those that experts gave, kept inside, else all that it allows."""
    length = stretch.length
    low, high = v.fixed(bracket.low, length), v.fixed(bracket.high, length)
    if bracket.low == bracket.high:
        return low
    judged = np.full(length, JUDGED, np.uint8)
    free = Numbers(low.low, high.low, None, judged)
    stated = stretch.columns.values.get(item.expert) if item.expert else None
    if stated is None:
        return free
    given = cast("Numbers", stretch.stated(stated, fields()[item.expert]))
    kept = v.extreme([v.extreme([given, low], least=False), high], least=True)
    if stated.missing is None:
        return kept
    return v.pick_numbers(stated.missing, free, kept)


def _points(score: Score | None, stretch: Stretch) -> tuple[int, Array | None, Array | None]:
    """The total's bounds times a unit that makes them whole."""
    if score is None:
        return 1, None, None
    unit = _score_unit(score)
    total = cast("Numbers", stretch.memo["score"])
    return unit, _times(total.low, unit), _times(total.high, unit)


def _score_unit(score: Score) -> int:
    points = [end for item in score.items for one in item.brackets for end in (one.low, one.high)]
    points += [item.maximum for item in score.items if item.maximum is not None]
    return lcm(1_000_000, *(Fraction(one).denominator for one in points))


def _times(one: Rationals, unit: int) -> Array:
    scaled = floored(one, Fraction(1, unit))
    if scaled.den is None:
        return scaled.num.astype(np.int64)
    ends = np.where(scaled.num > 0, _MOST, _LEAST)
    return np.where(scaled.den == 0, ends, scaled.num).astype(np.int64)


def _taken(answer: StretchAnswer, take: Take) -> Column:
    """What another rulebook takes from an answer."""
    decision = answer.decision
    length = len(decision)
    if take is Take.MET:
        return decision
    if take is Take.CLASS:
        why = np.where(decision.open, decision.why, 0) if decision.why is not None else None
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
        return v.pick_numbers(decision.open, unsure, gone)
    return entitled
