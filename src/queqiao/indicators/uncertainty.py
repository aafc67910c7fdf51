"""How firm the ranks are: the index worked out many times with other choices, weights and data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.core.progress import Progress, no_progress
from queqiao.core.seeds import generator
from queqiao.indicators.methods import Ties
from queqiao.indicators.ranks import SCORE_DIGITS, rank_scores, upward_ranks
from queqiao.indicators.refusals import refusal
from queqiao.indicators.results import Floats
from queqiao.indicators.runs import Factor, Laboratory

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Tally:
    """
    What the runs done so far add up to; can be kept and taken up again.

    ``counts`` (units by ranks, 0 for excluded) says how often a unit had a rank; ``ahead`` how
    often it came before the next one in the nominal order (a tie counts half); ``shifts`` is the
    mean distance from the nominal ranks in each run.
    """

    fingerprint: str
    batches: int
    counts: Ints
    ahead: Floats
    shifts: Floats


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """
    The spread of the ranks over all runs.

    ``order`` lists the units by nominal rank; ``ahead`` is, for each but the last of them, the
    share of runs in which it came before the next one.
    """

    runs: int
    seed: int
    factors: tuple[Factor, ...]
    spread: float
    nominal: Ints
    counts: Ints
    order: Ints
    ahead: Floats
    shifts: Floats

    def quantile(self, share: float) -> Ints:
        """The smallest rank that each unit keeps or beats in at least ``share`` of the runs."""
        reached = np.cumsum(self.counts, axis=1)
        return np.asarray((reached < share * self.runs - 1e-9).sum(axis=1), dtype=np.int64)

    def interval(self, share: float = 0.9) -> tuple[Ints, Ints]:
        """The ranks between which each unit lies in the middle ``share`` of the runs."""
        tail = (1 - share) / 2
        return self.quantile(tail), self.quantile(1 - tail)

    def within(self, rank: int) -> Floats:
        """The share of the runs in which each unit had that rank or a better one."""
        total: Floats = self.counts[:, 1 : rank + 1].sum(axis=1) / self.runs
        return total

    @property
    def mean_rank(self) -> Floats:
        """The mean rank of each unit over the runs."""
        ranks = np.arange(self.counts.shape[1])
        result: Floats = (self.counts * ranks).sum(axis=1) / self.runs
        return result


def vary_index(  # noqa: PLR0913 -- what a run can be told, by keyword
    laboratory: Laboratory,
    *,
    runs: int | None = None,
    seed: int | None = None,
    progress: Progress = no_progress,
    tally: Tally | None = None,
    keep: Callable[[Tally], None] | None = None,
) -> Uncertainty:
    """
    Work the index out ``runs`` times: each run takes one option of every step and its own weights.

    Options are equally likely. ``keep`` is handed the tally after every batch; handed back as
    ``tally``, work goes on behind it and ends with the same numbers.

    Raises:
        BadInput: a choice cannot run (none is skipped); a tally of other work.
    """
    rule = laboratory.configuration.uncertainty
    runs, seed = rule.runs if runs is None else runs, rule.seed if seed is None else seed
    shares, multipliers = draw_runs(laboratory, runs=runs, seed=seed)
    nominal = nominal_ranks(laboratory)
    order = np.argsort(np.where(nominal == 0, len(nominal) + 1, nominal), kind="stable")
    mark = fingerprint(laboratory, runs, seed)
    if tally is None:
        tally = _empty(mark, len(nominal), runs)
    elif tally.fingerprint != mark:
        raise refusal("uncertainty.other_work")
    batches = laboratory.batches(shares)
    progress(0, len(batches))
    for number in range(tally.batches, len(batches)):
        batch = laboratory.run_batch(batches[number], shares, multipliers)
        _add(tally, batch.runs, batch_ranks(laboratory, batch.scores), nominal, order)
        tally.batches = number + 1
        if keep is not None:
            keep(tally)
        progress(number + 1, len(batches))
    return Uncertainty(
        runs,
        seed,
        laboratory.factors,
        rule.spread,
        nominal,
        tally.counts,
        order,
        tally.ahead / runs,
        tally.shifts,
    )


def draw_runs(laboratory: Laboratory, *, runs: int, seed: int) -> tuple[Floats, Floats]:
    """The numbers that choose options, and the multipliers of the weights, of every run."""
    spread = laboratory.configuration.uncertainty.spread
    shares = generator(seed, "indicators", "choices").random((runs, len(laboratory.factors)))
    chance = generator(seed, "indicators", "weights")
    multipliers = chance.uniform(1 - spread, 1 + spread, (runs, len(laboratory.varied)))
    return shares, multipliers


def nominal_ranks(laboratory: Laboratory) -> Ints:
    """The ranks with the configuration's own choices and weights."""
    plain = np.zeros((1, len(laboratory.factors)))
    batch = laboratory.run_batch(np.array([0]), plain, np.ones((1, len(laboratory.varied))))
    decimals = laboratory.configuration.decimals
    return rank_scores(batch.scores[:, 0], decimals=decimals, last=laboratory.penalties.last)


def batch_ranks(laboratory: Laboratory, scores: Floats) -> Ints:
    """Competition ranks (units by runs), 0 for an excluded unit; rounding errors are leveled."""
    there = ~np.isnan(scores).all(axis=1)
    ranks = np.zeros(scores.shape, dtype=np.int64)
    if not there.any():
        return ranks
    kept = scores[there]
    size = np.maximum(np.nanmax(np.abs(kept), axis=0), 1e-300)
    with np.errstate(invalid="ignore"):
        grid = 10.0 ** (SCORE_DIGITS - 1 - np.floor(np.log10(size)))
    leveled = np.round(kept * grid)
    leveled = np.where(np.isnan(leveled), -np.inf, leveled)
    last = laboratory.penalties.last[there]
    if last.any():
        leveled[last] -= 4 * 10.0**SCORE_DIGITS
    ranks[there] = upward_ranks(-leveled, Ties.MIN)
    return ranks


def fingerprint(laboratory: Laboratory, runs: int, seed: int) -> str:
    """A mark that is the same for the same configuration, data, runs and seed."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((laboratory.configuration, runs, seed)).encode())
    digest.update(repr([unit.id for unit in laboratory.nominal.frame.units]).encode())
    for frame in laboratory.panel.frames:
        for name, values in sorted(frame.columns.items()):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def _empty(mark: str, units: int, runs: int) -> Tally:
    counts = np.zeros((units, units + 1), dtype=np.int64)
    return Tally(mark, 0, counts, np.zeros(max(0, units - 1)), np.zeros(runs))


def _add(tally: Tally, runs: Ints, ranks: Ints, nominal: Ints, order: Ints) -> None:
    units, width = tally.counts.shape
    flat = (np.arange(units)[:, None] * width + ranks).ravel()
    tally.counts += np.bincount(flat, minlength=units * width).reshape(units, width)
    ordered = np.where(ranks == 0, width, ranks)[order]
    before, after = ordered[:-1], ordered[1:]
    tally.ahead += (before < after).sum(axis=1) + 0.5 * (before == after).sum(axis=1)
    tally.shifts[runs] = np.abs(ranks - nominal[:, None]).mean(axis=0)
