"""How many stories name a concept, a technology or an organization, period by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from queqiao.core import Span
from queqiao.documents.collections.model import (
    Citation,
    Mention,
    MentionKind,
    Period,
    Series,
    Story,
    day_of,
)
from queqiao.documents.collections.names import settle_names
from queqiao.documents.collections.trends import find_bursts, find_trend
from queqiao.documents.model import Reading

_MOST_MONTHS = 36
_MOST_QUARTERS = 40


def list_mentions(readings: Sequence[Reading]) -> tuple[Mention, ...]:
    """
    What the documents name, by their facts: concepts, mechanisms, organizations.

    Organizations go by the only fuller name that any of the documents uses.
    """
    settled = settle_names(o.name for r in readings for o in r.facts.organizations)
    found: dict[tuple[MentionKind, str, str], list[Span]] = defaultdict(list)
    for reading in readings:
        path, facts = reading.document.path, reading.facts
        for concept in facts.concepts:
            found[MentionKind.CONCEPT, concept.name, path] += concept.spans
        for mechanism in facts.mechanisms:
            found[MentionKind.MECHANISM, mechanism.name, path].append(mechanism.span)
        for one in facts.organizations:
            found[MentionKind.ORGANIZATION, settled[one.name], path] += one.spans
    return tuple(
        Mention(kind, name, path, tuple(sorted(set(spans))))
        for (kind, name, path), spans in found.items()
        if spans
    )


def fitting_period(days: Sequence[date]) -> Period:
    """The finest cut that keeps the number of periods readable."""
    if not days:
        return Period.MONTH
    first, last = min(days), max(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_MONTHS:
        return Period.MONTH
    return Period.QUARTER if months <= 3 * _MOST_QUARTERS else Period.YEAR


def period_start(day: date, period: Period) -> date:
    """The first day of the period that ``day`` lies in."""
    if period is Period.YEAR:
        return date(day.year, 1, 1)
    if period is Period.QUARTER:
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date(day.year, day.month, 1)


def _next_start(start: date, period: Period) -> date:
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
    ahead = start.month - 1 + months
    return date(start.year + ahead // 12, ahead % 12 + 1, 1)


def count_over_time(
    mentions: Iterable[Mention],
    stories: Sequence[Story],
    readings: Mapping[str, Reading],
    *,
    period: Period,
) -> tuple[Series, ...]:
    """
    A series for everything mentioned, the most named first.

    Each story counts once, on the earliest day of its versions; stories without any day are left
    out. Reprints add citations, no counts. ``readings`` are by path.
    """
    grid = _grid(stories, readings, period)
    grouped: dict[tuple[MentionKind, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.path in grid.where:
            grouped[mention.kind, mention.name].append(mention)
    series = [_series(kind, name, found, grid) for (kind, name), found in grouped.items()]
    return tuple(sorted(series, key=lambda s: (-s.total, list(MentionKind).index(s.kind), s.name)))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The periods, how many stories each holds, and in which each document's story lies."""

    starts: tuple[date, ...]
    totals: tuple[int, ...]
    where: Mapping[str, tuple[str, int]]


def _grid(stories: Sequence[Story], readings: Mapping[str, Reading], period: Period) -> _Grid:
    days = [(story, day) for story in stories if (day := _day_of_story(story, readings))]
    if not days:
        return _Grid((), (), {})
    starts = _starts(min(day for _, day in days), max(day for _, day in days), period)
    place = {start: number for number, start in enumerate(starts)}
    totals = [0] * len(starts)
    where: dict[str, tuple[str, int]] = {}
    for story, day in days:
        number = place[period_start(day, period)]
        totals[number] += 1
        where.update(dict.fromkeys(story.paths, (story.paths[0], number)))
    return _Grid(starts, tuple(totals), where)


def _day_of_story(story: Story, readings: Mapping[str, Reading]) -> date | None:
    days = [day for path in story.paths if (day := day_of(readings[path])) is not None]
    return min(days, default=None)


def _starts(first: date, last: date, period: Period) -> tuple[date, ...]:
    starts = [period_start(first, period)]
    while (following := _next_start(starts[-1], period)) <= last:
        starts.append(following)
    return tuple(starts)


def _series(kind: MentionKind, name: str, mentions: Sequence[Mention], grid: _Grid) -> Series:
    telling: list[set[str]] = [set() for _ in grid.starts]
    cited: list[set[Citation]] = [set() for _ in grid.starts]
    for mention in mentions:
        story, number = grid.where[mention.path]
        telling[number].add(story)
        cited[number] |= {Citation(mention.path, span) for span in mention.spans}
    counts = tuple(map(len, telling))
    return Series(
        kind,
        name,
        grid.starts,
        counts,
        grid.totals,
        tuple(tuple(sorted(part)) for part in cited),
        find_trend(counts, grid.totals),
        find_bursts(counts, grid.totals),
    )
