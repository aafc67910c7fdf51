"""
Administrative divisions of China by their GB/T 2260 codes, from province to county.

Codes have six digits: ``220000`` a province, ``220100`` a city, ``220104`` a county or district.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from queqiao.core.codes.tables import load_table

NATION = "全国"
_SUFFIXES = (
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "新区",
    "矿区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
)
# The nationality inside a name such as 延边朝鲜族自治州, dropped to make the short form 延边.
_NATIONALITIES = re.compile(
    r"(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|哈萨克族?"
    r"|柯尔克孜|维吾尔|满族|瑶族|黎族|畲族|仡佬族|水族|纳西族|拉祜族|佤族|布朗族|独龙族|怒族|普米族|土族|撒拉族"
    r"|东乡族|保安族|裕固族|锡伯|达斡尔族|仫佬族|毛南族|各族)+$"
)
_SEPARATORS = re.compile(r"[\s,，、/\\>·・\-—_|]+")
_COMPLETE = 6
# 市辖区, 县 and 省直辖县级行政区划 of GB/T 2260: no places of their own, but the whole above them.
_UMBRELLAS = frozenset(
    {"110100", "120100", "310100", "500100", "500200", "419000", "429000", "469000", "659000"}
)


@cache
def _names() -> Mapping[str, str]:
    return {row[0]: row[1] for row in load_table("regions.tsv")}


@cache
def _codes_by_spelling() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _names().items():
        for spelling in {name, _short(name)}:
            found[spelling].append(code)
    return {spelling: tuple(codes) for spelling, codes in found.items()}


def _short(name: str) -> str:
    """``长春`` for 长春市; a name of two characters such as 城区 stays whole."""
    for suffix in _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name:
            if suffix in ("自治州", "自治县", "自治旗"):
                stem = _NATIONALITIES.sub("", stem)
            return stem if len(stem) > 1 else name
    return name


def is_region(code: str) -> bool:
    """Whether ``code`` names a province, city or county of GB/T 2260."""
    return code in _names()


def region_name(code: str) -> str:
    """The division's own name, ``""`` for an unknown code."""
    return _names().get(code, "")


def region_full_name(code: str) -> str:
    """The name with those above it: ``吉林省长春市朝阳区``; ``""`` for an unknown code."""
    if not is_region(code):
        return ""
    return "".join(region_name(part) for part in (*reversed(region_ancestors(code)), code))


def region_ancestors(code: str) -> tuple[str, ...]:
    """The codes above ``code``, nearest first; counties directly under a province skip the city."""
    above = [code[:4] + "00", code[:2] + "0000"]
    return tuple(parent for parent in above if parent != code and is_region(parent))


def regions_overlap(first: str, second: str) -> bool:
    """Whether one of the two lies in the other, or they are the same."""
    return first == second or first in region_ancestors(second) or second in region_ancestors(first)


@lru_cache(maxsize=4096)
def region_code(text: str) -> str | None:
    """
    The code that ``text`` names, as written in a form; ``None`` where it names none, or several.

    Takes codes of two, four or six digits, full and short names, and chains such as
    ``吉林省长春市``, ``吉林 长春 朝阳区`` or ``长春高新区`` (the known part counts). A short name
    that a province shares with a city (吉林) means the province; 朝阳区 alone is ambiguous.
    """
    plain = _plain(text)
    if plain.isdecimal():
        code = plain.ljust(_COMPLETE, "0") if len(plain) in (2, 4, 6) else plain
        code = code[:2] + "0000" if code in _UMBRELLAS else code
        return code if is_region(code) else None
    return _only(_candidates(plain))


def regions_named(text: str) -> tuple[str, ...]:
    """Every code that an ambiguous ``text`` may mean, sorted; ``()`` where it names none."""
    return tuple(sorted(_candidates(_plain(text))))


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", text).removeprefix("中国").removesuffix("（虚构）")


def _candidates(plain: str) -> tuple[str, ...]:
    candidates: tuple[str, ...] = ()
    rest = plain
    while rest:
        step = _longest_step(rest, within=candidates)
        if step is None:
            break
        candidates, length = step
        rest = rest[length:]
    return candidates


def _longest_step(text: str, *, within: tuple[str, ...]) -> tuple[tuple[str, ...], int] | None:
    """The divisions named at the start of ``text`` that lie in ``within``, and the length read."""
    spellings = _codes_by_spelling()
    for length in range(min(len(text), 16), 1, -1):
        codes = spellings.get(text[:length], ())
        if within:
            codes = tuple(c for c in codes if any(a in within for a in (c, *region_ancestors(c))))
        if codes:
            return codes, length
    return None


def _only(codes: tuple[str, ...]) -> str | None:
    """The single highest division among ``codes``."""
    for ending in ("0000", "00", ""):
        level = [code for code in codes if code.endswith(ending)]
        if level:
            return level[0] if len(level) == 1 else None
    return None
