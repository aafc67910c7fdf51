"""Parts that the shapes of confidential records share: indices, the reader's level."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from queqiao_web.foundation.api.shapes import Output
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.indices import IndexMark, WithIndices, indices_up_to, mark_of


class IndexOut(Output):
    """A technical index as it was read from a text that the reader may see."""

    key: str = Field(description="Names it in ``marks``")
    field: str
    text: str
    parameter: str
    op: str
    low: float | None
    high: float | None
    unit: str
    mark: IndexMark


LevelName = str
"""``public``, ``details`` or ``secret``."""


def level_name(level: Level) -> LevelName:
    """The level in the word of the API."""
    return level.name.lower()


def indices_shown(record: WithIndices, level: Level) -> list[IndexOut]:
    """The indices that somebody at this level may see."""
    return [_shown(index) for index in indices_up_to(record, level)]


def _shown(index: dict[str, Any]) -> IndexOut:
    return IndexOut(
        key=mark_of(index),
        field=index["field"],
        text=index["text"],
        parameter=index["parameter"] or "",
        op=str(index["op"]),
        low=index["low"],
        high=index["high"],
        unit=index["unit"] or "",
        mark=IndexMark(index["mark"]),
    )
