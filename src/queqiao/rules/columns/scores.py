"""Score sheets over a stretch of enterprises."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import cast

import numpy as np

from queqiao.rules.columns import values as v
from queqiao.rules.columns.expressions import Stretch
from queqiao.rules.columns.rationals import Array, Rationals, floored
from queqiao.rules.columns.values import JUDGED, Numbers, Tests
from queqiao.rules.fields import fields
from queqiao.rules.model import (
    Bound,
    Bracket,
    Combine,
    Score,
    ScoreItem,
)
from queqiao.rules.syntax import Growth

_SIGNS = {Bound.AT_LEAST: ">=", Bound.ABOVE: ">", Bound.AT_MOST: "<=", Bound.BELOW: "<"}
_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def score_sheet(score: Score, stretch: Stretch) -> None:
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
        reasons = v.either(reasons, v.masked(test.why, reached & test.undecided))
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


def points_of(score: Score | None, stretch: Stretch) -> tuple[int, Array | None, Array | None]:
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
