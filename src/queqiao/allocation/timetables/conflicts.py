"""Why no timetable keeps every rule, and what is the least to give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from queqiao.allocation.timetables.model import Event
from queqiao.allocation.timetables.program import Group, Program, build_program, new_solver
from queqiao.core import Message


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    Rules that exclude one another, and the fewest meetings to leave out so that the rest can be.

    ``rules`` is minimal where ``minimal`` says so: without any one of them, the others can be kept.
    """

    rules: tuple[Group, ...]
    minimal: bool
    leave_out: tuple[str, ...]
    names: tuple[str, ...]
    """How ``rules`` and then ``leave_out`` are called by people."""

    def messages(self) -> tuple[Message, ...]:
        """The conflict and the way out, for people."""
        kinds = [kind for kind, _ in self.rules]
        named = list(zip(kinds, self.names, strict=False))
        if kinds == ["held"]:
            found = [Message("allocation.timetable.nowhere", {"name": self.names[0]})]
        else:
            code = "exclude" if self.minimal else "exclude_among"
            found = [Message(f"allocation.timetable.{code}", {"count": len(kinds)})]
            found += [
                Message(f"allocation.timetable.{kind}", {"name": name}) for kind, name in named
            ]
        absent = self.names[len(kinds) :]
        if absent:
            params = {"count": len(absent), "names": "、".join(absent[:10])}
            found.append(Message("allocation.timetable.leave_out", params))
        return tuple(found)


def explain_infeasible(event: Event, *, seed: int = 0, seconds: float = 30.0) -> Conflict:
    """The conflict of an event that has no timetable; each try takes at most ``seconds``."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    program = build_program(event, explained=True)
    groups = list(program.switches)
    solver = _try(program, groups, seed, seconds)
    numbers = {program.switches[group].index: group for group in groups}
    core = [numbers[index] for index in solver.sufficient_assumptions_for_infeasibility()]
    core = sorted(core or groups, key=groups.index)
    minimal = True
    for group in list(core):
        fewer = [other for other in core if other != group]
        status = _try(program, fewer, seed, seconds).status
        if status == cp_model.INFEASIBLE:
            core = fewer
        elif status == cp_model.UNKNOWN:
            minimal = False
    leave_out = _least_to_leave_out(event, seed, seconds)
    names = (*(_name(event, group) for group in core), *(_meeting(event, m) for m in leave_out))
    return Conflict(tuple(core), minimal, leave_out, names)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What one try found: the solver's status and the rules it blames."""

    status: Any
    solver: Any

    def sufficient_assumptions_for_infeasibility(self) -> Sequence[int]:
        """Positions of the literals that suffice to exclude a solution."""
        found: Sequence[int] = self.solver.sufficient_assumptions_for_infeasibility()
        return found


def _try(program: Program, groups: Sequence[Group], seed: int, seconds: float) -> _Tried:
    program.model.clear_assumptions()
    program.model.add_assumptions([program.switches[group] for group in groups])
    solver = new_solver(seed=seed, seconds=seconds)
    return _Tried(solver.solve(program.model), solver)


def _least_to_leave_out(event: Event, seed: int, seconds: float) -> tuple[str, ...]:
    """The fewest meetings without which the rest can be held."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    optional = tuple(replace(meeting, importance=1) for meeting in event.meetings)
    program = build_program(replace(event, meetings=optional))
    must = {meeting.id for meeting in event.meetings if meeting.importance is None}
    program.model.maximize(
        sum(choice for one, choice in program.choices.items() if one.meeting in must)
    )
    solver = new_solver(seed=seed, seconds=seconds)
    if solver.solve(program.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ()
    there = {one.meeting for one in program.chosen(solver.value)}
    return tuple(one.id for one in event.meetings if one.id in must and one.id not in there)


def _name(event: Event, group: Group) -> str:
    kind, who = group
    if kind == "held":
        return _meeting(event, who)
    named = event.rooms if kind == "room" else event.people
    return next((one.name or one.id for one in named if one.id == who), who)


def _meeting(event: Event, name: str) -> str:
    return next((one.title or one.id for one in event.meetings if one.id == name), name)
