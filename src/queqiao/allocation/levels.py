"""Lifts the lowest of several sums as far as it goes, then the next lowest: any scores."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from queqiao.allocation.counts import Counted, Positions, counted_sets
from queqiao.allocation.model import Assignment, AssignmentProblem, Effort, Objective, Proof, Sense
from queqiao.allocation.results import as_assignment
from queqiao.core.progress import Progress

_SEED = 1
_ONE = 1
"""Parallel searches would find another of several best answers each time."""
_MOST_LINEAR = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """
    What is lifted: the scores of these candidates.

    They count ``times`` of ``whole``, and so never exceed ``most``.
    """

    pairs: Positions
    most: int
    times: int = 1
    whole: int = 1


def lift_levels(
    problem: AssignmentProblem,
    sums: Sequence[Sum],
    *,
    start: Assignment,
    effort: Effort,
    objective: Objective,
) -> Assignment:
    """
    The assignment with the leximin-best ``sums``.

    ``start`` is any assignment that keeps the limits. By CP-SAT in whole numbers: the least sum is
    maximized, then the number of sums above it, then the least of those, until none can rise. What
    the best choice so far has and no choice can exceed is not searched for.
    """
    lifting = _Lifting(problem, sums, effort.seconds)
    lifting.hint(positions_of(problem, start))
    proof = lifting.run(effort.progress)
    if proof is None:
        lifting.settle(objective)
    return as_assignment(problem, lifting.best, objective=objective, proof=proof)


def positions_of(problem: AssignmentProblem, assignment: Assignment) -> Positions:
    """Where the pairs of an assignment stand among the candidates."""
    wanted = {(pair.agent, pair.item) for pair in assignment.pairs}
    candidates = problem.candidates
    names = zip(candidates.agent_at.tolist(), candidates.item_at.tolist(), strict=True)
    flags = [(problem.agents[agent], problem.items[item]) in wanted for agent, item in names]
    found: Positions = np.flatnonzero(np.array(flags, dtype=bool))
    return found


class _Lifting:
    """The model, the best choice so far, and the time left."""

    def __init__(
        self,
        problem: AssignmentProblem,
        sums: Sequence[Sum],
        seconds: float | None,
    ) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

        self.cp = cp_model
        self.problem = problem
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.model = cp_model.CpModel()
        self.pairs = [self.model.new_bool_var("") for _ in range(len(problem.candidates))]
        self.costs: list[Any] = []
        for counted in counted_sets(problem):
            self._add_set(counted)
        scores = problem.candidates.score.astype(object)
        weighted = [(one.pairs, [int(s) * one.times for s in scores[one.pairs]]) for one in sums]
        self.unit = math.gcd(*(weight for _, weights in weighted for weight in weights)) or 1
        self.weighted = [(pairs, [w // self.unit for w in weights]) for pairs, weights in weighted]
        self.sums = [
            cp_model.LinearExpr.weighted_sum([self.pairs[at] for at in pairs.tolist()], weights)
            for pairs, weights in self.weighted
        ]
        self.low = min((sum(w for w in ws if w < 0) for _, ws in self.weighted), default=0)
        self.whole = sums[0].whole if sums else 1
        self.most = sorted(one.most // self.unit for one in sums)
        self.best: Positions = np.zeros(0, dtype=np.int64)

    def _add_set(self, counted: Counted) -> None:
        count = sum(self.pairs[at] for at in counted.pairs.tolist())
        if counted.low > 0 or counted.high < len(counted.pairs):
            self.model.add_linear_constraint(count, counted.low, counted.high)
        for limit in counted.soft:
            slack = self.model.new_int_var(0, limit.amount + len(counted.pairs), "")
            if limit.sense is Sense.AT_LEAST:
                self.model.add(count + slack >= limit.amount)
            else:
                self.model.add(count - slack <= limit.amount)
            self.costs.append(slack * limit.cost)

    def hint(self, chosen: Positions) -> None:
        """Start the search from a choice, which is the best until a better is found."""
        self.best = chosen
        taken = set(chosen.tolist())
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for at, pair in enumerate(self.pairs):
            self.model.add_hint(pair, at in taken)

    def run(self, progress: Progress) -> Proof | None:
        """Lift level after level; ``None`` where all is proved."""
        flags: list[Any] = [None] * len(self.sums)
        free, low = len(self.sums), self.low
        while free:
            progress(len(self.sums) - free, len(self.sums))
            level = self.model.new_int_var(low, max(low, self.most[-free]), "")
            self._ask(level, flags)
            reached, bound = self._totals()[-free], self.most[-free]
            self.model.add_hint(level, reached)
            if bound > reached:
                reached, bound = self._maximize(level, reached, bound)
            if bound > reached:
                return self._unproved(bound, len(self.sums))
            self.model.add(level == reached)
            low = reached + 1
            flags = [self.model.new_bool_var("") for _ in self.sums]
            self._ask(low, flags)
            count = sum(total >= low for total in self._totals())
            most = sum(most >= low for most in self.most)
            if most > count:
                count, most = self._maximize(sum(flags), count, most)
            if most > count:
                return self._unproved(low, most)
            self.model.add(sum(flags) == count)
            free = count
        return None

    def _ask(self, level: Any, flags: Sequence[Any]) -> None:  # noqa: ANN401 -- an expression of OR-tools
        """Every sum that is flagged, or all where none is, reaches ``level``."""
        for total, flag in zip(self.sums, flags, strict=True):
            reaches = self.model.add(total >= level)
            if flag is not None:
                reaches.only_enforce_if(flag)

    def _totals(self) -> list[int]:
        """The sums of the best choice so far, the least first."""
        taken = np.zeros(len(self.pairs), dtype=object)
        taken[self.best] = 1
        return sorted(int(np.dot(taken[pairs], weights)) for pairs, weights in self.weighted)

    def settle(self, objective: Objective) -> None:
        """Among equals, the choice that pays least; with sums of groups, the best total."""
        gain: Any = -sum(self.costs)
        if objective is Objective.GROUPS:
            scores = self.problem.candidates.score.tolist()
            gain = gain + self.cp.LinearExpr.weighted_sum(self.pairs, scores)
        elif not self.costs:
            return
        self._maximize(gain, 0, 0)

    def _maximize(self, gain: Any, reached: int, most: int) -> tuple[int, int]:  # noqa: ANN401 -- an expression of OR-tools
        """What is reached now, ``reached`` where nothing was found, and what no choice exceeds."""
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = _ONE
        solver.parameters.linearization_level = _MOST_LINEAR
        solver.parameters.random_seed = _SEED
        if self.deadline is not None:
            left = max(0.1, self.deadline - time.monotonic())
            solver.parameters.max_time_in_seconds = left
        self.model.maximize(gain)
        status = solver.solve(self.model)
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            return reached, most
        before, best = self._totals(), self.best
        flags = np.array([solver.boolean_value(pair) for pair in self.pairs], dtype=bool)
        self.hint(np.flatnonzero(flags))
        if self._totals() < before:
            self.hint(best)
        reached = round(solver.objective_value)
        bound = reached if status == self.cp.OPTIMAL else math.floor(solver.best_objective_bound)
        return reached, bound

    def _unproved(self, level: int, most: int) -> Proof:
        reached = sum(total >= level for total in self._totals())
        exact = Decimal(level * self.unit) / (self.problem.candidates.scale * self.whole)
        return Proof(Decimal(reached), Decimal(most), optimal=False, level=exact)
