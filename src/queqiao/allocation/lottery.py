"""Drawing an assignment so that nobody can count on a pair: against collusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from queqiao.allocation.assign import assign_total, rounding_error
from queqiao.allocation.counts import Counted, Positions, counted_sets
from queqiao.allocation.model import Assignment, AssignmentProblem, Lottery, Objective, Proof
from queqiao.allocation.network import Network, as_network, solve_network
from queqiao.allocation.results import as_assignment
from queqiao.core.seeds import generator
from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from numpy.random import Generator

MOST_UNITS = 10_000
_STEPS = 20
"""Into so many steps the chance of a pair is cut where spreading is rewarded."""
_FINE = 1000


@dataclass(frozen=True, slots=True)
class Chance:
    """
    How a lottery is held.

    No pair is drawn with a probability above ``limit``. ``spread`` from 0 to 1 rewards spreading
    chances further: each score is counted as ``x - spread / 2 * x**2`` at probability x (perturbed
    maximization, Xu, Jecmen, Song and Fang 2023, in its quadratic form).
    """

    limit: Decimal = Decimal(1)
    spread: Decimal = Decimal(0)
    seed: int = 0


def draw_assignment(problem: AssignmentProblem, *, chance: Chance) -> Assignment | None:
    """
    An assignment drawn from the best lottery in which no pair exceeds the limit.

    The lottery maximizes the expected total less prices (Jecmen, Zhang, Liu, Shah, Conitzer and
    Fang 2020), exactly: chances are whole numbers of ``1 / units`` and flow as in any assignment.
    It is drawn by rounding cycle after cycle, so that every draw keeps every limit and every pair
    has exactly its chance (Budish, Che, Kojima and Milgrom 2013). ``None`` where no lottery keeps
    the limits.

    Raises:
        WrongUsage: groups overlap, so that it is no flow; the limit or the spread is out of range.
    """
    _check(chance)
    sets = counted_sets(problem)
    network = as_network(problem, sets)
    if network is None:
        raise WrongUsage(Message("allocation.lottery.overlapping"))
    units = _units(chance)
    lottery_network = _in_units(problem, network, chance, units)
    flow = solve_network(lottery_network)
    if flow is None:
        return None
    count = len(network.pairs)
    copies = (len(lottery_network.tail) - len(network.tail)) // max(count, 1) + 1
    flow = _merged(flow, count, copies)
    drawn = _rounded(network, flow, units, generator(chance.seed, "allocation", "lottery"))
    chances = np.zeros(len(problem.candidates), dtype=np.int64)
    chances[network.pairs] = flow[:count]
    best = assign_total(problem)
    assert best is not None  # noqa: S101 -- a lottery over assignments implies one
    expected, certain = _expected(problem, sets, chances, units), best.total - best.penalty
    lottery = Lottery(units, chances, chance.limit, chance.seed, expected, certain)
    return _described(problem, network.pairs[drawn[:count] > 0], lottery)


def _check(chance: Chance) -> None:
    if not 0 < chance.limit <= 1:
        raise WrongUsage(Message("allocation.lottery.bad_limit", {"value": str(chance.limit)}))
    if not 0 <= chance.spread <= 1:
        raise WrongUsage(Message("allocation.lottery.bad_spread", {"value": str(chance.spread)}))
    if _units(chance) > MOST_UNITS:
        raise WrongUsage(Message("allocation.lottery.fine_limit", {"value": str(chance.limit)}))


def _units(chance: Chance) -> int:
    """The parts into which 1 is cut, so that the limit is a whole number of them."""
    whole = chance.limit.as_integer_ratio()[1]
    return whole * _STEPS if chance.spread else whole


def _in_units(problem: AssignmentProblem, network: Network, chance: Chance, units: int) -> Network:
    """The network with every bound cut into units, and pairs held to their limit."""
    count = len(network.pairs)
    low, high = network.low * units, network.high * units
    most = int(chance.limit * units)
    required = network.low[:count] > 0
    high[:count] = np.where(required, units, np.minimum(high[:count], most))
    if not chance.spread:
        return replace(network, low=low, high=high)
    steps = _split(problem, network, chance, units)
    outer = slice(count, None)
    return Network(
        network.nodes,
        np.concatenate([*[network.tail[:count]] * len(steps), network.tail[outer]]),
        np.concatenate([*[network.head[:count]] * len(steps), network.head[outer]]),
        np.concatenate([low[:count], *[np.zeros_like(low[:count])] * (len(steps) - 1), low[outer]]),
        np.concatenate([*_lengths(high[:count], low[:count], len(steps), units), high[outer]]),
        np.concatenate([*steps, network.cost[outer] * _FINE]),
        network.pairs,
        network.feasible,
    )


def _lengths(high: Positions, low: Positions, steps: int, units: int) -> list[Positions]:
    """How much of each pair's chance falls into each step; the first takes what is required."""
    size = units // steps
    lengths = [np.clip(high - step * size, 0, size) for step in range(steps)]
    lengths[0] = np.maximum(lengths[0], low)
    return lengths


