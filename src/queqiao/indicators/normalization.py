"""From an indicator's own unit to a scale that all share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from queqiao.indicators.methods import NormalizeMethod, NormalizeRule, Ties
from queqiao.indicators.model import Direction, Indicator
from queqiao.indicators.ranks import upward_ranks
from queqiao.indicators.refusals import listed, refusal
from queqiao.indicators.results import Floats, Normalization, Unit

_CONSTANT = 1e-12
"""A range this small beside the largest value is rounding."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a method may look at besides the column: the units, and other years."""

    units: tuple[Unit, ...]
    year: int | None = None
    of_year: Callable[[int, Indicator], Floats | None] = field(default=lambda _y, _i: None)
    """The indicator of another year, in the order of the units, ``nan`` where there is none."""
    every_year: Callable[[Indicator], Floats] = field(default=lambda _i: np.empty(0))
    """The observed values of all years."""


Outcome = tuple[Floats, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with larger is better, and what belongs to it."""

    x: Floats
    indicator: Indicator
    rule: NormalizeRule
    around: Surroundings

    @property
    def there(self) -> Floats:
        return self.x[~np.isnan(self.x)]

    @property
    def down(self) -> bool:
        return self.indicator.direction is Direction.DOWN

    def scaled(self, shares: Floats) -> Floats:
        """Shares on the common scale."""
        rule = self.rule
        kept = np.clip(shares, 0.0, 1.0) if rule.clip else shares
        return rule.low + (rule.high - rule.low) * kept

    def same(self) -> Outcome:
        """The value of an indicator that does not vary."""
        if self.rule.constant is None:
            first = float(self.there[0]) if self.there.size else float("nan")
            raise refusal("normalize.constant", field=self.indicator.id, value=first)
        value = np.where(np.isnan(self.x), np.nan, self.rule.constant)
        return value, {"constant": self.rule.constant}


def normalize(
    values: Floats, indicator: Indicator, rule: NormalizeRule, around: Surroundings
) -> tuple[Floats, Normalization]:
    """
    The indicator on the common scale, more is better, with the figures of the formula.

    Gaps stay gaps.

    Raises:
        BadInput: the indicator does not vary and the rule names no ``constant``; a method needs
            positive values, a target, a reference or another year that is not there.
    """
    column = _Column(_toward_optimum(values, indicator), indicator, rule, around)
    if not column.there.size:
        raise refusal("normalize.empty", field=indicator.id)
    result, parameters = _METHODS[rule.method](column)
    return result, Normalization(indicator.id, rule.method, parameters)


def _toward_optimum(values: Floats, indicator: Indicator) -> Floats:
    """Minus the distance from the optimum, where the indicator has one."""
    if indicator.direction is not Direction.OPTIMUM or indicator.optimum is None:
        return values
    low, high = indicator.optimum
    away: Floats = -np.maximum(np.maximum(low - values, values - high), 0.0)
    return np.where(np.isnan(values), np.nan, away)


def _varies(values: Floats) -> bool:
    return float(np.ptp(values)) > _CONSTANT * float(np.abs(values).max())


def _none(column: _Column) -> Outcome:
    return (-column.x if column.down else column.x.copy()), {}


def _min_max(column: _Column) -> Outcome:
    pool = column.there
    if column.rule.all_years:
        earlier = _toward_optimum(column.around.every_year(column.indicator), column.indicator)
        pool = np.concatenate([pool, earlier[~np.isnan(earlier)]])
    if not _varies(pool):
        return column.same()
    low, high = float(pool.min()), float(pool.max())
    worst, best = (high, low) if column.down else (low, high)
    return column.scaled((column.x - worst) / (best - worst)), {"worst": worst, "best": best}


def _z(column: _Column) -> Outcome:
    rule, there = column.rule, column.there
    if there.size < 2 or not _varies(there):
        return column.same()
    mean, deviation = float(there.mean()), float(there.std(ddof=int(rule.sample)))
    sign = -1.0 if column.down else 1.0
    scores = rule.mean + rule.deviation * sign * (column.x - mean) / deviation
    return scores, {"mean": mean, "deviation": deviation}


def ranks_upward(values: Floats, ties: Ties) -> Floats:
    """Rank 1 for the smallest; gaps stay gaps."""
    result = np.full(values.shape, np.nan)
    there = ~np.isnan(values)
    result[there] = upward_ranks(values[there], ties)
    return result


def _rank(column: _Column) -> Outcome:
    ordered = -column.x if column.down else column.x
    ranks = ranks_upward(ordered, column.rule.ties or Ties.MIN)
    return ranks, {"count": float(column.there.size)}


def _borda(column: _Column) -> Outcome:
    ordered = -column.x if column.down else column.x
    points = ranks_upward(ordered, column.rule.ties or Ties.AVERAGE) - 1
    return points, {"count": float(column.there.size)}


def _percentile(column: _Column) -> Outcome:
    ordered = -column.x if column.down else column.x
    if column.there.size < 2:
        return column.same()
    ranks = ranks_upward(ordered, column.rule.ties or Ties.MIN)
    count = float(column.there.size)
    return column.scaled((ranks - 1) / (count - 1)), {"count": count}


def _target(column: _Column) -> Outcome:
    target = column.rule.target
    if target is None:
        raise refusal("normalize.no_target", field=column.indicator.id)
    worst = float(column.there.max() if column.down else column.there.min())
    if abs(target - worst) <= _CONSTANT * max(abs(target), abs(worst)):
        raise refusal("normalize.target_is_worst", field=column.indicator.id, target=target)
    if (target < worst) is not column.down:
        params = {"target": target, "worst": worst}
        raise refusal("normalize.target_behind", field=column.indicator.id, **params)
    return column.scaled((column.x - worst) / (target - worst)), {"worst": worst, "target": target}


def _goalposts(column: _Column) -> Outcome:
    rule = column.rule
    if rule.start is None or rule.end is None:
        raise refusal("normalize.no_goalposts", field=column.indicator.id)
    x, start, end = column.x, rule.start, rule.end
    if rule.log:
        if min(start, end) <= 0 or float(column.there.min()) <= 0:
            least = min(start, end, float(column.there.min()))
            raise refusal("normalize.not_positive", field=column.indicator.id, least=least)
        x, start, end = np.log(x), float(np.log(start)), float(np.log(end))
    parameters = {"start": rule.start, "end": rule.end, "log": float(rule.log)}
    return column.scaled((x - start) / (end - start)), parameters


def _ratio(column: _Column, reference: Floats | float) -> Floats:
    """Value over reference, turned around where less is better; everything must be positive."""
    least = min(float(column.there.min()), float(np.nanmin(reference)))
    if least < 0 or (least == 0 and (column.down or float(np.nanmin(reference)) == 0)):
        raise refusal("normalize.not_positive", field=column.indicator.id, least=least)
    shares: Floats = reference / column.x if column.down else column.x / reference
    return column.scaled(shares)


def _reference_unit(column: _Column) -> Outcome:
    wanted = column.rule.reference
    at = next((i for i, u in enumerate(column.around.units) if wanted in (u.id, u.name)), None)
    if at is None or np.isnan(column.x[at]):
        raise refusal("normalize.no_reference_unit", field=column.indicator.id, unit=wanted)
    return _ratio(column, float(column.x[at])), {"reference": float(column.x[at])}


def _earlier(column: _Column, year: int) -> Floats:
    earlier = column.around.of_year(year, column.indicator)
    if earlier is None:
        raise refusal("normalize.no_year", field=column.indicator.id, year=year)
    gaps = np.isnan(earlier) & ~np.isnan(column.x)
    if gaps.any():
        names = [column.around.units[at].id for at in np.flatnonzero(gaps)]
        params = {"year": year, "units": listed(names)}
        raise refusal("normalize.no_earlier_value", field=column.indicator.id, **params)
    return earlier


def _reference_year(column: _Column) -> Outcome:
    year = column.rule.year
    if year is None:
        raise refusal("normalize.no_reference_year", field=column.indicator.id)
    return _ratio(column, _earlier(column, year)), {"year": float(year)}


def _growth(column: _Column) -> Outcome:
    """The share by which the value grew since the year before, on the scale of the rule."""
    if column.around.year is None:
        raise refusal("normalize.no_reference_year", field=column.indicator.id)
    year = column.around.year - 1 if column.rule.year is None else column.rule.year
    before = _earlier(column, year)
    if float(np.nanmin(before)) <= 0:
        least = float(np.nanmin(before))
        raise refusal("normalize.not_positive", field=column.indicator.id, least=least)
    grown = (column.x - before) / before
    return column.scaled(-grown if column.down else grown), {"year": float(year)}


def _maximum(column: _Column) -> Outcome:
    best = float(column.there.min() if column.down else column.there.max())
    return _ratio(column, best), {"best": best}


def _mean(column: _Column) -> Outcome:
    mean = float(column.there.mean())
    return _ratio(column, mean), {"mean": mean}


def _share(column: _Column) -> Outcome:
    total = float((1 / column.there).sum()) if _inverts(column) else float(column.there.sum())
    return _parts(column, total), {"total": total}


def _vector(column: _Column) -> Outcome:
    there = 1 / column.there if _inverts(column) else column.there
    length = float(np.sqrt((there**2).sum()))
    return _parts(column, length), {"length": length}


def _inverts(column: _Column) -> bool:
    """Whether reciprocals are taken; they and sums need positive values."""
    least = float(column.there.min())
    if least < 0 or (least == 0 and column.down) or float(column.there.max()) == 0:
        raise refusal("normalize.not_positive", field=column.indicator.id, least=least)
    return column.down


def _parts(column: _Column, whole: float) -> Floats:
    return column.scaled((1 / column.x if column.down else column.x) / whole)


def _bands(column: _Column) -> Outcome:
    """The score of the highest band whose least value is reached, the first band's below all."""
    least = np.array([band[0] for band in column.rule.bands])
    score = np.array([band[1] for band in column.rule.bands])
    if not least.size:
        raise refusal("normalize.no_bands", field=column.indicator.id)
    at = np.maximum(np.searchsorted(least, column.x, side="right") - 1, 0)
    return np.where(np.isnan(column.x), np.nan, score[at]), {"bands": float(least.size)}


def _around_mean(column: _Column) -> Outcome:
    mean = float(column.there.mean())
    if mean <= 0:
        raise refusal("normalize.not_positive", field=column.indicator.id, least=mean)
    share, width = column.x / mean, column.rule.threshold
    score = np.where(share > 1 + width, 1.0, np.where(share < 1 - width, -1.0, 0.0))
    score = -score if column.down else score
    return np.where(np.isnan(column.x), np.nan, score), {"mean": mean, "threshold": width}


_METHODS: dict[NormalizeMethod, Callable[[_Column], Outcome]] = {
    NormalizeMethod.NONE: _none,
    NormalizeMethod.MIN_MAX: _min_max,
    NormalizeMethod.Z: _z,
    NormalizeMethod.RANK: _rank,
    NormalizeMethod.BORDA: _borda,
    NormalizeMethod.PERCENTILE: _percentile,
    NormalizeMethod.TARGET: _target,
    NormalizeMethod.REFERENCE_UNIT: _reference_unit,
    NormalizeMethod.REFERENCE_YEAR: _reference_year,
    NormalizeMethod.GROWTH: _growth,
    NormalizeMethod.GOALPOSTS: _goalposts,
    NormalizeMethod.MAXIMUM: _maximum,
    NormalizeMethod.MEAN: _mean,
    NormalizeMethod.SHARE: _share,
    NormalizeMethod.VECTOR: _vector,
    NormalizeMethod.BANDS: _bands,
    NormalizeMethod.AROUND_MEAN: _around_mean,
}
