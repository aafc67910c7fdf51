"""
Units that repeat beside each other: comments, teasers of other articles, posts of a thread.

Three or more elements of the same kind in one parent are a row. In a row of comments or posts most
units carry a time or a number of their place; in a row of teasers most begin with a link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from queqiao.documents.lines import Line
from queqiao.documents.markup import Node
from queqiao.documents.pages.names import signature

_FEWEST = 3
_MOSTLY = 0.6
_LONGEST_TEASER = 260
_SHORTEST_TITLE = 7
_UNIT_TAGS = frozenset({"div", "li", "dl", "dd", "article", "section", "table", "tr", "tbody"})
_STAMPED = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}月\d{1,2}日|\d{1,2}-\d{1,2} \d{1,2}:\d\d"
    r"|\d{1,2}:\d{2}(?::\d{2})?|\d{1,4} ?[楼#]|[#第] ?\d{1,4} ?楼?|(?:分钟|小时|天|个?月|年)前"
    r"|昨天|前天|刚刚|回复|举报|网友|说道|发表于|来自"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Units of one kind: their nodes, and whether they read as teasers or as contributions."""

    units: tuple[int, ...]
    teasers: bool


def find_rows(nodes: Sequence[Node], lines: Sequence[Line]) -> list[Row]:
    """The rows of contributions and of teasers on a page."""
    groups: dict[tuple[int, str], list[int]] = {}
    for number, node in enumerate(nodes):
        if node.tag in _UNIT_TAGS and node.last > node.first and not node.hidden:
            key = (node.parent, signature(node.tag, node.names) or node.tag)
            groups.setdefault(key, []).append(number)
    rows = []
    for units in groups.values():
        if len(units) < _FEWEST:
            continue
        parts = [lines[nodes[unit].first : nodes[unit].last] for unit in units]
        stamped = sum(_is_stamped(part) for part in parts)
        teasers = sum(_is_teaser(part) for part in parts)
        if max(stamped, teasers) >= len(units) * _MOSTLY:
            rows.append(Row(tuple(units), teasers >= stamped))
    return rows


def _is_stamped(lines: Sequence[Line]) -> bool:
    """Whether somebody says something at some time."""
    filled = [line for line in lines if line.size]
    if len(filled) < 2:
        return False
    labels = any(line.size <= 60 and _STAMPED.search(line.text) for line in filled)
    return labels and any(not line.is_linked for line in filled)


def _is_teaser(lines: Sequence[Line]) -> bool:
    """Whether a link leads on to what is only begun here."""
    filled = [line for line in lines if line.size]
    if not filled or sum(line.size for line in filled) > _LONGEST_TEASER:
        return False
    return any(line.is_linked and line.size >= _SHORTEST_TITLE for line in filled[:3])
