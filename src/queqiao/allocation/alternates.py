"""Who can step in: agents with load to spare, so that all of them could be called at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from queqiao.allocation.assign import assign_total
from queqiao.allocation.counts import Sets, key_of
from queqiao.allocation.levels import positions_of
from queqiao.allocation.model import (
    AssignedPair,
    Assignment,
    AssignmentProblem,
    Limit,
    LimitKind,
    Sense,
)


def find_alternates(
    problem: AssignmentProblem, assignment: Assignment, *, per_item: int
) -> Mapping[str, tuple[AssignedPair, ...]]:
    """
    Up to ``per_item`` alternates for each item, best first, at the best total of their scores.

    They keep every upper limit together with the assignment: loads, groups, recusals. An item for
    which nobody is left has none.
    """
    chosen = positions_of(problem, assignment)
    taken = np.zeros(len(problem.candidates), dtype=bool)
    taken[chosen] = True
    sets = Sets(problem)
    left: list[Limit] = [
        Limit(LimitKind.NEED, Sense.AT_MOST, per_item, item=item) for item in problem.items
    ]
    for limit in problem.limits:
        if limit.sense is Sense.AT_MOST and limit.price is None and limit.kind != LimitKind.NEED:
            used = int(taken[sets.counted(key_of(limit), ()).pairs].sum())
            left.append(replace(limit, amount=max(0, limit.amount - used)))
    left += [
        Limit(LimitKind.FORBIDDEN, Sense.AT_MOST, 0, pair.agent, pair.item)
        for pair in assignment.pairs
    ]
    candidates = problem.candidates
    lifted = candidates.score - candidates.score.min(initial=0) + 1
    spare = replace(problem, candidates=replace(candidates, score=lifted), limits=tuple(left))
    found = assign_total(spare)
    assert found is not None  # noqa: S101 -- choosing nobody keeps all upper limits
    named: dict[str, list[AssignedPair]] = {item: [] for item in problem.items}
    for at in positions_of(problem, found).tolist():
        agent, item = problem.agents[candidates.agent_at[at]], problem.items[candidates.item_at[at]]
        named[item].append(AssignedPair(agent, item, candidates.exact(candidates.score[at])))
    return {
        item: tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.agent)))
        for item, pairs in named.items()
    }
