"""The days on which what is told took place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from queqiao.core import Span
from queqiao.documents.facts.passages import Passage
from queqiao.documents.model import EventDate
from queqiao.text import DateMention

# What makes a day something else than that of an event: a deadline, a document's date, a birth.
_NO_EVENT_AFTER = re.compile(
    r"讯|电(?![力网话视影商动子机器])|[^,。;]{0,8}?(?:截止|出生|生于|印发的|发布的|公布的|施行|起执行|起生效|到期)|前(?!往|来|后|期|夕|去|赴|天)"
)
_NO_EVENT_BEFORE = re.compile(
    r"(?:截至|截止|截止到|不晚于|不迟于|生于|[〔\[]|时间|日期|来源|编辑|出生于)[::\s]*$"
)
_ANOTHER = re.compile(r"[、和及]([0-9]{1,2})[日号]")
_BOOK = re.compile(r"《[^《》]*$")
_DAY = timedelta(days=1)


def read_event_dates(passages: Sequence[Passage]) -> tuple[EventDate, ...]:
    """
    Days and periods of days, each once, in the order told.

    Months and years are no days; deadlines, dates of documents and of birth are no events.
    """
    found: dict[tuple[date, date], list[Span]] = {}
    for passage in passages:
        for mention in passage.dates:
            period = _days(mention)
            if period is None or not _is_event(passage.narrow, mention):
                continue
            found.setdefault(period, []).append(passage.raw(mention.start, mention.end))
            for start, end, day in _further(passage.narrow, mention.end, period[1]):
                found.setdefault((day, day), []).append(passage.raw(start, end))
    return tuple(EventDate(first, last, tuple(spans)) for (first, last), spans in found.items())


def _days(mention: DateMention) -> tuple[date, date] | None:
    """First and last day; ``None`` for what states no day or has an open end."""
    if mention.day is None or mention.begins_on is None or mention.ends_before is None:
        return None
    return mention.begins_on, mention.ends_before - _DAY


def _further(text: str, start: int, first: date) -> Iterator[tuple[int, int, date]]:
    """The other days of ``6月24日、25日和28日``."""
    while match := _ANOTHER.match(text, start):
        start = match.end()
        try:
            yield match.start(1), match.end(), first.replace(day=int(match[1]))
        except ValueError:
            return


def _is_event(text: str, mention: DateMention) -> bool:
    if _NO_EVENT_AFTER.match(text, mention.end) or _BOOK.search(text[: mention.start]):
        return False
    return _NO_EVENT_BEFORE.search(text, max(0, mention.start - 12), mention.start) is None
