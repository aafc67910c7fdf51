"""The workbook of one enterprise's facts: its sheets and headings, which are its file format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from queqiao.rules.facts.columns import heading, is_item_heading, understand_column
from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary

GUIDE = "填写说明"
FACTS = "企业情况"
YEARS = "年度数据"
LISTS = "清单"
DECISIONS = "人工判断"

ITEM = "事项"
VALUE = "填写内容"
UNIT = "单位"
NOTE = "说明"
CODE = "字段编码"
HAS = "有或无"
RULEBOOK = "规则编号"
CONDITION = "条件编号"
ANSWER = "结论"
WORDS = frozenset({ITEM, VALUE, UNIT, NOTE, CODE, HAS, RULEBOOK, CONDITION, ANSWER})

PRESENT = "有"
ABSENT = "无"
YES, NO = "是", "否"

_SHEET = re.compile(r".*\[(?P<sheet>[^\]]*)\]")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?(?:度)?")
_MOST_LETTERS = 31
_REFUSED = re.compile(r"[\[\]:*?/\\]")


def sheet_of(source: str) -> str:
    """The sheet that a row's source names, ``""`` for a file without sheets."""
    found = _SHEET.fullmatch(source)
    return found["sheet"] if found else ""


@cache
def list_sheets() -> Mapping[str, Field]:
    """The sheet of every list fact: name to field."""
    every = field_dictionary().values()
    return MappingProxyType({sheet_name(f): f for f in every if f.kind is FieldKind.LIST})


def sheet_name(field: Field) -> str:
    """The name of a list's sheet, without what spreadsheet programs refuse."""
    return _REFUSED.sub("", field.zh)[:_MOST_LETTERS]


def year_of(text: str) -> int | None:
    """The year that a heading of the sheet of years names."""
    found = _YEAR.fullmatch(text.strip())
    return int(found[1]) if found else None


def is_header(text: str) -> int:
    """Whether a text heads a column of this workbook or of a table of enterprises."""
    text = text.strip()
    if text in WORDS or year_of(text) or understand_column(text):
        return 1
    return int(is_item_heading(text))


def item_heading(field: Field) -> str:
    """The heading of a column in a list's sheet; cells of shares show their own percent sign."""
    return field.zh if field.kind is FieldKind.SHARE else heading(field)
