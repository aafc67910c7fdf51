"""A timetable as an iCalendar file (RFC 5545), for everybody or for one person."""

from __future__ import annotations

import hashlib
from datetime import datetime

from queqiao.allocation.timetables.model import ChangeKind, Event, Held, Timetable


def calendar_bytes(
    event: Event, timetable: Timetable, *, at: datetime, person: str | None = None
) -> bytes:
    """
    The calendar of all meetings, or of those that ``person`` attends, stamped with ``at``.

    A meeting keeps its UID over re-planning. One that was changed has a higher sequence number, one
    that was dropped is there as cancelled, so that calendars that know the old one follow.
    """
    from icalendar import Calendar  # noqa: PLC0415 -- slow import

    calendar = Calendar()
    calendar.add("prodid", "-//Queqiao//Timetable//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", event.title)
    attended = {one.id for one in event.meetings if person is None or person in one.people}
    changed = {change.meeting: change for change in timetable.changes}
    for held in timetable.held:
        if held.meeting in attended:
            entry = _entry(event, held, at)
            entry.add("sequence", int(held.meeting in changed))
            entry.add("status", "CONFIRMED")
            calendar.add_component(entry)
    for change in timetable.changes:
        if change.kind is ChangeKind.DROPPED and change.before and change.meeting in attended:
            entry = _entry(event, change.before, at)
            entry.add("sequence", 1)
            entry.add("status", "CANCELLED")
            calendar.add_component(entry)
    calendar.add_missing_timezones()
    found: bytes = calendar.to_ical()
    return found


def _entry(event: Event, held: Held, at: datetime):  # type: ignore[no-untyped-def] # noqa: ANN202 -- icalendar's type, imported late
    from icalendar import Event as Entry  # noqa: PLC0415 -- slow import

    meeting = next(one for one in event.meetings if one.id == held.meeting)
    room = next((one for one in event.rooms if one.id == held.room), None)
    names = {one.id: one.name or one.id for one in event.people}
    digest = hashlib.blake2b(f"{event.title}/{held.meeting}".encode(), digest_size=12).hexdigest()
    entry = Entry()
    entry.add("uid", f"{digest}@queqiao")
    entry.add("dtstamp", at)
    entry.add("dtstart", held.starts_at)
    entry.add("dtend", held.ends_at)
    entry.add("summary", meeting.title or meeting.id)
    if room is not None:
        where = [room.name or room.id, room.place]
        entry.add("location", ", ".join(part for part in where if part))
    entry.add("description", "\n".join(names[who] for who in meeting.people))
    return entry
