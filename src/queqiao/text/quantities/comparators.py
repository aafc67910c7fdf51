"""Comparators before and after a value: signs, Chinese words, English words."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re
from dataclasses import dataclass

from queqiao.text.model import Op

_AT_LEAST = (
    "≥",
    ">=",
    "=>",
    "不低于",
    "不少于",
    "不小于",
    "不得低于",
    "不得少于",
    "不得小于",
    "不能低于",
    "不能少于",
    "不应低于",
    "不应小于",
    "不应少于",
    "应不低于",
    "不短于",
    "不弱于",
    "不亚于",
    "不下于",
    "不慢于",
    "不差于",
    "不劣于",
    "至少",
    "最少",
    "最低",
    "最小",
    "大于等于",
    "大于或等于",
    "大于或者等于",
    "高于或等于",
    "高于等于",
    "大等于",
    "at least",
    "no less than",
    "not less than",
    "not lower than",
    "no lower than",
    "not smaller than",
    "minimum of",
    "a minimum of",
    "no fewer than",
    "not fewer than",
    "min.",
    "min",
    "minimum",
    "下限",
    "起码",
    "greater than or equal to",
    "不浅于",
    "不窄于",
    "不薄于",
    "不轻于",
    "最少为",
    "以上≥",
    "不小於",
    "不早于",
)
_AT_MOST = (
    "≤",
    "<=",
    "=<",
    "不高于",
    "不大于",
    "不多于",
    "不超过",
    "不超",
    "不得超过",
    "不得高于",
    "不得大于",
    "不能超过",
    "别超过",
    "别高于",
    "不要超过",
    "不要高于",
    "不能高于",
    "不能大于",
    "不应超过",
    "不应大于",
    "不应高于",
    "不长于",
    "不逾",
    "未超过",
    "不超出",
    "不晚于",
    "不迟于",
    "至多",
    "最多",
    "最高",
    "最大",
    "小于等于",
    "小于或等于",
    "小于或者等于",
    "低于或等于",
    "低于等于",
    "不重于",
    "不厚于",
    "不宽于",
    "at most",
    "no more than",
    "not more than",
    "no greater than",
    "not greater than",
    "not exceed",
    "not exceeding",
    "up to",
    "maximum of",
    "a maximum of",
    "max.",
    "max",
    "maximum",
    "within",
    "上限",
    "不会超过",
    "less than or equal to",
    "no higher than",
    "not higher than",
    "no longer than",
    "不深于",
    "封顶",
    "without exceeding",
)
_ABOVE = (
    ">",
    "大于",
    "高于",
    "超过",
    "超",
    "多于",
    "突破",
    "逾",
    "超出",
    "长于",
    "强于",
    "已超",
    "已超过",
    "远高于",
    "远大于",
    "more than",
    "greater than",
    "over",
    "above",
    "exceeding",
    "exceeds",
    "exceed",
    "higher than",
    "larger than",
    "超越",
    "远超",
    "超过了",
    "longer than",
    "厚于",
    "快于",
)
_BELOW = (
    "<",
    "小于",
    "低于",
    "少于",
    "不足",
    "不到",
    "不达",
    "不够",
    "短于",
    "未达到",
    "达不到",
    "未达",
    "未到",
    "远低于",
    "远小于",
    "less than",
    "lower than",
    "below",
    "under",
    "smaller than",
    "fewer than",
    "轻于",
    "薄于",
    "低过",
    "不满",
    "快於",
    "shorter than",
)
_EQUAL = ("=", "等于", "equal to", "equals")
_ABOUT = (
    "≈",
    "~",
    "约",
    "约为",
    "大约",
    "大约为",
    "大概",
    "大致",
    "近",
    "接近",
    "将近",
    "近似",
    "约等于",
    "大约在",
    "约在",
    "左右",
    "about",
    "approximately",
    "around",
    "approx.",
    "approx",
    "ca.",
    "circa",
    "nearly",
    "roughly",
    "约有",
    "大致在",
    "大概在",
    "接近于",
    "约是",
    "估计",
    "almost",
    "约合",
    "约占",
)
_REACHED = (
    "达到", "达", "可达", "可达到", "达到了", "能达到", "能达", "须达到", "需达到", "应达到", "要达到", "达到或超过", "达至",
    "已达", "已达到", "仅达到", "仅达", "只达到", "均达到", "达成", "reach", "reaches", "reaching", "to reach", "reached",
    "可以达到", "稳定达到", "可达至", "达標", "最高达", "最高可达", "最大可达", "最低达", "平均达到", "平均达", "achieve", "最低可达",
)  # fmt: skip
_BETTER = ("优于", "好于", "better than", "高過", "不逊于", "优於")
_STATED = ("高达", "多达", "长达", "低至", "低达", "深达", "大达", "仅为", "宽达", "仅有")

_WORDS: dict[str, tuple[str, Op]] = {}
for _words, _code, _op in (
    (_AT_LEAST, "plain", Op.AT_LEAST),
    (_AT_MOST, "plain", Op.AT_MOST),
    (_ABOVE, "plain", Op.ABOVE),
    (_BELOW, "plain", Op.BELOW),
    (_EQUAL, "plain", Op.EQUAL),
    (_ABOUT, "plain", Op.ABOUT),
    (_REACHED, "reached", Op.AT_LEAST),
    (_BETTER, "better", Op.AT_LEAST),
    (_STATED, "stated", Op.EQUAL),
):
    _WORDS |= dict.fromkeys(_words, (_code, _op))

_FORMS = sorted(_WORDS, key=lambda word: (-len(word), word))
_LEFT = re.compile(
    r"(?P<word>"
    + "|".join(
        (rf"(?<![A-Za-z]){re.escape(w)}" if w[0].isascii() and w[0].isalpha() else re.escape(w))
        for w in _FORMS
    )
    + r")(?P<gap>[ \t]*(?:(?:的|为|是|到|在|了|:|约为|约|大约|一个|也)(?=[\s\d+\-±φΦ¥一二两三四五六七八九十百]))?[ \t]*[φΦ¥]?[ \t]*)$",
    re.IGNORECASE,
)
_LEFT_OF = re.compile(
    r"(?P<word>大于等于|小于等于|大于或等于|小于或等于|不低于|不高于|不大于|不小于|不超过|不少于|大于|小于|高于|低于|超过)(?P<gap>[\u4e00-\u9fff]{1,6}的)$"
)
_LEFT_END = frozenset({word[-1].lower() for word in _FORMS} | set("的为是到在了:约个也φΦ¥"))
_NOUN_TAIL = {
    "超": "高",
    "最大": "",
    "近": "附最远相临",
    "达": "马雷到抵发表送传",
    "约": "节条制合大预",
    "下限": "测出量",
    "上限": "测出量",
    "over": "",
    "~": "",
}


@dataclass(frozen=True, slots=True)
class Comparator:
    """A comparator and the stretch it takes; ``sort`` is plain, reached, better or stated."""

    start: int
    end: int
    op: Op
    sort: str = "plain"


def comparator_before(text: str, start: int, floor: int) -> Comparator | None:
    """The comparator that ends where a value starts, looking back no further than ``floor``."""
    window = text[max(floor, start - 11) : start]
    trimmed = window.rstrip(" \t")
    if not trimmed or (trimmed[-1].lower() not in _LEFT_END and trimmed[-1] not in "\"'"):
        return None
    if trimmed[-1].isascii() and trimmed[-1].isalpha():
        window = text[max(floor, start - 34) : start]
    match = _LEFT.search(window) or _LEFT_OF.search(window)
    if match is None:
        return None
    word = match["word"].lower()
    sort, op = _WORDS[word]
    begin = start - len(window) + match.start()
    if _is_part_of_noun(text, begin, word):
        return None
    extended = _extend(text, begin, floor, op, sort)
    if extended is not None:
        return extended
    return Comparator(begin, start, op, sort)


def _is_part_of_noun(text: str, begin: int, word: str) -> bool:
    before = text[begin - 1 : begin] if begin else ""
    if word in {"-", "~"}:
        return before.isdigit()
    blocked = _NOUN_TAIL.get(word)
    return bool(before) and blocked is not None and before in blocked


_BEFORE_OP = re.compile(r"(?:达到|达|可达|约|需|须|应|均|都|要求|必须|保持|保证|为|是|在|:)\s*$")
_NEGATED = re.compile(r"(?:不得|不能|不应|不可|不会|不宜|不允许|不许|无法)\s*$")


def _extend(text: str, begin: int, floor: int, op: Op, sort: str) -> Comparator | None:
    """A negation or a second comparator before the first: ``不得 超过``, ``达到≥``."""
    window = text[max(floor, begin - 6) : begin]
    negated = _NEGATED.search(window)
    if negated is not None and sort == "plain" and op in {Op.ABOVE, Op.BELOW}:
        flipped = Op.AT_MOST if op is Op.ABOVE else Op.AT_LEAST
        return Comparator(begin - len(window) + negated.start(), begin, flipped)
    return None


_RIGHT = re.compile(
    r"[ \t]*(?:\((?:含|不含|包含|包括)[^()]{0,6}\)|\(含\))?[ \t]*(?:"
    r"(?P<least>(?:及|或|和|及其)?(?:以上|之上)(?:\(含[^()]{0,6}\))?|起步|起(?=[\s,。;、)]|$)|\+(?![\d/A-Za-z])|or (?:more|above|higher|greater|over)|and above|min(?:imum)?\b(?!\.))"
    r"|(?P<most>(?:及|或|和|及其)?(?:以下|之下)(?:\(含[^()]{0,6}\))?|以内|之内|以里|内(?![径部外壁容置存含阻孔层胆衬燃涵胎陷应销需蒙地压腔径聚])|(?:or (?:less|below|lower|under)|and below|max(?:imum)?\b))"
    r"|(?P<above>以外(?!的)|开外|有余|余(?=[\s,。;、的)]|$)|多(?=[\s,。;、的)]|$))"
    r"|(?P<about>左右|上下|前后(?=[\s,。;、)]|$)|附近)"
    r")",
    re.IGNORECASE,
)
_RIGHT_START = frozenset(" \t(及或和以之起+oOaAmM内开有余多左上前附")
_RIGHT_OPS = {"least": Op.AT_LEAST, "most": Op.AT_MOST, "above": Op.ABOVE, "about": Op.ABOUT}


def comparator_after(text: str, end: int, *, durational: bool) -> Comparator | None:
    """The comparator that follows a value that ends at ``end``; 内 alone binds lengths of time."""
    if text[end : end + 1] not in _RIGHT_START:
        return None
    match = _RIGHT.match(text, end)
    if match is None or match.lastgroup is None:
        return None
    if match.lastgroup == "most" and match.group().strip() == "内" and not durational:
        return None
    if match.group().endswith(("以上", "以下")) and text[match.end() : match.end() + 1] in {
        "述",
        "几",
    }:
        return None
    if match.group().strip() == "上下" and text[match.end() : match.end() + 1] in {
        "限",
        "游",
        "料",
        "表",
    }:
        return None
    return Comparator(end, match.end(), _RIGHT_OPS[match.lastgroup])
