"""Why each pair: what the next best assignment without it would have cost, exactly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from queqiao.allocation.assign import assign_total
from queqiao.allocation.counts import Positions, counted_sets
from queqiao.allocation.fairness import assign_between_groups, group_means
from queqiao.allocation.levels import positions_of
from queqiao.allocation.leximin import NO_END, assign_leximin
from queqiao.allocation.model import (
    AssignedPair,
    Assignment,
    AssignmentProblem,
    Effort,
    Limit,
    LimitKind,
    Objective,
    Sense,
)
from queqiao.allocation.network import Network, as_network, solve_network
from queqiao.allocation.results import as_pairs

_SOURCES_AT_ONCE = 256
_LARGEST_EXACT = 2**52
_NOBODY = -9999


@dataclass(frozen=True, slots=True)
class PairReason:
    """
    What the best assignment without one pair looks like.

    ``loss`` is how much worse it is: in total less prices, or under the other objectives by how
    much the first item (or group) that falls behind falls, counted from the worst. ``None`` means
    that there is no assignment without the pair. ``instead`` are the pairs that come in, those of
    the same item first; ``dropped`` those that go besides the pair itself.
    """

    pair: AssignedPair
    loss: Decimal | None
    instead: tuple[AssignedPair, ...] = ()
    dropped: tuple[AssignedPair, ...] = ()


def explain_pairs(
    problem: AssignmentProblem, assignment: Assignment, *, effort: Effort = NO_END
) -> tuple[PairReason, ...]:
    """
    A reason for each pair of an optimal assignment, in its order.

    For the greatest total over a flow, all at once: the loss is the length of the shortest way
    round the pair in the residual network. Otherwise each pair is forbidden in turn and the problem
    solved again, until time runs out: the pairs not reached then have no reason. What was drawn by
    lot is explained by its chances instead.
    """
    if assignment.lottery is not None:
        return ()
    if assignment.objective is Objective.TOTAL:
        sets = counted_sets(problem)
        network = as_network(problem, sets)
        if network is not None:
            flow = _flow_of(problem, network, assignment)
            if flow is not None:
                return tuple(_round_the_pairs(problem, network, flow, assignment))
    return tuple(_solved_again(problem, assignment, effort))


def _flow_of(
    problem: AssignmentProblem, network: Network, assignment: Assignment
) -> Positions | None:
    """The flow of this assignment, where it is a cheapest one and sums stay exact."""
    if int(np.abs(network.cost).max(initial=0)) * network.nodes > _LARGEST_EXACT:
        return None
    count = len(network.pairs)
    taken = np.zeros(len(problem.candidates), dtype=np.int64)
    taken[positions_of(problem, assignment)] = 1
    low, high = network.low.copy(), network.high.copy()
    low[:count] = high[:count] = taken[network.pairs]
    return solve_network(replace(network, low=low, high=high))


def _round_the_pairs(
    problem: AssignmentProblem, network: Network, flow: Positions, assignment: Assignment
) -> Iterator[PairReason]:
    around = _Residual(network, flow)
    count = len(network.pairs)
    number = {int(at): arc for arc, at in enumerate(network.pairs)}
    arcs = [number[at] for at in _in_order(problem, assignment)]
    rows = {int(tail): row for row, tail in enumerate(sorted({network.tail[arc] for arc in arcs}))}
    sources = np.array(sorted(rows), dtype=np.int64)
    for start in range(0, len(sources), _SOURCES_AT_ONCE):
        part = sources[start : start + _SOURCES_AT_ONCE]
        around.search(part)
        for at, arc in enumerate(arcs):
            row = rows[int(network.tail[arc])] - start
            if 0 <= row < len(part):
                around.found[at] = around.way(row, arc)
    for at, pair in enumerate(assignment.pairs):
        arc = arcs[at]
        way = around.found[at]
        if way is None or network.low[arc] > 0:
            yield PairReason(pair, None)
            continue
        length, steps = way
        changed = [step for step in steps if step < count]
        loss = problem.candidates.exact(length - int(network.cost[arc]))
        came = _pairs(problem, network.pairs[[one for one in changed if flow[one] == 0]], pair)
        went = _pairs(problem, network.pairs[[one for one in changed if flow[one] > 0]], pair)
        yield PairReason(pair, loss, came, went)


def _in_order(problem: AssignmentProblem, assignment: Assignment) -> list[int]:
    """Positions of the candidates in the order of the assignment's pairs."""
    candidates = problem.candidates
    at = {
        (problem.agents[candidates.agent_at[one]], problem.items[candidates.item_at[one]]): one
        for one in positions_of(problem, assignment).tolist()
    }
    return [at[pair.agent, pair.item] for pair in assignment.pairs]


def _pairs(
    problem: AssignmentProblem, positions: Positions, pair: AssignedPair
) -> tuple[AssignedPair, ...]:
    """The candidates, those of the pair's own item first."""
    found = as_pairs(problem, positions)
    return tuple(sorted(found, key=lambda one: (one.item != pair.item, one.item, one.agent)))


