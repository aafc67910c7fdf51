"""What is to be assigned, within which limits, and what came out. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Side(StrEnum):
    """Who is counted: the agents who do the work, or the items that are worked on."""

    AGENT = "agent"
    ITEM = "item"


class LimitKind(StrEnum):
    """What a limit is about, which decides the words that tell it."""

    LOAD = "load"
    NEED = "need"
    GROUP = "group"
    SHARE = "share"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    REQUIRED = "required"


class Sense(StrEnum):
    """On which side a limit binds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Objective(StrEnum):
    """What an assignment is to be best at."""

    TOTAL = "total"
    LEXIMIN = "leximin"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Limit:
    """
    How many pairs of a set may be chosen: the one form of every constraint.

    ``agent`` alone means all pairs of that agent (a load), ``item`` alone all pairs of that item (a
    need), both the one pair. ``group`` narrows an item's pairs to agents of that group, and an
    agent's pairs to items of that group. ``price`` is paid for each unit by which the limit is
    broken; ``None`` may not be broken.
    """

    kind: LimitKind
    sense: Sense
    amount: int
    agent: str | None = None
    item: str | None = None
    group: str | None = None
    price: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way of sorting agents or items, such as by institution: ``{member: group}``."""

    name: str
    group_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    The pairs that may be chosen: positions into the agents and items, and scores.

    ``score`` holds whole numbers; one unit is ``1 / scale``. Pairs are sorted by agent, then item,
    each there once.
    """

    agent_at: NDArray[np.int32]
    item_at: NDArray[np.int32]
    score: NDArray[np.int64]
    scale: int = 1

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True, slots=True)
class Problem:
    """All that an assignment is made from. Agents and items are sorted by id."""

    agents: tuple[str, ...]
    items: tuple[str, ...]
    candidates: Candidates
    limits: tuple[Limit, ...] = ()
    agent_groupings: tuple[Grouping, ...] = field(default_factory=tuple)
    item_groupings: tuple[Grouping, ...] = field(default_factory=tuple)
