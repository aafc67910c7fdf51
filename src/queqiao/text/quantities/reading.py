"""Every quantity of a normalized text, with comparator and value, before anything is judged."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from queqiao.text.model import Op
from queqiao.text.quantities.chinese import chinese_values
from queqiao.text.quantities.comparators import Comparator, comparator_after, comparator_before
from queqiao.text.quantities.lookalikes import masked
from queqiao.text.quantities.mention import Mention, Value
from queqiao.text.quantities.numbers import NUMBER
from queqiao.text.quantities.unit_text import hardness_before, unit_before
from queqiao.text.quantities.values import read_plus_minus, read_values

_PLUS_MINUS = re.compile(r"(?:±|\+/-|\+-|士)[ \t]*[φΦ]?$")
_LETTER = re.compile(r"[A-Za-zΑ-Ωα-ω_#]")
# Letters that name a quantity and not a model: their value may cling to them.
_NAMES = re.compile(
    r"(?:(?<![A-Za-z])(?:R[azqyt]|[Dd](?:10|50|90|97|v)?|HRC|HRA|HRB|HBW?|HV|HS|pH|PH|Ph|COD(?:cr|Cr|mn|Mn)?|BOD5?|SS|TDS|TOC|TN|TP|NH3-N|"
    r"VOCs?|NOx|NOX|COP|PUE|EER|SNR|PSNR|mAP|MTBF|MTTR|QPS|TPS|Tg|Tm|Tc|Rm|ReL|Rp|Rel|Reh|ReH|AKv|Akv|KV2?|Cpk|CPK|CTI|LOI|MFR|MFI|"
    r"UPF|SPF|PM|IOU|IoU|F1|AUC|VSWR|EVM|ENOB|THD|PF|CMRR|PSRR|MOQ|TRL|Ceq|CEV|Pcm|[LWHTtdDRrUIPQVFBEncmAhNfS]|Δ[A-Za-z]?|Lp|LpA|cosφ|tanδ|[φΦδμηλρσθε])"
    r"|[φΦ∅ΔδληρσμεR]"
    r"|(?P<element>(?<![A-Za-z\d)\]])(?:C|N|S|P|B|V|W|F|O|Si|Mn|Cr|Ni|Mo|Ti|Nb|Al|Cu|Co|Fe|Li|Na|Mg|Zn|Zr|Sn|Pb|As|Sb|Ca|La|Ce|Nd|Dy|Ta|Hf|Re)))$"
)
_JOINED_UNIT = frozenset(
    {"R", "L", "W", "H", "T", "t", "D", "d", "B", "A", "V", "S", "M", "N", "E", "F", "C"}
)
_DIRECT = re.compile(r"(?<![A-Za-z\d])(?:DC|dc|直流)[ \t]*[-~至到][ \t]*$")
_TOLERATED = re.compile(r"^[ \t]*(?:±|\+/-)[ \t]*\d+(?:\.\d+)?")
_RATIO_BEFORE = re.compile(r"(?<![A-Za-z\d])[\d.]+[.:]$")
_SANDWICH = re.compile(
    r"\s*(?P<left>[<≤]|小于等于|小于)\s*(?P<name>[\u4e00-\u9fffA-Za-z0-9]{1,12}?)\s*(?P<right>[<≤]|小于等于|小于)\s*(?=[-+]?\d)"
)
_NEGATIVE_UNITS = frozenset({"degree_Celsius", "degree_Fahrenheit", "kelvin"})


def read_mentions(text: str) -> Iterator[Mention]:  # noqa: C901 -- one rule a line
    """The quantities of ``text`` in order; values of a list that share a unit come one by one."""
    masks = [*masked(text), (len(text), len(text))]
    place = 0
    cursor = 0
    floor = 0
    chinese = chinese_values(text)
    waiting = next(chinese, None)
    while True:
        match = NUMBER.search(text, cursor)
        start = match.start() if match else len(text)
        while waiting is not None and waiting.start <= start:
            if waiting.start >= cursor and not _inside(masks, waiting.start):
                mention = _compare(text, waiting, floor)
                yield mention
                cursor = floor = max(cursor, mention.end)
            waiting = next(chinese, None)
        if match is None:
            return
        if start < cursor:
            continue
        while masks[place][1] <= start:
            place += 1
            if place >= len(masks):
                return
        if masks[place][0] <= start:
            cursor = floor = masks[place][1] if masks[place][1] > start else match.end()
            continue
        limit = masks[place][0]
        mentions = _read_at(text, start, floor)
        if not mentions:
            cursor = _past_word(text, match.end())
            continue
        if mentions[-1].value.end > limit and mentions[-1].value.unit is None:
            cursor = match.end()
            continue
        yield from mentions
        cursor = max(mentions[-1].end, match.end())
        floor = cursor


def _inside(masks: list[tuple[int, int]], place: int) -> bool:
    index = bisect_right(masks, (place, sys.maxsize)) - 1
    return index >= 0 and masks[index][0] <= place < masks[index][1]


def _past_word(text: str, end: int) -> int:
    """Behind a word that only began with digits, so that ``2Cr13`` is not read again at 13."""
    if end < len(text) and text[end].isascii() and text[end].isalpha():
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
    return end


def _read_at(text: str, start: int, floor: int) -> list[Mention]:  # noqa: PLR0911 -- one rule a line
    sign = text[start - 1 : start] if start > floor else ""
    tolerance = _PLUS_MINUS.search(text, max(floor, start - 4), start)
    if tolerance is not None:
        value = read_plus_minus(text, tolerance.start(), start)
        return [_compare(text, value, floor)] if value is not None else []
    begin = start - 1 if sign and sign in "+-" else start
    frost = text[max(floor, start - 2) : start] == "零下"
    if frost:
        begin, sign = start - 2, "-"
    direct = _DIRECT.search(text, max(floor, start - 8), start)
    if direct is not None:
        return _from_zero(text, direct.start(), start, floor)
    if begin > floor and _LETTER.match(text, begin - 1) and not _may_cling(text, begin, floor):
        return []
    if begin > floor and _RATIO_BEFORE.search(text, max(0, begin - 12), begin):
        return []
    compared = comparator_before(text, begin, floor) is not None
    negative = frost or (sign == "-" and _is_negative(text, start, floor, compared=compared))
    values = read_values(text, start, negative=negative, compared=compared, lead=start - begin or 1)
    if not values:
        return []
    if (
        not negative
        and sign == "-"
        and begin > floor
        and text[begin - 1].isascii()
        and text[begin - 1].isalnum()
    ):
        return []
    sandwich = _sandwich(text, values, floor) if len(values) == 1 else None
    if sandwich is not None:
        return [sandwich]
    return _with_units_before(text, values, floor)


def _from_zero(text: str, begin: int, start: int, floor: int) -> list[Mention]:
    """``DC-67GHz``: a band that begins at direct current, which is 0 Hz."""
    values = read_values(text, start, negative=False, compared=False)
    if len(values) != 1 or values[0].shape != "one" or values[0].unit is None:
        return []
    value = values[0]
    if values[0].unit.dimension != (("s", -1),):
        return []
    return [_compare(text, replace(value, start=begin, low=0.0, shape="range"), floor)]


def _may_cling(text: str, start: int, floor: int) -> bool:
    window = text[max(floor, start - 8) : start]
    match = _NAMES.search(window)
    if match is None:
        return False
    if match["element"]:
        return True
    name = match.group()
    if name[-1] in "φΦ∅Δδλ" or len(name) > 1:
        return True
    # one letter: only where a strong unit follows the number at once
    return bool(
        re.match(
            r"\d[\d.]*\s?(?:mm|μm|nm|cm|MPa|kW|kN|kV|mg|℃|%|wt%|ppm|°|Hz|m/s|km)",
            text[start : start + 16],
        )
    )


def _is_negative(text: str, start: int, floor: int, *, compared: bool) -> bool:
    before = text[start - 2 : start - 1] if start - 2 >= floor else ""
    if compared or not before or before in " \t\n,。;:(、~至到/|=":
        return True
    if before.isascii() and before.isalnum():
        return False
    number = NUMBER.match(text, start)
    tail = text[number.end() : number.end() + 2].strip() if number else ""
    ranged = (
        bool(number) and bool(re.match(r"\s*(?:~|至|到)", text[number.end() :][:4]))
        if number
        else False
    )
    if number and tail.startswith(("±", "+/")):  # 库温-25±1℃
        tail = _TOLERATED.sub("", text[number.end() : number.end() + 12]).strip()[:2]
    return tail[:1] in {"℃", "℉"} or tail.startswith(("度", "dB", "摄")) or ranged


def _with_units_before(text: str, values: list[Value], floor: int) -> list[Mention]:
    found = []
    for value in values:
        current = value
        if value.unit is None:
            scale = hardness_before(text, floor, value.start)
            if scale is not None:
                current = replace(
                    value, start=scale[0], unit_start=scale[0], unit_end=scale[1], unit=scale[2]
                )
        mention = _compare(text, current, floor)
        if mention.value.unit is None:
            mention = _column_unit(text, mention, floor)
        found.append(mention)
    return found


def _column_unit(text: str, mention: Mention, floor: int) -> Mention:
    column = hardness_before(text, floor, mention.start) or unit_before(
        text, max(floor, mention.start - 24), mention.start
    )
    if column is None:
        return mention
    return replace(
        mention,
        value=replace(mention.value, unit_start=column[0], unit_end=column[1], unit=column[2]),
    )


def _compare(text: str, value: Value, floor: int) -> Mention:
    """The value with the comparators around it; a range keeps its own operator."""
    before = comparator_before(text, value.start, floor)
    durational = value.unit is not None and (
        value.unit.dimension in {(("s", 1),), (("m", 1),), (("CNY", 1),)}
        or text.endswith(("控制在", "限制在"), 0, value.start)
    )
    after = comparator_after(text, value.end, durational=durational)
    start = before.start if before else value.start
    end = after.end if after else value.end
    op, deciding = _decide(value, before, after)
    return Mention(
        start,
        end,
        op,
        value,
        reached=deciding is not None and deciding.sort == "reached" and op is not Op.RANGE,
        better=deciding is not None and deciding.sort == "better" and op is not Op.RANGE,
        explicit=before is not None or after is not None,
    )


def _decide(
    value: Value, before: Comparator | None, after: Comparator | None
) -> tuple[Op, Comparator | None]:
    if value.shape in {"range", "tolerance"}:
        return Op.RANGE, None
    weak = before is None or before.sort in {"reached", "stated"} or before.op is Op.ABOUT
    if (
        after is not None
        and (weak or before is None)
        and not (before and before.op is Op.ABOUT and after.op is Op.ABOUT)
    ):
        return after.op, after
    if before is not None:
        if before.sort == "reached" and value.more:
            return Op.ABOVE, None
        return before.op, before
    return (Op.ABOVE if value.more else Op.EQUAL), None


def _sandwich(text: str, values: list[Value], floor: int) -> Mention | None:  # noqa: ARG001 -- one signature for all
    """``5≤pH≤9``: one range around the name of what it bounds."""
    low = values[0]
    match = _SANDWICH.match(text, low.end)
    if match is None:
        return None
    begin = match.end() + (text[match.end()] in "+-")
    upper = read_values(text, begin, negative=text[begin - 1] == "-", compared=True)
    if len(upper) != 1 or upper[0].shape != "one" or upper[0].low < low.low:
        return None
    high = upper[0]
    value = replace(high, start=low.start, low=low.low, high=high.high, shape="range")
    return Mention(
        low.start, high.end, Op.RANGE, value,
        parameter_start=match.start("name"), parameter_end=match.end("name"), explicit=True,
    )  # fmt: skip
