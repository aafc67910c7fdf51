"""
Numbers as Chinese technical text writes them: Arabic, Chinese, formal, mixed.

A numeral is read whole or not at all: what has two readings (``二三十``, ``三五年``) has no value.
Text is expected as ``normalize`` leaves it; offsets count its code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_SMALL_UNITS = (("千", 1000), ("百", 100), ("十", 10))
_LARGE_UNITS = (("亿", 100_000_000), ("万", 10_000))
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
_TO_PLAIN = str.maketrans(_FORMAL + "貳參陸萬億", "一二三四五六七八九十百千" + "二三六万亿")
_SCORES = {"廿": 20, "卅": 30}
_HALF = Decimal("0.5")

_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_IS_ARABIC = re.compile(rf"(?:{_ARABIC})")
_SCIENTIFIC = re.compile(r"(?:([0-9]+(?:\.[0-9]+)?) ?[×xX*·] ?)?10\^([+\-]?[0-9]{1,2})")
_MORE = re.compile(r"(?<=[十百千万亿0-9])[多余来几](?=[百千万亿]|$)")
_FRACTION = re.compile(r"(.+)分之(.+)")
_TENTHS = re.compile(r"([一二两三四五六七八九])成(?:([一二三四五六七八九])|(半))?")
_MOST_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Numeral:
    """
    A number in a text.

    ``more`` says that the number is somewhat exceeded (``五十多万``, ``300余``). Percentages and
    fractions are shares: ``百分之三十`` is 0.3. A sign before the number is not part of it.
    """

    start: int
    end: int
    value: Decimal
    more: bool = False


def parse_numeral(text: str) -> Decimal | None:
    """
    The value of a text that is one numeral, ``None`` for any other text.

    ``三点五万`` is 35000, ``两千五`` 2500, ``1,200`` 1200, ``百分之三十`` 0.3, ``半`` 0.5,
    ``五十多万`` 500000 (what exceeds it is dropped), ``3×10^-6`` 0.000003.
    """
    text = text.strip()
    sign = 1
    if text[:1] in {"-", "+", "负"}:
        sign = 1 if text[0] == "+" else -1
        text = text[1:]
    value = _parse_unsigned(text.translate(_TO_PLAIN))
    return None if value is None else sign * value


def _parse_unsigned(text: str) -> Decimal | None:
    if not 0 < len(text) <= _MOST_CHARACTERS:
        return None
    for parse in (_parse_special, _parse_share, _parse_positional):
        value = parse(text)
        if value is not None:
            return value
    return _parse_number(_MORE.sub("", text, count=1))


def _parse_special(text: str) -> Decimal | None:
    """``半`` and powers of ten."""
    if text in {"半", "一半"}:
        return _HALF
    if scientific := _SCIENTIFIC.fullmatch(text):
        return Decimal(scientific[1] or 1).scaleb(int(scientific[2]))
    return None


def _parse_share(text: str) -> Decimal | None:
    """``30%``, ``两成五``, ``百分之三十``, ``三分之一``."""
    if text[-1] in "%‰":
        value = _parse_number(text[:-1])
        return None if value is None else value / (100 if text[-1] == "%" else 1000)
    if tenths := _TENTHS.fullmatch(text):
        tail = 5 if tenths[3] else _DIGITS.get(tenths[2] or "零", 0)
        return Decimal(10 * _DIGITS[tenths[1]] + tail) / 100
    if fraction := _FRACTION.fullmatch(text):
        return _parse_fraction(fraction[1], fraction[2])
    return None


def _parse_positional(text: str) -> Decimal | None:
    """``二〇二三``; of two digits only ``二〇``, since ``三五`` may be three to five."""
    if not all(char in _DIGITS and char != "两" for char in text):
        return None
    if len(text) > 2 or (len(text) == 2 and text[1] in "〇○"):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    return None


def _parse_fraction(below: str, above: str) -> Decimal | None:
    whole = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}.get(below)
    divisor = whole or _parse_number(below)
    value = _HALF if above == "半" else _parse_number(_MORE.sub("", above, count=1))
    return value / divisor if value is not None and divisor else None


def _parse_number(text: str) -> Decimal | None:
    """A number built from digits and units, the largest unit first."""
    if _IS_ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    for unit, factor in _LARGE_UNITS:
        left, found, right = text.rpartition(unit)
        if found:
            high = _parse_number(left)
            if high is None or (factor == 10_000 and high >= factor):
                return None
            return _with_rest(high, right, factor)
    if "点" in text:
        return _parse_decimal(text)
    return _parse_section(text)


def _with_rest(high: Decimal, rest: str, factor: int) -> Decimal | None:
    """``high`` times ``factor`` and what follows the unit, which must be less than the unit."""
    if not rest:
        return high * factor
    if high != high.to_integral_value():
        return None
    if len(rest) == 1 and rest in _DIGITS and rest not in "零〇○":
        return high * factor + _DIGITS[rest] * factor // 10  # 两千五, 一万二
    low = _parse_number(rest[1:] if rest[0] in "零〇○" else rest)
    return high * factor + low if low is not None and 0 < low < factor else None


def _parse_decimal(text: str) -> Decimal | None:
    whole, _, digits = text.partition("点")
    value = _parse_section(whole)
    if value is None or not digits or not all(char in _DIGITS and char != "两" for char in digits):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[char]) for char in digits)}")


def _parse_section(text: str) -> Decimal | None:
    """Below ten thousand, without a decimal point; 1 may be left out before 十 at the start."""
    if len(text) == 1 and text in _DIGITS:
        return Decimal(_DIGITS[text])
    if text[:1] in _SCORES:
        rest = text[1:]
        if not rest or _DIGITS.get(rest):
            return Decimal(_SCORES[text[0]] + _DIGITS.get(rest, 0))
        return None
    for unit, factor in _SMALL_UNITS:
        left, found, right = text.partition(unit)
        if found:
            return _parse_unit(left, right, factor)
    return None


def _parse_unit(left: str, right: str, factor: int) -> Decimal | None:
    if not left and factor == 10:
        high = Decimal(1)
    elif _DIGITS.get(left):
        high = Decimal(_DIGITS[left])
    elif _IS_ARABIC.fullmatch(left):
        high = Decimal(left.replace(",", ""))
    else:
        return None
    if factor == 10 and right[:1] in set("零〇○"):
        return None if right else high * factor
    return _with_rest(high, right, factor)


# --- numerals in running text ---------------------------------------------------------------------

_HAN_DIGIT = "零〇○一二两三四五六七八九"
# 千 and 百 that begin a unit (千瓦, 百帕) do not end a number.
_UNIT = r"(?:千(?![瓦克米帕卡伏安赫焦牛升欧乏])|百(?!帕|分[点之])|十|[万亿])"
_FORMAL_RUN = f"[{_FORMAL}零万亿]*[{_FORMAL}][{_FORMAL}零万亿]+"
_NUMBER = (
    rf"(?:{_ARABIC}|[{_HAN_DIGIT}十廿卅])"
    rf"(?:[{_HAN_DIGIT}]|{_UNIT}|(?<=[千百十万亿])[0-9]+|点(?=[{_HAN_DIGIT}])|[多余来几](?={_UNIT}))*"
)
_CANDIDATE = re.compile(
    rf"(?P<scientific>{_SCIENTIFIC.pattern})(?![0-9])"
    rf"|(?P<fraction>(?:[百千万]|{_NUMBER})分之(?:{_NUMBER}|半))(?P<fraction_more>[多余])?"
    rf"|(?P<tenths>{_TENTHS.pattern})(?=以上|左右|以下|以内|的|[,。;、)]|$)"
    rf"|(?P<formal>{_FORMAL_RUN})"
    rf"|(?P<number>{_NUMBER})(?P<percent>%|‰)?(?P<more>[多余](?![年月日时秒分]?[性式])|几(?!何)|来(?=[个年天名家种次]))?"
    r"|(?P<half>半)(?=年|个|天|日|小时|月|吨|公里|亩)"
)
# Words in which a numeral counts nothing. What they cover is passed over.
_NO_COUNT = re.compile(
    r"第[零一二两三四五六七八九十百千0-9]+"
    r"|十[一二三四五]五(?=规划|时期|期间|计划|[”\"」』])"
    r"|[0-9]+(?:\.[0-9]+){2,}"  # versions
    r"|(?:GB|GJB|GBZ|ISO|IEC|IEEE|ASTM|DIN|JIS|ANSI|ASME|API|EN|DB[0-9]{2}|[A-Z]{2,3}(?=/T))"
    r"(?:/[A-Z]{1,2})? ?[A-Z]?[0-9]+(?:[.\-:—][0-9]+)*"  # standards
    "|统一|唯一|单一|同一|专一|逐一|之一|进一步|双一流|[归清]零"
    rf"|(?<![{_HAN_DIGIT}十百千万亿0-9])(?:"
    "一(?:体|般|定|致|些|样|直|旦|切|律|线|流|贯|并|同|起|共|带一路|方面|系列|次性|站式|氧化|元化)"
    "|一(?:网通办|企一[档策]|区[一多]链|主六双|票否决)"
    "|[二三四五六七八九十]+(?:[氧氯氟溴碘硫氢氮磷甲乙丙丁苯羟胺酸聚维醛酯烯烷酮醇糖肽环碳]|面[体角]|大(?=报告|精神|以来))"
    "|十二指肠|[二两]者|二(?:次(?:曲|开|元|接)|进制|乘|值|分类|级结构)|三(?:线|江|尖|元杂)|两面针"
    "|二(?:极管|维码|次元|手|元|级市场)|三元(?:材料|正极|前驱体|锂|乙丙|催化|电池|里程)"
    "|三(?:极管|七|峡|亚|明|门|一重工|农|废|角|坐标|文鱼|防)|四(?:川|平|害|通八达)"
    "|五(?:金|味子|粮|台|行|谷|轴)|六(?:安|盘水|味)|七台河|八(?:角|宝)|九(?:江|寨|州)"
    "|十(?:分(?!之)|足|全|堰|字)|百(?:度|姓|货|合|草枯)|千(?:斤顶|秋|金)"
    "|万(?:一|能|向|用|科|达|象)|亿[纬联]|两(?:化|会|端|侧|性|用|栖|岸)"
    "|零(?:件|部件|售|点(?![零一二三四五六七八九])|散|碳|排放|信任|样本|距离|食|下))"
)


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """
    The numerals of a running text in order, none inside another.

    Left out: digits that belong to a name (``Q235``), ordinals (``第三``), words that count nothing
    (``统一``, ``二氧化硅``, ``半导体``) and numerals with two readings.
    """
    blocked = [match.span() for match in _NO_COUNT.finditer(text)]
    found: list[Numeral] = []
    next_blocked = 0
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        while next_blocked < len(blocked) and blocked[next_blocked][1] <= start:
            next_blocked += 1
        if next_blocked < len(blocked) and blocked[next_blocked][0] < end:
            continue
        if not _belongs_to_name(text, start):
            numeral = _read(match)
            if numeral is not None:
                found.append(numeral)
    return tuple(found)


def _belongs_to_name(text: str, start: int) -> bool:
    """Whether the digits at ``start`` are the tail of a name or of a vague number."""
    before = text[start - 1 : start]
    if before.isascii() and before.isalpha():
        return text[start].isascii()
    if before in {"几", "数"} and text[start] in "十百千万亿":
        return True
    return start > 1 and before in {".", "^", "_"} and text[start - 2].isalnum()


def _read(match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    more = match["more"] or match["fraction_more"]
    stated = match[0][: len(match[0]) - len(more or "")]
    value = parse_numeral(stated)
    if value is None:
        return None
    if match["more"] and stated[-1] not in "十百千万亿0123456789%":
        more, end = None, end - 1  # 五多 counts nothing
    inner = match["number"] is not None and _MORE.search(stated) is not None
    return Numeral(start, end, value, bool(more) or inner)
