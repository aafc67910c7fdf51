"""Reads of imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.tables.checking import CheckedRow, check_row
from queqiao_web.foundation.tables.kinds import KINDS, Stored, TableKind
from queqiao_web.foundation.tables.models import RowState, TableImport, TableRow
from queqiao_web.foundation.tables.reading import Heading


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows are in each state, and how many problems there are in all."""

    rows: Mapping[str, int]
    problems: int

    def of(self, *states: str) -> int:
        """The rows in these states."""
        return sum(self.rows.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())

    @property
    def done(self) -> int:
        """Rows that writing has dealt with."""
        return self.of(RowState.WRITTEN, RowState.FAILED)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as a page shows it: checked in the language of the page, with what it resembles."""

    row: TableRow
    checked: CheckedRow
    same_rows: tuple[int, ...]
    stored: tuple[Stored, ...]


def imports_visible_to(actor: Actor) -> QuerySet[TableImport]:
    """Those that the actor uploaded, or that are for an organization they edit for."""
    if actor.is_system:
        return TableImport.objects.all()
    edited = [pk for pk in actor.organization_ids | actor.delegated if actor.acts_for(pk)]
    return TableImport.objects.filter(organization_id__in=edited)


def kind_of(table: TableImport) -> TableKind:
    """The kind of the import."""
    return KINDS[table.kind]


def headings_of(table: TableImport) -> tuple[Heading, ...]:
    """The headings of the file."""
    return tuple(Heading(**one) for one in table.headings)


def tally_of(table: TableImport) -> Tally:
    """How the rows stand: one query."""
    counted = table.rows.values_list("state").annotate(Count("pk"), Sum("problem_count"))
    found = [(state, count, problems or 0) for state, count, problems in counted.order_by()]
    return Tally({state: count for state, count, _ in found}, sum(p for _, _, p in found))


def shown_rows(table: TableImport, rows: Sequence[TableRow], actor: Actor) -> list[ShownRow]:
    """The rows checked again, with the rows and the stored records that they resemble."""
    kind, headings = kind_of(table), headings_of(table)
    checked = [check_row(kind, headings, row.cells, row=row.number) for row in rows]
    stored = kind.find_stored(actor, table.organization_id, [one.values for one in checked])
    same = _same_rows(table, rows)
    return [
        ShownRow(
            row, one, tuple(n for n in same.get(row.identity, ()) if n != row.number), tuple(s)
        )
        for row, one, s in zip(rows, checked, stored, strict=True)
    ]


def failures_of(row: TableRow) -> tuple[Problem, ...]:
    """What writing the row met."""
    return tuple(Problem(one["field"], one["code"], one["text"], row.number) for one in row.failure)


def _same_rows(table: TableImport, rows: Sequence[TableRow]) -> dict[str, list[int]]:
    identities = {row.identity for row in rows} - {""}
    found: dict[str, list[int]] = {}
    pairs = table.rows.filter(Q(identity__in=identities)).values_list("identity", "number")
    for identity, number in pairs.order_by("number"):
        found.setdefault(identity, []).append(number)
    return found
