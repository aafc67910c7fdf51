"""The engine's index, as the portal searches it: public texts in, codes and marked texts out."""

from queqiao_web.portal.adapters.index import (
    Entry,
    FoundEntry,
    build_entries,
    find_entries,
    index_exists,
    put_entries,
    remove_entries,
)
from queqiao_web.portal.adapters.marking import Piece, mark_words, snippet

__all__ = [
    "Entry",
    "FoundEntry",
    "Piece",
    "build_entries",
    "find_entries",
    "index_exists",
    "mark_words",
    "put_entries",
    "remove_entries",
    "snippet",
]
