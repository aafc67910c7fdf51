"""What in the lines of an article is no part of it: datelines, bylines, statements, teasers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from queqiao.documents.lines import Line

_STAMP = re.compile(
    r"(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?|[二〇○零一九]{4}年.{1,3}月.{1,3}日"
)
_CLOCK = re.compile(r"\d{1,2}[:：时]\d{2}(?:[:：分]\d{2}秒?)?")
_ABOUT_PAGE = re.compile(
    r"来源|稿源|作者|记者|发布|发表|编辑|责编|浏览|阅读|点击|访问|字[号体]|时间|日期|更新|评论|栏目|类别|分类|访问量|次数|大小|字数"
)
_BREADCRUMB = re.compile(
    r"(?:当前|您?现?在?所在)?位置|^首页|(?:^|\s)[^\s>]{1,12}\s*(?:>|»|›|→)\s*\S"
)
_BARS = re.compile(r"\s[|｜丨]\s.*\s[|｜丨]\s")
_ORIGINAL_TITLE = re.compile(r"^[（(【\[]?原(?:文)?标题[:：]")
_CREDIT_ONLY = re.compile(
    r"^[（(【\[][^。！？]{2,30}(?:摄|供图|报道|供稿|编辑|整理)[)）】\]]$"
    r"|^[（(][^。！？]{0,16}(?:记者|通讯员)[^。！？]{1,24}[)）]$|^[（(]此件"
    r"|^《[^》]{2,14}》\s*[（(].{4,30}版\s*[)）]"
)
_POSTED = re.compile(
    r"(?:推荐于|发表于|发布于|编辑于|回答于|回复于|来自|浏览|阅读|评论)|\d{1,2}:\d{2}:\d{2}"
)
_EDGES = " []【】()（）|:：-·"
_PAUSES = re.compile(r"[，。,；;！？]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%\-]+")
_BEFORE = r"^[【\[（(〔◎■□◆●▶▪·*※|>\s]*"
_BARE = re.compile(r"[\W_]+")
_ATTACHED = re.compile(r"附件|附表|附图|\.(?:docx?|xlsx?|pdf|wps|rar|zip)", re.IGNORECASE)
_ELLIPSIS_TEASER = re.compile(r"^(?:\.{3}|…)")
_CONTACTS = re.compile(r"(?:地址|邮编|邮政编码|电话|传真|邮箱|ICP备|许可证)")
_FEWEST_CONTACTS = 3
_LONGEST_STATEMENT = 160
_ENOUGH_BEFORE = 60
_DEEPEST_HEAD = 120  # lines that may stand above a text saved with its surroundings
_FARTHEST_DATELINE = 5
_DEEPEST_DATELINE = 25
_EVENT = re.compile(
    r"开标|投标|截止|报名|会议|活动|培训|举办|召开|地点|开工|竣工|考试|面试|开幕|签约"
)
_TIME_OF = re.compile(r"(?:时间|日期|期限)[:：]?$|^[一二三四五六七八九十]、")
_OUTWEIGHS = {"statement": 0.7, "teaser": 1.0}


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What ``surroundings.yaml`` lists, ready to be tried."""

    byline: re.Pattern[str]
    signed: re.Pattern[str]
    label: re.Pattern[str]
    statement: re.Pattern[str]
    section: re.Pattern[str]
    outlet: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = resources.files("queqiao.documents").joinpath("surroundings.yaml").read_bytes()
    listed = {name: "|".join(parts) for name, parts in yaml.safe_load(data).items()}
    role = f"(?:{listed['roles']})"
    byline = (
        rf"{_BEFORE}{role}\s*(?:[:：/／|｜丨]|\s(?=\S{{2,12}}$|\S{{2,4}}\s))[^。！？]{{0,60}}"
        rf"[)）】\]〕\s]*$"
    )
    signed = rf"{_BEFORE}{role}[\u4e00-\u9fff]{{2,4}}[)）】\]〕\s]*$"
    outlet = rf"^(?:\S{{0,14}}?(?:{listed['outlets']})\s*[/／·、|]?\s*){{1,3}}$"
    return _Patterns(
        byline=re.compile(byline),
        signed=re.compile(signed),
        label=re.compile(f"{_BEFORE}(?:{listed['labels']})"),
        statement=re.compile(f"{_BEFORE}(?:{listed['statements']})"),
        section=re.compile(f"{_BEFORE}(?:{listed['sections']})"),
        outlet=re.compile(outlet, re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Numbers of the lines kept, and for the others why they are not."""

    kept: tuple[int, ...]
    dropped: dict[int, str]


def bare(text: str) -> str:
    """The letters and digits alone, to compare headlines by."""
    return _BARE.sub("", text).lower()


def is_headline(line: Line, title: str) -> bool:
    """Whether a line only repeats the title, or a good part of it."""
    own, other = bare(line.text), bare(title)
    if not own or not other or len(own) > len(other) * 1.4 + 4:
        return False
    return own == other or (len(own) * 2 > len(other) and (own in other or other in own))


def is_dateline(line: Line) -> bool:
    """Whether a line tells when and where the page was published, and nothing else."""
    if line.size > 140 or line.stops > 1:
        return False
    text = _ADDRESS.sub("", line.text)
    stamp = _STAMP.search(text)
    if stamp is None:
        return False
    rest = _CLOCK.sub("", text[: stamp.start()] + text[stamp.end() :]).strip(_EDGES)
    if _EVENT.search(rest) is not None:
        return False
    if _ABOUT_PAGE.search(rest) is not None:
        return line.stops == 0 or len(rest) < 40
    return len(rest) < 12 and not _PAUSES.search(rest)


def tells_time(line: Line) -> bool:
    """Whether a line heads the time of something: a day below it is an event's."""
    return line.size < 20 and _TIME_OF.search(line.text) is not None


def is_navigation(line: Line) -> bool:
    """Whether a line is a path to the page or a row of channels."""
    if line.stops:
        return False
    return _BREADCRUMB.search(line.text) is not None or _BARS.search(line.text) is not None


def is_footing(line: Line) -> bool:
    """Whether a line is of those that stand at the foot of every page of a site."""
    if line.size >= _LONGEST_STATEMENT:
        return False
    return _patterns().statement.match(line.text) is not None or (
        len(_CONTACTS.findall(line.text)) >= _FEWEST_CONTACTS
    )


def clean(lines: Sequence[Line], *, title: str) -> Cleaned:
    """What of the lines is the article, given its title."""
    dropped: dict[int, str] = {}
    start = _start(lines, title, dropped)
    end = _end(lines, start, dropped)
    for number in range(start, end):
        if number not in dropped and (reason := _reason(lines[number], title)):
            dropped[number] = reason
    kept = [number for number in range(start, end) if number not in dropped]
    while kept and (reason := _trailing(lines[kept[-1]])):
        dropped[kept.pop()] = reason
    return Cleaned(tuple(kept), dropped)


def _start(lines: Sequence[Line], title: str, dropped: dict[int, str]) -> int:
    """Where the article begins: behind the last headline or dateline before its first sentence."""
    first = next((n for n, line in enumerate(lines) if _begins_prose(line, title)), None)
    above = range(min(first if first is not None else len(lines), _DEEPEST_HEAD))
    titled = [n for n in above if is_headline(lines[n], title)]
    start = titled[-1] + 1 if titled else 0
    reach = start + _FARTHEST_DATELINE if titled else _DEEPEST_DATELINE
    stamped = [n for n in above if start <= n < reach and is_dateline(lines[n])]
    told = [n for n in stamped if n == 0 or not tells_time(lines[n - 1])]
    start = max([start, *(n + 1 for n in told)])
    if first is None and start * 2 > len(lines):
        start = 0
    for number in range(start):
        line = lines[number]
        if is_headline(line, title):
            dropped[number] = "headline"
        else:
            dropped[number] = "dateline" if is_dateline(line) else "navigation"
    for number in above[start:]:
        if is_navigation(lines[number]):
            dropped[number] = "navigation"
    return start


def _begins_prose(line: Line, title: str) -> bool:
    return line.is_prose and not (
        is_headline(line, title) or is_dateline(line) or is_navigation(line)
    )


def _end(lines: Sequence[Line], start: int, dropped: dict[int, str]) -> int:
    """
    Where the article ends: before the first statement, list or comment behind its text.

    What stands in the middle of a text, with more text behind it than before, is left out alone.
    """
    weights = [line.size if line.is_prose else 0 for line in lines]
    total, before = sum(weights[start:]), 0
    for number in range(start, len(lines)):
        reason = _tail_reason(lines[number])
        if reason and before >= max(_ENOUGH_BEFORE, (total - before) * _OUTWEIGHS[reason]):
            for later in range(number, len(lines)):
                dropped[later] = reason
            return number
        if reason and before >= _ENOUGH_BEFORE:
            dropped[number] = reason
        before += weights[number]
    return len(lines)


def _tail_reason(line: Line) -> str:
    if line.size < _LONGEST_STATEMENT and _patterns().statement.match(line.text):
        return "statement"
    if line.size < 60 and _patterns().section.match(line.text):
        return "teaser"
    return "teaser" if _ELLIPSIS_TEASER.match(line.text) else ""


def _reason(line: Line, title: str) -> str:
    """Why a single line is no part of the article, ``""`` where it is one."""
    text, patterns = line.text, _patterns()
    reason = ""
    if is_headline(line, title) or _ORIGINAL_TITLE.match(text):
        reason = "headline"
    elif line.size <= 70 and (patterns.byline.match(text) or _CREDIT_ONLY.match(text)):
        reason = "byline"
    elif line.size <= 60 and not line.stops and patterns.label.match(text):
        reason = "label"
    elif line.size < _LONGEST_STATEMENT and patterns.statement.match(text):
        reason = "statement"
    elif line.size < 60 and is_dateline(line) and _POSTED.search(text):
        reason = "dateline"
    elif line.is_linked and line.size < 60 and not _ATTACHED.search(text) and not line.stops:
        reason = "links"
    elif not bare(text):
        reason = "label"
    return reason


def _trailing(line: Line) -> str:
    """Why a line at the end of the article is no part of it."""
    if line.is_prose:
        return ""
    if _patterns().outlet.match(line.text) or _patterns().signed.match(line.text):
        return "byline"
    return "links" if line.is_linked and not _ATTACHED.search(line.text) else ""


def outlet_of(lines: Sequence[Line], cleaned: Cleaned) -> str:
    """The outlet that a line right behind the article names, as apps and portals close with it."""
    after = cleaned.kept[-1] + 1 if cleaned.kept else 0
    for line in lines[after : after + 4]:
        if _patterns().outlet.match(line.text):
            return re.split(r"\s*[/／·、|]\s*|\s+", line.text)[0]
    return ""
