"""A paragraph made ready for reading: one width of signs, sentences, words with their kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from queqiao.core import Span
from queqiao.documents.facts.lexicon import Lexicon
from queqiao.documents.model import Document, Paragraph
from queqiao.text import DateMention, find_dates, normalize

if TYPE_CHECKING:
    from rjieba import Jieba

_WIDE = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in range(0x30, 0x3A)}
    | {chr(code + 0xFEE0): chr(code) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))}
    | dict(zip("？！；（）％．\u3000\xa0\t", "？！；（）%.   ", strict=True))
    | dict(zip("?!;()「」『』﹁﹂", "？！；（）“”“”“”", strict=True))
    | dict.fromkeys("•‧・∙●⋅", "·")
)
_NARROW = str.maketrans("，；：！？（）～－—", ",;:!?()~--")
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_COLON = re.compile(r":(?!\d)|(?<!\d):")
_STRAIGHT = re.compile(r'"')
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？\n]+[”’）》]*|$)")
_MAY_DATE = re.compile(r"[年月日旬季号五]|[0-9]{4}")
_LONGEST = 200_000  # a paragraph longer than this is a data dump: only its beginning is read


class Word(NamedTuple):
    """A word of a passage and its kind: ``nr`` a person's name, ``ns`` a place, ``v`` a verb."""

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Passage:
    """
    A paragraph's text in full-width signs, character for character as long as the paragraph's.

    ``narrow`` is the same in half-width signs, as the readers of dates and numbers expect it.
    Offsets of all parts are the paragraph's own.
    """

    index: int
    paragraph: Paragraph
    text: str
    narrow: str
    dates: tuple[DateMention, ...]
    sentences: tuple[Span, ...]
    words: tuple[Word, ...]
    starts: frozenset[int]
    ends: frozenset[int]

    def raw(self, start: int, end: int) -> Span:
        """The stretch of the raw file behind ``[start, end)``."""
        return self.paragraph.raw_span(start, end)

    def verbatim(self, start: int, end: int) -> str:
        """``[start, end)`` with the file's own signs."""
        return self.paragraph.text[start:end]

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds ``offset``."""
        for sentence in self.sentences:
            if offset < sentence.end:
                return sentence
        return self.sentences[-1] if self.sentences else Span(0, len(self.text))


def read_passages(document: Document, *, lexicon: Lexicon) -> tuple[Passage, ...]:
    """The paragraphs of a document, those without any text left out."""
    return tuple(
        _passage(index, paragraph, document.published_on, lexicon)
        for index, paragraph in enumerate(document.paragraphs)
        if paragraph.text.strip()
    )


def read_title(document: Document, *, lexicon: Lexicon) -> Passage | None:
    """The title as a passage, where the file says where it stands."""
    span = document.title_span
    if span is None or span.start >= span.end:
        return None
    shown = normalize(span.of(document.raw))
    if not shown.text.strip():
        return None
    places: list[tuple[int, int]] = []
    for offset in range(len(shown.text)):
        place = shown.original_span(offset, offset + 1)
        places.append((span.start + place.start, span.start + place.end))
    paragraph = Paragraph(shown.text, span.start, span.end, tuple(places))
    return _passage(-1, paragraph, document.published_on, lexicon)


def _passage(
    index: int, paragraph: Paragraph, published_on: date | None, lexicon: Lexicon
) -> Passage:
    text = fold(paragraph.text[:_LONGEST])
    narrow = text.translate(_NARROW)
    words = tuple(_words(text, lexicon))
    return Passage(
        index=index,
        paragraph=paragraph,
        text=text,
        narrow=narrow,
        dates=find_dates(narrow, reference=published_on) if _MAY_DATE.search(narrow) else (),
        sentences=tuple(_sentences(text)),
        words=words,
        starts=frozenset(word.start for word in words),
        ends=frozenset(word.end for word in words),
    )


def fold(text: str) -> str:
    """``text`` in full-width signs and half-width digits and letters, no longer and no shorter."""
    text = _COLON.sub("：", _COMMA.sub("，", text.translate(_WIDE)))
    if '"' in text:
        opened = iter(range(len(text)))
        text = _STRAIGHT.sub(lambda _: "”" if next(opened) % 2 else "“", text)
    return text


def _sentences(text: str) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start] == " ":
            start += 1
        if start < end:
            yield Span(start, end)


def _words(text: str, lexicon: Lexicon) -> Iterator[Word]:
    start = 0
    for word, kind in _tagger(lexicon.heads.words | lexicon.known.words).tag(text):
        end = start + len(word)
        yield Word(word, start, end, kind)
        start = end


@cache
def _tagger(words: frozenset[str]) -> Jieba:
    """A cutter that knows posts and offices by name, so that 委副主任 is cut where it should."""
    from rjieba import Jieba  # noqa: PLC0415 -- slow import

    cutter = Jieba()
    for word in sorted(words):
        if len(word) > 1:
            cutter.add_word(word, 100_000, "n")
    return cutter


@cache
def _dictionary() -> Jieba:
    from rjieba import Jieba  # noqa: PLC0415 -- slow import

    return Jieba()


@lru_cache(maxsize=100_000)
def is_known_word(word: str) -> bool:
    """Whether the cutter's own dictionary holds ``word``: what it does not hold is often a name."""
    return bool(_dictionary().has_word(word))
