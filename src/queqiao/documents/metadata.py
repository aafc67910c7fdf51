"""Title, publisher, author, day of publication: from tags, data and the lines around a text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from queqiao.core import Span
from queqiao.documents.cleaning import bare, is_dateline, is_headline, is_navigation, tells_time
from queqiao.documents.composing import Composer
from queqiao.documents.lines import Line
from queqiao.documents.markup import Page
from queqiao.documents.stamps import date_in_address, parse_stamp, written_dates
from queqiao.text import simplify

_TITLE_TAGS = ("articletitle", "og:title", "twitter:title", "title")
_DATE_TAGS = (
    "article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date",
    "publishtime", "publish_time", "pubtime", "releasedate", "datepublished", "article:create_at",
    "og:release_date", "dc.date.issued", "dc.date", "dcterms.created", "firstpublishedtime",
    "bytedance:published_time", "weibo: article:create_at", "parsely-pub-date", "sailthru.date",
    "article.published", "createdate", "date", "ptime", "cxenseparse:recs:publishtime",
)  # fmt: skip
_SEAM = re.compile(r"\s*(?:[_|｜]+|\s[-–—]+\s|[-–—]{1,2}(?=[^-–—]{2,20}$)|»|<)\s*")
_PUBLISHED = re.compile(
    r"发布|发表|发文|时间|日期|发帖|刊发|提交|提问|推荐于|出版|编辑于|创建|发贴|来源|posted|published",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"注册|登录|最后|在线|生日|截止|有效|今天是|现在是|当前时间|星期|建站|版权|©|Copyright|ICP|成立|出生|加入|回复于|索引|文号",
    re.IGNORECASE,
)
_HAS_DIGITS = re.compile(r"[\d〇零○]")
_BESIDE = re.compile(r"来源|作者|记者|编辑|发布|浏览|阅读|点击|\d{1,2}:\d\d")
_CHANGED = re.compile(r"更新|修改|编辑于")
_NESTED = re.compile(
    r"^(author|source|publisher):[ \t]*\n[ \t]+name:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE
)
_FIELD = re.compile(r"^([A-Za-z_][\w\-]*)\s*:[ \t]*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A text and where it stands."""

    text: str
    span: Span | None


NOWHERE = Found("", None)


@dataclass(frozen=True, slots=True)
class Published:
    """The day a document appeared, and where it says so."""

    on: date
    span: Span | None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """What front matter states, by lower-case field."""

    fields: dict[str, tuple[str, Span]]

    def get(self, *names: str) -> Found | None:
        """The first of the fields that is there and not empty."""
        for name in names:
            if (found := self.fields.get(name)) and found[0]:
                return Found(*found)
        return None


def read_head(raw: str, start: int, end: int) -> Head:
    """The scalar fields of a front matter between ``start`` and ``end``."""
    fields: dict[str, tuple[str, Span]] = {}
    for match in _FIELD.finditer(raw, start, end):
        value, place = match[2], match.start(2)
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
            value, place = value[1:-1], place + 1
        span = Span(place, place + len(value))
        fields.setdefault(match[1].lower(), (simplify(value.strip()), span))
    for match in _NESTED.finditer(raw, start, end):
        value = match[2].strip("'\" ")
        if not fields.get(match[1].lower(), ("",))[0]:
            fields[match[1].lower()] = (simplify(value), Span(match.start(2), match.end(2)))
    return Head(fields)


def published_in_head(head: Head) -> Published | None:
    """The day that a front matter states."""
    found = head.get("date", "published", "pubdate", "published_at", "created", "time")
    day = parse_stamp(found.text) if found else None
    return Published(day, found.span) if found and day else None


# --- meta tags and linked data --------------------------------------------------------------------


def meta_values(page: Page) -> dict[str, Found]:
    """Content of the meta tags by lower-case name; the first of two counts."""
    found: dict[str, Found] = {}
    for attributes, start, end in page.metas:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content", "").strip()
        if name and content:
            found.setdefault(name.lower().strip(), Found(simplify(content), Span(start, end)))
    return found


def linked_values(page: Page) -> Iterator[tuple[str, str, Span]]:
    """The texts of the linked data (JSON-LD), as name, value and place of the script."""
    for start, end in page.linked_data:
        text = page.raw[start:end]
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            for match in re.finditer(
                r'"(datePublished|pubDate|headline|name)"\s*:\s*"([^"]*)"', text
            ):
                yield match[1], match[2], Span(start + match.start(2), start + match.end(2))
            continue
        waiting: list[tuple[str, object]] = [("", data)]
        while waiting:
            name, value = waiting.pop()
            if isinstance(value, dict):
                waiting += [(f"{name}.{key}".lstrip("."), part) for key, part in value.items()]
            elif isinstance(value, list):
                waiting += [(name, part) for part in value]
            elif isinstance(value, str):
                yield name, value, Span(start, end)


