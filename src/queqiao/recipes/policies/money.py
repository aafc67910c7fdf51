"""Amounts, counts and days as people read them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_TEN_THOUSAND = Decimal(10_000)
_HUNDRED_MILLION = Decimal(100_000_000)


def money(yuan: Decimal, language: str, *, signed: bool = False) -> str:
    """``120 万元``, ``1.5 亿元``, ``375.50 元``; in English ``CNY 1,200,000``."""
    sign = "−" if yuan < 0 else "+" if signed and yuan > 0 else ""
    amount = abs(yuan)
    if language == "en":
        return f"{sign}CNY {_short(amount)}"
    if amount >= _HUNDRED_MILLION:
        return f"{sign}{_short(amount / _HUNDRED_MILLION)} 亿元"
    if amount >= _TEN_THOUSAND:
        return f"{sign}{_short(amount / _TEN_THOUSAND)} 万元"
    return f"{sign}{_short(amount)} 元"


def exact_money(yuan: Decimal) -> str:
    """``1,200,000.00``: every 分, as a form takes it."""
    return f"{yuan.quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}"


def _short(amount: Decimal) -> str:
    text = f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: date, language: str) -> str:
    """``2026年3月5日``, in English ``2026-03-05``."""
    return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else value.isoformat()
