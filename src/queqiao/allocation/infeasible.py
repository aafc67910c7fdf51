"""Why no assignment keeps every limit, and what would have to give way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import numpy as np

from queqiao.allocation.assign import assign_total
from queqiao.allocation.counts import counted_sets
from queqiao.allocation.explain import change_lines, limit_lines
from queqiao.allocation.model import AssignmentProblem, Broken, Limit, LimitKind, Sense
from queqiao.allocation.network import as_network, solve_network
from queqiao.allocation.programs import build_program
from queqiao.allocation.trials import build_trials
from queqiao.core.progress import Progress, no_progress
from queqiao.errors import BadInput, Problem
from queqiao.messages import Message, render

PRICES: Mapping[LimitKind, Decimal] = {
    LimitKind.LOAD: Decimal(1),
    LimitKind.GROUP: Decimal(2),
    LimitKind.SHARE: Decimal(2),
    LimitKind.FORBIDDEN: Decimal(3),
    LimitKind.NEED: Decimal(3),
    LimitKind.REQUIRED: Decimal(5),
}
"""What one unit of each kind of limit counts in a relaxation. A recusal is not for sale."""

_STEPS = (1, 2, 3, 5, 8, 13)
_FINE = 10**8
_EVEN = Decimal(1) / _FINE


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The changes that make an assignment possible at the least cost, and that cost."""

    changes: tuple[Broken, ...]
    cost: Decimal
    optimal: bool


class Infeasible(BadInput):
    """
    No assignment keeps every limit.

    ``conflict`` is a minimal set of limits that contradict each other: without any one of them the
    others can be kept together. ``relaxation`` is the cheapest way out.
    """

    def __init__(self, conflict: Sequence[Limit], relaxation: Relaxation | None) -> None:
        self.conflict, self.relaxation = tuple(conflict), relaxation
        super().__init__([Problem(message) for message in limit_lines(self.conflict)])

    def describe(self, language: str = "zh") -> str:
        """The conflict and the way out, in a few lines."""
        lines = [render(Message("allocation.infeasible.head"), language)]
        lines += [f"  {problem.describe(language)}" for problem in self.problems]
        if self.relaxation is not None:
            lines.append(render(Message("allocation.infeasible.way_out"), language))
            changes = change_lines(self.relaxation.changes)
            lines += [f"  {render(message, language)}" for message in changes]
        return "\n".join(lines)


def explain_infeasible(
    problem: AssignmentProblem,
    *,
    prices: Mapping[LimitKind, Decimal] = PRICES,
    progress: Progress = no_progress,
) -> Infeasible:
    """The error to raise for a problem that no assignment satisfies."""
    conflict = find_conflict(problem, progress=progress)
    return Infeasible(conflict, cheapest_relaxation(problem, prices=prices))


def find_conflict(
    problem: AssignmentProblem, *, progress: Progress = no_progress
) -> tuple[Limit, ...]:
    """
    A minimal set of hard limits that cannot be kept together, empty where all can.

    Dropping any one of the set leaves the others feasible. By QuickXplain (Junker, AAAI 2004):
    halves are tried first, so that few of many limits are found with few trials.
    """
    hard = [limit for limit in problem.limits if limit.price is None]
    trials = build_trials(_without_scores(problem, hard), hard)
    feasible = partial(is_feasible, problem) if trials is None else trials.feasible
    if feasible(hard):
        return ()
    tried = 0

    def fails(limits: Sequence[Limit]) -> bool:
        nonlocal tried
        tried += 1
        progress(tried, max(tried, len(hard)))
        return not feasible(limits)

    def search(known: list[Limit], added: bool, rest: list[Limit]) -> list[Limit]:  # noqa: FBT001 -- the algorithm's own state
        if added and fails(known):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        later = search([*known, *first], bool(first), second)
        earlier = search([*known, *later], bool(later), first)
        return [*earlier, *later]

    found = search([], False, hard)  # noqa: FBT003 -- as above
    return tuple(limit for limit in hard if limit in set(found))


def is_feasible(problem: AssignmentProblem, limits: Sequence[Limit]) -> bool:
    """Whether some assignment keeps these limits, whatever it scores."""
    bare = _without_scores(problem, limits)
    sets = counted_sets(bare)
    network = as_network(bare, sets)
    if network is not None:
        return solve_network(network) is not None
    built = build_program(bare, sets)
    return built.program.maximize(built.gain, seconds=None) is not None


def cheapest_relaxation(
    problem: AssignmentProblem, *, prices: Mapping[LimitKind, Decimal] = PRICES
) -> Relaxation | None:
    """
    The changes of limits that cost least in all, so that an assignment exists.

    ``prices`` says what one unit of each kind counts; a kind without a price stays as it is. Where
    even that does not help, ``None``.
    """
    eased: list[Limit] = []
    for limit in problem.limits:
        if limit.price is None and limit.kind in prices:
            eased.append(replace(limit, price=prices[limit.kind]))
            eased += _evenly(limit)
        elif limit.price is None:
            eased.append(limit)
    bare = _without_scores(problem, eased)
    found = assign_total(replace(bare, candidates=replace(bare.candidates, scale=_FINE)))
    if found is None:
        return None
    broken = [one for one in found.broken if one.limit.price != _EVEN]
    changes = [Broken(replace(one.limit, price=None), one.by) for one in broken]
    cost = sum((one.cost for one in broken), Decimal(0))
    return Relaxation(tuple(changes), cost, found.proof.optimal)


def _evenly(limit: Limit) -> list[Limit]:
    """Limits further out at next to no price: among equal costs many small changes are best."""
    turn = 1 if limit.sense is Sense.AT_MOST else -1
    amounts = (limit.amount + turn * by for by in _STEPS)
    return [replace(limit, amount=amount, price=_EVEN) for amount in amounts if amount > 0]


def _without_scores(problem: AssignmentProblem, limits: Sequence[Limit]) -> AssignmentProblem:
    nothing = np.zeros_like(problem.candidates.score)
    bare = replace(problem.candidates, score=nothing, scale=1)
    return replace(problem, candidates=bare, limits=tuple(limits), rounded=False)
