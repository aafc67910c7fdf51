"""Rows of any source to demands and achievements; every row that cannot be one is named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from queqiao.core.codes import industry_code, region_code, region_full_name, regions_named
from queqiao.datasets import CellValue, SourceRow
from queqiao.datasets.model import MAX_CELL_CHARACTERS
from queqiao.errors import Problem
from queqiao.matching.io import cells
from queqiao.matching.io.columns import IGNORED, Column, RecordKind, understand_column
from queqiao.matching.model import Record
from queqiao.messages import Message

R = TypeVar("R", bound=Record)

_AMBIGUOUS = "matching.io.region_ambiguous"
_MOST_PLACES = 3  # named as examples of what an ambiguous region may mean

Fields = dict[str, Any]  # field name to value, checked by the record's constructor


@dataclass(frozen=True, slots=True)
class LoadedRecords(Generic[R]):
    """
    What a file gave: good records in file order, the rows that are none, and remarks.

    ``problems`` name each row that was left out, with its field, reason and remedy; ``notices``
    tell what was read differently from what its owner may expect.
    """

    records: tuple[R, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Remarks:
    """Notices of one kind gathered over rows, so that one column makes one line."""

    rows: dict[tuple[str, str, str, str], list[int]] = field(default_factory=dict)

    def add(self, code: str, row: SourceRow, column: str, value: str = "") -> None:
        """Remember that ``code`` holds for a cell."""
        self.rows.setdefault((code, row.source, column, value[:40]), []).append(row.row or 0)

    def notices(self) -> Iterable[Problem]:
        """One notice for each code, source, column and value."""
        for (code, source, column, value), rows in self.rows.items():
            params: dict[str, object] = {"value": value, "count": len(rows)}
            if code == _AMBIGUOUS:
                places = regions_named(value)[:_MOST_PLACES]
                params["places"] = "、".join(region_full_name(place) for place in places)
            yield Problem(Message(code, params), source, min(rows) or None, column)


def build_records(
    rows: Iterable[SourceRow], *, kind: RecordKind, make: Callable[..., R]
) -> LoadedRecords[R]:
    """The records that ``make`` builds of the rows' fields; continuation rows are joined first."""
    understanding = _Understanding(kind)
    remarks = _Remarks()
    rows, problems = _with_titles(list(rows), understanding)
    records: list[R] = []
    first_seen: dict[str, SourceRow] = {}
    for row in _joined(rows, understanding):
        found, wrong = _fields(row, understanding, remarks)
        if wrong:
            problems += wrong
            continue
        found["id"] = found.get("id") or _stable_id(kind, found)
        if earlier := first_seen.get(found["id"]):
            named = understanding.of(row).get("id", ())
            problems.append(_twice(found["id"], row, earlier, named[0].name if named else ""))
            continue
        first_seen[found["id"]] = row
        records.append(make(**found))
    notices = (*understanding.notices(), *remarks.notices())
    return LoadedRecords(tuple(records), tuple(problems), notices)


@dataclass(slots=True)
class _Understanding:
    """What each column name of the file means, found out once."""

    kind: RecordKind
    columns: dict[tuple[str, str], Column | None] = field(default_factory=dict)
    layouts: dict[tuple[str, tuple[str, ...]], Mapping[str, list[Column]]] = field(
        default_factory=dict
    )

    def of(self, row: SourceRow) -> Mapping[str, list[Column]]:
        """The row's columns by field, the best one first."""
        source = row.source if row.row else ""
        key = (source, tuple(row.cells))
        if key not in self.layouts:
            self.layouts[key] = self._layout(source, key[1])
        return self.layouts[key]

    def _layout(self, source: str, names: tuple[str, ...]) -> Mapping[str, list[Column]]:
        found: dict[str, list[Column]] = {}
        for name in names:
            if (source, name) not in self.columns:
                self.columns[source, name] = understand_column(name, kind=self.kind)
            column = self.columns[source, name]
            if column is not None and column.field != IGNORED:
                found.setdefault(column.field, []).append(column)
        for field_name in ("title", "id"):
            found.get(field_name, []).sort(key=lambda column: _specific(column.name))
        return found

    def notices(self) -> Iterable[Problem]:
        """One notice a source for the columns that were not understood."""
        by_source: dict[str, list[str]] = {}
        for (source, name), column in self.columns.items():
            if column is None:
                by_source.setdefault(source, []).append(name)
        for source, names in by_source.items():
            params = {"names": "、".join(name[:20] for name in names[:12]), "count": len(names)}
            yield Problem(Message("matching.io.extra_columns", params), source)


