"""
Where personal names stand in a passage.

A surname's character with one or two more is a candidate; what stands around it decides: a post
before or after it, a word of saying or doing, its neighbors in a list, the words into which the
sentence falls. Each piece of evidence adds points, and what reaches ``_ENOUGH`` is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.offices import Office
from queqiao.documents.facts.passages import Passage, is_known_word
from queqiao.documents.facts.standing import Standing, standing_before

_ENOUGH = 2.5
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+")
_DOT = re.compile(r"(?<=[\u4e00-\u9fff])·(?=[\u4e00-\u9fffA-Z])")
_CLOSING = "，。；：！？、”’）】》…|/ \n"
_OPENING = "，。；：！？、“‘（【》|/ \n"
_FORMER = re.compile(r"(?:时任|现任|曾任|身为|担任|身兼)[^，。；]{2,20}的$")
_LISTING = ("、", " ")
_MOST_FOREIGN = 7


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place of a passage, with what stands before it and how sure it is."""

    passage: Passage
    start: int
    end: int
    name: str
    standing: Standing | None
    points: float


def find_names(around: Around, *, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The names of a passage in reading order, none inside another."""
    finder = _Finder(around, lexicon)
    candidates = [*finder.dotted(), *finder.chinese(), *finder.foreign()]
    candidates = _supported_by_lists(candidates, around.passage.text)
    kept: list[Mention] = []
    order = sorted(candidates, key=lambda one: (-one.points, -(one.end - one.start), one.start))
    for one in order:
        if one.points >= _ENOUGH and not any(
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


class _Finder:
    """Looks for the names of one passage; remembers the posts that it looked up."""

    def __init__(self, around: Around, lexicon: Lexicon) -> None:
        self._around = around
        self._passage = around.passage
        self._text = around.passage.text
        self._lexicon = lexicon
        self._standings: dict[int, Standing | None] = {}
        self._plain_surnames = lexicon.surnames - lexicon.doubtful_surnames
        self._covered = _covered(around.offices)

    def standing(self, end: int) -> Standing | None:
        if end not in self._standings:
            # 时任重庆市委书记的孙政才
            linked = self._text[end - 1 : end] == "的" and _FORMER.search(self._text, 0, end)
            self._standings[end] = standing_before(
                self._passage,
                end - 1 if linked else end,
                neighbors=self._around.neighbors,
                lexicon=self._lexicon,
            )
        return self._standings[end]

    # --- names of one or two given characters -----------------------------------------------------

    def chinese(self) -> Iterator[Mention]:
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
        left = self._left(start)
        if left < -1:
            return
        for given in (1, 2):
            if surname + given <= longest:
                end = start + surname + given
                right = self._right(end)
                if not self._may_be(start, end, left + right):
                    continue
                points = left + self._shape(start, end, surname, explained=right > 0) + right
                yield Mention(
                    self._passage, start, end, self._text[start:end], self.standing(start), points
                )

    def _may_be(self, start: int, end: int, around: float) -> bool:
        """Whether shape and neighbors could still make a name of it, given what is around."""
        text = self._text
        word = self._around.words_by_start.get(start)
        most = 4.1 if word is not None and word.kind[:2] == "nr" else 2.6
        if text[start - 1 : start] in _LISTING or text[end : end + 1] in _LISTING:
            most += 1.8
        return around + most >= _ENOUGH

    def _left(self, start: int) -> float:
        """What stands before."""
        text = self._text
        points = 0.0
        if self.standing(start):
            points += 3.4
        elif (
            start == 0
            or text[start - 1] in _OPENING
            or (self._lexicon.before.ending(text, start) and start in self._passage.starts)
        ):
            points += 0.6
        if text[start - 1 : start] in self._plain_surnames and start - 1 in self._passage.starts:
            points -= 1.5  # 海涛 of 周海涛
        if start not in self._passage.starts:
            points -= 1.0 if points >= 3.0 else 2.0
        return points

    def _right(self, end: int) -> float:
        """What stands after."""
        text, lexicon = self._text, self._lexicon
        if end >= len(text) or text[end] in _CLOSING:
            return 0.8
        points = 0.0
        if head := lexicon.after_name.starting(text, end):
            points += 2.5 if len(head) > 1 else 0.0
        elif len(said := lexicon.said.starting(text, end)) > 1:
            points += 2.2
        elif len(lexicon.did.starting(text, end)) > 1:
            points += 1.3
        elif said:
            points += 0.5
        elif lexicon.did.starting(text, end):
            follows = lexicon.did.starting(text, end + 1) or lexicon.said.starting(text, end + 1)
            points += -1.0 if text[end] in "和与同一" and len(follows) > 1 else 0.5
        if text[end] == "（":
            points += 0.8
        return points or self._unexplained(end)

    def _unexplained(self, end: int) -> float:
        """Points off where what follows begins no word: the name may be longer."""
        word = self._around.words_by_start.get(end)
        if word is not None and len(word.text) > 1:
            return -0.3
        return -1.2 if word is None or word.kind[:1] in "pcudvrf" else -2.0

    def _shape(self, start: int, end: int, surname: int, *, explained: bool) -> float:
        """What the characters and the words of the sentence say."""
        text, lexicon, passage = self._text, self._lexicon, self._passage
        points = 0.0
        given = text[start + surname : end]
        points += sum(0.3 if character in lexicon.given else -0.5 for character in given)
        if surname == 2:
            points += 1.0
        elif text[start] in lexicon.doubtful_surnames:
            points -= 0.5 if self.standing(start) else 1.0
        word = self._around.words_by_start.get(start)
        if word is not None and word.end == end:
            points += (2.0 if explained else 0.8) if word.kind.startswith("nr") else -1.0
        elif word is not None and word.end == end - 1 and word.kind.startswith("nr"):
            points += 0.5
        elif word is not None and word.end > end:
            points -= 1.0 if word.kind.startswith("nr") else 1.5
        if end in passage.ends:
            points += 0.5
        if self._is_place(start, end) or "某" in given:
            points -= 6.0
        last = text[end - 1]
        if not explained and (last in lexicon.did.words or last in lexicon.said.words):
            points -= 2.5
        if text[start - 1 : start] == "“" and text[end : end + 1] == "”":
            points -= 2.0
        points -= self._broken(start, end, explained=explained)
        return points

    def _broken(self, start: int, end: int, *, explained: bool) -> float:
        """How much the candidate cuts into words that are no names."""
        text, lexicon = self._text, self._lexicon
        points = 0.0
        if plain := lexicon.not_names.starting(text, start):
            whole = len(plain) >= end - start
            points += (1.5 if self.standing(start) and explained else 4.0) if whole else 2.0
        for inner in range(start + 1, end):
            for words in (lexicon.heads, lexicon.said, lexicon.did):
                found = words.starting(text, inner)
                if len(found) > 1 and inner + len(found) > end:
                    points += 1.6
                    break
            else:
                word = self._around.words_by_start.get(inner)
                if word is not None and word.end > end and not word.kind.startswith("nr"):
                    points += self._word_broken(end, word.end)
        if (
            lexicon.heads.ending(text, end)
            and len(lexicon.heads.ending(text, end)) >= end - start - 1
        ):
            points += 2.0
        return points

    def _word_broken(self, end: int, word_end: int) -> float:
        """Points off for a word that goes on after the name; few where it is 明 and 说."""
        rest = self._text[end:word_end]
        if rest in self._lexicon.said.words or rest in self._lexicon.did.words:
            return 0.1
        longer = max(
            len(self._lexicon.said.starting(self._text, end)),
            len(self._lexicon.did.starting(self._text, end)),
        )
        return 0.1 if longer > 1 else 0.7

    # --- names of other forms ---------------------------------------------------------------------

    def dotted(self) -> Iterator[Mention]:
        """``汉斯·伯格曼``, ``艾力更·依明巴海``."""
        text = self._text
        taken = 0
        for dot in _DOT.finditer(text):
            if dot.start() < taken:
                continue
            start = self._foreign_start(dot.start(), taken)
            end = dot.start()
            while end < len(text) and text[end] == "·":
                end = self._foreign_end(end + 1)
            taken = end
            if end - start >= 3 and text[end - 1] != "·":
                yield Mention(self._passage, start, end, text[start:end], self.standing(start), 8.0)

    def _foreign_start(self, dot: int, earliest: int) -> int:
        text, lexicon = self._text, self._lexicon
        start = dot
        while start > max(earliest, dot - _MOST_FOREIGN) and _HAN.match(text[start - 1]):
            if start < dot and (
                lexicon.heads.ending(text, start)
                or start in self._around.place_starts
                or (len(lexicon.before.ending(text, start)) > 0 and start in self._passage.ends)
            ):
                break
            if start < dot and text[start - 1] not in lexicon.transliteration:
                break
            start -= 1
        return start

    def _foreign_end(self, start: int) -> int:
        text, lexicon = self._text, self._lexicon
        end = start
        while end < len(text) and end - start < _MOST_FOREIGN + 1:
            character = text[end]
            if character.isascii() and character.isalpha():
                end += 1
                continue
            if not _HAN.match(character):
                break
            if end > start and self._leaves(end):
                break
            if end > start and character not in lexicon.transliteration and not self._inside(end):
                break
            end += 1
        return end

    def _inside(self, offset: int) -> bool:
        """Whether ``offset`` lies within a word that the dictionary does not hold, or a name."""
        if offset in self._passage.starts:
            return False
        word = next((w for w in self._passage.words if w.start < offset < w.end), None)
        return word is not None and (word.kind[:2] == "nr" or not is_known_word(word.text))

    def _leaves(self, at: int) -> bool:
        """Whether the name is over at ``at``: a word of saying or doing or a post follows."""
        text, lexicon = self._text, self._lexicon
        for words in (lexicon.said, lexicon.did, lexicon.after_name):
            found = words.starting(text, at)
            if len(found) > 1 or (found and found not in lexicon.transliteration):
                return True
        return False

    def foreign(self) -> Iterator[Mention]:
        """``美国总统拜登``: characters that foreign names are written with, after a post."""
        text, lexicon = self._text, self._lexicon
        for end in sorted(self._passage.ends):
            if end >= len(text) or text[end] not in lexicon.transliteration:
                continue
            if not lexicon.heads.ending(text, end) or (standing := self.standing(end)) is None:
                continue
            last = self._foreign_word_end(end)
            if 2 <= last - end <= _MOST_FOREIGN and text[last : last + 1] != "·":
                points = self._foreign_points(end, last, standing)
                yield Mention(self._passage, end, last, text[end:last], standing, points)

    def _foreign_word_end(self, start: int) -> int:
        """Where a foreign name ends: at the last of the words that may be parts of one."""
        words, text = self._around.words_by_start, self._text
        limit = self._foreign_end(start)
        end = start
        while (word := words.get(end)) is not None and word.end <= limit:
            plain = word.kind[:1] in "vpcdur" and (end > start or is_known_word(word.text))
            if plain and (len(word.text) > 1 or end > start):
                break
            end = word.end
        if (
            end - start > 2
            and text[end - 1] in self._lexicon.did.words
            and text[end : end + 1] == "了"
        ):
            end -= 1
        return end if end > start else limit

    def _foreign_points(self, start: int, end: int, standing: Standing) -> float:
        word = self._around.words_by_start.get(start)
        known = word is not None and word.end == end and word.kind[:2] in ("nr", "ns")
        points = 2.0 + (2.0 if known else 0.0) + (0.8 if self._right(end) > 0 else 0.0)
        if standing.organization in self._lexicon.countries.words or end - start > 3:
            points += 2.4
        if word is not None and word.end == end and word.kind[:1] in "vad":
            points -= 3.0
        if self._lexicon.not_names.starting(self._text, start) or self._is_place(start, end):
            points -= 4.0
        return points

    def _is_place(self, start: int, end: int) -> bool:
        return any(one.start <= start and end <= one.end for one in self._around.namings)


def _covered(offices: tuple[Office, ...]) -> frozenset[int]:
    """Offsets inside organizations' names."""
    return frozenset(offset for one in offices for offset in range(one.start, one.end))
