"""Rulebooks decided for many enterprises at once, by column, exactly as by row."""

from queqiao.rules.columns.batch import BookColumns, determine_columns, determine_stretches
from queqiao.rules.columns.data import Columns, build_columns

__all__ = ["BookColumns", "Columns", "build_columns", "determine_columns", "determine_stretches"]
