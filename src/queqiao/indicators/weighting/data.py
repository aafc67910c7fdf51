"""Weights out of the data themselves: entropy, CRITIC, principal components."""

from __future__ import annotations

import numpy as np

from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats


def entropy_weights(values: Floats, *, field: str = "") -> Floats:
    """
    Shannon's entropy weights of the columns (units by parts), adding up to 1.

    With p = x / sum of the column and e = -sum(p ln p) / ln n, w = (1 - e) / sum(1 - e); 0 ln 0 is
    0. A constant column gets 0.

    Raises:
        BadInput: fewer than two units, a negative value, a column of zeros, or nothing varies.
    """
    _complete(values, field)
    if values.min() < 0:
        raise refusal("weights.entropy_negative", field=field, least=float(values.min()))
    totals = values.sum(axis=0)
    if (totals == 0).any():
        raise refusal("weights.entropy_zeros", field=field, column=int(np.argmin(totals)) + 1)
    p = values / totals
    logs = np.log(np.where(p > 0, p, 1.0))
    information = 1 + (p * logs).sum(axis=0) / np.log(len(values))
    return _shares(np.where(_constant(values), 0.0, np.maximum(information, 0.0)), field)


def critic_weights(values: Floats, *, sample: bool = True, field: str = "") -> Floats:
    """
    CRITIC weights of the columns (units by parts), adding up to 1.

    The information of a column is its standard deviation times the sum of (1 - r) over all columns
    (Diakoulaki, Mavrotas and Papayannakis 1995). The columns must be on one scale: min-max. A
    constant column gets 0 and counts as uncorrelated. ``sample`` cancels in the shares and is there
    for the intermediate figures only.

    Raises:
        BadInput: fewer than two units, or nothing varies.
    """
    _complete(values, field)
    deviation = values.std(axis=0, ddof=int(sample))
    deviation = np.where(_constant(values), 0.0, deviation)
    return _shares(deviation * (1 - _correlations(values)).sum(axis=1), field)


def pca_weights(values: Floats, *, variance: float = 0.0, field: str = "") -> Floats:
    """
    Weights of the columns (units by parts) from the principal components of their correlations.

    ``variance`` 0: the squared loadings of the first component. Else the components that together
    explain at least that share are kept and rotated (varimax); a column belongs to the factor on
    which it loads most, and its weight is that squared loading (the OECD/JRC handbook's factor
    weights: its share within the factor times the variance that the factor explains). Constant
    columns get 0.

    Raises:
        BadInput: fewer than three units, or fewer than two columns vary.
    """
    _complete(values, field)
    varying = np.flatnonzero(~_constant(values))
    if len(values) < 3 or varying.size < 2:
        raise refusal("weights.pca_too_little", field=field, units=len(values))
    roots, vectors = np.linalg.eigh(_correlations(values)[np.ix_(varying, varying)])
    roots, vectors = roots[::-1], vectors[:, ::-1]
    weights = np.zeros(values.shape[1])
    if variance <= 0:
        weights[varying] = vectors[:, 0] ** 2
        return weights
    explained = np.cumsum(roots) / roots.sum()
    kept = int(np.searchsorted(explained, variance - 1e-12)) + 1
    loadings = varimax(vectors[:, :kept] * np.sqrt(np.maximum(roots[:kept], 0.0)))
    weights[varying] = (loadings**2).max(axis=1)
    return _shares(weights, field)


def varimax(loadings: Floats, *, rounds: int = 500) -> Floats:
    """The loadings after Kaiser's varimax rotation (raw, without row normalization)."""
    rows, factors = loadings.shape
    rotation, before = np.eye(factors), 0.0
    for _ in range(rounds):
        turned = loadings @ rotation
        gradient = loadings.T @ (turned**3 - turned * (turned**2).sum(axis=0) / rows)
        left, singular, right = np.linalg.svd(gradient)
        rotation = left @ right
        if float(singular.sum()) <= before * (1 + 1e-12):
            break
        before = float(singular.sum())
    result: Floats = loadings @ rotation
    return result


def _correlations(values: Floats) -> Floats:
    """Pearson's correlations; a constant column has 0 with all others."""
    centered = values - values.mean(axis=0)
    length = np.sqrt((centered**2).sum(axis=0))
    length = np.where(_constant(values), 0.0, length)
    safe = np.where(length > 0, length, 1.0)
    result: Floats = (centered / safe).T @ (centered / safe)
    result[length == 0, :] = 0.0
    result[:, length == 0] = 0.0
    np.fill_diagonal(result, 1.0)
    return result


def _constant(values: Floats) -> np.ndarray:
    return np.asarray(np.ptp(values, axis=0) <= 1e-12 * np.abs(values).max(axis=0))


def _complete(values: Floats, field: str) -> None:
    if len(values) < 2:
        raise refusal("weights.one_unit", field=field)
    if np.isnan(values).any():
        raise refusal("weights.gaps", field=field)


def _shares(weights: Floats, field: str) -> Floats:
    total = float(weights.sum())
    if total <= 1e-9:
        raise refusal("weights.nothing_varies", field=field)
    return weights / total
