"""
Near-duplicates folded into stories, with their versions.

Two documents are the same story where their resemblance is at least ``RESEMBLANCE``, or where
``CONTAINMENT`` of the shorter one stands in the longer one: a reprint with a paragraph left out or
added. Short pieces of less than ``_FEWEST`` shingles need to resemble each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from queqiao.documents.collections.model import Story, Version
from queqiao.documents.collections.shingles import (
    Shingles,
    candidate_pairs,
    containment,
    resemblance,
    shingles_of,
)
from queqiao.documents.model import Document, Paragraph

RESEMBLANCE = 0.5
CONTAINMENT = 0.75
_FEWEST = 40
_ADDED = 0.5
"""A paragraph of which less stands in the first version is an addition."""


def fold_stories(documents: Sequence[Document]) -> tuple[Story, ...]:
    """Every document in one story; stories and versions by day of publication, then path."""
    sets = [shingles_of(_body(document)) for document in documents]
    groups = list(range(len(documents)))
    for one, other in candidate_pairs(sets):
        if _same(sets[one], sets[other]):
            _join(groups, one, other)
    members: dict[int, list[int]] = {}
    for number in range(len(documents)):
        members.setdefault(_root(groups, number), []).append(number)
    stories = [_story([documents[n] for n in numbers]) for numbers in members.values()]
    first = {document.path: _order(document) for document in documents}
    return tuple(sorted(stories, key=lambda story: first[story.versions[0].path]))


def _body(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def _same(one: Shingles, other: Shingles) -> bool:
    if resemblance(one, other) >= RESEMBLANCE:
        return True
    shorter, longer = (one, other) if one.size <= other.size else (other, one)
    return shorter.size >= _FEWEST and containment(shorter, longer) >= CONTAINMENT


def _root(groups: list[int], number: int) -> int:
    while groups[number] != number:
        groups[number] = groups[groups[number]]
        number = groups[number]
    return number


def _join(groups: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(groups, one), _root(groups, other)))
    groups[high] = low


def _order(document: Document) -> tuple[date, str]:
    return document.published_on or date.max, document.path


def _story(documents: Sequence[Document]) -> Story:
    ordered = sorted(documents, key=_order)
    first = shingles_of(_body(ordered[0]))
    return Story(
        ordered[0].title,
        tuple(_version(document, first, is_first=document is ordered[0]) for document in ordered),
    )


def _version(document: Document, first: Shingles, *, is_first: bool) -> Version:
    if is_first:
        return Version(document.path, document.published_on, 1.0, 1.0)
    own = shingles_of(_body(document))
    return Version(
        document.path,
        document.published_on,
        resemblance(own, first),
        containment(own, first),
        tuple(p for p in document.paragraphs if _is_added(p, first)),
    )


def _is_added(paragraph: Paragraph, first: Shingles) -> bool:
    own = shingles_of(paragraph.text)
    return bool(own.size) and containment(own, first) < _ADDED
