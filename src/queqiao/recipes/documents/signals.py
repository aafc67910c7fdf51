"""
Technology signals: what sentences tell of the segments of an industry chain.

A paragraph is linked to segments as records are (``queqiao.chains.linking``), read like a title:
one whole term of one segment is enough. Each sentence that holds an accepted term is a signal of
that segment; ``signals.yaml`` tells its kind by the words beside the term.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml

from queqiao.chains import ChainMap, ChainRecord, LinkState, RecordKind, link_records
from queqiao.chains.thresholds import LinkThresholds
from queqiao.core import Span
from queqiao.documents import Paragraph, Reading
from queqiao.documents.collections import Citation, Mention, MentionKind, day_of
from queqiao.text import default_segmenter

_SENTENCE = re.compile(r"[^。！？；!?;]+[。！？；!?;]?[”’」』）)]?")


class SignalKind(StrEnum):
    """What a sentence tells of a technology."""

    BARRIER = "barrier"
    BREAKTHROUGH = "breakthrough"
    PRODUCTION = "production"
    INVESTMENT = "investment"
    DEMAND = "demand"
    POLICY = "policy"
    RESEARCH = "research"
    NAMED = "named"  # named, and nothing known beside it


@dataclass(frozen=True, slots=True)
class Signal:
    """
    A sentence about a segment, verbatim, with every document that has it.

    ``terms`` are the segment's words in it; ``organizations`` and ``quantities`` those of the
    facts that stand in it.
    """

    segment: str
    kind: SignalKind
    text: str
    terms: tuple[str, ...]
    organizations: tuple[str, ...]
    quantities: tuple[str, ...]
    on: date | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class NamedSegment:
    """A term of a segment in a paragraph: ``paragraph.text[start:end]``."""

    segment: str
    reading: Reading
    paragraph: Paragraph
    start: int
    end: int


def find_named(
    readings: Sequence[Reading], found: ChainMap, *, thresholds: LinkThresholds
) -> tuple[NamedSegment, ...]:
    """Where the documents name segments of the chains."""
    places = {
        f"{number}.{at}": (reading, paragraph)
        for number, reading in enumerate(readings)
        for at, paragraph in enumerate(reading.document.paragraphs)
        if paragraph.text.strip()
    }
    records = [
        ChainRecord(id=name, kind=RecordKind.PROJECT, title=paragraph.text)
        for name, (_, paragraph) in places.items()
    ]
    links = link_records(found, records, segmenter=default_segmenter(), thresholds=thresholds)
    return tuple(
        NamedSegment(link.segment, *places[link.record], piece.start, piece.end)
        for link in links
        if link.state is LinkState.ACCEPTED
        for piece in sorted(link.evidence, key=lambda piece: piece.start)
        if piece.weight >= thresholds.review
    )


def technology_mentions(named: Iterable[NamedSegment], found: ChainMap) -> tuple[Mention, ...]:
    """The segments that documents name, to be counted over time."""
    names = {segment.id: segment.name for segment in found.segments}
    spans: dict[tuple[str, str], set[Span]] = defaultdict(set)
    for one in named:
        place = one.paragraph.raw_span(one.start, one.end)
        spans[names[one.segment], one.reading.document.path].add(place)
    return tuple(
        Mention(MentionKind.TECHNOLOGY, name, path, tuple(sorted(where)))
        for (name, path), where in spans.items()
    )


def list_signals(named: Iterable[NamedSegment]) -> tuple[Signal, ...]:
    """The signals of all segments, by segment, then the newest first; reprints are one."""
    terms: dict[tuple[str, str, int, int, int], list[NamedSegment]] = defaultdict(list)
    for one in named:
        start, end = _sentence_around(one.paragraph.text, one.start)
        path = one.reading.document.path
        terms[one.segment, path, one.paragraph.start, start, end].append(one)
    merged: dict[tuple[str, str], Signal] = {}
    for (_, _, _, start, end), found in terms.items():
        signal = _signal(found, start, end)
        key = signal.segment, re.sub(r"\W", "", signal.text)
        merged[key] = _joined(merged[key], signal) if key in merged else signal
    return tuple(sorted(merged.values(), key=_order))


def _order(signal: Signal) -> tuple[str, int, int, str]:
    newest = -(signal.on.toordinal() if signal.on else 0)
    return signal.segment, newest, list(SignalKind).index(signal.kind), signal.text


def _sentence_around(text: str, at: int) -> tuple[int, int]:
    for match in _SENTENCE.finditer(text):
        if match.start() <= at < match.end():
            return match.start(), match.end()
    return 0, len(text)


def _signal(found: Sequence[NamedSegment], start: int, end: int) -> Signal:
    first = found[0]
    paragraph, facts = first.paragraph, first.reading.facts
    span = paragraph.raw_span(start, end)
    text = paragraph.text[start:end].strip()
    inside = [one for one in facts.organizations if any(_within(s, span) for s in one.spans)]
    return Signal(
        segment=first.segment,
        kind=kind_of(text),
        text=text,
        terms=tuple(dict.fromkeys(paragraph.text[one.start : one.end] for one in found)),
        organizations=tuple(one.name for one in inside),
        quantities=tuple(q.text for q in facts.quantities if _within(q.span, span)),
        on=day_of(first.reading),
        citations=(Citation(first.reading.document.path, span),),
    )


def _within(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


def _joined(one: Signal, other: Signal) -> Signal:
    """The same sentence in two documents, told by the earlier one."""
    first, second = sorted((one, other), key=lambda s: (s.on or date.max, s.citations))
    cited = tuple(sorted({*first.citations, *second.citations}))
    return replace(first, citations=cited)


def kind_of(sentence: str) -> SignalKind:
    """The first kind of ``signals.yaml`` that has a word in the sentence."""
    for kind, words in _cues().items():
        if any(word in sentence for word in words):
            return kind
    return SignalKind.NAMED


@cache
def _cues() -> Mapping[SignalKind, tuple[str, ...]]:
    text = resources.files("queqiao.recipes.documents").joinpath("signals.yaml").read_text("utf-8")
    return {SignalKind(kind): tuple(words) for kind, words in yaml.safe_load(text).items()}


def quiet_segments(signals: Iterable[Signal], found: ChainMap) -> Iterator[str]:
    """The names of the segments that no document tells anything of."""
    told = {signal.segment for signal in signals}
    return (segment.name for segment in found.segments if segment.id not in told)
