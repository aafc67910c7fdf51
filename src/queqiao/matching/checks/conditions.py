"""Whether what is offered under other conditions answers what is demanded under these."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum

from queqiao.matching.checks.numbers import Bounds, bounds_in_unit, bounds_of
from queqiao.text.model import Spec
from queqiao.text.units import convert

_ROOM = (Decimal(18), Decimal(28))  # ℃; tests "at room temperature" differ by that much


class Severity(IntEnum):
    """An offer's conditions beside the demand's."""

    OTHER = 0  # neither harsher nor milder can be said
    MILDER = 1
    HARSHER = 2
    UNSTATED = 3  # one side says nothing of it
    EQUAL = 4


def severity(demanded: Sequence[Spec], offered: Sequence[Spec]) -> Severity:
    """The least favorable of all pairs of conditions that can be compared."""
    found = [
        _compare(first, second)
        for first in demanded
        for second in offered
        if convert(1.0, second.unit, first.unit) is not None
    ]
    if not found:
        return Severity.EQUAL if not demanded and not offered else Severity.UNSTATED
    return Severity.HARSHER if set(found) == {Severity.EQUAL, Severity.HARSHER} else min(found)


def _compare(demanded: Spec, offered: Spec) -> Severity:
    first = bounds_of(demanded)
    second = bounds_in_unit(
        bounds_of(offered), source=offered.unit, target=demanded.unit, difference=False
    )
    if second is None:
        return Severity.UNSTATED
    if _spans(second, first):
        return Severity.EQUAL
    one, other = _point(first), _point(second)
    if one == other:
        return Severity.EQUAL
    if _is_temperature(demanded):
        return _compare_temperatures(one, other)
    return Severity.HARSHER if other > one else Severity.MILDER


def _compare_temperatures(demanded: Decimal, offered: Decimal) -> Severity:
    low, high = _ROOM
    if low <= demanded <= high and low <= offered <= high:
        return Severity.EQUAL
    if demanded <= high and offered <= low:
        return Severity.HARSHER if offered < demanded else Severity.MILDER
    if demanded >= low and offered >= high:
        return Severity.HARSHER if offered > demanded else Severity.MILDER
    room = low <= offered <= high
    return Severity.MILDER if room else Severity.OTHER


def _spans(offered: Bounds, demanded: Bounds) -> bool:
    lows = offered.low == demanded.low or (
        offered.low is not None and demanded.low is not None and offered.low <= demanded.low
    )
    highs = offered.high == demanded.high or (
        offered.high is not None and demanded.high is not None and offered.high >= demanded.high
    )
    return lows and highs


def _point(bounds: Bounds) -> Decimal:
    """The harsher end of a range far from room temperature; the one bound of a half-line."""
    ends = [end for end in (bounds.low, bounds.high) if end is not None]
    return max(ends, key=abs) if ends else Decimal(0)


def _is_temperature(spec: Spec) -> bool:
    return convert(1.0, spec.unit, "℃") is not None
