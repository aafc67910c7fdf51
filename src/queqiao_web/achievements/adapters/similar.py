"""Published achievements that resemble one."""

from __future__ import annotations

from queqiao.matching.model import Achievement as EngineAchievement
from queqiao_web.achievements.adapters.records import engine_achievement
from queqiao_web.achievements.queries import achievements_to_index
from queqiao_web.foundation.disclosure import Level
from queqiao_web.foundation.likeness import Likeness, PublicIndex

PUBLIC_ACHIEVEMENTS = PublicIndex(
    "public-achievements",
    rows=achievements_to_index,
    record=lambda row: engine_achievement(row, Level.PUBLIC),
)
"""What everybody may read of the published achievements, as an index on disk."""


def find_alike(
    *, code: str, title: str, text: str, keywords: tuple[str, ...] = (), most: int = 5
) -> list[Likeness]:
    """The published achievements most like these texts; the one with ``code`` is left out."""
    record = EngineAchievement(id=code, title=title, description=text, keywords=keywords)
    return PUBLIC_ACHIEVEMENTS.find_similar(record, most=most)
