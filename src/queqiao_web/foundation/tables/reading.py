"""An uploaded file to the rows of one table, as text and numbers, with what was lost on the way."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from queqiao.datasets import CellValue, SourceRow, read_rows
from queqiao.datasets.files import TABLE_SUFFIXES
from queqiao.errors import QueqiaoError
from queqiao.messages import Message, render
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.tables.headings import header_test, is_of_notes, meaning_of
from queqiao_web.foundation.tables.kinds import TableKind

MOST_BYTES = 10 * 1024**2
MOST_UNPACKED_BYTES = 120 * 1024**2
MOST_ROWS = 5_000
MOST_COLUMNS = 120
MOST_CHARACTERS = 50_000
_MOST_TOLD = 20
_ZIP = b"PK\x03\x04"

Cell = str | int | float | bool
"""A cell as it is kept: what JSON holds; days and times are text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a file, spelled as there, with the field it fills (``""``: nobody knows)."""

    name: str
    field: str
    unit: str = ""  # yuan a unit, where the heading names one

    @property
    def yuan(self) -> Decimal | None:
        """Yuan a unit."""
        return Decimal(self.unit) if self.unit else None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: its number in the file, and its filled cells by heading."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """All that a file holds: headings, rows, and remarks on what could not be read."""

    headings: tuple[Heading, ...]
    rows: tuple[ReadRow, ...]
    remarks: tuple[str, ...]


def read_upload(kind: TableKind, *, name: str, data: bytes) -> ReadSheet:
    """
    The rows of an uploaded Excel or CSV file; what the file is, its content says.

    Raises:
        Invalid: it cannot be read as a table of this kind; every reason is told.
    """
    _check_size(name, data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"upload{_suffix(name)}")
        path.write_bytes(data)
        try:
            found = read_rows(path, is_header=header_test(kind))
        except QueqiaoError as error:
            raise _unreadable([_told(error.message)]) from None
    problems = [_told(one.message, one.row) for one in found.problems]
    rows = _of_table(found.rows)
    headings = _headings(kind, rows)
    if not rows or not any(heading.field for heading in headings):
        raise _unreadable(problems or [_("No row of data was found under a row of headings.")])
    if len(rows) > MOST_ROWS:
        raise _unreadable(
            [
                _("The file has %(count)d rows; at most %(most)d at a time, please.")
                % {"count": len(rows), "most": MOST_ROWS}
            ]
        )
    return ReadSheet(headings, _joined(kind, rows, headings), tuple(problems[:_MOST_TOLD]))


def _check_size(name: str, data: bytes) -> None:
    if not data.strip():
        raise _unreadable([_("The file is empty.")])
    if len(data) > MOST_BYTES:
        raise _unreadable([_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES >> 20}])
    if _suffix(name) not in TABLE_SUFFIXES:
        raise _unreadable([_("Please upload an Excel or CSV file: .xlsx, .xls, .csv.")])
    if data.startswith(_ZIP) and _unpacked(data) > MOST_UNPACKED_BYTES:
        raise _unreadable([_("The file unpacks to too much; please split it.")])


def _unpacked(data: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            return sum(entry.file_size for entry in container.infolist())
    except zipfile.BadZipFile:
        return 0  # the reader says that it is damaged


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()[:8]


def _of_table(rows: Sequence[SourceRow]) -> list[SourceRow]:
    """Rows of tables; a sheet that reads as a form only where there is no table; never notes."""
    found = [row for row in rows if not is_of_notes(row.source)]
    return [row for row in found if row.row is not None] or found


def _headings(kind: TableKind, rows: Iterable[SourceRow]) -> tuple[Heading, ...]:
    names = dict.fromkeys(name for row in rows for name in row.cells)
    found: list[Heading] = []
    for name in list(names)[:MOST_COLUMNS]:
        meaning = meaning_of(kind, name)
        unit = str(meaning.unit) if meaning and meaning.unit is not None else ""
        found.append(Heading(name, meaning.field if meaning else "", unit))
    return tuple(found)


def _joined(
    kind: TableKind, rows: Sequence[SourceRow], headings: Sequence[Heading]
) -> tuple[ReadRow, ...]:
    """
    The rows as they are kept.

    A row whose first required column is merged with the row above goes on with that one: what
    differs is put below.
    """
    required = {column.field for column in kind.columns if column.required}
    leading = next((heading.name for heading in headings if heading.field in required), "")
    wanted = {heading.name for heading in headings}
    found: list[ReadRow] = []
    for at, row in enumerate(rows, start=1):
        cells = {
            name: kept
            for name, cell in row.cells.items()
            if name in wanted and (kept := _kept(cell)) != ""
        }
        if leading and leading in row.inherited and found:
            _add_below(found[-1].cells, cells, row.inherited)
        else:
            found.append(ReadRow(row.row or at, cells))
    return tuple(found)


def _add_below(above: dict[str, Cell], cells: dict[str, Cell], inherited: frozenset[str]) -> None:
    for name, cell in cells.items():
        if name not in inherited and cell != above.get(name):
            above[name] = f"{above[name]}\n{cell}" if name in above else cell


def _kept(cell: CellValue) -> Cell:
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == time.min else cell
    if isinstance(cell, date | time | timedelta):
        return cell.isoformat() if not isinstance(cell, timedelta) else str(cell)
    if isinstance(cell, tuple):
        return "、".join(cell)
    return cell.replace("\x00", "").strip()[:MOST_CHARACTERS]


def _told(message: Message, row: int | None = None) -> str:
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    sentence = render(message, language)
    return _("Row %(row)d: %(text)s") % {"row": row, "text": sentence} if row else sentence


def _unreadable(reasons: Sequence[str]) -> Invalid:
    return Invalid([Problem("file", "unreadable", reason) for reason in reasons[:_MOST_TOLD]])
