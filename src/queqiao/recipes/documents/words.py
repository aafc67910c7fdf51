"""The words of the report on documents, in two languages."""

from __future__ import annotations

from datetime import date

from queqiao.documents.collections import Period, Series, Trend
from queqiao.documents.collections.trends import SIGNIFICANT
from queqiao.messages import Message, render


def word(code: str, language: str, **params: object) -> str:
    """The sentence ``recipes.documents.<code>``."""
    return render(Message(f"recipes.documents.{code}", params), language)


def day(on: date | None) -> str:
    """A day as ISO writes it, a dash where there is none."""
    return on.isoformat() if on else "—"


def days(begins: date, ends: date) -> str:
    """A day or a period, the year not told twice."""
    if begins == ends:
        return begins.isoformat()
    last = ends.isoformat() if begins.year != ends.year else f"{ends:%m-%d}"
    return f"{begins.isoformat()} – {last}"


def period_word(start: date, period: Period) -> str:
    """2023-09, 2023Q3, 2023."""
    if period is Period.YEAR:
        return f"{start:%Y}"
    if period is Period.QUARTER:
        return f"{start:%Y}Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}"


def trend_word(trend: Trend | None, period: Period, language: str) -> str:
    """Whether the share of stories rises or falls, with slope and p value."""
    if trend is None:
        return word("trend.too_few", language)
    if trend.p_value >= SIGNIFICANT or trend.slope == 0:
        direction = "steady"
    else:
        direction = "rising" if trend.slope > 0 else "falling"
    return word(
        f"trend.{direction}",
        language,
        slope=f"{100 * trend.slope:+.1f}",
        p=f"{trend.p_value:.3f}",
        period=word(f"period.{period}", language),
    )


def burst_words(series: Series, period: Period, language: str) -> tuple[str, ...]:
    """When a series was named far more than usual, and how clearly."""
    labels = [period_word(start, period) for start in series.starts]
    return tuple(
        word(
            "trend.burst",
            language,
            when=" – ".join(dict.fromkeys((labels[burst.first], labels[burst.last]))),
            weight=f"{burst.weight:.1f}",
        )
        for burst in series.bursts
    )
