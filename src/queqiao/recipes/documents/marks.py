"""The text of a document with its facts marked, as pieces that a template writes out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from queqiao.core import Span
from queqiao.documents import Document, Facts, Paragraph, Reading


class Mark(StrEnum):
    """What is marked: clauses first, then what may stand inside them."""

    DIRECTIVE = "directive"
    ASK = "ask"
    REPLY = "reply"
    COMMITMENT = "commitment"
    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    QUANTITY = "quantity"
    CONCEPT = "concept"
    MECHANISM = "mechanism"
    DATE = "date"


CLAUSES = (Mark.DIRECTIVE, Mark.ASK, Mark.REPLY, Mark.COMMITMENT)
"""Marks of whole clauses; the others may stand inside them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph with one mark, or none."""

    text: str
    mark: Mark | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces in a row that lie in one clause, or in none."""

    pieces: tuple[Piece, ...]
    clause: Mark | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class _Marked:
    start: int
    end: int
    mark: Mark
    told: str


def mark_paragraphs(reading: Reading) -> tuple[tuple[Stretch, ...], ...]:
    """The paragraphs of a document, each cut into stretches and pieces."""
    facts = sorted(_facts(reading.facts), key=lambda found: (found[0], list(Mark).index(found[1])))
    paragraphs = reading.document.paragraphs
    marked: list[list[_Marked]] = [[] for _ in paragraphs]
    for span, mark, told in facts:
        for number, start, end in places_in(reading.document, span):
            marked[number].append(_Marked(start, end, mark, told))
    return tuple(
        _stretches(paragraph.text, found)
        for paragraph, found in zip(paragraphs, marked, strict=True)
    )


def places_in(document: Document, span: Span) -> Iterator[tuple[int, int, int]]:
    """Where a span of the raw text lies in the paragraphs: number, start, end."""
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.start < span.end and span.start < paragraph.end:
            start, end = _inside(paragraph, span)
            if start < end:
                yield number, start, end


def _inside(paragraph: Paragraph, span: Span) -> tuple[int, int]:
    """The characters of a paragraph that stand behind a span of the raw text."""
    if not paragraph.places:
        return span.start - paragraph.start, span.end - paragraph.start
    start = bisect_right(paragraph.places, span.start, key=lambda place: place[1])
    end = bisect_left(paragraph.places, span.end, key=lambda place: place[0])
    return start, end


def _facts(facts: Facts) -> Iterator[tuple[Span, Mark, str]]:
    """Every span to mark, with what is said when one asks."""
    yield from _clauses(facts)
    yield from _actors(facts)
    yield from _subjects(facts)


def _clauses(facts: Facts) -> Iterator[tuple[Span, Mark, str]]:
    for order in facts.directives:
        yield order.span, Mark.DIRECTIVE, order.said_by
    for talk in facts.exchanges:
        other = "、".join(filter(None, (talk.counterpart_person, talk.counterpart_org)))
        yield from ((ask.span, Mark.ASK, other) for ask in talk.asks)
        yield from ((reply.span, Mark.REPLY, other) for reply in talk.replies)
    for promise in facts.commitments:
        yield promise.span, Mark.COMMITMENT, promise.said_by


def _actors(facts: Facts) -> Iterator[tuple[Span, Mark, str]]:
    for person in facts.people:
        told = f"{person.organization}{person.title}"
        yield from ((span, Mark.PERSON, told) for span in person.spans)
    for one in facts.organizations:
        yield from ((span, Mark.ORGANIZATION, one.name) for span in one.spans)
    for place in facts.places:
        yield from ((span, Mark.PLACE, place.region_code) for span in place.spans)


def _subjects(facts: Facts) -> Iterator[tuple[Span, Mark, str]]:
    for concept in facts.concepts:
        yield from ((span, Mark.CONCEPT, "、".join(concept.members)) for span in concept.spans)
    for mechanism in facts.mechanisms:
        yield mechanism.span, Mark.MECHANISM, mechanism.name
    for quantity in facts.quantities:
        yield quantity.span, Mark.QUANTITY, quantity.what
    for event in facts.event_dates:
        told = event.begins_on.isoformat()
        if event.ends_on != event.begins_on:
            told += f" – {event.ends_on.isoformat()}"
        yield from ((span, Mark.DATE, told) for span in event.spans)


def _stretches(text: str, marked: Sequence[_Marked]) -> tuple[Stretch, ...]:
    clauses = _apart([one for one in marked if one.mark in CLAUSES])
    names = _apart([one for one in marked if one.mark not in CLAUSES])
    found: list[Stretch] = []
    at = 0
    for clause in clauses:
        if at < clause.start:
            found.append(Stretch(_pieces(text, names, at, clause.start)))
        pieces = _pieces(text, names, clause.start, clause.end)
        found.append(Stretch(pieces, clause.mark, clause.told))
        at = clause.end
    if at < len(text):
        found.append(Stretch(_pieces(text, names, at, len(text))))
    return tuple(found)


def _apart(marked: Sequence[_Marked]) -> list[_Marked]:
    """Marks that do not overlap, the longer one kept where two do, in order of the text."""
    kept: list[_Marked] = []
    for one in sorted(marked, key=lambda m: (m.start - m.end, m.start, list(Mark).index(m.mark))):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _pieces(text: str, names: Sequence[_Marked], start: int, end: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = start
    for name in names:
        first, last = max(name.start, start), min(name.end, end)
        if first >= last:
            continue
        if at < first:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], name.mark, name.told))
        at = last
    if at < end:
        found.append(Piece(text[at:end]))
    return tuple(found)
