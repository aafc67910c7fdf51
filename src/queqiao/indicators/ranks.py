"""Ranks, 1 for the best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from queqiao.indicators.results import Bools, Floats

SCORE_DIGITS = 10
"""Scores that agree in so many significant digits of the largest one are tied."""


def rank_scores(
    scores: Floats,
    *,
    decimals: int | None = None,
    last: Bools | None = None,
    second: Floats | None = None,
) -> NDArray[np.int64]:
    """
    Competition ranks (1, 2, 2, 4), 1 for the largest score.

    ``decimals`` rounds first, so that equal published scores share a rank; otherwise only rounding
    errors are leveled. Units marked in ``last`` come behind all others. Equal scores are told apart
    by ``second`` where it is given. ``nan`` has rank 0.
    """
    there = ~np.isnan(scores)
    compared = leveled(scores, decimals)
    behind = np.zeros(len(scores), dtype=bool) if last is None else last
    extra = np.zeros(len(scores)) if second is None else leveled(second)
    ranks = np.zeros(len(scores), dtype=np.int64)
    for at in np.flatnonzero(there):
        better = (compared > compared[at]) | ((compared == compared[at]) & (extra > extra[at]))
        ahead = np.where(behind == behind[at], better, behind[at])
        ranks[at] = 1 + int((ahead & there).sum())
    return ranks


def leveled(scores: Floats, decimals: int | None = None) -> Floats:
    """The scores rounded, to ``decimals`` or to where differences are rounding errors."""
    if decimals is not None:
        return np.round(scores, decimals)
    largest = float(np.nanmax(np.abs(scores))) if (~np.isnan(scores)).any() else 0.0
    if largest == 0:
        return scores
    return np.round(scores, SCORE_DIGITS - 1 - int(np.floor(np.log10(largest))))
