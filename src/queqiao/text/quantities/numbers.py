"""Numbers in normalized text: decimals, thousands, powers of ten however they were typed."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re

from queqiao.text.quantities.mention import Number

_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,3}(?:[ ]000)+(?!\d)|\d+)(?:\.\d+)?"
NUMBER = re.compile(_PLAIN)
_POWER = re.compile(
    r"\s?[×xX*·]\s?10\s?(?:\^\s?\(?(?P<caret>[-+]?\d{1,3})\)?|(?P<signed>[-+]\d{1,2})(?![\d.])"
    r"|(?P<lost>[1-9]\d?)(?![\d.]))|[eE](?P<e>[-+]?\d{1,2})(?![A-Za-z\d.])"
)
_TEN = re.compile(r"\s?(?:\^\s?\(?(?P<caret>[-+]?\d{1,3})\)?)")
_TEN_SIGNED = re.compile(r"-(?P<signed>\d{1,2})(?![\d.])")
_TEN_BLANK = re.compile(
    r"[ ](?P<blank>[2-9]|1\d)(?=\s?(?:次|个|cfu|CFU|Ω|ohm|Pa|循环|cycles|copies|IU|亿?/|m|h\b|Hz))"
)
_THIRD = re.compile(r"\s?[×xX*]\s?\d")
_LENGTH = re.compile(r"\s?(?:mm|cm|m\b|米|厘米|毫米|公分)(?![/·A-Za-z\d])")


def read_number(text: str, start: int, *, compared: bool = False) -> Number | None:
    """The number that begins at ``start``, its power of ten included.

    ``compared`` says that a comparator stands before: then ``10 6 次`` is ten to the sixth.
    A lost superscript is read back where a factor precedes it: ``1×1013`` is ten to the 13th.
    """
    match = NUMBER.match(text, start)
    if match is None:
        return None
    digits = match.group().replace(",", "").replace(" ", "")
    value, end = _to_float(digits), match.end()
    power = _POWER.match(text, end)
    if power is not None and _is_power(text, power, digits):
        exponent = int(power["caret"] or power["signed"] or power["lost"] or power["e"])
        return Number(start, power.end(), _scale(digits, exponent))
    if digits == "10":
        return _ten(text, start, end, compared=compared)
    return Number(start, end, value)


def _to_float(digits: str) -> float:
    return float(digits) if len(digits) < 300 else float("inf")


def _scale(digits: str, exponent: int) -> float:
    return _to_float(digits + f"e{exponent}") if len(digits) < 300 else float("inf")


def _is_power(text: str, power: re.Match[str], digits: str) -> bool:
    if power["caret"] is not None or power["e"] is not None:
        return True
    small = len(digits.split(".", maxsplit=1)[0]) == 1 or "." in digits
    if power["signed"] is not None:
        return small or power["signed"].startswith("-")
    if not small or _THIRD.match(text, power.end()):
        return False
    return "." in digits or not _LENGTH.match(text, power.end())


def _ten(text: str, start: int, end: int, *, compared: bool) -> Number:
    power = _TEN.match(text, end)
    if power is not None:
        return Number(start, power.end(), _scale("1", int(power["caret"])))
    power = _TEN_SIGNED.match(text, end)
    if power is not None and 2 < int(power["signed"]) < 10:
        return Number(start, power.end(), _scale("1", -int(power["signed"])))
    power = _TEN_BLANK.match(text, end) if compared else None
    if power is not None:
        return Number(start, power.end(), _scale("1", int(power["blank"])))
    return Number(start, end, 10.0)


_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_CHINESE_POWERS = {"十": 10, "百": 100, "千": 1000}


def chinese_value(word: str) -> float | None:
    """The value of a Chinese numeral below ten thousand (万 and 亿 belong to the unit), or ``None``."""
    if word == "半":
        return 0.5
    half = 0.5 if word.endswith("半") else 0.0
    word = word.rstrip("半")
    whole, point, decimals = word.partition("点")
    total, current, seen = 0, 0, False
    for char in whole:
        if char in _CHINESE_POWERS:
            total += (current if seen else 1) * _CHINESE_POWERS[char]
            current, seen = 0, False
        elif char in _CHINESE_DIGITS:
            if seen and current:
                return None  # 三五 means several, not a number
            current, seen = _CHINESE_DIGITS[char], True
        else:
            return None
    value = float(total + current) + half
    if point:
        value = float(
            f"{int(value)}." + "".join(str(_CHINESE_DIGITS.get(char, 0)) for char in decimals)
        )
    return value
