"""From parsed YAML to an event: every problem collected, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from queqiao.allocation.timetables.model import (
    Event,
    Held,
    Meeting,
    Participant,
    Prices,
    Room,
    Slot,
)
from queqiao.errors import Problem
from queqiao.messages import Message

ZONE = "Asia/Shanghai"
MOST_SLOTS = 2_000
_PRICES = ("gap", "avoided", "unpreferred", "move")
_DAY_MINUTES = 24 * 60


class EventReader:
    """Reads one event; ``problems`` holds what was wrong."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.zone = ZoneInfo(ZONE)
        self.slots: dict[str, Slot] = {}

    def read(self, value: object) -> Event | None:
        """The event; incomplete where there are problems."""
        if not isinstance(value, dict) or not value:
            self._tell("", "no_event")
            return None
        self._zone(value.get("timezone", ZONE))
        for number, row in enumerate(self._rows(value, "slots"), start=1):
            self._slot(row, f"slots {number}")
        self._check_slots()
        rooms = self._named(value, "rooms", self._room)
        people = self._named(value, "people", self._person)
        rooms_known, people_known = {one.id for one in rooms}, {one.id for one in people}
        meetings = self._named(
            value,
            "meetings",
            lambda row, where: self._meeting(row, where, rooms_known, people_known),
        )
        travel = self._travel(value, {one.place for one in rooms})
        slots = sorted(self.slots.values(), key=lambda slot: (slot.starts_at, slot.id))
        title = str(value.get("title") or self.source)
        prices = self._prices(value.get("prices"))
        return Event(title, tuple(slots), rooms, people, meetings, travel, prices)

    def _tell(self, where: str, code: str, **params: object) -> None:
        message = Message(f"allocation.timetable.{code}", params)
        self.problems.append(Problem(message, self.source, field=where))

    def _zone(self, value: object) -> None:
        try:
            self.zone = ZoneInfo(str(value))
        except (ValueError, KeyError, OSError):
            self._tell("timezone", "no_zone", value=str(value)[:40])

    def _rows(self, value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        rows = value.get(name)
        if not isinstance(rows, list) or not rows:
            self._tell(name, "no_list", name=name)
            return []
        return [row if isinstance(row, dict) else {"id": row} for row in rows]

    def _named(self, value: Mapping[str, Any], name: str, make: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- one of four makers
        found: dict[str, Any] = {}
        for number, row in enumerate(self._rows(value, name), start=1):
            where = f"{name} {number}"
            if row.get("id") in (None, ""):
                self._tell(where, "no_id")
                continue
            one = make(row, where)
            if one.id in found:
                self._tell(where, "twice", id=one.id)
            found[one.id] = one
        return tuple(found.values())

    # --- slots ------------------------------------------------------------------------------------

    def _slot(self, row: Mapping[str, Any], where: str) -> None:
        if "day" in row:
            self._block(row, where)
            return
        starts_at, ends_at = self._moment(row.get("starts_at")), self._moment(row.get("ends_at"))
        if starts_at is None or ends_at is None or ends_at <= starts_at:
            self._tell(where, "bad_slot")
            return
        self._add(Slot(str(row.get("id") or f"{starts_at:%m-%d %H:%M}"), starts_at, ends_at), where)

    def _block(self, row: Mapping[str, Any], where: str) -> None:
        """Slots of equal length over a part of a day."""
        day = row["day"] if isinstance(row["day"], date) else _date(row["day"])
        first, last = _minutes(row.get("from")), _minutes(row.get("to"))
        length, pause = _whole(row.get("minutes")), _whole(row.get("pause", 0))
        if day is None or first is None or last is None or pause is None or not length:
            self._tell(where, "bad_block")
            return
        if first + length > last:
            self._tell(where, "bad_block")
            return
        midnight = datetime.combine(day, time(), self.zone)
        for start in range(first, last - length + 1, length + pause):
            starts_at = midnight + timedelta(minutes=start)
            ends_at = starts_at + timedelta(minutes=length)
            self._add(Slot(f"{starts_at:%m-%d %H:%M}", starts_at, ends_at), where)

    def _add(self, slot: Slot, where: str) -> None:
        if slot.id in self.slots:
            self._tell(where, "twice", id=slot.id)
        self.slots[slot.id] = slot

    def _check_slots(self) -> None:
        if len(self.slots) > MOST_SLOTS:
            self._tell("slots", "many_slots", most=MOST_SLOTS)
        order = sorted(self.slots.values(), key=lambda slot: (slot.starts_at, slot.id))
        for earlier, later in pairwise(order):
            if later.starts_at < earlier.ends_at:
                self._tell("slots", "overlap", one=earlier.id, other=later.id)

    def _moment(self, value: object) -> datetime | None:
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value.strip())
            except ValueError:
                return None
        if not isinstance(value, datetime):
            return None
        return value if value.tzinfo else value.replace(tzinfo=self.zone)

    def _times(self, row: Mapping[str, Any], name: str, where: str) -> frozenset[str]:
        """Slots named by id, or all of a day named by its date."""
        found: set[str] = set()
        for value in _list(row.get(name)):
            text = value.isoformat() if isinstance(value, date) else str(value)
            day = _date(text)
            ids = [one.id for one in self.slots.values() if one.starts_at.date() == day]
            if text in self.slots:
                ids = [text]
            if not ids:
                self._tell(where, "no_such_slot", value=text[:40])
            found.update(ids)
        return frozenset(found)

    # --- rooms, people, meetings ------------------------------------------------------------------

    def _room(self, row: Mapping[str, Any], where: str) -> Room:
        seats = self._count(row, "seats", where, default=0)
        closed = self._times(row, "closed", where)
        return Room(str(row["id"]), _text(row, "name"), _text(row, "place"), seats, closed)

    def _person(self, row: Mapping[str, Any], where: str) -> Participant:
        away, avoids = self._times(row, "away", where), self._times(row, "avoids", where)
        return Participant(str(row["id"]), _text(row, "name"), away, avoids)

    def _meeting(
        self, row: Mapping[str, Any], where: str, rooms: set[str], people: set[str]
    ) -> Meeting:
        wished = [value for value in _list(row.get("prefers")) if str(value) in rooms]
        times = [value for value in _list(row.get("prefers")) if str(value) not in rooms]
        importance = row.get("importance")
        return Meeting(
            str(row["id"]),
            _text(row, "title"),
            tuple(dict.fromkeys(self._known(row, "people", where, people))),
            self._count(row, "length", where, default=1, least=1),
            self._times(row, "slots", where),
            frozenset(self._known(row, "rooms", where, rooms)),
            frozenset(map(str, wished)) | self._times({"prefers": times}, "prefers", where),
            None if importance is None else self._count(row, "importance", where, default=0),
        )

    def _known(
        self, row: Mapping[str, Any], name: str, where: str, known: Iterable[str]
    ) -> list[str]:
        values = [str(value) for value in _list(row.get(name))]
        for value in values:
            if value not in known:
                self._tell(where, "unknown", name=name, value=value[:40])
        return [value for value in values if value in known]

    def _count(
        self, row: Mapping[str, Any], name: str, where: str, *, default: int, least: int = 0
    ) -> int:
        value = row.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 10**6:
            self._tell(where, "no_count", name=name, least=least)
            return default
        return value

    def _travel(self, value: Mapping[str, Any], places: set[str]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for number, row in enumerate(_list(value.get("travel")), start=1):
            where = f"travel {number}"
            if not isinstance(row, dict):
                self._tell(where, "bad_travel")
                continue
            ends = str(row.get("from", "")), str(row.get("to", ""))
            for place in ends:
                if place not in places:
                    self._tell(where, "unknown", name="place", value=place[:40])
            found[ends] = self._count(row, "minutes", where, default=0)
        return found

    def _prices(self, value: object) -> Prices:
        if value is None:
            return Prices()
        if not isinstance(value, dict) or not set(value) <= set(_PRICES):
            self._tell("prices", "bad_prices", names=", ".join(_PRICES))
            return Prices()
        usual = Prices()
        return Prices(
            **{
                name: self._count(value, name, "prices", default=getattr(usual, name))
                for name in _PRICES
            }
        )


def held_of(row: object) -> Held | None:
    """One line of a timetable; ``None`` where it is none."""
    if not isinstance(row, dict):
        return None
    texts = [row.get(name) for name in ("meeting", "slot", "room", "starts_at", "ends_at")]
    if not all(isinstance(text, str) for text in texts):
        return None
    meeting, slot, room, starts_at, ends_at = map(str, texts)
    try:
        moments = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
    except ValueError:
        return None
    return Held(meeting, slot, room, *moments)


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _minutes(value: object) -> int | None:
    """Minutes since midnight; YAML reads an unquoted 10:00 as the number 600."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value <= _DAY_MINUTES else None
    hours, colon, minutes = str(value).strip().replace("：", ":").partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal()):
        return None
    found = int(hours) * 60 + int(minutes)
    return found if int(minutes) < 60 and found <= _DAY_MINUTES else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
