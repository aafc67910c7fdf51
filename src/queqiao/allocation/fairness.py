"""Fairness between groups of items: the worst-off group first, then the next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np

from queqiao.allocation.assign import assign_total
from queqiao.allocation.counts import counted_sets
from queqiao.allocation.levels import Sum, lift_levels
from queqiao.allocation.leximin import NO_END
from queqiao.allocation.model import Assignment, AssignmentProblem, Effort, Objective, Proof
from queqiao.allocation.network import as_network, solve_network
from queqiao.errors import WrongUsage
from queqiao.messages import Message


def assign_between_groups(
    problem: AssignmentProblem, *, effort: Effort = NO_END
) -> Assignment | None:
    """
    The assignment whose worst-off group of items has the best mean, then the next worst-off.

    The mean is the group's total over the number of its items. Among equals the greatest total less
    prices. ``None`` where no assignment keeps the limits.

    Raises:
        WrongUsage: the items have no groups, or time ran out before any assignment was found.
    """
    if not problem.item_groups:
        raise WrongUsage(Message("allocation.solve.no_item_groups"))
    start = assign_total(problem, seconds=effort.seconds)
    if start is None:
        return None
    whole = math.lcm(*(len(members) for members in problem.item_groups.values()))
    sums = [_sum_of(problem, members, whole) for members in problem.item_groups.values()]
    found = lift_levels(problem, sums, start=start, effort=effort, objective=Objective.GROUPS)
    if found.proof.level is not None:
        return found
    least = min(group_means(problem, found).values())
    return replace(found, proof=Proof(least, least, optimal=found.proof.optimal))


def group_means(problem: AssignmentProblem, assignment: Assignment) -> Mapping[str, Decimal]:
    """The mean score of each group of items."""
    return {
        group: sum((assignment.item_scores[item] for item in members), Decimal(0)) / len(members)
        for group, members in problem.item_groups.items()
    }


def _sum_of(problem: AssignmentProblem, members: frozenset[str], whole: int) -> Sum:
    """A group's sum; the most that it can be is what it gets when it alone counts."""
    names = np.array([item in members for item in problem.items])
    candidates = problem.candidates
    inside = names[candidates.item_at]
    alone = replace(candidates, score=np.where(inside, candidates.score, 0))
    limits = tuple(limit for limit in problem.limits if limit.price is None)
    favored = replace(problem, candidates=alone, limits=limits)
    network = as_network(favored, counted_sets(favored))
    flow = None if network is None else solve_network(network)
    if network is None or flow is None:
        most = int(alone.score[alone.score > 0].sum())
    else:
        most = -int(flow @ network.cost)
    times = whole // len(members)
    return Sum(np.flatnonzero(inside), most * times, times, whole)
