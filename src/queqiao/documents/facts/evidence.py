"""What speaks for a stretch of text being a personal name, in points."""

from __future__ import annotations

import re

from queqiao.documents.facts.around import Around
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.facts.passages import is_known_word
from queqiao.documents.facts.standing import Standing, standing_before

ENOUGH = 2.5
"""From so many points on a candidate is a name."""
HELD = 3.4
"""Points for a post before a name."""
SIGN = 0.8
"""Points for a punctuation mark after a name."""

_CLOSING = "，。；：！？、”’）】》…|/ \n"
_OPENING = "，。；：！？、“‘（【》|/ \n"
_FORMER = re.compile(r"(?:时任|现任|曾任|身为|担任|身兼)[^，。；]{2,20}的$")
_QUOTES = ("“", "”", "《", "》")
# Surnames that are words of grammar first, and words of grammar that end hardly any name.
_FUNCTION_WORDS = frozenset("有从能向由全国应相要可但")
_FOLLOWING = frozenset("将在就已曾也还则又被把从于对向为以")


class Evidence:
    """Weighs the candidates of one passage; remembers the posts that it looked up."""

    def __init__(self, around: Around, lexicon: Lexicon) -> None:
        self._around = around
        self._passage = around.passage
        self.text = around.passage.text
        self._lexicon = lexicon
        self._standings: dict[int, Standing | None] = {}
        self._plain_surnames = lexicon.surnames - lexicon.doubtful_surnames

    def standing(self, end: int) -> Standing | None:
        if end not in self._standings:
            # 时任重庆市委书记的孙政才
            linked = self.text[end - 1 : end] == "的" and _FORMER.search(self.text, 0, end)
            self._standings[end] = standing_before(
                self._passage,
                end - 1 if linked else end,
                neighbors=self._around.neighbors,
                lexicon=self._lexicon,
            )
        return self._standings[end]

    def left(self, start: int) -> float:
        """What stands before."""
        text = self.text
        points = 0.0
        if self.standing(start):
            points += HELD
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

    def right(self, end: int) -> float:
        """What stands after."""
        text, lexicon = self.text, self._lexicon
        if end >= len(text) or text[end] in _CLOSING:
            return SIGN
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

    def shape(self, start: int, end: int, surname: int, *, explained: bool) -> float:
        """What the characters and the words of the sentence say."""
        lexicon = self._lexicon
        given = self.text[start + surname : end]
        points = sum(0.3 if character in lexicon.given else -0.5 for character in given)
        points += self._surname_points(start, end, surname, explained=explained)
        points += self._word_points(start, end, explained=explained)
        points -= self._spoiled(start, end, surname, explained=explained)
        return points - self._broken(start, end, explained=explained)

    def _surname_points(self, start: int, end: int, surname: int, *, explained: bool) -> float:
        """What kind of surname it is."""
        if surname == 2:
            return 1.0
        if self.text[start] not in self._lexicon.doubtful_surnames:
            return 0.0
        points = -0.5 if self.standing(start) else -1.0
        if self._is_phrase(start, end):
            held = self.standing(start) and explained and self.text[start] not in _FUNCTION_WORDS
            points -= 0.6 if held else 3.0
        return points

    def _word_points(self, start: int, end: int, *, explained: bool) -> float:
        """Whether the words of the sentence begin and end with the name."""
        points = 0.5 if end in self._passage.ends else 0.0
        word = self._around.words_by_start.get(start)
        if word is None:
            return points
        named = word.kind.startswith("nr")
        if word.end == end:
            return points + ((2.0 if explained else 0.8) if named else -1.0)
        if word.end > end:
            return points - (1.0 if named else 1.5)
        return points + (0.5 if named and word.end == end - 1 else 0.0)

    def _spoiled(self, start: int, end: int, surname: int, *, explained: bool) -> float:
        """Points off for what no name is: a place, a quotation, 某, grammar at its end."""
        text, lexicon = self.text, self._lexicon
        points = 0.0
        if self.is_place(start, end) or "某" in text[start:end] or text[end - 1] == "们":
            points += 6.0
        last = text[end - 1]
        if end - start - surname == 2 and last in _FOLLOWING:
            points += 1.2
        if not explained and (last in lexicon.did.words or last in lexicon.said.words):
            points += 2.5
        if text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES:
            points += 2.0
        return points

    def _is_phrase(self, start: int, end: int) -> bool:
        """Whether the sentence falls into 有 and 成熟, 从 and 飞轮."""
        words = self._around.words_by_start
        first, second = words.get(start), words.get(start + 1)
        return (
            first is not None
            and second is not None
            and second.end == end
            and first.kind[:1] in "vpcdurmf"
            and len(second.text) > 1
            and is_known_word(second.text)
        )

    def _broken(self, start: int, end: int, *, explained: bool) -> float:
        """How much the candidate cuts into words that are no names."""
        text, lexicon = self.text, self._lexicon
        points = 0.0
        if plain := lexicon.not_names.starting(text, start):
            whole = len(plain) >= end - start
            cut = self._around.words_by_start.get(start)
            part = 3.0 if cut is not None and cut.text == plain else 2.0
            points += (1.5 if self.standing(start) and explained else 4.0) if whole else part
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
        rest = self.text[end:word_end]
        if rest in self._lexicon.said.words or rest in self._lexicon.did.words:
            return 0.1
        longer = max(
            len(self._lexicon.said.starting(self.text, end)),
            len(self._lexicon.did.starting(self.text, end)),
        )
        return 0.1 if longer > 1 else 0.7

    def is_place(self, start: int, end: int) -> bool:
        return any(one.start <= start and end <= one.end for one in self._around.namings)
