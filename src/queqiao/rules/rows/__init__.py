"""Rulebooks decided for one enterprise at a time: exact numbers, with reasons."""

from queqiao.rules.rows.evaluate import BookAnswer, RowEngine
from queqiao.rules.rows.records import Record, prepare

__all__ = ["BookAnswer", "Record", "RowEngine", "prepare"]
