"""Achievements as the engine knows them."""

from __future__ import annotations

from queqiao.matching.model import Achievement as EngineAchievement
from queqiao.matching.model import CooperationMode, IpState
from queqiao_web.achievements.models import Achievement
from queqiao_web.foundation.disclosure import Level, knows_owner, text_up_to


def engine_achievement(row: Achievement, level: Level) -> EngineAchievement:
    """
    The achievement with the texts up to ``level`` and nothing above.

    Its owner is named only where the level names them. ``row.organization`` is read, so rows are
    best fetched with it.
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
