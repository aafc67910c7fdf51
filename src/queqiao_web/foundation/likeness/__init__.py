"""Published records that resemble one another, by an index of what everybody may read of them."""

from queqiao_web.foundation.likeness.index import ALIKE, THE_SAME, Likeness, PublicIndex

__all__ = ["ALIKE", "THE_SAME", "Likeness", "PublicIndex"]
