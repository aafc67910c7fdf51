"""
Where personal names stand in a passage.

A surname's character with one or two more is a candidate; what stands around it decides: a post
before or after it, a word of saying or doing, its neighbors in a list, the words into which the
sentence falls. Each piece of evidence adds points, and what reaches ``ENOUGH`` is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.evidence import ENOUGH, HELD, SIGN, Evidence
from queqiao.documents.facts.foreign import ForeignNames
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.offices import Office
from queqiao.documents.facts.passages import is_known_word

_HAN_RUN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+")
# After a person as after anybody: 韩文与…, 李岩在….
_AMONG = tuple("与和同在率向对说赴")
_LISTING = ("、", " ")
_HONORIFICS = frozenset(
    ["先生", "女士", "小姐", "教授", "院士", "医生", "医师", "大夫", "律师", "老师"]
)


def find_names(around: Around, *, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The names of a passage in reading order, none inside another."""
    evidence = Evidence(around, lexicon)
    foreign = ForeignNames(around, lexicon, evidence)
    chinese = _ChineseNames(around, lexicon, evidence)
    candidates = [*foreign.dotted(), *chinese.all(), *foreign.held()]
    candidates = _supported_by_lists(candidates, around.passage.text)
    kept: list[Mention] = []
    order = sorted(candidates, key=lambda one: (-one.points, -(one.end - one.start), one.start))
    for one in order:
        if one.points >= ENOUGH and not any(
            one.start < other.end and other.start < one.end for other in kept
        ):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def _supported_by_lists(candidates: list[Mention], text: str) -> list[Mention]:
    """Candidates that stand side by side at enumeration commas speak for each other."""
    ends: dict[int, float] = {}
    starts: dict[int, float] = {}
    for one in candidates:
        ends[one.end] = max(ends.get(one.end, 0.0), one.points)
        starts[one.start] = max(starts.get(one.start, 0.0), one.points)
    supported: list[Mention] = []
    for one in candidates:
        more = 0.0
        if text[one.start - 1 : one.start] in ("、", " ") and ends.get(one.start - 1, 0) > 1:
            more += 0.9
        if text[one.end : one.end + 1] in ("、", " ") and starts.get(one.end + 1, 0) > 1:
            more += 0.9
        supported.append(replace(one, points=one.points + more) if more else one)
    return supported


class _ChineseNames:
    """Looks for names of a surname and one or two characters in one passage."""

    def __init__(self, around: Around, lexicon: Lexicon, evidence: Evidence) -> None:
        self._around = around
        self._passage = around.passage
        self._text = around.passage.text
        self._lexicon = lexicon
        self._evidence = evidence
        self._covered = _covered(around.offices)

    def all(self) -> Iterator[Mention]:
        text, lexicon = self._text, self._lexicon
        for start, character in enumerate(text):
            if text[start : start + 2] in lexicon.compound_surnames:
                yield from self._candidates(start, 2)
            if character in lexicon.surnames:
                yield from self._candidates(start, 1)

    def _candidates(self, start: int, surname: int) -> Iterator[Mention]:
        if start in self._covered:
            return
        run = _HAN_RUN.match(self._text, start)
        longest = len(run[0]) if run else 0
        if longest <= surname or (start and self._text[start - 1].isdecimal()):
            return
        left = self._evidence.left(start)
        if left < -1:
            return
        if self._lexicon.after_name.starting(self._text, start + surname) in _HONORIFICS:
            return  # 张女士, 王教授: nobody that could be found again
        for end in (start + surname + 1, start + surname + 2):
            if end <= start + longest:
                right = self._evidence.right(end)
                if self._may_be(start, end, left + right):
                    points = self._points(start, end, surname, left, right)
                    standing = self._evidence.standing(start)
                    name = self._text[start:end]
                    yield Mention(self._passage, start, end, name, standing, points)

    def _points(self, start: int, end: int, surname: int, left: float, right: float) -> float:
        points = left + right
        points += self._evidence.shape(start, end, surname, explained=right > 0)
        alone = left < HELD - 1 and right <= SIGN and self._text[end : end + 1] not in _AMONG
        if alone and is_known_word(self._text[start:end]):
            points -= 1.8  # 卫星, 冷凝: nothing but a sign speaks for a name
        return points

    def _may_be(self, start: int, end: int, around: float) -> bool:
        """Whether shape and neighbors could still make a name of it, given what is around."""
        text = self._text
        word = self._around.words_by_start.get(start)
        most = 4.1 if word is not None and word.kind[:2] == "nr" else 2.6
        if text[start - 1 : start] in _LISTING or text[end : end + 1] in _LISTING:
            most += 1.8
        return around + most >= ENOUGH


def _covered(offices: tuple[Office, ...]) -> frozenset[int]:
    """Offsets inside organizations' names."""
    return frozenset(offset for one in offices for offset in range(one.start, one.end))
