"""Texts with the words that were looked for marked in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from queqiao.text import default_segmenter, normalize

_BEFORE: Final = 24
_END: Final = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``is_found`` where it is one of the words looked for."""

    text: str
    is_found: bool


def mark_words(text: str, query: str) -> list[Piece]:
    """The text in pieces, those that hold a word of the query marked; none is lost."""
    pattern = _pattern(query)
    if pattern is None:
        return [Piece(text, is_found=False)] if text else []
    normalized = normalize(text)
    pieces: list[Piece] = []
    done = 0
    for match in pattern.finditer(normalized.text.lower()):
        if match.end() > len(normalized.text):
            break
        span = normalized.original_span(match.start(), match.end())
        if span.start < done:
            continue
        pieces.append(Piece(text[done : span.start], is_found=False))
        pieces.append(Piece(text[span.start : span.end], is_found=True))
        done = span.end
    pieces.append(Piece(text[done:], is_found=False))
    return [piece for piece in pieces if piece.text]


def snippet(text: str, query: str, *, length: int = 110) -> list[Piece]:
    """A part of the text around the first word found, about ``length`` characters, marked."""
    flat = " ".join(text.split())
    pieces = mark_words(flat, query)
    first = 0
    for piece in pieces:
        if piece.is_found:
            break
        first += len(piece.text)
    else:
        first = 0
    start = max(0, min(first - _BEFORE, len(flat) - length))
    end = start + length
    shown = _cut(pieces, start, end)
    if start > 0:
        shown.insert(0, Piece(_END, is_found=False))
    if end < len(flat):
        shown.append(Piece(_END, is_found=False))
    return shown


def _cut(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    shown: list[Piece] = []
    place = 0
    for piece in pieces:
        part = piece.text[max(0, start - place) : max(0, end - place)]
        if part:
            shown.append(Piece(part, piece.is_found))
        place += len(piece.text)
    return shown


def _pattern(query: str) -> re.Pattern[str] | None:
    """Any word of the query, longer ones first."""
    words = sorted(default_segmenter().query_terms(query), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))) if words else None
