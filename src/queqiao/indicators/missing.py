"""Values that were not reported: filled by a stated method, kept, or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from queqiao.errors import BadInput, Problem
from queqiao.indicators.methods import MissingMethod, MissingRule
from queqiao.indicators.model import Direction, Indicator
from queqiao.indicators.refusals import listed, problem
from queqiao.indicators.results import Floats, Imputation, Unit

RIDGE = 0.01
"""Added to the diagonal of the correlations in ``em``: few units would make it singular."""
_EM_ROUNDS = 500
_EM_CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Gaps:
    """A matrix with gaps (units by indicators) and what may help to fill them."""

    values: Floats
    indicators: tuple[Indicator, ...]
    units: tuple[Unit, ...]
    earlier: Callable[[str, Indicator], tuple[float, int | None] | None]
    """The newest earlier value of a unit's indicator with its year."""
    completed: Floats | None = None
    """What ``em`` makes of the whole matrix, where a rule asks for it."""
    groups: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    """For each grouping that a rule names, the number of each unit's group."""


Filled = tuple[float, str]
"""A value and what it rests on."""


def fill(gaps: Gaps, rules: Sequence[MissingRule]) -> tuple[Floats, tuple[Imputation, ...]]:
    """
    The matrix with its gaps filled by each indicator's rule, and every filled value.

    Raises:
        BadInput: a rule refuses, or has nothing to fill a gap from; all such gaps together.
    """
    values = gaps.values.copy()
    gaps = _grouped(gaps, rules)
    if any(rule.method is MissingMethod.EM for rule in rules):
        gaps = replace(gaps, completed=em_complete(gaps.values))
    made: list[Imputation] = []
    problems: list[Problem] = []
    for column, (indicator, rule) in enumerate(zip(gaps.indicators, rules, strict=True)):
        absent = np.flatnonzero(np.isnan(gaps.values[:, column]))
        if not absent.size or rule.method is MissingMethod.KEEP:
            continue
        names = [gaps.units[at].id for at in absent]
        if rule.method is MissingMethod.REFUSE:
            problems.append(problem("missing.refused", field=indicator.id, units=listed(names)))
            continue
        if absent.size > rule.most * len(gaps.units):
            params = {"count": int(absent.size), "total": len(gaps.units), "most": rule.most}
            problems.append(problem("missing.too_many", field=indicator.id, **params))
            continue
        for at in absent:
            filled = _FILLERS[rule.method](gaps, int(at), column, rule)
            if filled is None:
                code = f"missing.nothing_{rule.method}"
                problems.append(problem(code, field=indicator.id, unit=gaps.units[at].id))
                continue
            values[at, column] = filled[0]
            made.append(Imputation(int(at), indicator.id, filled[0], rule.method, filled[1]))
    if problems:
        raise BadInput(problems)
    return values, tuple(made)


def draw(gaps: Gaps, rules: Sequence[MissingRule], chance: np.random.Generator) -> Floats:
    """
    The matrix with each gap filled by a value drawn from the observed ones of the same grouping.

    Units of the rule's group are donors where any of them has a value, else all units.
    """
    values = gaps.values.copy()
    gaps = _grouped(gaps, rules)
    for column, rule in enumerate(rules):
        if rule.method is MissingMethod.KEEP:
            continue
        for at in np.flatnonzero(np.isnan(gaps.values[:, column])):
            donors = _observed(gaps.values[_group_of(gaps, int(at), rule.by), column])
            donors = donors if donors.size else _observed(gaps.values[:, column])
            if donors.size:
                values[at, column] = donors[chance.integers(donors.size)]
    return values


