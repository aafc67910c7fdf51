"""
Industries by their GB/T 4754-2017 codes: section letter, then two, three or four digits.

``C`` 制造业, ``39`` 计算机、通信和其他电子设备制造业, ``398`` a group, ``3985`` a class.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from queqiao.core.codes.tables import load_table

_CODE = re.compile(r"([A-Ta-t])?[\s\-]*(\d{0,4})(?![\dA-Za-z])")
_MARKS = re.compile(r"[\s、，,()（）/]+")


@cache
def _names() -> Mapping[str, str]:
    return {row[0]: row[1] for row in load_table("industries.tsv")}


@cache
def _sections() -> Mapping[str, str]:
    """The section letter of each two-digit division."""
    return {row[0]: row[2] for row in load_table("industries.tsv") if len(row) > 2}


@cache
def _codes_by_spelling() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _names().items():
        found[_plain(name)].append(code)
    return {spelling: tuple(codes) for spelling, codes in found.items()}


def _plain(name: str) -> str:
    return _MARKS.sub("", name).removesuffix("业")


def is_industry(code: str) -> bool:
    """Whether ``code`` is a section, division, group or class of GB/T 4754-2017."""
    return code in _names()


def industry_name(code: str) -> str:
    """The industry's name, ``""`` for an unknown code."""
    return _names().get(code, "")


def industry_ancestors(code: str) -> tuple[str, ...]:
    """The codes above ``code``, nearest first, up to the section letter."""
    if not is_industry(code) or code.isalpha():
        return ()
    above = [code[:length] for length in range(len(code) - 1, 1, -1)]
    return (*(part for part in above if is_industry(part)), _sections()[code[:2]])


@lru_cache(maxsize=4096)
def industry_code(text: str) -> str | None:
    """
    The code that ``text`` names, as written in a form; ``None`` where it names none.

    Takes ``3985``, ``C3985``, ``C39 计算机…制造业`` and names with or without the final 业. A name
    that a division shares with its only group and class means the broadest of them.
    """
    started = _CODE.match(text.strip())
    if started and (started[1] or started[2]):
        letter, digits = (started[1] or "").upper(), started[2]
        code = digits or letter
        fits = not (letter and digits) or letter in industry_ancestors(code)
        return code if is_industry(code) and fits else None
    codes = _codes_by_spelling().get(_plain(text), ())
    return min(codes, key=lambda code: (not code.isalpha(), len(code), code)) if codes else None
