"""What the cells of a row say, and everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.tables.cells import CellError, written
from queqiao_web.foundation.tables.kinds import Column, TableKind, Values
from queqiao_web.foundation.tables.reading import Cell, Heading


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """The values of a row, and its problems, each with the field it is in."""

    values: Values
    problems: tuple[Problem, ...]


def check_row(
    kind: TableKind, headings: Sequence[Heading], cells: Mapping[str, Cell], *, row: int
) -> CheckedRow:
    """The row read cell by cell, then looked at as a whole; all problems in order of columns."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for column in kind.columns:
        filled = [one for one in headings if one.field == column.field and one.name in cells]
        try:
            value = _read(column, filled, cells)
        except CellError as error:
            problems.append(Problem(column.field, error.code, error.text, row))
            continue
        if value is not None:
            values[column.field] = value
        elif column.required:
            problems.append(Problem(column.field, "missing", _("This must be filled in."), row))
    unread = {problem.field for problem in problems}
    problems += [
        Problem(one.field, one.code, one.text, row)
        for one in kind.check(values)
        if one.field not in unread
    ]
    order = {column.field: at for at, column in enumerate(kind.columns)}
    problems.sort(key=lambda one: order.get(one.field, len(order)))
    return CheckedRow(values, tuple(problems))


def _read(column: Column, filled: Sequence[Heading], cells: Mapping[str, Cell]) -> object:
    if len(filled) > 1 and column.joins:
        parts = [(one.name, written(cells[one.name])) for one in filled]
        joined = "\n".join(f"{name.rstrip(':：')}：{text}" for name, text in parts)
        return column.read(joined, None)
    if not filled:
        return None
    return column.read(cells[filled[0].name], filled[0].yuan)
