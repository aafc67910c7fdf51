"""A first timetable, found at once, for the search to start from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from queqiao.allocation.timetables.model import Event, Held, Meeting
from queqiao.allocation.timetables.program import options_of
from queqiao.allocation.timetables.quality import slots_of


def first_fit(event: Event, *, kept: Iterable[Held] = ()) -> tuple[Held, ...]:
    """
    Meetings as they come, each in the first time and room that is free for all who attend.

    What is ``kept`` from an older timetable stays where it still can. Then come the meetings that
    must be held, then the others, both in file order. Keeps every rule, but may leave out meetings
    that a search would still place, also some that must be held.
    """
    board = Board(event)
    options = {meeting.id: options_of(event, meeting) for meeting in event.meetings}
    for one in kept:
        if one in options.get(one.meeting, ()) and board.is_free(one):
            board.take(one)
    for meeting in sorted(event.meetings, key=lambda meeting: meeting.importance is not None):
        if meeting.id not in board.held:
            free = next(filter(board.is_free, options[meeting.id]), None)
            if free is not None:
                board.take(free)
    return tuple(board.held.values())


class Board:
    """What is held so far, and where everybody is when: tells what else is free."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.held: dict[str, Held] = {}
        self.meetings: dict[str, Meeting] = {one.id: one for one in event.meetings}
        self.away = {person.id: person.away for person in event.people}
        self.places = {room.id: room.place for room in event.rooms}
        self.taken: set[tuple[str, int]] = set()
        self.busy: dict[str, dict[int, str]] = defaultdict(dict)  # slot -> place, by person

    def is_free(self, one: Held) -> bool:
        """Whether the meeting is not held yet, and its room and people are to be had then."""
        span, place = slots_of(self.event, one), self.places[one.room]
        if one.meeting in self.held or any((one.room, at) in self.taken for at in span):
            return False
        ids = {self.event.slots[at].id for at in span}
        return not any(
            ids & self.away[who] or not _fits(self.event, self.busy[who], span, place)
            for who in self.meetings[one.meeting].people
        )

    def take(self, one: Held) -> None:
        """Hold the meeting there."""
        span = slots_of(self.event, one)
        self.held[one.meeting] = one
        self.taken.update((one.room, at) for at in span)
        for who in self.meetings[one.meeting].people:
            self.busy[who].update(dict.fromkeys(span, self.places[one.room]))


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
