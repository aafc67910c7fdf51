"""Where in a text a quantity stands: sentence, clause, and the heading above it."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_SENTENCE = re.compile(r"[。;!\n]|\?(?![A-Za-zμΩ])|(?<=[\u4e00-\u9fff])\?")
_CLAUSE = re.compile(r",(?!\d{3}(?!\d))")
_HEADING = re.compile(
    r"(?:^|(?<=[\n。;!】]))[ \t]*(?:[(【\[]?[一二三四五六七八九十\d]{1,3}[)】\]、.．:]*[ \t]*|[*#·●◆■▪★\-]+[ \t]*)?[【\[]?(?P<title>[^\n:。,;【】\d≥≤]{2,18}?)[】\]]?[ \t]*(?::|\n|(?<=】)|$)",
    re.MULTILINE,
)
_COMPANY = re.compile(
    r"(?:公司|企业|单位|团队|工厂|我厂)(?:的?)(?:简介|概况|介绍|情况|背景|基本情况|资质|现状|基本信息|实力|规模|优势|荣誉)|基本情况|基本信息|关于我们|联系方式|需求方简介|企业名片|自身条件|科研条件|团队介绍"
)
_GROUNDWORK = re.compile(r"(?:工作|研究|已有|前期|现有|合作)基础|已具备(?:的)?条件|现有条件")
_PRESENT = re.compile(
    r"现状|存在(?:的)?(?:主要)?问题|现有问题|目前(?:的)?(?:情况|状况|水平|问题)|技术难[点题]|面临|当前|现有(?:技术|工艺|水平|指标|参数)|痛点|瓶颈|改造前"
)
_BACKGROUND = re.compile(
    r"背景|意义|国内外|行业(?:现状|情况|概况)|市场|前景|研究现状|发展趋势|立项依据|必要性|概述|引言|文献"
)
_TARGET = re.compile(
    r"目标|指标|需求内容|技术需求|要求|预期|考核|需求描述|需求说明|参数|主要内容|解决的|成果形式|需求简介|需求概述|具体需求|希望|期望|性能|成效|达到|规格"
)


_BEFORE, _AFTER = 320, 160  # a sentence without end is looked at this far


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around ``[start, end)``: sentence and clause as spans, ``section`` by name."""

    sentence_start: int
    sentence_end: int
    clause_start: int
    clause_end: int
    section: str


class Scenery:
    """The sentences, clauses and headings of one normalized text, looked up by place."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._sentences = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        self._clauses = sorted(
            {*self._sentences, *(match.end() for match in _CLAUSE.finditer(text))}
        )
        self._headings: list[int] = []
        self._sections: list[str] = []
        for match in _HEADING.finditer(text):
            section = _section(match["title"])
            if section:
                self._headings.append(match.end())
                self._sections.append(section)

    def at(self, start: int, end: int) -> Scene:
        """The scene of a quantity at ``[start, end)``."""
        sentence = bisect_right(self._sentences, start) - 1
        clause = bisect_right(self._clauses, start) - 1
        heading = bisect_right(self._headings, start) - 1
        following = sentence + 1
        while following < len(self._sentences) and self._sentences[following] < end:
            following += 1
        after = clause + 1
        while after < len(self._clauses) and self._clauses[after] < end:
            after += 1
        sentence_end = (
            self._sentences[following] if following < len(self._sentences) else self._length
        )
        clause_end = self._clauses[after] if after < len(self._clauses) else self._length
        sentence_start = max(self._sentences[sentence], start - _BEFORE)
        return Scene(
            sentence_start,
            min(sentence_end, end + _AFTER),
            max(self._clauses[clause], sentence_start),
            min(clause_end, end + _AFTER),
            self._sections[heading] if heading >= 0 else "",
        )


def _section(title: str) -> str:
    for name, pattern in (
        ("present", _PRESENT),
        ("company", _COMPANY),
        ("groundwork", _GROUNDWORK),
        ("background", _BACKGROUND),
        ("target", _TARGET),
    ):
        if pattern.search(title):
            return name
    return ""
