"""Cutting what is asked or promised into its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from queqiao.documents.facts.passages import Passage
from queqiao.documents.model import Clause

_OPEN, _CLOSE = "“（《‘【", "”）》’】"
# 在A、B、C等方面给予支持: what is asked for are A, B and C.
_FRAME = re.compile(
    r"(?P<lead>[^在、]{0,12})在(?P<items>.+?)(?:等)?(?:方面|领域|工作|上|中)(?P<verb>[^、]*)$"
)
_SUPPORT = re.compile(
    r"(?:继续|进一步|更多|更大|大力|积极|给予|予以|提供|加大|加强|倾斜|支持|指导|帮助|扶持|力度|协助|帮扶|关心|关注|的|和|与|、|更|一如既往|全力|投入|重点){2,}$"
)
_SHORT = 4
# Lists that only tell of which kind, where or how: 汽车、医药等产业, 更全面、更深入的合作.
_MODIFIER = re.compile(r"等[^，。；]{2,}$|^更[^，。；]{1,3}(?:的|地)")


def cut_items(passage: Passage, start: int, end: int) -> tuple[Clause, ...]:
    """
    The items of a stretch, verbatim, cut at commas and enumeration commas.

    Signs inside quotation marks and brackets cut nothing, nor does a list that only tells of which
    kind something is (``在A、B等领域加强攻关``); of ``在A、B等方面给予支持`` A and B remain.
    """
    items: list[Clause] = []
    for left, right in _pieces(passage.text, start, end, "，；。！？"):
        for piece in _enumerated(passage, left, right):
            first, last = _stripped(passage.text, *piece)
            if first < last:
                items.append(Clause(passage.verbatim(first, last), passage.raw(first, last)))
    return tuple(items)


def _enumerated(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = passage.text
    clause = text[start:end]
    if "、" not in clause:
        yield start, end
        return
    frame = _FRAME.fullmatch(clause)
    if frame and _SUPPORT.fullmatch(frame["verb"]):
        yield from _pieces(text, start + frame.start("items"), start + frame.end("items"), "、")
        return
    pieces = list(_pieces(text, start, end, "、"))
    if frame and "、" in frame["items"]:
        yield start, end
        return
    if any(_MODIFIER.search(text[first:last]) for first, last in pieces):
        yield start, end
        return
    if _is_one_list(passage, pieces):
        yield start, end
        return
    yield from pieces


def _is_one_list(passage: Passage, pieces: Sequence[tuple[int, int]]) -> bool:
    """``发挥资金、技术优势``: short nouns under one verb are no items of their own."""
    kinds = {word.start: word.kind for word in passage.words}
    return any(
        first[1] - first[0] <= _SHORT and kinds.get(second[0], "x")[:1] == "n"
        for first, second in pairwise(pieces)
    )


def _pieces(text: str, start: int, end: int, signs: str) -> Iterator[tuple[int, int]]:
    depth = 0
    origin = start
    for offset in range(start, end):
        character = text[offset]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and character in signs:
            if offset > origin:
                yield origin, offset
            origin = offset + 1
    if origin < end:
        yield origin, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " 并且":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return start, end
