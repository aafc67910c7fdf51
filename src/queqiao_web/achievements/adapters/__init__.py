"""Achievements as the engine knows them, and those that resemble one another."""

from queqiao_web.achievements.adapters.records import engine_achievement, engine_specs
from queqiao_web.achievements.adapters.similar import PUBLIC_ACHIEVEMENTS, find_alike

__all__ = ["PUBLIC_ACHIEVEMENTS", "engine_achievement", "engine_specs", "find_alike"]
