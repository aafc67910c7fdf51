"""
The best timetable of an event, and the one nearest to an older one.

CP-SAT on one thread with a fixed seed and a bound on its own deterministic time: the same event
gives the same timetable on any machine. Where the time runs out, the timetable comes with the bound
that is proved so far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from queqiao.allocation.timetables.conflicts import Conflict, explain_infeasible
from queqiao.allocation.timetables.first import Board, first_fit
from queqiao.allocation.timetables.model import Event, Held, Timetable
from queqiao.allocation.timetables.program import (
    Program,
    attendance,
    build_program,
    cost_of,
    in_order,
    is_solution,
    new_solver,
    spent_by,
)
from queqiao.allocation.timetables.quality import changes_between, quality_of
from queqiao.core import Message, generator, render
from queqiao.errors import BadInput, Problem, WrongUsage

SECONDS = 30.0
_EXACT_SHARE = 0.3  # of the time, for the search that may prove; the rest improves what it found
_FREED = 3  # people whose meetings may move in the first round
_ROUND_SECONDS = 1.5
_LEAST_ROUND = 0.05


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
    start, spent = _start(program, first_fit(event), seed=seed, seconds=seconds)
    held, bound = _settle(program, _cost(event), start, seed=seed, seconds=seconds - spent)
    quality = quality_of(event, held)
    return Timetable(held, _left_out(event, held), quality, min(quality.cost, bound), seed)


def replan(
    event: Event, before: Sequence[Held], *, seed: int = 0, seconds: float = SECONDS
) -> Timetable:
    """
    The timetable of a changed event with the fewest changes to what was ``before``.

    A change is a meeting that was held and is moved in time, moved to another room or dropped;
    those no longer in the event do not count. Among the timetables with fewest changes, the one
    that costs least. The search starts from what was before as far as it still can be, the rest
    placed by first fit; half of the time goes to the changes, half to the cost.

    Raises:
        InfeasibleTimetable, WrongUsage: as ``plan``.
    """
    gone = frozenset(one.meeting for one in before) - {one.id for one in event.meetings}
    program = build_program(event)
    changes = _changes(program, [one for one in before if one.meeting not in gone])
    kept = first_fit(event, kept=before)
    start, spent = _start(program, kept, seed=seed, seconds=seconds)
    half = (seconds - spent) / 2
    held, least = _settle(program, changes, start, seed=seed, seconds=half)
    cost = _cost(event, within=(changes, changes.judge(held)))
    held, bound = _settle(program, cost, held, seed=seed, seconds=half)
    quality = quality_of(event, held)
    found = changes_between(before, held, gone=gone)
    found = tuple(change for change in found if change.before is not None)
    bound, least = min(quality.cost, bound), min(least, len(found))
    return Timetable(held, _left_out(event, held), quality, bound, seed, found, least)


@dataclass(frozen=True, slots=True)
class _Aim:
    """What is to be least: for the solver, and judged from what is held; never below ``floor``."""

    expression: Callable[[Program], Any]
    judge: Callable[[Sequence[Held]], int]
    floor: int = 0
    within: tuple[_Aim, int] | None = None
    """Another aim, and what it may not exceed."""

    def set_in(self, program: Program) -> None:
        """Make it the objective of a program."""
        if self.within is not None:
            other, most = self.within
            program.model.add(other.expression(program) <= most)
        program.model.minimize(self.expression(program))


def _cost(event: Event, *, within: tuple[_Aim, int] | None = None) -> _Aim:
    return _Aim(cost_of, lambda held: quality_of(event, held).cost, within=within)


def _changes(program: Program, before: Sequence[Held]) -> _Aim:
    """How many of the meetings are not as they were ``before``."""
    old = list(dict.fromkeys(before))

    def expression(program: Program) -> Any:  # noqa: ANN401 -- an expression of ortools
        return len(old) - sum(program.choices[one] for one in old if one in program.choices)

    impossible = sum(one not in program.choices for one in old)
    return _Aim(expression, lambda held: len(set(old).difference(held)), impossible)


def _start(
    program: Program, found: tuple[Held, ...], *, seed: int, seconds: float
) -> tuple[tuple[Held, ...], float]:
    """What was ``found`` if it holds all that must be, else the solver's first; its seconds."""
    there = {one.meeting for one in found}
    if all(one.importance is not None or one.id in there for one in program.event.meetings):
        return in_order(found), 0.0
    _hint(program, found)
    solver = new_solver(seed=seed, seconds=seconds)
    if not _solved(program, solver, seed=seed, seconds=seconds):
        raise WrongUsage(Message("allocation.timetable.too_short", {"seconds": f"{seconds:g}"}))
    return program.chosen(solver.value), spent_by(solver)


