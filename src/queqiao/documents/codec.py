"""A reading as plain values for JSON: texts, ISO dates, and places as ``[start, end]``."""

from __future__ import annotations

from collections.abc import Iterable

from queqiao.core import Span
from queqiao.documents.model import (
    Commitment,
    Directive,
    Document,
    EventDate,
    Exchange,
    Facts,
    Quantity,
    Reading,
)

Entry = dict[str, object]


def reading_to_dict(reading: Reading) -> Entry:
    """
    The document and its facts; every place counts code points of the raw text.

    Facts told in one stretch have ``start`` and ``end``, those told in several ``spans``. Lists of
    plain texts (``event_dates``, ``asks``, ``relations``) have a list of places of the same length
    beside them.
    """
    return {**_document(reading.document), **_facts(reading.facts)}


def _document(document: Document) -> Entry:
    return {
        "path": document.path,
        "kind": document.kind.value,
        "title": document.title,
        "title_span": _span(document.title_span),
        "published_on": document.published_on.isoformat() if document.published_on else None,
        "published_span": _span(document.published_span),
        "source": document.source,
        "author": document.author,
        "paragraphs": [
            {"text": one.text, "start": one.start, "end": one.end} for one in document.paragraphs
        ],
    }


def _facts(facts: Facts) -> Entry:
    return {
        **_event_dates(facts.event_dates),
        "people": [
            {
                "name": one.name,
                "title": one.title,
                "organization": one.organization,
                "spans": _spans(one.spans),
            }
            for one in facts.people
        ],
        "organizations": [
            {"name": one.name, "aliases": list(one.aliases), "spans": _spans(one.spans)}
            for one in facts.organizations
        ],
        "places": [
            {"name": one.name, "region_code": one.region_code, "spans": _spans(one.spans)}
            for one in facts.places
        ],
        "quantities": [_quantity(one) for one in facts.quantities],
        "concepts": [
            {"name": one.name, "members": list(one.members), "spans": _spans(one.spans)}
            for one in facts.concepts
        ],
        "directives": [_directive(one) for one in facts.directives],
        "exchanges": [_exchange(one) for one in facts.exchanges],
        "commitments": [_commitment(one) for one in facts.commitments],
        "mechanisms": [
            {"name": one.name, "code": one.code, **_ends(one.span)} for one in facts.mechanisms
        ],
        "relations": [[one.subject, one.predicate, one.object] for one in facts.relations],
        "relation_spans": _spans(one.span for one in facts.relations),
    }


def _event_dates(dates: Iterable[EventDate]) -> Entry:
    """The ends of every event in order, each day once with all places that tell it."""
    places: dict[str, list[list[int]]] = {}
    for one in dates:
        for day in dict.fromkeys((one.begins_on.isoformat(), one.ends_on.isoformat())):
            told = places.setdefault(day, [])
            told += [span for span in _spans(one.spans) if span not in told]
    days = sorted(places)
    return {"event_dates": days, "event_date_spans": [places[day] for day in days]}


def _quantity(one: Quantity) -> Entry:
    whole = one.value.is_integer()
    return {
        "text": one.text,
        "value": int(one.value) if whole else one.value,
        "unit": one.unit,
        "what": one.what,
        "of": one.of,
        "when": one.when,
        **_ends(one.span),
    }


def _directive(one: Directive) -> Entry:
    return {
        "ordinal": one.ordinal,
        "heading": one.heading,
        "text": one.text,
        "said_by": one.said_by,
        "said_to": one.said_to,
        **_ends(one.span),
    }


def _exchange(one: Exchange) -> Entry:
    return {
        "counterpart_org": one.counterpart_org,
        "counterpart_person": one.counterpart_person,
        "our_side": list(one.our_side),
        "asks": [clause.text for clause in one.asks],
        "ask_spans": _spans(clause.span for clause in one.asks),
        "replies": [clause.text for clause in one.replies],
        "reply_spans": _spans(clause.span for clause in one.replies),
        "signed_document": one.signed_document,
        "spans": _spans(one.spans),
    }


def _commitment(one: Commitment) -> Entry:
    return {
        "said_by": one.said_by,
        "stance": one.stance.value,
        "text": one.text,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        **_ends(one.span),
    }


def _ends(span: Span) -> Entry:
    return {"start": span.start, "end": span.end}


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
