"""Mixed-integer programs for what is no flow: a thin builder over scipy's HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.allocation.counts import Counted, Positions
from queqiao.allocation.model import AssignmentProblem, Sense

Floats = NDArray[np.float64]
_SPREAD = 1e4
"""The largest cost that the solver sees: its absolute tolerance is then 1e-10 of it."""
_WITHIN_LIMIT = (0, 1)
_INFEASIBLE = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the columns (``None`` where time ran out before any), and what is proved."""

    values: Floats | None
    bound: float
    """No solution has a greater objective."""
    proved: bool


class Program:
    """Collects columns and rows, then maximizes."""

    def __init__(self) -> None:
        self._lows: list[Floats] = []
        self._highs: list[Floats] = []
        self._whole: list[Floats] = []
        self.columns = 0
        self._entries: list[tuple[Positions, Positions, Floats]] = []
        self._row_lows: list[float] = []
        self._row_highs: list[float] = []

    def add_columns(
        self, count: int, *, low: float = 0.0, high: float = 1.0, whole: bool = True
    ) -> Positions:
        """New columns; their numbers."""
        self._lows.append(np.full(count, low))
        self._highs.append(np.full(count, high))
        self._whole.append(np.full(count, 1.0 if whole else 0.0))
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add_row(
        self, columns: Positions, weights: Floats | float, *, low: float, high: float
    ) -> None:
        """A weighted sum of columns lies between ``low`` and ``high``."""
        row = np.full(len(columns), len(self._row_lows), dtype=np.int64)
        weight = np.broadcast_to(np.asarray(weights, dtype=np.float64), (len(columns),))
        self._entries.append((row, columns, weight))
        self._row_lows.append(low)
        self._row_highs.append(high)

    def maximize(self, gain: Floats, *, seconds: float | None) -> Answer | None:
        """The best values of the columns, ``None`` where there are none at all."""
        from scipy import sparse  # noqa: PLC0415 -- slow import
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- slow import

        largest = float(np.abs(gain).max(initial=0.0))
        factor = _SPREAD / largest if largest else 1.0
        rows, columns, weights = (
            np.concatenate(parts) for parts in zip(*self._entries, strict=True)
        )
        shape = (len(self._row_lows), self.columns)
        matrix = sparse.csr_matrix((weights, (rows, columns)), shape=shape)
        options = {"mip_rel_gap": 0.0} | ({} if seconds is None else {"time_limit": seconds})
        result = milp(
            -gain * factor,
            integrality=np.concatenate(self._whole),
            bounds=Bounds(np.concatenate(self._lows), np.concatenate(self._highs)),
            constraints=LinearConstraint(matrix, self._row_lows, self._row_highs),
            options=options,
        )
        if result.status == _INFEASIBLE:
            return None
        if result.status not in _WITHIN_LIMIT:
            raise ArithmeticError(result.message)
        dual = result.mip_dual_bound
        bound = np.inf if dual is None else -dual / factor
        return Answer(result.x, float(bound), proved=result.status == 0)


@dataclass(frozen=True, slots=True)
class PairProgram:
    """A program whose first columns are the candidates, with what each column gains."""

    program: Program
    pairs: Positions
    gain: Floats

    def chosen(self, answer: Answer) -> Positions:
        """The candidates that an answer chooses."""
        assert answer.values is not None  # noqa: S101 -- for the type checker
        found: Positions = np.flatnonzero(answer.values[self.pairs] > 0.5)
        return found


def build_program(
    problem: AssignmentProblem, sets: Sequence[Counted], *, whole: bool = True
) -> PairProgram:
    """The program of all limits; each limit with a price has a column for how far it is broken."""
    program = Program()
    pairs = program.add_columns(len(problem.candidates), whole=whole)
    gains = [problem.candidates.score.astype(np.float64)]
    for counted in sets:
        columns = counted.pairs
        if counted.low > 0 or counted.high < len(columns):
            program.add_row(columns, 1.0, low=counted.low, high=counted.high)
        for limit in counted.soft:
            slack = program.add_columns(1, high=np.inf, whole=False)
            gains.append(np.array([-float(limit.cost)]))
            at_least = limit.sense is Sense.AT_LEAST
            weights = np.append(np.ones(len(columns)), 1.0 if at_least else -1.0)
            low, high = (limit.amount, np.inf) if at_least else (-np.inf, limit.amount)
            program.add_row(np.append(columns, slack), weights, low=low, high=high)
    return PairProgram(program, pairs, np.concatenate(gains))
