"""From a grid of cells to rows with named columns: finds the header, unmerges, trims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from queqiao.datasets.model import (
    EXACT,
    NO_HEADER,
    CellValue,
    HeaderTest,
    SourceRow,
    SourceRows,
    unreadable,
)
from queqiao.errors import Problem
from queqiao.messages import Message

_HEADER_WITHIN = 40
_FEWEST_LABELS = 3

Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged area, 0-based, both inside."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as read: ``first_row`` is the 1-based number of the first of them in the file."""

    source: str
    cells: Sequence[Sequence[CellValue]]
    first_row: int = 1
    merges: Sequence[Merge] = field(default_factory=tuple)


def rows_of(grid: Grid, *, is_header: HeaderTest) -> SourceRows:
    """
    The grid's rows under its header row.

    The header is the row among the first forty in which ``is_header`` knows most different cells,
    so that title lines above it do no harm. Merged cells are filled; blank rows and columns,
    repeated header rows and columns without a name are left out. A sheet whose labels stand one
    below the other, each beside its value, is a form: one record.
    """
    cells, inherited = _unmerge(grid)
    if not any(_text(value) for row in cells for value in row):
        return unreadable(Problem(Message("datasets.table.empty"), grid.source))
    header_at, known = _find_header(cells, is_header)
    if _labels_of_form(cells, is_header) > max(known, _FEWEST_LABELS - 1):
        return SourceRows((SourceRow(grid.source, None, _read_form(cells, is_header)),))
    if header_at is None:
        return unreadable(_no_header(grid.source, cells))
    names = _column_names(cells[header_at], cells[header_at - 1] if header_at else ())
    header = [_text(value) for value in cells[header_at]]
    rows = tuple(
        SourceRow(
            grid.source,
            grid.first_row + index,
            {name: row[column] for column, name in names.items() if column < len(row)},
            frozenset(names[c] for c in inherited.get(index, ()) if c in names),
        )
        for index, row in enumerate(cells)
        if index > header_at and _has_content(row, names) and not _repeats(row, header)
    )
    if not rows:
        return unreadable(Problem(Message("datasets.table.header_only"), grid.source))
    return SourceRows(rows)


def _no_header(source: str, cells: Sequence[Sequence[CellValue]]) -> Problem:
    first = next(row for row in cells if any(_text(value) for value in row))
    shown = [_text(value)[:12] for value in first if _text(value)][:6]
    return Problem(Message(NO_HEADER, {"found": " | ".join(shown)}), source)


def _unmerge(grid: Grid) -> tuple[list[list[CellValue]], Mapping[int, set[int]]]:
    """The cells with every merged area filled, and per row the columns filled from above."""
    cells = [list(row) for row in grid.cells]
    inherited: dict[int, set[int]] = {}
    for (top, left), (bottom, right) in grid.merges:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        value = cells[top][left]
        for row in range(top, min(bottom, len(cells) - 1) + 1):
            for column in range(left, min(right, len(cells[row]) - 1) + 1):
                cells[row][column] = value
                if row > top:
                    inherited.setdefault(row, set()).add(column)
    return cells, inherited


def _find_header(
    cells: Sequence[Sequence[CellValue]], is_header: HeaderTest
) -> tuple[int | None, int]:
    """The row with most known names, and how many they are."""
    best, best_known = None, 0
    for index, row in enumerate(cells[:_HEADER_WITHIN]):
        known = len({text for value in row if (text := _text(value)) and is_header(text)})
        if known > best_known:
            best, best_known = index, known
    return best, best_known


def _labels_of_form(cells: Sequence[Sequence[CellValue]], is_header: HeaderTest) -> int:
    """In how many of the first rows the first filled cell is surely a label, each label once."""
    firsts = (
        next((text for value in row if (text := _text(value))), "")
        for row in cells[:_HEADER_WITHIN]
    )
    return len({text for text in firsts if text and is_header(text) >= EXACT})


def _read_form(cells: Sequence[Sequence[CellValue]], is_header: HeaderTest) -> dict[str, CellValue]:
    """Every label with the value that stands right of it."""
    found: dict[str, CellValue] = {}
    for row in cells:
        filled = [value for value in row if _text(value)]
        apart = [v for i, v in enumerate(filled) if i == 0 or v != filled[i - 1]]
        label = ""
        for value in apart:
            text = _text(value)
            if is_header(text) >= EXACT:
                label = text
            elif label:
                found.setdefault(label, value)
                label = ""
    return found


def _column_names(header: Sequence[CellValue], above: Sequence[CellValue]) -> dict[int, str]:
    """
    Column number to name.

    A name used twice is told apart by the group heading above it (需求信息, 企业信息), else by the
    number of its use.
    """
    texts = [_text(value) for value in header]
    groups = [_text(value) for value in above] + [""] * len(texts)
    names: dict[int, str] = {}
    for column, text in enumerate(texts):
        if not text:
            continue
        group = groups[column]
        name = group + text if texts.count(text) > 1 and group != text else text
        uses = sum(earlier.split(" #")[0] == name for earlier in names.values())
        names[column] = f"{name} #{uses + 1}" if uses else name
    return names


def _has_content(row: Sequence[CellValue], names: Mapping[int, str]) -> bool:
    return any(_text(row[column]) for column in names if column < len(row))


def _repeats(row: Sequence[CellValue], header: Sequence[str]) -> bool:
    return [_text(value) for value in row] == header


def _text(value: CellValue) -> str:
    return "" if value is None else str(value).strip()
