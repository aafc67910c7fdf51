"""Demands as the engine knows them, and what the engine says of them."""

from queqiao_web.demands.adapters.indices import StoredIndex, is_shown, mark_of, read_indices
from queqiao_web.demands.adapters.records import (
    Asked,
    engine_demand,
    engine_specs,
    questions_about,
)
from queqiao_web.demands.adapters.similar import (
    Likeness,
    drop_public,
    find_similar,
    put_public,
    rebuild_public,
    search_codes,
)

__all__ = [
    "Asked",
    "Likeness",
    "StoredIndex",
    "drop_public",
    "engine_demand",
    "engine_specs",
    "find_similar",
    "is_shown",
    "mark_of",
    "put_public",
    "questions_about",
    "read_indices",
    "rebuild_public",
    "search_codes",
]
