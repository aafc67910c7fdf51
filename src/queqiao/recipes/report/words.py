"""The report's own words: labels, facts of records, amounts and verdicts in two languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from queqiao.core.codes import industry_name, region_full_name
from queqiao.matching.model import Achievement, Demand, Record
from queqiao.matching.results import Outcome, Verdict
from queqiao.messages import Message, catalog, render

Fact = tuple[str, str]
"""A label and what it holds, both for people."""

SHAPES = {
    Outcome.MET: "✓",
    Outcome.SHORT: "▼",
    Outcome.NOT_STATED: "○",
    Outcome.CONFLICT_UNIT: "≠",
}
"""One shape for each outcome, so that color never stands alone."""

_TEN_THOUSAND = Decimal(10_000)
_HUNDRED_MILLION = Decimal(100_000_000)


def word(code: str, language: str, **params: object) -> str:
    """The report's sentence ``recipes.report.<code>``."""
    return render(Message(f"recipes.report.{code}", params), language)


def part_label(name: str, language: str) -> str:
    """What a part of a score is called; a part without a name of its own keeps its code."""
    known = f"report.part.{name}" in catalog("recipes")
    return word(f"part.{name}", language) if known else name


def money(amount: Decimal, language: str) -> str:
    """``120 万元``, ``1.5 亿元``; in English ``CNY 1,200,000``."""
    if language == "en":
        return f"CNY {amount:,.0f}"
    if amount >= _HUNDRED_MILLION:
        return f"{_short(amount / _HUNDRED_MILLION)} 亿元"
    if amount >= _TEN_THOUSAND:
        return f"{_short(amount / _TEN_THOUSAND)} 万元"
    return f"{_short(amount)} 元"


def _short(amount: Decimal) -> str:
    return f"{amount.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def number(value: float) -> str:
    """A measured value with at most four significant digits and no exponent where it can be."""
    text = f"{value:.4g}"
    if "e" in text and abs(value) < 1e9 and value:
        text = f"{value:,.0f}" if abs(value) >= 1 else f"{value:.8f}".rstrip("0")
    return text


def percent(score: float) -> str:
    """A score as a whole percentage; never a sure 0 or 100."""
    return f"{min(99, max(1, round(score * 100)))}%"


def day(value: date, language: str) -> str:
    """``2026年3月5日``, in English ``2026-03-05``."""
    return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else value.isoformat()


def conclusion(verdict: Verdict, language: str) -> str:
    """The verdict in words: 达到, 差 0.02 μm, 未说明."""
    if verdict.outcome is Outcome.SHORT and verdict.shortfall:
        amount = f"{number(verdict.shortfall)} {verdict.unit}".strip()
        return word("outcome.short_by", language, amount=amount)
    return word(f"outcome.{verdict.outcome}", language)


def facts(record: Record, language: str) -> tuple[Fact, ...]:
    """What is known of a record besides its text, in the order in which people ask."""
    return tuple(
        (word(f"fact.{name}", language), value) for name, value in _facts(record, language) if value
    )


def _facts(record: Record, language: str) -> Iterator[Fact]:
    yield "owner", record.owner
    if isinstance(record, Demand):
        yield "budget_cny", money(record.budget_cny, language) if record.budget_cny else ""
        yield "trl_min", f"TRL {record.trl_min}" if record.trl_min else ""
        yield "deadline_on", record.deadline_on.isoformat() if record.deadline_on else ""
    if isinstance(record, Achievement):
        price = record.price_cny
        negotiable = word("negotiable", language)
        yield "price_cny", negotiable if price is None else money(price, language)
        yield "trl", f"TRL {record.trl}" if record.trl else ""
        yield "ready_on", record.ready_on.isoformat() if record.ready_on else ""
        state = record.ip_state
        yield "ip_state", "" if state == "unknown" else word(f"ip_state.{state}", language)
    yield "region", region_full_name(record.region or "") or (record.region or "")
    yield "modes", _list([word(f"mode.{mode}", language) for mode in record.modes], language)
    if isinstance(record, Demand):
        need = record.ip_need
        yield "ip_need", "" if need == "any" else word(f"ip_need.{need}", language)
        regions = [region_full_name(code) or code for code in record.accepted_regions]
        yield "accepted_regions", _list(regions, language)
    yield "industry", industry_name(record.industry or "") or (record.industry or "")
    yield "confirmed_on", record.confirmed_on.isoformat() if record.confirmed_on else ""


def _list(items: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(items)
