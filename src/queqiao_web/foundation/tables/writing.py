"""Writing the rows of an import by stretches, so that a kill loses nothing and doubles nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import SYSTEM, Actor, Origin
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import PlatformError, Problem
from queqiao_web.foundation.http.actors import actor_of_user
from queqiao_web.foundation.tables.actions import enqueue_writing
from queqiao_web.foundation.tables.checking import check_row
from queqiao_web.foundation.tables.kinds import TableKind
from queqiao_web.foundation.tables.models import (
    IMPORTS,
    ImportChoice,
    ImportState,
    RowState,
    TableImport,
    TableRow,
)
from queqiao_web.foundation.tables.queries import headings_of, kind_of, tally_of
from queqiao_web.foundation.tables.reading import Heading
from queqiao_web.foundation.workflow import lock

CHUNK = 20
"""Rows written in one transaction: others wait no longer than these take."""
STRETCH = 200
"""Rows written by one job before it hands over to the next."""


class _NotAllError(Exception):
    """Rows could not be written where all or none were asked for."""

    def __init__(self, failed: Sequence[TableRow]) -> None:
        super().__init__(len(failed))
        self.failed = failed


@dataclass(frozen=True, slots=True)
class _Task:
    """What writing a row needs to know of its import."""

    table: TableImport
    kind: TableKind
    headings: tuple[Heading, ...]
    actor: Actor
    at: datetime


def write_stretch(*, table_id: int, at: datetime) -> None:
    """
    Write the next rows of an import that is being written; queues itself until none is left.

    Each row's record and the note that it is written are one transaction, so running this again
    after a kill goes on where it stopped.
    """
    table = TableImport.objects.filter(pk=table_id, state=ImportState.WRITING).first()
    if table is None:
        return
    task = _Task(table, kind_of(table), headings_of(table), _uploader(table), at)
    if table.choice == ImportChoice.ALL_OR_NOTHING:
        _write_all(task)
        return
    for _round in range(STRETCH // CHUNK):
        if not _write_chunk(task):
            _finish(table.pk, at)
            return
    with transaction.atomic():
        enqueue_writing(table, at=at)


def _uploader(table: TableImport) -> Actor:
    """Whoever uploaded it, with what they may do now."""
    user = get_user_model()._default_manager.filter(pk=table.user_id or 0).first()
    return actor_of_user(user).coming_from(Origin(channel="job"))


def _write_chunk(task: _Task) -> int:
    """Write some rows in one transaction; how many there were."""
    with transaction.atomic():
        lock(TableImport, task.table.pk)  # of two workers one waits, then finds the rows done
        rows = list(task.table.rows.filter(state=RowState.GOOD).order_by("number")[:CHUNK])
        for row in rows:
            _write_row(task, row)
    return len(rows)


def _write_row(task: _Task, row: TableRow) -> None:
    """The row's record with the note of it, or the note of why not."""
    checked = check_row(task.kind, task.headings, row.cells, row=row.number)
    problems = checked.problems
    if not problems:
        try:
            with transaction.atomic():
                record = task.kind.write(
                    actor=task.actor,
                    at=task.at,
                    organization_id=task.table.organization_id,
                    values=checked.values,
                )
        except PlatformError as error:
            problems = error.problems or (Problem("", error.code, error.text),)
        else:
            row.state, row.failure = RowState.WRITTEN, []
            row.object_id, row.object_code = record.pk, getattr(record, "code", "")
    if problems:
        row.state = RowState.FAILED
        row.failure = [
            {"field": one.field, "code": one.code, "text": str(one.text)} for one in problems
        ]
    row.save(update_fields=["state", "object_id", "object_code", "failure"])


def _write_all(task: _Task) -> None:
    """All rows in one transaction; where one fails, none is written and it says why."""
    try:
        with transaction.atomic():
            lock(TableImport, task.table.pk)
            _write_each(task)
            _finish(task.table.pk, task.at)
    except _NotAllError as error:
        _give_back(task.table.pk, error.failed, task.at)


def _write_each(task: _Task) -> None:
    rows = list(task.table.rows.filter(state=RowState.GOOD).order_by("number"))
    for row in rows:
        _write_row(task, row)
    if failed := [row for row in rows if row.state == RowState.FAILED]:
        raise _NotAllError(failed)


@transaction.atomic
def _finish(table_id: int, at: datetime) -> None:
    table = lock(TableImport, table_id)
    if table.state != ImportState.WRITING:
        return
    workflow.advance(
        table,
        IMPORTS,
        to=ImportState.WRITTEN,
        actor=SYSTEM,
        at=at,
        verb="written",
        details={"rows": dict(tally_of(table).rows)},
    )


@transaction.atomic
def _give_back(table_id: int, failed: Sequence[TableRow], at: datetime) -> None:
    """Nothing was written: the rows that stood in the way are marked, and mending may go on."""
    table = lock(TableImport, table_id)
    if table.state != ImportState.WRITING:
        return
    TableRow.objects.bulk_update(failed, ["state", "failure"])
    before = snapshot(table)
    table.choice = ""
    workflow.advance(
        table,
        IMPORTS,
        to=ImportState.CHECKED,
        actor=SYSTEM,
        at=at,
        verb="given_back",
        before=before,
        details={"failed": len(failed)},
    )
