"""The best assignment of a problem, with a proof or an honest bound."""

from __future__ import annotations

import math
from decimal import Decimal

from queqiao.allocation.counts import Counted, Positions, chosen_units, counted_sets
from queqiao.allocation.model import Assignment, AssignmentProblem, Objective, Proof
from queqiao.allocation.network import as_network, solve_network
from queqiao.allocation.programs import build_program
from queqiao.allocation.results import as_assignment, broken_limits
from queqiao.errors import WrongUsage
from queqiao.messages import Message


def assign_total(problem: AssignmentProblem, *, seconds: float | None = None) -> Assignment | None:
    """
    The assignment with the greatest total less prices paid; ``None`` where none keeps the limits.

    An exact minimum-cost flow wherever groups do not overlap, else a mixed-integer program, which
    stops after ``seconds`` with a bound.

    Raises:
        WrongUsage: time ran out before any assignment was found.
    """
    sets = counted_sets(problem)
    network = as_network(problem, sets)
    if network is None:
        return _by_program(problem, sets, seconds)
    flow = solve_network(network)
    if flow is None:
        return None
    chosen = network.pairs[flow[: len(network.pairs)] > 0]
    value = net_value(problem, chosen)
    bound = value + rounding_error(problem, len(chosen))
    proof = Proof(value, bound, optimal=not problem.rounded)
    return as_assignment(problem, chosen, objective=Objective.TOTAL, proof=proof)


def net_value(problem: AssignmentProblem, chosen: Positions) -> Decimal:
    """Scores of the chosen pairs less the prices of what they break."""
    soft = [limit for limit in problem.limits if limit.price is not None]
    paid = sum((broken.cost for broken in broken_limits(problem, chosen, soft)), Decimal(0))
    return problem.candidates.exact(chosen_units(problem.candidates, chosen)) - paid


def rounding_error(problem: AssignmentProblem, pairs: int) -> Decimal:
    """By how much rounded scores may hide a better assignment."""
    return Decimal(pairs) / problem.candidates.scale if problem.rounded else Decimal(0)


def _by_program(
    problem: AssignmentProblem, sets: list[Counted], seconds: float | None
) -> Assignment | None:
    built = build_program(problem, sets)
    answer = built.program.maximize(built.gain, seconds=seconds)
    if answer is None:
        return None
    if answer.values is None:
        raise out_of_time(seconds)
    chosen = built.chosen(answer)
    value = net_value(problem, chosen)
    bound = max(value, _bound(problem, answer.bound)) + rounding_error(problem, len(chosen))
    proof = Proof(value, bound, optimal=answer.proved and not problem.rounded)
    return as_assignment(problem, chosen, objective=Objective.TOTAL, proof=proof)


def _bound(problem: AssignmentProblem, units: float) -> Decimal:
    if not math.isfinite(units):
        return Decimal("Infinity")
    whole = math.ceil(units - 1e-9 * abs(units))
    return Decimal(whole) / problem.candidates.scale


def out_of_time(seconds: float | None) -> WrongUsage:
    """The error of a search that found nothing in time."""
    return WrongUsage(Message("allocation.solve.out_of_time", {"seconds": seconds or 0}))
