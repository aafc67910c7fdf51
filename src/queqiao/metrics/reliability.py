"""Whether scores mean what they say: of matches scored 0.7, about 70 % should be relevant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The matches whose scores lie together: how many, what they promise, what they keep."""

    count: int
    mean_score: float
    relevant_share: float


def reliability(
    scores: Sequence[float], relevant: Sequence[bool], *, bins: int = 10
) -> tuple[ReliabilityBin, ...]:
    """
    Promised against observed relevance in equal-width bins over 0-1; empty bins are left out.

    ``scores`` are probabilities; 1.0 falls into the last bin.
    """
    score = np.asarray(scores, float)
    truth = np.asarray(relevant, float)
    which = np.minimum((score * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        inside = which == number
        if inside.any():
            found.append(
                ReliabilityBin(
                    int(inside.sum()), float(score[inside].mean()), float(truth[inside].mean())
                )
            )
    return tuple(found)


def calibration_error(
    scores: Sequence[float], relevant: Sequence[bool], *, bins: int = 10
) -> float:
    """Expected calibration error: the mean gap of the bins, each weighed by its matches."""
    found = reliability(scores, relevant, bins=bins)
    total = sum(part.count for part in found)
    gaps = sum(part.count * abs(part.mean_score - part.relevant_share) for part in found)
    return gaps / total if total else 0.0
