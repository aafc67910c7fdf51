"""What is to be put on a timetable, and what came out. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time ``[starts_at, ends_at)`` in which a meeting, or a part of one, is held."""

    id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """Where a meeting is held: a room, a stand, a firm to be visited. ``seats`` 0: any number."""

    id: str
    name: str = ""
    place: str = ""
    seats: int = 0
    closed: frozenset[str] = frozenset()
    """Slots in which it is not to be had."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who attends: a person, or a team that goes together."""

    id: str
    name: str = ""
    away: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()
    """Slots in which they are ready to come, but would rather not."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    What needs time and a room: a roadshow talk, a one-to-one meeting, a salon, a visit.

    ``length`` is in slots that follow one another. ``slots`` it may begin in and ``rooms`` it may
    be held in; empty means any. ``importance`` is what leaving it out costs; ``None``: it must be
    held.
    """

    id: str
    title: str = ""
    people: tuple[str, ...] = ()
    length: int = 1
    slots: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    prefers: frozenset[str] = frozenset()
    """Slots and rooms it would rather have than others."""
    importance: int | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """What each shortcoming of a timetable costs: whole numbers."""

    gap: int = 10  # a slot in which somebody waits between two meetings of a day
    avoided: int = 6  # somebody has to come in a slot they would rather not
    unpreferred: int = 2  # a meeting is not where, or not when, it would rather be
    move: int = 1  # somebody changes the place between two meetings of a day


@dataclass(frozen=True, slots=True)
class Event:
    """All that a timetable is made from; slots in the order of time, the rest in file order."""

    title: str
    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    people: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Minutes from place to place; not stated: none."""
    prices: Prices = field(default_factory=Prices)

    def minutes(self, start: str, end: str) -> int:
        """The minutes from one place to another; stated one way, they hold for both."""
        if start == end:
            return 0
        found = self.travel.get((start, end), self.travel.get((end, start)))
        return found or 0

    def can_follow(self, earlier: Slot, later: Slot, *, start: str, end: str) -> bool:
        """Whether one can be at ``start`` in the earlier slot and at ``end`` in the later one."""
        pause = later.starts_at - earlier.ends_at
        return pause >= timedelta(minutes=self.minutes(start, end))


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting on the timetable: the slot it begins in, its room, and its times."""

    meeting: str
    slot: str
    room: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Quality:
    """What is less than perfect, counted; ``cost`` is priced."""

    gaps: int
    avoided: int
    unpreferred: int
    moves: int
    left_out: int
    cost: int


class ChangeKind(StrEnum):
    """What a new timetable does to a meeting of the old one."""

    MOVED = "moved"  # to another time
    ROOM = "room"  # at the same time, in another room
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """One meeting that is not as it was; ``None`` where it is on one timetable only."""

    meeting: str
    kind: ChangeKind
    before: Held | None
    after: Held | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """
    What is held when and where, in the order of time, then of rooms.

    No timetable of the event costs less than ``bound``; a re-planned one is held against those with
    as few changes, of which there are at least ``least_changes``.
    """

    held: tuple[Held, ...]
    left_out: tuple[str, ...]
    quality: Quality
    bound: int
    seed: int
    changes: tuple[Change, ...] = ()
    least_changes: int = 0

    @property
    def optimal(self) -> bool:
        """Whether it is proved that none is better."""
        return self.quality.cost == self.bound and len(self.changes) == self.least_changes
