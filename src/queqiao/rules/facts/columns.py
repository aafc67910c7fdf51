"""What a column heading or a JSON key means: which field, of which year, in which unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from queqiao.rules.facts.cells import MONEY_UNITS
from queqiao.rules.facts.dictionary import MONEY, Field, FieldKind, field_dictionary

_UNIT = re.compile(r"\(([^()]{1,8})\)\s*$")
_REMARK = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?:年度|年末|年底|年)?")
_MARKS = re.compile(r"[\s_\-—/、，,：:。.（）()*＊?？]+")


@dataclass(frozen=True, slots=True)
class Column:
    """The meaning of one column: ``year`` only with yearly fields, ``unit`` where it names one."""

    field: Field
    year: int | None = None
    unit: str = ""


@lru_cache(maxsize=4096)
def understand_column(heading: str) -> Column | None:
    """
    What a heading means, ``None`` where it names no field.

    Takes names of the dictionary, Chinese headings and their other names, each with or without a
    year and a unit: ``revenue_2023``, ``营业收入2023（万元）``, ``2023年营业收入(亿元)``.
    """
    text = unicodedata.normalize("NFKC", heading).strip()
    if field := field_dictionary().get(text):
        return Column(field)
    whole, text = text, text.removeprefix("*").strip()
    unit = ""
    if (found := _UNIT.search(text)) and _is_unit(found[1]):
        unit, text = found[1].strip(), text[: found.start()].strip()
    years = _YEAR.findall(text)
    bare = _YEAR.sub("", text)
    name = _names().get(_key(bare)) or _names().get(_key(_REMARK.sub("", bare)))
    if name is None:
        name = _names().get(_key(whole))
        return Column(field_dictionary()[name]) if name else None
    field = field_dictionary()[name]
    if len(years) > 1 or (years and not field.yearly):
        return None
    return Column(field, int(years[0]) if years else None, unit)


def understand_item(heading: str, field: Field) -> Column | None:
    """What a heading of a list's sheet means: one of the list's own columns."""
    return _understood_item(heading, field.name)


@lru_cache(maxsize=4096)
def _understood_item(heading: str, list_name: str) -> Column | None:
    field = field_dictionary()[list_name]
    text = unicodedata.normalize("NFKC", heading).strip()
    if item := field.items.get(text):
        return Column(item)
    unit = ""
    if (found := _UNIT.search(text)) and _is_unit(found[1]):
        unit, text = found[1].strip(), text[: found.start()].strip()
    name = _item_names(field.name).get(_key(text))
    return Column(field.items[name], None, unit) if name else None


@lru_cache(maxsize=4096)
def is_item_heading(text: str) -> bool:
    """Whether a text heads a column in the sheet of any list."""
    text = unicodedata.normalize("NFKC", text).strip()
    if (found := _UNIT.search(text)) and _is_unit(found[1]):
        text = text[: found.start()].strip()
    return _key(text) in _every_item()


@cache
def _every_item() -> frozenset[str]:
    lists = (field for field in field_dictionary().values() if field.items)
    return frozenset(key for field in lists for key in _item_names(field.name))


def heading(field: Field, year: int | None = None) -> str:
    """The Chinese heading of a field: ``营业收入2023（万元）``."""
    unit = f"（{field.unit}）" if field.unit else ""
    if field.kind is FieldKind.SHARE:
        unit = "（%）"
    return f"{field.zh}{year or ''}{unit}"


def is_known(text: str) -> int:
    """For the readers of tables: whether a text may head a column; never that of a form."""
    return int(understand_column(text) is not None)


def _is_unit(text: str) -> bool:
    return text in MONEY_UNITS or text.strip() == "%" or text in _units()


@cache
def _units() -> frozenset[str]:
    every = [*field_dictionary().values()]
    every += [item for field in every for item in field.items.values()]
    return frozenset(field.unit for field in every if field.unit) | {MONEY}


def _key(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _names() -> Mapping[str, str]:
    return _spellings(field_dictionary())


@cache
def _item_names(list_name: str) -> Mapping[str, str]:
    return _spellings(field_dictionary()[list_name].items)


def _spellings(fields: Mapping[str, Field]) -> Mapping[str, str]:
    """Every spelling of every field; where two fields share one, the first keeps it."""
    found: dict[str, str] = {}
    for name, field in fields.items():
        for spelling in (name, field.zh, _REMARK.sub("", _half(field.zh)), field.en):
            found.setdefault(_key(spelling), name)
    for name, field in fields.items():
        for spelling in field.aliases:
            found.setdefault(_key(spelling), name)
    return found


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
