"""What a date looks like: patterns, and what each of them states. ``dates`` resolves it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from queqiao.text.numerals import parse_numeral


@dataclass(frozen=True, slots=True)
class Point:
    """A date as far as it is stated; months and days run from the first to the last it covers."""

    year: int | None = None
    year_shift: int | None = None  # from the year of the reference date
    same_year: int | None = None  # from the year named before: 当年 0, 次年 1
    month_shift: int | None = None  # from the month of the reference date
    day_shift: int | None = None  # from the reference date
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None  # 0: the end of the month
    inclusive: bool = False  # whether 前 still includes it


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the text and what stands there, from the first to the last date."""

    start: int
    end: int
    first: Point
    last: Point


_HAN = "零〇○一二三四五六七八九"
_YEAR = rf"(?:(?<![0-9.])[12][0-9]{{3}}|(?<![{_HAN}])[一二][{_HAN}]{{3}})"
_LATER_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH = rf"(?<![0-9.一二三四五六七八九十]){_LATER_MONTH}"
_DAY = (
    r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?"
    r"|廿[一二三四五六七八九]?|[一二三四五六七八九])"
)
JOIN = r" ?(?:至|到|-|~|—{1,2}|―) ?"
_YEAR_SHIFTS = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上年度": -1, "前年": -2}
_YEAR_SHIFTS |= {"明年": 1, "来年": 1, "后年": 2}
_SAME_YEARS = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1}
_MONTH_SHIFTS = {"本": 0, "这个": 0, "上": -1, "上个": -1, "下": 1, "下个": 1}
_DAY_SHIFTS = {"今": 0, "昨": -1, "明": 1}
_OPENING = (
    rf"(?:(?P<year>{_YEAR}) ?年度?"
    rf"|(?P<short_year>(?<![0-9.])[0-9]{{2}})年(?={_LATER_MONTH} ?月)"
    rf"|(?P<shift>{'|'.join(sorted(_YEAR_SHIFTS, reverse=True))})"
    rf"|(?P<same>{'|'.join(_SAME_YEARS)}))"
)
_TEN = r"(?P<ten>[上中下])旬|(?P<month_edge>[底末](?![层部])|初(?![步级始期次]))"
_IN_MONTH = rf"(?: ?(?:(?P<day>{_DAY}) ?[日号](?![线楼院])|{_TEN}))?"
_MONTH_TAIL = rf"(?P<month>{_LATER_MONTH}) ?月份?(?![龄球饼季]|[一两三四]次)"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度"
_EDGE = r"(?P<edge>[底末](?![层部盘座])|初(?![步级始期次中])|中(?=[前,。;、)]|完成|$))"
_TENS = {"上": (1, 10), "中": (11, 20), "下": (21, 0), "初": (1, 10), "底": (21, 0), "末": (21, 0)}
_EDGE_MONTHS = {"初": 1, "中": 6, "底": 12, "末": 12}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}

_PLAN = re.compile(
    r"(?P<open>[“\"「『])?(?P<plan>十[一二三四五六七八九]?|[一二三四五六七八九])五(?P<close>[”\"」』])?"
    r"(?P<what>规划|时期|期间|计划|以来|末|初)?"
)
_ISO = re.compile(
    r"(?<![0-9A-Za-z./\-])(?P<year>(?:19|20)[0-9]{2})"
    r"(?:(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=sep)(?P<day>3[01]|[12][0-9]|0?[1-9])"
    r"|-(?P<only_month>0[1-9]|1[0-2]))(?![0-9]|[./\-][0-9])"
)
_YEARS = re.compile(
    rf"(?P<first>{_YEAR})(?: ?年)?{JOIN}(?P<last>[12][0-9]{{3}}|[一二][{_HAN}]{{3}}) ?年度?"
    r"(?![0-9一二三四五六七八九十]+ ?月)"
)
_MONTHS_ENDING = rf"{JOIN}(?P<last>{_LATER_MONTH}) ?月份?(?! ?{_DAY} ?[日号])"
_MONTHS = re.compile(rf"(?:{_OPENING} ?)?(?P<first>{_MONTH}){_MONTHS_ENDING}")
_MONTHS_OF_YEAR = re.compile(rf"{_OPENING} ?(?P<first>{_LATER_MONTH}){_MONTHS_ENDING}")
_DAYS_ENDING = rf" ?月 ?(?P<first>{_DAY})[日号]?{JOIN}(?P<last>{_DAY}) ?[日号]"
_DAYS_OF_YEAR = re.compile(rf"{_OPENING} ?(?P<month>{_LATER_MONTH}){_DAYS_ENDING}")
_DAYS = re.compile(rf"(?P<month>{_MONTH}){_DAYS_ENDING}")
_POINT = re.compile(
    rf"{_OPENING}(?: ?(?:{_MONTH_TAIL}{_IN_MONTH}|{_QUARTER}|(?P<half>[上下])半年|年?{_EDGE}))?"
)
_YEARLESS = re.compile(rf"(?<![0-9.一二三四五六七八九十]){_MONTH_TAIL}{_IN_MONTH}")
_PART = re.compile(
    rf"(?<![0-9])(?:{_QUARTER}|(?<![年大小一])(?P<half>[上下])半年"
    r"|(?<![0-9一二三四五六七八九十每])年(?P<edge>[底末](?![层部盘座])|初(?![步级始期次中])))"
)
_MOVING_MONTH = re.compile(rf"(?P<moving>本|这个|上个?|下个?)月(?:{_TEN})?")
_MOVING_DAY = re.compile(r"(?P<moving>[今昨明])[天日]")
# Standards and the numbers of documents.
_NO_DATE = re.compile(
    r"[A-Z]{2,5}(?:/[A-Z]{1,2})? ?[A-Z]?[0-9][0-9.]*(?:[-—][0-9]+)*(?![0-9年])"
    r"|[\[〔(][12][0-9]{3}[\]〕)] ?[0-9]+ ?号"
)


