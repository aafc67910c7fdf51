"""Dates by column: moved by whole years, and whole years between them."""

from __future__ import annotations

from datetime import date

import numpy as np

from queqiao.rules.columns import values as v
from queqiao.rules.columns.rationals import (
    Array,
    Mask,
    Rationals,
    chosen,
    endless,
    whole,
    whole_values,
)
from queqiao.rules.columns.values import Numbers
from queqiao.rules.fields import NEVER

_EPOCH = date(1970, 1, 1).toordinal()


def _shift(days: Array, years: Array) -> Array:
    """Day numbers whole years later; 29 February becomes 28 February where there is none."""
    days = np.maximum(days.astype(np.int64), 1)
    stamps = (days - _EPOCH).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    day = (stamps - months).astype(np.int64)
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970 + years
    inside = np.clip(year, date.min.year, date.max.year)
    back = (inside - 1970 - months.astype("datetime64[Y]").astype(np.int64)) * 12
    moved = months + back.astype("timedelta64[M]")
    ahead = np.where(inside == date.max.year, 0, 1).astype("timedelta64[M]")
    length = ((moved + ahead).astype("datetime64[D]") - moved.astype("datetime64[D]")).astype(
        np.int64
    )
    length = np.where(length == 0, 31, length)
    found = moved.astype("datetime64[D]").astype(np.int64) + np.minimum(day, length - 1) + _EPOCH
    found = np.where(year < date.min.year, date.min.toordinal(), found)
    found = np.where(year > date.max.year, NEVER, found)
    return np.where(days >= NEVER, NEVER, found)


def _ends(one: Rationals) -> tuple[Array, Mask]:
    """Whole values, and where they are endless."""
    gone = np.zeros(len(one), np.bool_) if one.den is None else one.den == 0
    return np.where(gone, 1, whole_values(one)).astype(np.int64), gone


def shifted_days(days: Numbers, years: Numbers) -> Numbers:
    """Dates moved by whole years."""

    def moved(day: Rationals, by: Rationals, sign: int) -> Rationals:
        (a, gone_a), (b, gone_b) = _ends(day), _ends(by)
        found, gone = whole(_shift(a, b)), gone_a | gone_b
        return chosen(gone, endless(len(found), sign), found) if gone.any() else found

    low = moved(days.low, years.low, -1)
    single = days.low is days.high and years.low is years.high
    high = low if single and not low.infinite else moved(days.high, years.high, 1)
    undefined = v.worst(days.undefined, years.undefined)
    return v.numbers(low, high, undefined, v.either(days.why, years.why))


def _between(first: Array, last: Array) -> Array:
    first, last = np.clip(first, 1, NEVER), np.clip(last, 1, NEVER)
    early, late = np.minimum(first, last), np.maximum(first, last)

    def year(days: Array) -> Array:
        stamps = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[Y]")
        return stamps.astype(np.int64)

    years = year(late) - year(early)
    years = years - (_shift(early, years) > late)
    return np.where(first > last, -years, years)


def whole_years(first: Numbers, last: Numbers) -> Numbers:
    """How many whole years lie between dates."""

    def counted(start: Rationals, end: Rationals, sign: int) -> Rationals:
        (a, gone_a), (b, gone_b) = _ends(start), _ends(end)
        found, gone = whole(_between(a, b)), gone_a | gone_b
        return chosen(gone, endless(len(found), sign), found) if gone.any() else found

    low = counted(first.high, last.low, -1)
    single = first.low is first.high and last.low is last.high
    high = low if single and not low.infinite else counted(first.low, last.high, 1)
    undefined = v.worst(first.undefined, last.undefined)
    return v.numbers(low, high, undefined, v.either(first.why, last.why))
