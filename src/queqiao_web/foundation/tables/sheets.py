"""Sheets for people: exports and templates, in which nothing that somebody typed is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeGuard

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from queqiao_web.foundation.tables.cells import FORMULA_MARKS
from queqiao_web.foundation.tables.headings import NOTES
from queqiao_web.foundation.tables.kinds import Column, TableKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_ROWS_OF_LIST = 2_000
_MOST_OF_CELL = 32_000  # Excel holds no more characters

_HEAD = {"bold": True, "bg_color": "#E8EEF5", "border": 1, "text_wrap": True}
_HEAD_OF_MUST = {**_HEAD, "bg_color": "#17498C", "font_color": "#FFFFFF"}

Value = str | int | float | Decimal | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of an export: its heading and its width in characters."""

    heading: Text
    width: int = 16


def safe_text(value: str) -> str:
    """
    The text as a cell that no program takes for a formula: a leading sign gets an apostrophe.

    Reading our own file takes it away again.
    """
    return f"'{value}" if value.startswith(FORMULA_MARKS) else value


def workbook_of(
    *, title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]
) -> bytes:
    """An Excel workbook with one sheet: headings frozen, filters set, texts wrapped."""
    import xlsxwriter  # noqa: PLC0415 -- slow import

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format(_HEAD)
        body = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        sheet = book.add_worksheet(_sheet_name(title))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, str(column.heading), head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if _is_number(value):
                    sheet.write_number(last, at, float(value), body)
                elif isinstance(value, date) and not isinstance(value, datetime):
                    sheet.write_datetime(last, at, value, day)
                else:
                    sheet.write_string(last, at, _cell_text(value), body)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), max(len(columns) - 1, 0))
    return buffer.getvalue()


def csv_of(*, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]) -> bytes:
    """The same as CSV in UTF-8 with the mark that Excel asks for."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([str(column.heading) for column in columns])
    for row in rows:
        writer.writerow([value if _is_number(value) else _cell_text(value) for value in row])
    return buffer.getvalue().encode("utf-8-sig")


def template_of(kind: TableKind) -> bytes:
    """An empty Excel file to fill in: headings, lists to choose from, notes, explanations."""
    import xlsxwriter  # noqa: PLC0415 -- slow import

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        must, may = book.add_format(_HEAD_OF_MUST), book.add_format(_HEAD)
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_sheet_name(str(kind.title)))
        for at, column in enumerate(kind.columns):
            mark = "*" if column.required else ""
            sheet.set_column(at, at, 40 if column.is_long else 18, wrap)
            sheet.write_string(0, at, f"{column.heading}{mark}", must if column.required else may)
            if column.note:
                sheet.write_comment(0, at, str(column.note), {"x_scale": 2, "y_scale": 1.5})
            if column.options:
                sheet.data_validation(1, at, _ROWS_OF_LIST, at, _list_of(column))
        sheet.freeze_panes(1, 1)
        _explain(book, kind, may, wrap)
    return buffer.getvalue()


def _list_of(column: Column) -> dict[str, object]:
    """A list to choose from that lets other words pass: the check tells what is wrong with them."""
    options = [str(one) for one in column.options]
    return {"validate": "list", "source": options, "error_type": "information"}


def _explain(
    book: Any,  # noqa: ANN401 -- xlsxwriter has no types
    kind: TableKind,
    head: object,
    wrap: object,
) -> None:
    """A sheet that reads as no table: what each column is for, with an example."""
    sheet = book.add_worksheet(_sheet_name(_(NOTES)))
    titles = (
        (_("No."), 6),
        (_("Column"), 20),
        (_("Must be filled in"), 12),
        (_("How"), 60),
        (_("For example"), 50),
    )
    for at, (title, width) in enumerate(titles):
        sheet.set_column(at, at, width, wrap)
        sheet.write_string(0, at, title, head)
    for at, column in enumerate(kind.columns, start=1):
        choices = " / ".join(str(one) for one in column.options)
        how = "\n".join(part for part in (str(column.note), choices) if part)
        must = _("yes") if column.required else _("no")
        for place, text in enumerate((str(at), str(column.heading), must, how, column.example)):
            sheet.write_string(at, place, safe_text(text), wrap)


def download(data: bytes, *, name: str, kind: str = XLSX) -> HttpResponse:
    """The answer that a browser saves under ``name``."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _is_number(value: Value) -> TypeGuard[int | float | Decimal]:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(str(value).replace("\x00", "")[:_MOST_OF_CELL])


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "Sheet1"
