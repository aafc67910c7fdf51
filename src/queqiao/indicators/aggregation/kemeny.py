"""Condorcet, Kemeny, Young: the ranking that the pairwise comparisons support most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queqiao.indicators.results import Floats

EXACT_BY_SUBSETS = 14
"""Knots of up to this many units are solved by dynamic programming over subsets."""
EXACT_BY_PROGRAM = 20
"""Larger ones up to this many by an integer program; still larger ones by local search."""
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class KemenyRanking:
    """
    ``order`` lists the units, best first; ``support`` is the weight of all pairs in that order.

    ``bound`` is what no ranking can pass; ``optimal`` tells whether the order is proven best.
    """

    order: tuple[int, ...]
    support: float
    bound: float
    optimal: bool


def kemeny_ranking(support: Floats) -> KemenyRanking:
    """
    The ranking with the largest sum of ``support[i, j]`` over all pairs with i before j.

    Units fall apart into knots (strong components of the majority relation) that some best ranking
    keeps one after another, so that each knot is solved alone: exactly up to ``EXACT_BY_PROGRAM``
    units, by local search from the Copeland order beyond. Where several rankings are equally good
    the one found first counts; positions break ties.
    """
    order: list[int] = []
    slack, optimal = 0.0, True
    for knot in _knots(support):
        inner = support[np.ix_(knot, knot)]
        placed, bound = _solve(inner)
        reached = _support(inner, placed)
        slack += max(0.0, bound - reached)
        optimal = optimal and bound - reached <= _CLOSE * max(1.0, abs(bound))
        order += [knot[at] for at in placed]
    total = _support(support, order)
    return KemenyRanking(tuple(order), total, total + (0.0 if optimal else slack), optimal)


def _solve(support: Floats) -> tuple[list[int], float]:
    """An order and a bound that no order passes."""
    if len(support) <= EXACT_BY_SUBSETS:
        order = _by_subsets(support)
        return order, _support(support, order)
    start = _local_search(support, _copeland_order(support))
    if len(support) <= EXACT_BY_PROGRAM:
        return _by_program(support, start)
    upper = np.triu(np.maximum(support, support.T), 1).sum()
    return start, float(upper)


def _support(support: Floats, order: list[int]) -> float:
    ordered = support[np.ix_(order, order)]
    return float(np.triu(ordered, 1).sum())


def _knots(support: Floats) -> list[list[int]]:
    """The strong components of "has the majority over", winners first."""
    from scipy.sparse import csr_array  # noqa: PLC0415 -- slow import
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 -- slow import

    beats = (support - support.T) > _CLOSE
    count, label = connected_components(csr_array(beats), directed=True, connection="strong")
    members = [[int(at) for at in np.flatnonzero(label == name)] for name in range(count)]
    waiting = dict.fromkeys(range(count), 0)
    beaten: dict[int, set[int]] = {name: set() for name in range(count)}
    for winner, loser in np.argwhere(beats):
        above, below = int(label[winner]), int(label[loser])
        if above != below and below not in beaten[above]:
            beaten[above].add(below)
            waiting[below] += 1
    ordered: list[list[int]] = []
    while waiting:
        name = min((n for n, open_ in waiting.items() if not open_), key=lambda n: members[n][0])
        del waiting[name]
        for below in beaten[name]:
            waiting[below] -= 1
        ordered.append(members[name])
    return ordered


def _by_subsets(support: Floats) -> list[int]:
    """The best order of few units: the best last unit of every subset, smallest subsets first."""
    count = len(support)
    size = 1 << count
    gains = np.zeros((size, count))
    for at in range(count):
        gains[1 << at : 1 << (at + 1)] = gains[: 1 << at] + support[at]
    best = np.full(size, -np.inf)
    last = np.zeros(size, dtype=np.int64)
    best[0] = 0.0
    for subset in range(1, size):
        members = [at for at in range(count) if subset >> at & 1]
        without = [subset & ~(1 << at) for at in members]
        values = best[without] + gains[without, members]
        pick = len(members) - 1 - int(np.argmax(values[::-1] > values.max() - _CLOSE))
        best[subset], last[subset] = values[pick], members[pick]
    order: list[int] = []
    subset = size - 1
    while subset:
        order.append(int(last[subset]))
        subset &= ~(1 << order[-1])
    return order[::-1]


def _copeland_order(support: Floats) -> list[int]:
    wins = np.sign(support - support.T).sum(axis=1)
    margin = support.sum(axis=1)
    return sorted(range(len(support)), key=lambda at: (-wins[at], -margin[at], at))


def _local_search(support: Floats, order: list[int]) -> list[int]:
    """Move one unit after another to the place where it gains most, until no move gains."""
    ahead = support - support.T
    order, gained = list(order), True
    while gained:
        gained = False
        for unit in list(order):
            at = order.index(unit)
            row = ahead[unit, order]
            up, down = np.cumsum(row[:at][::-1]), -np.cumsum(row[at + 1 :])
            gains = np.concatenate([up, down])
            if not gains.size or gains.max() <= _CLOSE:
                continue
            best = int(np.argmax(gains))
            order.pop(at)
            order.insert(at - 1 - best if best < at else best + 1, unit)
            gained = True
    return order


def _by_program(support: Floats, start: list[int]) -> tuple[list[int], float]:
    """
    The order by an integer program over pairs, or ``start`` where that is as good.

    Transitivity of every triple is a constraint. A fixed number of nodes keeps the outcome the same
    on every machine; the program's own bound is returned.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- slow import
    from scipy.sparse import coo_array  # noqa: PLC0415 -- slow import

    count = len(support)
    pairs = {pair: at for at, pair in enumerate(_pairs(count))}
    gain = np.array([support[i, j] - support[j, i] for i, j in pairs])
    rows, columns, signs, number = [], [], [], 0
    for i in range(count):
        for j in range(i + 1, count):
            for k in range(j + 1, count):
                rows += [number] * 3
                columns += [pairs[i, j], pairs[j, k], pairs[i, k]]
                signs += [1.0, 1.0, -1.0]
                number += 1
    triples = coo_array((signs, (rows, columns)), shape=(number, len(pairs)))
    solved = milp(
        -gain,
        constraints=LinearConstraint(triples.tocsr(), 0.0, 1.0),
        integrality=np.ones(len(pairs)),
        bounds=Bounds(0, 1),
        options={"node_limit": 2000},
    )
    base = float(sum(support[j, i] for i, j in pairs))
    bound = base - float(solved.mip_dual_bound)
    if solved.x is None or base - float(solved.fun) <= _support(support, start) + _CLOSE:
        return start, bound
    before = np.zeros(count)
    for (i, j), at in pairs.items():
        before[i] += solved.x[at]
        before[j] += 1 - solved.x[at]
    return [int(at) for at in np.argsort(-before, kind="stable")], bound


def _pairs(count: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(count) for j in range(i + 1, count)]
