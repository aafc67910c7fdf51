"""What becomes of records: dealt out so that every state occurs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from queqiao_web.demo.world import World


class Fate(Enum):
    """Where a record ends by the region's "now", as far as its owner and reviewer decide."""

    DRAFT = "draft"
    RETURNED = "returned"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CLOSED = "closed"
    PUBLISHED = "published"


def deal_out(world: World, keys: Sequence[str], counts: Mapping[Fate, int]) -> dict[str, Fate]:
    """
    So many records of each fate, drawn by lot; all others are published.

    A smaller region has its share of each, one at least.
    """
    drawn = list(keys)
    world.random.shuffle(drawn)
    found: dict[str, Fate] = {}
    for fate, count in counts.items():
        for _ in range(min(max(1, round(count * world.share)), len(drawn))):
            found[drawn.pop()] = fate
    return found
