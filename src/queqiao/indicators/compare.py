"""The same units under several indices, years or what-ifs: who moves, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.indicators.ranks import kendall, spearman
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Built, Floats, Unit


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much a variant ranks as the first one does: both coefficients are 1 for the same."""

    spearman: float
    kendall: float
    mean_shift: float
    moved: int


@dataclass(frozen=True, slots=True)
class Compared:
    """
    Ranks and scores (units by variants) of the units that all variants rank.

    Ranks are among these units. ``agreements`` holds one for each variant, the first with itself.
    """

    names: tuple[str, ...]
    units: tuple[Unit, ...]
    ranks: NDArray[np.int64]
    scores: Floats
    agreements: tuple[Agreement, ...]

    @property
    def shifts(self) -> NDArray[np.int64]:
        """How many places each unit loses (positive) from the first variant to each."""
        return self.ranks - self.ranks[:, :1]


def compare_builds(names: Sequence[str], builds: Sequence[Built]) -> Compared:
    """
    Several builds side by side, units in the order of the first one's ranks.

    Raises:
        BadInput: fewer than two builds, or they have no unit in common.
    """
    if len(builds) < 2:
        raise refusal("compare.too_few")
    ranked = [
        {unit.id: at for at, unit in enumerate(each.units) if each.ranks[at] > 0} for each in builds
    ]
    shared = set(ranked[0]).intersection(*ranked[1:])
    if not shared:
        raise refusal("compare.nothing_shared")
    first = builds[0]
    order = sorted(shared, key=lambda name: (first.ranks[ranked[0][name]], name))
    places = np.column_stack(
        [[each.ranks[at[name]] for name in order] for each, at in zip(builds, ranked, strict=True)]
    )
    scores = np.column_stack(
        [[each.scores[at[name]] for name in order] for each, at in zip(builds, ranked, strict=True)]
    )
    ranks = 1 + (places[:, None, :] > places[None, :, :]).sum(axis=1)
    units = tuple(first.units[ranked[0][name]] for name in order)
    agreements = tuple(_agreement(ranks[:, 0], column) for column in ranks.T)
    return Compared(tuple(names), units, ranks, scores, agreements)


def _agreement(first: NDArray[np.int64], other: NDArray[np.int64]) -> Agreement:
    shift = np.abs(first - other)
    same = len(first) < 2 or np.ptp(first) == 0 or np.ptp(other) == 0
    alike = 1.0 if bool((shift == 0).all()) else 0.0
    one, two = np.asarray(first, dtype=np.float64), np.asarray(other, dtype=np.float64)
    rho = alike if same else spearman(one, two)
    tau = alike if same else kendall(one, two)
    return Agreement(rho, tau, float(shift.mean()), int((shift > 0).sum()))
