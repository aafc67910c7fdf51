"""Quantities written with Chinese numerals: 三年, 五十万元, 百分之三十, 三成, 两倍, 一半, 翻一番."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from queqiao.text.quantities.mention import Value
from queqiao.text.quantities.numbers import chinese_value
from queqiao.text.units import Unit, parse_unit, scan_unit

_NUMERAL = "一二两三四五六七八九十百千零〇半"
_CANDIDATE = re.compile(
    rf"(?<![第每{_NUMERAL}万亿之几\d.])(?:(?P<percent>(?P<base>[百千万])分之(?P<share>[{_NUMERAL}点]+))"
    rf"|(?P<parts>[二三四五六七八九十])分之(?P<taken>[一二两三四五六七八九])(?![{_NUMERAL}])"
    r"|(?P<taken_digit>[1-9])/(?P<parts_digit>[2-9]|10)(?![\d/.]|\s?[A-Za-z%℃])"
    rf"|(?P<tens>[{_NUMERAL}]*[十百千][{_NUMERAL}]*)(?P<some>余|多)?\s?(?=[A-Za-zμ%℃])"
    rf"|(?P<below>零下)?(?:(?P<low>[{_NUMERAL}]{{1,5}})(?P<lowunit>[万亿]元?|元|年|个月|天|小时|个小时)?\s?[到至~\-]\s?)?"
    rf"(?P<number>[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)\s?(?P<more>余|多)?"
    r"(?P<unit>个百分点|[万亿]元|万亿元|万吨|亿吨|万次|万台|万套|万亩|万千瓦|万|元|年(?!级|代|轻|[一二三四五六七八九]月|来|年|复一|度|四季|生)|个?周年|个月|个工作日|个小时|小时|分钟|秒(?!杀)|天(?!线|然|津|性|生|候|地)|周(?!边|围|期|转|岁)|星期"
    r"|公里|千米|毫米|厘米|微米|米(?!饭|粉)|吨|公斤|千克|斤|亩|公顷|平方米|立方米|升(?!级|高)|千瓦时?|兆瓦|千伏|摄氏度|度(?!假|过|日|数)|倍(?!频|增)|成(?!本|品|果|为|功|分|立|熟|员|型|都|套)))"
    r"|(?P<half>(?<=缩短|降低|减少|下降|节约|节省|提高|增加|提升|减小|减半)了?\s?(?:近|约)?一半)"
    r"|(?P<double>翻(?P<times>[一二两三四])番|(?<!\w)翻番|翻倍)"
)
# A bare numeral with one of these says nothing exact unless a comparator or a cue stands by.
_LOOSE = frozenset(
    {
        "年",
        "天",
        "周",
        "星期",
        "个月",
        "小时",
        "个小时",
        "分钟",
        "秒",
        "米",
        "元",
        "斤",
        "成",
        "倍",
        "升",
        "万",
        "吨",
        "公里",
        "亩",
    }
)
_CUE_BEFORE = re.compile(
    r"(?:不低于|不少于|不超过|不大于|不小于|至少|最多|大于|小于|低于|高于|超过|以上|达到?|约|近|为|在|于|期限?|周期|时间|寿命|工期|合作|要|能用|能放|存放|花|耗|率|度|提高|提升|增加|增长|缩短|降低|减少|下降|扩大|延长|"
    r"内|需要?|耗时|质保|保质期|保修|投资|投入|预算|经费|资金|费用|节约|节省|的|是|连续|运行|使用|每隔?|[:≥≤><=])[了到至约近]?\s?$"
)
_CUE_AFTER = re.compile(
    r"\s?(?:以上|以下|以内|之内|左右|内(?![外部在容])|之下|以上|的?(?:寿命|周期|工期|质保|保质期|期限|时间)|[)。;,、\s]|$|完成|实现|投产)"
)
_AMOUNTS = frozenset({"吨", "公里", "亩", "个小时", "小时"})
_ENDS = re.compile(r"[,。;、)\n]|$")
_RUN = re.compile("[两二]三|三四|四五|五六|六七|七八|八九")
_RUN_UNITS = frozenset({"个小时", "小时", "分钟", "天", "个月"})
_CHANGED = re.compile(
    r"(?:缩短|降低|减少|下降|节约|节省|提高|增加|提升|减小|压缩|缩小|缩减|减轻|削减)(?:了|到|至|为|约|近|不?[低少]于)?(?:[^,。;\d]{0,3}的)?\s?$"
)
_BOUND_AFTER = re.compile("以[上下内]|左右")
_DENIED_BEFORE = re.compile(r"(?:近|未来|过去|第|每|前|后|下|上|这|那|同|某|另|十[二三四五]|当)$")
_DENIED_AFTER = re.compile(r"前|后|来|间|之后|之前|的历史|如一日|一度|一次|[一二三四五六七八九]")


def chinese_values(text: str) -> Iterator[Value]:
    """The values of ``text`` that are written with Chinese numerals, in order."""
    for match in _CANDIDATE.finditer(text):
        value = _read(text, match)
        if value is not None:
            yield value


def _read(text: str, match: re.Match[str]) -> Value | None:
    if match["half"] is not None:
        begin = match.end() - 2
        return _build(begin, match.end(), 0.5, match.end(), match.end(), Unit(1.0, ()))
    if match["double"] is not None:
        return _doubling(match)
    if match["percent"] is not None:
        return _percent(match)
    if match["parts"] is not None or match["parts_digit"] is not None:
        return _fraction(text, match)
    if match["tens"] is not None:
        return _latin(text, match)
    return _numeral(text, match)


def _percent(match: re.Match[str]) -> Value | None:
    share = chinese_value(match["share"])
    if share is None:
        return None
    unit = parse_unit({"百": "%", "千": "‰"}.get(match["base"], "")) or Unit(1.0, ())
    factor = 1e-4 if match["base"] == "万" else unit.factor
    unit = Unit(factor, (), "percent")
    return _build(match.start(), match.end(), share, match.start(), match.start() + 3, unit)


def _fraction(text: str, match: re.Match[str]) -> Value | None:
    """``三分之一``, where something changes by it or a comparator binds it."""
    if match["parts"] is None:
        parts, taken = float(match["parts_digit"]), float(match["taken_digit"])
    else:
        parts, taken = chinese_value(match["parts"]) or 0.0, chinese_value(match["taken"]) or 0.0
    changed = _CHANGED.search(text[max(0, match.start() - 8) : match.start()])
    if taken >= parts:
        return None
    if changed is None and (match["parts"] is None or not _BOUND_AFTER.match(text, match.end())):
        return None
    return _build(
        match.start(), match.end(), taken / parts, match.end(), match.end(), Unit(1.0, ())
    )


def _latin(text: str, match: re.Match[str]) -> Value | None:
    """``三十多ppm``: a Chinese numeral before a unit in letters, two at least, or a sign."""
    value = chinese_value(match["tens"])
    begin = match.end()
    found = scan_unit(text, begin)
    if value is None or found is None:
        return None
    end, unit = found
    after = text[end : end + 1]
    if (end - begin < 2 and text[begin] not in "%℃") or (after.isascii() and after.isalnum()):
        return None
    return _build(match.start(), end, value, begin, end, unit, more=match["some"] is not None)


def _doubling(match: re.Match[str]) -> Value:
    times = chinese_value(match["times"]) if match["times"] else 1.0
    return _build(
        match.start(), match.end(), 2.0 ** (times or 1.0), match.end(), match.end(), Unit(1.0, ())
    )


def _numeral(text: str, match: re.Match[str]) -> Value | None:
    number, unit = match["number"], match["unit"]
    if unit == "度" and match["below"] is None:
        return None
    bounds = _bounds(match, number, unit)
    if bounds is None or (unit == "万" and number == "半"):
        return None
    low, high = bounds
    told = low != high or match["below"] is not None
    if unit in _LOOSE and not (
        _is_counted(text, match) if told else _is_meant(text, match, number, unit)
    ):
        return None
    begin = match.start("unit")
    scanned = scan_unit(text, begin)
    if scanned is None:
        return None
    end, read = scanned
    if unit == "个小时":
        begin += 1
    value = _build(match.start(), end, high, begin, end, read, more=match["more"] is not None)
    if match["below"] is not None:
        return replace(value, low=-high, high=-low)
    return replace(value, low=low, shape="range") if low != high else value


def _bounds(match: re.Match[str], number: str, unit: str) -> tuple[float, float] | None:
    """Both ends: of ``三到五年``, of ``四五个小时``, or the same twice."""
    if match["low"] is not None:
        low, high = chinese_value(match["low"]), chinese_value(number)
        told = match["lowunit"] is None or unit.startswith(match["lowunit"])
        return None if low is None or high is None or low >= high or not told else (low, high)
    if _RUN.fullmatch(number) and unit in _RUN_UNITS:
        first, second = chinese_value(number[0]), chinese_value(number[1])
        return None if first is None or second is None else (first, second)
    value = chinese_value(number)
    return None if value is None else (value, value)


def _is_counted(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 8) : match.start()]
    return not (_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(text, match.end()))


def _is_meant(text: str, match: re.Match[str], number: str, unit: str) -> bool:
    before = text[max(0, match.start() - 8) : match.start()]
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(text, match.end()):
        return False
    if unit == "万":
        return bool(_CUE_BEFORE.search(before)) and number not in {"一", "千", "百"}
    strong = re.match(
        r"\s?(?:以上|以下|以内|之内|左右|内(?![外部在容蒙]))", text[match.end() : match.end() + 3]
    )
    if strong:
        return True
    lone = number in {"一", "半", "千", "百"} and unit not in {"年", "个月"}
    if lone and not (number in {"一", "半"} and unit in {"小时", "个小时"}):
        return False
    if len(number) > 1 and re.search("[十百千]", number) and unit in _AMOUNTS:
        return _ENDS.match(text, match.end()) is not None
    return bool(_CUE_BEFORE.search(before)) and bool(_CUE_AFTER.match(text, match.end()))


def _build(  # noqa: PLR0913, PLR0917 -- the fields of a value
    start: int,
    end: int,
    value: float,
    unit_start: int,
    unit_end: int,
    unit: Unit | None,
    *,
    more: bool = False,
) -> Value:
    return Value(
        start, end, value, value, "one", unit_start, unit_end, unit, chinese=True, more=more
    )
