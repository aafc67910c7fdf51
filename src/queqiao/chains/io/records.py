"""Rows of any source to enterprises, experts, platforms and the rest; bad rows are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from queqiao.chains.io.columns import field_of
from queqiao.chains.io.fields import RowReader
from queqiao.chains.model import ChainRecord, RecordKind, Supply
from queqiao.datasets import CellValue, SourceRow
from queqiao.datasets.model import EXACT
from queqiao.errors import Problem
from queqiao.messages import Message

K = "record"
ReadLevel = Callable[[CellValue], int | None]
"""Reads a technology readiness level, 1-9; a ``ValueError`` says that the cell holds none."""
_KINDS: Mapping[str, RecordKind] = {
    **{kind.value: kind for kind in RecordKind},
    "企业": RecordKind.ENTERPRISE,
    "公司": RecordKind.ENTERPRISE,
    "成果": RecordKind.ACHIEVEMENT,
    "科技成果": RecordKind.ACHIEVEMENT,
    "专家": RecordKind.EXPERT,
    "人才": RecordKind.EXPERT,
    "平台": RecordKind.PLATFORM,
    "创新平台": RecordKind.PLATFORM,
    "项目": RecordKind.PROJECT,
    "需求": RecordKind.DEMAND,
    "技术需求": RecordKind.DEMAND,
}
_OF_FILES: Mapping[str, RecordKind] = {
    "enterprise": RecordKind.ENTERPRISE,
    "企业": RecordKind.ENTERPRISE,
    "achievement": RecordKind.ACHIEVEMENT,
    "成果": RecordKind.ACHIEVEMENT,
    "expert": RecordKind.EXPERT,
    "专家": RecordKind.EXPERT,
    "platform": RecordKind.PLATFORM,
    "平台": RecordKind.PLATFORM,
    "project": RecordKind.PROJECT,
    "项目": RecordKind.PROJECT,
    "demand": RecordKind.DEMAND,
    "需求": RecordKind.DEMAND,
}
_SIGNS: Mapping[str, RecordKind] = {
    "budget_cny": RecordKind.DEMAND,
    "trl_min": RecordKind.DEMAND,
    "deadline_on": RecordKind.DEMAND,
    "ip_state": RecordKind.ACHIEVEMENT,
    "price_cny": RecordKind.ACHIEVEMENT,
}


def is_record_header(name: str) -> int:
    """How surely ``name`` is a column of a record."""
    return EXACT if field_of(name, K) else 0


def kind_of_row(row: SourceRow) -> RecordKind | None:
    """What a row tells of: by its kind cell, name column, signs (a budget), its file's name."""
    columns = {field_of(name, K): name for name in reversed(list(row.cells))}
    if "kind" in columns:
        found = _KINDS.get(str(row.cells[columns["kind"]] or "").strip().lower())
        if found:
            return found
    for kind in RecordKind:
        if kind.value in columns and str(row.cells[columns[kind.value]] or "").strip():
            return kind
    for sign, kind in _SIGNS.items():
        if sign in row.cells:
            return kind
    stem = row.source.lower()
    return next((kind for start, kind in _OF_FILES.items() if start in stem), None)


def build_records(
    rows: Iterable[SourceRow], *, read_level: ReadLevel
) -> tuple[list[ChainRecord], list[Problem], list[Problem]]:
    """
    The records of rows, what is wrong with rows, and remarks.

    Rows of one id that differ in their segment are one record in several segments. ``read_level``
    reads a cell that tells technology readiness.
    """
    reader = RowReader()
    records: dict[str, ChainRecord] = {}
    places: dict[str, SourceRow] = {}
    for row in rows:
        before = len(reader.problems)
        record = _record(row, reader, read_level)
        if record is None or len(reader.problems) > before:
            continue
        earlier = records.get(record.id)
        if earlier is None:
            records[record.id], places[record.id] = record, row
        elif _is_more(earlier, record):
            records[record.id] = replace(earlier, supplies=(*earlier.supplies, *record.supplies))
        else:
            first = places[record.id]
            params = {"id": record.id, "source": first.source, "row": first.row or 1}
            message = Message("chains.io.twice", params)
            reader.problems.append(Problem(message, row.source, row.row))
    return list(records.values()), reader.problems, reader.notices


def _record(row: SourceRow, reader: RowReader, read_level: ReadLevel) -> ChainRecord | None:
    kind = kind_of_row(row)
    if kind is None:
        reader.wrong("no_record_kind", row)
        return None
    title = reader.text(row, K, kind.value) or reader.text(row, K, "title")
    record_id = reader.identity(row, K, "id") or title
    if not title:
        reader.wrong("no_title", row)
        return None
    capacity = reader.amount(row, K, "capacity")
    amount = capacity[0] if capacity else None
    unit = reader.text(row, K, "unit") or (capacity[1] if capacity else "")
    patents = reader.amount(row, K, "patents")
    named = reader.words(row, K, "segments")
    values: dict[str, Any] = {
        "supplies": tuple(
            Supply(segment=name, capacity=amount if len(named) == 1 else None, unit=unit)
            for name in named
        ),
        "capacity": None if len(named) == 1 else amount,
        "unit": unit,
        "output_cny": reader.money(row, K, "output_cny"),
        "patents": int(patents[0]) if patents else 0,
        "uses_outside": reader.flag(row, K, "uses_outside"),
        "trl": _level(row, reader, read_level),
    }
    return ChainRecord(
        id=record_id,
        kind=kind,
        title=title,
        keywords=reader.words(row, K, "keywords"),
        description=reader.joined(row, K, "description"),
        owner=reader.text(row, K, "owner"),
        region=reader.region(row, K, "region"),
        zone=reader.text(row, K, "zone"),
        **values,
    )


def _level(row: SourceRow, reader: RowReader, read_level: ReadLevel) -> int | None:
    column = reader.layout(row, K).get("trl")
    if column is None:
        return None
    try:
        return read_level(row.cells.get(column))
    except ValueError:
        reader.wrong("level", row, column, value=str(row.cells.get(column))[:40])
        return None


def _is_more(earlier: ChainRecord, later: ChainRecord) -> bool:
    """Whether ``later`` only adds segments to the same record."""
    new = {supply.segment for supply in later.supplies}
    old = {supply.segment for supply in earlier.supplies}
    same = (earlier.kind, earlier.title) == (later.kind, later.title)
    return same and bool(new) and not new & old
