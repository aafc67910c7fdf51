"""One cell to one value: money, days, readiness, cooperation modes and the rest of a form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from queqiao.datasets import CellValue
from queqiao.matching.io.columns import UNITS
from queqiao.matching.model import CooperationMode, IpNeed, IpState
from queqiao.messages import Message
from queqiao.text import parse_numeral
from queqiao.text.dates import find_dates

# What people write where they have nothing to state.
_NOTHING = re.compile(
    r"(?:无|没有|暂无|未填|不详|未知|未定|待定|待议|待商定|不限|均可|都可以|皆可|面议|面谈|面洽|详谈|可谈|电议|电联|另议|商议"
    r"|协商|可议|价格面议|双方协商|协商确定|协议定价|合作协商|根据情况|视情况|视情况而定|根据项目情况确定|长期|长期有效|长期合作|常年|尽快"
    r"|不明确|无要求|没有要求|无限制|n/?a|none|null|nan|tbd|negotiable|any|[-—–/\\*.。?？]+|0?无)(?:[。.!！]|有效)?"
)
_LONGEST_NOTHING = 16
_SERIAL_FROM, _SERIAL_TO = 20_000, 80_000
_SERIAL_ORIGIN = date(1899, 12, 30)
_LEAST_YUAN = 10_000
_SEPARATORS = re.compile(r"[、，,;；/／|｜+＋\s\n]+|(?:和|及|或|与|以及)(?=\S)")


class UnreadableCellError(ValueError):
    """A filled cell that holds no value of its kind; the message says what would be one."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


@dataclass(frozen=True, slots=True)
class Money:
    """An amount or a range of amounts in yuan; ``assumed`` where the unit had to be inferred."""

    low: Decimal
    high: Decimal
    assumed: bool = False


def text_of(value: CellValue) -> str:
    """The cell as its owner wrote it, outer blanks removed; whole numbers without ``.0``."""
    if value is None or isinstance(value, str):
        return (value or "").replace("\r\n", "\n").strip().removesuffix("\x1a")
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return str(value)


def plain(value: CellValue) -> str:
    """The cell's text in half-width, ``""`` where it only says that nothing is stated."""
    text = text_of(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    return "" if says_nothing(text) else text


def says_nothing(text: str) -> bool:
    """Whether the text only says that there is nothing to state (无, 面议, 待定)."""
    return len(text) <= _LONGEST_NOTHING and bool(_NOTHING.fullmatch(text.lower()))


_NUMBER = (
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
    r"|[零〇一二两三四五六七八九十百千万亿半壹贰叁肆伍陆柒捌玖拾佰仟点]+"
)
_AMOUNT = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<unit>人民币元|百万元|千元|万元|亿元|[万亿]|元|rmb|cny)?"
)
_AROUND = re.compile(
    r"人民币|rmb|cny|[¥￥]|预算|资金|总额|金额|约|大约|左右|上下|不超过|不高于|最高|最多|至多|不低于|不少于|至少|以内|以下|以上|之内|内|起|"
    r"每年|/年|一次性|(?:可)?(?:面议|商议|协商|谈)|整|圆|不?含税|暂定|计划|税前|税后|[<>≤≥=~\s()]|万元|亿元|千元|元"
)
_FOREIGN = re.compile(r"美元|美金|欧元|日元|港币|港元|英镑|usd|eur|jpy|hkd|gbp|[$€£]")


def parse_money(value: CellValue, *, unit: Decimal | None) -> Money | None:
    """
    The amount in yuan; ``None`` where the cell states none (面议).

    ``unit`` is the column's own unit; a unit in the cell goes before it. A bare number in a column
    without a unit is yuan from 10,000 on and 万元 below, since no project costs less than 10,000
    yuan; the result says so in ``assumed``.
    """
    text = plain(value).lower()
    if not text:
        return None
    if _FOREIGN.search(text):
        raise UnreadableCellError(Message("matching.io.money_foreign", {"value": _shown(value)}))
    found = [(m["number"], m["unit"]) for m in _AMOUNT.finditer(text)]
    rest = re.sub(r"[\s\-—–~至到,.。、;:]", "", _AROUND.sub("", _AMOUNT.sub("", text)))
    if not found or rest or len(found) > 2 or text.startswith("-"):
        raise UnreadableCellError(Message("matching.io.money", {"value": _shown(value)}))
    last_unit = next((u for _, u in reversed(found) if u), None)
    amounts = [_yuan(number, own or last_unit, unit) for number, own in found]
    if None in amounts:
        raise UnreadableCellError(Message("matching.io.money", {"value": _shown(value)}))
    known = [amount for amount in amounts if amount is not None]
    assumed = (
        last_unit is None and unit is None and not any("万" in n or "亿" in n for n, _ in found)
    )
    return Money(min(known), max(known), assumed)


def _yuan(number: str, own: str | None, column: Decimal | None) -> Decimal | None:
    amount = _decimal(number)
    if amount is None:
        return None
    if own:
        return amount * UNITS[own]
    if "万" in number or "亿" in number:
        return amount
    if column is None:
        return amount if amount >= _LEAST_YUAN else amount * UNITS["万元"]
    return amount * column


