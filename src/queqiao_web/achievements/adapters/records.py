"""A row as the engine's achievement, at the level that somebody may read."""

from __future__ import annotations

from queqiao.matching.model import Achievement as EngineAchievement
from queqiao.matching.model import CooperationMode, IpState
from queqiao.matching.results import LocatedSpec
from queqiao_web.achievements.models import Achievement
from queqiao_web.foundation.disclosure import Level, knows_owner, text_up_to
from queqiao_web.foundation.indices import located_specs


def engine_achievement(row: Achievement, level: Level) -> EngineAchievement:
    """
    The achievement with the texts up to ``level`` and nothing of what lies above.

    ``description`` holds them one after the other (``text_up_to``), so that a place found in what
    everybody reads is the same place for whoever reads more. The owner is named only where
    somebody at that level may know it; ``row.organization`` is read.
    """
    return EngineAchievement(
        id=row.code,
        title=row.title,
        description=text_up_to(row, level),
        keywords=tuple(row.keywords),
        industry=row.industry_code or None,
        region=row.region_code or None,
        modes=tuple(CooperationMode(mode) for mode in row.modes),
        owner=row.organization.name if knows_owner(row, level) else "",
        confirmed_on=row.confirmed_on,
        price_cny=row.price_cny,
        trl=row.trl,
        ready_on=row.ready_on,
        ip_state=IpState(row.ip_state),
    )


def engine_specs(row: Achievement, level: Level) -> tuple[LocatedSpec, ...]:
    """
    The technical indices up to ``level``, without those that the owner struck out.

    Places count into the texts of :func:`engine_achievement` at the same level.
    """
    return located_specs(row, level)
