"""
Which blocks of a page are its article.

Every block has a worth: its characters where it reads as sentences, a small loss where it is a
link or a label. The article is the element whose blocks are worth most together; elements that
name themselves comments or furniture earn nothing, unless they hold most of the page. Inside the
element chosen, lists of links and named furniture are left out again. Where the element has equals
(the posts of a thread), those belong to the article too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from queqiao.documents.lines import Line
from queqiao.documents.markup import Node, Page
from queqiao.documents.pages.names import Hint, hint_of, signature

_LABEL_LOSS = 4.0
_LINK_LOSS = 5.0
_MAJORITY = 0.5
_ENOUGH_BESIDES = 200.0
_BODY_BONUS = 1.15
_MOST_EQUALS = 400


@dataclass(frozen=True, slots=True)
class Choice:
    """Numbers of the blocks kept, in order, and for the others inside why they were left out."""

    kept: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]


def worth(line: Line) -> float:
    """How much a block speaks for the element around it."""
    if line.hidden or not line.size:
        return 0.0
    if line.is_linked:
        return -(_LINK_LOSS + 0.1 * line.size)
    plain = line.size - line.linked
    if line.is_prose:
        return plain * min(1.0, 0.6 + 0.1 * line.marks)
    return -_LABEL_LOSS if line.size < 20 else 0.2 * plain


def choose_body(page: Page, lines: Sequence[Line]) -> Choice:
    """The blocks of the article of ``page``; ``lines`` are its blocks, one for one."""
    if not lines:
        return Choice((), ())
    field = _Field(page.nodes, lines)
    best = field.best()
    roots = field.equals(best)
    kept: list[int] = []
    dropped: list[tuple[int, str]] = []
    for root in roots:
        field.prune(root, kept, dropped)
    return Choice(tuple(kept), tuple(dropped))


class _Field:
    """The worth of every element, from sums over its blocks."""

    def __init__(self, nodes: Sequence[Node], lines: Sequence[Line]) -> None:
        self.nodes, self.lines = nodes, lines
        worths = [worth(line) for line in lines]
        self.gains = self._sums([max(0.0, value) for value in worths])
        self.sizes = self._sums([float(line.size) for line in lines])
        self.links = self._sums([float(line.linked) for line in lines])
        self.hints = [self._hint(node) for node in nodes]
        self.barred = self._barred()
        values = [
            min(0.0, value) if self.barred[line.node] else value
            for value, line in zip(worths, lines, strict=True)
        ]
        self.values = self._sums(values)

    @staticmethod
    def _sums(values: Sequence[float]) -> list[float]:
        return [0.0, *accumulate(values)]

    def within(self, sums: Sequence[float], node: Node) -> float:
        """The part of ``sums`` that lies in the element."""
        return sums[node.last] - sums[node.first]

    def _hint(self, node: Node) -> Hint:
        """What an element promises, believed only as far as the page is more than it."""
        hint = hint_of(node.tag, node.names)
        if hint in (Hint.NOTHING, Hint.BODY) or node.last == node.first:
            return hint
        inside, all_of_it = self.within(self.gains, node), self.gains[-1]
        if hint is Hint.COMMENTS:
            return hint if all_of_it - inside >= _ENOUGH_BESIDES else Hint.NOTHING
        return hint if inside <= all_of_it * _MAJORITY else Hint.NOTHING

    def _barred(self) -> list[bool]:
        barred: list[bool] = []
        for node, hint in zip(self.nodes, self.hints, strict=True):
            above = barred[node.parent] if node.parent >= 0 else False
            barred.append(above or hint in (Hint.COMMENTS, Hint.FURNITURE, Hint.CAPTION))
        return barred

    def best(self) -> int:
        """The element worth most; of equals the innermost."""

        def rank(number: int) -> tuple[float, int]:
            node = self.nodes[number]
            value = self.within(self.values, node)
            bonus = _BODY_BONUS if self.hints[number] is Hint.BODY else 1.0
            return (value * bonus, node.depth)

        filled = [n for n, node in enumerate(self.nodes) if node.last > node.first]
        return max(filled, key=rank)

    def equals(self, best: int) -> list[int]:
        """The element and those of the same kind in the same surroundings, in reading order."""
        own = self._path(best)
        if not own[0]:
            return [best]
        depth = self.nodes[best].depth
        alike = [
            number
            for number, node in enumerate(self.nodes)
            if node.depth == depth and node.last > node.first and self._path(number) == own
        ]
        good = [n for n in alike if n == best or self.within(self.gains, self.nodes[n]) > 0]
        if len(good) > _MOST_EQUALS:
            return [best]
        return good

    def _path(self, number: int) -> tuple[str, ...]:
        """The signatures of an element and the two around it."""
        path = []
        for _ in range(3):
            node = self.nodes[number]
            path.append(signature(node.tag, node.names))
            number = max(0, node.parent)
        return tuple(path)

    def prune(self, root: int, kept: list[int], dropped: list[tuple[int, str]]) -> None:
        """The blocks of an element without the lists of links and the furniture in it."""
        reasons: dict[int, str] = {}
        top = self.nodes[root]
        number = root + 1
        while number < len(self.nodes) and self.nodes[number].depth > top.depth:
            node = self.nodes[number]
            reason = reasons.get(node.parent, "") or self._reason(number)
            if reason:
                reasons[number] = reason
            number += 1
        for place in range(top.first, top.last):
            line = self.lines[place]
            reason = "hidden" if line.hidden else reasons.get(line.node, "")
            if reason:
                dropped.append((place, reason))
            elif line.size:
                kept.append(place)

    def _reason(self, number: int) -> str:
        """Why an element inside the article is no part of it, ``""`` where it is one."""
        node, hint = self.nodes[number], self.hints[number]
        if hint is Hint.COMMENTS:
            return "comments"
        if hint is Hint.CAPTION:
            return "caption"
        if hint is Hint.FURNITURE:
            return "furniture"
        size, linked = self.within(self.sizes, node), self.within(self.links, node)
        if node.tag in {"ul", "ol", "dl", "div", "table", "section"} and linked > size * 0.6:
            return "links"
        return ""