def _decimal(number: str) -> Decimal | None:
    try:
        return Decimal(number.replace(",", ""))
    except InvalidOperation:
        return parse_numeral(number)


def parse_last_day(value: CellValue) -> date | None:
    """The last day that the cell names: 2026年12月 is its 31st; ``None`` where it names none."""
    period = _period(value)
    return period[1] - timedelta(days=1) if period else None


def parse_first_day(value: CellValue) -> date | None:
    """The first day that the cell names: 2026年12月 is its 1st; ``None`` where it names none."""
    period = _period(value)
    return period[0] if period else None


_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s*前|之前|止|\s*[T\s]?\d{1,2}:.*)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:底|末|份)?(?:前|之前|以前)?")
_YEAR = re.compile(r"(\d{4})\s*年?(?:底|末|年底|年末|内|度|全年)?(?:前|之前|以前)?")
_TERM = re.compile(
    r".*?[\d一二两三四五六七八九十半]+\s*(?:个)?\s*(?:年|月|周|天|日|工作日|季度)(?:内|以内|之内|左右)?.*"
)
_NAMES_A_DAY = re.compile(
    r"\d{4}|[〇○零一二三四五六七八九]{4}年|\d\s*月\s*\d|十?[一二三四五六七八九十]月[一二三四五六七八九十]"
)


def _period(value: CellValue) -> tuple[date, date] | None:
    """The half-open period that the cell names."""
    if isinstance(value, datetime):
        return _one_day(value.date())
    if isinstance(value, date):
        return _one_day(value)
    text = plain(value)
    if not text:
        return None
    try:
        return _written_period(text)
    except (ValueError, OverflowError):
        raise UnreadableCellError(Message("matching.io.day", {"value": _shown(value)})) from None


def _written_period(text: str) -> tuple[date, date]:
    if _SERIAL.fullmatch(text) and _SERIAL_FROM <= float(text) <= _SERIAL_TO:
        return _one_day(_SERIAL_ORIGIN + timedelta(days=int(float(text))))
    if found := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        return _one_day(date(int(found[1]), int(found[2]), int(found[3])))
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    if found := _YEAR.fullmatch(text):
        return date(int(found[1]), 1, 1), date(int(found[1]) + 1, 1, 1)
    mentions = find_dates(text, reference=None)
    ends_before = mentions[0].ends_before if len(mentions) == 1 else None
    if ends_before is None:
        raise ValueError(text)
    return mentions[0].begins_on or ends_before - timedelta(days=1), ends_before


def is_term(value: CellValue) -> bool:
    """Whether the cell states a length of time (6个月内) and not a day."""
    text = plain(value)
    return bool(_TERM.fullmatch(text)) and not _NAMES_A_DAY.search(text)


def _one_day(day: date) -> tuple[date, date]:
    return day, day + timedelta(days=1)


_LEVEL = re.compile(
    r"(?:trl)?\s*[-:]?\s*([1-9])(?:\s*级)?(?:\s*[-~至到]\s*(?:trl)?\s*([1-9])(?:\s*级)?)?"
)
_LEVEL_INSIDE = re.compile(
    r"trl\s*[-:]?\s*([1-9])(?!\d)|(?<!\d)([1-9])\s*级|(?<!十)([一二三四五六七八九])级"
)
_STAGES: Sequence[tuple[str, int]] = (
    ("可产业化|待产业化|拟产业化|可转化", 7),
    (
        "规模化应用|规模应用|批量应用|大规模|推广应用|已应用|成熟应用|已产业化|规模化生产|批量生产|量产|成熟",
        9,
    ),
    ("产业化|工业化|试生产|小批量|商业化|市场化", 8),
    ("示范|工程化|工程样机|现场试验|应用验证", 7),
    ("中试|中间试验|样机|原型机|中期|pilot", 6),
    ("样品|样件|初样", 5),
    ("小试|实验室|小规模试验|试验阶段|初期|lab", 4),
    ("概念验证|研发|研究阶段|研制|开发阶段|在研", 3),
    ("方案|概念|设想|构思", 2),
    ("原理|理论|基础研究", 1),
)
_UNRIPE = re.compile(r"(?:未|不|欠|待|尚未|不够)成熟")
STAGE_LEVELS: Mapping[str, int] = {
    word: level for words, level in _STAGES for word in words.split("|")
}
"""Stage words of forms and the technology readiness level each stands for."""


