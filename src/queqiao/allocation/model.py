"""What is to be assigned, within which limits, and what came out. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from queqiao.core.progress import Progress, no_progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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

    def exact(self, units: int) -> Decimal:
        """A sum of scores as a decimal number."""
        return Decimal(int(units)) / self.scale


@dataclass(frozen=True, slots=True)
class AssignmentProblem:
    """
    All that an assignment is made from. Agents and items are sorted by id.

    ``agent_groups`` and ``item_groups`` map a group to its members; groups may overlap. ``rounded``
    tells that scores had more decimals than are kept.
    """

    agents: tuple[str, ...]
    items: tuple[str, ...]
    candidates: Candidates
    limits: tuple[Limit, ...] = ()
    agent_groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    item_groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class AssignedPair:
    """An agent works on an item. ``probability`` is that of a drawn assignment, else 1."""

    agent: str
    item: str
    score: Decimal
    probability: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Broken:
    """A limit with a price that was broken, and by how much."""

    limit: Limit
    by: int

    @property
    def cost(self) -> Decimal:
        """What breaking it costs in all."""
        return (self.limit.price or Decimal(0)) * self.by


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a search may take in seconds (``None``: until done), and who hears how far it is."""

    seconds: float | None = None
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True)
class Proof:
    """
    How much is proved: no assignment is better than ``bound`` where this one reaches ``value``.

    Both are totals less prices. Where the worst are looked after first and not all is proved,
    ``level`` is the lowest score at which it is not, and both count who reaches that score;
    everything below ``level`` is as good as can be.
    """

    value: Decimal
    bound: Decimal
    optimal: bool
    level: Decimal | None = None

    @property
    def gap(self) -> Decimal:
        """The most that a better assignment could still gain; 0 where this one is optimal."""
        return Decimal(0) if self.optimal else self.bound - self.value


@dataclass(frozen=True, slots=True)
class Lottery:
    """How an assignment was drawn: chances per candidate, in 1 / ``units``."""

    units: int
    chance: NDArray[np.int64]
    limit: Decimal
    seed: int
    expected: Decimal
    certain: Decimal
    """The total of the best assignment without chance: the difference is what chance costs."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """
    Who works on what. ``pairs`` are sorted by item, then by falling score, then by agent.

    ``total`` adds the scores up, ``penalty`` the prices of what was broken.
    """

    objective: Objective
    pairs: tuple[AssignedPair, ...]
    item_scores: Mapping[str, Decimal]
    loads: Mapping[str, int]
    broken: tuple[Broken, ...]
    proof: Proof
    alternates: Mapping[str, tuple[AssignedPair, ...]] = field(default_factory=dict)
    lottery: Lottery | None = None

    @property
    def total(self) -> Decimal:
        """The sum of all scores."""
        return sum((pair.score for pair in self.pairs), Decimal(0))

    @property
    def penalty(self) -> Decimal:
        """The sum of all prices paid."""
        return sum((broken.cost for broken in self.broken), Decimal(0))

    @property
    def worst(self) -> tuple[str, Decimal]:
        """The item with the lowest score, the first by id among equals."""
        return min(self.item_scores.items(), key=lambda entry: (entry[1], entry[0]))
