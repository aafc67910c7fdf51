"""One demanded index held against one offered index of the same parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from queqiao.matching.checks.conditions import Severity, severity
from queqiao.matching.checks.needs import Kind, Need, change_need, hold, need_of
from queqiao.matching.checks.numbers import (
    Bounds,
    bounds_in_unit,
    bounds_of,
    in_percentage_points,
)
from queqiao.matching.checks.readings import Reading
from queqiao.matching.parameters import Agreement, RangeReading, agreement
from queqiao.matching.results import Outcome
from queqiao.text.model import Relative, SpecRole
from queqiao.text.units import convert

_HUNDRED = Decimal(100)
_DEVIATION_MARKS = ("温升", "温差", "波动", "误差", "精度", "偏差", "均匀", "公差", "漂移")


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    What one offered index does to the demanded one.

    ``outcome`` is ``NOT_STATED`` where the offer leaves it open: bounded on the other side only, or
    under conditions that say nothing about those demanded.
    """

    outcome: Outcome
    shortfall: Decimal | None
    severity: Severity


def compare(
    demanded: Reading,
    offered: Reading,
    *,
    demand_baselines: Sequence[Reading],
    offer_baselines: Sequence[Reading],
) -> Comparison | None:
    """The comparison, ``None`` where the offer speaks of something else (a change, not a value)."""
    if demanded.spec.relative is None:
        if offered.spec.relative is not None:
            return None
        return _compare_values(demanded, offered)
    if offered.spec.relative is not None:
        return _compare_changes(demanded, offered)
    baseline = _baseline_of(offered, offer_baselines) or _baseline_of(demanded, demand_baselines)
    return None if baseline is None else _compare_with_baseline(demanded, offered, baseline)


def _compare_values(demanded: Reading, offered: Reading) -> Comparison:
    narrower = agreement(demanded.name, offered.name) is Agreement.NARROWER
    name = offered.name if narrower and not _is_range(demanded) else demanded.name
    need = need_of(demanded.spec, name, offered=offered.spec)
    difference = need.magnitude or _is_difference(demanded)
    source, target = _units(demanded, offered)
    stated = bounds_of(offered.spec)
    if need.kind is Kind.COVER and not _is_range(offered):
        stated = replace(stated, low=None)  # 耐温200℃ says nothing of the cold end
    bounds = bounds_in_unit(
        stated,
        source=source,
        target=target,
        difference=difference,
        names=(offered.spec.parameter, demanded.spec.parameter),
    )
    return _judge(need, bounds, demanded, offered)


def _is_range(reading: Reading) -> bool:
    entry = reading.name.group
    return entry is None or entry.range is RangeReading.COVER


def _units(demanded: Reading, offered: Reading) -> tuple[str, str]:
    """The offered and the demanded unit; one left out is the parameter's usual one: 总氮≤15."""
    source, target, entry = offered.unit, demanded.unit, demanded.name.group
    usual = entry.unit if entry is not None else ""
    if bool(source) == bool(target) or not usual or convert(1.0, source, target) is not None:
        return source, target
    if convert(1.0, source or target, usual) is None:
        return source, target
    return source or usual, target or usual


def _compare_changes(demanded: Reading, offered: Reading) -> Comparison | None:
    if demanded.spec.relative is not offered.spec.relative:
        return None
    if in_percentage_points(demanded.unit) != in_percentage_points(offered.unit):
        return Comparison(Outcome.CONFLICT_UNIT, None, Severity.EQUAL)
    bounds = bounds_in_unit(
        _sizes(bounds_of(offered.spec)),
        source=offered.unit,
        target=demanded.unit,
        difference=True,
    )
    return _judge(change_need(demanded.spec), bounds, demanded, offered)


def _compare_with_baseline(
    demanded: Reading, offered: Reading, baseline: Reading
) -> Comparison | None:
    """由120降至50 is a fall of 58 %."""
    start = bounds_of(baseline.spec)
    base = start.single if start.single is not None else (start.low or start.high)
    values = bounds_in_unit(
        bounds_of(offered.spec),
        source=offered.unit,
        target=baseline.unit,
        difference=False,
    )
    if base is None or values is None:
        return None
    ends = [_change(demanded, base, end, baseline) for end in (values.low, values.high)]
    known = [end for end in ends if end is not None]
    if not known:
        return None
    open_end = values.low_open or values.high_open
    if len(known) == 1:
        bounds = Bounds(known[0], None, low_open=open_end)
    else:
        bounds = Bounds(min(known), max(known), low_open=open_end)
    return _judge(change_need(demanded.spec), bounds, demanded, offered)


def _change(
    demanded: Reading, base: Decimal, value: Decimal | None, baseline: Reading
) -> Decimal | None:
    """The rise, fall or multiple from ``base`` to ``value``, in the demand's unit."""
    if value is None:
        return None
    relative, unit = demanded.spec.relative, demanded.unit
    if relative is Relative.MULTIPLE:
        return None if not base or not value else max(value / base, base / value)
    change = base - value if relative is Relative.FALL else value - base
    share = convert(1.0, unit, "%")
    if share is not None and unit.strip() and not in_percentage_points(unit):
        return None if not base else change / abs(base) * _HUNDRED / Decimal(repr(share))
    turned = bounds_in_unit(
        Bounds(change, change), source=baseline.unit, target=unit, difference=True
    )
    return None if turned is None else turned.low


def _judge(need: Need, bounds: Bounds | None, demanded: Reading, offered: Reading) -> Comparison:
    if bounds is None:
        return Comparison(Outcome.CONFLICT_UNIT, None, Severity.EQUAL)
    beside = severity(demanded.conditions, offered.conditions)
    miss = hold(need, bounds)
    if miss is None or not _tells(need, beside, met=miss < 0):
        return Comparison(Outcome.NOT_STATED, None, beside)
    if miss < 0:
        return Comparison(Outcome.MET, None, beside)
    return Comparison(Outcome.SHORT, miss, beside)


def _tells(need: Need, beside: Severity, *, met: bool) -> bool:
    """Met under harsher conditions is met, short under milder ones is short; else nobody knows."""
    if beside in {Severity.EQUAL, Severity.UNSTATED}:
        return True
    if need.kind not in {Kind.AT_LEAST, Kind.AT_MOST}:
        return False
    return beside is (Severity.HARSHER if met else Severity.MILDER)


def _baseline_of(reading: Reading, baselines: Sequence[Reading]) -> Reading | None:
    """The nearest stated starting point of the same parameter and unit."""
    fitting = [
        baseline
        for baseline in baselines
        if baseline.spec.role is SpecRole.BASELINE
        and baseline.spec.relative is None
        and agreement(reading.name, baseline.name) >= Agreement.LOOSER
    ]
    return min(
        fitting,
        key=lambda other: (
            other.located.field != reading.located.field,
            abs(other.spec.start - reading.spec.start),
            other.spec.start,
        ),
        default=None,
    )


def _is_difference(reading: Reading) -> bool:
    entry = reading.name.group
    if entry is not None:
        return entry.difference
    return any(mark in reading.name.text for mark in _DEVIATION_MARKS)


def _sizes(bounds: Bounds) -> Bounds:
    """A fall of -20 % is a fall of 20 %."""
    low = None if bounds.low is None else abs(bounds.low)
    high = None if bounds.high is None else abs(bounds.high)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Bounds(low, high, bounds.low_open, bounds.high_open)
