"""
HTML as blocks of text over a thin tree, every piece of text with its place in the file.

Tolerant as browsers are, and linear in the length of the file: no tag looks further back than the
elements that it closes, nothing is called recursively.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from queqiao.documents.tags import (
    BLOCK_TAGS,
    CLOSED_BY,
    ENDS_PARAGRAPH,
    FENCES,
    HEADINGS,
    HIDDEN_TAGS,
    INLINE_TAGS,
    UNREAD_TAGS,
    VOID_TAGS,
)

MOST_TAGS = 1_500_000
"""A page with more tags than this is refused: it would fill the memory."""

_MARKUP = re.compile(r"<(?:([A-Za-z][^\s<>/]*)|/([A-Za-z][^\s<>/]*)|(!--)|([!?/]))")
_ATTRIBUTES = re.compile(
    r"(?:[^>\"']++|\"[^\"<]*+\"|\"[^\"]{0,2000}+\"|'[^'<]*+'|'[^']{0,2000}+')*+>"
)
_MOST_BAD_QUOTES = 64  # then quotes are no longer looked at: a page of open quotes stays linear
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][^\s=/>]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
_HIDES = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ANCHOR = re.compile(r"^(?!.*\bhref).*\b(?:name|id)\s*=", re.IGNORECASE | re.DOTALL)
_NEXT_LINK = re.compile(r"<(/?)a(?=[\s>/])", re.IGNORECASE)
_LONGEST_LINK, _LONGEST_OPEN_LINK = 4_000, 200
_MOST_CELLS, _LONGEST_ROW = 12, 160
_SHARES_LINE = re.compile(r"\S")

Piece = tuple[int, int, bool]
"""Start, end, and whether it lies in a link."""


MOST_CHARACTERS = 5_000_000
"""A page or text with more characters to be read than this is refused: no article is so long."""


class TooManyTagsError(ValueError):
    """The page has more tags than can be held."""


class TooLongError(ValueError):
    """There is more text than can be held."""


@dataclass(slots=True)
class Node:
    """An element that may hold blocks; ``first`` to ``last`` are those inside it."""

    tag: str
    attributes: str
    parent: int
    depth: int
    first: int
    last: int = 0
    names: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Block:
    """
    Text between two block boundaries, in the innermost element around it.

    ``hidden`` is what is not shown, ``styled`` where only a style hides it.
    """

    pieces: tuple[Piece, ...]
    node: int
    heading: int = 0
    hidden: bool = False
    styled: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class Page:
    """What the markup of a page holds; nodes and blocks in reading order."""

    raw: str
    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    metas: list[tuple[dict[str, str], int, int]] = field(default_factory=list)
    times: list[tuple[str, int, int, int]] = field(default_factory=list)
    title: list[Piece] = field(default_factory=list)
    linked_data: list[tuple[int, int]] = field(default_factory=list)
    unread: list[tuple[int, int, str]] = field(default_factory=list)


def read_attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case; the first of two counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        found.setdefault(match[1].lower(), value)
    return found


def _is_hidden(attributes: str) -> bool:
    """Whether a tag hides what is in it; ``jammer`` marks noise that forums put between words."""
    named = read_attributes(attributes)
    if "hidden" in named or "jammer" in named.get("class", ""):
        return True
    return _HIDES.search(named.get("style", "")) is not None


def parse_markup(raw: str, *, start: int = 0) -> Page:
    """
    The page from ``start`` on.

    Raises:
        TooManyTagsError: it has more than ``MOST_TAGS`` tags.
        TooLongError: it has more than ``MOST_CHARACTERS`` characters besides them.
    """
    return _Reader(raw).read(start)


class _Reader:
    """Reads tag by tag, holding the elements that are open."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.page = Page(raw, [Node("", "", -1, 0, 0)])
        self.stack = [0]
        self.open: dict[str, list[int]] = {}
        self.fences = [0]
        self.pieces: list[Piece] = []
        self.size = 0
        self.linked_at = 0  # depth of the stack at the open link, 0 for none
        self.hidden_at = 0  # depth at the outermost hidden element, 0 for none
        self.hidden_by_tag = False
        self.bad_quotes = 0
        self.never: set[str] = set()  # what was looked for and is nowhere below

    def read(self, start: int) -> Page:
        raw, place, tags = self.raw, start, 0
        while (match := _MARKUP.search(raw, place)) is not None:
            if match.start() > place:
                self.take(place, match.start())
            tags += 1
            if tags > MOST_TAGS:
                raise TooManyTagsError
            opened, closed, comment, _ = match.groups()
            if opened is not None:
                place = self.begin(opened.lower(), match)
            elif closed is not None:
                place = self.past(">", match.end())
                self.end(closed.lower())
            elif comment is not None:
                place = self.comment(match)
            else:
                mark = "]]>" if raw.startswith("[CDATA[", match.end()) else ">"
                place = self.past(mark, match.end())
        if place < len(raw):
            self.take(place, len(raw))
        self.close(0)
        return self.page

    def past(self, mark: str, place: int) -> int:
        """Where the next ``mark`` ends, or the end of the text."""
        if mark in self.never:
            return len(self.raw) if mark == ">" else place
        found = self.raw.find(mark, place)
        if found >= 0:
            return found + len(mark)
        self.never.add(mark)
        return self.past(mark, place)

    def comment(self, match: re.Match[str]) -> int:
        place = self.past("-->", match.end())
        return place if place > match.end() else self.past(">", match.end())

    def take(self, start: int, end: int) -> None:
        self.pieces.append((start, end, self.linked_at > 0))
        self.size += end - start
        if self.size > MOST_CHARACTERS:
            raise TooLongError

    def flush(self) -> None:
        """What was taken becomes a block."""
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        raw = self.raw
        if not any(_SHARES_LINE.search(raw, start, end) for start, end, _ in pieces):
            return
        node, preformatted = self.stack[-1], bool(self.open.get("pre"))
        for group in self.lines(pieces) if preformatted else [tuple(pieces)]:
            styled = self.hidden_at > 0 and not self.hidden_by_tag
            block = Block(group, node, self.heading(), self.hidden_at > 0, styled, preformatted)
            self.page.blocks.append(block)

    def lines(self, pieces: list[Piece]) -> list[tuple[Piece, ...]]:
        """The lines of preformatted text, each a block of its own."""
        groups: list[list[Piece]] = [[]]
        for start, end, linked in pieces:
            place = start
            while (found := self.raw.find("\n", place, end)) >= 0:
                groups[-1].append((place, found, linked))
                groups.append([])
                place = found + 1
            groups[-1].append((place, end, linked))
        return [tuple(group) for group in groups if any(a < b for a, b, _ in group)]

    def heading(self) -> int:
        tag = self.page.nodes[self.stack[-1]].tag
        return int(tag[1]) if tag in HEADINGS else 0

    # --- elements ---------------------------------------------------------------------------------

    def begin(self, tag: str, match: re.Match[str]) -> int:
        """An opening tag; where reading goes on."""
        raw, after = self.raw, match.end()
        found = None
        if self.bad_quotes < _MOST_BAD_QUOTES:
            found = _ATTRIBUTES.match(raw, after)
            self.bad_quotes += found is None
        place = found.end() if found else self.past(">", after)
        attributes = raw[after : place - 1]
        if tag in UNREAD_TAGS:
            return self.skip(tag, attributes, match.start(), place)
        if tag in VOID_TAGS:
            self.void(tag, attributes, match.start(), place)
            return place
        hidden = tag in HIDDEN_TAGS or (
            ("none" in attributes or "hidden" in attributes or "jammer" in attributes)
            and _is_hidden(attributes)
        )
        if tag == "a":
            self.linked_at = len(self.stack) if self.is_link(attributes, place) else 0
        elif tag == "time":
            stamp = read_attributes(attributes).get("datetime", "")
            self.page.times.append((stamp, match.start(), place, len(self.page.blocks)))
        if (tag in INLINE_TAGS or ":" in tag) and not hidden:
            return place
        if tag in BLOCK_TAGS:
            self.flush()
            self.imply(tag)
        if not attributes.endswith("/") or tag in BLOCK_TAGS:
            self.push(tag, attributes, hidden=hidden)
        return place

    def is_link(self, attributes: str, place: int) -> bool:
        """Whether an ``a`` is a link and is closed: what lies behind an open one is no link."""
        if _ANCHOR.search(attributes):
            return False
        after = _NEXT_LINK.search(self.raw, place)
        if after is None:
            return False
        return after.start() - place <= (_LONGEST_LINK if after[1] else _LONGEST_OPEN_LINK)

    def push(self, tag: str, attributes: str, *, hidden: bool) -> None:
        if hidden:
            self.flush()
        page, depth = self.page, len(self.stack)
        node = Node(tag, attributes, self.stack[-1], depth, len(page.blocks))
        if attributes:
            named = read_attributes(attributes)
            node.names = f"{named.get('id', '')} {named.get('class', '')}".strip()
            if itemprop := named.get("itemprop"):
                node.names += f" {itemprop}"
        if hidden and not self.hidden_at:
            self.hidden_at, self.hidden_by_tag = depth, tag in HIDDEN_TAGS
        node.hidden = self.hidden_at > 0
        page.nodes.append(node)
        self.stack.append(len(page.nodes) - 1)
        self.open.setdefault(tag, []).append(depth)
        if tag in FENCES:
            self.fences.append(depth)

    def imply(self, tag: str) -> None:
        """Close what the tag closes without saying so."""
        if tag in ENDS_PARAGRAPH:
            self.close_last("p", self.fences[-1])
        for other, within in CLOSED_BY.get(tag, ()):
            fence = max((self.open[name][-1] for name in within if self.open.get(name)), default=0)
            self.close_last(other, fence)

    def close_last(self, tag: str, fence: int) -> bool:
        depths = self.open.get(tag)
        if not depths or depths[-1] <= fence:
            return False
        self.close(depths[-1])
        return True

    def end(self, tag: str) -> None:
        if tag == "a":
            self.linked_at = 0
            return
        if tag in HEADINGS:
            self.flush()
            for name in HEADINGS:
                if self.close_last(name, self.fences[-1]):
                    return
            return
        if tag in BLOCK_TAGS:
            self.flush()
        fence = self.fences[-1]
        if tag in FENCES or tag in {"tr", "tbody", "thead", "tfoot"}:
            fence = 0 if tag == "table" else (self.open.get("table") or [0])[-1]
        if tag not in {"html", "body"}:
            self.close_last(tag, fence)

    def close(self, depth: int) -> None:
        """Close every element from ``depth`` of the stack up."""
        self.flush()
        nodes, count = self.page.nodes, len(self.page.blocks)
        while len(self.stack) > depth:
            number = self.stack.pop()
            node = nodes[number]
            if node.tag == "tr":
                self.join_cells(number)
                count = len(self.page.blocks)
            node.last = count
            if node.tag:
                self.open[node.tag].pop()
            if node.tag in FENCES:
                self.fences.pop()
        if self.hidden_at >= depth:
            self.hidden_at = 0
        if self.linked_at > depth:
            self.linked_at = 0

    def join_cells(self, number: int) -> None:
        """One block for a row of a table of data: short cells without links, one block each."""
        row, page = self.page.nodes[number], self.page
        count = len(page.blocks) - row.first
        if not 1 < count <= _MOST_CELLS:
            return
        blocks = page.blocks[row.first :]
        pieces = [piece for block in blocks for piece in block.pieces]
        size = sum(end - start for start, end, _ in pieces)
        cells = {block.node for block in blocks}
        plain = {page.nodes[cell].tag for cell in cells} <= {"td", "th", "p"}
        if size > _LONGEST_ROW or not plain or len(cells) < count or any(p[2] for p in pieces):
            return
        joined: list[Piece] = []
        for block in blocks:
            place = block.pieces[0][0]
            joined += [(place, place, False), *block.pieces]  # a blank before each cell
        page.blocks[row.first :] = [replace(blocks[0], pieces=tuple(joined[1:]), node=number)]
        for inner in page.nodes[number + 1 :]:
            inner.first = inner.last = row.first + 1

    def void(self, tag: str, attributes: str, start: int, end: int) -> None:
        if tag in BLOCK_TAGS:
            self.flush()
            self.imply(tag)
        elif tag == "meta":
            self.page.metas.append((read_attributes(attributes), start, end))
        elif tag == "link" and "canonical" in attributes:
            named = read_attributes(attributes)
            canonical = {"property": "canonical", "content": named.get("href", "")}
            self.page.metas.append((canonical, start, end))

    def skip(self, tag: str, attributes: str, start: int, place: int) -> int:
        """Pass over an element whose content is no markup."""
        if tag in self.never:
            return place
        end = re.compile(f"</{tag}", re.IGNORECASE).search(self.raw, place)
        if end is None:
            self.never.add(tag)
            return place
        after = self.past(">", end.end())
        if tag == "title" and not self.page.title:
            self.page.title.append((place, end.start(), False))
        elif tag == "script" and "ld+json" in attributes:
            self.page.linked_data.append((place, end.start()))
        elif tag != "title":
            self.page.unread.append((start, after, tag))
        return after
