"""
Dates and periods as Chinese text writes them.

Nothing is guessed: what names no year gets one only from the same sentence, from the reference
date (the day the text was written), or from a full date earlier in the text, in this order.
Otherwise the mention comes back with ``resolved=False``. Text is expected as ``normalize`` leaves
it.

Conventions: 上旬 and 月初 are the 1st to the 10th, 中旬 the 11th to the 20th, 下旬 and 月底 the
rest; 年初 is January, 年中 June, 年底 and 年末 December. ``6月前`` ends before June; ``6月30日前``,
``6月底前`` and ``年底前`` include the day or the period they name, as deadlines do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from queqiao.text.date_patterns import JOIN, Found, Point, find_points


@dataclass(frozen=True, slots=True)
class DateMention:
    """
    A day or a period, half-open: ``[begins_on, ends_before)``.

    ``2020年6月前`` has no ``begins_on``, ``2020年以来`` no ``ends_before``. ``year``, ``month`` and
    ``day`` are those of the (first) date as far as they are known. Where ``resolved`` is false the
    year is unknown, or the day does not exist, and both ends are ``None``.
    """

    start: int
    end: int
    begins_on: date | None
    ends_before: date | None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    resolved: bool = True


_BETWEEN = re.compile(JOIN)
_SENTENCE_END = re.compile(r"[。;!?\n]")
_BEFORE = re.compile(r" ?(?:之前|以前|前(?!期|景|后|沿|述|往|来|瞻|端|置|身|提|言|夕|年))")
_SINCE = re.compile(r" ?(?:以来|起(?![草点步到])|开始)")
_AFTER = re.compile(r" ?(?:之后|以后|后(?!期|续|者|来|勤|台|端|年))")
_Period = tuple[date, date]


def find_dates(text: str, *, reference: date | None) -> tuple[DateMention, ...]:
    """
    The dates and periods of a text in reading order.

    ``reference`` is the day the text was written: 今年 and 本月 count from it, and a month without
    a year is the one nearest to it. Ratios, versions (``3.1.2``), standards (``GB/T 1234-2017``)
    and durations (``三年``, ``12个月``) are left alone.
    """
    mentions: list[DateMention] = []
    sentence_year: int | None = None
    dateline_year: int | None = None
    last_end = 0
    for found in _join(text, find_points(text)):
        if _SENTENCE_END.search(text, last_end, found.start):
            sentence_year = None
        last_end = found.end
        first = _dated(found.first, sentence_year, dateline_year, reference)
        last = _after_first(found.last, first) if found.last is not found.first else first
        mentions.append(_mention(text, found, first, last))
        if first.year is not None and not _is_yearless(found.first):
            sentence_year = first.year
            if first.days is not None:
                dateline_year = first.year
    return tuple(mentions)


def _join(text: str, points: list[Found]) -> list[Found]:
    """``2月28日`` 至 ``3月3日`` as one period."""
    joined: list[Found] = []
    for found in points:
        before = joined[-1] if joined else None
        single = found.first is found.last
        if (
            before is not None
            and single
            and before.first is before.last
            and _BETWEEN.fullmatch(text, before.end, found.start)
        ):
            joined[-1] = Found(before.start, found.end, before.first, found.first)
        else:
            joined.append(found)
    return joined


# --- years ----------------------------------------------------------------------------------------


def _is_yearless(point: Point) -> bool:
    return point.year is None and point.year_shift is None and point.same_year is None


def _dated(
    point: Point, sentence_year: int | None, dateline_year: int | None, reference: date | None
) -> Point:
    """``point`` with its year, where one is known."""
    if point.year is not None:
        return point
    if point.day_shift is not None or point.month_shift is not None:
        return _moved(point, reference) if reference else point
    if point.year_shift is not None:
        return replace(point, year=reference.year + point.year_shift) if reference else point
    known = sentence_year
    if known is None and point.same_year is not None:
        known = dateline_year
    if known is None and point.same_year is None:
        known = _nearest_year(point, reference) if reference else dateline_year
    return point if known is None else replace(point, year=known + (point.same_year or 0))


def _moved(point: Point, reference: date) -> Point:
    """本月, 上月, 昨日: counted from the reference date."""
    if point.day_shift is not None:
        day = reference + timedelta(days=point.day_shift)
        return replace(point, year=day.year, months=(day.month, day.month), days=(day.day, day.day))
    months = reference.year * 12 + reference.month - 1 + (point.month_shift or 0)
    return replace(point, year=months // 12, months=(months % 12 + 1, months % 12 + 1))


def _nearest_year(point: Point, reference: date) -> int:
    """The year that brings a month nearest to the reference; for a longer part, the reference's."""
    if point.months is None or point.months[0] != point.months[1]:
        return reference.year
    distance = point.months[0] - reference.month
    if distance > 6:
        return reference.year - 1
    return reference.year + 1 if distance < -6 else reference.year


def _after_first(point: Point, first: Point) -> Point:
    """The end of a period, in the year of its beginning or, where it would lie before, the next."""
    if point.year is not None or first.year is None:
        return point
    if point.same_year is not None:
        return replace(point, year=first.year + point.same_year)
    if point.year_shift is not None or point.months is None:
        return point
    earlier = first.months is not None and (point.months[0], point.days or (0, 0)) < (
        first.months[0],
        first.days or (0, 0),
    )
    return replace(point, year=first.year + 1 if earlier else first.year)


# --- periods --------------------------------------------------------------------------------------


def _period(point: Point) -> _Period | None:
    """The days of a dated point; ``None`` where it has no year or does not exist."""
    if point.year is None or not MINYEAR <= point.year < MAXYEAR:
        return None
    first_month, last_month = point.months or (1, 12)
    after = date(point.year + last_month // 12, last_month % 12 + 1, 1)
    first_day, last_day = point.days or (1, 0)
    try:
        begins = date(point.year, first_month, first_day)
        ends = date(point.year, last_month, last_day) + timedelta(days=1) if last_day else after
    except ValueError:
        return None
    return (begins, ends) if begins < ends else None


def _mention(text: str, found: Found, first: Point, last: Point) -> DateMention:
    opening, closing = _period(first), _period(last)
    end = found.end
    begins: date | None = None
    ends: date | None = None
    resolved = opening is not None and closing is not None and opening[0] < closing[1]
    if opening is not None and closing is not None and resolved:
        begins, ends = opening[0], closing[1]
    if match := _BEFORE.match(text, end):
        end = match.end()
        if closing is not None and resolved:
            begins, ends = None, closing[1] if last.inclusive else closing[0]
    elif match := _SINCE.match(text, end):
        end, ends = match.end(), None
    elif match := _AFTER.match(text, end):
        end = match.end()
        begins, ends = ends, None
    month = first.months[0] if first.months and first.months[0] == first.months[1] else None
    day = first.days[0] if first.days and first.days[0] == first.days[1] else None
    return DateMention(found.start, end, begins, ends, first.year, month, day, resolved)
