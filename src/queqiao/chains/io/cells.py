"""One cell to one value: text, lists, amounts, shares, yes and no."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from queqiao.chains.amounts import SCALES
from queqiao.datasets import CellValue
from queqiao.messages import Message
from queqiao.text import parse_numeral

_LIST = re.compile(r"[、，,;；|｜\n\t]+")
_NOTHING = re.compile(
    r"(?:无|没有|暂无|不详|未知|未填|待定|n/?a|none|null|nan|[-—–/\\]+)", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"(?:约|大约|近|超过|不低于|至少|>=|≥|~)?\s*(?P<number>[+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?)"
    r"\s*(?P<scale>万亿|[十百千]?万|亿|百|千)?\s*(?P<unit>[^\d\s][^\d]*)?",
    re.IGNORECASE,
)
_YES = frozenset(
    {
        "是",
        "有",
        "依赖",
        "外部",
        "进口",
        "境外",
        "国外",
        "引进",
        "采纳",
        "接受",
        "确认",
        "正确",
        "对",
        "通过",
        "yes",
        "y",
        "true",
        "1",
        "1.0",
        "accept",
        "accepted",
        "outside",
        "√",
        "✓",
    }
)
_NO = frozenset(
    {
        "否",
        "无",
        "自主",
        "自研",
        "国产",
        "本地",
        "本地技术",
        "驳回",
        "拒绝",
        "不采纳",
        "错误",
        "错",
        "不通过",
        "no",
        "n",
        "false",
        "0",
        "0.0",
        "reject",
        "rejected",
        "own",
        "local",
        "×",
        "✗",
        "",
    }
)


class UnreadableCellError(ValueError):
    """A filled cell that holds no value of its kind; the message says what would be one."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


def text_of(value: CellValue) -> str:
    """The cell as its owner wrote it, on one line; whole numbers without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def id_of(value: CellValue) -> str:
    """The cell as an id: half-width, without blanks around it."""
    text = value.strip() if isinstance(value, str) else text_of(value)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def words_of(value: CellValue) -> tuple[str, ...]:
    """The words of a list cell in order, each once."""
    parts = value if isinstance(value, tuple) else _LIST.split(text_of(value))
    return tuple(dict.fromkeys(word for part in parts if (word := id_of(part.strip(" 。.")))))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the factor (万) and the unit (吨) written behind it."""

    number: float
    scale: str = ""
    unit: str = ""

    @property
    def scaled(self) -> float:
        """The number times its factor."""
        return self.number * SCALES.get(self.scale, 1.0)


def amount_of(value: CellValue) -> Amount | None:
    """
    The amount that a cell states; ``None`` where it states none.

    Raises:
        UnreadableCellError: it is no number, or a negative one.
    """
    text = id_of(value)
    if not text or _NOTHING.fullmatch(text):
        return None
    found = _AMOUNT.fullmatch(text)
    if found and (found["scale"] or "") in ("", *SCALES):
        number = float(found["number"].replace(",", ""))
        amount = Amount(number, found["scale"] or "", (found["unit"] or "").strip())
    elif (numeral := parse_numeral(text)) is not None:
        amount = Amount(float(numeral))
    else:
        raise UnreadableCellError(Message("chains.io.amount", {"value": _shown(value)}))
    if amount.number < 0 or not math.isfinite(amount.number):
        raise UnreadableCellError(Message("chains.io.amount", {"value": _shown(value)}))
    return amount


@lru_cache(maxsize=4096)
def share_of(value: CellValue, *, percent: bool) -> float | None:
    """
    A share, 0-1; ``percent`` tells that the column's name says %.

    Raises:
        UnreadableCellError: it lies outside 0-1, or may be meant as a percentage.
    """
    text = id_of(value)
    if text in ("高", "中", "低"):
        return {"高": 0.8, "中": 0.5, "低": 0.2}[text]
    found = amount_of(text)
    if found is None:
        return None
    if found.unit not in ("", "%") or found.scale:
        raise UnreadableCellError(Message("chains.io.share", {"value": _shown(value)}))
    share = found.number / 100 if found.unit == "%" or percent else found.number
    if share > 1:
        raise UnreadableCellError(Message("chains.io.share", {"value": _shown(value)}))
    return share


def yes_or_no(value: CellValue) -> bool:
    """
    Whether the cell says yes.

    Raises:
        UnreadableCellError: it says neither yes nor no.
    """
    text = id_of(value).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise UnreadableCellError(Message("chains.io.yes_or_no", {"value": _shown(value)}))


def _shown(value: CellValue) -> str:
    text = text_of(value).replace("\n", " ")
    return text if len(text) <= 40 else f"{text[:40]}…"
