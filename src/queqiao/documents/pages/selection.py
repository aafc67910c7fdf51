"""
Which blocks of a page are its article.

Every block has a worth: its characters where it reads as sentences, a small loss where it is a
link or a label. The article is the element whose blocks are worth most together, or the elements of
one kind that are (the posts of a thread). Elements that name themselves comments or furniture, and
rows of comments and teasers, earn nothing, unless they hold most of the page. Inside the element
chosen, lists of links, rows and furniture are left out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from queqiao.documents.cleaning import bare, is_dateline, is_footing, is_navigation
from queqiao.documents.lines import Line
from queqiao.documents.markup import Node, Page
from queqiao.documents.pages.names import Hint, hint_of, signature, words_of
from queqiao.documents.pages.units import Row, find_rows

_LABEL_LOSS = 4.0
_SHORT_LOSS = 0.5
_ITEM_WORTH, _SHORTEST_ITEM = 0.5, 10
_TEXT_TAGS = frozenset({"p", "li", "dd", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_SHORTEST_TITLE = 6
_FARTHEST_TEXT = 16
_FEW_BESIDES = 25.0
_BEGUN_BONUS = 1.25
_CODE_WORTH = 0.3
_LINK_LOSS = 5.0
_MAJORITY = 0.5
_LONG_UNIT = 110.0
_ANSWERS = frozenset({"answer", "answers", "answeritem", "huida", "daan", "floor"})
_ENOUGH_BESIDES = 150.0
_BODY_BONUS = 1.15
_GROUP_LOSS = 0.87
_MOST_EQUALS = 500
_FAR, _SMALL_ISLAND = 12, 0.25
_WIDER_SHARE = 0.85
_WIDER_GAIN = 30.0
_WIDER_PART = 0.1
_FEWEST_VERSES = 5
_VERSE_WORTH = 0.5
_BARRING = {Hint.COMMENTS: "comments", Hint.FURNITURE: "furniture", Hint.CAPTION: "caption"}
_LIST_TAGS = frozenset({"ul", "ol", "dl", "div", "table", "section", "td", "p"})
_CORE_TAGS = frozenset({"div", "td", "article", "section", "pre", "blockquote", "dd", "span"})


@dataclass(frozen=True, slots=True)
class Choice:
    """
    Numbers of the blocks kept, in order, and of others why they were left out.

    ``barred`` are those, wherever they stand, that names or rows bar from any article.
    """

    kept: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]
    barred: frozenset[int]


def worth(line: Line, tag: str) -> float:
    """How much a block in an element of this tag speaks for what is around it."""
    if line.hidden or not line.size:
        return 0.0
    if line.is_linked:
        return -(_LINK_LOSS + 0.1 * line.size)
    if is_footing(line):
        return -_LINK_LOSS
    return _text_worth(line, tag)


def _text_worth(line: Line, tag: str) -> float:
    plain = line.size - line.linked
    if line.preformatted:
        return _CODE_WORTH * plain
    if line.is_prose:
        return plain * min(1.0, 0.6 + 0.1 * line.marks)
    if line.size >= 20 and not is_dateline(line):
        return 0.2 * plain
    if tag not in _TEXT_TAGS or is_dateline(line):
        return -_LABEL_LOSS
    return _ITEM_WORTH * plain if line.size >= _SHORTEST_ITEM else -_SHORT_LOSS


def choose_body(page: Page, lines: Sequence[Line], *, named: str = "") -> Choice:
    """
    The blocks of the article of ``page``; ``lines`` are its blocks, one for one.

    ``named`` is what its ``title`` element says.
    """
    if not any(line.size for line in lines):
        return Choice((), (), frozenset())
    field = _Field(page.nodes, lines, named)
    kept: list[int] = []
    dropped: list[tuple[int, str]] = []
    roots = field.roots()
    for root in roots:
        field.prune(root, kept, dropped)
    if len(roots) == 1:
        field.drop_islands(kept, dropped)
    barred = frozenset(n for n, line in enumerate(lines) if field.reasons[line.node])
    return Choice(tuple(kept), tuple(dropped), barred)


def first_sentence(lines: Sequence[Line], named: str) -> int | None:
    """The block with which the text below the headline begins, where that can be told."""
    whole = bare(named)
    for number, line in enumerate(lines):
        said = bare(line.text)
        titled = line.size >= _SHORTEST_TITLE and bool(said) and whole.startswith(said)
        if line.hidden or not (titled or line.heading == 1) or is_navigation(line):
            continue
        near = range(number + 1, min(number + _FARTHEST_TEXT, len(lines)))
        found = [n for n in near if lines[n].is_prose and not lines[n].hidden]
        begun = next((n for n in found if not is_dateline(lines[n])), None)
        if begun is not None:
            return begun
    return None


class _Field:
    """The worth of every element, from sums over its blocks."""

    def __init__(self, nodes: Sequence[Node], lines: Sequence[Line], named: str) -> None:
        self.nodes, self.lines = nodes, lines
        self.begun = first_sentence(lines, named)
        worths = self._worths()
        self.gains = self._sums([max(0.0, value) for value in worths])
        self.sizes = self._sums([float(line.size) for line in lines])
        self.links = self._sums([float(line.linked) for line in lines])
        self.reasons = self._named()
        self._inherit()
        self._bar_rows(worths)
        self._inherit()
        barred = [bool(self.reasons[line.node]) for line in lines]
        pairs = list(zip(worths, barred, strict=True))
        self.values = self._sums([min(0.0, value) if bar else value for value, bar in pairs])
        self.open_gains = self._sums([0.0 if bar else max(0.0, value) for value, bar in pairs])

    def _worths(self) -> list[float]:
        """Of each block; lines of verse, which alone would be labels, count as text."""
        worths = [worth(line, self.nodes[line.node].tag) for line in self.lines]
        direct: dict[int, list[int]] = {}
        for number, line in enumerate(self.lines):
            if line.size and not line.hidden:
                direct.setdefault(line.node, []).append(number)
        for numbers in direct.values():
            short = [n for n in numbers if not self.lines[n].is_linked and worths[n] < 0]
            if len(short) >= _FEWEST_VERSES and len(short) > len(numbers) * 0.8:
                for n in short:
                    worths[n] = self.lines[n].size * _VERSE_WORTH
        return worths

    @staticmethod
    def _sums(values: Sequence[float]) -> list[float]:
        return [0.0, *accumulate(values)]

    def within(self, sums: Sequence[float], number: int) -> float:
        """The part of ``sums`` that lies in the element."""
        node = self.nodes[number]
        return sums[node.last] - sums[node.first]

    # --- what is barred ---------------------------------------------------------------------------

    def _named(self) -> list[str]:
        """Why an element is no article by its names, as far as the page is more than it."""
        reasons: list[str] = []
        whole = self.gains[-1]
        for number, node in enumerate(self.nodes):
            hint = hint_of(node.tag, node.names)
            reason = _BARRING.get(hint, "") if node.last > node.first else ""
            if reason:
                inside = self.within(self.gains, number)
                few = whole - inside < _ENOUGH_BESIDES
                if few if hint is Hint.COMMENTS else inside > whole * _MAJORITY:
                    reason = ""
            reasons.append(reason)
        return reasons

    def _bar_rows(self, worths: Sequence[float]) -> None:
        """Rows of comments and teasers are none of an article that stands beside them."""
        pairs = zip(self.lines, worths, strict=True)
        gains = self._sums([0.0 if self.reasons[a.node] else max(0.0, b) for a, b in pairs])
        for row in find_rows(self.nodes, self.lines):
            shares = [self.within(gains, unit) for unit in row.units]
            if not self._is_aside(row, shares, gains[-1] - sum(shares)):
                continue
            for unit in row.units:
                self.reasons[unit] = self.reasons[unit] or ("teaser" if row.teasers else "comments")

    def _is_aside(self, row: Row, shares: Sequence[float], besides: float) -> bool:
        """Whether a row stands beside an article worth ``besides``, and is none itself."""
        answers = any(_ANSWERS & set(words_of(self.nodes[unit].names)) for unit in row.units)
        if answers:
            return False
        long = sum(shares) > besides and sum(shares) > _LONG_UNIT * len(shares)
        if not row.teasers or long:
            return besides >= max(_ENOUGH_BESIDES, 0.7 * max(shares), sum(shares) * long)
        apart = self.begun is not None and not any(
            self.nodes[unit].first <= self.begun < self.nodes[unit].last for unit in row.units
        )
        return besides >= (_FEW_BESIDES if apart else max(_ENOUGH_BESIDES, 0.7 * max(shares)))

    def _inherit(self) -> None:
        for number, node in enumerate(self.nodes):
            if node.parent >= 0:
                self.reasons[number] = self.reasons[number] or self.reasons[node.parent]

    # --- what is chosen ---------------------------------------------------------------------------

    def roots(self) -> list[int]:
        """The element worth most, made wider where that pays, or the group of elements that is."""
        best = max(
            (n for n, node in enumerate(self.nodes) if node.last > node.first), key=self._rank
        )
        group = self._best_group()
        if group and self._total(group) * _GROUP_LOSS > self.within(self.values, best):
            return group
        return [self._wider(best)]

    def _rank(self, number: int) -> tuple[float, int]:
        node = self.nodes[number]
        bonus = _BODY_BONUS if hint_of(node.tag, node.names) is Hint.BODY else 1.0
        if self.begun is not None and node.first <= self.begun < node.last:
            bonus *= _BEGUN_BONUS
        return (self.within(self.values, number) * bonus, node.depth)

    def _total(self, group: Sequence[int]) -> float:
        return sum(self.within(self.values, number) for number in group)

    def _wider(self, number: int) -> int:
        """An element further out that adds sentences and little else."""
        own = self.within(self.values, number)
        found = number
        outer = self.nodes[number].parent
        while outer > 0 and self.nodes[outer].tag not in {"body", "html"}:
            added = self.within(self.open_gains, outer) - self.within(self.open_gains, found)
            if (
                added >= max(_WIDER_GAIN, own * _WIDER_PART)
                and self.within(self.values, outer) >= own * _WIDER_SHARE
            ):
                found = outer
            outer = self.nodes[outer].parent
        return found

    def _best_group(self) -> list[int]:
        """Elements of one kind, each in a unit of its own, that together are worth most."""
        groups: dict[tuple[int, tuple[str, ...]], list[int]] = {}
        for number, node in enumerate(self.nodes):
            if node.tag in _CORE_TAGS and self.within(self.values, number) > 0:
                path = self._path(number)
                if path[0]:
                    groups.setdefault((node.depth, path), []).append(number)
        fitting = [
            group
            for group in groups.values()
            if 2 <= len(group) <= _MOST_EQUALS
            and len({self.nodes[number].parent for number in group}) == len(group)
        ]
        return max(fitting, key=self._total, default=[])

    def _path(self, number: int) -> tuple[str, ...]:
        """The signatures of an element and the two around it."""
        path = []
        for _ in range(3):
            node = self.nodes[number]
            path.append(signature(node.tag, node.names))
            number = max(0, node.parent)
        return tuple(path)

    # --- what is left out inside ------------------------------------------------------------------

    def prune(self, root: int, kept: list[int], dropped: list[tuple[int, str]]) -> None:
        """The blocks of an element without the lists of links and the furniture in it."""
        reasons: dict[int, str] = {}
        top = self.nodes[root]
        number = root + 1
        while number < len(self.nodes) and self.nodes[number].depth > top.depth:
            reason = reasons.get(self.nodes[number].parent, "") or self._reason(number)
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
        if reason := self.reasons[number]:
            return reason
        size, linked = self.within(self.sizes, number), self.within(self.links, number)
        if self.nodes[number].tag in _LIST_TAGS and linked > size * 0.6:
            return "links"
        return ""

    def drop_islands(self, kept: list[int], dropped: list[tuple[int, str]]) -> None:
        """Leave out what stands far from the text, much else between, and is little beside it."""
        islands: list[list[int]] = []
        for place in kept:
            near = islands and sum(
                line.size > 0 for line in self.lines[islands[-1][-1] + 1 : place]
            ) < _FAR  # fmt: skip
            if near:
                islands[-1].append(place)
            else:
                islands.append([place])
        weights = [sum(self.gains[n + 1] - self.gains[n] for n in island) for island in islands]
        far = {
            place
            for island, weight in zip(islands, weights, strict=True)
            if weight < max(weights) * _SMALL_ISLAND
            for place in island
        }
        dropped += [(place, "outside") for place in sorted(far)]
        kept[:] = [place for place in kept if place not in far]
