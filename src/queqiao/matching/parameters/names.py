"""
A parameter's name taken apart: what is measured, on what, and under which qualifiers.

Chinese names have their head at the end, so the lexicon is searched for the longest name that ends
the text: 焊缝抗拉强度 is 抗拉强度 of 焊缝.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from queqiao.matching.parameters.lexicon import (
    Better,
    Group,
    RangeReading,
    fold,
    group,
    groups_by_name,
    qualifiers,
)
from queqiao.text.units import convert

_BRACKETS = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]?")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)]|[①-⑳]|[一二三四五六七八九十]+[、.])\s*")
_MARKS = re.compile(r"[\s,，。;；:：、·\"'“”‘’《》<>*#|=/\\]+")
_INSIDE_OUT = re.compile(r"含([一-龥a-z]{1,4})(量|率)$")
_LATIN_TAIL = re.compile(r"(?<=[一-龥])[a-z][a-z0-9.\-]{0,7}$")
_PER = re.compile(
    r"每(?:[吨亩件台度米套炉批辆次克升]|公斤|千克|平米|平方米?|立方米?|小时|公里|百公里|公顷)水?$"
)
_OUTPUT = re.compile(r"(?:年|月|日|时|小时|每[年月日天]|每小时)(?:处理|产|加工|生产|供应)")
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class ParameterName:
    """
    A name read.

    ``head`` is what is measured, ``subject`` what it is measured on (fillers dropped), ``stated``
    the qualifiers outside the head by class, ``implied`` those anywhere in the name. ``group`` is
    ``None`` for what the lexicon does not hold.
    """

    text: str
    head: str
    subject: str
    group: Group | None
    stated: tuple[tuple[str, frozenset[str]], ...] = ()
    implied: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def full(self) -> str:
        """Subject and head."""
        return self.subject + self.head

    @property
    def bare(self) -> bool:
        """Whether nothing is left but qualifiers: 均值, 最大值."""
        return not self.head


@lru_cache(maxsize=65536)
def read_name(text: str) -> ParameterName:
    """``text``, a parameter as written in a text, taken apart."""
    whole = fold(text)
    plain = _MARKS.sub(" ", _BRACKETS.sub("", _NUMBERING.sub("", whole))).strip()
    plain = plain if " " in plain and plain.isascii() else plain.replace(" ", "")
    plain = _PER.sub("", plain.replace("的", "")) or plain
    plain = _INSIDE_OUT.sub(r"\1含量", plain) if plain not in groups_by_name() else plain
    start, end = _find_head(plain)
    entry: Group | None
    if start == end and _OUTPUT.match(plain):
        head, before, after, entry = plain, "", "", group("capacity")
    elif start == end:
        head, before, after, entry = _guess_head(plain)
    else:
        head, before, after = plain[start:end], plain[:start], plain[end:]
        head, before, known = _carried(head, before, groups_by_name()[head])
        head, before = _shorten(head, before, known)
        entry = known
    outside = f"{before} {after} {' '.join(_BRACKETS.findall(whole))}"
    return ParameterName(
        text=text,
        head=head,
        subject=drop_words(before, qualifiers().fillers),
        group=entry,
        stated=_contrasts(outside),
        implied=_contrasts(whole),
    )


def better_side(name: ParameterName, *, value: float | None = None, unit: str = "") -> Better:
    """Which side of a bare value of this parameter is better; never ``PIVOT``."""
    entry = name.group
    if entry is None:
        return _better_by_parts(name.head)
    if entry.id == "resolution" and not _is_length(unit):
        return Better.HIGHER
    if entry.better is not Better.PIVOT:
        return _by_statistic(name, entry)
    if value is None or entry.pivot is None:
        return Better.HIGHER
    scaled = convert(value, unit, entry.unit)
    return Better.LOWER if scaled is not None and scaled < entry.pivot else Better.HIGHER


def implied_group(name: ParameterName, *, value: float | None, unit: str) -> ParameterName:
    """``name`` as its unit tells it: 续航 in hours, 精度 as 准确率 where half and more is given."""
    if name.group is None:
        return name
    sibling = _sibling(name.group, unit)
    if sibling is not None:
        return replace(name, group=sibling)
    if name.group.id != "accuracy" or value is None:
        return name
    share = convert(value, unit, "%")
    if share is None or "%" not in unit.replace("％", "%") or share < 50:
        return name
    return replace(name, group=group("recognition_accuracy"))


def _sibling(entry: Group, unit: str) -> Group | None:
    """The group that the unit speaks for where the name's own does not fit it."""
    others = qualifiers().by_unit.get(entry.id, ())
    if not others or not unit or convert(1.0, unit, entry.unit) is not None:
        return None
    fitting = (group(other) for other in others)
    return next((g for g in fitting if convert(1.0, unit, g.unit) is not None), None)


