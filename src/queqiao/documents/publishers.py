"""Publisher and author, from tags and from the lines around a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from queqiao.documents.cleaning import Cleaned, is_dateline
from queqiao.documents.lines import Line
from queqiao.documents.markup import Page
from queqiao.documents.metadata import Found, Head, linked_values

_SOURCE_TAGS = (
    "contentsource",
    "source",
    "mediaid",
    "article:author:source",
    "publisher",
    "og:site_name",
    "sitename",
    "copyright",
)
_AUTHOR_TAGS = ("article:author", "author", "og:article:author", "byl", "dc.creator")
_SOURCE = re.compile(
    r"(?:信息来源|文章来源|新闻来源|内容来源|稿件来源|来源|稿源|出处|转自)\s*[:：]\s*[“《\[【]?([^\s,，。;；|｜)）\]】>”》]{2,30}?)"
    r"(?=\s|[,，。;；|｜)）\]】>”》]|责编|责任|编辑|作者|发布(?:时间|日期|于)|时间|点击|浏览|记者|字[体号]|$)"
)
_AUTHOR = re.compile(
    r"(?:作\s*者|记\s*者|撰\s*文|撰稿|文)\s*[:：/／]\s*([\u4e00-\u9fff·]{2,4}(?:[\s、,，][\u4e00-\u9fff·]{2,4}){0,3})(?=$|[^\u4e00-\u9fff])"
)
_REPORTERS = re.compile(
    r"^[（(]?(?:本报)?记者\s+([\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4}){0,3})[)）]?$"
)
_DAY = re.compile(r"[\d\-/.:：年月日时分秒]+(?=[\s\d\-/.:：年月日时分秒|·]|$)|\d+")
_PARTS = re.compile(r"[\s|｜·•,，()（）\[\]【】/]+")
_A_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,15}")
_SEAMS = re.compile(r"\s*[_|｜»]+\s*|\s+[-–—]+\s+|[-–—]+(?=[^-–—]{2,15}$)")
_RIGHTS = re.compile(
    r"(?:Copyright|©|\(C\)|版权所有)[©\s\d\-–]*([\u4e00-\u9fff]{2,14}?)(?=\s|版权|编辑部|$)",
    re.IGNORECASE,
)
_AN_OFFICE = re.compile(r"(?:厅|局|委|办公室|部|政府|委员会|中心|院|协会|联合会|管委会|领导小组)$")
_LONGEST_LABEL = 160
_AN_OUTLET = re.compile(
    r"(?:网|报|社|台|刊|杂志|观察|之声|资讯|传媒|新闻|财经|在线|客户端|信息港|频道|融媒体?|发布|日报|政府|办公室|委员会|局|厅|部|中心|微博|公众号|百科|APP)$"
)


def source_in_head(head: Head) -> str:
    """The publisher that a front matter names; an author that is an outlet is one."""
    if found := head.get("source", "publisher", "from", "site", "origin"):
        return found.text
    author = head.get("author")
    return author.text if author and is_outlet(author.text) else ""


def source_of(lines: Sequence[Line], around: Sequence[int]) -> str:
    """The publisher that one of the lines names, with a label or beside the day alone."""
    near = [lines[number] for number in around if lines[number].size <= _LONGEST_LABEL]
    for line in near:
        if match := _SOURCE.search(line.text):
            return match[1].strip("“”《》")
    return next((name for line in near if (name := _beside_day(line, lines))), "")


def _beside_day(line: Line, lines: Sequence[Line]) -> str:
    """The outlet in ``川南快报 2023-09-19 10:20``: by its ending, or named elsewhere too."""
    if not is_dateline(line):
        return ""
    for part in _PARTS.split(_DAY.sub(" ", line.text)):
        name = part.removesuffix("讯")
        if not _A_NAME.fullmatch(name):
            continue
        if is_outlet(name) or name != part or sum(name in other.text for other in lines) > 1:
            return name
    return ""


def credit(source: str, author: str) -> tuple[str, str]:
    """Publisher and author; an outlet that signs as the author is the publisher."""
    if not is_outlet(author):
        return source, author
    return source or author, ""


def site_of(lines: Sequence[Line], named: str = "") -> str:
    """The site by the end of the page's ``title`` or its line of rights; the last resort."""
    parts = [part.strip() for part in _SEAMS.split(named)]
    if len(parts) > 1 and _A_NAME.fullmatch(parts[-1]):
        told = sum(parts[-1] in line.text for line in lines)
        if told or is_outlet(parts[-1]):
            return parts[-1]
    for line in reversed(lines):
        if (match := _RIGHTS.match(line.text)) and is_outlet(match[1]):
            return match[1]
    return ""


def signed_by(lines: Sequence[Line], cleaned: Cleaned) -> str:
    """The office that signs a notice: its name alone in a line, the day below it."""
    last = [lines[number] for number in cleaned.kept[-2:]]
    if len(last) < 2 or not is_dateline(last[1]) or not _AN_OFFICE.search(last[0].text):
        return ""
    return last[0].text if last[0].size <= 30 and not last[0].marks else ""


def author_of(lines: Sequence[Line], around: Sequence[int]) -> str:
    """The author or reporters that one of the lines names."""
    for number in around:
        line = lines[number]
        if line.size <= 160 and not line.stops:
            match = _AUTHOR.search(line.text) or _REPORTERS.search(line.text)
            if match:
                return match[1]
    return ""


def source_in_tags(page: Page, metas: dict[str, Found]) -> str:
    """The publisher that meta tags or linked data name."""
    for tag in _SOURCE_TAGS:
        if (found := metas.get(tag)) and 2 <= len(found.text) <= 30:
            return re.sub(r"^来源[:：]\s*", "", found.text)
    for name, value, _ in linked_values(page):
        if name.endswith("publisher.name") and 2 <= len(value) <= 30:
            return value
    return ""


def author_in_tags(metas: dict[str, Found]) -> str:
    """The author that meta tags name."""
    for tag in _AUTHOR_TAGS:
        if (found := metas.get(tag)) and 2 <= len(found.text) <= 20:
            return found.text
    return ""


def is_outlet(name: str) -> bool:
    """Whether a name is a publisher's rather than a person's."""
    return _AN_OUTLET.search(name) is not None
