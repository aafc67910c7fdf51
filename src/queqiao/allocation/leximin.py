"""The worst item first, then the next worst: exact, by counting who reaches each score."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations_with_replacement

import numpy as np

from queqiao.allocation.assign import assign_total, out_of_time
from queqiao.allocation.counts import Counted, Positions, Sets, counted_sets
from queqiao.allocation.levels import Sum, lift_levels, positions_of
from queqiao.allocation.model import Assignment, AssignmentProblem, Effort, Objective, Proof
from queqiao.allocation.network import as_network, solve_network
from queqiao.allocation.programs import Answer, Floats, PairProgram, build_program
from queqiao.allocation.results import as_assignment
from queqiao.core.progress import Progress

NO_END = Effort()
MOST_SCORES = 10
MOST_PATTERNS = 60_000
"""With more different scores, or ways of adding them up, levels are searched one by one instead."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How the score of an item may be made up: a column for each way, its sum, its levels."""

    columns: Positions
    sums: list[int]
    levels: list[tuple[int, ...]]
    level_pairs: dict[int, Positions]


def assign_leximin(problem: AssignmentProblem, *, effort: Effort = NO_END) -> Assignment | None:
    """
    The assignment whose worst item is best, then whose second worst is best, and so on.

    Among equals the one that pays least in prices. ``None`` where no assignment keeps the limits.
    Exact: for each score that an item can have, from the lowest, the number of items that reach it
    is maximized while all lower numbers are kept; comparing assignments by these numbers is
    comparing their sorted item scores. Scores of few different values (bids) make a tight program
    over the ways of making up an item's score; others are searched level by level.

    Raises:
        WrongUsage: time ran out before any assignment was found.
    """
    start = assign_total(problem, seconds=effort.seconds)
    if start is None:
        return None
    sets = counted_sets(problem)
    different = len(np.unique(problem.candidates.score))
    if different > MOST_SCORES or _pattern_count(problem, sets) > MOST_PATTERNS:
        sums = _item_sums(problem, sets)
        return lift_levels(problem, sums, start=start, effort=effort, objective=Objective.LEXIMIN)
    return _Search(problem, sets, effort.seconds).run(start, effort.progress)


def _item_sums(problem: AssignmentProblem, sets: Sequence[Counted]) -> list[Sum]:
    """Each item's sum, which is at most that of its best candidates."""
    sums: list[Sum] = []
    for pairs, (low, high) in _item_counts(problem, sets):
        falling = sorted(problem.candidates.score[pairs].tolist(), reverse=True)
        gains = [score for at, score in enumerate(falling[:high]) if at < low or score > 0]
        sums.append(Sum(pairs, sum(gains)))
    return sums