def drop_words(text: str, words: tuple[str, ...]) -> str:
    """``text`` without those words; the longest are taken first."""
    for word in words:
        text = text.replace(word, "")
    return text


def _find_head(plain: str) -> tuple[int, int]:
    """Where the longest known name stands that ends ``plain``, tails and symbols aside."""
    names = groups_by_name()
    for end in _ends(plain):
        for start in range(max(0, end - _LONGEST_NAME) if not plain.isascii() else 0, end):
            if plain[start:end] in names and _whole_word(plain, start, end):
                return _before_symbol(plain, start, end)
    return 0, 0


def _before_symbol(plain: str, start: int, end: int) -> tuple[int, int]:
    """显色指数Ra is 显色指数: a symbol of two letters only repeats the name in front of it."""
    if (
        start == 0
        or end - start > 2
        or not plain[start:end].isalpha()
        or not plain[start].isascii()
    ):
        return start, end
    names = groups_by_name()
    for begin in range(max(0, start - _LONGEST_NAME), start - 1):
        if plain[begin:start] in names:
            return begin, start
    return start, end


def _ends(plain: str) -> list[int]:
    """The places where a name may end: with the text, before tails, before a Latin symbol."""
    ends = [len(plain)]
    symbol = _LATIN_TAIL.search(plain)
    if symbol:
        ends.append(symbol.start())
    for place in ends:
        for tail in qualifiers().tails:
            shorter = place - len(tail)
            if shorter > 0 and plain.endswith(tail, 0, place) and shorter not in ends:
                ends.append(shorter)
    return ends


def _whole_word(plain: str, start: int, end: int) -> bool:
    if not plain[start:end].isascii():
        return True
    before, after = plain[start - 1 : start], plain[end : end + 1]
    inside = (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
    return not inside


def _carried(head: str, before: str, entry: Group) -> tuple[str, str, Group]:
    """非甲烷总烃排放浓度 is about 非甲烷总烃: the substance counts, not how it is given."""
    if entry.id not in qualifiers().carriers or not before:
        return head, before, entry
    start, end = _find_head(before)
    if start == end or end != len(before):
        return head, before, entry
    inner = before[start:end]
    return inner, before[:start], groups_by_name()[inner]


def _shorten(head: str, before: str, entry: Group) -> tuple[str, str]:
    """Moves what a generic name carries in front (药剂 in 药剂成本) into the subject."""
    if entry.generic:
        cores = [name for name in entry.names if head.endswith(name)]
        core = min(cores, key=len)
        before, head = before + head[: len(head) - len(core)], core
    else:
        for name in sorted(entry.names, key=len, reverse=True):
            before = before.removesuffix(name)
    return head, before


def _guess_head(plain: str) -> tuple[str, str, str, Group | None]:
    """What remains of a name that the lexicon does not hold, tails and fillers dropped."""
    place = len(plain)
    changed = True
    while changed:
        changed = False
        for tail in qualifiers().tails:
            if plain.endswith(tail, 0, place):
                place -= len(tail)
                changed = True
                break
    statistic = [w for words in qualifiers().contrasts["statistic"].values() for w in words]
    head = drop_words(drop_words(plain[:place], qualifiers().fillers), tuple(statistic))
    return head, "", plain, None


def _contrasts(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    text = drop_words(text, qualifiers().compounds)
    known = _contrasts_by_letter()
    hits: dict[str, set[str]] = {}
    for letter in set(text):
        for kind, value, word in known.get(letter, ()):
            if _has(text, word):
                hits.setdefault(kind, set()).add(value)
    return tuple((kind, frozenset(hits[kind])) for kind in qualifiers().contrasts if kind in hits)


@cache
def _contrasts_by_letter() -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """The first letter of a word -> (kind, value, word)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for kind, values in qualifiers().contrasts.items():
        for value, words in values.items():
            for word in words:
                found.setdefault(word[0], []).append((kind, value, word))
    return found


def _has(text: str, word: str) -> bool:
    place = text.find(word)
    if place < 0 or text[place - 1 : place] == "耐":
        return False
    return _whole_word(text, place, place + len(word))


def _by_statistic(name: ParameterName, entry: Group) -> Better:
    if entry.range is RangeReading.COVER:
        stated = dict(name.stated).get("statistic", frozenset())
        if "maximum" in stated:
            return Better.HIGHER
        if "minimum" in stated:
            return Better.LOWER
    return entry.better


@lru_cache(maxsize=65536)
def _better_by_parts(head: str) -> Better:
    words = qualifiers()
    if any(mark in head for mark in words.lower_marks):
        return Better.LOWER
    if head.endswith(words.higher_tails):
        return Better.HIGHER
    return Better.NOMINAL


def _is_length(unit: str) -> bool:
    return convert(1.0, unit, "m") is not None or "%" in unit
