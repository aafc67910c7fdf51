"""What the report shows, statement by statement, each with the links to its documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from queqiao.documents.collections import Collection, Event, Statement, StatementKind
from queqiao.recipes.documents.pictures import Meeting
from queqiao.recipes.documents.sources import Cites, Sources
from queqiao.recipes.documents.words import day, days, word

MOST_ROWS = 500
"""Rows of one table; what is left out is counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, and the documents behind it."""

    cells: tuple[str, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class TalkView:
    """A talk: who met whom, what was asked, replied and signed, each with its documents."""

    on: str
    ours: str
    other: str
    cites: Cites
    asks: tuple[tuple[str, Cites], ...] = ()
    replies: tuple[tuple[str, Cites], ...] = ()
    signed: tuple[tuple[str, Cites], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, and how many more there are."""

    rows: tuple[Row, ...] = field(default=())
    more: int = 0


def table_of(rows: Sequence[Row]) -> Table:
    """The rows as far as they are shown."""
    return Table(tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def talk_views(collection: Collection, sources: Sources) -> tuple[TalkView, ...]:
    """
    The talks, by day; the three things said in them kept apart.

    What the same documents tell as the talk itself is cited with the talk, and not again.
    """
    parts: dict[tuple[StatementKind, tuple[str, ...], tuple[str, ...]], list[Statement]] = {}
    for one in collection.statements:
        if one.kind in {StatementKind.ASKED, StatementKind.SIGNED}:
            parts.setdefault((one.kind, one.who, one.to), []).append(one)
        elif one.kind is StatementKind.REPLIED:
            parts.setdefault((one.kind, one.to, one.who), []).append(one)

    def said(kind: StatementKind, met: Statement) -> tuple[tuple[str, Cites], ...]:
        paths = {citation.path for citation in met.citations}
        found = [
            (one.text, {citation.path for citation in one.citations}, one.citations)
            for one in parts.get((kind, met.who, met.to), ())
        ]
        return tuple(
            (text, Cites() if own == paths else sources.cite(citations))
            for text, own, citations in found
            if paths & own
        )

    return tuple(
        TalkView(
            day(met.on),
            "、".join(met.who),
            " · ".join(met.to),
            sources.cite(met.citations),
            said(StatementKind.ASKED, met),
            said(StatementKind.REPLIED, met),
            said(StatementKind.SIGNED, met),
        )
        for met in collection.statements
        if met.kind is StatementKind.MET
    )


def meetings_of(collection: Collection) -> tuple[Meeting, ...]:
    """Who met whom, and how often."""
    times: dict[tuple[str, tuple[str, ...]], int] = {}
    signed: set[tuple[str, tuple[str, ...]]] = set()
    for one in collection.statements:
        pairs = [(who, one.to) for who in one.who]
        if one.kind is StatementKind.MET and one.to:
            for pair in pairs:
                times[pair] = times.get(pair, 0) + 1
        elif one.kind is StatementKind.SIGNED:
            signed.update(pairs)
    return tuple(
        Meeting(who, to[0] if len(to) > 1 else "", to[-1], count, (who, to) in signed)
        for (who, to), count in times.items()
    )


def visit_rows(collection: Collection, sources: Sources) -> tuple[Row, ...]:
    """Who went to see whom, the newest first; visits of one day and person in one row."""
    visits: dict[tuple[str, str], list[Statement]] = {}
    for one in newest(collection, StatementKind.VISITED):
        visits.setdefault((day(one.on), "、".join(one.who)), []).append(one)
    return tuple(
        Row(
            (on, who, "、".join(dict.fromkeys(name for one in found for name in one.to))),
            sources.cite(sorted({c for one in found for c in one.citations})),
        )
        for (on, who), found in visits.items()
    )


def directive_rows(collection: Collection, sources: Sources) -> tuple[Row, ...]:
    """Who instructed whom to do what, the newest first."""
    return tuple(
        Row(
            (day(one.on), "、".join(one.who) or "—", "、".join(one.to) or "—", one.text),
            sources.cite(one.citations),
        )
        for one in newest(collection, StatementKind.DIRECTED)
    )


def commitment_rows(collection: Collection, sources: Sources, language: str) -> tuple[Row, ...]:
    """Who said what about the future, how firmly and until when, the newest first."""
    return tuple(
        Row(
            (
                day(one.on),
                "、".join(one.who) or "—",
                word(f"stance.{one.firmness}", language),
                one.text,
                day(one.due_on),
            ),
            sources.cite(one.citations),
        )
        for one in newest(collection, StatementKind.COMMITTED)
    )


def newest(collection: Collection, kind: StatementKind) -> list[Statement]:
    """The statements of one kind, the newest first."""
    found = [one for one in collection.statements if one.kind is kind]
    return sorted(found, key=lambda one: one.on or date.min, reverse=True)


def event_rows(events: Iterable[Event], sources: Sources) -> tuple[Row, ...]:
    """The timeline: days, what, where, who."""
    return tuple(
        Row(
            (
                days(event.begins_on, event.ends_on),
                event.title,
                "、".join(event.places[:4]),
                "、".join(event.people[:8]),
            ),
            sources.cite(event.citations),
        )
        for event in events
    )
