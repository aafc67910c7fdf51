"""Benefit of the doubt: each unit is scored with the weights that suit it best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats


@dataclass(frozen=True, slots=True)
class Doubt:
    """``scores`` between 0 and 1; ``weights`` (units by parts) multiply the values as given."""

    scores: Floats
    weights: Floats


def benefit_of_the_doubt(
    values: Floats, *, share_low: float = 0.0, share_high: float = 1.0, field: str = ""
) -> Doubt:
    """
    The largest weighted sum that each unit can reach while no unit passes 1 with its weights.

    For unit u: max sum(w y_u) subject to sum(w y_v) <= 1 for every unit v and w >= 0, a linear
    program (Melyn and Moesen 1991; Cherchye et al. 2007). ``share_low`` and ``share_high`` bound
    w_c y_uc / sum(w y_u) for every part c. A unit of zeros scores 0.

    Raises:
        BadInput: a negative value, a gap, all zero, or bounds that no weights can meet.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 -- slow import

    if np.isnan(values).any():
        raise refusal("weights.gaps", field=field)
    if values.min() < 0:
        raise refusal("weights.doubt_negative", field=field, least=float(values.min()))
    count, parts = values.shape
    if share_low * parts > 1 + 1e-12 or share_high * parts < 1 - 1e-12:
        params = {"low": share_low, "high": share_high, "parts": parts}
        raise refusal("weights.doubt_bounds", field=field, **params)
    top = values.max(axis=0)
    if not (top > 0).any():
        raise refusal("weights.nothing_varies", field=field)
    scale = np.where(top > 0, top, 1.0)
    scaled = values / scale
    frontier = np.unique(scaled, axis=0)
    scores, weights = np.zeros(count), np.zeros((count, parts))
    for at in range(count):
        if not scaled[at].any():
            continue
        rows, limits = [frontier], [np.ones(len(frontier))]
        rows += _share_rows(scaled[at], share_low, share_high)
        limits += [np.zeros(len(row)) for row in rows[1:]]
        found = linprog(
            -scaled[at], A_ub=np.vstack(rows), b_ub=np.concatenate(limits), method="highs"
        )
        if not found.success:
            raise refusal("weights.doubt_failed", field=field, row=at + 1)
        scores[at], weights[at] = min(1.0, float(-found.fun)), found.x / scale
    return Doubt(scores, weights)


def _share_rows(own: Floats, low: float, high: float) -> list[Floats]:
    """The bounds on each part's share as rows that must not be positive."""
    rows: list[Floats] = []
    if low > 0:
        rows.append(low * own[None, :] - np.diag(own))
    if high < 1:
        rows.append(np.diag(own) - high * own[None, :])
    return rows
