"""Dates of publication: written ones, those of meta tags, of feeds and of addresses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from queqiao.core import Span
from queqiao.text import find_dates, normalize

BEIJING = timezone(timedelta(hours=8))

_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)
_NUMERIC = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)\s?([-/.年])\s?(\d{1,2})\s?(?:\2|[-/.月])\s?(\d{1,2})(?!\d)\s?日?"
)
_SHORT = re.compile(r"(?<![\d\-/.])(\d\d)-(\d{1,2})-(\d{1,2})(?=\s+\d{1,2}:\d\d)")
_SLASHED = re.compile(r"((?:19|20)\d\d)\s{0,3}(\d\d)/(\d\d)(?!\d)")
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?(?!\d)"
)
_ENGLISH = re.compile(
    r"(?:(\d{1,2})\s+)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?((?:19|20)\d\d)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONED = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$")
_FEED_TIME = re.compile(r",.*\d\d:\d\d")
_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
_IN_ADDRESS = (
    re.compile(
        r"[/_\-t]((?:19|20)\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?=[/_\-.]|\d{0,8}[/_\-.]|$)"
    ),
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)"),
    re.compile(r"/((?:19|20)\d\d)-(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?=/)"),
)


def made(year: str | int, month: str | int, day: str | int) -> date | None:
    """The day, where it exists and a page can have appeared on it."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _FIRST <= found < _LAST else None


def written_dates(text: str) -> list[tuple[date, Span]]:
    """The full dates of a line in reading order, with their places in it."""
    found = [
        (day, Span(*match.span()))
        for match in _NUMERIC.finditer(text)
        if (day := made(match[1], match[3], match[4]))
    ]
    found = found or [
        (day, Span(*match.span()))
        for match in _SHORT.finditer(text)
        if (day := made(2000 + int(match[1]), match[2], match[3]))
    ]
    found = found or [
        (day, Span(*match.span()))
        for match in _SLASHED.finditer(text)
        if (day := made(match[1], match[2], match[3]))
    ]
    return found or _spelled(text) or _english(text)


def _english(text: str) -> list[tuple[date, Span]]:
    """Dates as English templates of blogs write them: ``May 4, 2010``."""
    return [
        (day, Span(*match.span()))
        for match in _ENGLISH.finditer(text)
        if (day := _english_day(match))
    ]


def _english_day(match: re.Match[str]) -> date | None:
    month = _MONTHS.index(match[2].lower()[:3]) + 1
    return made(match[4], month, match[1] or match[3] or 0)


def _spelled(text: str) -> list[tuple[date, Span]]:
    """Dates in Chinese numerals, as official documents close with them."""
    if "年" not in text or "日" not in text:
        return []
    normal = normalize(text)
    found = []
    for mention in find_dates(normal.text, reference=None):
        begins, ends = mention.begins_on, mention.ends_before
        if begins and ends and ends - begins == timedelta(days=1):
            found.append((begins, normal.original_span(mention.start, mention.end)))
    return found


def parse_stamp(value: str) -> date | None:
    """
    The day that a meta tag, a feed or a front matter states, in Beijing time where it has a zone.

    ``None`` where it is no date.
    """
    value = value.strip().strip("'\"")
    if found := _moment(value):
        return found
    if written := written_dates(value):
        return written[0][0]
    if match := _COMPACT.search(value):
        return made(match[1], match[2], match[3])
    return None


def _moment(value: str) -> date | None:
    """The day of seconds since 1970, of an ISO time with a zone, or of a time as feeds write it."""
    try:
        if _SECONDS.fullmatch(value):
            return datetime.fromtimestamp(int(value[:10]), UTC).astimezone(BEIJING).date()
        if _ZONED.search(value):
            return datetime.fromisoformat(value).astimezone(BEIJING).date()
        if _FEED_TIME.search(value):
            moment = parsedate_to_datetime(value)
            return moment.astimezone(BEIJING).date() if moment.tzinfo else moment.date()
    except ValueError:
        return None
    return None


def date_in_address(address: str) -> date | None:
    """The day in a web address such as ``/2021/11/18/`` or ``t20211118_1234.html``."""
    for pattern in _IN_ADDRESS:
        if (match := pattern.search(address)) and (day := made(match[1], match[2], match[3])):
            return day
    return None
