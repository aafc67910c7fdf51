"""Weights out of judgements: pairwise comparisons and budgets of points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from queqiao.errors import BadInput, Problem
from queqiao.indicators.methods import Allocation, Comparison
from queqiao.indicators.refusals import listed, problem, refusal
from queqiao.indicators.results import Floats

RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
"""Saaty's mean consistency index of random matrices of 1 to 15 rows."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """
    The outcome of an analytic hierarchy process.

    ``ratio`` is the consistency ratio; ``worst`` the judgement that fits the weights least, as
    (row, column, what the weights say).
    """

    weights: Floats
    largest_root: float
    index: float
    ratio: float
    worst: tuple[int, int, float]


def ahp_weights(matrix: Floats, *, geometric: bool = False) -> Hierarchy:
    """
    The weights of a positive reciprocal matrix, adding up to 1, with its consistency.

    The principal eigenvector (Saaty), or the geometric means of the rows where ``geometric``.
    Consistency index = (largest root - n) / (n - 1), ratio = index / Saaty's random index; both 0
    for one or two parts. With the geometric means the root is the mean of (A w) / w.

    Reciprocals may be rounded: a pair is taken as reciprocal where its product is within 5 % of 1.

    Raises:
        BadInput: not square, not positive, not reciprocal, or more than 15 parts.
    """
    size = len(matrix)
    if matrix.ndim != 2 or matrix.shape != (size, size) or size == 0:
        raise refusal("weights.ahp_shape")
    if not np.isfinite(matrix).all() or (matrix <= 0).any():
        raise refusal("weights.ahp_positive")
    if not np.allclose(matrix * matrix.T, 1.0, rtol=0.05, atol=0.0):
        raise refusal("weights.ahp_reciprocal")
    if size > len(RANDOM_INDEX):
        raise refusal("weights.ahp_large", most=len(RANDOM_INDEX), count=size)
    if geometric:
        weights = np.exp(np.log(matrix).mean(axis=1))
        weights = weights / weights.sum()
        root = float((matrix @ weights / weights).mean())
    else:
        roots, vectors = np.linalg.eig(matrix)
        at = int(np.argmax(roots.real))
        weights = np.abs(vectors[:, at].real)
        weights, root = weights / weights.sum(), float(roots[at].real)
    index = max(0.0, (root - size) / (size - 1)) if size > 2 else 0.0
    ratio = index / RANDOM_INDEX[size - 1] if size > 2 else 0.0
    return Hierarchy(weights, root, index, ratio, _worst(matrix, weights))


def _worst(matrix: Floats, weights: Floats) -> tuple[int, int, float]:
    said = weights[:, None] / weights[None, :]
    error = np.triu(np.abs(np.log(matrix / said)), 1)
    row, column = (int(at) for at in np.unravel_index(int(np.argmax(error)), error.shape))
    return row, column, float(said[row, column])


def comparison_matrix(
    parts: Sequence[str], comparisons: Sequence[Comparison], *, field: str
) -> Floats:
    """
    The reciprocal matrix of the comparisons.

    Raises:
        BadInput: a pair is missing, given twice, or names an unknown part; all such together.
    """
    matrix = np.full((len(parts), len(parts)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    problems: list[Problem] = []
    for item in comparisons:
        unknown = [name for name in (item.first, item.second) if name not in parts]
        if unknown or item.first == item.second:
            names = listed(unknown or [item.first])
            problems.append(problem("weights.ahp_unknown", field=field, names=names))
            continue
        row, column = parts.index(item.first), parts.index(item.second)
        if not np.isnan(matrix[row, column]):
            pair = f"{item.first} / {item.second}"
            problems.append(problem("weights.ahp_twice", field=field, pair=pair))
        matrix[row, column], matrix[column, row] = item.value, 1 / item.value
    absent = [f"{parts[r]} / {parts[c]}" for r, c in np.argwhere(np.isnan(matrix)) if r < c]
    if absent and not problems:
        problems.append(problem("weights.ahp_missing", field=field, pairs=listed(absent)))
    if problems:
        raise BadInput(problems)
    return matrix


def budget_weights(
    parts: Sequence[str], allocations: Sequence[Allocation], *, field: str
) -> Floats:
    """
    The mean over the experts of the shares that each gave to the parts.

    An expert's points count as shares of that expert's own total; a part not named got none.

    Raises:
        BadInput: nobody allocated, an unknown part, a negative number, or an expert gave nothing.
    """
    problems: list[Problem] = []
    rows: list[list[float]] = []
    for item in allocations:
        unknown = [name for name in item.points if name not in parts]
        points = [item.points.get(part, 0.0) for part in parts]
        if unknown:
            params = {"expert": item.expert, "names": listed(unknown)}
            problems.append(problem("weights.budget_unknown", field=field, **params))
        elif min(points) < 0 or sum(points) <= 0:
            problems.append(problem("weights.budget_empty", field=field, expert=item.expert))
        else:
            rows.append([value / sum(points) for value in points])
    if not allocations:
        problems.append(problem("weights.budget_nobody", field=field))
    if problems:
        raise BadInput(problems)
    mean: Floats = np.array(rows).mean(axis=0)
    return mean
