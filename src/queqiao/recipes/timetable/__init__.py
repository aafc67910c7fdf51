"""A timetable as a page that can be printed."""

from queqiao.recipes.timetable.page import render_page

__all__ = ["render_page"]
