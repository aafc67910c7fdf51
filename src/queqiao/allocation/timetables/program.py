"""A timetable as a constraint program: a choice for each meeting and each place it can take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from queqiao.allocation.timetables.model import Event, Held, Meeting
from queqiao.allocation.timetables.quality import days_of, unpreferred_of

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

RATE = 0.3
"""Of the solver's own time in a second of a processor; measured, so that seconds mean seconds."""

LONGEST_PAUSE = timedelta(minutes=30)
"""A meeting of several slots goes on after a pause this long, and not over lunch or night."""

Group = tuple[str, str]
"""A rule that a conflict can name: ``held``, ``person``, ``room`` or ``away``, and whose."""


def options_of(event: Event, meeting: Meeting) -> list[Held]:
    """Every time and room that the meeting may have, whoever is away, in the order of both."""
    found = []
    for first in range(len(event.slots) - meeting.length + 1):
        taken = event.slots[first : first + meeting.length]
        start = taken[0]
        if meeting.slots and start.id not in meeting.slots:
            continue
        if any(late.starts_at - early.ends_at > LONGEST_PAUSE for early, late in pairwise(taken)):
            continue
        for room in event.rooms:
            if meeting.rooms and room.id not in meeting.rooms:
                continue
            if 0 < room.seats < len(meeting.people) or room.closed & {one.id for one in taken}:
                continue
            found.append(Held(meeting.id, start.id, room.id, start.starts_at, taken[-1].ends_at))
    return found


def in_order(held: Iterable[Held]) -> tuple[Held, ...]:
    """What is held, in the order of time, rooms and ids."""
    return tuple(sorted(held, key=lambda one: (one.starts_at, one.room, one.meeting)))


@dataclass(slots=True)
class Program:
    """The program of an event; ``choices`` gives each option its variable."""

    model: CpModel
    event: Event
    choices: dict[Held, Any] = field(default_factory=dict)
    switches: dict[Group, Any] = field(default_factory=dict)
    """With ``explained``, a literal for each rule: true where the rule holds."""

    def chosen(self, value: Any) -> tuple[Held, ...]:  # noqa: ANN401 -- ortools' own function
        """What is held by a solution, in the order of time, rooms and ids."""
        held = [one for one, choice in self.choices.items() if value(choice)]
        return in_order(held)


