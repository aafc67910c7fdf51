"""Money, places, industries, days and moments as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from queqiao.core.codes import industry_name, region_full_name

NOTHING: Final = "—"
_TEN_THOUSAND = Decimal(10_000)
_HUNDRED_MILLION = Decimal(100_000_000)
_MILLION = Decimal(1_000_000)
_BILLION = Decimal(1_000_000_000)


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


def plain_number(value: Decimal | float, places: int = 2) -> str:
    """The number with thousands separated, without trailing zeros."""
    text = f"{Decimal(str(value)):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_words(amount: Decimal | float | None, places: int = 4) -> str:
    """An amount in yuan, in the unit that suits its size: 120 万元, 1.5 亿元, 800 元."""
    if amount is None or amount == "":
        return NOTHING
    yuan = Decimal(str(amount))
    return _yuan_in_chinese(yuan, places) if is_chinese() else _yuan_in_english(yuan, places)


def _yuan_in_chinese(yuan: Decimal, places: int) -> str:
    if abs(yuan) >= _HUNDRED_MILLION:
        return f"{plain_number(yuan / _HUNDRED_MILLION, places)} 亿元"
    if abs(yuan) >= _TEN_THOUSAND:
        return f"{plain_number(yuan / _TEN_THOUSAND, places)} 万元"
    return f"{plain_number(yuan)} 元"


def _yuan_in_english(yuan: Decimal, places: int) -> str:
    if abs(yuan) >= _BILLION:
        return f"CNY {plain_number(yuan / _BILLION, places)} billion"
    if abs(yuan) >= _MILLION:
        return f"CNY {plain_number(yuan / _MILLION, places)} million"
    return f"CNY {plain_number(yuan)}"


def region_words(code: str | None) -> str:
    """The full name of a region: 吉林省长春市; the nation for ``000000``."""
    if not code:
        return NOTHING
    if code == "000000":
        return gettext("Nationwide")
    return region_full_name(code) or code


def industry_words(code: str | None) -> str:
    """The name of an industry."""
    return (industry_name(code) or code) if code else NOTHING


def day_words(day: date | None) -> str:
    """A legal day in a sentence: 2026年3月5日, 5 March 2026."""
    if day is None or day == "":
        return NOTHING
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    if is_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


def moment_words(moment: datetime | None) -> str:
    """A moment in the platform's own time zone: 2026年3月5日 14:05."""
    if moment is None or moment == "":
        return NOTHING
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    separator = " " if is_chinese() else ", "
    return f"{day_words(local.date())}{separator}{local:%H:%M}"


def age_words(moment: datetime | None, now: datetime) -> str:
    """How long ago, roughly: 3 天前; for a moment to come, how long until then."""
    if moment is None:
        return NOTHING
    seconds = (now - moment).total_seconds()
    count, unit = _largest_unit(abs(seconds))
    if unit == "now":
        return gettext("just now")
    return _ago(count, unit) if seconds >= 0 else _ahead(count, unit)


def _largest_unit(seconds: float) -> tuple[int, str]:
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return int(seconds // size), unit
    return 0, "now"


def _ago(count: int, unit: str) -> str:
    if unit == "day":
        text = ngettext("%(count)d day ago", "%(count)d days ago", count)
    elif unit == "hour":
        text = ngettext("%(count)d hour ago", "%(count)d hours ago", count)
    else:
        text = ngettext("%(count)d minute ago", "%(count)d minutes ago", count)
    return text % {"count": count}


def _ahead(count: int, unit: str) -> str:
    if unit == "day":
        text = ngettext("in %(count)d day", "in %(count)d days", count)
    elif unit == "hour":
        text = ngettext("in %(count)d hour", "in %(count)d hours", count)
    else:
        text = ngettext("in %(count)d minute", "in %(count)d minutes", count)
    return text % {"count": count}
