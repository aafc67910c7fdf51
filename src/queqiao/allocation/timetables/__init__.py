"""When and where people meet: slots, rooms, travel, preferences; few gaps, few changes."""

from queqiao.allocation.timetables.calendars import calendar_bytes
from queqiao.allocation.timetables.conflicts import Conflict, explain_infeasible
from queqiao.allocation.timetables.io import load_event, load_timetable, timetable_to_dict
from queqiao.allocation.timetables.model import (
    Change,
    ChangeKind,
    Event,
    Held,
    Meeting,
    Participant,
    Prices,
    Quality,
    Room,
    Slot,
    Timetable,
)
from queqiao.allocation.timetables.planning import InfeasibleTimetable, plan, replan
from queqiao.allocation.timetables.quality import changes_between, clashes, quality_of

__all__ = [
    "Change",
    "ChangeKind",
    "Conflict",
    "Event",
    "Held",
    "InfeasibleTimetable",
    "Meeting",
    "Participant",
    "Prices",
    "Quality",
    "Room",
    "Slot",
    "Timetable",
    "calendar_bytes",
    "changes_between",
    "clashes",
    "explain_infeasible",
    "load_event",
    "load_timetable",
    "plan",
    "quality_of",
    "replan",
    "timetable_to_dict",
]
