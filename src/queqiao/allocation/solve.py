"""The one call for an assignment: solves it as asked, or explains why there is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from queqiao.allocation.alternates import find_alternates
from queqiao.allocation.assign import assign_total
from queqiao.allocation.fairness import assign_between_groups
from queqiao.allocation.infeasible import explain_infeasible
from queqiao.allocation.leximin import NO_END, assign_leximin
from queqiao.allocation.lottery import Chance, draw_assignment
from queqiao.allocation.model import Assignment, AssignmentProblem, Effort, Objective
from queqiao.errors import WrongUsage
from queqiao.messages import Message


def assign(
    problem: AssignmentProblem,
    *,
    objective: Objective = Objective.TOTAL,
    chance: Chance | None = None,
    alternates: int = 0,
    effort: Effort = NO_END,
) -> Assignment:
    """
    The best assignment within the limits, with up to ``alternates`` for each item.

    With ``chance`` it is drawn from the best lottery instead.

    Raises:
        Infeasible: no assignment keeps all limits; carries a minimal conflict and a way out.
        WrongUsage: chance together with another objective than the total, groups that a lottery or
            an objective cannot do with, or time that ran out before any assignment was found.
    """
    if chance is not None and objective is not Objective.TOTAL:
        raise WrongUsage(Message("allocation.lottery.total_only"))
    if chance is not None:
        found = draw_assignment(problem, chance=chance)
        if found is None and assign_total(problem) is not None:
            limit = str(chance.limit.normalize() + Decimal(0))
            raise WrongUsage(Message("allocation.lottery.too_low", {"limit": limit}))
    elif objective is Objective.TOTAL:
        found = assign_total(problem, seconds=effort.seconds)
    elif objective is Objective.LEXIMIN:
        found = assign_leximin(problem, effort=effort)
    else:
        found = assign_between_groups(problem, effort=effort)
    if found is None:
        raise explain_infeasible(problem, progress=effort.progress)
    if alternates:
        found = replace(found, alternates=find_alternates(problem, found, per_item=alternates))
    return found
