"""Demands as the engine knows them, and what the engine says of them."""

from queqiao_web.demands.adapters.indices import mark_of, read_indices
from queqiao_web.demands.adapters.records import (
    Asked,
    engine_demand,
    engine_specs,
    questions_about,
)

__all__ = [
    "Asked",
    "engine_demand",
    "engine_specs",
    "mark_of",
    "questions_about",
    "read_indices",
]