def _with_titles(
    rows: list[SourceRow], understanding: _Understanding
) -> tuple[list[SourceRow], list[Problem]]:
    """The rows of sources with a column for title or text; one problem for each other table."""
    good: list[SourceRow] = []
    poor: dict[str, SourceRow] = {}
    for row in rows:
        if {"title", "description"} & set(understanding.of(row)):
            good.append(row)
        else:
            poor.setdefault(row.source, row)
    problems = [
        Problem(
            Message("matching.io.no_title_column", {"names": "、".join(list(row.cells)[:12])}),
            source,
        )
        for source, row in poor.items()
    ]
    return good, problems


def _specific(name: str) -> int:
    """Names that say what they title come before 名称 and 产品名称."""
    return 0 if re.search(r"需求|难题|成果|技术|榜|课题|title|標題|标题|题", name.lower()) else 1


def _joined(rows: list[SourceRow], understanding: _Understanding) -> Iterable[SourceRow]:
    """Rows whose title is merged with the row above belong to its record: texts are joined."""
    waiting: SourceRow | None = None
    for row in rows:
        titles = {column.name for column in understanding.of(row).get("title", ())}
        if waiting is not None and waiting.source == row.source and titles & row.inherited:
            waiting = _with_continuation(waiting, row)
            continue
        if waiting is not None:
            yield waiting
        waiting = row
    if waiting is not None:
        yield waiting


def _with_continuation(row: SourceRow, more: SourceRow) -> SourceRow:
    merged = dict(row.cells)
    for name, value in more.cells.items():
        old, new = cells.text_of(merged.get(name)), cells.text_of(value)
        if name not in more.inherited and new and new not in old.split("\n"):
            merged[name] = f"{old}\n{new}" if old else value
    return SourceRow(row.source, row.row, merged, row.inherited)


def _fields(
    row: SourceRow, understanding: _Understanding, remarks: _Remarks
) -> tuple[Fields, list[Problem]]:
    """The record's fields, and what is wrong with the row."""
    columns = understanding.of(row)
    found: Fields = {}
    wrong: list[Problem] = []
    for name, chosen in columns.items():
        try:
            value = _value(name, chosen, row, remarks)
        except cells.UnreadableCellError as error:
            wrong.append(Problem(error.message, row.source, row.row, chosen[0].name))
            continue
        if value is not None:
            found[name] = value
    if not found.get("title"):
        found["title"] = _title_from(str(found.get("description", "")))
    if not found["title"]:
        column = columns["title"][0].name if "title" in columns else ""
        wrong.append(Problem(Message("matching.io.no_title"), row.source, row.row, column))
    wrong += [
        _too_long(row, found[name], columns.get(name, ()))
        for name in _TEXTS
        if _is_too_long(found, name)
    ]
    return found, wrong


_TEXTS = ("title", "description")


def _is_too_long(found: Fields, name: str) -> bool:
    return len(found.get(name, "")) > MAX_CELL_CHARACTERS


def _too_long(row: SourceRow, text: str, columns: Sequence[Column]) -> Problem:
    """Told under the heading of the column with most of it; a text comes from one or several."""
    params = {"length": len(text), "limit": MAX_CELL_CHARACTERS}
    longest = max(columns, key=lambda one: len(cells.text_of(row.cells[one.name])), default=None)
    heading = longest.name if longest is not None else ""
    return Problem(Message("matching.io.too_long", params), row.source, row.row, heading)