class _Search:
    """Raises level by level how many items reach it."""

    def __init__(
        self, problem: AssignmentProblem, sets: list[Counted], seconds: float | None
    ) -> None:
        self.problem, self.sets = problem, sets
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.seconds = seconds
        parts = any(counted.part and counted.item >= 0 for counted in sets)
        self.built: PairProgram = build_program(problem, sets, whole=parts)
        self.patterns = [
            self._add_patterns(pairs, count) for pairs, count in _item_counts(problem, sets)
        ]

    def _add_patterns(self, pairs: Positions, count: tuple[int, int]) -> _Patterns:
        scores = self.problem.candidates.score[pairs]
        level_pairs = {int(level): pairs[scores == level] for level in np.unique(scores)}
        levels = list(_ways(level_pairs, *count))
        program = self.built.program
        columns = program.add_columns(len(levels))
        program.add_row(columns, 1.0, low=1, high=1)
        for level, members in level_pairs.items():
            uses = np.array([-float(way.count(level)) for way in levels])
            row = np.concatenate([members, columns])
            program.add_row(row, np.concatenate([np.ones(len(members)), uses]), low=0, high=0)
        return _Patterns(columns, [sum(way) for way in levels], levels, level_pairs)

    def run(self, start: Assignment, progress: Progress) -> Assignment:
        """The best assignment, or the best found when time ran out."""
        best = sorted(int(s * self.problem.candidates.scale) for s in start.item_scores.values())
        levels = sorted({total for patterns in self.patterns for total in patterns.sums})
        answer: Answer | None = None
        proof: Proof | None = None
        for done, level in enumerate(levels):
            progress(done, len(levels))
            reached = sum(value >= level for value in best)
            gain = self._reaching(level)
            if reached < len(best):
                found = self.built.program.maximize(gain, seconds=self._left())
                assert found is not None  # noqa: S101 -- the start keeps all limits
                value, bound = self._judged(found, gain, reached)
                if value >= reached and found.values is not None:
                    answer, reached = found, value
                    best = self._sums(found)
                if bound > reached:
                    proof = self._unproved(level, reached, bound)
                    break
            columns = np.flatnonzero(gain)
            self.built.program.add_row(columns, 1.0, low=reached, high=len(columns))
        answer = self._cheapest(answer) if proof is None else answer
        return self._finish(start, answer, proof)

    def _judged(self, found: Answer, gain: Floats, reached: int) -> tuple[int, int]:
        """How many items an answer lifts, and how many could be lifted."""
        value = -1 if found.values is None else round(float(gain @ found.values))
        if found.proved:
            return value, value
        most = math.floor(found.bound + 1e-6) if math.isfinite(found.bound) else len(self.patterns)
        return value, max(most, reached)

    def _reaching(self, level: int) -> Floats:
        gain = np.zeros(self.built.program.columns)
        for patterns in self.patterns:
            gain[patterns.columns] = [float(total >= level) for total in patterns.sums]
        return gain

    def _sums(self, answer: Answer) -> list[int]:
        assert answer.values is not None  # noqa: S101 -- for the type checker
        values = answer.values
        picks = (int(values[patterns.columns].argmax()) for patterns in self.patterns)
        return sorted(
            patterns.sums[pick] for patterns, pick in zip(self.patterns, picks, strict=True)
        )

    def _left(self) -> float | None:
        return None if self.deadline is None else max(0.1, self.deadline - time.monotonic())

    def _unproved(self, level: int, reached: int, bound: int) -> Proof:
        exact = self.problem.candidates.exact(level)
        return Proof(Decimal(reached), Decimal(bound), optimal=False, level=exact)

    def _cheapest(self, answer: Answer | None) -> Answer | None:
        """Among equals the answer that pays least; the one at hand where there are no prices."""
        gain = np.zeros(self.built.program.columns)
        gain[: len(self.built.gain)] = self.built.gain
        gain[self.built.pairs] = 0.0
        if not gain.any():
            return answer
        found = self.built.program.maximize(gain, seconds=self._left())
        return found if found is not None and found.values is not None else answer

    def _finish(self, start: Assignment, answer: Answer | None, proof: Proof | None) -> Assignment:
        chosen = positions_of(self.problem, start) if answer is None else self._chosen(answer)
        return as_assignment(self.problem, chosen, objective=Objective.LEXIMIN, proof=proof)

    def _chosen(self, answer: Answer) -> Positions:
        """Whole pairs for the ways that an answer picks: once they are fixed, a flow."""
        assert answer.values is not None  # noqa: S101 -- for the type checker
        fixed: list[Counted] = []
        for item, patterns in enumerate(self.patterns):
            way = patterns.levels[int(answer.values[patterns.columns].argmax())]
            for level, members in patterns.level_pairs.items():
                count = way.count(level)
                fixed.append(Counted(-1, item, part=True, pairs=members, low=count, high=count))
        network = as_network(self.problem, [*self.sets, *fixed])
        if network is None:
            return self.built.chosen(answer)
        flow = solve_network(network)
        if flow is None:
            raise out_of_time(self.seconds)
        return network.pairs[flow[: len(network.pairs)] > 0]


def _item_counts(
    problem: AssignmentProblem, sets: Sequence[Counted]
) -> Iterator[tuple[Positions, tuple[int, int]]]:
    """Each item's candidates, and from how many to how many of them are chosen."""
    bounds = {c.item: (c.low, c.high) for c in sets if c.agent < 0 and not c.part}
    finder = Sets(problem)
    for item in range(len(problem.items)):
        pairs = finder.of_item(item)
        yield pairs, bounds.get(item, (0, len(pairs)))


def _ways(levels: dict[int, Positions], low: int, high: int) -> Iterator[tuple[int, ...]]:
    """Every multiset of ``low`` to ``high`` scores that the candidates can make up."""
    for size in range(low, high + 1):
        for way in combinations_with_replacement(sorted(levels), size):
            if all(way.count(level) <= len(levels[level]) for level in set(way)):
                yield way


def _pattern_count(problem: AssignmentProblem, sets: Sequence[Counted]) -> int:
    """At most so many ways there are, over all items."""
    total = 0
    for pairs, (low, high) in _item_counts(problem, sets):
        different = len(np.unique(problem.candidates.score[pairs]))
        for size in range(low, high + 1):
            total += math.comb(different + size - 1, size) if different else 1
            if total > MOST_PATTERNS:
                return total
    return total
