"""
How large an event can be planned, and how fast it is planned again after a cancellation.

A matchmaking day of made-up people: every expert meets several firms one to one. The peer, in the
same run, is first fit: meetings in order of id, each in the first slot and room without a clash, as
people do it on paper.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from queqiao.allocation.timetables import (
    Event,
    Meeting,
    Participant,
    Room,
    Slot,
    clashes,
    plan,
    quality_of,
    replan,
)
from queqiao.allocation.timetables.first import first_fit
from queqiao.core import generator

SECONDS = 4.0
SIZES = ((10, 8, 20), (20, 8, 40), (60, 16, 200))
"""People, slots of a day (of two), meetings."""


def made_up(people: int, slots: int, meetings: int, *, seed: int = 0) -> Event:
    """An event of that size: two days, two places half an hour apart, some absences."""
    random = generator(seed, "benchmark", "timetable", str(people))
    nine = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    times = [
        nine + timedelta(days=day, minutes=30 * place) for day in (0, 1) for place in range(slots)
    ]
    laid = tuple(
        Slot(f"s{at}", start, start + timedelta(minutes=30)) for at, start in enumerate(times)
    )
    count = max(3, meetings // slots)
    rooms = tuple(Room(f"r{at}", place="东区" if at % 4 else "西区") for at in range(count))
    half = people // 2
    attend = tuple(
        Participant(f"p{at}", away=frozenset({f"s{random.integers(len(laid))}"}))
        for at in range(people)
    )
    pairs = random.permutation(half * half)[:meetings].tolist()
    held = tuple(
        Meeting(
            f"m{number:03d}", people=(f"p{pair // half}", f"p{half + pair % half}"), importance=100
        )
        for number, pair in enumerate(pairs)
    )
    return Event("bench", laid, rooms, attend, held, {("东区", "西区"): 30})


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(start: tuple[float, float]) -> dict[str, float]:
    """Seconds by the clock and of the processor: the machine may be busy with other things."""
    clock, processor = _now()
    return {"wall_s": round(clock - start[0], 1), "cpu_s": round(processor - start[1], 1)}


def measure() -> dict[str, Any]:
    """Cost, bound and seconds of planning and re-planning, beside first fit."""
    found: dict[str, Any] = {"seconds": SECONDS}
    for people, slots, meetings in SIZES:
        event = made_up(people, slots, meetings)
        start = _now()
        timetable = plan(event, seconds=SECONDS)
        planned = _since(start)
        lost = timetable.held[0]
        rooms = tuple(
            replace(room, closed=frozenset({lost.slot})) if room.id == lost.room else room
            for room in event.rooms
        )
        start = _now()
        again = replan(replace(event, rooms=rooms), timetable.held, seconds=SECONDS)
        replanned = _since(start)
        paper = quality_of(event, first_fit(event))
        found[f"{meetings} meetings, {people} people, {2 * slots} slots"] = {
            "cost": timetable.quality.cost,
            "bound": timetable.bound,
            "gaps": timetable.quality.gaps,
            "left_out": timetable.quality.left_out,
            "clashes": len(clashes(event, timetable.held)),
            "first_fit_cost": paper.cost,
            "first_fit_gaps": paper.gaps,
            "plan": planned,
            "changes_after_a_closed_room": len(again.changes),
            "least_changes": again.least_changes,
            "replan": replanned,
        }
    return found
