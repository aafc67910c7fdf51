"""Ranks, 1 for the best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from queqiao.indicators.methods import Ties
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


def upward_ranks(values: Floats, ties: Ties) -> Floats:
    """Ranks of the columns (or of one row of values), 1 for the smallest; no gaps allowed."""
    table = values.reshape(len(values), -1)
    order = np.argsort(table, axis=0, kind="stable")
    ordered = np.take_along_axis(table, order, axis=0)
    fresh = np.ones(table.shape, dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    count = len(table)
    places = np.broadcast_to(np.arange(count)[:, None], table.shape)
    first = np.maximum.accumulate(np.where(fresh, places, 0), axis=0)
    closing = np.ones(table.shape, dtype=bool)
    closing[:-1] = fresh[1:]
    last = np.minimum.accumulate(np.where(closing, places, count)[::-1], axis=0)[::-1]
    found = {
        Ties.MIN: first + 1.0,
        Ties.MAX: last + 1.0,
        Ties.AVERAGE: (first + last) / 2 + 1.0,
        Ties.DENSE: np.cumsum(fresh, axis=0) * 1.0,
    }[ties]
    ranks = np.empty(table.shape)
    np.put_along_axis(ranks, order, found, axis=0)
    return ranks.reshape(values.shape)


def spearman(one: Floats, other: Floats) -> float:
    """Spearman's rho: Pearson's correlation of the ranks, ties at their mean."""
    first, second = (upward_ranks(np.asarray(v, dtype=float), Ties.AVERAGE) for v in (one, other))
    first, second = first - first.mean(), second - second.mean()
    length = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / length


def kendall(one: Floats, other: Floats) -> float:
    """Kendall's tau-b."""
    first = np.sign(np.subtract.outer(one, one))
    second = np.sign(np.subtract.outer(other, other))
    length = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / length
