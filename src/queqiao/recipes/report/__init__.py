"""A match report for people and programs: HTML page, workbook, plain data."""

from queqiao.recipes.report.html import render_html

__all__ = ["render_html"]