def _observed(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _grouped(gaps: Gaps, rules: Sequence[MissingRule]) -> Gaps:
    """The gaps with the groupings that the rules name."""
    found: dict[str, NDArray[np.int64]] = {}
    for by in {rule.by for rule in rules}:
        names = [unit.groups.get(by, "") for unit in gaps.units]
        numbers = {name: at for at, name in enumerate(dict.fromkeys(names))}
        found[by] = np.array([numbers[name] for name in names], dtype=np.int64)
    return replace(gaps, groups=found)


def _group_of(gaps: Gaps, at: int, by: str) -> NDArray[np.int64]:
    numbers = gaps.groups[by]
    return np.flatnonzero(numbers == numbers[at])


def _constant(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:  # noqa: ARG001 -- one shape for all
    return rule.value, ""


def _worst(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:  # noqa: ARG001 -- one shape for all
    observed = _observed(gaps.values[:, column])
    if not observed.size:
        return None
    indicator = gaps.indicators[column]
    if indicator.optimum is not None:
        low, high = indicator.optimum
        away = np.maximum(np.maximum(low - observed, observed - high), 0.0)
        return float(observed[int(np.argmax(away))]), f"n={observed.size}"
    pick = observed.max() if indicator.direction is Direction.DOWN else observed.min()
    return float(pick), f"n={observed.size}"


def _center(statistic: Callable[[Floats], float], *, grouped: bool) -> Callable[..., Filled | None]:
    def filled(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:
        values = gaps.values[:, column]
        observed = _observed(values[_group_of(gaps, at, rule.by)] if grouped else values)
        if not observed.size:
            return None
        own = gaps.units[at].groups.get(rule.by, "") if grouped else ""
        basis = f"{rule.by}={own}, n={observed.size}" if grouped else f"n={observed.size}"
        return float(statistic(observed)), basis

    return filled


def _neighbors(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:
    """
    The mean of the nearest units that report it.

    The distance is the root mean square of the differences over the indicators that both report,
    each divided by its standard deviation.
    """
    spread = _deviations(gaps.values)
    apart = ((gaps.values - gaps.values[at]) / spread) ** 2
    apart[:, column] = np.nan
    shared = (~np.isnan(apart)).sum(axis=1)
    donors = [
        i for i in range(len(gaps.units)) if shared[i] and not np.isnan(gaps.values[i, column])
    ]
    if not donors:
        return None
    distance = {i: float(np.nansum(apart[i]) / shared[i]) for i in donors}
    nearest = sorted(donors, key=lambda i: (distance[i], gaps.units[i].id))[: rule.neighbors]
    names = ", ".join(gaps.units[i].id for i in nearest)
    return float(gaps.values[nearest, column].mean()), names


def _deviations(values: Floats) -> Floats:
    """The standard deviation of what each column reports; 1 where that is 0 or nothing."""
    there = ~np.isnan(values)
    count = np.maximum(there.sum(axis=0), 1)
    mean = np.where(there, values, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(there, values - mean, 0.0) ** 2).sum(axis=0) / count)
    return np.where(spread > 0, spread, 1.0)


def _regression(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:
    """Least squares on the named indicators, or on the one that is most correlated."""
    names = [indicator.id for indicator in gaps.indicators]
    on = [names.index(name) for name in rule.on if names.index(name) != column]
    if on:
        if np.isnan(gaps.values[at, on]).any():
            return None
    else:
        found = _best_predictor(gaps.values, at, column)
        if found is None:
            return None
        on = [found]
    rows = ~np.isnan(gaps.values[:, [*on, column]]).any(axis=1)
    if rows.sum() < len(on) + 2:
        return None
    design = np.column_stack([np.ones(int(rows.sum())), gaps.values[rows][:, on]])
    slope, *_ = np.linalg.lstsq(design, gaps.values[rows, column], rcond=None)
    basis = f"{', '.join(names[i] for i in on)}; n={int(rows.sum())}"
    return float(slope @ np.concatenate([[1.0], gaps.values[at, on]])), basis


def _best_predictor(values: Floats, at: int, column: int) -> int | None:
    best, strength = None, 0.0
    for other in range(values.shape[1]):
        if other == column or np.isnan(values[at, other]):
            continue
        rows = ~np.isnan(values[:, [other, column]]).any(axis=1)
        pair = values[rows][:, [other, column]]
        if len(pair) < 3 or np.ptp(pair[:, 0]) == 0 or np.ptp(pair[:, 1]) == 0:
            continue
        r = abs(float(np.asarray(np.corrcoef(pair.T))[0, 1]))
        if r > strength + 1e-12:
            best, strength = other, r
    return best


def _em(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:  # noqa: ARG001 -- one shape for all
    value = float("nan") if gaps.completed is None else float(gaps.completed[at, column])
    return None if np.isnan(value) else (value, f"ridge={RIDGE}")


def em_complete(values: Floats) -> Floats:
    """
    The matrix completed by expectation and maximization under a multivariate normal.

    Every gap takes its mean given what the unit reports. Columns are standardized first and the
    correlations get ``RIDGE`` on their diagonal. A column without any value stays empty.
    (Dempster, Laird and Rubin 1977; the OECD/JRC handbook's expectation maximization imputation.)
    """
    gap = np.isnan(values)
    usable = ~gap.all(axis=0)
    center = np.where(gap, 0.0, values).sum(axis=0) / np.maximum((~gap).sum(axis=0), 1)
    spread = _deviations(values)
    work = np.where(gap, 0.0, (values - center) / spread)
    for _ in range(_EM_ROUNDS):
        before = work.copy()
        mean = work.mean(axis=0)
        covariance = _expected_covariance(work, gap, mean) + RIDGE * np.eye(values.shape[1])
        for row in np.flatnonzero(gap.any(axis=1)):
            absent, there = gap[row], ~gap[row]
            slope = np.linalg.solve(covariance[np.ix_(there, there)], covariance[there][:, absent])
            work[row, absent] = mean[absent] + (work[row, there] - mean[there]) @ slope
        if np.abs(work - before).max(initial=0.0) < _EM_CLOSE:
            break
    completed = work * spread + center
    return np.where(gap & ~usable, np.nan, np.where(gap, completed, values))


def _expected_covariance(work: Floats, gap: np.ndarray, mean: Floats) -> Floats:
    """The covariance of the completed data plus what the gaps leave open."""
    centered = work - mean
    plain: Floats = centered.T @ centered / len(work)
    open_: Floats = np.zeros_like(plain)
    ridged = plain + RIDGE * np.eye(len(plain))
    for row in np.flatnonzero(gap.any(axis=1)):
        absent, there = gap[row], ~gap[row]
        inner = np.linalg.solve(ridged[np.ix_(there, there)], ridged[there][:, absent])
        rest = ridged[np.ix_(absent, absent)] - ridged[np.ix_(absent, there)] @ inner
        open_[np.ix_(absent, absent)] += rest
    return plain + open_ / len(work)


def _previous(gaps: Gaps, at: int, column: int, rule: MissingRule) -> Filled | None:  # noqa: ARG001 -- one shape for all
    found = gaps.earlier(gaps.units[at].id, gaps.indicators[column])
    return None if found is None else (found[0], f"{found[1]}")


_FILLERS: dict[MissingMethod, Callable[[Gaps, int, int, MissingRule], Filled | None]] = {
    MissingMethod.VALUE: _constant,
    MissingMethod.WORST: _worst,
    MissingMethod.MEAN: _center(lambda v: float(v.mean()), grouped=False),
    MissingMethod.MEDIAN: _center(lambda v: float(np.median(v)), grouped=False),
    MissingMethod.GROUP_MEAN: _center(lambda v: float(v.mean()), grouped=True),
    MissingMethod.GROUP_MEDIAN: _center(lambda v: float(np.median(v)), grouped=True),
    MissingMethod.NEIGHBORS: _neighbors,
    MissingMethod.REGRESSION: _regression,
    MissingMethod.EM: _em,
    MissingMethod.PREVIOUS_YEAR: _previous,
}
