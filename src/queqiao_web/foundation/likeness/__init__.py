"""Indices of what is published: kept as the rows are, and what resembles what in them."""

from queqiao_web.foundation.likeness.index import ALIKE, THE_SAME, Likeness, PublicIndex
from queqiao_web.foundation.likeness.kept import PORTION, KeptIndex, agree, call_for, kept_up_by

__all__ = [
    "ALIKE",
    "PORTION",
    "THE_SAME",
    "KeptIndex",
    "Likeness",
    "PublicIndex",
    "agree",
    "call_for",
    "kept_up_by",
]
