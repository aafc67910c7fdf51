"""What a record says at which level, who may read how far, and the note that somebody did."""

from queqiao_web.foundation.disclosure.actions import (
    grant_disclosure,
    reveal,
    withdraw_disclosure,
)
from queqiao_web.foundation.disclosure.levels import (
    Confidential,
    Disclosure,
    Level,
    open_level,
    readable_texts,
    text_up_to,
)
from queqiao_web.foundation.disclosure.queries import (
    knows_owner,
    level_of,
    levels_of,
    owner_is_shown,
    stands_in_for_owner,
)

__all__ = [
    "Confidential",
    "Disclosure",
    "Level",
    "grant_disclosure",
    "knows_owner",
    "level_of",
    "levels_of",
    "open_level",
    "owner_is_shown",
    "readable_texts",
    "reveal",
    "stands_in_for_owner",
    "text_up_to",
    "withdraw_disclosure",
]
