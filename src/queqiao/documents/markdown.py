"""Markdown as lines: marks gone, links known as such, wrapped lines joined."""

from __future__ import annotations

import re

from queqiao.core import Span
from queqiao.documents.composing import Composer
from queqiao.documents.lines import Line, line_spans, make_line
from queqiao.documents.markup import Block, Piece

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{3,}|\*{3,}|_{3,})\s*$|\s*\|?[\s:|\-]+\|?\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]\s+|\d{1,3}\.\s+(?=\S))")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_INLINE = re.compile(
    r"<!--[^\n]*?-->|!\[[^\]\n]*\]\([^)\n]*\)|\[([^\]\n]*)\]\([^)\n]*\)|<(?:https?|mailto):[^>\s]*>|\*\*|__|`+"
    r"|</?[A-Za-z][^<>\n]{0,300}>|(?<=\|)|\|"
)


def lines_of_markdown(raw: str, composer: Composer, *, start: int = 0) -> list[Line]:
    """The paragraphs, headings and items of Markdown from ``start`` on."""
    groups: list[tuple[list[Piece], int]] = []
    last_end, joins = start, False
    for span in line_spans(raw, start, len(raw)):
        apart = raw.count("\n", last_end, span.start) > 1
        last_end = span.end
        text = span.of(raw)
        if not text.strip() or _UNDERLINE.match(text):
            joins = False
            continue
        heading = _HEADING.match(text)
        begins = _ITEM.match(text) or _QUOTE.match(text)
        level, pieces = 0, []
        if heading is not None:
            level = len(heading[1])
            pieces = inline_pieces(
                raw, Span(span.start + heading.start(2), span.start + heading.end(2))
            )
        else:
            skipped = begins.end() if begins else 0
            pieces = inline_pieces(raw, Span(span.start + skipped, span.end))
        if joins and not apart and heading is None and begins is None:
            groups[-1][0].append((span.start - 1, span.start, False))  # the line end
            groups[-1][0].extend(pieces)
        else:
            groups.append((pieces, level))
        joins = heading is None
    lines = (make_line(composer, Block(tuple(p), 0, level)) for p, level in groups if p)
    return [line for line in lines if line.text]


def inline_pieces(raw: str, span: Span) -> list[Piece]:
    """The parts of a line that are to be read."""
    pieces: list[Piece] = []
    place = span.start
    for match in _INLINE.finditer(raw, span.start, span.end):
        if match.start() > place:
            pieces.append((place, match.start(), False))
        if match[1]:
            pieces.append((match.start(1), match.end(1), True))
        place = max(place, match.end())
    if place < span.end:
        pieces.append((place, span.end, False))
    return pieces