def _title_from(description: str) -> str:
    """A demand told in the description alone is titled by its first sentence."""
    first = re.split(r"[。；;！？!?\n]|\\n", description.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= 40 else f"{first[:39]}…"


def _twice(record_id: str, row: SourceRow, earlier: SourceRow, heading: str) -> Problem:
    params = {"id": record_id, "source": earlier.source, "row": earlier.row or 1}
    return Problem(Message("matching.io.twice", params), row.source, row.row, heading)


def _stable_id(kind: RecordKind, found: Fields) -> str:
    """The same text gets the same id in every run and in every order of the file."""
    text = "\x1f".join(str(found.get(name, "")) for name in ("title", "description", "owner"))
    letter = "D" if kind is RecordKind.DEMAND else "A"
    return f"{letter}-{hashlib.blake2b(text.encode(), digest_size=5).hexdigest().upper()}"


def _value(name: str, columns: list[Column], row: SourceRow, remarks: _Remarks) -> object:
    """One field's value out of the columns that fill it; ``None`` leaves the default."""
    if name == "description":
        return _described(columns, row)
    if name == "keywords":
        return tuple(
            dict.fromkeys(w for c in columns for w in cells.split_words(row.cells[c.name]))
        )
    filled = [column for column in columns if cells.text_of(row.cells[column.name])]
    if not filled:
        return None
    for other in filled[1:]:
        remarks.add("matching.io.second_column", row, other.name, filled[0].name)
    column = filled[0]
    cell = row.cells[column.name]
    if (reader := _READERS.get(name)) is not None:
        return reader(cell, column, row, remarks)
    return cells.text_of(cell) or None


def _described(columns: list[Column], row: SourceRow) -> str:
    """The text columns in file order; several of them each under its own name."""
    texts = [(c.name, cells.text_of(row.cells[c.name])) for c in columns]
    filled = [(name.strip(), text) for name, text in texts if not cells.says_nothing(text) and text]
    if len(filled) == 1:
        return filled[0][1]
    return "\n".join(f"{name.rstrip('：:')}：{text}" for name, text in filled)


def _read_money(
    cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks
) -> cells.Money | None:
    money = cells.parse_money(cell, unit=column.unit)
    if money is not None and money.assumed:
        remarks.add("matching.io.unit_assumed", row, column.name)
    return money


def _read_budget(
    cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks
) -> Decimal | None:
    money = _read_money(cell, column, row, remarks)
    return money.high if money and money.high else None


def _read_price(
    cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks
) -> Decimal | None:
    money = _read_money(cell, column, row, remarks)
    return money.low if money else None


def _read_last_day(
    cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks
) -> date | None:
    if cells.is_term(cell):
        remarks.add("matching.io.term", row, column.name, cells.text_of(cell))
        return None
    return cells.parse_last_day(cell)


def _read_region(cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks) -> str | None:
    text = cells.plain(cell)
    if not text or text in ("全国", "国内", "中国"):
        return None
    code = region_code(text)
    if code is None:
        code_of_notice = _AMBIGUOUS if regions_named(text) else "matching.io.region"
        remarks.add(code_of_notice, row, column.name, text)
    return code


def _read_regions(
    cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks
) -> tuple[str, ...]:
    codes = [_read_region(word, column, row, remarks) for word in cells.split_words(cell)]
    return tuple(dict.fromkeys(code for code in codes if code))


def _read_industry(
    cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks
) -> str | None:
    text = cells.plain(cell)
    code = industry_code(text) if text else None
    if text and code is None:
        remarks.add("matching.io.industry", row, column.name, text)
    return code


def _read_modes(cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks) -> object:
    modes, unknown = cells.parse_modes(cell)
    for word in unknown:
        remarks.add("matching.io.mode", row, column.name, word)
    return modes


def _read_ip_state(cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks) -> object:
    state = cells.parse_ip_state(cell)
    if state is None:
        remarks.add("matching.io.ip", row, column.name, cells.text_of(cell))
    return state


def _read_ip_need(cell: CellValue, column: Column, row: SourceRow, remarks: _Remarks) -> object:
    need = cells.parse_ip_need(cell)
    if need is None:
        remarks.add("matching.io.ip", row, column.name, cells.text_of(cell))
    return need


_READERS: Mapping[str, Callable[[CellValue, Column, SourceRow, _Remarks], object]] = {
    "budget_cny": _read_budget,
    "price_cny": _read_price,
    "trl": lambda cell, *_: cells.parse_level(cell),
    "trl_min": lambda cell, *_: cells.parse_level(cell),
    "deadline_on": _read_last_day,
    "ready_on": _read_last_day,
    "confirmed_on": lambda cell, *_: cells.parse_first_day(cell),
    "region": _read_region,
    "accepted_regions": _read_regions,
    "industry": _read_industry,
    "modes": _read_modes,
    "ip_state": _read_ip_state,
    "ip_need": _read_ip_need,
}