def find_points(text: str) -> list[Found]:
    """Everything that states a date or a period, in reading order, none inside another."""
    taken = bytearray(len(text))
    for match in _NO_DATE.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found: list[Found] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if taken.find(1, start, end) >= 0:
                continue
            points = read(match)
            if points is not None:
                taken[start:end] = b"\1" * (end - start)
                found.append(Found(start, end, *points))
    return sorted(found, key=lambda item: item.start)


_Points = tuple[Point, Point]


def _number(text: str) -> int:
    if len(text) == 2 and text.isdigit():
        return int(text)
    value = parse_numeral(text)
    return 0 if value is None else int(value)


def _opening(match: re.Match[str]) -> Point:
    if match["year"]:
        return Point(year=_number(match["year"]))
    if match["short_year"]:
        short = int(match["short_year"])
        return Point(year=short + (2000 if short < 70 else 1900))
    if match["shift"]:
        return Point(year_shift=_YEAR_SHIFTS[match["shift"]])
    return Point(same_year=_SAME_YEARS[match["same"]]) if match["same"] else Point()


def _one(point: Point) -> _Points:
    return point, point


def _in_month(point: Point, match: re.Match[str]) -> Point:
    if match["ten"] or match["month_edge"]:
        edge = match["ten"] or match["month_edge"]
        return replace(point, days=_TENS[edge], inclusive=True)
    if match.groupdict().get("day"):
        day = _number(match["day"])
        return replace(point, days=(day, day), inclusive=True)
    return point


def _part(point: Point, match: re.Match[str]) -> Point:
    if match["quarter"]:
        quarter = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
        return replace(point, months=(3 * quarter - 2, 3 * quarter))
    if match["half"]:
        return replace(point, months=(1, 6) if match["half"] == "上" else (7, 12))
    if match["edge"]:
        month = _EDGE_MONTHS[match["edge"]]
        return replace(point, months=(month, month), inclusive=match["edge"] in "底末")
    return point


def _read_plan(match: re.Match[str]) -> _Points | None:
    """Five-year plans: the first two began in 1953 and 1958, the third in 1966."""
    quoted = bool(match["open"] and match["close"])
    number = _number(match["plan"])
    sure = match["what"] and (quoted or number > 10)
    if not (sure or (quoted and number > 10)):
        return None
    first = 1948 + 5 * number if number <= 2 else 1951 + 5 * number
    if match["what"] in {"末", "初"}:
        return _one(Point(year=first + 4 if match["what"] == "末" else first))
    return Point(year=first), Point(year=first + 4)


def _read_iso(match: re.Match[str]) -> _Points:
    month = int(match["month"] or match["only_month"])
    point = Point(year=int(match["year"]), months=(month, month))
    if match["day"]:
        day = int(match["day"])
        point = replace(point, days=(day, day), inclusive=True)
    return _one(point)


def _read_years(match: re.Match[str]) -> _Points:
    return Point(year=_number(match["first"])), Point(year=_number(match["last"]))


def _read_months(match: re.Match[str]) -> _Points:
    first, last = _number(match["first"]), _number(match["last"])
    opening = _opening(match)
    return replace(opening, months=(first, first)), Point(months=(last, last))


def _read_days(match: re.Match[str]) -> _Points:
    month = _number(match["month"])
    point = _opening(match) if "year" in match.re.groupindex else Point()
    point = replace(point, months=(month, month), inclusive=True)
    first, last = _number(match["first"]), _number(match["last"])
    return replace(point, days=(first, first)), Point(
        months=(month, month), days=(last, last), inclusive=True
    )


def _read_point(match: re.Match[str]) -> _Points:
    point = _opening(match)
    if match["month"]:
        month = _number(match["month"])
        return _one(_in_month(replace(point, months=(month, month)), match))
    return _one(_part(point, match))


def _read_yearless(match: re.Match[str]) -> _Points:
    month = _number(match["month"])
    return _one(_in_month(Point(months=(month, month)), match))


def _read_moving_month(match: re.Match[str]) -> _Points:
    return _one(_in_month(Point(month_shift=_MONTH_SHIFTS[match["moving"]]), match))


def _read_moving_day(match: re.Match[str]) -> _Points:
    return _one(Point(day_shift=_DAY_SHIFTS[match["moving"]], inclusive=True))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Points | None]], ...] = (
    (_PLAN, _read_plan),
    (_ISO, _read_iso),
    (_DAYS_OF_YEAR, _read_days),
    (_MONTHS_OF_YEAR, _read_months),
    (_YEARS, _read_years),
    (_POINT, _read_point),
    (_DAYS, _read_days),
    (_MONTHS, _read_months),
    (_YEARLESS, _read_yearless),
    (_PART, lambda match: _one(_part(Point(), match))),
    (_MOVING_MONTH, _read_moving_month),
    (_MOVING_DAY, _read_moving_day),
)
