"""Weighted power means: arithmetic (1), geometric (0), harmonic (-1), and all between."""

from __future__ import annotations

import numpy as np

from queqiao.errors import BadInput, Problem
from queqiao.indicators.methods import AggregateMethod, AggregateRule, MissingPart
from queqiao.indicators.refusals import listed, problem
from queqiao.indicators.results import Floats

POWERS = {
    AggregateMethod.ARITHMETIC: 1.0,
    AggregateMethod.GEOMETRIC: 0.0,
    AggregateMethod.HARMONIC: -1.0,
}
_NEXT_TO_ZERO = 1e-6


def power_of(rule: AggregateRule) -> float:
    """The exponent of the mean that the rule asks for; one next to 0 is the geometric mean."""
    power = POWERS.get(rule.method, rule.power)
    return 0.0 if abs(power) < _NEXT_TO_ZERO else power


def power_mean(  # noqa: PLR0913 -- names for the problems, by keyword
    values: Floats,
    shares: Floats,
    rule: AggregateRule,
    *,
    parts: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
    field: str = "",
) -> Floats:
    """
    The weighted power mean of each row.

    ``values`` is units by parts; ``shares`` one row for all units or one for each. Missing parts
    are refused, left out (the other weights grow to make up for it), or count as zero; a unit
    without any part that counts stays ``nan``.

    Raises:
        BadInput: parts are missing and the rule refuses that; a value is not positive where the
            mean needs it and the rule has no ``floor``.
    """
    checked = prepared(values, rule, parts=parts, units=units, field=field)
    weights = np.broadcast_to(np.atleast_2d(shares), checked.shape)
    there = ~np.isnan(checked)
    power = power_of(rule)
    inner = np.where(there & (weights > 0), transformed(checked, power), 0.0)
    total, used = (weights * there).sum(axis=1), (weights * inner).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(total > 0, used / np.where(total > 0, total, 1.0), np.nan)
    return untransformed(mean, power)


def prepared(
    values: Floats,
    rule: AggregateRule,
    *,
    parts: tuple[str, ...] = (),
    units: tuple[str, ...] = (),
    field: str = "",
) -> Floats:
    """The values as the mean takes them: gaps and too small values dealt with by the rule."""
    gaps = np.isnan(values)
    if gaps.any() and rule.missing is MissingPart.REFUSE:
        raise BadInput(_by_part("aggregate.missing", gaps, parts, units, field))
    result = np.where(gaps, 0.0, values) if rule.missing is MissingPart.ZERO else values
    if rule.floor is not None:
        result = np.where(np.isnan(result), np.nan, np.maximum(result, rule.floor))
    power = power_of(rule)
    if power > 0 and power % 2 == 1:  # negative values are no harm to an odd power
        return result
    bad = result < 0 if power > 0 or rule.floor == 0 else result <= 0
    if bad.any():
        raise BadInput(_by_part("aggregate.not_positive", bad, parts, units, field))
    return result


def transformed(values: Floats, power: float) -> Floats:
    """What is averaged: logarithms for power 0; zeros go to minus or plus infinity."""
    with np.errstate(divide="ignore"):
        if power == 1:
            return values
        return np.log(values) if power == 0 else values**power


def untransformed(mean: Floats, power: float) -> Floats:
    """Back from the average of what was averaged."""
    with np.errstate(divide="ignore"):
        if power == 1:
            return mean
        if power == 0:
            return np.exp(mean)
        return np.sign(mean) * np.abs(mean) ** (1 / power)


def _by_part(
    code: str, bad: np.ndarray, parts: tuple[str, ...], units: tuple[str, ...], field: str
) -> list[Problem]:
    problems = []
    for column in np.flatnonzero(bad.any(axis=0)):
        rows = np.flatnonzero(bad[:, column])
        names = [units[at] if units else str(at + 1) for at in rows]
        part = parts[column] if parts else str(column + 1)
        problems.append(problem(code, field=field, part=part, units=listed(names)))
    return problems
