"""What the readers hand over: rows of named cells with the place they came from. Values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from queqiao.errors import Problem
from queqiao.messages import Message

CellValue = str | int | float | bool | date | datetime | time | timedelta | None | tuple[str, ...]

HeaderTest = Callable[[str], int]
"""Tells how surely a text is the name of a column that the caller understands: 2 it is one, 1 it is
like one, 0 it is none."""
EXACT = 2

MAX_FILE_BYTES = 2 * 1024**3
MAX_UNPACKED_BYTES = 1024**3
MAX_CELL_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class SourceRow:
    """
    One row of a table, one line of JSON Lines, or one file of a folder.

    ``cells`` maps each column, spelled as in the file, to its value. ``row`` is 1-based, ``None``
    for a whole file. ``inherited`` names the columns whose cell is merged with the row above.
    """

    source: str
    row: int | None
    cells: Mapping[str, CellValue]
    inherited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SourceRows:
    """
    All rows of a source in file order, with what could not be read.

    ``problems`` name rows that are lost; ``notices`` tell what was left out knowingly.
    """

    rows: tuple[SourceRow, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def merged_rows(parts: list[SourceRows]) -> SourceRows:
    """Several sources as one, in order."""
    return SourceRows(
        tuple(row for part in parts for row in part.rows),
        tuple(problem for part in parts for problem in part.problems),
        tuple(notice for part in parts for notice in part.notices),
    )


NO_HEADER = "datasets.table.no_header"
"""The code of the problem that no row of a table names its columns."""


def with_header_told(rows: SourceRows, code: str, /, **params: object) -> SourceRows:
    """
    The rows; where a table has no header row, the problem ``code`` tells which columns are wanted.

    Its sentence has ``{found}``, the beginning of the table, and ``params``.
    """

    def told(problem: Problem) -> Problem:
        if problem.message.code != NO_HEADER:
            return problem
        return replace(problem, message=Message(code, {**problem.message.params, **params}))

    return replace(rows, problems=tuple(told(problem) for problem in rows.problems))


def unreadable(problem: Problem) -> SourceRows:
    """No rows, for one reason."""
    return SourceRows((), (problem,))
