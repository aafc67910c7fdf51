"""Tables of scores and rules, cell by cell, with every problem and its row."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from queqiao.allocation.records import LimitRule, Membership, PairRule, Place, Score
from queqiao.datasets import CellValue, SourceRow, read_rows, with_header_told
from queqiao.datasets.model import EXACT
from queqiao.errors import BadInput, Problem
from queqiao.messages import Message

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agent": ("agent", "reviewer", "expert", "专家", "评审", "评审专家", "人员", "专员", "经纪人"),
    "item": ("item", "paper", "proposal", "事项", "项目", "企业", "案件", "项目编号"),
    "score": ("score", "affinity", "得分", "分数", "契合度", "匹配度"),
    "member": ("member", "成员"),
    "group": ("group", "institution", "组", "组别", "单位", "所属单位"),
    "at_least": ("at_least", "min", "至少", "下限"),
    "at_most": ("at_most", "max", "至多", "上限"),
    "price": ("price", "代价", "单价"),
    "note": ("note", "reason", "原因", "理由", "备注"),
}
"""What a column may be called; the first name is the one that messages tell."""
_LARGEST_COUNT = 10**6
_T = TypeVar("_T")


class _UnreadableError(ValueError):
    """A cell that holds no value of its kind; the code says what would be one."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table with its cells by field."""

    cells: Mapping[str, str]
    place: Place
    problems: list[Problem]

    def take(self, field: str, parse: Callable[[str], _T], default: _T) -> _T:
        """The value of a cell; a bad one is a problem and gives ``default``."""
        try:
            return parse(self.cells.get(field, ""))
        except _UnreadableError as error:
            message = Message(
                f"allocation.input.{error}", {"value": self.cells.get(field, "")[:40]}
            )
            column = _COLUMNS[field][0]
            self.problems.append(Problem(message, self.place.source, self.place.row, column))
            return default


def load_scores(path: Path) -> tuple[Score, ...]:
    """
    The scores of a table with the columns ``agent``, ``item`` and ``score``.

    Raises:
        Missing: there is no such file.
        BadInput: a row that does not read; carries every problem with its row.
    """
    zero = Decimal(0)
    return _load(
        path,
        ("agent", "item", "score"),
        lambda row: Score(
            row.take("agent", _name, ""),
            row.take("item", _name, ""),
            row.take("score", _decimal, zero),
            row.place,
        ),
    )


def load_pair_rules(path: Path) -> tuple[PairRule, ...]:
    """The pairs of a table with the columns ``agent``, ``item`` and, if known, ``note``."""
    return _load(
        path,
        ("agent", "item"),
        lambda row: PairRule(
            row.take("agent", _name, ""),
            row.take("item", _name, ""),
            row.cells.get("note", ""),
            row.place,
        ),
        optional=("note",),
    )


def load_memberships(path: Path, *, member: str) -> tuple[Membership, ...]:
    """The groups of a table with the columns ``member`` (``agent`` or ``item``) and ``group``."""
    return _load(
        path,
        (member, "group"),
        lambda row: Membership(
            row.take(member, _name, ""), row.take("group", _name, ""), row.place
        ),
    )


def load_limit_rules(path: Path) -> tuple[LimitRule, ...]:
    """The rows of a table of limits: agent, item, group, at_least, at_most, price, note."""
    return _load(
        path,
        (),
        lambda row: LimitRule(
            row.cells.get("agent", ""),
            row.cells.get("item", ""),
            row.cells.get("group", ""),
            row.take("at_least", _count, None),
            row.take("at_most", _count, None),
            row.take("price", _price, None),
            row.cells.get("note", ""),
            row.place,
        ),
        optional=("agent", "item", "group", "at_least", "at_most", "price", "note"),
    )


def _load(
    path: Path,
    fields: Sequence[str],
    make: Callable[[_Row], _T],
    *,
    optional: Sequence[str] = (),
) -> tuple[_T, ...]:
    wanted = {
        _plain(name).casefold(): field for field in (*fields, *optional) for name in _COLUMNS[field]
    }
    read = read_rows(path, is_header=lambda name: EXACT * (_plain(name).casefold() in wanted))
    expected = ", ".join((*fields, *(f"[{field}]" for field in optional)))
    rows = with_header_told(read, "datasets.table.no_header_of", expected=expected)
    problems = [*rows.problems]
    records = [
        make(row) for row in _named(rows.rows, wanted, fields, expected=expected, problems=problems)
    ]
    if problems:
        raise BadInput(problems)
    return tuple(records)


def _named(
    rows: Sequence[SourceRow],
    wanted: Mapping[str, str],
    fields: Sequence[str],
    *,
    expected: str,
    problems: list[Problem],
) -> Iterator[_Row]:
    """Rows with their cells by field; a source that lacks a column is told once."""
    told: set[str] = set()
    names: dict[str, str] = {}
    for row in rows:
        for column in row.cells:
            if column not in names:
                names[column] = wanted.get(_plain(column).casefold(), "")
        cells = {
            names[column]: _text(value) for column, value in row.cells.items() if names[column]
        }
        lacking = [field for field in fields if field not in cells]
        if lacking and (row.source not in told):
            told.add(row.source)
            params = {"lacking": ", ".join(lacking), "expected": expected}
            problems.append(Problem(Message("allocation.input.no_column", params), row.source))
        if not lacking:
            yield _Row(cells, Place(row.source, row.row), problems)


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _plain(text: str) -> str:
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _name(text: str) -> str:
    if not text:
        raise _UnreadableError("no_name")
    return text


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(_plain(text))
    except InvalidOperation:
        raise _UnreadableError("no_number") from None
    if not value.is_finite():
        raise _UnreadableError("no_number")
    return value


def _price(text: str) -> Decimal | None:
    if not text:
        return None
    value = _decimal(text)
    if value < 0:
        raise _UnreadableError("negative_price")
    return value


def _count(text: str) -> int | None:
    if not text:
        return None
    value = _decimal(text)
    if not 0 <= value <= _LARGEST_COUNT or value != int(value):
        raise _UnreadableError("no_count")
    return int(value)
