"""The report's sentences and how it writes numbers."""

from __future__ import annotations

import math

from queqiao.messages import Message, render


def word(code: str, language: str, **params: object) -> str:
    """The sentence ``recipes.index_report.<code>``."""
    return render(Message(f"recipes.index_report.{code}", params), language)


def number(value: float) -> str:
    """Four significant digits, thousands kept whole; a dash where there is none."""
    if math.isnan(value):
        return "—"
    if value == 0:
        return "0"
    if abs(value) >= 1000:
        return f"{value:,.0f}" if abs(value) < 1e12 else f"{value:.3g}"
    digits = max(0, min(6, 3 - math.floor(math.log10(abs(value)))))
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def score_text(value: float, largest: float) -> str:
    """A score with the same decimals for all: two, or four where none passes 10."""
    if math.isnan(value):
        return "—"
    return f"{value:.2f}" if largest >= 10 else f"{value:.4f}"


def signed(value: float) -> str:
    """A change with its sign, two decimals."""
    return f"{value:+.2f}"


def percent(share: float) -> str:
    """A share as a percentage with one decimal where it needs it."""
    text = f"{100 * share:.1f}"
    return f"{text.removesuffix('.0')}%"
