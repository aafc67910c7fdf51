"""Demands and achievements out of files: the only room of matching that opens any."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from queqiao.datasets import SourceRow, SourceRows, read_all_rows
from queqiao.datasets.documents import BODY
from queqiao.datasets.model import EXACT
from queqiao.errors import BadInput
from queqiao.matching.io.columns import IGNORED, RecordKind, understand_column
from queqiao.matching.io.records import LoadedRecords, R, build_records
from queqiao.matching.model import Achievement, Demand

__all__ = ["LoadedRecords", "RecordKind", "load_achievements", "load_demands"]

_LABELLED = re.compile(r"(?m)^[ \t\u3000]*(?P<label>[^：:\n]{2,20})[：:][ \t]*(?P<value>\S[^\n]*)$")
_TEXTS = frozenset({"description"})
_LONGEST_VALUE = 200


def load_demands(path: Path, *more: Path) -> LoadedRecords[Demand]:
    """
    The demands of tables, JSON Lines files, documents or folders of documents, in the order given.

    Raises:
        Missing: there is no such path.
        WrongUsage: the kind of file cannot be read.
        BadInput: not one good row is left; carries every problem.
    """
    rows = _read((path, *more), RecordKind.DEMAND)
    return _with_rows(rows, build_records(rows.rows, kind=RecordKind.DEMAND, make=Demand))


def load_achievements(path: Path, *more: Path) -> LoadedRecords[Achievement]:
    """The achievements of files or folders; reads and raises as ``load_demands`` does."""
    rows = _read((path, *more), RecordKind.ACHIEVEMENT)
    return _with_rows(rows, build_records(rows.rows, kind=RecordKind.ACHIEVEMENT, make=Achievement))


def _read(paths: Sequence[Path], kind: RecordKind) -> SourceRows:
    def is_header(name: str) -> int:
        column = understand_column(name, kind=kind)
        return 0 if column is None else EXACT if column.exact else 1

    rows = read_all_rows(paths, is_header=is_header)
    labelled = tuple(row if row.row else _with_labels(row, kind) for row in rows.rows)
    return SourceRows(labelled, rows.problems, rows.notices)


def _with_labels(row: SourceRow, kind: RecordKind) -> SourceRow:
    """A document with the fields that its own lines name, such as ``预算：80万元``."""
    found = dict(row.cells)
    taken: set[str] = set()
    for line in _LABELLED.finditer(str(row.cells.get(BODY, ""))):
        column = understand_column(line["label"], kind=kind)
        if column is None or column.field in (IGNORED, *taken) or line["label"] in found:
            continue
        if column.field not in _TEXTS and len(line["value"]) <= _LONGEST_VALUE:
            taken.add(column.field)
            if column.field == "title":
                found["title"] = line["value"].strip()
            else:
                found[line["label"]] = line["value"].strip()
    return SourceRow(row.source, row.row, found, row.inherited)


def _with_rows(rows: SourceRows, loaded: LoadedRecords[R]) -> LoadedRecords[R]:
    """The records with what reading the rows had to say before them."""
    problems = (*rows.problems, *loaded.problems)
    if not loaded.records:
        raise BadInput(problems)
    return LoadedRecords(loaded.records, problems, (*rows.notices, *loaded.notices))
