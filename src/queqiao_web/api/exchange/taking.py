"""Taking a file in: all of it or nothing, the same file twice as once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from queqiao_web.api.exchange.kinds import Kind, Part, fill, line_of, plain
from queqiao_web.api.exchange.reading import BadFile, FileProblem, Read, read_file
from queqiao_web.foundation.access import SYSTEM, Actor, Origin
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.jobs import enqueue
from queqiao_web.organizations.models import Organization

COMMAND = SYSTEM.coming_from(Origin(channel="command"))
_PUBLIC = frozenset({"published", "matched", "verified"})


@dataclass(slots=True)
class Taken:
    """What became of the lines, by kind: new, changed since, the same already."""

    made: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    same: dict[str, int] = field(default_factory=dict)


def import_file(path: Path, *, at: datetime, actor: Actor = COMMAND) -> Taken:
    """
    Take every record of a file in under its own code; one event ``….imported`` for each.

    A record that is here already as the line says stays; one whose line has a later version is
    changed; one that went on here is a problem, since something would be lost.

    Raises:
        BadFile: with everything that is wrong; nothing was taken.
    """
    lines, problems = read_file(path)
    taken = Taken()
    with transaction.atomic():
        for read in lines:
            problems += _take(read, taken, actor=actor, at=at)
        if problems:
            transaction.set_rollback(True)
    if problems:
        raise BadFile(problems)
    return taken


def _take(read: Read, taken: Taken, *, actor: Actor, at: datetime) -> list[FileProblem]:
    kind, line = read.kind, read.line
    stored = kind.model._default_manager.select_for_update().filter(code=line.code).first()
    if stored is not None:
        if line_of(kind, stored) == line:
            _count(taken.same, kind)
            return []
        if stored.version >= line.version:  # type: ignore[attr-defined] # every record has one
            text = _("This record went on here since; the line would undo that.")
            return [_problem(read, "code", "code.newer_here", text)]
    organization = None
    if kind.is_owned:
        code: str = line.organization  # type: ignore[attr-defined] # of an owned record
        organization = Organization.objects.filter(code=code).first()
        if organization is None:
            text = _("No organization has the code %(code)s, here or in the file.")
            return [_problem(read, "organization", "organization.unknown", text % {"code": code})]
    before = snapshot(stored) if stored is not None else None
    row = stored if stored is not None else kind.model()
    fill(kind, row, line, organization)
    if found := list(_violations(read, row)):
        return found
    row.save(force_insert=stored is None)
    for part in kind.parts:
        _put(part, row, getattr(line, part.name))
    _tell(kind, row, before, actor, at)
    _count(taken.made if stored is None else taken.changed, kind)
    return []


def _violations(read: Read, row: Model) -> Iterator[FileProblem]:
    """What the database would refuse."""
    for check in (row.validate_unique, row.validate_constraints):
        try:
            check()
        except ValidationError as error:
            for name, reasons in error.error_dict.items():
                place = "" if name == NON_FIELD_ERRORS else name
                for reason in reasons:
                    text = " ".join(str(one) for one in reason.messages)
                    yield _problem(read, place, "constraint", text)


def _put(part: Part, row: Model, lines: list[Any]) -> None:
    """The rows of a part as the line lists them, in place of those before."""
    part.model._default_manager.filter(**{part.back: row}).delete()
    part.model._default_manager.bulk_create(
        part.model(
            **{part.back: row},
            **{name: plain(getattr(one, name)) for name in part.shape.model_fields},
        )
        for one in lines
    )


def _tell(
    kind: Kind,
    row: Any,  # noqa: ANN401 -- of the kind's table
    before: dict[str, object] | None,
    actor: Actor,
    at: datetime,
) -> None:
    """The event, and the jobs that keep the indices; owners hear nothing of what they know."""
    event = record_event(actor=actor, at=at, verb=kind.verb, subject=row, before=before)
    if row.state in _PUBLIC or before is not None:
        for name in kind.jobs:
            enqueue(
                name,
                key=f"imported:{event.sequence}",
                due_at=at,
                object_id=row.pk,
                event=event.sequence,
            )


def _count(counts: dict[str, int], kind: Kind) -> None:
    counts[kind.name] = counts.get(kind.name, 0) + 1


def _problem(read: Read, name: str, code: str, text: str) -> FileProblem:
    return FileProblem(read.kind.file, read.number, name, code, text)
