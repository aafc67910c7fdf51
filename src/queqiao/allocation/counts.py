"""Limits as bounds on how many pairs of a set are chosen: what every solver here starts from."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from queqiao.allocation.model import AssignmentProblem, Candidates, Limit, Sense

Key = tuple[str | None, str | None, str | None]
"""Agent, item and group of a limit."""
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SoftLimit:
    """Below or above ``amount``, each unit costs ``cost`` (in units of score)."""

    sense: Sense
    amount: int
    cost: int


@dataclass(frozen=True, slots=True)
class Counted:
    """
    Pairs that are counted together, with what their number may be.

    ``agent`` and ``item`` are positions, ``-1`` where the pairs have several; ``part`` tells that
    they are only a group's part of the agent's or item's pairs.
    """

    agent: int
    item: int
    part: bool
    pairs: Positions
    low: int
    high: int
    soft: tuple[SoftLimit, ...] = ()

    def cost_of(self, count: int) -> int:
        """What the prices add up to where ``count`` pairs are chosen."""
        return sum(limit.cost * shortfall(limit.sense, limit.amount, count) for limit in self.soft)

    def pieces(self) -> list[tuple[int, int]]:
        """Length and cost a unit of each stretch between ``low`` and ``high``: never falling."""
        marks = {limit.amount for limit in self.soft if self.low < limit.amount < self.high}
        ends = [self.low, *sorted(marks), self.high]
        return [
            (end - start, self.cost_of(end) - self.cost_of(end - 1))
            for start, end in itertools.pairwise(ends)
            if end > start
        ]


class Sets:
    """Finds the candidates that a limit counts."""

    def __init__(self, problem: AssignmentProblem) -> None:
        self.problem = problem
        pairs = problem.candidates
        self._agent_number = {name: at for at, name in enumerate(problem.agents)}
        self._item_number = {name: at for at, name in enumerate(problem.items)}
        self._by_item = np.argsort(pairs.item_at, kind="stable").astype(np.int64)
        self._agent_starts = _starts(pairs.agent_at, len(problem.agents))
        self._item_starts = _starts(pairs.item_at[self._by_item], len(problem.items))

    def of_agent(self, at: int) -> Positions:
        """Positions of the agent's candidates."""
        return np.arange(self._agent_starts[at], self._agent_starts[at + 1])

    def of_item(self, at: int) -> Positions:
        """Positions of the item's candidates."""
        return self._by_item[self._item_starts[at] : self._item_starts[at + 1]]

    def counted(self, key: Key, limits: Iterable[Limit]) -> Counted:
        """The limits on one set, taken together."""
        agent, item, group = key
        agent_at = -1 if agent is None else self._agent_number[agent]
        item_at = -1 if item is None else self._item_number[item]
        pairs = self._pairs(agent_at, item_at, group)
        low, high, soft = 0, len(pairs), []
        for limit in limits:
            if limit.price is not None:
                soft.append(SoftLimit(limit.sense, limit.amount, self._cost(limit)))
            elif limit.sense is Sense.AT_LEAST:
                low = max(low, limit.amount)
            else:
                high = min(high, limit.amount)
        return Counted(agent_at, item_at, group is not None, pairs, low, high, tuple(soft))

    def pair(self, agent: str, item: str) -> int | None:
        """The position of a candidate, ``None`` where the pair is none."""
        found = self._pairs(self._agent_number[agent], self._item_number[item], None)
        return int(found[0]) if len(found) else None

    def _pairs(self, agent: int, item: int, group: str | None) -> Positions:
        pairs = self.problem.candidates
        if agent >= 0:
            own = self.of_agent(agent)
            if item >= 0:
                same: Positions = own[pairs.item_at[own] == item]
                return same
            return own if group is None else self._members(own, pairs.item_at, group, item=True)
        own = self.of_item(item)
        return own if group is None else self._members(own, pairs.agent_at, group, item=False)

    def _members(
        self, own: Positions, at: NDArray[np.int32], group: str, *, item: bool
    ) -> Positions:
        names = self.problem.items if item else self.problem.agents
        groups = self.problem.item_groups if item else self.problem.agent_groups
        members = groups[group]
        kept = np.array([names[place] in members for place in at[own].tolist()], dtype=bool)
        found: Positions = own[kept]
        return found

    def _cost(self, limit: Limit) -> int:
        return int((limit.price or Decimal(0)) * self.problem.candidates.scale)


def _starts(sorted_at: NDArray[np.int32], count: int) -> Positions:
    return np.searchsorted(sorted_at, np.arange(count + 1)).astype(np.int64)


def shortfall(sense: Sense, amount: int, count: int) -> int:
    """By how much a count breaks a limit."""
    return max(0, amount - count if sense is Sense.AT_LEAST else count - amount)


def key_of(limit: Limit) -> Key:
    """Which set of pairs a limit counts."""
    return limit.agent, limit.item, limit.group


def counted_sets(
    problem: AssignmentProblem, limits: Sequence[Limit] | None = None
) -> list[Counted]:
    """
    Every set that some limit counts, with its bounds, in the order of agents and items.

    ``limits`` stand in for those of the problem.
    """
    sets = Sets(problem)
    by_key: dict[Key, list[Limit]] = {}
    for limit in problem.limits if limits is None else limits:
        by_key.setdefault(key_of(limit), []).append(limit)
    return [sets.counted(key, by_key[key]) for key in sorted(by_key, key=order_of)]


def order_of(key: Key) -> tuple[str, ...]:
    """By agent, item and group, the unnamed first."""
    return tuple(part or "" for part in key)


def chosen_units(candidates: Candidates, chosen: Positions) -> int:
    """The scores of the chosen pairs, added up without rounding."""
    return int(candidates.score[chosen].sum())
