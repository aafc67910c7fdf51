"""What would lift a unit: each indicator moved one step of effort, and what-if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from queqiao.indicators.adjustments import adjust
from queqiao.indicators.combination import combine
from queqiao.indicators.model import Configuration, Direction, Effort, Indicator
from queqiao.indicators.normalization import normalize
from queqiao.indicators.outliers import treat
from queqiao.indicators.pipeline import build_index, normalize_rule, surroundings, treat_rule
from queqiao.indicators.ranks import rank_scores
from queqiao.indicators.refusals import listed, refusal
from queqiao.indicators.results import Built, Floats, Panel, Prepared, Table

STEP_SHARE = 0.1
"""Without a stated effort, one step is this share of the range seen among the units."""


@dataclass(frozen=True, slots=True)
class Lever:
    """
    One step of effort on one indicator of one unit.

    ``before`` and ``after`` are its values in the indicator's own unit (after denominators);
    ``gain`` is the change of the final score, ``cost`` what the step takes, ``places`` how many
    ranks the unit climbs.
    """

    indicator: str
    before: float
    after: float
    gain: float
    cost: float
    places: int

    @property
    def gain_per_cost(self) -> float:
        """The change of the score for one unit of effort."""
        return self.gain / self.cost


def find_levers(built: Built, panel: Panel, unit_id: str) -> tuple[Lever, ...]:
    """
    What one step of effort on each indicator would bring the unit, best gain per effort first.

    A step is the indicator's own ``effort``, else a tenth of the range among the units at cost 1.
    It never goes past the limit (the effort's own, else the best value seen, else the end of the
    goalposts); an indicator that is there already, or still without a value, is left out.
    The others stay as they are; bounds, weights and ranks are worked out anew.

    Raises:
        BadInput: the data hold no such unit.
    """
    at = built.frame.position(unit_id)
    if at is None:
        raise refusal("levers.no_unit", unit=unit_id)
    found: list[Lever] = []
    for number, indicator in enumerate(built.configuration.indicators):
        before = float(built.imputed.values[at, number])
        step = _step(built, indicator, number, before)
        if step is None:
            continue
        after, cost = step
        score, rank = _moved(built, panel, at, number, after)
        gain = score - float(built.scores[at])
        places = int(built.ranks[at]) - rank
        found.append(Lever(indicator.id, before, after, gain, cost, places))
    return tuple(sorted(found, key=lambda each: (-each.gain_per_cost, each.indicator)))


def _step(
    built: Built, indicator: Indicator, number: int, before: float
) -> tuple[float, float] | None:
    """The value after one step and what it costs; less than a whole step costs its part."""
    column = built.imputed.values[:, number]
    there = column[~np.isnan(column)]
    if np.isnan(before) or not there.size:
        return None
    span = float(np.ptp(there))
    effort = indicator.effort or Effort(STEP_SHARE * span)
    if effort.step <= 0:
        return None
    limit = _limit(built.configuration, indicator, there, before, effort)
    room = abs(limit - before)
    if room <= 1e-12 * max(1.0, abs(before)) or (limit < before) is not _goes_down(
        indicator, before
    ):
        return None
    moved = min(effort.step, room)
    return before + (moved if limit > before else -moved), effort.cost * moved / effort.step


def _goes_down(indicator: Indicator, before: float) -> bool:
    if indicator.optimum is not None:
        return before > indicator.optimum[1]
    return indicator.direction is Direction.DOWN


def _limit(
    configuration: Configuration, indicator: Indicator, there: Floats, before: float, effort: Effort
) -> float:
    if effort.limit is not None:
        return effort.limit
    if indicator.optimum is not None:
        low, high = indicator.optimum
        return low if before < low else high
    end = normalize_rule(configuration, indicator).end
    down = indicator.direction is Direction.DOWN
    best = float(there.min() if down else there.max())
    if end is None:
        return best
    return min(best, end) if down else max(best, end)


def _moved(built: Built, panel: Panel, at: int, number: int, value: float) -> tuple[float, int]:
    """Score and rank of a unit after one of its imputed values has changed."""
    indicator = built.configuration.indicators[number]
    column = built.imputed.values[:, number].copy()
    column[at] = value
    treated, _ = treat(column, treat_rule(built.configuration, indicator), indicator.id)
    rule = normalize_rule(built.configuration, indicator)
    around = surroundings(panel, built.frame)
    normalized, _ = normalize(treated, indicator, rule, around)
    values = built.normalized.values.copy()
    values[:, number] = normalized
    table = Table(built.normalized.columns, values)
    prepared = Prepared(
        built.frame,
        built.raw,
        built.denominated,
        built.imputed,
        built.treated,
        table,
        (),
        (),
        (),
        (),
    )
    top = combine(built.configuration, prepared).aggregated.column(built.configuration.top.id)
    adjusted = adjust(built.configuration, built.frame, top)
    decimals = built.configuration.decimals
    ranks = rank_scores(adjusted.scores, decimals=decimals, last=adjusted.last)
    return float(adjusted.scores[at]), int(ranks[at])


def what_if(
    configuration: Configuration,
    panel: Panel,
    changes: Mapping[tuple[str, str], float],
    *,
    year: int | None = None,
) -> Built:
    """
    The index with other data: ``changes`` maps (unit, column) to the value to take instead.

    Everything is worked out anew. ``math.nan`` takes a value away.

    Raises:
        BadInput: a unit or column that the data do not have; as ``build_index``.
    """
    frame = panel.frame(configuration.year if year is None else year)
    if frame is None:
        raise refusal("data.no_year", year=year, known="-")
    columns = {name: values.copy() for name, values in frame.columns.items()}
    for (unit_id, column), value in changes.items():
        at = frame.position(unit_id)
        if at is None:
            raise refusal("levers.no_unit", unit=unit_id)
        if column not in columns:
            known = listed(sorted(columns))
            raise refusal("levers.no_column", column=column, known=known)
        columns[column][at] = value
    changed = replace(frame, columns=columns)
    frames = tuple(changed if each is frame else each for each in panel.frames)
    return build_index(configuration, replace(panel, frames=frames), year=frame.year)
