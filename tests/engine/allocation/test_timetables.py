"""Timetables: no clash ever, the least cost, the fewest changes, held against trying everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.allocation.timetables import (
    ChangeKind,
    Event,
    Held,
    InfeasibleTimetable,
    Meeting,
    Participant,
    Room,
    Slot,
    calendar_bytes,
    changes_between,
    clashes,
    explain_infeasible,
    plan,
    quality_of,
    replan,
)
from queqiao.allocation.timetables.first import first_fit
from queqiao.allocation.timetables.program import build_program, new_solver, options_of

NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)


TWO_ROOMS = (Room("r"), Room("q"))


def slots(count: int, *, per_day: int = 4, minutes: int = 30) -> tuple[Slot, ...]:
    found = []
    for number in range(count):
        day, place = divmod(number, per_day)
        starts_at = NINE + timedelta(days=day, minutes=minutes * place)
        found.append(Slot(f"s{number}", starts_at, starts_at + timedelta(minutes=minutes)))
    return tuple(found)


def event(meetings, *, people="abcd", count=4, rooms=TWO_ROOMS, **rest) -> Event:
    participants = rest.pop("participants", tuple(Participant(name) for name in people))
    return Event("会", slots(count), rooms, participants, tuple(meetings), **rest)


@st.composite
def events(draw) -> Event:
    """Small events with travel, absences, wishes, long meetings and optional ones."""
    count = draw(st.integers(2, 4))
    ids = [f"s{number}" for number in range(count)]
    some = st.frozensets(st.sampled_from(ids), max_size=1)
    people = tuple(
        Participant(name, away=draw(some), avoids=draw(some)) for name in ("a", "b", "c")
    )
    rooms = (
        Room("r", place="X", seats=draw(st.sampled_from([0, 2]))),
        Room("q", place=draw(st.sampled_from(["X", "Y"])), closed=draw(some)),
    )
    meetings = tuple(
        Meeting(
            f"m{number}",
            people=tuple(sorted(draw(st.sets(st.sampled_from("abc"), min_size=1)))),
            length=draw(st.sampled_from([1, 1, 2])),
            rooms=draw(st.sampled_from([frozenset(), frozenset({"r"})])),
            prefers=draw(st.sampled_from([frozenset(), frozenset({"s0"}), frozenset({"q"})])),
            importance=draw(st.sampled_from([None, 5, 40])),
        )
        for number in range(draw(st.integers(1, 4)))
    )
    travel = {("X", "Y"): draw(st.sampled_from([0, 20, 40]))}
    per_day = draw(st.sampled_from([2, 4]))
    return Event("e", slots(count, per_day=per_day), rooms, people, meetings, travel)


def every_timetable(one: Event) -> list[tuple[Held, ...]]:
    """All timetables without a clash, by trying every choice."""
    choices = []
    for meeting in one.meetings:
        options: list[Held | None] = list(options_of(one, meeting))
        choices.append(options if meeting.importance is None else [None, *options])
    found = []
    for picked in product(*choices):
        held = tuple(choice for choice in picked if choice is not None)
        if not clashes(one, held):
            found.append(held)
    return found


@settings(max_examples=60, deadline=None)
@given(events())
def test_plan_is_the_best_of_all_without_a_clash(one):
    possible = every_timetable(one)
    if not possible:
        with pytest.raises(InfeasibleTimetable):
            plan(one)
        return
    found = plan(one)
    assert clashes(one, found.held) == []
    assert found.optimal
    assert found.quality == quality_of(one, found.held)
    assert found.quality.cost == min(quality_of(one, held).cost for held in possible)


@settings(max_examples=40, deadline=None)
@given(events(), st.sampled_from("abc"), st.integers(0, 3))
def test_replan_changes_as_little_as_can_be(one, who, number):
    if not every_timetable(one):
        return
    before = plan(one).held
    ids = frozenset({one.slots[number % len(one.slots)].id})
    people = tuple(
        replace(person, away=person.away | ids) if person.id == who else person
        for person in one.people
    )
    changed = replace(one, people=people)
    possible = every_timetable(changed)
    if not possible:
        with pytest.raises(InfeasibleTimetable):
            replan(changed, before)
        return

    def count(held):
        return sum(change.before is not None for change in changes_between(before, held))

    found = replan(changed, before)
    assert clashes(changed, found.held) == []
    assert found.optimal
    fewest = min(map(count, possible))
    assert len(found.changes) == fewest
    nearest = [held for held in possible if count(held) == fewest]
    assert found.quality.cost == min(quality_of(changed, held).cost for held in nearest)


@settings(max_examples=30, deadline=None)
@given(events())
def test_conflict_names_rules_none_of_which_can_be_missed(one):
    must = replace(one, meetings=tuple(replace(m, importance=None) for m in one.meetings))
    if every_timetable(must):
        return
    conflict = explain_infeasible(must)
    assert conflict.minimal
    program = build_program(must, explained=True)

    def possible(rules):
        program.model.clear_assumptions()
        program.model.add_assumptions([program.switches[rule] for rule in rules])
        solver = new_solver(seed=0, seconds=10)
        return solver.status_name(solver.solve(program.model)) in {"OPTIMAL", "FEASIBLE"}

    assert not possible(conflict.rules)
    for rule in conflict.rules:
        assert possible([other for other in conflict.rules if other != rule])
    rest = tuple(m for m in must.meetings if m.id not in conflict.leave_out)
    assert every_timetable(replace(must, meetings=rest))


def test_meetings_of_one_person_stand_side_by_side():
    """Two talks of one visitor, half an hour each: nobody waits between them."""
    found = plan(event([Meeting("m", people=("a", "b")), Meeting("n", people=("a", "c"))]))
    first, second = found.held
    assert first.ends_at == second.starts_at
    assert found.quality.gaps == 0


def test_travel_keeps_meetings_apart():
    rooms = (Room("r", place="长春"), Room("q", place="吉林"))
    meetings = [
        Meeting("m", people=("a",), rooms=frozenset({"r"})),
        Meeting("n", people=("a",), rooms=frozenset({"q"})),
    ]
    found = plan(event(meetings, rooms=rooms, travel={("长春", "吉林"): 45}))
    early, late = sorted(found.held, key=lambda held: held.starts_at)
    assert late.starts_at - early.ends_at == timedelta(minutes=60)
    with pytest.raises(InfeasibleTimetable):
        plan(event(meetings, rooms=rooms, travel={("长春", "吉林"): 90}))


def test_long_meeting_does_not_go_on_after_the_night():
    found = plan(event([Meeting("m", people=("a",), length=2)], count=8))
    assert found.held[0].ends_at - found.held[0].starts_at == timedelta(hours=1)
    with pytest.raises(InfeasibleTimetable, match="no slot and room"):
        plan(event([Meeting("m", people=("a",), length=5)], count=8))


def test_least_important_meeting_is_left_out():
    meetings = [Meeting(f"m{n}", people=("a",), importance=100 + n) for n in range(5)]
    found = plan(event(meetings))
    assert found.left_out == ("m0",)


def test_cancelled_meeting_moves_nothing_else():
    meetings = [Meeting(f"m{n}", people=(who,)) for n, who in enumerate("abcdabcd")]
    before = plan(event(meetings)).held
    after = replan(event(meetings[1:]), before)
    assert after.changes == ()
    assert set(after.held) == {one for one in before if one.meeting != "m0"}


def test_closed_room_moves_its_meetings_only():
    meetings = [Meeting(f"m{n}", people=(who,)) for n, who in enumerate("abcd")]
    whole = event(meetings)
    before = plan(whole).held
    lost = before[0]
    rooms = tuple(
        replace(room, closed=frozenset({lost.slot})) if room.id == lost.room else room
        for room in whole.rooms
    )
    after = replan(replace(whole, rooms=rooms), before)
    assert [change.meeting for change in after.changes] == [lost.meeting]
    assert after.changes[0].kind in {ChangeKind.MOVED, ChangeKind.ROOM}


def test_same_event_and_seed_give_the_same_timetable():
    meetings = [Meeting(f"m{n}", people=(who,)) for n, who in enumerate("abcdacbd")]
    assert plan(event(meetings), seed=3) == plan(event(meetings), seed=3)


def test_conflict_is_told_in_both_languages():
    meetings = [Meeting("m", "洽谈", ("a",), slots=frozenset({"s0"})), Meeting("n", "路演", ("a",))]
    meetings[1] = replace(meetings[1], slots=frozenset({"s0"}))
    with pytest.raises(InfeasibleTimetable) as caught:
        plan(event(meetings))
    assert "不能同时满足" in caught.value.describe("zh")
    assert "“洽谈”必须举行" in caught.value.describe("zh")
    assert "leave out 1 meeting" in caught.value.describe("en")


# --- calendars ------------------------------------------------------------------------------------


def test_calendar_reads_back_with_times_rooms_and_people():
    rooms = (Room("r", "一号厅", "长春"),)
    people = (Participant("a", "张工"), Participant("b", "李总"))
    meetings = [Meeting("m", "洽谈；甲,乙", ("a", "b")), Meeting("n", "沙龙", ("b",))]
    one = event(meetings, rooms=rooms, participants=people)
    timetable = plan(one)
    calendar = icalendar.Calendar.from_ical(calendar_bytes(one, timetable, at=NINE))
    entries = {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}
    assert set(entries) == {"洽谈；甲,乙", "沙龙"}
    held = {one.meeting: one for one in timetable.held}
    assert entries["沙龙"].decoded("dtstart") == held["n"].starts_at
    assert entries["沙龙"].decoded("dtend") == held["n"].ends_at
    assert str(entries["沙龙"]["location"]) == "一号厅, 长春"
    assert str(entries["洽谈；甲,乙"]["description"]) == "张工\n李总"
    mine = icalendar.Calendar.from_ical(calendar_bytes(one, timetable, at=NINE, person="a"))
    assert [str(entry["summary"]) for entry in mine.walk("VEVENT")] == ["洽谈；甲,乙"]


def test_calendar_follows_a_change():
    meetings = [Meeting(f"m{n}", people=("a",), importance=9) for n in range(4)]
    one = event(meetings)
    before = plan(one)
    people = (Participant("a", away=frozenset({"s0"})), *one.people[1:])
    changed = replace(one, people=people)
    after = replan(changed, before.held)
    (dropped,) = after.changes
    assert dropped.kind is ChangeKind.DROPPED
    old = icalendar.Calendar.from_ical(calendar_bytes(one, before, at=NINE))
    new = icalendar.Calendar.from_ical(calendar_bytes(changed, after, at=NINE))
    uid = {str(entry["summary"]): str(entry["uid"]) for entry in old.walk("VEVENT")}
    states = {str(entry["uid"]): str(entry["status"]) for entry in new.walk("VEVENT")}
    assert states[uid[dropped.meeting]] == "CANCELLED"
    assert sorted(states.values()) == ["CANCELLED", *["CONFIRMED"] * 3]


@settings(max_examples=40, deadline=None)
@given(events())
def test_first_fit_keeps_every_rule(one):
    assert clashes(one, first_fit(one)) == []


NO_TIME = 1e-6
"""Too little for the solver to find anything in ``larger_event``."""


def larger_event(*, importance: int | None = 100) -> Event:
    """More meetings than the exact search settles in its time."""
    meetings = [
        Meeting(
            f"m{n:02d}", people=(f"p{n % 6}", f"q{(n * 5 + n // 6) % 6}"), importance=importance
        )
        for n in range(24)
    ]
    people = tuple(Participant(f"{side}{n}") for side in "pq" for n in range(6))
    rooms = tuple(Room(f"r{n}", place="XY"[n % 2]) for n in range(4))
    return event(meetings, rooms=rooms, participants=people, count=8, travel={("X", "Y"): 30})


def test_larger_event_is_improved_without_a_clash():
    """The rounds go on after the exact search, and are the same each time."""
    one = larger_event()
    start = quality_of(one, first_fit(one)).cost
    found = plan(one, seconds=2)
    assert clashes(one, found.held) == []
    assert found.bound <= found.quality.cost < start
    assert found == plan(one, seconds=2)


def test_plan_without_time_is_first_fit():
    one = larger_event()
    found = plan(one, seconds=NO_TIME)
    assert set(found.held) == set(first_fit(one))
    assert found.quality == quality_of(one, found.held)
    assert found.bound == 0
    assert not found.optimal


def test_plan_searches_where_first_fit_misses_what_must_be_held():
    """First fit gives the only slot of the second meeting to the first."""
    meetings = [Meeting("m", people=("a",)), Meeting("n", people=("a",), slots=frozenset({"s0"}))]
    one = event(meetings)
    assert {held.meeting for held in first_fit(one)} == {"m"}
    assert {held.meeting: held.slot for held in plan(one).held} == {"m": "s1", "n": "s0"}


def test_first_fit_places_what_must_be_held_first():
    meetings = [Meeting("m", people=("a",), importance=9), Meeting("n", people=("a",))]
    (held,) = first_fit(event(meetings, count=1))
    assert held.meeting == "n"


def test_replan_without_time_keeps_all_that_still_fits():
    """Only the meetings of the room that is lost move; nothing else is touched."""
    one = larger_event()
    before = plan(one, seconds=NO_TIME).held
    lost = {held.meeting for held in before if (held.room, held.slot) == ("r0", "s0")}
    rooms = (replace(one.rooms[0], closed=frozenset({"s0"})), *one.rooms[1:])
    changed = replace(one, rooms=rooms)
    found = replan(changed, before, seconds=NO_TIME)
    assert clashes(changed, found.held) == []
    assert len(lost) == 1
    assert {change.meeting for change in found.changes} == lost
    assert found.least_changes == 1
    kept = {held for held in before if held.meeting not in lost}
    assert kept <= set(found.held)


def test_replan_improves_the_fallback_but_not_by_more_changes():
    """The lost meetings go where they cost less than first fit puts them."""
    one = larger_event()
    before = plan(one, seconds=1).held
    rooms = (replace(one.rooms[0], closed=frozenset(slot.id for slot in one.slots)), *one.rooms[1:])
    changed = replace(one, rooms=rooms)
    quick = replan(changed, before, seconds=NO_TIME)
    found = replan(changed, before, seconds=2)
    assert clashes(changed, found.held) == []
    assert found.least_changes == len(found.changes) <= len(quick.changes)
    assert found.quality.cost < quick.quality.cost
    assert found == replan(changed, before, seconds=2)


def test_replan_passes_over_meetings_and_places_that_are_no_more():
    one = event([Meeting("m", people=("a",))])
    (held,) = plan(one).held
    ghost = replace(held, meeting="ghost")
    found = replan(one, [ghost, replace(held, room="burnt"), held], seconds=5)
    assert [change.kind for change in found.changes] == []
    assert found.held == (held,)


def test_slot_of_the_same_name_at_another_time_is_a_change():
    one = event([Meeting("m", people=("a",))], count=1)
    before = plan(one).held
    hour = timedelta(hours=1)
    later = tuple(
        replace(slot, starts_at=slot.starts_at + hour, ends_at=slot.ends_at + hour)
        for slot in one.slots
    )
    (change,) = replan(replace(one, slots=later), before).changes
    assert change.kind is ChangeKind.MOVED
