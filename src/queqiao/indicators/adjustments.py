"""After the index: deductions, vetoes, grades."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.errors import BadInput, Problem
from queqiao.indicators.model import Configuration, Grade, Label, VetoEffect
from queqiao.indicators.refusals import listed, problem
from queqiao.indicators.results import Adjustment, Bools, Floats, Frame


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Final scores; ``last`` marks units that a veto puts behind all others."""

    scores: Floats
    last: Bools
    adjustments: tuple[Adjustment, ...]

    def grades(
        self, grades: tuple[Grade, ...], ranks: NDArray[np.int64]
    ) -> tuple[Label | None, ...]:
        """
        The first grade of the list that each unit reaches.

        A grade by share is reached by ranks up to that share of the ranked units, rounded down. A
        unit that a veto puts last gets the last grade.
        """
        ranked = int((ranks > 0).sum())
        found: list[Label | None] = []
        for at, rank in enumerate(ranks):
            if rank == 0 or not grades:
                found.append(None)
            elif self.last[at]:
                found.append(grades[-1].name)
            else:
                reached = (
                    g for g in grades if _reaches(g, float(self.scores[at]), int(rank), ranked)
                )
                found.append(next((grade.name for grade in reached), None))
        return tuple(found)


def _reaches(grade: Grade, score: float, rank: int, ranked: int) -> bool:
    if grade.least is not None and score < grade.least - 1e-9:
        return False
    return grade.share is None or rank <= math.floor(grade.share * ranked + 1e-9)


def adjust(configuration: Configuration, frame: Frame, scores: Floats) -> Adjusted:
    """
    The scores after deductions and vetoes, in the order of the configuration, and all that applied.

    Deductions come first, then caps (a veto to zero is a cap of 0), then exclusion, which leaves
    ``nan``. Several vetoes apply together.

    Raises:
        BadInput: a unit does not say whether a deduction or veto applies; absence is no "no".
    """
    penalties = find_penalties(configuration, frame)
    final = penalties.applied(scores[:, None])[:, 0]
    return Adjusted(final, penalties.last, penalties.adjustments)


@dataclass(frozen=True, slots=True)
class Penalties:
    """What the data say against each unit, whatever its score: points off, caps, vetoes."""

    points: Floats
    caps: Floats
    excluded: Bools
    last: Bools
    adjustments: tuple[Adjustment, ...]

    def applied(self, scores: Floats) -> Floats:
        """Scores (units by runs) after deductions, then caps, then exclusion."""
        final = np.minimum(scores - self.points[:, None], self.caps[:, None])
        return np.where(self.excluded[:, None], np.nan, final)


def find_penalties(configuration: Configuration, frame: Frame) -> Penalties:
    """
    Every deduction and veto that the data tell of.

    Raises:
        BadInput: as ``adjust``.
    """
    _must_be_told(configuration, frame)
    count = len(frame.units)
    points, caps = np.zeros(count), np.full(count, np.inf)
    excluded, last = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    made: list[Adjustment] = []
    for deduction in configuration.deductions:
        most = math.inf if deduction.most is None else deduction.most
        for at, value in enumerate(frame.columns[deduction.column]):
            off = min(float(value) * deduction.points, most)
            if off:
                points[at] += off
                made.append(Adjustment(at, deduction.name, float(value), points=off))
    for veto in configuration.vetoes:
        for at in map(int, np.flatnonzero(frame.columns[veto.column] >= veto.at_least)):
            value = float(frame.columns[veto.column][at])
            made.append(Adjustment(at, veto.name, value, effect=veto.effect))
            last[at] |= veto.effect is VetoEffect.LAST
            excluded[at] |= veto.effect is VetoEffect.EXCLUDE
            if veto.effect is VetoEffect.ZERO:
                caps[at] = min(caps[at], 0.0)
            elif veto.effect is VetoEffect.CAP and veto.cap is not None:
                caps[at] = min(caps[at], veto.cap)
    ordered = tuple(sorted(made, key=lambda item: item.unit))
    return Penalties(points, caps, excluded, last, ordered)


def _must_be_told(configuration: Configuration, frame: Frame) -> None:
    problems: list[Problem] = []
    columns = [item.column for item in configuration.deductions]
    columns += [item.column for item in configuration.vetoes]
    for column in dict.fromkeys(columns):
        gaps = np.flatnonzero(np.isnan(frame.columns[column]))
        if gaps.size:
            names = listed([frame.units[at].id for at in gaps])
            problems.append(problem("adjust.untold", field=column, units=names))
        negative = np.flatnonzero(frame.columns[column] < 0)
        if negative.size:
            names = listed([frame.units[at].id for at in negative])
            problems.append(problem("adjust.negative", field=column, units=names))
    if problems:
        raise BadInput(problems)
