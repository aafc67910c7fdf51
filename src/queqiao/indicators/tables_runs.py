"""Uncertainty, sensitivity, levers and comparison as CSV text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from queqiao.indicators.compare import Compared
from queqiao.indicators.exits import Standing
from queqiao.indicators.levers import Lever
from queqiao.indicators.results import Unit
from queqiao.indicators.sobol import Sensitivity
from queqiao.indicators.tables import csv_text
from queqiao.indicators.uncertainty import Uncertainty


def uncertainty_tables(units: Sequence[Unit], found: Uncertainty) -> dict[str, str]:
    """``ranks_uncertain.csv``, one row a unit, and ``rank_counts.csv``, how often each rank was."""
    low, high = found.interval()
    median, mean = found.quantile(0.5), found.mean_rank
    ahead = {int(found.order[at]): float(found.ahead[at]) for at in range(len(found.ahead))}
    rows = (
        (units[at].id, units[at].name, int(found.nominal[at]), int(low[at]), int(median[at]),
         int(high[at]), float(mean[at]), ahead.get(int(at)))
        for at in found.order
    )  # fmt: skip
    header = (
        "unit", "name", "rank", "rank_p05", "rank_median", "rank_p95", "rank_mean",
        "share_ahead_of_next",
    )  # fmt: skip
    counts = (
        (units[at].id, rank, int(found.counts[at, rank]))
        for at in found.order
        for rank in np.flatnonzero(found.counts[at])
    )
    return {
        "ranks_uncertain.csv": csv_text(header, rows),
        "rank_counts.csv": csv_text(("unit", "rank", "runs"), counts),
    }


def sensitivity_tables(units: Sequence[Unit], found: Sensitivity) -> dict[str, str]:
    """``sobol.csv``, the indices of the mean rank shift, and ``sobol_units.csv``, of each rank."""
    header = ("factor", "first", "first_error", "total", "total_error")
    shift, ranks = found.shift, found.ranks
    rows = (
        (name, float(shift.first[at, 0]), float(shift.first_error[at, 0]),
         float(shift.total[at, 0]), float(shift.total_error[at, 0]))
        for at, name in enumerate(found.factors)
    )  # fmt: skip
    each = (
        (unit.id, name, float(ranks.first[at, number]), float(ranks.total[at, number]))
        for number, unit in enumerate(units)
        for at, name in enumerate(found.factors)
    )
    return {
        "sobol.csv": csv_text(header, rows),
        "sobol_units.csv": csv_text(("unit", "factor", "first", "total"), each),
    }


def lever_table(levers: Sequence[Lever]) -> str:
    """The levers of one unit, best gain per effort first."""
    header = ("indicator", "before", "after", "gain", "cost", "gain_per_cost", "places")
    rows = (
        (e.indicator, e.before, e.after, e.gain, e.cost, e.gain_per_cost, e.places) for e in levers
    )
    return csv_text(header, rows)


def exit_table(standings: Sequence[Standing]) -> str:
    """Who was among the last in the newest year, and for how many years running."""
    rows = (
        (e.unit, e.running, "yes" if e.leaves else "no",
         "; ".join(f"{year}: {rank}/{size}" for year, rank, size, _ in e.history))
        for e in standings
    )  # fmt: skip
    return csv_text(("unit", "years_running", "leaves", "history"), rows)


def comparison_table(compared: Compared) -> str:
    """Rank and score of every unit under every variant."""
    names = compared.names
    header = ("unit", "name", *(f"rank:{n}" for n in names), *(f"score:{n}" for n in names))
    rows = (
        (unit.id, unit.name, *map(int, compared.ranks[at]), *map(float, compared.scores[at]))
        for at, unit in enumerate(compared.units)
    )
    return csv_text(header, rows)
