"""Documents read, by hand: what stands where, found in the text that is given."""

from datetime import date

from queqiao.core import Span
from queqiao.documents.model import (
    Clause,
    Commitment,
    Concept,
    Directive,
    Document,
    EventDate,
    Exchange,
    Facts,
    Kind,
    Mechanism,
    Organization,
    Paragraph,
    Person,
    Place,
    Quantity,
    Reading,
    Relation,
    Stance,
)

FILLER = "全省科技创新工作持续推进，各项任务按计划落实，成果转化与产业发展结合得更加紧密。"


def document(path, *paragraphs, title="", published_on=None, source="松江科技网"):
    raw = "\n".join(paragraphs)
    found, at = [], 0
    for text in paragraphs:
        places = tuple((at + i, at + i + 1) for i in range(len(text)))
        found.append(Paragraph(text, at, at + len(text), places))
        at += len(text) + 1
    return Document(
        path=path,
        kind=Kind.TEXT,
        raw=raw,
        title=title or path,
        source=source,
        author="",
        published_on=date.fromisoformat(published_on) if published_on else None,
        paragraphs=tuple(found),
    )


def span(found, words):
    """The first place of ``words`` in a document; they must be there."""
    start = found.raw.index(words)
    return Span(start, start + len(words))


def spans(found, words):
    return (span(found, words),)


def reading(found, **facts):
    return Reading(found, Facts(**facts))


def event_date(found, words, begins_on, ends_on=None):
    return EventDate(
        date.fromisoformat(begins_on), date.fromisoformat(ends_on or begins_on), spans(found, words)
    )


def person(found, name, title="", organization=""):
    return Person(name, title, organization, spans(found, name))


def organization(found, name, *aliases):
    return Organization(name, aliases, spans(found, name))


def place(found, name, code):
    return Place(name, code, spans(found, name))


def quantity(found, text, value, unit, what=""):
    return Quantity(text, value, unit, what, "", "", span(found, text))


def concept(found, name, *members):
    return Concept(name, members, spans(found, name))


def mechanism(found, name, code="mechanism"):
    return Mechanism(name, code, span(found, name))


def clause(found, words):
    return Clause(words, span(found, words))


def exchange(found, org, name, *ours, asks=(), replies=(), signed=""):
    return Exchange(
        counterpart_org=org,
        counterpart_person=name,
        our_side=ours,
        asks=tuple(clause(found, words) for words in asks),
        replies=tuple(clause(found, words) for words in replies),
        signed_document=signed,
        spans=spans(found, org),
    )


def directive(found, ordinal, heading, said_by="", said_to=""):
    return Directive(ordinal, heading, heading, said_by, said_to, span(found, heading))


def commitment(found, words, said_by="", stance=Stance.PLANNED, due_on=None):
    return Commitment(
        said_by,
        stance,
        words,
        date.fromisoformat(due_on) if due_on else None,
        span(found, words),
    )


def relation(found, subject, predicate, other):
    return Relation(subject, predicate, other, span(found, other))
