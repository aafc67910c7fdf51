"""A rulebook to begin from: it loads, and the tests beside it pass."""

from __future__ import annotations

from datetime import date

from queqiao.recipes.policies.page import render_text


def begin_rulebook(rulebook: str, *, at: date) -> tuple[str, str]:
    """The texts of a rulebook called so, in force from the first day of the year, and its tests."""
    values = {
        "id": rulebook,
        "year": at.year,
        "begins": date(at.year, 1, 1).isoformat(),
        "at": at.isoformat(),
        "last": at.year - 1,
    }
    return render_text("new.yaml", **values), render_text("new.tests.yaml", **values)
