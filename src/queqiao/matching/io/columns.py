"""Column names as people write them, to record fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml

from queqiao.text import normalize

IGNORED = ""
"""The field of a column that is known and knowingly not read."""

UNITS: Mapping[str, Decimal] = {
    "元": Decimal(1),
    "人民币元": Decimal(1),
    "rmb": Decimal(1),
    "cny": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "人民币万元": Decimal(10_000),
    "万元人民币": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
}

_BRACKETS = re.compile(r"[(\[{【〔〈《]([^)\]}】〕〉》]*)[)\]}】〕〉》]?")
_AFTER_MARK = re.compile(r"[/:;,、,](?:单位[::]?)?\s*([^/:;,、]+)$")
_MARKS = re.compile(r"[\s*★☆※#*·.、,,。;;::?!\"'“”‘’\-—_/\\()()\[\]【】《》<>]+")
_COUNTED = re.compile(r"\s#\d+$")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?=[、.．])")
# Words that turn a column into something about a person or a place and not about the record.
_PERSONAL = re.compile(
    r"联系|电话|手机|邮箱|地址|邮编|传真|职务|职称|姓名|负责人|email|phone|证件|账号"
)
_SHORTEST_PART = 2
_MOST_AROUND = 6


class RecordKind(StrEnum):
    """Which of the two sides a file holds."""

    DEMAND = "demand"
    ACHIEVEMENT = "achievement"


@dataclass(frozen=True, slots=True)
class Column:
    """A column understood: its record field and, for money, yuan a unit where the name says it."""

    name: str
    field: str
    unit: Decimal | None = None
    exact: bool = True


@cache
def _fields_by_name(kind: RecordKind) -> Mapping[str, str]:
    text = resources.files("queqiao.matching.io").joinpath("columns.yaml").read_text("utf-8")
    table = yaml.safe_load(text)
    found = {_key(name): IGNORED for name in table["ignored"]}
    for part in ("both", str(kind)):
        for field, names in table[part].items():
            found.update({_key(str(name)): field for name in (*names, field)})
    return found


def understand_column(name: str, *, kind: RecordKind) -> Column | None:
    """
    The field that a column called ``name`` fills, ``None`` where the name is not understood.

    Units and remarks in brackets, required marks, numbering, traditional characters and full-width
    letters make no difference; ``拟投入资金总额(万元)`` is the budget in units of 10,000 yuan.
    """
    plain = normalize(_COUNTED.sub("", name)).text.strip()
    if not plain or len(plain) > 60:
        return None
    unit = _unit(plain)
    fields = _fields_by_name(kind)
    without = _NUMBERED.sub("", _BRACKETS.sub("", plain))
    for spelling in (without, _AFTER_MARK.sub("", without), plain):
        if (field := fields.get(_key(spelling))) is not None:
            return Column(name, field, unit)
    field = _contained(_key(without), fields)
    return None if field is None else Column(name, field, unit, exact=False)


def _contained(key: str, fields: Mapping[str, str]) -> str | None:
    """The field of the longest known name at the end or the beginning of ``key``."""
    if _PERSONAL.search(key):
        return IGNORED
    parts = [
        (len(name), key.endswith(name), name)
        for name in fields
        if len(name) >= _SHORTEST_PART
        and len(key) <= len(name) + _MOST_AROUND
        and not name.isascii()
        and (key.endswith(name) or (key.startswith(name) and len(name) > _SHORTEST_PART))
    ]
    return fields[max(parts)[2]] if parts else None


def _unit(plain: str) -> Decimal | None:
    bracketed = [found.removeprefix("单位").strip(":： ") for found in _BRACKETS.findall(plain)]
    trailing = [found.strip() for found in _AFTER_MARK.findall(plain)]
    for part in (*bracketed, *trailing):
        if part.lower() in UNITS:
            return UNITS[part.lower()]
    if plain.lower().endswith("_cny"):
        return Decimal(1)
    return None


def _key(name: str) -> str:
    return _MARKS.sub("", name).lower()
