"""Whether two parameter names mean the same quantity, and how surely."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from queqiao.matching.parameters.lexicon import fold, qualifiers
from queqiao.matching.parameters.names import ParameterName, better_side, drop_words

_LEAST_DICE = 0.6
_LEAST_OVERLAP = 0.5
_EMPTY_WORDS = (
    *("含量", "浓度", "离子", "总", "率", "量", "的", "残留", "消耗", "耗", "用", "节"),
    *("推荐", "建议", "亩", "公顷"),
)
_BRACKETED = re.compile(r"[(\[（【]([^)\]）】]{2,12})[)\]）】]")
_MEASURE = re.compile(
    r"(?:总?(?:含量|浓度|残留量?|消耗量?|占比|比例|重量|质量|面积|时间|周期|寿命|速率|强度|系数|纯度)"
    r"|总[数量]|[率量数力度值期限])\Z"
)
_MONEY = re.compile(r"(?:成本|费用|费|价格|价)\Z")


class Agreement(IntEnum):
    """How well an offered name answers a demanded one; higher is surer."""

    NONE = 0
    ALIKE = 1  # by the look of the words
    NARROWER = 2  # the offer names a kind of what is demanded
    LOOSER = 3  # the same, one side more precise
    SAME = 4


def agreement(demanded: ParameterName, offered: ParameterName) -> Agreement:
    """How well ``offered`` answers ``demanded``."""
    key = (id(demanded), id(offered))
    known = _known.get(key)
    if known is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = (_agreement(demanded, offered), demanded, offered)
    return known[0]


# By identity, for hashing two names takes as long as comparing them; the names are kept with what
# was found, so that no other can get their identity meanwhile.
_known: dict[tuple[int, int], tuple[Agreement, ParameterName, ParameterName]] = {}
_MOST_KNOWN = 500_000


def _agreement(demanded: ParameterName, offered: ParameterName) -> Agreement:
    first, second = demanded.group, offered.group
    if demanded.bare or offered.bare:
        return Agreement.NONE
    if first is None or second is None:
        match = _by_look(demanded, offered) or _by_elision(demanded, offered)
    elif first.id == second.id:
        match = _within_group(demanded, offered)
    else:
        match = _across_groups(demanded, offered)
    return Agreement.NONE if match and _contradict(demanded, offered) else match


def _across_groups(demanded: ParameterName, offered: ParameterName) -> Agreement:
    if demanded.head == offered.head:  # 续航 in km and in hours: one name, units that conflict
        return Agreement.LOOSER
    if _goes_without_saying(demanded, offered):
        return Agreement.ALIKE
    if _is_broader(demanded, offered) and _subjects_agree(demanded, offered):
        return Agreement.NARROWER
    return Agreement.NONE


def _contradict(demanded: ParameterName, offered: ParameterName) -> bool:
    theirs = dict(offered.implied)
    for kind, values in demanded.implied:
        if kind in theirs and not values & theirs[kind]:
            return True
    demanded_kinds = dict(demanded.implied)
    for kind, values in offered.stated:
        if kind not in demanded_kinds and values <= qualifiers().never_result:
            return True
    for kind, values in demanded.stated:
        demanding = values - qualifiers().plain
        if kind in qualifiers().strict and demanding and kind not in theirs:
            return True
    return False


def _within_group(demanded: ParameterName, offered: ParameterName) -> Agreement:
    generic = demanded.group is not None and demanded.group.generic
    if generic and not _subjects_agree(demanded, offered):
        return Agreement.NONE
    same = demanded.subject == offered.subject and demanded.stated == offered.stated
    return Agreement.SAME if same else Agreement.LOOSER


def _subjects_agree(demanded: ParameterName, offered: ParameterName) -> bool:
    entry = demanded.group
    if entry is not None and entry.keep_object:
        return _things_agree(demanded, offered)
    first, second = demanded.subject, offered.subject
    if _one_in_other(first, second):
        return True
    first, second = (drop_words(text, qualifiers().actions) for text in (first, second))
    return _one_in_other(first, second) or _overlap(first, second) >= _LEAST_OVERLAP


def _things_agree(demanded: ParameterName, offered: ParameterName) -> bool:
    """For 镉含量, 发酵时间: the thing named must be the same; an offer that names none is none."""
    if demanded.head == offered.head and not _is_core(demanded):
        return True
    first, second = (_thing(name) for name in (demanded, offered))
    if not first or not second:
        return not first
    same_action = _is_core(demanded) and len(first) > 2 < len(second) and first[-2:] == second[-2:]
    return same_action or first in second or second in first


def _thing(name: ParameterName) -> str:
    """What a name is about: subject and head without the words that only say how it is given."""
    return drop_words(name.subject + ("" if _is_core(name) else name.head), _EMPTY_WORDS)


def _is_core(name: ParameterName) -> bool:
    """Whether the head is the bare word of its group: 时间, 用量."""
    names = name.group.names if name.group is not None else ()
    return any(other != name.head and other.endswith(name.head) for other in names)


def _one_in_other(first: str, second: str) -> bool:
    return not first or not second or first in second or second in first


def _overlap(first: str, second: str) -> float:
    """The share of the shorter one's characters that the other has too."""
    common = set(first) & set(second)
    return len(common) / min(len(set(first)), len(set(second)))


