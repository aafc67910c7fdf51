"""A match report for people and programs: HTML page, workbook, plain data."""

from queqiao.recipes.report.data import report_to_dict
from queqiao.recipes.report.heads import AnyReport, Head, Heads, TurnedReport, heads_of, turn
from queqiao.recipes.report.html import render_html
from queqiao.recipes.report.sheets import render_workbook, tally
from queqiao.recipes.report.words import money, percent

__all__ = [
    "AnyReport",
    "Head",
    "Heads",
    "TurnedReport",
    "heads_of",
    "money",
    "percent",
    "render_html",
    "render_workbook",
    "report_to_dict",
    "tally",
    "turn",
]
