"""Which choice moves the ranks: variance-based sensitivity (Sobol, Saltelli, Jansen)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from queqiao.core.progress import Progress, no_progress
from queqiao.core.seeds import generator
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats
from queqiao.indicators.runs import Laboratory
from queqiao.indicators.uncertainty import batch_ranks, nominal_ranks

_RESAMPLES = 200
_LOWER_ROWS = 4096


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """
    First-order and total indices (factors by outputs) with the half width of their 95 % intervals.

    An output that does not vary has 0 everywhere and is marked in ``still``.
    """

    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats
    still: np.ndarray


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """
    The indices of the mean rank shift (``shift``) and of every unit's rank (``ranks``).

    ``mean_shift`` is the mean over the runs of the mean distance from the nominal ranks.
    """

    factors: tuple[str, ...]
    samples: int
    evaluations: int
    seed: int
    shift: SobolIndices
    ranks: SobolIndices
    mean_shift: float


def saltelli_design(factors: int, *, samples: int, seed: int) -> Floats:
    """
    The points at which to evaluate: ``samples`` of A, of B, then of A with each column of B.

    A and B are halves of one scrambled Sobol sequence. ``samples`` is a power of 2.

    Raises:
        BadInput: it is not.
    """
    from scipy.stats import qmc  # noqa: PLC0415 -- slow import

    if samples < 2 or samples & (samples - 1):
        raise refusal("uncertainty.not_a_power", samples=samples)
    chance = generator(seed, "indicators", "sobol")
    points = qmc.Sobol(2 * factors, seed=chance).random_base2(samples.bit_length() - 1)
    a, b = points[:, :factors], points[:, factors:]
    mixed = [np.where(np.arange(factors) == at, b, a) for at in range(factors)]
    return np.vstack([a, b, *mixed])


def sobol_indices(outputs: Floats, *, factors: int, seed: int = 0) -> SobolIndices:
    """
    The indices from the outputs (evaluations by outputs) at the points of ``saltelli_design``.

    Outputs are centered first. First order by Saltelli et al. (2010), total by Jansen (1999);
    intervals from resampling the rows 200 times.
    """
    values = np.asarray(outputs, dtype=float).reshape(len(outputs), -1)
    samples = len(values) // (factors + 2)
    centered = values - values.mean(axis=0)
    parts = centered.reshape(factors + 2, samples, -1)
    still = np.ptp(values, axis=0) <= 1e-12 * np.abs(values).max(axis=0, initial=0.0)
    first, total = _indices(parts, np.arange(samples), still)
    chance = generator(seed, "indicators", "resample")
    again = [
        _indices(parts, chance.integers(samples, size=samples), still) for _ in range(_RESAMPLES)
    ]
    spread = [1.96 * np.std([pair[at] for pair in again], axis=0, ddof=1) for at in (0, 1)]
    return SobolIndices(first, total, spread[0], spread[1], still)


def _indices(parts: Floats, rows: np.ndarray, still: np.ndarray) -> tuple[Floats, Floats]:
    a, b, mixed = parts[0, rows], parts[1, rows], parts[2:, rows]
    variance = np.concatenate([a, b]).var(axis=0)
    safe = np.where(still | (variance == 0), 1.0, variance)
    first = (b * (mixed - a)).mean(axis=1) / safe
    total = 0.5 * ((a - mixed) ** 2).mean(axis=1) / safe
    dead = still | (variance == 0)
    return np.where(dead, 0.0, first), np.where(dead, 0.0, total)


def find_sensitivity(
    laboratory: Laboratory,
    *,
    samples: int = 256,
    seed: int | None = None,
    progress: Progress = no_progress,
) -> Sensitivity:
    """
    How much of the movement of the ranks each choice and each weight of the top level accounts for.

    Factors: every step with more than one option, the weight of each part of the index, and all
    weights below together.

    Raises:
        BadInput: nothing is varied; a choice cannot run.
    """
    rule = laboratory.configuration.uncertainty
    seed = rule.seed if seed is None else seed
    names, turn = _turns(laboratory, seed)
    if not names:
        raise refusal("uncertainty.nothing_varies")
    points = saltelli_design(len(names), samples=samples, seed=seed)
    shares, multipliers = turn(points)
    nominal = nominal_ranks(laboratory)
    ranks = np.zeros((len(points), len(nominal)))
    batches = laboratory.batches(shares)
    progress(0, len(batches))
    for number, runs in enumerate(batches):
        batch = laboratory.run_batch(runs, shares, multipliers)
        ranks[runs] = batch_ranks(laboratory, batch.scores).T
        progress(number + 1, len(batches))
    shift = np.abs(ranks - nominal).mean(axis=1)
    return Sensitivity(
        names,
        samples,
        len(points),
        seed,
        sobol_indices(shift, factors=len(names), seed=seed),
        sobol_indices(ranks, factors=len(names), seed=seed),
        float(shift[: 2 * samples].mean()),
    )


def _turns(
    laboratory: Laboratory, seed: int
) -> tuple[tuple[str, ...], Callable[[Floats], tuple[Floats, Floats]]]:
    """The names of what is varied, and how points become choices and multipliers."""
    rule, top = laboratory.configuration.uncertainty, laboratory.configuration.top.id
    steps = [at for at, factor in enumerate(laboratory.factors) if len(factor.options) > 1]
    upper = [at for at, (group, _) in enumerate(laboratory.varied) if group == top]
    lower = [at for at in range(len(laboratory.varied)) if at not in upper]
    if rule.spread <= 0:
        upper, lower = [], []
    names = [laboratory.factors[at].name for at in steps]
    names += [f"weight:{laboratory.varied[at][1]}" for at in upper]
    names += ["weights_below"] if lower else []
    chance = generator(seed, "indicators", "lower weights")
    rows = chance.uniform(1 - rule.spread, 1 + rule.spread, (_LOWER_ROWS, len(lower)))

    def turn(points: Floats) -> tuple[Floats, Floats]:
        shares = np.zeros((len(points), len(laboratory.factors)))
        shares[:, steps] = points[:, : len(steps)]
        multipliers = np.ones((len(points), len(laboratory.varied)))
        middle = points[:, len(steps) : len(steps) + len(upper)]
        multipliers[:, upper] = 1 - rule.spread + 2 * rule.spread * middle
        if lower:
            at = np.minimum((points[:, -1] * _LOWER_ROWS).astype(int), _LOWER_ROWS - 1)
            multipliers[:, lower] = rows[at]
        return shares, multipliers

    return tuple(names), turn
