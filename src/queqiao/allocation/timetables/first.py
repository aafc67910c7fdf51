"""A first timetable, found at once, for the search to start from."""

from __future__ import annotations

from collections import defaultdict

from queqiao.allocation.timetables.model import Event, Held
from queqiao.allocation.timetables.program import options_of
from queqiao.allocation.timetables.quality import slots_of


def first_fit(event: Event) -> tuple[Held, ...]:
    """
    Meetings in file order, each in the first time and room that is free for all who attend.

    Keeps every rule, but may leave out meetings that a search would still place.
    """
    busy: dict[str, dict[int, str]] = defaultdict(dict)  # slot -> place, by person
    taken: set[tuple[str, int]] = set()
    away = {person.id: person.away for person in event.people}
    places = {room.id: room.place for room in event.rooms}
    found = []
    for meeting in event.meetings:
        for option in options_of(event, meeting):
            span, place = slots_of(event, option), places[option.room]
            ids = {event.slots[at].id for at in span}
            if any((option.room, at) in taken for at in span):
                continue
            if any(
                ids & away[who] or not _fits(event, busy[who], span, place)
                for who in meeting.people
            ):
                continue
            found.append(option)
            taken.update((option.room, at) for at in span)
            for who in meeting.people:
                busy[who].update(dict.fromkeys(span, place))
            break
    return tuple(found)


def _fits(event: Event, busy: dict[int, str], span: range, place: str) -> bool:
    """Whether somebody busy at these places can also be at this one."""
    for at, other in busy.items():
        if at in span:
            return False
        if at < span[0]:
            early, late = (at, other), (span[0], place)
        else:
            early, late = (span[-1], place), (at, other)
        if not event.can_follow(
            event.slots[early[0]], event.slots[late[0]], start=early[1], end=late[1]
        ):
            return False
    return True
