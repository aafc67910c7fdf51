"""Demands as the engine knows them, and what the engine says of them."""

from queqiao_web.demands.adapters.records import (
    PUBLIC_DEMANDS,
    Asked,
    engine_demand,
    engine_specs,
    questions_about,
)

__all__ = ["PUBLIC_DEMANDS", "Asked", "engine_demand", "engine_specs", "questions_about"]
