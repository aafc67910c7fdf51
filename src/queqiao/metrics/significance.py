"""Whether a difference between two runs over the same queries is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queqiao.core import generator

_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the bounds that hold it with the asked confidence."""

    mean: float
    low: float
    high: float


def randomization_test(
    first: Sequence[float], second: Sequence[float], *, draws: int = 10_000, seed: int = 0
) -> float:
    """
    The two-sided p value that paired ``first`` and ``second`` have the same mean.

    Fisher's paired randomization: under the null hypothesis each query's two values may change
    places. The observed assignment counts as one draw, so the value is never 0.
    """
    difference = np.asarray(first, float) - np.asarray(second, float)
    observed = abs(difference.sum())
    if len(difference) == 0:
        return 1.0
    random = generator(seed, "metrics", "randomization")
    reached = 0
    left = draws
    while left > 0:
        count = min(left, max(1, _CELLS // len(difference)))
        signs = random.integers(0, 2, (count, len(difference)), dtype=np.int8) * 2 - 1
        reached += int((np.abs(signs @ difference) >= observed - 1e-12).sum())
        left -= count
    return (reached + 1) / (draws + 1)


def bootstrap_interval(
    values: Sequence[float], *, confidence: float = 0.95, draws: int = 2_000, seed: int = 0
) -> Interval:
    """The mean of ``values`` with its percentile bootstrap interval over queries."""
    array = np.asarray(values, float)
    if len(array) == 0:
        return Interval(0.0, 0.0, 0.0)
    random = generator(seed, "metrics", "bootstrap")
    means = [array[random.integers(0, len(array), len(array))].mean() for _ in range(draws)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Interval(float(array.mean()), float(low), float(high))
