"""Events and timetables as files: YAML or JSON in, JSON out."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from queqiao.allocation.timetables.model import Event, Held, Timetable
from queqiao.allocation.timetables.reading import EventReader, held_of
from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

_LARGEST = 50 * 1024**2


def load_event(path: Path) -> Event:
    """
    The event that a YAML or JSON file describes; ``docs/how-to/plan-a-timetable.md`` has the form.

    Raises:
        Missing: there is no such file.
        BadInput: with everything that is wrong in it.
    """
    value = _load(path)
    reader = EventReader(path.name)
    event = reader.read(value)
    if reader.problems or event is None:
        raise BadInput(reader.problems)
    return event


def load_timetable(path: Path) -> tuple[Held, ...]:
    """
    What is held, from a file that ``timetable_to_dict`` describes.

    Raises:
        Missing: there is no such file.
        BadInput: the file is no timetable.
    """
    value = _load(path)
    rows = value.get("held") if isinstance(value, dict) else None
    held = [held_of(row) for row in rows] if isinstance(rows, list) else [None]
    if None in held:
        raise BadInput([Problem(Message("allocation.timetable.no_timetable"), path.name)])
    return tuple(one for one in held if one is not None)


def _load(path: Path) -> object:
    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    try:
        text = decode(path.read_bytes()[:_LARGEST])
    except UndecodableError:
        raise BadInput([Problem(Message("datasets.file.not_text"), path.name)]) from None
    try:
        value: object = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark is not None else getattr(error, "lineno", None)
        problem = Problem(Message("allocation.timetable.no_yaml"), path.name, row)
        raise BadInput([problem]) from None
    return value


def timetable_to_dict(event: Event, timetable: Timetable) -> dict[str, object]:
    """The timetable as JSON values, with names for people and ids for programs."""
    meetings = {one.id: one for one in event.meetings}

    def row(held: Held | None) -> dict[str, object] | None:
        if held is None:
            return None
        meeting = meetings.get(held.meeting)
        return {
            "meeting": held.meeting,
            "title": meeting.title if meeting else "",
            "people": list(meeting.people) if meeting else [],
            "slot": held.slot,
            "room": held.room,
            "starts_at": held.starts_at.isoformat(),
            "ends_at": held.ends_at.isoformat(),
        }

    quality = timetable.quality
    return {
        "event": event.title,
        "held": [row(held) for held in timetable.held],
        "left_out": list(timetable.left_out),
        "quality": {name: getattr(quality, name) for name in quality.__dataclass_fields__},
        "bound": timetable.bound,
        "optimal": timetable.optimal,
        "seed": timetable.seed,
        "changes": [
            {
                "meeting": change.meeting,
                "kind": change.kind.value,
                "before": row(change.before),
                "after": row(change.after),
            }
            for change in timetable.changes
        ],
    }
