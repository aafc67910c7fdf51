"""Many documents together: stories and versions, events, statements, counts over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from queqiao.documents.collections.counting import (
    count_over_time,
    fitting_period,
    list_mentions,
    period_start,
)
from queqiao.documents.collections.events import join_events
from queqiao.documents.collections.model import (
    Burst,
    Citation,
    Collection,
    Event,
    Mention,
    MentionKind,
    Period,
    Series,
    Statement,
    StatementKind,
    Story,
    Trend,
    Version,
    cited_paths,
    day_of,
)
from queqiao.documents.collections.statements import list_statements
from queqiao.documents.collections.stories import fold_stories
from queqiao.documents.collections.trends import SIGNIFICANT, find_bursts, find_trend, kendall_p
from queqiao.documents.model import Reading

__all__ = [
    "SIGNIFICANT",
    "Burst",
    "Citation",
    "Collection",
    "Event",
    "Mention",
    "MentionKind",
    "Period",
    "Series",
    "Statement",
    "StatementKind",
    "Story",
    "Trend",
    "Version",
    "build_collection",
    "cited_paths",
    "count_over_time",
    "day_of",
    "find_bursts",
    "find_trend",
    "fitting_period",
    "fold_stories",
    "join_events",
    "kendall_p",
    "list_mentions",
    "list_statements",
    "period_start",
    "without_document",
]

Named = Callable[[Sequence[Reading]], Iterable[Mention]]
"""Finds more to count in the documents, such as technologies by the terms of a chain."""


def build_collection(
    readings: Iterable[Reading], *, named: Named | None = None, period: Period | None = None
) -> Collection:
    """
    All that the documents say together; documents of one path count once, the last given.

    ``named`` finds more to count over time than the facts hold. ``period`` cuts time; by default
    so that the periods stay few enough to read.
    """
    by_path = {reading.document.path: reading for reading in readings}
    kept = tuple(by_path[path] for path in sorted(by_path))
    stories = fold_stories([reading.document for reading in kept])
    mentions = (*list_mentions(kept), *(named(kept) if named is not None else ()))
    days = [day for reading in kept if (day := day_of(reading)) is not None]
    cut = period or fitting_period(days)
    return Collection(
        readings=kept,
        stories=stories,
        events=join_events(stories, by_path),
        statements=list_statements(kept),
        mentions=mentions,
        period=cut,
        series=count_over_time(mentions, stories, by_path, period=cut),
    )


def without_document(
    collection: Collection, path: str, *, named: Named | None = None
) -> Collection:
    """
    The collection as it would be had the document never been read.

    What rested on it alone is gone; what others tell too stays, citing the others. ``named`` is
    to be what the collection was built with.
    """
    left = [reading for reading in collection.readings if reading.document.path != path]
    return build_collection(left, named=named)
