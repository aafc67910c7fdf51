"""Filters for money, places, days and moments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from queqiao_web.foundation.templatetags.queqiao.library import register
from queqiao_web.foundation.ui import words


@register.filter
def cny(amount: Decimal | None, places: int = 4) -> str:
    """``{{ demand.budget_cny|cny }}``: 120 万元; ``|cny:2`` where a rounded sum is enough."""
    return words.money_words(amount, places)


@register.filter
def region_name(code: str | None) -> str:
    """``{{ demand.region_code|region_name }}``: 吉林省长春市."""
    return words.region_words(code)


@register.filter
def industry_name(code: str | None) -> str:
    """``{{ demand.industry_code|industry_name }}``: 汽车制造业."""
    return words.industry_words(code)


@register.filter
def legal_day(day: date | None) -> str:
    """``{{ demand.deadline_on|legal_day }}``: 2026年3月5日, for sentences."""
    return words.day_words(day)


@register.filter
def short_day(day: date | None) -> str:
    """``{{ demand.deadline_on|short_day }}``: 2026-03-05, for tables."""
    if not day:
        return words.NOTHING
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return day.isoformat()


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """``{{ demand.published_at|moment }}``: 2026年3月5日 14:05, marked as a time."""
    if not at:
        return words.NOTHING
    return format_html(
        '<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), words.moment_words(at)
    )


@register.filter
def number(value: Decimal | None) -> str:
    """``{{ count|number }}``: 12,345."""
    return words.NOTHING if value is None or value == "" else words.plain_number(value)


@register.filter
def percent(share: float | None) -> str:
    """``{{ share|percent }}`` of a share from 0 to 1: 45 %."""
    return words.NOTHING if share is None else f"{words.plain_number(share * 100, 1)}%"


@register.simple_tag(takes_context=True)
def since(context: Context, at: datetime | None) -> SafeString | str:
    """``{% since demand.published_at %}``: 3 天前, with the full moment behind it."""
    if not at:
        return words.NOTHING
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        words.moment_words(at),
        words.age_words(at, context["request"].received_at),
    )
