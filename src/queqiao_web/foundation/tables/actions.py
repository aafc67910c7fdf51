"""Uploading a table, mending it, writing it; nothing of it is stored before somebody says so."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import ALLOW, Actor, Decision, deny, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.jobs import enqueue
from queqiao_web.foundation.tables.judging import BATCH, judge, judge_again
from queqiao_web.foundation.tables.kinds import KINDS, TableKind
from queqiao_web.foundation.tables.models import (
    IMPORTS,
    ImportChoice,
    ImportState,
    RowState,
    TableImport,
    TableRow,
)
from queqiao_web.foundation.tables.queries import headings_of, kind_of, tally_of
from queqiao_web.foundation.tables.reading import Cell, Heading, ReadRow, read_upload
from queqiao_web.foundation.workflow import lock

KEPT_FOR = timedelta(days=30)
MOST_AT_ONCE = 500
"""So many rows can be written together or not at all; more would hold up everybody else."""


def can_change_import(actor: Actor, table: TableImport) -> Decision:
    """Whoever may import this kind for this organization."""
    if table.state != ImportState.CHECKED:
        return deny("foundation.import.not_open", _("This import can no longer be changed."))
    return can_open_import(actor, table)


def can_open_import(actor: Actor, table: TableImport) -> Decision:
    """Whoever may import this kind for this organization."""
    return ALLOW if actor.is_system else kind_of(table).may_import(actor, table.organization_id)


@transaction.atomic
def upload_table(
    *, kind: TableKind, organization_id: int, name: str, data: bytes, actor: Actor, at: datetime
) -> TableImport:
    """
    The file, read and checked; nothing is written yet.

    Raises:
        Refused: the actor may not import this for the organization.
        Invalid: the file cannot be read as such a table.
    """
    require(kind.may_import(actor, organization_id))
    sheet = read_upload(kind, name=name, data=data)
    table = TableImport(
        kind=kind.key,
        organization_id=organization_id,
        user_id=actor.user_id,
        file_name=name[-200:],
        file_digest=hashlib.sha256(data).hexdigest(),
        headings=[asdict(heading) for heading in sheet.headings],
        remarks=list(sheet.remarks),
        row_count=len(sheet.rows),
        created_at=at,
        updated_at=at,
    )
    workflow.save_change(table, actor=actor, at=at, verb="foundation.import.uploaded", before=None)
    rows = _new_rows(table, sheet.rows)
    judge(table, rows, actor)
    TableRow.objects.bulk_create(rows, BATCH)
    return table


@transaction.atomic
def mend_rows(
    *,
    table_id: int,
    changed: Mapping[int, Mapping[str, str]],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> TableImport:
    """
    Cells put right: ``changed`` gives new texts by row id and heading; all is checked again.

    A heading that the file lacks is added where it is one of the table's own.

    Raises:
        Refused: the actor may not, or the import is being written.
        StaleVersion: somebody mended it meanwhile.
    """
    table = lock(TableImport, table_id)
    require(can_change_import(actor, table))
    workflow.check_version(table, version)
    before = snapshot(table)
    headings = _with_new_headings(table, changed)
    rows = list(table.rows.filter(pk__in=changed))
    for row in rows:
        row.cells = _mended(row.cells, changed[row.pk], headings)
    judge_again(table, rows, actor)
    workflow.save_change(
        table,
        actor=actor,
        at=at,
        verb="foundation.import.mended",
        before=before,
        details={"rows": sorted(row.number for row in rows)},
    )
    return table


@transaction.atomic
def decide_row(
    *, table_id: int, row_id: int, keep: RowState, actor: Actor, at: datetime
) -> TableImport:
    """
    What the person says of a row: ``GOOD`` a duplicate is none, ``LEFT_OUT`` leave it out,
    ``BAD`` back to what the check says.

    Raises:
        Refused: the actor may not, or the import is being written.
    """
    table = lock(TableImport, table_id)
    require(can_change_import(actor, table))
    row = lock(TableRow, row_id)
    if row.table_id != table.pk:
        raise Conflict
    before = snapshot(table)
    row.is_kept, row.is_left_out = keep == RowState.GOOD, keep == RowState.LEFT_OUT
    judge_again(table, [row], actor)
    workflow.save_change(
        table,
        actor=actor,
        at=at,
        verb="foundation.import.decided",
        before=before,
        details={"row": row.number, "keep": str(keep)},
    )
    return table


@transaction.atomic
def start_writing(
    *,
    table_id: int,
    choice: ImportChoice,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> TableImport:
    """
    Have the rows written by a job, the good ones or all together.

    Raises:
        Refused: the actor may not, or it is being written already.
        Invalid: there is nothing to write, or not all rows are good where all are asked for.
    """
    table = lock(TableImport, table_id)
    require(can_change_import(actor, table))
    workflow.check_version(table, version)
    tally = tally_of(table)
    good = tally.of(RowState.GOOD)
    problems = _start_problems(choice, good, tally.of(RowState.BAD, RowState.TWICE))
    if problems:
        raise Invalid(problems)
    table.choice = choice
    workflow.advance(table, IMPORTS, to=ImportState.WRITING, actor=actor, at=at, verb="started")
    enqueue_writing(table, at=at)
    return table


@transaction.atomic
def discard_import(*, table_id: int, actor: Actor, at: datetime) -> TableImport:
    """
    Throw an import away before it is written; its rows are removed at once.

    Raises:
        Refused: the actor may not, or it is being written.
    """
    table = lock(TableImport, table_id)
    require(can_change_import(actor, table))
    table.rows.all().delete()
    table.emptied_at = at
    workflow.advance(table, IMPORTS, to=ImportState.DISCARDED, actor=actor, at=at, verb="discarded")
    return table


@transaction.atomic
def empty_old_imports(*, actor: Actor, at: datetime) -> int:
    """Remove the rows of imports that nobody touched for some weeks; how many there were."""
    old = TableImport.objects.filter(
        emptied_at__isnull=True,
        updated_at__lt=at - KEPT_FOR,
    ).exclude(state=ImportState.WRITING)
    tables = list(old.order_by("pk")[:200])
    for table in tables:
        before = snapshot(table)
        table.rows.all().delete()
        table.emptied_at = at
        workflow.save_change(
            table, actor=actor, at=at, verb="foundation.import.emptied", before=before
        )
    return len(tables)


def enqueue_writing(table: TableImport, *, at: datetime) -> None:
    """Queue the next stretch of writing; the same stretch is queued once."""
    key = f"{table.pk}:{table.version}:{tally_of(table).done}"
    enqueue("foundation.write_table", key=key, due_at=at, table_id=table.pk)


def _start_problems(choice: ImportChoice, good: int, others: int) -> list[Problem]:
    if not good:
        return [Problem("rows", "nothing_to_write", _("No row is ready to be written."))]
    if choice != ImportChoice.ALL_OR_NOTHING:
        return []
    found: list[Problem] = []
    if others:
        found.append(
            Problem(
                "rows",
                "not_all_good",
                _("%(count)d rows are not ready, so they cannot be written all together.")
                % {"count": others},
            )
        )
    if good > MOST_AT_ONCE:
        found.append(
            Problem(
                "rows",
                "too_many_at_once",
                _("At most %(most)d rows can be written all together.") % {"most": MOST_AT_ONCE},
            )
        )
    return found


def _new_rows(table: TableImport, read: Sequence[ReadRow]) -> list[TableRow]:
    """Rows under their numbers in the file; several sheets repeat numbers, so they are counted."""
    is_unique = len({one.number for one in read}) == len(read)
    return [
        TableRow(table=table, number=one.number if is_unique else at, cells=one.cells)
        for at, one in enumerate(read, start=2)
    ]


def _with_new_headings(
    table: TableImport, changed: Mapping[int, Mapping[str, str]]
) -> tuple[Heading, ...]:
    """The headings with those that a mended cell adds; anything else is passed over."""
    headings = list(headings_of(table))
    known = {heading.name for heading in headings}
    fields = KINDS[table.kind].by_field
    for cells in changed.values():
        for name in cells:
            if name not in known and name in fields:
                headings.append(Heading(name, name))
                known.add(name)
    table.headings = [asdict(heading) for heading in headings]
    return tuple(headings)


def _mended(
    cells: Mapping[str, Cell], changed: Mapping[str, str], headings: Sequence[Heading]
) -> dict[str, Cell]:
    known = {heading.name for heading in headings}
    found = dict(cells)
    for name, text in changed.items():
        if name in known:
            found[name] = text.strip()
    return {name: cell for name, cell in found.items() if cell != ""}
