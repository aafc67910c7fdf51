"""Outliers: found by skewness and kurtosis, drawn in by winsorizing or a transformation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from queqiao.indicators.methods import OutlierCheck, TreatMethod, TreatRule, TreatStep
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats, Treatment

_WINSORIZED_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Treated:
    """An indicator after one step; ``low`` and ``high`` count the values that were moved."""

    values: Floats
    low: int = 0
    high: int = 0
    parameters: Mapping[str, float] = field(default_factory=dict)


def skewness(values: Floats) -> float:
    """
    The adjusted Fisher-Pearson coefficient G1 of the values that are there.

    0 for fewer than three values or a constant.
    """
    return moments(values)[0]


def kurtosis(values: Floats) -> float:
    """
    The sample excess kurtosis G2 of the values that are there, 0 for a normal distribution.

    0 for fewer than four values or a constant.
    """
    return moments(values)[1]


def moments(values: Floats) -> tuple[float, float]:
    """Skewness and kurtosis in one pass."""
    x = values[~np.isnan(values)]
    n = len(x)
    largest = float(np.abs(x).max(initial=0.0))
    if n < 3 or largest == 0:
        return 0.0, 0.0
    x = x / largest
    away = x - x.sum() / n
    squares = away * away
    m2 = float(squares.sum()) / n
    if math.sqrt(m2) <= 1e-12:  # nothing but rounding
        return 0.0, 0.0
    g1 = float(squares @ away) / n / m2**1.5
    skew = g1 * math.sqrt(n * (n - 1)) / (n - 2)
    if n < 4:
        return skew, 0.0
    g2 = float(squares @ squares) / n / m2**2 - 3
    return skew, (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)


def passes(values: Floats, check: OutlierCheck) -> bool:
    """Whether the values are not outlying: skewness or kurtosis is within its threshold."""
    skew, kurt = moments(values)
    return abs(skew) <= check.skewness or kurt <= check.kurtosis


def treat(values: Floats, rule: TreatRule, indicator: str) -> tuple[Floats, Treatment]:
    """
    The indicator after its rule, and what was done.

    With a check: nothing where it passes; else each step from the untreated values until one
    passes. Where none does, the last step's outcome stays, and ``Treatment.passed`` is false.
    Without a check: every step in turn.

    Raises:
        BadInput: a step cannot run on these values, or nothing passes and the rule refuses that.
    """
    before = moments(values)
    done: Treated | None = None
    method: TreatMethod | None = None
    for step in rule.steps:
        if rule.check is not None and passes(values if done is None else done.values, rule.check):
            break
        start = values if rule.check is not None or done is None else done.values
        done, method = _step(start, step, rule.check, indicator), step.method
    result = done if done is not None else Treated(values)
    passed = rule.check is None or passes(result.values, rule.check)
    after = moments(result.values)
    if rule.refuse_unresolved and not passed:
        params = {"skewness": round(after[0], 3), "kurtosis": round(after[1], 3)}
        raise refusal("outliers.unresolved", field=indicator, **params)
    return result.values, Treatment(
        indicator,
        method,
        result.low,
        result.high,
        (before[0], after[0]),
        (before[1], after[1]),
        passed,
        result.parameters,
    )


def _step(values: Floats, step: TreatStep, check: OutlierCheck | None, indicator: str) -> Treated:
    match step.method:
        case TreatMethod.WINSORIZE:
            return winsorize(values, check=check or OutlierCheck(), most=step.most)
        case TreatMethod.PERCENTILES:
            ends = np.nanquantile(values, [step.low, step.high])
            return _clip(values, float(ends[0]), float(ends[1]))
        case TreatMethod.FENCES:
            first, third = np.nanquantile(values, [0.25, 0.75])
            reach = step.reach * (third - first)
            return _clip(values, float(first - reach), float(third + reach))
        case TreatMethod.BOX_COX:
            return box_cox(values, power=step.power, indicator=indicator)
        case _:
            return _logarithm(values, step, indicator)


def winsorize(values: Floats, *, check: OutlierCheck, most: int | None = None) -> Treated:
    """
    The values with those at the long tail's end set, one after another, to the next one inward.

    The tail is where the skewness points at the start. Stops as soon as the check passes, or after
    ``most`` values (5 % of those there, rounded up, where ``None``). The first k values all take
    the value of number k + 1.
    """
    there = np.flatnonzero(~np.isnan(values))
    limit = math.ceil(_WINSORIZED_SHARE * there.size) if most is None else most
    high = skewness(values) > 0
    order = there[np.argsort(-values[there] if high else values[there], kind="stable")]
    moved, result = 0, values.copy()
    while moved < min(limit, there.size - 1) and not passes(result, check):
        moved += 1
        result[order[:moved]] = values[order[moved]]
    return Treated(result, low=0 if high else moved, high=moved if high else 0)


def _clip(values: Floats, low: float, high: float) -> Treated:
    below, above = int((values < low).sum()), int((values > high).sum())
    return Treated(np.clip(values, low, high), below, above, {"low": low, "high": high})


def _logarithm(values: Floats, step: TreatStep, indicator: str) -> Treated:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    span = high - low
    if step.method is TreatMethod.LOG:
        if low <= 0:
            raise refusal("outliers.log_not_positive", field=indicator, least=low)
        return Treated(np.log(values))
    if step.method is TreatMethod.LOG_SHIFT:
        if step.shift <= 0:
            raise refusal("outliers.shift_not_positive", field=indicator, shift=step.shift)
        return Treated(np.log(values - low + step.shift), parameters={"shift": step.shift - low})
    if span <= 0:
        raise refusal("outliers.constant", field=indicator, method=str(step.method))
    if step.method is TreatMethod.LOG_RANGE:
        return Treated(np.log(values - low + 0.01 * span), parameters={"shift": 0.01 * span - low})
    scaled = (high - 1) * (values - low) / span + 1
    if float(np.nanmin(scaled)) <= 0:
        raise refusal("outliers.log_not_positive", field=indicator, least=high)
    return Treated(np.log(scaled), parameters={"low": low, "high": high})


def box_cox(values: Floats, *, power: float | None, indicator: str = "") -> Treated:
    """
    Box-Cox: (x ** power - 1) / power, the logarithm where it is 0.

    Without ``power`` the most likely one under a normal distribution is taken.

    Raises:
        BadInput: a value is not positive, or all are the same.
    """
    from scipy import stats  # noqa: PLC0415 -- slow import

    there = values[~np.isnan(values)]
    if there.size and there.min() <= 0:
        raise refusal("outliers.log_not_positive", field=indicator, least=float(there.min()))
    if there.size and np.ptp(there) == 0:
        raise refusal("outliers.constant", field=indicator, method="box_cox")
    if power is None:
        power = float(stats.boxcox_normmax(there, method="mle"))
    result = np.log(values) if power == 0 else (values**power - 1) / power
    return Treated(result, parameters={"power": power})
