"""What a user states: scores, rules about pairs, groups and limits, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

EVERY = "*"
"""Stands for every agent or every item in a table of limits."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was read, for problems with it."""

    source: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How well an agent fits an item; a pair without a score is no candidate."""

    agent: str
    item: str
    score: Decimal
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class PairRule:
    """A pair that is a conflict of interest, forbidden or required, and why."""

    agent: str
    item: str
    note: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Membership:
    """An agent or item belongs to a group."""

    member: str
    group: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class LimitRule:
    """
    One row of a table of limits.

    ``*`` as agent or item stands for every one. With a price the limit may be broken at that price
    a unit; without, it takes the place of the general load or need.
    """

    agent: str = ""
    item: str = ""
    group: str = ""
    at_least: int | None = None
    at_most: int | None = None
    price: Decimal | None = None
    note: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``; ``None`` is without end."""

    low: int = 0
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything beside the scores that an assignment must keep to."""

    need: Range = Range(1, 1)
    load: Range = Range()
    conflicts: Sequence[PairRule] = ()
    forbidden: Sequence[PairRule] = ()
    required: Sequence[PairRule] = ()
    agent_groups: Sequence[Membership] = ()
    item_groups: Sequence[Membership] = ()
    group_limit: int | None = 1
    """The most agents of one group at an item."""
    share_limit: int | None = None
    """The most items of one group with an agent."""
    limits: Sequence[LimitRule] = ()
    unlisted: Decimal | None = None
    """The score of pairs that have none; without it they are no candidates."""
