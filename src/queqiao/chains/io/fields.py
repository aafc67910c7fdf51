"""The fields of a row, read by kind; every cell that cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from queqiao.chains.io import cells
from queqiao.chains.io.columns import field_of, is_ignored, unit_in
from queqiao.core.codes import region_code
from queqiao.datasets import SourceRow
from queqiao.errors import Problem
from queqiao.messages import Message

T = TypeVar("T")

_YUAN = {
    f"{scale}{yuan}": factor
    for yuan in ("", "元", "CNY", "RMB")
    for scale, factor in (
        ("", 1),
        ("千", 1000),
        ("万", 10_000),
        ("百万", 10**6),
        ("千万", 10**7),
        ("亿", 10**8),
    )
}


@dataclass(slots=True)
class RowReader:
    """Reads fields out of rows; gathers what is wrong with them and which columns nobody knows."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    _layouts: dict[tuple[str, str, tuple[str, ...]], Mapping[str, str]] = field(
        default_factory=dict
    )
    _last: tuple[SourceRow | None, str, Mapping[str, str]] = (None, "", {})
    _told: set[tuple[str, str]] = field(default_factory=set)

    def layout(self, row: SourceRow, kind: str) -> Mapping[str, str]:
        """The column that fills each field; where two do, the first."""
        if self._last[0] is row and self._last[1] == kind:
            return self._last[2]
        key = (row.source, kind, tuple(row.cells))
        if key not in self._layouts:
            found: dict[str, str] = {}
            for name in row.cells:
                known = field_of(name, kind)
                if known:
                    found.setdefault(known, name)
                elif not is_ignored(name):
                    names = self.unknown.setdefault(row.source, [])
                    if name not in names:
                        names.append(name)
            self._layouts[key] = found
        self._last = row, kind, self._layouts[key]
        return self._layouts[key]

    def text(self, row: SourceRow, kind: str, name: str) -> str:
        """The field as text, ``""`` where there is none."""
        column = self.layout(row, kind).get(name)
        return cells.text_of(row.cells.get(column)) if column else ""

    def joined(self, row: SourceRow, kind: str, name: str) -> str:
        """The texts of all columns that fill the field, in the order of the file."""
        columns = (column for column in row.cells if field_of(column, kind) == name)
        return "\n".join(filled for c in columns if (filled := cells.text_of(row.cells[c])))

    def identity(self, row: SourceRow, kind: str, name: str) -> str:
        """The field as an id or a reference."""
        column = self.layout(row, kind).get(name)
        return cells.id_of(row.cells.get(column)) if column else ""

    def words(self, row: SourceRow, kind: str, name: str) -> tuple[str, ...]:
        """The field as a list."""
        column = self.layout(row, kind).get(name)
        return cells.words_of(row.cells.get(column)) if column else ()

    def amount(self, row: SourceRow, kind: str, name: str) -> tuple[float, str] | None:
        """The field as an amount with its unit, which the column's name may tell too."""
        column = self.layout(row, kind).get(name)
        found = self._read(row, column, cells.amount_of)
        if found is None:
            return None
        if found.unit:
            return found.number, found.scale + found.unit
        return found.scaled, unit_in(column or "")

    def share(self, row: SourceRow, kind: str, name: str) -> float | None:
        """The field as a share, 0-1."""
        column = self.layout(row, kind).get(name)
        if column is None:
            return None
        percent = unit_in(column) == "%"
        return self._read(row, column, lambda value: cells.share_of(value, percent=percent))

    def money(self, row: SourceRow, kind: str, name: str) -> Decimal | None:
        """The field as yuan."""
        column = self.layout(row, kind).get(name)
        found = self._read(row, column, cells.amount_of)
        if found is None:
            return None
        unit = found.scale + found.unit or unit_in(column or "")
        factor = _YUAN.get(unit.removeprefix("人民币"))
        if factor is None:
            self.wrong("money", row, column or "", value=unit)
            return None
        return Decimal(str(found.number)) * factor

    def flag(self, row: SourceRow, kind: str, name: str) -> bool:
        """The field as yes or no."""
        column = self.layout(row, kind).get(name)
        return bool(self._read(row, column, cells.yes_or_no))

    def region(self, row: SourceRow, kind: str, name: str) -> str | None:
        """The field as a GB/T 2260 code; a place nobody knows is told once and left out."""
        text = self.text(row, kind, name)
        if not text:
            return None
        code = region_code(text)
        if code is None and (row.source, text) not in self._told:
            self._told.add((row.source, text))
            column = self.layout(row, kind)[name]
            message = Message("chains.io.region", {"value": text[:40]})
            self.notices.append(Problem(message, row.source, row.row, column))
        return code

    def wrong(self, code: str, row: SourceRow, column: str = "", **params: object) -> None:
        """Remember that something is wrong with the row."""
        message = Message(f"chains.io.{code}", params)
        self.problems.append(Problem(message, row.source, row.row, column))

    def unknown_columns(self) -> Sequence[Problem]:
        """One notice a source about the columns that nobody knows."""
        return [
            Problem(
                Message(
                    "chains.io.extra_columns", {"names": "、".join(n[:20] for n in names[:12])}
                ),
                source,
            )
            for source, names in self.unknown.items()
        ]

    def _read(self, row: SourceRow, column: str | None, read: Callable[..., T | None]) -> T | None:
        if column is None:
            return None
        try:
            return read(row.cells.get(column))
        except cells.UnreadableCellError as error:
            self.problems.append(Problem(error.message, row.source, row.row, column))
            return None
