"""The report on an index: one page with a part for every unit."""

from queqiao.recipes.indicators.gather import IndexReport, gather_report
from queqiao.recipes.indicators.html import render_report

__all__ = ["IndexReport", "gather_report", "render_report"]
