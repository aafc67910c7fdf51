"""Rows as entries of the standing index; ids say which kind they are of."""

from __future__ import annotations

from dataclasses import replace

from queqiao.recipes.standing import Entry
from queqiao_web.achievements.adapters import engine_achievement
from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.adapters import engine_demand, engine_specs
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.disclosure import Level
from queqiao_web.matching.states import Side

__all__ = ["Entry", "achievement_entry", "code_of", "demand_entry", "entry_id"]
_MARKS = {Side.DEMAND: "d-", Side.ACHIEVEMENT: "a-"}


def entry_id(side: str, code: str) -> str:
    """The id under which a record stands in the index."""
    return f"{_MARKS[Side(side)]}{code}"


def code_of(entry: str) -> str:
    """The record's code again."""
    return entry[2:]


def demand_entry(row: Demand, level: Level = Level.SECRET) -> Entry:
    """The demand as it stands in the index, or as somebody who reads up to ``level`` knows it."""
    record = replace(engine_demand(row, level), id=entry_id(Side.DEMAND, row.code))
    return Entry(record, engine_specs(row, level))


def achievement_entry(row: Achievement, level: Level = Level.SECRET) -> Entry:
    """As :func:`demand_entry`."""
    record = replace(engine_achievement(row, level), id=entry_id(Side.ACHIEVEMENT, row.code))
    return Entry(record)
