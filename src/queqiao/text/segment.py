"""
Words of Chinese technical text.

``tokens`` gives the words with their places; ``terms`` gives what a search looks up. Both cut with
rjieba (its own dictionary and its hidden Markov model for unknown words) after adding the words
that ship in ``dictionary/`` and those of the operator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from queqiao.text.io import load_shipped_words
from queqiao.text.normalize import normalize

if TYPE_CHECKING:
    from rjieba import Jieba

# Without so high a frequency 专精特新 is split.
_FREQUENCY = 100_000
_MOST_REMEMBERED = 500_000
PART_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands, in code points of the text it was cut from."""

    text: str
    start: int
    end: int


class _Remembered(dict[str, tuple[str, ...]]):
    """The terms of every word met so far; asks for those of a new one."""

    def __init__(self, terms_of: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._terms_of = terms_of

    def __missing__(self, word: str) -> tuple[str, ...]:
        terms = self[word] = self._terms_of(word)
        return terms


class Segmenter:
    """
    Cuts text by the shipped dictionary and by ``words`` of one's own.

    Building one takes about 0.2 s; it is meant to be kept. ``words`` gives back those of one's own
    as they are looked up: whatever was cut by them is to be searched by them.
    """

    __slots__ = ("_cutter", "_remembered", "_stop_words", "words")

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._cutter = _new_cutter()
        self._stop_words = load_shipped_words("stop")
        self._remembered = _Remembered(self._terms_of)
        self.words = frozenset(normalize(word).text.lower() for word in words)
        for word in sorted(self.words):
            _add(self._cutter, word)

    def tokens(self, normalized: str) -> tuple[Token, ...]:
        """Every word of a normalized text with its place, spaces and punctuation included."""
        lowered = normalized.lower()
        same_length = len(lowered) == len(normalized)
        found: list[Token] = []
        start = 0
        for word in self._cutter.cut(lowered if same_length else normalized):
            end = start + len(word)
            found.append(Token(normalized[start:end], start, end))
            start = end
        return tuple(found)

    def terms(self, text: str) -> list[str]:
        """
        The search terms of any text, in reading order, repeated as often as they occur.

        Normalized and lower-cased; without punctuation, stop words, plain quantities (``0.05mm``)
        and single characters that name nothing by themselves. A long word is followed by the
        shorter dictionary words inside it, so that ``锂离子电池`` is found by ``电池`` too; a
        hyphenated name by its parts.
        """
        return list(chain.from_iterable(self._cut_terms(text)))

    def query_terms(self, text: str) -> dict[str, float]:
        """
        What to look up for ``text`` in an index of ``terms``, each term with its weight.

        A word weighs 1 for each time it occurs, the shorter words inside it ``PART_WEIGHT``: they
        find what the whole word misses without drowning it (``docs/how-to/grow-the-dictionary.md``
        has the measurement).
        """
        found: dict[str, float] = {}
        for terms in self._cut_terms(text):
            weight = 1.0  # of the word; its parts follow
            for term in terms:
                found[term] = found.get(term, 0.0) + weight
                weight = PART_WEIGHT
        return found

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds ``word`` as it stands, so that it is never cut."""
        return bool(self._cutter.has_word(normalize(word).text.lower()))

    def _cut_terms(self, text: str) -> Iterator[tuple[str, ...]]:
        """For each word: nothing, or the word and then its parts."""
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.clear()
        words = self._cutter.cut(normalize(text).text.lower())
        return map(self._remembered.__getitem__, words)

    def _terms_of(self, word: str) -> tuple[str, ...]:
        if word.isascii():
            return _terms_of_name(word, self._stop_words)
        if _LETTERS.fullmatch(word) is None or word in self._stop_words:
            return ()
        if len(word) == 1:
            return (word,) if word in _single_words() else ()
        return (word, *self._parts_of(word))

    def _parts_of(self, word: str) -> tuple[str, ...]:
        """The shorter dictionary words in ``word``, each once."""
        if len(word) == 2:
            return ()
        # rjieba gives those of two and three characters; the longer ones are looked up here.
        parts = dict.fromkeys(self._cutter.cut_for_search(word))
        for length in range(4, len(word)):
            for start in range(len(word) - length + 1):
                part = word[start : start + length]
                if self._cutter.has_word(part):
                    parts[part] = None
        return tuple(
            part
            for part in parts
            if len(part) > 1 and part != word and part not in self._stop_words
        )


@lru_cache(maxsize=4)
def segmenter_with(words: frozenset[str]) -> Segmenter:
    """The segmenter with these words of one's own, built once."""
    return Segmenter(words)


def default_segmenter() -> Segmenter:
    """The segmenter with the shipped dictionary alone, built once."""
    return segmenter_with(frozenset())


def _new_cutter() -> Jieba:
    from rjieba import Jieba  # noqa: PLC0415 -- slow import

    cutter = Jieba()
    for word in sorted(load_shipped_words("terms")):
        _add(cutter, word.lower())
    for word in sorted(load_shipped_words("stop")):
        if len(word) > 2 and not word.isascii():
            _add(cutter, word)  # 需求内容 is dropped whole, or 需求 and 内容 would be searched
    return cutter


def _add(cutter: Jieba, word: str) -> None:
    if len(word) > 1:
        cutter.add_word(word, _FREQUENCY, "n")


@cache
def _single_words() -> frozenset[str]:
    return load_shipped_words("single")


# --- names, numbers and units in ASCII ------------------------------------------------------------

_LETTERS = re.compile(r"[\w+#.%&\-]*\w[\w+#.%&\-]*")
_NAME = re.compile(r"[a-z0-9]+(?:[.\-_+#&][a-z0-9]+)*(?:\+\+?|#)?")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_GRADE = re.compile(r"[1-9][0-9]{2,4}")  # 304, 6061, 18650
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_QUANTITY = re.compile(
    r"[0-9]+\.[0-9]+[a-z%]*|[0-9]+(?:[munpkcd]?m|[mukn]?g|[mk]?t|[mkg]?w|[mkg]?wh|[mukg]?v|[mu]?a"
    r"|m?ah|[mkg]?pa|[mkg]?hz|[mun]?s|min|h|[mu]?l|mol|ppm|ppb|rpm|db|k?n|mah|wt|[km]?j|h[vb][0-9]*|hrc)"
)
_KEPT = frozenset(
    ("2g", "3g", "4g", "5g", "6g", "1d", "2d", "3d", "4d", "5d", "2k", "4k", "8k", "c++", "c#")
)


@lru_cache(maxsize=100_000)
def _terms_of_name(word: str, stop_words: frozenset[str]) -> tuple[str, ...]:
    """The terms of a word in lower-case ASCII: model names whole, then their parts."""
    if word in _KEPT:
        return (word,)
    found = _NAME.search(word)
    if found is None or found[0] in stop_words:
        return ()
    name = found[0]
    if _NUMBER.fullmatch(name):
        return (name,) if _GRADE.fullmatch(name) and not _YEAR.fullmatch(name) else ()
    parts = re.split(r"[.\-_+#&]+", name)
    if len(name) == 1 or _QUANTITY.fullmatch(name) or all(part.isdigit() for part in parts):
        return ()
    kept = (part for part in parts if len(part) > 1 and not part.isdigit())
    return tuple(dict.fromkeys((name, *(part for part in kept if part not in stop_words))))
