"""Tables: CSV and its kin, Excel workbooks (xlsx, xls, xlsb, ods), HTML saved as xls."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from queqiao.datasets.encodings import UndecodableError, decode
from queqiao.datasets.grids import Grid, rows_of
from queqiao.datasets.model import (
    MAX_UNPACKED_BYTES,
    CellValue,
    HeaderTest,
    SourceRows,
    merged_rows,
    unreadable,
)
from queqiao.errors import Problem
from queqiao.messages import Message

_DELIMITERS = ",\t;|，"
_SNIFFED_LINES = 50
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, *, is_header: HeaderTest, name: str) -> SourceRows:
    """
    The rows of a table file, told by its content and not by its ending alone.

    A workbook saved with the ending ``csv`` or a text table saved as ``xls`` reads all the same.
    ``name`` stands for the file in problems.
    """
    data = path.read_bytes()
    if not data.strip():
        return unreadable(Problem(Message("datasets.file.empty"), name))
    if data.startswith((_ZIP, _EMPTY_ZIP, _OLE)):
        return _read_workbook(data, is_header=is_header, name=name)
    try:
        text = decode(data)
    except UndecodableError:
        return unreadable(Problem(Message("datasets.file.not_text"), name))
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<meta", "<?xml")):
        return _read_html_tables(text, is_header=is_header, name=name)
    return read_csv(text, is_header=is_header, name=name)


def read_csv(text: str, *, is_header: HeaderTest, name: str) -> SourceRows:
    """
    The rows of delimited text; the delimiter is the one that makes the best header row.

    Row numbers count records as Excel shows them. A quotation mark that is never closed costs its
    own row and not the rest of the file.
    """
    lines = list(io.StringIO(text, newline=""))
    delimiter = _delimiter(lines, is_header)
    problems: list[Problem] = []
    records = list(_records(lines, delimiter, name, problems))
    read = rows_of(Grid(name, records), is_header=is_header)
    return SourceRows(read.rows, (*read.problems, *problems))


def _delimiter(lines: list[str], is_header: HeaderTest) -> str:
    def known(delimiter: str) -> int:
        rows = csv.reader(lines[:_SNIFFED_LINES], delimiter=delimiter)
        try:
            named = ({cell.strip() for cell in row} - {""} for row in rows)
            return max((sum(map(is_header, names)) for names in named), default=0)
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=lambda d: (known(d), -_DELIMITERS.index(d)))


def _records(
    lines: list[str], delimiter: str, name: str, problems: list[Problem]
) -> Iterator[list[CellValue]]:
    """Records in order; a damaged one is named in ``problems`` and leaves an empty row."""
    csv.field_size_limit(sys.maxsize)
    number, start = 0, 0
    while start < len(lines):
        rest = (lines[at] for at in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        consumed = 0
        try:
            for record in reader:
                number, consumed = number + 1, reader.line_num
                yield list(record)
            start = len(lines)
        except csv.Error as error:
            number += 1
            start += consumed + 1
            if "unexpected end" in str(error):
                problems.append(Problem(Message("datasets.table.open_quote"), name, number))
                yield []
            else:
                for lenient in csv.reader([lines[start - 1]], delimiter=delimiter):
                    yield list(lenient)


def _read_workbook(data: bytes, *, is_header: HeaderTest, name: str) -> SourceRows:
    import python_calamine as calamine  # noqa: PLC0415 -- slow import

    if data.startswith(_ZIP) and (problem := packed_problem(data, name)):
        return unreadable(problem)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        return unreadable(Problem(Message("datasets.file.password"), name))
    except (calamine.CalamineError, OSError, ValueError):
        return unreadable(Problem(Message("datasets.file.damaged"), name))
    parts = [
        _read_sheet(workbook, sheet.name, is_header=is_header, name=name)
        for sheet in workbook.sheets_metadata
        if sheet.visible is calamine.SheetVisibleEnum.Visible
        and sheet.typ is calamine.SheetTypeEnum.WorkSheet
    ]
    return _of_sheets(parts, name)


def _read_sheet(
    workbook: object, sheet_name: str, *, is_header: HeaderTest, name: str
) -> SourceRows:
    import python_calamine as calamine  # noqa: PLC0415 -- slow import

    assert isinstance(workbook, calamine.CalamineWorkbook)  # noqa: S101 -- for the type checker
    source = f"{name} [{sheet_name}]"
    try:
        sheet = workbook.get_sheet_by_name(sheet_name)
        cells = sheet.to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError):
        return unreadable(Problem(Message("datasets.file.damaged"), source))
    merges = tuple(sheet.merged_cell_ranges or ())
    return rows_of(Grid(source, cells, merges=merges), is_header=is_header)


def _of_sheets(parts: list[SourceRows], name: str) -> SourceRows:
    """All sheets; one without records, such as notes beside the data, is only told as left out."""
    if not parts:
        return unreadable(Problem(Message("datasets.table.empty"), name))
    if len(parts) == 1 or not any(part.rows for part in parts):
        return merged_rows(parts)
    return merged_rows([part if part.rows else SourceRows((), (), part.problems) for part in parts])


def _read_html_tables(text: str, *, is_header: HeaderTest, name: str) -> SourceRows:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- slow import

    parts: list[SourceRows] = []
    for table in LexborHTMLParser(text).css("table"):
        cells = [[cell.text(strip=True) for cell in row.css("td, th")] for row in table.css("tr")]
        parts.append(rows_of(Grid(name, cells), is_header=is_header))
    return _of_sheets(parts, name)


def packed_problem(data: bytes, name: str) -> Problem | None:
    """What is wrong with a zip container before unpacking it: damaged, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            size = sum(entry.file_size for entry in container.infolist())
    except (zipfile.BadZipFile, ValueError):
        return Problem(Message("datasets.file.damaged"), name)
    if size > MAX_UNPACKED_BYTES:
        params = {"size": size // 1024**2, "limit": MAX_UNPACKED_BYTES // 1024**2}
        return Problem(Message("datasets.file.unpacks_too_large", params), name)
    return None
