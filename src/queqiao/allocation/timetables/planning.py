"""
The best timetable of an event, and the one nearest to an older one.

CP-SAT on one thread with a fixed seed and a bound on its own deterministic time: the same event
gives the same timetable on any machine. Where the time runs out, the timetable comes with the bound
that is proved so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from queqiao.allocation.timetables.conflicts import Conflict, explain_infeasible
from queqiao.allocation.timetables.first import first_fit
from queqiao.allocation.timetables.model import Event, Held, Timetable
from queqiao.allocation.timetables.program import (
    Program,
    attendance,
    build_program,
    cost_of,
    in_order,
    new_solver,
)
from queqiao.allocation.timetables.quality import changes_between, quality_of
from queqiao.core import Message, generator, render
from queqiao.errors import BadInput, Problem, WrongUsage

SECONDS = 30.0
_EXACT_SHARE = 0.3  # of the time, for the search that may prove; the rest improves what it found
_FREED = 4  # people whose meetings may move in a round
_ROUND_SECONDS = 0.5
_LEAST_ROUND = 0.01


class InfeasibleTimetable(BadInput):
    """No timetable keeps every rule; ``conflict`` says which rules exclude one another."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        super().__init__([Problem(message) for message in conflict.messages()])

    def describe(self, language: str = "zh") -> str:
        """The rules that exclude one another and the way out, one a line."""
        lines = [render(Message("allocation.timetable.none"), language)]
        lines += [f"  {problem.describe(language)}" for problem in self.problems]
        return "\n".join(lines)


def plan(event: Event, *, seed: int = 0, seconds: float = SECONDS) -> Timetable:
    """
    The timetable that costs least, or the best found in time with its bound.

    Raises:
        InfeasibleTimetable: not all meetings that must be held can be.
        WrongUsage: the time was too short to find any timetable.
    """
    program = build_program(event)
    start = first_fit(event)
    for one, choice in program.choices.items():
        program.model.add_hint(choice, one in start)
    program.model.minimize(cost_of(program))
    try:
        solver = _solve(program, event, seed=seed, seconds=seconds * _EXACT_SHARE)
        held, bound = program.chosen(solver.value), _whole(solver.best_objective_bound)
    except WrongUsage:  # too little time; where first fit holds all that must be, go on from it
        there = {one.meeting for one in start}
        if any(one.importance is None and one.id not in there for one in event.meetings):
            raise
        held, bound = in_order(start), 0
    if quality_of(event, held).cost > bound:
        held = _improve(program, held, seed=seed, seconds=seconds * (1 - _EXACT_SHARE))
    quality = quality_of(event, held)
    return Timetable(held, _left_out(event, held), quality, min(quality.cost, bound), seed)


def _improve(
    program: Program, held: tuple[Held, ...], *, seed: int, seconds: float
) -> tuple[Held, ...]:
    """
    A timetable at least as good, by large neighborhood search (Shaw 1998).

    In each round the meetings of a few people may move and all others stay where they are.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    event = program.event
    random = generator(seed, "allocation", "timetable", "improve")
    attended = attendance(event)
    crowd = sorted(attended)
    cost, spent = quality_of(event, held).cost, 0.0
    while spent < seconds and cost and crowd:
        chosen = random.choice(len(crowd), min(_FREED, len(crowd)), replace=False).tolist()
        free = {meeting for at in chosen for meeting in attended[crowd[at]]}
        model = program.model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call] # as above
        for one in held:
            if one.meeting in free:
                model.add_hint(program.choices[one], 1)
            else:
                model.add(program.choices[one] == 1)
        solver = new_solver(seed=seed, seconds=min(_ROUND_SECONDS, seconds - spent))
        status = solver.solve(model)
        spent += max(solver.response_proto.deterministic_time, _LEAST_ROUND)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = program.chosen(solver.value)
            better = quality_of(event, found).cost
            if better <= cost:  # equal ones too: they lead out of dead ends
                held, cost = found, better
    return held


def replan(
    event: Event, before: Sequence[Held], *, seed: int = 0, seconds: float = SECONDS
) -> Timetable:
    """
    The timetable of a changed event with the fewest changes to what was ``before``.

    A change is a meeting that was held and is moved in time, moved to another room or dropped;
    those no longer in the event do not count. Among the timetables with fewest changes, the one
    that costs least.

    Raises:
        InfeasibleTimetable, WrongUsage: as ``plan``.
    """
    gone = frozenset(one.meeting for one in before) - {one.id for one in event.meetings}
    program = build_program(event)
    kept = [program.choices[one] for one in before if one in program.choices]
    counted = sum(one.meeting not in gone for one in before)
    changed = counted - sum(kept)
    for one in before:
        if one in program.choices:
            program.model.add_hint(program.choices[one], 1)
    program.model.minimize(changed)
    solver = _solve(program, event, seed=seed, seconds=seconds)
    fewest, least = round(solver.objective_value), _whole(solver.best_objective_bound)
    program.model.add(changed <= fewest)
    program.model.clear_hints()  # type: ignore[no-untyped-call] # ortools leaves it untyped
    for choice in program.choices.values():
        program.model.add_hint(choice, solver.value(choice))
    program.model.minimize(cost_of(program))
    solver = _solve(program, event, seed=seed, seconds=seconds)
    held = program.chosen(solver.value)
    quality = quality_of(event, held)
    changes = changes_between(before, held, gone=gone)
    changes = tuple(change for change in changes if change.before is not None)
    bound = min(quality.cost, _whole(solver.best_objective_bound))
    left_out = _left_out(event, held)
    return Timetable(held, left_out, quality, bound, seed, changes, min(least, len(changes)))


def _left_out(event: Event, held: Sequence[Held]) -> tuple[str, ...]:
    there = {one.meeting for one in held}
    return tuple(meeting.id for meeting in event.meetings if meeting.id not in there)


def _whole(bound: float) -> int:
    """The least whole number that a bound allows."""
    return max(0, -int(-(bound - 1e-6) // 1))


def _solve(program: Program, event: Event, *, seed: int, seconds: float) -> Any:  # noqa: ANN401 -- ortools' solver
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    solver = new_solver(seed=seed, seconds=seconds)
    status = solver.solve(program.model)
    if status == cp_model.INFEASIBLE:
        raise InfeasibleTimetable(explain_infeasible(event, seed=seed, seconds=seconds))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise WrongUsage(Message("allocation.timetable.too_short", {"seconds": f"{seconds:g}"}))
    return solver
