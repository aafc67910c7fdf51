"""
Scores that mean what they say.

Platt's logistic line (1999): log-odds of relevance = ``offset + slope * raw``. The slope is kept
above zero, so that calibration never changes an order, and a score stays a sum of parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_SLOPE = 1e-3


@dataclass(frozen=True, slots=True)
class Calibration:
    """The line that turns a raw score into log-odds of relevance."""

    offset: float
    slope: float

    def log_odds(self, raw: ArrayLike) -> NDArray[np.float64]:
        """Log-odds of relevance."""
        return self.offset + self.slope * np.asarray(raw, np.float64)


def probability(log_odds: ArrayLike) -> NDArray[np.float64]:
    """The probability that the log-odds stand for, without overflow."""
    odds = np.asarray(log_odds, np.float64)
    shrunk = np.exp(-np.abs(odds))
    return np.where(odds >= 0, 1 / (1 + shrunk), shrunk / (1 + shrunk))


def fit_calibration(
    raw: ArrayLike, relevant: ArrayLike, *, weights: ArrayLike | None = None
) -> Calibration:
    """
    The most likely line for judged ``raw`` scores, by Newton's method.

    Targets are smoothed as Platt proposes, so that judgements that a threshold separates cleanly do
    not make the slope run away. ``weights`` says how many matches each judgement stands for.
    """
    score = np.asarray(raw, np.float64)
    truth = np.asarray(relevant, bool)
    weight = np.ones(len(score)) if weights is None else np.asarray(weights, np.float64)
    center, spread = (float(score.mean()), float(score.std())) if len(score) else (0.0, 1.0)
    spread = spread or 1.0
    positives, negatives = truth.sum(), (~truth).sum()
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    design = np.column_stack([np.ones(len(score)), (score - center) / spread])
    line = np.zeros(2)
    for _ in range(100):
        chance = probability(design @ line)
        slope = design.T @ (weight * (target - chance)) - 1e-6 * line
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design + 1e-6 * np.eye(2)
        move = np.linalg.solve(bend, slope)
        line = line + move / max(1.0, float(np.abs(move).max()) / 2)
        if np.abs(move).max() < 1e-9:
            break
    steepness = max(float(line[1]) / spread, LEAST_SLOPE)
    return Calibration(float(line[0]) - steepness * center, steepness)
