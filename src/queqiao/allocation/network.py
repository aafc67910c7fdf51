"""An assignment as a flow: source, agents, parts of agents, parts of items, items, sink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.allocation.counts import Counted, Positions
from queqiao.allocation.model import AssignmentProblem
from queqiao.errors import WrongUsage
from queqiao.messages import Message

_ENDLESS = 2**40


@dataclass(frozen=True, slots=True)
class Network:
    """
    Arcs with bounds and costs. The first ``len(pairs)`` arcs are the open candidates.

    ``pairs`` holds their positions among the problem's candidates. The last arc leads from the
    sink back to the source, so that every feasible flow is a circulation.
    """

    nodes: int
    tail: Positions
    head: Positions
    low: Positions
    high: Positions
    cost: Positions
    pairs: Positions
    feasible: bool = True


class _Arcs:
    """Collects the arcs that come one by one."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int, int, int]] = []

    def add_counted(self, tail: int, head: int, counted: Counted) -> None:
        """One arc for each stretch of the set's cost; the first carries what must flow."""
        low = counted.low
        pieces = counted.pieces() or [(0, 0)]
        for length, cost in pieces:
            self.rows.append((tail, head, low, low + length, cost))
            low = 0


def as_network(problem: AssignmentProblem, sets: Sequence[Counted]) -> Network | None:
    """
    The network whose flows are the problem's assignments.

    ``None`` where limits on groups overlap, so that a pair would have to pass through two parts on
    one side: then it is no flow problem.
    """
    pairs = problem.candidates
    agents, items = len(problem.agents), len(problem.items)
    source, sink, node = agents + items, agents + items + 1, agents + items + 2
    tail, head = pairs.agent_at.astype(np.int64), pairs.item_at.astype(np.int64) + agents
    low, high, cost = _pair_bounds(problem, sets)
    feasible = not unmet_requirement(sets)
    arcs = _Arcs()
    whole: set[int] = set()
    split: tuple[set[int], set[int]] = (set(), set())
    for counted in sets:
        owner = counted.agent if counted.agent >= 0 else counted.item + agents
        if counted.agent >= 0 and counted.item >= 0:
            continue
        if counted.part:
            side = split[0] if counted.agent >= 0 else split[1]
            members = counted.pairs.tolist()
            if not side.isdisjoint(members):
                return None
            side.update(members)
            ends = (owner, node) if counted.agent >= 0 else (node, owner)
            (tail if counted.agent >= 0 else head)[counted.pairs] = node
            node += 1
        else:
            whole.add(owner)
            ends = (source, owner) if counted.agent >= 0 else (owner, sink)
        arcs.add_counted(*ends, counted)
    for owner in range(agents + items):
        if owner not in whole:
            ends = (source, owner) if owner < agents else (owner, sink)
            arcs.rows.append((*ends, 0, len(pairs), 0))
    arcs.rows.append((sink, source, 0, _ENDLESS, 0))
    open_pairs = np.flatnonzero(high > 0)
    inner = np.array([part[open_pairs] for part in (tail, head, low, high, cost)])
    table = np.hstack([inner, np.array(arcs.rows, dtype=np.int64).T])
    rows = (table[0], table[1], table[2], table[3], table[4])
    return Network(node, *rows, pairs=open_pairs, feasible=feasible)


def _pair_bounds(
    problem: AssignmentProblem, sets: Sequence[Counted]
) -> tuple[Positions, Positions, Positions]:
    """Least and most flow and the cost of each candidate."""
    count = len(problem.candidates)
    low, high = np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64)
    cost = -problem.candidates.score.astype(np.int64)
    for counted in sets:
        if counted.agent >= 0 and counted.item >= 0 and len(counted.pairs):
            at = counted.pairs[0]
            low[at], high[at] = counted.low, counted.high
            cost[at] += counted.cost_of(1) - counted.cost_of(0)
    return low, high, cost


def unmet_requirement(sets: Sequence[Counted]) -> bool:
    """Whether a set must hold more pairs than it can, so that no flow has to be tried."""
    return any(counted.low > counted.high for counted in sets)


def solve_network(network: Network) -> NDArray[np.int64] | None:
    """
    The flow on every arc at the least cost, exactly; ``None`` where there is no feasible flow.

    By the cost-scaling min-cost flow of OR-tools, in whole numbers.

    Raises:
        WrongUsage: scores of so many decimals that sums of them do not fit into 64 bits.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- slow import

    if not network.feasible:
        return None
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail, network.head, network.high - network.low, network.cost
    )
    supply = np.zeros(network.nodes, dtype=np.int64)
    np.add.at(supply, network.head, network.low)
    np.add.at(supply, network.tail, -network.low)
    solver.set_nodes_supplies(np.arange(network.nodes), supply)
    status = solver.solve()
    if status == solver.OPTIMAL:
        return np.asarray(solver.flows(arcs), dtype=np.int64) + network.low
    if status in (solver.INFEASIBLE, solver.UNBALANCED):
        return None
    raise WrongUsage(Message("allocation.solve.too_fine"))
