"""What each row of an import is: to be mended, a duplicate, left out, or ready."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.tables.checking import check_row
from queqiao_web.foundation.tables.kinds import TableKind, Values
from queqiao_web.foundation.tables.models import RowState, TableImport, TableRow
from queqiao_web.foundation.tables.queries import headings_of, kind_of

BATCH = 500
JUDGED = ("cells", "state", "problem_count", "identity", "is_kept", "is_left_out")


def judge(table: TableImport, rows: Sequence[TableRow], actor: Actor) -> None:
    """
    Set state, problems and identity of the rows, which must hold all that may be twins of another.

    Of rows that are the same thing the first may be written; the others, and those that resemble
    something stored, only where somebody decided so.
    """
    kind, headings = kind_of(table), headings_of(table)
    checked = [check_row(kind, headings, row.cells, row=row.number) for row in rows]
    stored = kind.find_stored(actor, table.organization_id, [one.values for one in checked])
    for row, one, alike in zip(rows, checked, stored, strict=True):
        row.identity = identity_of(kind, one.values)
        row.problem_count = len(one.problems)
        row.state = _state_of(row, has_twin=bool(alike))
    first: dict[str, TableRow] = {}
    for row in sorted(rows, key=lambda one: one.number):
        if row.state != RowState.GOOD or not row.identity:
            continue
        if first.setdefault(row.identity, row) is not row and not row.is_kept:
            row.state = RowState.TWICE


def judge_again(table: TableImport, rows: Sequence[TableRow], actor: Actor) -> None:
    """Judge changed rows and every row that was or now is a twin of one of them, and save all."""
    kind, headings = kind_of(table), headings_of(table)
    identities = {row.identity for row in rows}
    identities |= {
        identity_of(kind, check_row(kind, headings, row.cells, row=row.number).values)
        for row in rows
    }
    changed = {row.pk for row in rows}
    twins = table.rows.filter(identity__in=identities - {""}).exclude(pk__in=changed)
    found = [*rows, *twins]
    judge(table, found, actor)
    save_judged(found)


def save_judged(rows: Iterable[TableRow]) -> None:
    """Save what judging sets."""
    TableRow.objects.bulk_update(list(rows), JUDGED, BATCH)


def identity_of(kind: TableKind, values: Values) -> str:
    """A short digest of what makes rows the same thing, ``""`` where nothing does."""
    said = kind.identify(values)
    return hashlib.sha256(said.encode()).hexdigest()[:40] if said else ""


def _state_of(row: TableRow, *, has_twin: bool) -> RowState:
    if row.is_left_out:
        return RowState.LEFT_OUT
    if row.problem_count:
        return RowState.BAD
    return RowState.TWICE if has_twin and not row.is_kept else RowState.GOOD
