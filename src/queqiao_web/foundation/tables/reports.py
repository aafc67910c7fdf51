"""What an import left unwritten, as a file to mend and upload again."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.tables.cells import written
from queqiao_web.foundation.tables.headings import LANGUAGES
from queqiao_web.foundation.tables.models import RowState, TableImport
from queqiao_web.foundation.tables.queries import (
    ShownRow,
    failures_of,
    headings_of,
    kind_of,
    shown_rows,
)
from queqiao_web.foundation.tables.sheets import SheetColumn, Value, workbook_of

_ROW = gettext_noop("Row in the file")
_WRONG = gettext_noop("What is wrong")
_UNWRITTEN = (RowState.BAD, RowState.TWICE, RowState.FAILED, RowState.LEFT_OUT)


def unread_headings(table: TableImport) -> list[str]:
    """The headings that nobody knows; those that our own problem sheets add are not told."""
    ours: set[str] = set()
    for language in LANGUAGES:
        with override(language):
            ours |= {_(_ROW), _(_WRONG)}
    return [one.name for one in headings_of(table) if not one.field and one.name not in ours]


def problem_sheet(table: TableImport, actor: Actor) -> bytes:
    """An Excel file of the unwritten rows, as in the file, beside what is wrong with each."""
    headings = headings_of(table)
    rows = list(table.rows.filter(state__in=_UNWRITTEN).order_by("number"))
    columns = [
        SheetColumn(_(_ROW), 10),
        SheetColumn(_(_WRONG), 60),
        *(SheetColumn(heading.name, 24) for heading in headings),
    ]
    lines: list[list[Value]] = [
        [
            shown.row.number,
            "\n".join(_reasons(table, shown)),
            *(_cell(shown.row.cells.get(heading.name)) for heading in headings),
        ]
        for shown in shown_rows(table, rows, actor)
    ]
    return workbook_of(title=_("Rows to mend"), columns=columns, rows=lines)


def _reasons(table: TableImport, shown: ShownRow) -> list[str]:
    kind = kind_of(table)
    found: list[str] = []
    for problem in (*shown.checked.problems, *failures_of(shown.row)):
        column = kind.by_field.get(problem.field)
        where = f"{column.heading}: " if column else ""
        found.append(f"{where}{problem.text}")
    if shown.row.state == RowState.TWICE:
        found += [_("The same as row %(row)d.") % {"row": row} for row in shown.same_rows]
        found += [
            _("Like “%(label)s”, stored already.") % {"label": one.label} for one in shown.stored
        ]
    return found


def _cell(value: object) -> Value:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return written(value) if isinstance(value, str | bool) else ""
