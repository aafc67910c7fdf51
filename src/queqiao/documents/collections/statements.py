"""What people said and did, each thing once with all the documents that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from queqiao.core import Span
from queqiao.documents.collections.model import Citation, Statement, StatementKind, day_of
from queqiao.documents.model import Exchange, Facts, Reading
from queqiao.text import normalize

_Key = tuple[StatementKind, tuple[str, ...], tuple[str, ...], str, str, date | None]
_QUIET = re.compile(r"[\s,，、;；。.：:“”\"'‘’]")
_KINDS = tuple(StatementKind)
_VISITS = frozenset({"调研", "考察", "走访", "视察", "察看", "参观", "看望", "慰问"})
"""Predicates of relations that tell of a visit."""


def list_statements(readings: Iterable[Reading]) -> tuple[Statement, ...]:
    """
    The statements of all documents, by day, then as they stand in the first document.

    Two documents make the same statement where kind, people, stance and wording agree;
    punctuation, character forms and quotation marks aside.
    """
    found: dict[_Key, list[Statement]] = {}
    for reading in readings:
        for one in _said(reading):
            found.setdefault(_key(one), []).append(one)
    return tuple(sorted(map(_merged, found.values()), key=_order))


def _key(one: Statement) -> _Key:
    text = _QUIET.sub("", normalize(one.text).text)
    return one.kind, tuple(sorted(one.who)), tuple(sorted(one.to)), text, one.firmness, one.due_on


def _order(one: Statement) -> tuple[object, ...]:
    return (
        one.on or date.max,
        one.citations[0],
        _KINDS.index(one.kind),
        one.who,
        one.to,
        one.text,
        one.firmness,
        one.due_on or date.max,
        one.citations,
    )


def _merged(same: Sequence[Statement]) -> Statement:
    """All as one, worded as the earliest document (by day, then path) words it."""
    first = min(same, key=lambda one: (one.on or date.max, one.citations))
    cited = sorted({citation for one in same for citation in one.citations})
    return replace(first, citations=tuple(cited))


@dataclass(frozen=True, slots=True)
class _Source:
    """The document that says it, and its day."""

    path: str
    on: date | None

    def says(
        self,
        kind: StatementKind,
        who: Sequence[str],
        to: Sequence[str],
        text: str,
        spans: Sequence[Span],
    ) -> Statement:
        cited = tuple(sorted(Citation(self.path, span) for span in spans))
        return Statement(kind, _names(who), _names(to), text, "", None, self.on, cited)


def _names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _said(reading: Reading) -> Iterator[Statement]:
    """What one document says; a fact without a span is no ground and is left out."""
    source = _Source(reading.document.path, day_of(reading))
    for talk in reading.facts.exchanges:
        yield from (one for one in _talk(talk, source) if one.citations)
    yield from _told(reading.facts, source)


def _talk(talk: Exchange, source: _Source) -> Iterator[Statement]:
    ours, other = talk.our_side, (talk.counterpart_person, talk.counterpart_org)
    yield source.says(StatementKind.MET, ours, other, "", talk.spans)
    for ask in talk.asks:
        yield source.says(StatementKind.ASKED, ours, other, ask.text, (ask.span,))
    for reply in talk.replies:
        yield source.says(StatementKind.REPLIED, other, ours, reply.text, (reply.span,))
    if talk.signed_document:
        yield source.says(StatementKind.SIGNED, ours, other, talk.signed_document, talk.spans)


def _told(facts: Facts, source: _Source) -> Iterator[Statement]:
    for order in facts.directives:
        yield source.says(
            StatementKind.DIRECTED,
            (order.said_by,),
            (order.said_to,),
            order.text or order.heading,
            (order.span,),
        )
    for promise in facts.commitments:
        said = source.says(
            StatementKind.COMMITTED, (promise.said_by,), (), promise.text, (promise.span,)
        )
        yield replace(said, firmness=promise.stance.value, due_on=promise.due_on)
    for one in facts.relations:
        if one.predicate in _VISITS:
            yield source.says(
                StatementKind.VISITED, (one.subject,), (one.object,), one.predicate, (one.span,)
            )
