"""Pairwise comparison of units: who is better on more of the weight."""

from __future__ import annotations

import numpy as np

from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats


def outranking(values: Floats, shares: Floats, *, field: str = "") -> Floats:
    """
    The weight (0-1) of the parts on which the row's unit beats the column's; equal ones count half.

    ``values`` is units by parts, more is better; ``shares`` add up to 1. The diagonal is 0.

    Raises:
        BadInput: a value is missing.
    """
    if np.isnan(values).any():
        raise refusal("aggregate.outranking_gaps", field=field)
    count = len(values)
    result = np.zeros((count, count))
    for column, share in zip(values.T, shares, strict=True):
        result += share * ((column[:, None] > column) + 0.5 * (column[:, None] == column))
    np.fill_diagonal(result, 0.0)
    return result


def copeland_scores(support: Floats) -> Floats:
    """Pairs won less pairs lost by a majority of the weight; halves count as neither."""
    ahead = support - support.T
    signs = np.where(np.abs(ahead) < 1e-9, 0.0, np.sign(ahead))
    scores: Floats = signs.sum(axis=1)
    return scores
