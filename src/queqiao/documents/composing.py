"""Pieces of a raw text put together as a reader sees them, each character with its place."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from queqiao.documents.model import Paragraph
from queqiao.text import find_glosses, simplify

_NOTHING = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ufffe\uffff"
)
_BLANK = "\\s\ue5e5\ue003\ue4c6"  # the last three are blanks of GBK fonts
_ENTITY = (
    r"&(?:amp;|\#0*38;)*(?:\#[0-9]{1,8};?|\#[xX][0-9A-Fa-f]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};"
    r"|(?:nbsp|lt|gt|amp|quot|[lr]dquo|middot|hellip|mdash)(?![A-Za-z0-9=;]))"
)
_SPECIAL = re.compile(f"({_ENTITY})|([{_BLANK}]+)|[{_NOTHING}]+")
_MOST_ROUNDS = 8  # an entity may hide an entity
_IS_BLANK = re.compile(f"[{_BLANK}]")
_IS_NOTHING = re.compile(f"[{_NOTHING}]")
_WIDE = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026]"
)
_TO_HALF_WIDTH = str.maketrans("（）", "()")

Place = tuple[int, int]


class Composer:
    """Composes paragraphs of one raw text; knows where its glosses are."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.glosses = find_glosses(raw.translate(_TO_HALF_WIDTH))
        self._starts = [gloss.start for gloss in self.glosses]

    def text(self, pieces: Iterable[Sequence[int]]) -> str:
        """The text alone, simplified; blanks at the ends are gone, others are one space each."""
        return self._draw(_Drawn(), pieces)

    def paragraph(self, pieces: Iterable[Sequence[int]]) -> Paragraph | None:
        """The paragraph with its places; ``None`` where nothing is to be seen."""
        drawn = _Placed()
        text = self._draw(drawn, pieces)
        if not text:
            return None
        places = drawn.places
        return Paragraph(text, places[0][0], places[-1][1], tuple(places))

    def _draw(self, drawn: _Drawn, pieces: Iterable[Sequence[int]]) -> str:
        for piece in pieces:
            if piece[0] == piece[1]:  # a blank that the file has no character for
                drawn.blank((piece[0] - 1, piece[1]), broken=False)
            for start, end in self._around_glosses(piece[0], piece[1]):
                self._draw_stretch(drawn, start, end)
        text = "".join(drawn.parts)
        return text if text.isascii() else simplify(text)

    def _around_glosses(self, start: int, end: int) -> list[Place]:
        if not self.glosses:
            return [(start, end)]
        parts: list[Place] = []
        i = bisect_left(self._starts, start)
        while i < len(self.glosses) and self.glosses[i].end <= end:
            parts.append((start, self.glosses[i].start))
            start = self.glosses[i].end
            i += 1
        return [*parts, (start, end)]

    def _draw_stretch(self, drawn: _Drawn, start: int, end: int) -> None:
        raw, place = self.raw, start
        for match in _SPECIAL.finditer(raw, start, end):
            if match.start() > place:
                drawn.copy(raw, place, match.start())
            place = match.end()
            entity, blank = match.groups()
            if blank is not None:
                drawn.blank(match.span(), broken="\n" in blank or "\r" in blank)
            elif entity is not None:
                drawn.spell(_decode(entity), match.span())
        if place < end:
            drawn.copy(raw, place, end)


class _Drawn:
    """What was drawn so far, and the blank that waits for a character behind it."""

    __slots__ = ("broken", "parts", "waiting")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.waiting: Place | None = None
        self.broken = False

    def blank(self, place: Place, *, broken: bool) -> None:
        if not self.parts:
            return
        if self.waiting is None:
            self.waiting, self.broken = place, broken
        else:
            self.waiting = (self.waiting[0], place[1])
            self.broken = self.broken or broken

    def settle(self, following: str) -> None:
        """A space for the blank; none where a line of Chinese was only broken by it."""
        if self.waiting is None:
            return
        if not (self.broken and _WIDE.match(self.parts[-1][-1]) and _WIDE.match(following)):
            self.add(" ", self.waiting)
        self.waiting = None

    def copy(self, raw: str, start: int, end: int) -> None:
        self.settle(raw[start])
        self.parts.append(raw[start:end])

    def add(self, character: str, place: Place) -> None:  # noqa: ARG002 -- places are kept below
        self.parts.append(character)

    def spell(self, decoded: str, place: Place) -> None:
        for character in decoded:
            if _IS_BLANK.match(character):
                self.blank(place, broken=False)
            elif not _IS_NOTHING.match(character):
                self.settle(character)
                self.add(character, place)


class _Placed(_Drawn):
    """The same with the place of every character."""

    __slots__ = ("places",)

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []

    def copy(self, raw: str, start: int, end: int) -> None:
        super().copy(raw, start, end)
        self.places.extend(zip(range(start, end), range(start + 1, end + 1), strict=True))

    def add(self, character: str, place: Place) -> None:
        super().add(character, place)
        self.places.append(place)


@lru_cache(maxsize=1024)
def _decode(entity: str) -> str:
    text = entity if entity.endswith(";") else f"{entity};"
    for _ in range(_MOST_ROUNDS):
        decoded = html.unescape(text)
        if decoded == text or not decoded.endswith(";"):
            break
        text = decoded
    return entity if decoded == f"{entity};" else decoded