# --- title ----------------------------------------------------------------------------------------


def page_title(
    page: Page, lines: Sequence[Line], composer: Composer, metas: dict[str, Found], body: int
) -> Found:
    """The title of a page whose article begins with block ``body``."""
    named = composer.text(page.title)
    stated = next((metas[tag] for tag in _TITLE_TAGS if tag in metas), None)
    known = "\n".join(bare(text) for text in (named, stated.text if stated else "") if text)
    shown = [line for line in lines[: body + 3] if not line.hidden and 2 <= line.size <= 120]
    fitting = [line for line in shown if _is_known(line, known)]
    if fitting:
        best = max(fitting, key=lambda line: (bool(line.heading), not line.is_linked, line.size))
        return Found(best.text, best.span)
    if stated:
        return Found(_without_site(stated.text), stated.span)
    if named:
        start, end, _ = page.title[0]
        return Found(_without_site(named), Span(start, end))
    heading = next((line for line in shown if line.heading), None)
    return Found(heading.text, heading.span) if heading else NOWHERE


def _is_known(line: Line, known: str) -> bool:
    """Whether a line says what the tags say is the title."""
    text = bare(line.text)
    if text not in known or (line.size < 6 and not line.heading) or line.size < 2:
        return False
    return line.heading > 0 or not is_navigation(line)


def _without_site(title: str) -> str:
    """The title without the names of channel and site behind it."""
    parts = [part for part in _SEAM.split(title) if part]
    if not parts:
        return title
    first = parts[0]
    return first if len(first) >= 4 or len(parts) == 1 else max(parts, key=len)


# --- day of publication ---------------------------------------------------------------------------


def published_in_lines(
    lines: Sequence[Line], title: str, first: int, last: int
) -> Published | None:
    """
    The day stated around the article, which holds the lines ``first`` to ``last``.

    Looked for between title and text first, then above the title, then below the text.
    """
    heads = [n for n in range(min(first + 1, len(lines))) if is_headline(lines[n], title)]
    top = heads[-1] if heads else max(0, first - 12)
    near = range(top, min(first + 2, len(lines)))
    above = range(top - 1, max(-1, top - 9), -1)
    below = range(last, min(last + 8, len(lines)))
    best: tuple[int, Published] | None = None
    inside = [n for n in range(first, min(last, len(lines))) if is_dateline(lines[n])]
    for region, rank in ((near, 30), (above, 20), (below, 10), (inside, 9)):
        for number in region:
            if number and tells_time(lines[number - 1]):
                continue
            if found := _stamp_of(lines[number]):
                score = rank + found[0]
                if best is None or score > best[0]:
                    best = (score, found[1])
    if best is None:
        return None
    return Published(best[1].on, best[1].span, is_sure=best[0] >= 24)


def _stamp_of(line: Line) -> tuple[int, Published] | None:
    """How sure a line tells the day of publication, and the day."""
    if line.hidden or line.size > 200 or not _HAS_DIGITS.search(line.text):
        return None
    if line.stops > 1 or (line.is_prose and line.size > 60 and not is_dateline(line)):
        return None
    for day, span in written_dates(line.text):
        before = line.text[max(0, span.start - 14) : span.start]
        if _OTHER_DAY.search(before):
            continue
        after = line.text[span.end :]
        labeled = bool(_PUBLISHED.search(before) or _BESIDE.search(after))
        labeled = labeled and not _CHANGED.search(before)
        rest = len(line.text) - (span.end - span.start)
        if not labeled and rest > 40:
            continue
        return (8 if labeled else 4), Published(day, line.span)
    return None


def published_in_tags(page: Page, metas: dict[str, Found]) -> Published | None:
    """The day that meta tags or linked data state."""
    for tag in _DATE_TAGS:
        if (found := metas.get(tag)) and (day := parse_stamp(found.text)):
            return Published(day, found.span)
    for name, value, span in linked_values(page):
        if name.lower().endswith(("datepublished", "pubdate", "uploaddate")) and (
            day := parse_stamp(value)
        ):
            return Published(day, span)
    return None


def published_in_times(page: Page, body: int) -> Published | None:
    """The day of the ``time`` element nearest before the text."""
    stamped = [
        (abs(body - block), day, start, end)
        for value, start, end, block in page.times
        if (day := parse_stamp(value))
    ]
    if not stamped:
        return None
    _, day, start, end = min(stamped, key=lambda item: item[0])
    return Published(day, Span(start, end))


def published_in_address(metas: dict[str, Found], path: str) -> Published | None:
    """The day in the page's own address, or in the name it was saved under."""
    for tag in ("canonical", "og:url", "mobile-agent"):
        if (found := metas.get(tag)) and (day := date_in_address(found.text)):
            return Published(day, found.span)
    day = date_in_address(path)
    return Published(day, None) if day else None
