"""``queqiao allocate timetable``: an event in, a timetable out; and again after a cancellation."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queqiao.cli.frame import Command, Group, PathType
from queqiao.cli.language import language, say
from queqiao.cli.output import check_target, write_whole
from queqiao.errors import WrongUsage
from queqiao.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from queqiao.allocation.timetables import Event, Timetable

MOST_SECONDS = 3600
_UNSAFE = re.compile(r"[^\w.-]+")


@click.group("timetable", cls=Group, help="cli.timetable.about")
def command() -> None:
    """Put meetings on a timetable."""


def _outputs(function: Callable[..., None]) -> Callable[..., None]:
    """The options that both commands have."""
    for option in (
        click.option("--seed", type=int, default=0, show_default=True, help="cli.timetable.seed"),
        click.option(
            "--seconds",
            type=click.IntRange(1, MOST_SECONDS),
            default=30,
            show_default=True,
            metavar="N",
            help="cli.timetable.seconds",
        ),
        click.option("--calendars", type=PathType(), metavar="DIR", help="cli.timetable.calendars"),
        click.option("--ical", type=PathType(), metavar="ICS", help="cli.timetable.ical"),
        click.option("--html", type=PathType(), metavar="HTML", help="cli.timetable.html"),
        click.option(
            "--output", required=True, type=PathType(), metavar="JSON", help="cli.timetable.output"
        ),
    ):
        function = option(function)
    return function


@command.command("plan", cls=Command, help="cli.timetable.about_plan")
@click.argument("event_file", type=PathType(), metavar="EVENT")
@_outputs
def plan_command(
    *,
    event_file: Path,
    output: Path,
    html: Path | None,
    ical: Path | None,
    calendars: Path | None,
    seconds: int,
    seed: int,
) -> None:
    """Plan an event."""
    _check(output, html, ical, calendars)
    from queqiao.allocation.timetables import load_event, plan

    event = load_event(event_file)
    timetable = plan(event, seed=seed, seconds=seconds)
    _deliver(event, timetable, output=output, html=html, ical=ical, calendars=calendars)


@command.command("replan", cls=Command, help="cli.timetable.about_replan")
@click.argument("event_file", type=PathType(), metavar="EVENT")
@click.argument("timetable_file", type=PathType(), metavar="TIMETABLE")
@click.option("--cancel", multiple=True, metavar="MEETING", help="cli.timetable.cancel")
@click.option("--away", multiple=True, metavar="PERSON[=SLOT]", help="cli.timetable.away")
@click.option("--close", multiple=True, metavar="ROOM[=SLOT]", help="cli.timetable.close")
@_outputs
def replan_command(
    *,
    event_file: Path,
    timetable_file: Path,
    cancel: tuple[str, ...],
    away: tuple[str, ...],
    close: tuple[str, ...],
    output: Path,
    html: Path | None,
    ical: Path | None,
    calendars: Path | None,
    seconds: int,
    seed: int,
) -> None:
    """Plan a changed event with the fewest changes."""
    _check(output, html, ical, calendars)
    from queqiao.allocation.timetables import load_event, load_timetable, replan

    event = _changed(load_event(event_file), cancel=cancel, away=away, close=close)
    before = load_timetable(timetable_file)
    timetable = replan(event, before, seed=seed, seconds=seconds)
    _deliver(event, timetable, output=output, html=html, ical=ical, calendars=calendars)


def _changed(
    event: Event, *, cancel: tuple[str, ...], away: tuple[str, ...], close: tuple[str, ...]
) -> Event:
    """The event after what was cancelled on the command line."""
    _known(cancel, [one.id for one in event.meetings])
    absent = _by_owner(event, away, [one.id for one in event.people])
    closed = _by_owner(event, close, [one.id for one in event.rooms])
    none: frozenset[str] = frozenset()
    return replace(
        event,
        meetings=tuple(one for one in event.meetings if one.id not in cancel),
        people=tuple(
            replace(one, away=one.away | absent.get(one.id, none)) for one in event.people
        ),
        rooms=tuple(
            replace(one, closed=one.closed | closed.get(one.id, none)) for one in event.rooms
        ),
    )


def _by_owner(event: Event, given: tuple[str, ...], owners: list[str]) -> dict[str, frozenset[str]]:
    """Slots by person or room; without a slot, all of them; a date is all of its day."""
    found: dict[str, frozenset[str]] = {}
    for one in given:
        owner, _, when = one.partition("=")
        _known((owner,), owners)
        slots = [
            slot.id
            for slot in event.slots
            if not when or when in (slot.id, slot.starts_at.date().isoformat())
        ]
        if not slots:
            _known((when,), [slot.id for slot in event.slots])
        found[owner] = found.get(owner, frozenset()) | frozenset(slots)
    return found


def _known(names: Iterable[str], known: list[str]) -> None:
    for name in names:
        if name not in known:
            shown = ", ".join(known[:8])
            raise WrongUsage(Message("cli.timetable.unknown", {"name": name, "known": shown}))


def _check(output: Path, html: Path | None, ical: Path | None, calendars: Path | None) -> None:
    for path in (output, html, ical):
        if path is not None:
            check_target(path)
    if calendars is not None and calendars.exists() and not calendars.is_dir():
        raise WrongUsage(Message("cli.timetable.no_folder", {"path": str(calendars)}))


def _deliver(
    event: Event,
    timetable: Timetable,
    *,
    output: Path,
    html: Path | None,
    ical: Path | None,
    calendars: Path | None,
) -> None:
    from queqiao.allocation.timetables import calendar_bytes, timetable_to_dict

    at = datetime.now(UTC).replace(microsecond=0)
    data = timetable_to_dict(event, timetable)
    write_whole(output, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    written = [output]
    if html is not None:
        from queqiao.recipes.timetable import render_page

        write_whole(html, render_page(event, timetable, language=language()).encode())
        written.append(html)
    if ical is not None:
        write_whole(ical, calendar_bytes(event, timetable, at=at))
        written.append(ical)
    if calendars is not None:
        calendars.mkdir(parents=True, exist_ok=True)
        for number, person in enumerate(event.people, start=1):
            path = calendars / f"{number:03d}-{_UNSAFE.sub('-', person.id)[:60]}.ics"
            write_whole(path, calendar_bytes(event, timetable, at=at, person=person.id))
        written.append(calendars)
    for path in written:
        click.echo(say("timetable.written", path=str(path)), err=True)
    _tell(timetable)


def _tell(timetable: Timetable) -> None:
    """How good the timetable is, in one line or two."""
    quality = timetable.quality
    counts = {
        "held": len(timetable.held),
        "left_out": quality.left_out,
        "gaps": quality.gaps,
        "cost": quality.cost,
    }
    click.echo(say("timetable.summary", **counts), err=True)
    if timetable.changes:
        click.echo(say("timetable.changed", count=len(timetable.changes)), err=True)
    if not timetable.optimal:
        params = {"bound": timetable.bound, "least": timetable.least_changes}
        click.echo(say("timetable.not_proved", **params), err=True)
