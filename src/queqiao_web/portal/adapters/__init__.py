"""The engine's index, as the portal searches it: public texts in, codes and marked texts out."""

from queqiao_web.portal.adapters.index import (
    PORTAL,
    FoundEntry,
    find_entries,
    follow_records,
    index_is_whole,
)
from queqiao_web.portal.adapters.marking import Piece, mark_words, snippet

__all__ = [
    "PORTAL",
    "FoundEntry",
    "Piece",
    "find_entries",
    "follow_records",
    "index_is_whole",
    "mark_words",
    "snippet",
]
