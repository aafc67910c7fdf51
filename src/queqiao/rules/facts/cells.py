"""One cell or JSON value to one fact, by the kind that the dictionary gives it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from queqiao.core.codes import industry_ancestors, is_industry, region_code, regions_named
from queqiao.messages import Message
from queqiao.rules.facts.dictionary import MONEY, Field, FieldKind
from queqiao.rules.facts.model import Scalar

MONEY_UNITS: Mapping[str, Decimal] = {
    "亿元": Decimal(10_000),
    "亿": Decimal(10_000),
    "千万元": Decimal(1000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "万": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
    "人民币元": Decimal("0.0001"),
}
"""What one of each unit is in 万元."""
_FEN = Decimal("0.000001")
_MOST = Decimal(10) ** 12
_SAME_UNITS = {
    "平方米": {"㎡", "m2", "m²", "平米"},
    "人": {"名"},
    "家": {"个", "户"},
    "项": {"个", "件"},
}
_NOTHING_SAID = re.compile(
    r"|[-—–―/\\*.]+|n/?a|null|none|nan|#n/a|不详|未知|未填|未提供|暂缺|缺|待补充?|暂无数据|空"
)
_LONGEST_NOTHING = 12
_YES = frozenset(
    {"是", "有", "true", "yes", "y", "t", "1", "√", "✓", "✔", "对", "属于", "已", "√是"}
)
_NO = frozenset(
    {"否", "无", "没有", "false", "no", "n", "f", "0", "×", "✗", "x", "不是", "不属于", "未"}
)
_NUMBER = re.compile(
    r"([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,2})?)\s*(%|m2|[^\d\s.,+%-]*)"
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})?\s*日?)?(?:[T\s].*)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})\s*年?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?")
_SERIAL_ORIGIN = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_INDUSTRY = re.compile(r"([A-T])\s*(\d{2,4})")
_REGION_DIGITS = re.compile(r"\d{6}(?:\d{6})?")


class UnreadableFactError(ValueError):
    """A value that is none of its field's kind; the message says what would be one."""

    def __init__(self, code: str, value: object, **params: object) -> None:
        super().__init__(code)
        self.message = Message(code, {"value": shown(value), **params})


def shown(value: object) -> str:
    """The value as a person sees it in a problem, cut where it is long."""
    text = str(value).replace("\n", " ")
    return text if len(text) <= 30 else f"{text[:30]}…"


def plain(value: object) -> str:
    """The value's text in half-width without outer blanks; ``""`` where nothing is stated."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip("\u200b\ufeff\u3000 ")
    text = text.strip()
    if len(text) > _LONGEST_NOTHING or text[:1].isdigit():
        return text
    return "" if _NOTHING_SAID.fullmatch(text.lower()) else text


def is_blank(value: object) -> bool:
    """Whether the value says that nothing is known."""
    return value is None or (isinstance(value, str) and not plain(value))


def parse_fact(value: object, field: Field, *, unit: str = "") -> Scalar | None:
    """
    The value of a field that is neither yearly nor a list; ``None`` where nothing is stated.

    ``unit`` is the unit of the column; a unit inside the cell goes before it. Money comes out in
    万元, to the 分; shares between 0 and 1.

    Raises:
        UnreadableFactError: the value is none of the field's kind.
    """
    return None if is_blank(value) else _PARSERS[field.kind](value, field, unit)


def parse_number(value: object, field: Field, unit: str) -> Decimal:
    """An amount in the field's unit."""
    number, own = _number_and_unit(value, field)
    unit = own or unit
    if field.unit == MONEY:
        if unit and unit not in MONEY_UNITS:
            raise UnreadableFactError("rules.facts.money_unit", value)
        number *= MONEY_UNITS.get(unit, Decimal(1))
        number = number.quantize(_FEN, ROUND_HALF_UP) if abs(number) < _MOST else number
    elif own and own != field.unit and own not in _SAME_UNITS.get(field.unit, set()):
        raise UnreadableFactError("rules.facts.other_unit", value, unit=field.unit)
    if abs(number) >= _MOST:
        raise UnreadableFactError("rules.facts.too_large", value)
    if number < 0 and not field.negative:
        raise UnreadableFactError("rules.facts.negative", value)
    return _tidy(number)


