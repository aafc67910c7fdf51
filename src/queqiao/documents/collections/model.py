"""What is said of many documents together. Every value cites the documents that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from queqiao.core import Span
from queqiao.documents.model import Paragraph, Reading


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A stretch of the raw text of one document, the ground of a statement."""

    path: str
    span: Span


class StatementKind(StrEnum):
    """What a statement tells."""

    MET = "met"
    VISITED = "visited"
    ASKED = "asked"
    REPLIED = "replied"
    SIGNED = "signed"
    DIRECTED = "directed"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Statement:
    """
    One thing said, however many documents tell it.

    ``who`` and ``to`` are names as the documents give them, ``""`` where none is given; ``text`` is
    verbatim. ``firmness`` is the stance of a commitment, else ``""``. ``on`` is the first day on
    which a cited document places it.
    """

    kind: StatementKind
    who: tuple[str, ...]
    to: tuple[str, ...]
    text: str
    firmness: str
    due_on: date | None
    on: date | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """
    One document of a story.

    ``resemblance`` and ``containment`` (0-1) compare it with the story's first version;
    ``added`` are its paragraphs that the first version does not have.
    """

    path: str
    published_on: date | None
    resemblance: float
    containment: float
    added: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Documents that tell the same text; the first version is the earliest published."""

    title: str
    versions: tuple[Version, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents, first version first."""
        return tuple(version.path for version in self.versions)


@dataclass(frozen=True, slots=True)
class Event:
    """What several stories may tell of: days, people, organizations and places joined."""

    title: str
    begins_on: date
    ends_on: date
    people: tuple[str, ...]
    organizations: tuple[str, ...]
    places: tuple[str, ...]
    stories: tuple[Story, ...]
    citations: tuple[Citation, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents that tell of it, in the order of its stories."""
        return tuple(path for story in self.stories for path in story.paths)


class MentionKind(StrEnum):
    """What is counted over time."""

    CONCEPT = "concept"
    MECHANISM = "mechanism"
    TECHNOLOGY = "technology"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Mention:
    """That a document names something, and where."""

    kind: MentionKind
    name: str
    path: str
    spans: tuple[Span, ...]


class Period(StrEnum):
    """How time is cut."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Trend:
    """
    How the share of stories changes with time.

    ``slope`` is Sen's, in shares (0-1) a period; ``p_value`` is of the two-sided Mann-Kendall
    test; ``periods`` counts those that hold any story.
    """

    slope: float
    p_value: float
    periods: int


@dataclass(frozen=True, slots=True)
class Burst:
    """Periods of heightened attention, both ends included; ``weight`` is how clear it is."""

    first: int
    last: int
    weight: float


@dataclass(frozen=True, slots=True)
class Series:
    """
    How many stories name something, period by period.

    ``totals`` are all stories of each period. ``citations`` hold, for each period, where it is
    named. ``trend`` is ``None`` where too few stories or periods tell one.
    """

    kind: MentionKind
    name: str
    starts: tuple[date, ...]
    counts: tuple[int, ...]
    totals: tuple[int, ...]
    citations: tuple[tuple[Citation, ...], ...] = field(repr=False)
    trend: Trend | None = None
    bursts: tuple[Burst, ...] = ()

    @property
    def total(self) -> int:
        """All stories that name it."""
        return sum(self.counts)

    @property
    def paths(self) -> tuple[str, ...]:
        """The documents that name it."""
        return cited_paths(citation for part in self.citations for citation in part)


@dataclass(frozen=True, slots=True)
class Collection:
    """
    Documents read, and what they say together.

    It is a function of ``readings`` alone: leave one out, and what rested on it alone is gone.
    """

    readings: tuple[Reading, ...]
    stories: tuple[Story, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...] = field(repr=False)
    period: Period = Period.MONTH
    series: tuple[Series, ...] = ()


def cited_paths(citations: Iterable[Citation]) -> tuple[str, ...]:
    """The documents cited, each once, in order."""
    return tuple(dict.fromkeys(citation.path for citation in citations))


def day_of(reading: Reading) -> date | None:
    """The day that a document is put on: the first day told, else the day it was published."""
    days = [event.begins_on for event in reading.facts.event_dates]
    return min(days) if days else reading.document.published_on
