"""Names of other forms: with a dot between their parts, or written by sound after a post."""

from __future__ import annotations

import re
from collections.abc import Iterator

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.evidence import Evidence
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.mentions import Mention
from queqiao.documents.facts.passages import is_known_word
from queqiao.documents.facts.standing import Standing

_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
_DOT = re.compile(r"(?<=[\u4e00-\u9fff])·(?=[\u4e00-\u9fffA-Z])")
# Where names are written in characters of their own and not by sound.
_EAST = frozenset(["日本", "日", "韩国", "韩", "朝鲜", "越南"])
_MOST_EASTERN = 5
_MOST_FOREIGN = 7


class ForeignNames:
    """Looks for the names of other forms in one passage."""

    def __init__(self, around: Around, lexicon: Lexicon, evidence: Evidence) -> None:
        self._around = around
        self._passage = around.passage
        self._text = around.passage.text
        self._lexicon = lexicon
        self._evidence = evidence

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
            if self._is_dotted_name(text[start:end]):
                yield Mention(
                    self._passage, start, end, text[start:end], self._evidence.standing(start), 8.0
                )

    def _is_dotted_name(self, name: str) -> bool:
        """``汉斯·伯格曼``, but not ``台·月`` or ``吡嘧·磺隆``: parts as long as names' are."""
        parts = name.split("·")
        if any((len(part) < 2 and not part.isascii()) or not part for part in parts):
            return False
        letters = [character for part in parts for character in part]
        written = sum(c in self._lexicon.transliteration or c.isascii() for c in letters)
        return written >= 0.7 * len(letters)

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

    def held(self) -> Iterator[Mention]:
        """``美国总统拜登``: characters that foreign names are written with, after a post."""
        text, lexicon = self._text, self._lexicon
        for end in sorted(self._passage.ends):
            if end >= len(text) or not lexicon.heads.ending(text, end):
                continue
            if (standing := self._evidence.standing(end)) is None:
                continue
            if standing.organization in _EAST:
                last = self._eastern_end(end)
            elif text[end] in lexicon.transliteration:
                last = self._foreign_word_end(end)
            else:
                continue
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

    def _eastern_end(self, start: int) -> int:
        """Where a Japanese or Korean name ends: before a word of saying or doing."""
        text = self._text
        end = start
        while end < min(len(text), start + _MOST_EASTERN) and _HAN.match(text[end]):
            if end > start + 1 and self._leaves(end):
                break
            end += 1
        if text[end - 1] in self._lexicon.did.words and text[end : end + 1] == "了":
            end -= 1
        return end

    def _foreign_points(self, start: int, end: int, standing: Standing) -> float:
        word = self._around.words_by_start.get(start)
        known = word is not None and word.end == end and word.kind[:2] in ("nr", "ns")
        points = 2.0 + (2.0 if known else 0.0) + (0.8 if self._evidence.right(end) > 0 else 0.0)
        if standing.organization in self._lexicon.countries.words or end - start > 3:
            points += 2.4
        if word is not None and word.end == end and word.kind[:1] in "vad":
            points -= 3.0
        if self._lexicon.not_names.starting(self._text, start) or self._evidence.is_place(
            start, end
        ):
            points -= 4.0
        return points