def _number_and_unit(value: object, field: Field) -> tuple[Decimal, str]:
    if isinstance(value, (bool, date, timedelta)):
        raise UnreadableFactError("rules.facts.number", value)
    if isinstance(value, (int, float, Decimal)):
        return _decimal(str(value), value), ""
    found = _NUMBER.fullmatch(plain(value).lower().removeprefix("¥").strip())
    if found is None or not found[2] or found[2].startswith("e"):
        raise UnreadableFactError("rules.facts.number", value)
    number = _decimal(found[1] + found[2].replace(",", ""), value)
    if found[3] == "%" and field.kind is not FieldKind.SHARE:
        raise UnreadableFactError("rules.facts.percent", value)
    return number, found[3].strip()


def _decimal(text: str, value: object) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise UnreadableFactError("rules.facts.number", value) from None
    if not number.is_finite():
        raise UnreadableFactError("rules.facts.number", value)
    return number


def _tidy(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    if number == number.to_integral_value():
        return number.quantize(Decimal(1)) + 0
    return number.normalize()


def _share(value: object, field: Field, unit: str) -> Decimal:
    number, own = _number_and_unit(value, field)
    if own not in ("", "%"):
        raise UnreadableFactError("rules.facts.share", value)
    if (own or unit) == "%":
        number /= 100
    if not 0 <= number <= 1:
        raise UnreadableFactError("rules.facts.share", value)
    return _tidy(number)


def _bool(value: object, _field: Field, _unit: str) -> bool:
    if isinstance(value, bool):
        return value
    text = plain(value).lower().removesuffix(".0")
    if text in _YES or text in _NO:
        return text in _YES
    raise UnreadableFactError("rules.facts.bool", value)


def parse_day(value: object, field: Field, _unit: str = "") -> date:
    """A day; of a field that may stop at the month or the year, its first day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    try:
        day = _written_day(text, partial=field.first_day)
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise UnreadableFactError("rules.facts.day", value)
    return day


def _written_day(text: str, *, partial: bool) -> date | None:
    if found := _COMPACT_DAY.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if _SERIAL.fullmatch(text):
        return _SERIAL_ORIGIN + timedelta(days=int(float(text)))
    if found := _DAY.fullmatch(text):
        if found[3] is None and not partial:
            return None
        return date(int(found[1]), int(found[2]), int(found[3] or 1))
    if partial and (found := _YEAR.fullmatch(text)):
        return date(int(found[1]), 1, 1)
    return None


def _text(value: object, _field: Field, _unit: str) -> str:
    if isinstance(value, (bool, Mapping, list, tuple)):
        raise UnreadableFactError("rules.facts.text", value)
    return " ".join(str(value).split())


def _choice(value: object, field: Field, unit: str) -> str:
    text = _text(value, field, unit)
    wanted = plain(value).casefold()
    for code, names in field.choices.items():
        if wanted in {unicodedata.normalize("NFKC", name).casefold() for name in (code, *names)}:
            return code
    if not field.closed:
        return text
    known = "、".join(names[0] for names in field.choices.values())
    raise UnreadableFactError("rules.facts.choice", value, known=known)


def _region(value: object, _field: Field, _unit: str) -> str:
    text = plain(value)
    if _REGION_DIGITS.fullmatch(text):
        return text[:6]
    code = region_code(text)
    if code is None and len(several := regions_named(text)) > 1:
        raise UnreadableFactError("rules.facts.region_several", value, codes=" ".join(several[:6]))
    if code is None:
        raise UnreadableFactError("rules.facts.region", value)
    return code


def _industry(value: object, _field: Field, _unit: str) -> str:
    """A section letter with two to four digits; the letter is added where it is left out."""
    text = plain(value).upper().split(" ")[0]
    if text.isdecimal() and is_industry(text):
        text = industry_ancestors(text)[-1] + text
    found = _INDUSTRY.match(text)
    if found is None or found[1] not in industry_ancestors(found[2][:2]):
        raise UnreadableFactError("rules.facts.industry", value)
    return found[1] + found[2]


def _uscc(value: object, _field: Field, _unit: str) -> str:
    if isinstance(value, (int, float, Decimal)) or re.fullmatch(
        r"\d\.\d+e\+?\d+", str(value).lower()
    ):
        raise UnreadableFactError("rules.facts.uscc_number", value)
    return plain(value).replace(" ", "")


_PARSERS: Mapping[FieldKind, Callable[[object, Field, str], Scalar]] = {
    FieldKind.NUMBER: parse_number,
    FieldKind.SHARE: _share,
    FieldKind.FLAG: _bool,
    FieldKind.DATE: parse_day,
    FieldKind.TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.REGION: _region,
    FieldKind.INDUSTRY: _industry,
    FieldKind.CODE: _uscc,
}
