"""A timetable as one HTML file: a grid for each day, and everybody's own list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from queqiao import __version__
from queqiao.allocation.timetables.model import Event, Held, Room, Timetable
from queqiao.allocation.timetables.quality import days_of, slots_of
from queqiao.core import Message, render
from queqiao.recipes.pages import page_environment, source_hash

_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A meeting in the grid: over how many rows it goes; ``None`` of a room's cell: it is free."""

    title: str
    people: str
    rows: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One slot of a day: its time, and for each room a cell, or the rest of a longer meeting."""

    time: str
    cells: tuple[Cell | None, ...]
    covered: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the rooms in use and the slots."""

    name: str
    rooms: tuple[Room, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting in a list."""

    day: str
    time: str
    title: str
    place: str
    others: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that one person attends, in the order of time."""

    name: str
    lines: tuple[Line, ...]


def render_page(event: Event, timetable: Timetable, *, language: str = "zh") -> str:
    """The whole page in ``language``: grids, what changed, what is left out, a list for each."""
    style = _source("timetable.css")
    changed = frozenset(change.meeting for change in timetable.changes)
    titles = {one.id: one.title or one.id for one in event.meetings}

    def word(code: str, **params: object) -> str:
        return render(Message(f"recipes.timetable.{code}", params), language)

    return (
        _environment()
        .get_template("timetable.html")
        .render(
            language=language,
            word=word,
            event=event,
            days=_days(event, timetable, changed, language),
            agendas=_agendas(event, timetable, changed, language),
            changes=[
                (
                    titles.get(change.meeting, change.meeting),
                    word(change.kind.value),
                    _when(event, change.before, language),
                    _when(event, change.after, language),
                )
                for change in timetable.changes
            ],
            left_out=[titles[name] for name in timetable.left_out],
            quality=timetable.quality,
            proof=word("optimal" if timetable.optimal else "bounded", bound=str(timetable.bound)),
            held=len(timetable.held),
            version=__version__,
            style=Markup(style),  # noqa: S704 -- our own file
            policy=f"default-src 'none'; style-src {source_hash(style)}",
        )
    )


def _days(event: Event, timetable: Timetable, changed: frozenset[str], language: str) -> list[Day]:
    """The days on which something is held, with the rooms in which it is."""
    meetings = {one.id: one for one in event.meetings}
    names = {one.id: one.name or one.id for one in event.people}
    starts = {(held.room, slots_of(event, held)[0]): held for held in timetable.held}
    taken = {(held.room, at) for held in timetable.held for at in slots_of(event, held)}
    found = []
    for day in days_of(event):
        rooms = tuple(one for one in event.rooms if any((one.id, at) in taken for at in day))
        if not rooms:
            continue
        rows = []
        for at in day:
            cells: list[Cell | None] = []
            for room in rooms:
                held = starts.get((room.id, at))
                if held is None:
                    cells.append(None)
                    continue
                meeting = meetings[held.meeting]
                people = _joined([names[who] for who in meeting.people], language)
                title = meeting.title or meeting.id
                cells.append(Cell(title, people, meeting.length, meeting.id in changed))
            covered = tuple(
                (room.id, at) in taken and (room.id, at) not in starts for room in rooms
            )
            slot = event.slots[at]
            rows.append(Row(_time(slot.starts_at, slot.ends_at), tuple(cells), covered))
        found.append(Day(_day(event.slots[day[0]].starts_at.date(), language), rooms, tuple(rows)))
    return found


def _agendas(
    event: Event, timetable: Timetable, changed: frozenset[str], language: str
) -> list[Agenda]:
    """For each person who attends anything, what, when, where and with whom."""
    meetings = {one.id: one for one in event.meetings}
    names = {one.id: one.name or one.id for one in event.people}
    mine: dict[str, list[Line]] = defaultdict(list)
    for held in timetable.held:
        meeting = meetings[held.meeting]
        for who in meeting.people:
            others = [names[other] for other in meeting.people if other != who]
            line = Line(
                _day(held.starts_at.date(), language),
                _time(held.starts_at, held.ends_at),
                meeting.title or meeting.id,
                _place(event, held),
                _joined(others, language),
                held.meeting in changed,
            )
            mine[who].append(line)
    return [Agenda(names[one.id], tuple(mine[one.id])) for one in event.people if one.id in mine]


def _when(event: Event, held: Held | None, language: str) -> str:
    if held is None:
        return "—"
    day = _day(held.starts_at.date(), language)
    return f"{day} {_time(held.starts_at, held.ends_at)} {_place(event, held)}"


def _place(event: Event, held: Held) -> str:
    room = next((one for one in event.rooms if one.id == held.room), None)
    if room is None:
        return held.room
    return " · ".join(part for part in (room.place, room.name or room.id) if part)


def _joined(names: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def _time(starts_at: datetime, ends_at: datetime) -> str:
    return f"{starts_at:%H:%M}-{ends_at:%H:%M}"


def _day(day: date, language: str) -> str:
    weekday = _WEEKDAYS[language][day.weekday()]
    return (
        f"{day.month}月{day.day}日 {weekday}" if language == "zh" else f"{weekday} {day:%d %b %Y}"
    )


@cache
def _source(name: str) -> str:
    return resources.files("queqiao.recipes.timetable").joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return page_environment(_source)
