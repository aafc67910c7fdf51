"""What reading a document returns; every fact carries the stretch of the raw file it is from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from queqiao.core import Span


class Kind(StrEnum):
    """What a file turned out to be, by its content."""

    FRONT_MATTER = "front_matter"  # a static-blog post: a YAML head, then HTML or Markdown
    HTML = "html"
    PAGE = "page"  # the visible text of a web page, saved as text with its surroundings
    MARKDOWN = "markdown"
    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """
    A paragraph as a reader sees it: no tags, entities or glosses, simplified, punctuation kept.

    ``places`` holds, for each character of ``text``, its code-point span in the raw text as
    ``(start, end)``; characters that stand for nothing of their own share their neighbor's.
    ``start`` and ``end`` cover the whole paragraph in the raw text.
    """

    text: str
    start: int
    end: int
    places: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    def raw_span(self, start: int, end: int) -> Span:
        """
        The stretch of the raw text behind ``text[start:end]``, which must not be empty.

        Raises:
            IndexError: the span does not lie in ``text``.
        """
        if not 0 <= start < end <= len(self.text):
            raise IndexError(start, end)
        return Span(self.places[start][0], self.places[end - 1][1])


@dataclass(frozen=True, slots=True)
class Document:
    """
    The article of a file, its surroundings dropped.

    ``raw`` is the file decoded (for Word and PDF: its text as extracted); all spans count code
    points in it. ``dropped`` are the stretches left out, each with the code of its reason.
    ``title``, ``source`` (the publisher) and ``author`` are ``""`` where the file names none.
    """

    path: str
    kind: Kind
    raw: str = field(repr=False)
    title: str
    source: str
    author: str
    published_on: date | None
    paragraphs: tuple[Paragraph, ...]
    title_span: Span | None = None
    published_span: Span | None = None
    dropped: tuple[tuple[Span, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the story, with title and organization as stated; ``""`` where not stated."""

    name: str
    title: str
    organization: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization of the story; ``aliases`` are the other names the document uses for it."""

    name: str
    aliases: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its six-digit GB/T 2260 code."""

    name: str
    region_code: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EventDate:
    """A day or a period of what is told, both ends included."""

    begins_on: date
    ends_on: date
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    A number that is a fact: ``138颗卫星``, ``全国第18位``, ``140余家``.

    ``value`` as stated (``61万`` is 610000); ``what`` is what it measures, ``of`` whose it is,
    ``when`` the time stated; ``""`` where not stated.
    """

    text: str
    value: float
    unit: str
    what: str
    of: str
    when: str
    span: Span


@dataclass(frozen=True, slots=True)
class Concept:
    """A named policy concept; ``members`` only where the text gives them, never invented."""

    name: str
    members: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Directive:
    """One enumerated instruction: ``一要…``; ``heading`` is its first clause."""

    ordinal: int
    heading: str
    text: str
    said_by: str
    said_to: str
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text as it stands, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    A talk with one counterpart: what our side asked, what the other said it would do, what was
    signed. The three are distinct: a reply is no signature.
    """

    counterpart_org: str
    counterpart_person: str
    our_side: tuple[str, ...]
    asks: tuple[Clause, ...]
    replies: tuple[Clause, ...]
    signed_document: str
    spans: tuple[Span, ...]


class Stance(StrEnum):
    """How firmly something to come was said."""

    HOPED = "hoped"  # 希望
    INTENDED = "intended"  # 将, 拟
    PLANNED = "planned"  # 计划到2025年
    PROMISED = "promised"  # 表示将
    REQUIRED = "required"  # 要, 必须
    SIGNED = "signed"  # 签署


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something said about the future outside a talk: who, how firmly, what, until when."""

    said_by: str
    stance: Stance
    text: str
    due_on: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism or programme of innovation policy, from a lexicon that an operator extends."""

    name: str
    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """A triple that a reader would find useful, from one stretch of text."""

    subject: str
    predicate: str
    object: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read from one document."""

    event_dates: tuple[EventDate, ...] = ()
    people: tuple[Person, ...] = ()
    organizations: tuple[Organization, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    concepts: tuple[Concept, ...] = ()
    directives: tuple[Directive, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and its facts."""

    document: Document
    facts: Facts