class _Residual:
    """Shortest ways in the residual network of a cheapest flow."""

    def __init__(self, network: Network, flow: Positions) -> None:
        self.network = network
        arcs = np.arange(len(flow))
        forth, back = flow < network.high, flow > network.low
        tail = np.concatenate([network.tail[forth], network.head[back]])
        head = np.concatenate([network.head[forth], network.tail[back]])
        cost = np.concatenate([network.cost[forth], -network.cost[back]])
        arc = np.concatenate([arcs[forth], arcs[back]])
        order = np.lexsort((arc, cost, head, tail))
        tail, head, cost, arc = tail[order], head[order], cost[order], arc[order]
        first = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1]))
        self.tail, self.head, self.cost, self.arc = (one[first] for one in (tail, head, cost, arc))
        self.height = self._heights()
        self.arc_between = dict(
            zip(
                zip(self.tail.tolist(), self.head.tolist(), strict=True),
                self.arc.tolist(),
                strict=True,
            )
        )
        self.found: dict[int, tuple[int, list[int]] | None] = {}
        self.lengths: NDArray[np.float64] = np.zeros((0, 0))
        self.before: NDArray[np.int32] = np.zeros((0, 0), dtype=np.int32)
        self.sources: Positions = np.zeros(0, dtype=np.int64)

    def _heights(self) -> Positions:
        """Potentials under which no arc is negative (Bellman and Ford, all arcs at once)."""
        height = np.zeros(self.network.nodes, dtype=np.int64)
        for _ in range(self.network.nodes):
            lower = height.copy()
            np.minimum.at(lower, self.head, height[self.tail] + self.cost)
            if np.array_equal(lower, height):
                break
            height = lower
        return height

    def search(self, sources: Positions) -> None:
        """Shortest ways from these nodes to all others."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 -- slow import
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 -- slow import

        reduced = self.cost + self.height[self.tail] - self.height[self.head]
        nodes = self.network.nodes
        graph = csr_matrix((reduced.astype(np.float64), (self.tail, self.head)), (nodes, nodes))
        self.sources = sources
        self.lengths, self.before = dijkstra(graph, indices=sources, return_predecessors=True)

    def way(self, row: int, arc: int) -> tuple[int, list[int]] | None:
        """Length and arcs of the shortest way from an arc's tail to its head round the arc."""
        start, end = int(self.network.tail[arc]), int(self.network.head[arc])
        length = self.lengths[row, end]
        if not np.isfinite(length):
            return None
        steps: list[int] = []
        node = end
        while node != start:
            previous = int(self.before[row, node])
            if previous == _NOBODY:
                return None
            steps.append(self.arc_between[previous, node])
            node = previous
        exact = int(length) - int(self.height[start]) + int(self.height[end])
        return exact, steps


def _solved_again(
    problem: AssignmentProblem, assignment: Assignment, effort: Effort
) -> Iterator[PairReason]:
    """Each pair forbidden in turn."""
    deadline = None if effort.seconds is None else time.monotonic() + effort.seconds
    order = _in_order(problem, assignment)
    chosen = set(order)
    for done, (pair, own) in enumerate(zip(assignment.pairs, order, strict=True)):
        effort.progress(done, len(order))
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            return
        ban = Limit(LimitKind.FORBIDDEN, Sense.AT_MOST, 0, pair.agent, pair.item)
        barred = replace(problem, limits=(*problem.limits, ban))
        found = _SOLVERS[assignment.objective](barred, Effort(left))
        if found is None:
            yield PairReason(pair, None)
        elif found.proof.optimal or problem.rounded:
            now = set(positions_of(problem, found).tolist())
            came = _pairs(problem, np.array(sorted(now - chosen), dtype=np.int64), pair)
            went = _pairs(problem, np.array(sorted(chosen - now - {own}), dtype=np.int64), pair)
            yield PairReason(pair, _fall(problem, assignment, found), came, went)


_SOLVERS: dict[Objective, Callable[[AssignmentProblem, Effort], Assignment | None]] = {
    Objective.TOTAL: lambda problem, effort: assign_total(problem, seconds=effort.seconds),
    Objective.LEXIMIN: lambda problem, effort: assign_leximin(problem, effort=effort),
    Objective.GROUPS: lambda problem, effort: assign_between_groups(problem, effort=effort),
}


def _fall(problem: AssignmentProblem, before: Assignment, after: Assignment) -> Decimal:
    """How much worse ``after`` is in what ``before`` was the best at."""
    if before.objective is Objective.TOTAL:
        return before.total - before.penalty - (after.total - after.penalty)
    if before.objective is Objective.LEXIMIN:
        values = [sorted(one.item_scores.values()) for one in (before, after)]
    else:
        values = [sorted(group_means(problem, one).values()) for one in (before, after)]
    falls = (old - new for old, new in zip(*values, strict=True) if old != new)
    return next(falls, Decimal(0))