def _split(
    problem: AssignmentProblem, network: Network, chance: Chance, units: int
) -> list[Positions]:
    """The cost of each step: the score counts less the likelier the pair already is."""
    steps = min(_STEPS, units)
    score = problem.candidates.score[network.pairs]
    own = network.cost[: len(network.pairs)] + score
    slopes = [
        _FINE - round(_FINE * chance.spread * (2 * s + 1) / (2 * steps)) for s in range(steps)
    ]
    return [own * _FINE - np.where(score > 0, score * slope, score * _FINE) for slope in slopes]


def _merged(flow: Positions, count: int, copies: int) -> Positions:
    """One flow a pair again, where steps had cut it."""
    pairs = flow[: count * copies].reshape(copies, count).sum(axis=0)
    return np.concatenate([pairs, flow[count * copies :]])


def _described(problem: AssignmentProblem, chosen: Positions, lottery: Lottery) -> Assignment:
    """The drawn assignment with each pair's chance; what is proved is the expected total."""
    bound = lottery.expected + rounding_error(problem, len(chosen))
    proof = Proof(lottery.expected, bound, optimal=not problem.rounded)
    found = as_assignment(problem, chosen, objective=Objective.TOTAL, proof=proof)
    at = dict(zip(_names(problem, chosen), lottery.chance[chosen].tolist(), strict=True))
    pairs = tuple(
        replace(pair, probability=Decimal(at[pair.agent, pair.item]) / lottery.units)
        for pair in found.pairs
    )
    return replace(found, pairs=pairs, lottery=lottery)


def _names(problem: AssignmentProblem, chosen: Positions) -> list[tuple[str, str]]:
    candidates = problem.candidates
    return [
        (problem.agents[agent], problem.items[item])
        for agent, item in zip(
            candidates.agent_at[chosen].tolist(), candidates.item_at[chosen].tolist(), strict=True
        )
    ]


def _expected(
    problem: AssignmentProblem, sets: Sequence[Counted], chances: Positions, units: int
) -> Decimal:
    """The expected total less the expected prices: prices are straight between whole counts."""
    gained = sum(int(s) * int(c) for s, c in zip(problem.candidates.score, chances, strict=True))
    for counted in sets:
        if counted.soft:
            whole, rest = divmod(int(chances[counted.pairs].sum()), units)
            below, above = counted.cost_of(whole), counted.cost_of(whole + 1)
            gained -= below * (units - rest) + above * rest
    return Decimal(gained) / (units * problem.candidates.scale)


def _rounded(network: Network, flow: Positions, units: int, chance: Generator) -> Positions:
    """
    The flow with every arc rounded up or down to whole counts, each as likely as its fraction.

    Along a cycle of arcs with fractions, flow is pushed one way or the other until an arc is whole,
    with odds that keep every arc's mean. Arcs between the same nodes are taken together.
    """
    joined = _Rounding(network, flow, units)
    joined.run(chance)
    pairs = np.array(joined.flow[: len(network.pairs)], dtype=np.int64)
    return pairs // units


class _Rounding:
    """Flows in units on joined arcs, and at each node the arcs that are not whole."""

    def __init__(self, network: Network, flow: Positions, units: int) -> None:
        self.units = units
        count = len(network.pairs)
        tails, heads = network.tail.tolist(), network.head.tolist()
        flows = flow.tolist()
        self.ends = list(zip(tails[:count], heads[:count], strict=True))
        self.flow: list[int] = flows[:count]
        joined: dict[tuple[int, int], int] = {}
        for tail, head, amount in zip(tails[count:], heads[count:], flows[count:], strict=True):
            joined[tail, head] = joined.get((tail, head), 0) + amount
        self.ends += joined
        self.flow += joined.values()
        self.loose: dict[int, dict[int, None]] = {}
        for arc, amount in enumerate(self.flow):
            if amount % units:
                for node in self.ends[arc]:
                    self.loose.setdefault(node, {})[arc] = None

    def run(self, chance: Generator) -> None:
        """Make every arc whole."""
        for start in list(self.loose):
            while self.loose.get(start):
                self._push(self._cycle(start), chance)

    def _cycle(self, start: int) -> list[tuple[int, int]]:
        """A cycle of loose arcs, each with the direction in which it is walked: 1 or -1."""
        path: list[tuple[int, int]] = []
        seen = {start: 0}
        node, came = start, -1
        while True:
            arc = next(one for one in self.loose[node] if one != came)
            tail, head = self.ends[arc]
            path.append((arc, 1 if tail == node else -1))
            node, came = (head if tail == node else tail), arc
            if node in seen:
                return path[seen[node] :]
            seen[node] = len(path)

    def _push(self, cycle: list[tuple[int, int]], chance: Generator) -> None:
        up = [arc for arc, way in cycle if way > 0]
        down = [arc for arc, way in cycle if way < 0]
        forth = min([self._above(arc) for arc in up] + [self._below(arc) for arc in down])
        back = min([self._below(arc) for arc in up] + [self._above(arc) for arc in down])
        by = forth if int(chance.integers(forth + back)) < back else -back
        for arc, way in cycle:
            self.flow[arc] += way * by
            if self.flow[arc] % self.units == 0:
                for node in self.ends[arc]:
                    self.loose[node].pop(arc, None)

    def _above(self, arc: int) -> int:
        return self.units - self.flow[arc] % self.units

    def _below(self, arc: int) -> int:
        return self.flow[arc] % self.units
