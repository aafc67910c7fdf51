"""Judging a timetable by itself, without the solver that made it: clashes, gaps, costs, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from queqiao.allocation.timetables.model import Change, ChangeKind, Event, Held, Quality


def slots_of(event: Event, held: Held) -> range:
    """The positions of the slots that a held meeting takes."""
    first = next(at for at, slot in enumerate(event.slots) if slot.id == held.slot)
    length = next(one.length for one in event.meetings if one.id == held.meeting)
    return range(first, first + length)


def days_of(event: Event) -> list[list[int]]:
    """The positions of the slots, day by day."""
    days: dict[object, list[int]] = {}
    for at, slot in enumerate(event.slots):
        days.setdefault(slot.starts_at.date(), []).append(at)
    return list(days.values())


def clashes(event: Event, held: Sequence[Held]) -> list[tuple[str, str, str]]:
    """
    Every two meetings that cannot both be: ``(person or room, one meeting, the other)``.

    Also a meeting beside itself, where a person is away, a room closed, too small or not allowed.
    """
    rooms = {room.id: room for room in event.rooms}
    away = {person.id: person.away for person in event.people}
    meetings = {meeting.id: meeting for meeting in event.meetings}
    taken = {one.meeting: slots_of(event, one) for one in held}
    found: list[tuple[str, str, str]] = []
    for one in held:
        meeting, room = meetings[one.meeting], rooms[one.room]
        ids = {event.slots[at].id for at in taken[one.meeting] if at < len(event.slots)}
        wrong_room = bool(meeting.rooms) and room.id not in meeting.rooms
        small = 0 < room.seats < len(meeting.people)
        if wrong_room or small or ids & room.closed:
            found.append((room.id, one.meeting, one.meeting))
        if meeting.slots and one.slot not in meeting.slots:
            found.append((one.slot, one.meeting, one.meeting))
        found += [(who, one.meeting, one.meeting) for who in meeting.people if ids & away[who]]
    for one, other in combinations(held, 2):
        ours, theirs = taken[one.meeting], taken[other.meeting]
        shared = range(max(ours[0], theirs[0]), min(ours[-1], theirs[-1]) + 1)
        if shared and one.room == other.room:
            found.append((one.room, one.meeting, other.meeting))
        both = set(meetings[one.meeting].people) & set(meetings[other.meeting].people)
        if both and (shared or not _reachable(event, one, other)):
            found += [(who, one.meeting, other.meeting) for who in sorted(both)]
    return found


def _reachable(event: Event, one: Held, other: Held) -> bool:
    places = {room.id: room.place for room in event.rooms}
    early, late = sorted((one, other), key=lambda held: held.starts_at)
    last, first = slots_of(event, early)[-1], slots_of(event, late)[0]
    return event.can_follow(
        event.slots[last], event.slots[first], start=places[early.room], end=places[late.room]
    )


def quality_of(event: Event, held: Sequence[Held]) -> Quality:
    """What is less than perfect in a timetable, counted and priced."""
    meetings = {meeting.id: meeting for meeting in event.meetings}
    places = {room.id: room.place for room in event.rooms}
    at_place: dict[str, dict[int, str]] = defaultdict(dict)
    for one in held:
        for who in meetings[one.meeting].people:
            at_place[who].update(dict.fromkeys(slots_of(event, one), places[one.room]))
    gaps = moves = avoided = 0
    for person in event.people:
        busy = at_place.get(person.id, {})
        for day in days_of(event):
            here = sorted(set(day) & set(busy))
            gaps += here[-1] - here[0] + 1 - len(here) if here else 0
            moves += sum(busy[one] != busy[other] for one, other in pairwise(here))
        avoided += sum(event.slots[at].id in person.avoids for at in busy)
    unpreferred = sum(unpreferred_of(event, one) for one in held)
    there = {one.meeting for one in held}
    absent = [one for one in event.meetings if one.id not in there]
    prices = event.prices
    cost = gaps * prices.gap + avoided * prices.avoided + moves * prices.move
    cost += unpreferred * prices.unpreferred + sum(one.importance or 0 for one in absent)
    return Quality(gaps, avoided, unpreferred, moves, len(absent), cost)


def unpreferred_of(event: Event, held: Held) -> int:
    """How many of the meeting's wishes (a time, a room) stay unfulfilled: 0 to 2."""
    wishes = next(one.prefers for one in event.meetings if one.id == held.meeting)
    times = wishes & {slot.id for slot in event.slots}
    rooms = wishes & {room.id for room in event.rooms}
    return int(bool(times) and held.slot not in times) + int(bool(rooms) and held.room not in rooms)


def changes_between(
    before: Iterable[Held], after: Iterable[Held], *, gone: frozenset[str] = frozenset()
) -> tuple[Change, ...]:
    """The meetings that are not as they were, by id; those ``gone`` from the event do not count."""
    old: Mapping[str, Held] = {one.meeting: one for one in before if one.meeting not in gone}
    new: Mapping[str, Held] = {one.meeting: one for one in after}
    found = []
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            kind = ChangeKind.ADDED if was is None else ChangeKind.DROPPED
        elif (was.slot, was.starts_at, was.ends_at) != (now.slot, now.starts_at, now.ends_at):
            kind = ChangeKind.MOVED
        elif was.room != now.room:
            kind = ChangeKind.ROOM
        else:
            continue
        found.append(Change(name, kind, was, now))
    return tuple(found)