def _is_broader(demanded: ParameterName, offered: ParameterName) -> bool:
    return (
        demanded.group is not None
        and offered.group is not None
        and offered.group.broader == demanded.group.id
    )


def _goes_without_saying(demanded: ParameterName, offered: ParameterName) -> bool:
    """光电转换效率 is answered by 转换效率, 预测误差 by 误差; 抗拉强度 is not by 强度."""
    first, second = demanded.group, offered.group
    return (
        first is not None
        and second is not None
        and first.broader == second.id
        and (second.generic or second.id == "conversion_efficiency")
        and not offered.subject
    )


def _by_look(demanded: ParameterName, offered: ParameterName) -> Agreement:
    """Names of which at least one is unknown: by their characters, with a guard for opposites."""
    first, second = demanded.full, offered.full
    if first == second:
        return Agreement.SAME
    if first[-1] != second[-1] or better_side(demanded) is not better_side(offered):
        return Agreement.NONE
    short, long = sorted((first, second), key=len)
    if len(short) >= 2 and long.endswith(short) and _telling(short):
        return Agreement.LOOSER
    if len(short) < 3:
        return Agreement.NONE
    return Agreement.ALIKE if _dice(short, long) >= _LEAST_DICE else Agreement.NONE


def _by_elision(demanded: ParameterName, offered: ParameterName) -> Agreement:
    """氮 3.2% answers 氮含量, 运行费 运行成本: only the word for the measure differs."""
    for stem, measure in _stems(demanded):
        for other, their_measure in _stems(offered):
            if measure and their_measure and measure != their_measure:
                continue
            if stem and (stem == other or (len(stem) >= 2 and other.endswith(stem))):
                return Agreement.ALIKE
    return Agreement.NONE


@lru_cache(maxsize=65536)
def _stems(name: ParameterName) -> frozenset[tuple[str, str]]:
    """The name's stem, and those that brackets hide: 糖保留率 in 甜度(糖)保留率."""
    fillers = qualifiers().fillers
    found = {name.full, drop_words(_BRACKETED.sub("", fold(name.text)), fillers)}
    inside = _BRACKETED.search(name.text)
    if inside is not None:
        behind = _BRACKETED.sub("", name.text[inside.end() :])
        found.add(drop_words(fold(inside[1] + behind), fillers))
    return frozenset(_stem(full) for full in found)


@lru_cache(maxsize=65536)
def _stem(full: str) -> tuple[str, str]:
    """A name without the word that says how it is measured, and that word."""
    for pattern, measure in ((_MONEY, "费"), (_MEASURE, "")):
        found = pattern.search(full)
        if found is not None and found.start() > 0:
            return full[: found.start()], measure or found[0].removeprefix("总")
    return full, ""


def _telling(short: str) -> bool:
    return len(short) >= 3 or not short.endswith(("率", "度", "量", "数", "值", "比", "力", "性"))


def _dice(first: str, second: str) -> float:
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (first, second)]
    total = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / total if total else 0.0