def build_program(
    event: Event, *, options: Mapping[str, list[Held]] | None = None, explained: bool = False
) -> Program:
    """
    The program without an objective: every rule, none broken.

    ``options`` are those of each meeting, all that there are if not given. With ``explained``, each
    rule can be switched off, so that a conflict can be narrowed down.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    program = Program(cp_model.CpModel(), event)
    builder = _Builder(program, explained)
    builder.meetings(options or {one.id: options_of(event, one) for one in event.meetings})
    builder.rooms()
    builder.people()
    return program


class _Builder:
    """Adds the rules one kind after the other."""

    def __init__(self, program: Program, explained: bool) -> None:  # noqa: FBT001 -- private
        self.program, self.event, self.model = program, program.event, program.model
        self.explained = explained
        self.positions = {slot.id: at for at, slot in enumerate(self.event.slots)}
        self.lengths = {meeting.id: meeting.length for meeting in self.event.meetings}

    def _rule(self, constraint: Any, group: Group) -> None:  # noqa: ANN401 -- ortools' own type
        if not self.explained:
            return
        if group not in self.program.switches:
            self.program.switches[group] = self.model.new_bool_var("/".join(group))
        constraint.only_enforce_if(self.program.switches[group])

    def meetings(self, options: Mapping[str, list[Held]]) -> None:
        for meeting in self.event.meetings:
            variables = [self.model.new_bool_var("") for _ in options[meeting.id]]
            self.program.choices.update(zip(options[meeting.id], variables, strict=True))
            self.model.add(sum(variables) <= 1)
            if meeting.importance is None:
                self._rule(self.model.add(sum(variables) >= 1), ("held", meeting.id))

    def rooms(self) -> None:
        taken: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for one, choice in self.program.choices.items():
            for at in self._span(one):
                taken[one.room, at].append(choice)
        for (room, _), choices in taken.items():
            if len(choices) > 1:
                self._rule(self.model.add(sum(choices) <= 1), ("room", room))

    def people(self) -> None:
        places = {room.id: room.place for room in self.event.rooms}
        attended = attendance(self.event)
        options: dict[str, list[tuple[Held, Any]]] = defaultdict(list)
        for one, choice in self.program.choices.items():
            options[one.meeting].append((one, choice))
        for person in self.event.people:
            at_place: dict[tuple[int, str], list[Any]] = defaultdict(list)
            for meeting in attended.get(person.id, ()):
                for one, choice in options[meeting]:
                    span = self._span(one)
                    for at in span:
                        at_place[at, places[one.room]].append(choice)
                    if any(self.event.slots[at].id in person.away for at in span):
                        self._rule(self.model.add(choice == 0), ("away", person.id))
            self._one_place(person.id, at_place)

    def _one_place(self, person: str, at_place: dict[tuple[int, str], list[Any]]) -> None:
        """Nobody is in two meetings at once, nor in a place that cannot be reached in time."""
        by_slot: dict[int, list[Any]] = defaultdict(list)
        for (at, _), choices in at_place.items():
            by_slot[at] += choices
        for choices in by_slot.values():
            if len(choices) > 1:
                self._rule(self.model.add(sum(choices) <= 1), ("person", person))
        if not self.event.travel:
            return
        keys = sorted(at_place)
        slots = self.event.slots
        for at, place in keys:
            for later, other in keys:
                if later <= at or place == other:
                    continue
                if not self.event.can_follow(slots[at], slots[later], start=place, end=other):
                    both = [*at_place[at, place], *at_place[later, other]]
                    # a meeting longer than the pause stands in both sums with different rooms only
                    self._rule(self.model.add(sum(both) <= 1), ("person", person))

    def _span(self, one: Held) -> range:
        first = self.positions[one.slot]
        return range(first, first + self.lengths[one.meeting])


def attendance(event: Event) -> dict[str, list[str]]:
    """The meetings of each person."""
    found: dict[str, list[str]] = defaultdict(list)
    for meeting in event.meetings:
        for person in meeting.people:
            found[person].append(meeting.id)
    return found


def cost_of(program: Program) -> Any:  # noqa: ANN401 -- an expression of ortools
    """The cost that ``quality_of`` counts, as an expression to be made least."""
    event, prices = program.event, program.event.prices
    avoided = {person.id: person.avoids for person in event.people}
    people = {meeting.id: meeting.people for meeting in event.meetings}
    positions = {slot.id: at for at, slot in enumerate(event.slots)}
    lengths = {meeting.id: meeting.length for meeting in event.meetings}
    terms: list[Any] = []
    for one, choice in program.choices.items():
        span = event.slots[positions[one.slot] : positions[one.slot] + lengths[one.meeting]]
        unloved = sum(slot.id in avoided[who] for slot in span for who in people[one.meeting])
        price = unloved * prices.avoided + unpreferred_of(event, one) * prices.unpreferred
        if price:
            terms.append(price * choice)
    held: dict[str, list[Any]] = defaultdict(list)
    for one, choice in program.choices.items():
        held[one.meeting].append(choice)
    terms += [
        meeting.importance * (1 - sum(held[meeting.id]))
        for meeting in event.meetings
        if meeting.importance
    ]
    return sum(terms) + _waiting(program, positions, lengths)


def _waiting(program: Program, positions: dict[str, int], lengths: dict[str, int]) -> Any:  # noqa: ANN401 -- as above
    """The price of all gaps and moves of all people."""
    event, model = program.event, program.model
    places = {room.id: room.place for room in event.rooms}
    attended = attendance(event)
    options: dict[str, list[tuple[Held, Any]]] = defaultdict(list)
    for one, choice in program.choices.items():
        options[one.meeting].append((one, choice))
    terms: list[Any] = []
    for person in event.people:
        mine = attended.get(person.id, [])
        if len(mine) < 2:
            continue
        busy: dict[int, list[Any]] = defaultdict(list)
        there: dict[tuple[int, str], list[Any]] = defaultdict(list)
        for meeting in mine:
            for one, choice in options[meeting]:
                for at in range(positions[one.slot], positions[one.slot] + lengths[meeting]):
                    busy[at].append(choice)
                    there[at, places[one.room]].append(choice)
        for day in days_of(event):
            terms.append(event.prices.gap * _gaps(model, [busy[at] for at in day]))
            names = sorted({place for at, place in there if at in day})
            if len(names) > 1 and event.prices.move:
                terms.append(event.prices.move * _moves(model, day, names, there))
    return sum(terms)


def _gaps(model: CpModel, busy: list[list[Any]]) -> Any:  # noqa: ANN401 -- an expression of ortools
    """Idle slots between the first and the last busy one."""
    begun = [model.new_bool_var("") for _ in busy]  # there was a meeting here or before
    to_come = [model.new_bool_var("") for _ in busy]  # there is one here or later
    for at, choices in enumerate(busy):
        model.add(begun[at] >= sum(choices))
        model.add(to_come[at] >= sum(choices))
        if at:
            model.add(begun[at] >= begun[at - 1])
            model.add(to_come[at - 1] >= to_come[at])
    idle = []
    for at, choices in enumerate(busy):
        waits = model.new_bool_var("")
        model.add(waits >= begun[at] + to_come[at] - 1 - sum(choices))
        idle.append(waits)
    return sum(idle)


def _moves(
    model: CpModel, day: list[int], names: list[str], there: dict[tuple[int, str], list[Any]]
) -> Any:  # noqa: ANN401 -- an expression of ortools
    """Changes of place between one meeting of the day and the next."""
    last: dict[str, Any] = {}
    moves = []
    for at in day:
        present = {place: sum(there[at, place]) for place in names}
        anywhere = sum(present.values())
        now: dict[str, Any] = {}
        for place in names:
            now[place] = model.new_bool_var("")  # the latest meeting was at this place
            model.add(now[place] >= present[place])
            if last:
                model.add(now[place] >= last[place] - anywhere)
                moved = model.new_bool_var("")
                others = sum(last[other] for other in names if other != place)
                model.add(moved >= present[place] + others - 1)
                moves.append(moved)
        last = now
    return sum(moves)


def new_solver(*, seed: int, seconds: float, thorough: bool = True) -> Any:  # noqa: ANN401 -- ortools' solver
    """
    A solver that gives the same answer each time, in about so many seconds of a processor.

    Unless ``thorough`` it spends less on preparing, which in short rounds would take all the time.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = max(0.0, seconds) * RATE
    if not thorough:
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
    return solver


def is_solution(status: Any, *, proved: bool = False) -> bool:  # noqa: ANN401 -- ortools' status
    """Whether a solver that ends so has found something, and ``proved`` that it is the best."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    return status == cp_model.OPTIMAL or (status == cp_model.FEASIBLE and not proved)


def spent_by(solver: Any) -> float:  # noqa: ANN401 -- ortools' solver
    """The seconds that a solver has used, as ``new_solver`` counts them."""
    found: float = solver.response_proto.deterministic_time / RATE
    return found