def parse_level(value: CellValue) -> int | None:
    """
    The technology readiness level, 1-9; ``None`` where the cell states none.

    Of a range the lower end. A stage word stands for the level in ``STAGE_LEVELS``; where several
    are named (小试、中试) the lowest counts: a demand accepts it, and an offer has reached it.
    """
    text = plain(value).lower()
    if not text:
        return None
    if found := _LEVEL.fullmatch(text.removesuffix(".0")):
        return min(int(part) for part in found.groups() if part)
    if found := _LEVEL_INSIDE.search(text):
        digits = found[1] or found[2]
        return int(digits) if digits else "一二三四五六七八九".index(found[3]) + 1
    text = _UNRIPE.sub("", text).replace("中小试", "小试中试").replace("小中试", "小试中试")
    levels: list[int] = []
    for word, level in STAGE_LEVELS.items():
        if word in text:
            levels.append(level)
            text = text.replace(word, " ")
    if not levels:
        raise UnreadableCellError(Message("matching.io.level", {"value": _shown(value)}))
    return min(levels)


_MODES: Sequence[tuple[str, tuple[CooperationMode, ...]]] = (
    ("先用后转|先试后转|先用后付|先使用后付费", (CooperationMode.USE_FIRST,)),
    ("作价|入股|技术投资|股权|参股", (CooperationMode.EQUITY_CONTRIBUTION,)),
    ("许可|授权使用|专利实施", (CooperationMode.LICENCE,)),
    ("委托", (CooperationMode.COMMISSIONED_DEVELOPMENT,)),
    ("联合|合作|共同|共建|产学研|协同|揭榜", (CooperationMode.JOINT_DEVELOPMENT,)),
    ("咨询|顾问|诊断", (CooperationMode.CONSULTING,)),
    ("转让|购买|买断|引进|出售", (CooperationMode.TRANSFER,)),
    ("服务|检测|指导|培训|测试", (CooperationMode.SERVICE,)),
    ("开发|研发", (CooperationMode.JOINT_DEVELOPMENT, CooperationMode.COMMISSIONED_DEVELOPMENT)),
)
"""What each word of a form means; 技术开发 covers both kinds of development contract."""


def split_words(value: CellValue) -> tuple[str, ...]:
    """The words of a list cell, in order, each once; separators are those that people use."""
    if isinstance(value, tuple):
        parts = [item.strip() for item in value]
    else:
        text = text_of(value)
        pattern = r"[、，,;；|｜\n\t]+" if re.search(r"[、，,;；|｜\n\t]", text) else r"[\s/／]+"
        parts = [part.strip(" \u3000。.") for part in re.split(pattern, text)]
    return tuple(dict.fromkeys(part for part in parts if part and plain(part)))


def parse_modes(value: CellValue) -> tuple[tuple[CooperationMode, ...], tuple[str, ...]]:
    """The cooperation modes named, and the words that name none."""
    words = value if isinstance(value, tuple) else _SEPARATORS.split(plain(value))
    modes: list[CooperationMode] = []
    unknown: list[str] = []
    for word in (w.strip(" 。.()") for w in words):
        if not word or not plain(word) or word in ("等", "其他", "其它"):
            continue
        found = _mode(word)
        if not found:
            unknown.append(word)
        modes += found
    return tuple(dict.fromkeys(modes)), tuple(unknown)


def _mode(word: str) -> tuple[CooperationMode, ...]:
    if word.lower() in set(CooperationMode):
        return (CooperationMode(word.lower()),)
    return next((modes for words, modes in _MODES if re.search(words, word)), ())


_IP_STATES: Sequence[tuple[str, IpState]] = (
    ("质押|独占许可|独家许可|争议|纠纷|冻结|共有未协商|受限", IpState.ENCUMBERED),
    ("未授权|未获授权|待授权|尚未授权", IpState.PENDING),
    (r"授权|有效|已获|已取得|专利权|著作权|登记|zl\s*\d", IpState.GRANTED),
    (r"申请|受理|实审|实质审查|公开|审查|cn\s*\d", IpState.PENDING),
    ("技术秘密|专有技术|商业秘密|know-?how|诀窍|未申请", IpState.KNOW_HOW),
)
_IP_NEEDS: Sequence[tuple[str, IpNeed]] = (
    ("已授权|须授权|需授权|授权专利|有授权|已获|有效专利|须取得专利|自主知识产权", IpNeed.GRANTED),
    ("清晰|明晰|无纠纷|无争议|明确|归属", IpNeed.CLEAR),
)


def parse_ip_state(value: CellValue) -> IpState | None:
    """Where the intellectual property stands, ``None`` where the words name no known state."""
    text = plain(value).lower()
    if not text:
        return IpState.UNKNOWN
    if text in set(IpState):
        return IpState(text)
    if "未申请" in text:
        return IpState.KNOW_HOW
    return next((state for words, state in _IP_STATES if re.search(words, text)), None)


def parse_ip_need(value: CellValue) -> IpNeed | None:
    """What is asked of the intellectual property, ``None`` where the words name no known need."""
    text = plain(value).lower()
    if not text:
        return IpNeed.ANY
    if text in set(IpNeed):
        return IpNeed(text)
    return next((need for words, need in _IP_NEEDS if re.search(words, text)), None)


def _shown(value: CellValue) -> str:
    text = text_of(value).replace("\n", " ")
    return text if len(text) <= 40 else f"{text[:40]}…"
