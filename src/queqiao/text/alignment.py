"""Where each stretch of a rewritten text came from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from queqiao.core.spans import Span


@dataclass(frozen=True, slots=True)
class Alignment:
    """
    One rewriting step: its edits in reading order, as offsets before and after.

    Outside the edits the text was copied (or exchanged code point by code point), so that offsets
    there differ by a constant. The four tuples have the same length.
    """

    before_starts: tuple[int, ...]
    before_ends: tuple[int, ...]
    after_starts: tuple[int, ...]
    after_ends: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """The smallest span before the step that holds everything ``span`` shows after it."""
        if span.start == span.end:
            point = self._back_start(span.start)
            return Span(point, point)
        return Span(self._back_start(span.start), self._back_end(span.end))

    def _back_start(self, offset: int) -> int:
        """Where the character that begins at ``offset`` begins, past edits that left nothing."""
        i = bisect_right(self.after_starts, offset) - 1
        if i < 0:
            return offset
        if offset < self.after_ends[i]:
            return self.before_starts[i]
        return self.before_ends[i] + offset - self.after_ends[i]

    def _back_end(self, offset: int) -> int:
        """Where the character that ends at ``offset`` ends, before edits that left nothing."""
        i = bisect_left(self.after_ends, offset)
        if i < len(self.after_ends) and self.after_starts[i] < offset:
            return self.before_ends[i]
        if i == 0:
            return offset
        return self.before_ends[i - 1] + offset - self.after_ends[i - 1]


def rewrite(
    text: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]
) -> tuple[str, Alignment | None]:
    """
    ``text`` with every match replaced, and the way back.

    ``None`` where every offset stayed as it was.
    """
    parts: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    taken = written = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replace(match)
        if new == match[0]:
            continue
        written += start - taken
        if not len(new) == end - start == 1:
            edits.append((start, end, written, written + len(new)))
        parts += (text[taken:start], new)
        written += len(new)
        taken = end
    if not parts:
        return text, None
    parts.append(text[taken:])
    if not edits:
        return "".join(parts), None
    starts, ends, after_starts, after_ends = zip(*edits, strict=True)
    return "".join(parts), Alignment(starts, ends, after_starts, after_ends)
