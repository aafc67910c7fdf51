"""Sheets for the counter as one HTML file: reads without a network, prints on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from queqiao.recipes.policies.money import day
from queqiao.recipes.policies.page import render_page
from queqiao.recipes.policies.sheet_view import SheetView


def render_sheets(sheets: Sequence[SheetView], *, at: date, language: str = "zh") -> str:
    """The sheets of some enterprises, one after the other."""
    return render_page("sheet.html", language=language, sheets=sheets, at=day(at, language))