def _settle(
    program: Program, aim: _Aim, start: tuple[Held, ...], *, seed: int, seconds: float
) -> tuple[tuple[Held, ...], int]:
    """The best for an aim that is found in time, never worse than ``start``; the bound proved."""
    _hint(program, start)
    aim.set_in(program)
    held, bound = start, aim.floor
    if aim.judge(start) <= bound:
        return held, bound
    solver = new_solver(seed=seed, seconds=seconds * _EXACT_SHARE)
    if _solved(program, solver, seed=seed, seconds=seconds):
        bound = max(bound, _whole(solver.best_objective_bound))
        held = min(start, program.chosen(solver.value), key=aim.judge)
    left = seconds - spent_by(solver)
    return _improve(program, aim, held, bound=bound, seed=seed, seconds=left), bound


def _improve(  # noqa: PLR0913 -- one search, all of it named
    program: Program, aim: _Aim, held: tuple[Held, ...], *, bound: int, seed: int, seconds: float
) -> tuple[Held, ...]:
    """
    A timetable at least as good, by large neighborhood search (Shaw 1998).

    In each round the meetings of a few people may move, and those left out may come in; all others
    stay where they are: one person more after a round that was settled, one less after another.
    """
    event = program.event
    random = generator(seed, "allocation", "timetable", "improve")
    attended = attendance(event)
    crowd = sorted(attended)
    options: dict[str, list[Held]] = {one.id: [] for one in event.meetings}
    for one in program.choices:
        options[one.meeting].append(one)
    value, spent, freed = aim.judge(held), 0.0, _FREED
    while spent < seconds and value > bound and crowd:
        chosen = random.choice(len(crowd), min(freed, len(crowd)), replace=False).tolist()
        free = {meeting for at in chosen for meeting in attended[crowd[at]]}
        round_ = build_program(event, options=_around(event, held, free, options))
        _hint(round_, held)
        aim.set_in(round_)
        limit = min(_ROUND_SECONDS, seconds - spent)
        solver = new_solver(seed=seed, seconds=limit, thorough=False)
        status = solver.solve(round_.model)
        spent += max(spent_by(solver), _LEAST_ROUND)
        freed = freed + 1 if is_solution(status, proved=True) else max(1, freed - 1)
        if is_solution(status):
            found = round_.chosen(solver.value)
            better = aim.judge(found)
            if better <= value:  # equal ones too: they lead out of dead ends
                held, value = found, better
    return held


def _around(
    event: Event, held: Sequence[Held], free: set[str], options: dict[str, list[Held]]
) -> dict[str, list[Held]]:
    """What each meeting may have where only those ``free`` move."""
    board = Board(event)
    for one in held:
        if one.meeting not in free:
            board.take(one)
    return {
        name: [board.held[name]] if name in board.held else [*filter(board.is_free, all_of_it)]
        for name, all_of_it in options.items()
    }


def _left_out(event: Event, held: Sequence[Held]) -> tuple[str, ...]:
    there = {one.meeting for one in held}
    return tuple(meeting.id for meeting in event.meetings if meeting.id not in there)


def _whole(bound: float) -> int:
    """The least whole number that a bound allows."""
    return max(0, -int(-(bound - 1e-6) // 1))


def _hint(program: Program, held: Sequence[Held]) -> None:
    """Let the search begin at what is held."""
    program.model.clear_hints()  # type: ignore[no-untyped-call] # ortools leaves it untyped
    there = set(held)
    for one, choice in program.choices.items():
        program.model.add_hint(choice, one in there)


def _solved(program: Program, solver: Any, *, seed: int, seconds: float) -> bool:  # noqa: ANN401 -- ortools' solver
    """Whether the solver found a timetable; where there can be none, that is explained."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    status = solver.solve(program.model)
    if status == cp_model.INFEASIBLE:
        raise InfeasibleTimetable(explain_infeasible(program.event, seed=seed, seconds=seconds))
    return is_solution(status)
