"""The days on which what is told took place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from queqiao.core import Span
from queqiao.documents.facts.passages import Passage
from queqiao.documents.model import EventDate
from queqiao.text import DateMention, find_dates, normalize

# What makes a day something else than the day of an event: a deadline, a document's date, a birth.
_NO_EVENT_AFTER = re.compile(r"[^，。；]{0,6}(?:前|以前|之前|截止|出生|生于|印发的|发布的|公布的)")
_NO_EVENT_BEFORE = re.compile(
    r"(?:截至|截止|截止到|不晚于|生于|〔|\[|发布时间|更新时间|来源|生成时间)[：\s]*$"
)
_DAY = timedelta(days=1)


def read_event_dates(
    passages: Sequence[Passage], *, published_on: date | None
) -> tuple[EventDate, ...]:
    """Days and periods of days, each once, in the order told; months and years are no days."""
    found: dict[tuple[date, date], list[Span]] = {}
    for passage in passages:
        normalized = normalize(passage.paragraph.text)
        for mention in find_dates(normalized.text, reference=published_on):
            period = _days(mention)
            if period is None or not _is_event(normalized.text, mention):
                continue
            span = normalized.original_span(mention.start, mention.end)
            found.setdefault(period, []).append(passage.raw(span.start, span.end))
    return tuple(EventDate(first, last, tuple(spans)) for (first, last), spans in found.items())


def _days(mention: DateMention) -> tuple[date, date] | None:
    """First and last day; ``None`` for what states no day or has an open end."""
    if mention.day is None or mention.begins_on is None or mention.ends_before is None:
        return None
    return mention.begins_on, mention.ends_before - _DAY


def _is_event(text: str, mention: DateMention) -> bool:
    if _NO_EVENT_AFTER.match(text, mention.end):
        return False
    return _NO_EVENT_BEFORE.search(text, max(0, mention.start - 12), mention.start) is None
