"""From chosen pairs to an assignment that can be read."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from queqiao.allocation.counts import Positions, Sets, key_of, shortfall
from queqiao.allocation.model import (
    AssignedPair,
    Assignment,
    AssignmentProblem,
    Broken,
    Limit,
    Objective,
    Proof,
)


def as_assignment(
    problem: AssignmentProblem,
    chosen: Positions,
    *,
    objective: Objective,
    proof: Proof | None = None,
) -> Assignment:
    """
    The assignment of the chosen candidates, sorted as people read it.

    Without ``proof``, its worst item is proved to be the best possible.
    """
    pairs = as_pairs(problem, chosen)
    item_scores = dict.fromkeys(problem.items, Decimal(0))
    loads = dict.fromkeys(problem.agents, 0)
    for pair in pairs:
        item_scores[pair.item] += pair.score
        loads[pair.agent] += 1
    broken = broken_limits(
        problem, chosen, [one for one in problem.limits if one.price is not None]
    )
    worst = min(item_scores.values(), default=Decimal(0))
    proof = proof or Proof(worst, worst, optimal=not problem.rounded)
    return Assignment(objective, pairs, item_scores, loads, broken, proof)


def as_pairs(problem: AssignmentProblem, chosen: Positions) -> tuple[AssignedPair, ...]:
    """The candidates at these positions, by item, falling score, agent."""
    candidates = problem.candidates
    order = np.lexsort(
        (candidates.agent_at[chosen], -candidates.score[chosen], candidates.item_at[chosen])
    )
    return tuple(
        AssignedPair(
            problem.agents[candidates.agent_at[at]],
            problem.items[candidates.item_at[at]],
            candidates.exact(candidates.score[at]),
        )
        for at in chosen[order].tolist()
    )


def broken_limits(
    problem: AssignmentProblem, chosen: Positions, limits: list[Limit]
) -> tuple[Broken, ...]:
    """Which of the limits the chosen pairs break, and by how much."""
    if not limits:
        return ()
    taken = np.zeros(len(problem.candidates), dtype=bool)
    taken[chosen] = True
    sets = Sets(problem)
    found: list[Broken] = []
    for limit in limits:
        count = int(taken[sets.counted(key_of(limit), ()).pairs].sum())
        by = shortfall(limit.sense, limit.amount, count)
        if by:
            found.append(Broken(limit, by))
    return tuple(found)


def net_units(problem: AssignmentProblem, assignment: Assignment) -> int:
    """Total less penalty in the whole units of the scores."""
    return int((assignment.total - assignment.penalty) * problem.candidates.scale)
