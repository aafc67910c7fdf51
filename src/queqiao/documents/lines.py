"""The lines of a document before it is known which are its article, and what can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from queqiao.core import Span
from queqiao.documents.composing import Composer
from queqiao.documents.markup import Page, Piece

_MARKS = re.compile(r"[，。；！？、：“”…,;!?]|\.(?=\s|$)")
_STOPS = re.compile(r"[。！？；…!?;]|[.](?=\s|$)")
_ENDS_SENTENCE = re.compile(r"[。！？；：…!?;:.][”’」』）)\]】]*$|[”」』]$")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """
    A block of a page or a line of a text, as a reader sees it.

    ``size`` counts characters without blanks, ``linked`` those in links, ``marks`` the punctuation
    of sentences, ``stops`` that which ends one.
    """

    text: str
    pieces: tuple[Piece, ...]
    size: int
    linked: int
    marks: int
    stops: int
    heading: int = 0
    node: int = 0
    hidden: bool = False

    @property
    def span(self) -> Span:
        """From the first to the last piece in the raw text."""
        return Span(self.pieces[0][0], self.pieces[-1][1])

    @property
    def is_linked(self) -> bool:
        """Whether most of it is links."""
        return self.linked * 2 > self.size

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return _ENDS_SENTENCE.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it reads as sentences, not as a label or a list of links."""
        if self.is_linked or self.size < 8:
            return False
        return self.ends_sentence or (self.marks >= 2 and self.size >= 25) or self.size >= 60


def make_line(  # the parts of a line, by keyword
    composer: Composer,
    pieces: tuple[Piece, ...],
    *,
    heading: int = 0,
    node: int = 0,
    hidden: bool = False,
) -> Line:
    """The line of some pieces, with what can be counted in it."""
    text = composer.text(pieces)
    size = len(_BLANKS.sub("", text))
    linked = 0
    if any(piece[2] for piece in pieces):
        words = composer.text(piece for piece in pieces if piece[2])
        linked = len(_BLANKS.sub("", words))
    marks, stops = len(_MARKS.findall(text)), len(_STOPS.findall(text))
    return Line(text, pieces, size, min(linked, size), marks, stops, heading, node, hidden)


def lines_of_page(page: Page, composer: Composer) -> list[Line]:
    """A line for each block of a page, empty ones too: their numbers are those of the blocks."""
    return [
        make_line(
            composer, block.pieces, heading=block.heading, node=block.node, hidden=block.hidden
        )
        for block in page.blocks
    ]


def lines_of_text(
    raw: str, composer: Composer, *, start: int = 0, end: int | None = None
) -> list[Line]:
    """The lines of plain text that hold anything."""
    lines = []
    for span in line_spans(raw, start, len(raw) if end is None else end):
        line = make_line(composer, ((span.start, span.end, False),))
        if line.text:
            lines.append(line)
    return lines


def line_spans(raw: str, start: int, end: int) -> Iterable[Span]:
    """Where each line lies, without its end."""
    place = start
    while place < end:
        found = raw.find("\n", place, end)
        found = end if found < 0 else found
        if found > place:
            yield Span(place, found)
        place = found + 1
