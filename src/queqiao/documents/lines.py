"""The lines of a document before it is known which are its article, and what can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from queqiao.core import Span
from queqiao.documents.composing import Composer
from queqiao.documents.markup import Block, Page, Piece

_MARKS = re.compile(r"[，。；！？、：“”…,;!?]|\.(?=\s|$)")
_STOPS = re.compile(r"[。！？；…!?;]|[.](?=\s|$)")
_ENDS_SENTENCE = re.compile(r"[。！？；：…!?;:.][”’」』）)\]】]*$|[”」』]$")
_HIDES_MOST = 1.5  # so much more is hidden than shown
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
    preformatted: bool = False

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


def make_line(composer: Composer, block: Block) -> Line:
    """The line of a block, with what can be counted in it."""
    text = composer.text(block.pieces)
    linked = 0
    if any(piece[2] for piece in block.pieces):
        words = composer.text(piece for piece in block.pieces if piece[2])
        linked = len(_BLANKS.sub("", words))
    size = len(_BLANKS.sub("", text))
    return Line(
        text=text,
        pieces=block.pieces,
        size=size,
        linked=min(linked, size),
        marks=len(_MARKS.findall(text)),
        stops=len(_STOPS.findall(text)),
        heading=block.heading,
        node=block.node,
        hidden=block.hidden,
        preformatted=block.preformatted,
    )


def lines_of_page(page: Page, composer: Composer) -> list[Line]:
    """
    A line for each block of a page, empty ones too: their numbers are those of the blocks.

    Where a style hides most of the text, a script would have shown it: it counts as shown.
    """
    lines = [make_line(composer, block) for block in page.blocks]
    pairs = list(zip(lines, page.blocks, strict=True))
    styled = sum(line.size for line, block in pairs if block.styled)
    shown = sum(line.size for line in lines if not line.hidden)
    if styled <= shown * _HIDES_MOST:
        return lines
    return [replace(line, hidden=False) if block.styled else line for line, block in pairs]


def lines_of_text(
    raw: str, composer: Composer, *, start: int = 0, end: int | None = None
) -> list[Line]:
    """The lines of plain text that hold anything."""
    lines = []
    for span in line_spans(raw, start, len(raw) if end is None else end):
        line = make_line(composer, Block(((span.start, span.end, False),), 0))
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
