"""From scores and rules to a problem: checks them together and writes every rule as limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from queqiao.allocation.model import AssignmentProblem, Candidates, Limit, LimitKind, Sense
from queqiao.allocation.records import EVERY, LimitRule, Membership, Place, Range, Rules, Score
from queqiao.errors import BadInput, Problem
from queqiao.messages import Message

MAX_DECIMALS = 12
LARGEST_SCORE = 10**6
_LARGEST_UNITS = 10**14


@dataclass(slots=True)
class _Draft:
    """The sorted ids, and what was found wrong so far."""

    agents: tuple[str, ...]
    items: tuple[str, ...]
    known_agents: frozenset[str] = field(default_factory=frozenset)
    known_items: frozenset[str] = field(default_factory=frozenset)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known_agents, self.known_items = frozenset(self.agents), frozenset(self.items)

    def complain(self, place: Place, code: str, **params: object) -> None:
        """Remember a problem with the row at ``place``."""
        message = Message(f"allocation.input.{code}", params)
        self.problems.append(Problem(message, place.source, place.row))

    def knows(self, place: Place, *, agent: str = "", item: str = "") -> bool:
        """Whether both are in the scores; complains of each that is not."""
        unknown_agent = bool(agent) and agent not in self.known_agents
        unknown_item = bool(item) and item not in self.known_items
        if unknown_agent:
            self.complain(place, "unknown_agent", agent=agent)
        if unknown_item:
            self.complain(place, "unknown_item", item=item)
        return not (unknown_agent or unknown_item)


def build_problem(scores: Sequence[Score], *, rules: Rules | None = None) -> AssignmentProblem:
    """
    The problem that scores and rules describe.

    Raises:
        BadInput: a pair scored twice, a score out of range, an unknown id, rules that contradict
            themselves; carries every problem, with file and row where the records name them.
    """
    rules = rules or Rules()
    agents = tuple(sorted({score.agent for score in scores}))
    items = tuple(sorted({score.item for score in scores}))
    draft = _Draft(agents, items)
    if not scores:
        draft.complain(Place(), "no_scores")
    _check_scores(draft, scores)
    agent_groups = _groups(draft, rules.agent_groups, agents=True)
    item_groups = _groups(draft, rules.item_groups, agents=False)
    limits = tuple(_limits(draft, rules, agent_groups, item_groups))
    if draft.problems:
        raise BadInput(draft.problems)
    prices = [limit.price for limit in limits if limit.price is not None]
    candidates, rounded = _candidates(draft, scores, rules.unlisted, prices)
    kept = _group_limits(draft, rules, candidates, agent_groups, item_groups)
    return AssignmentProblem(
        agents,
        items,
        candidates,
        tuple(dict.fromkeys((*limits, *kept))),
        agent_groups,
        item_groups,
        rounded,
    )


def _check_scores(draft: _Draft, scores: Sequence[Score]) -> None:
    seen: dict[tuple[str, str], Score] = {}
    for score in scores:
        if not (score.score.is_finite() and abs(score.score) <= LARGEST_SCORE):
            draft.complain(score.place, "score_out_of_range", most=LARGEST_SCORE)
        first = seen.setdefault((score.agent, score.item), score)
        if first is not score:
            params = {"agent": score.agent, "item": score.item, "row": first.place.row or "?"}
            draft.complain(score.place, "pair_twice", **params)


def _groups(
    draft: _Draft, rows: Iterable[Membership], *, agents: bool
) -> Mapping[str, frozenset[str]]:
    members: dict[str, set[str]] = {}
    for row in rows:
        if draft.knows(row.place, **{"agent" if agents else "item": row.member}):
            members.setdefault(row.group, set()).add(row.member)
    return {group: frozenset(members[group]) for group in sorted(members)}


def _candidates(
    draft: _Draft, scores: Sequence[Score], unlisted: Decimal | None, prices: Iterable[Decimal]
) -> tuple[Candidates, bool]:
    """Scores as whole numbers: exact up to twelve decimals, rounded to even beyond."""
    values = [score.score for score in scores]
    amounts = [*values, *prices, *(() if unlisted is None else (unlisted,))]
    needed = max((-int(value.normalize().as_tuple().exponent) for value in amounts), default=0)
    largest = max((abs(value) for value in amounts), default=Decimal(0))
    decimals = max(0, min(needed, MAX_DECIMALS))
    while decimals and largest * 10**decimals > _LARGEST_UNITS:
        decimals -= 1
    scale = 10**decimals
    agent_number = {name: at for at, name in enumerate(draft.agents)}
    item_number = {name: at for at, name in enumerate(draft.items)}
    agent_at = np.array([agent_number[score.agent] for score in scores], dtype=np.int32)
    item_at = np.array([item_number[score.item] for score in scores], dtype=np.int32)
    units = np.array([round(value * scale) for value in values], dtype=np.int64)
    if unlisted is not None:
        grid = np.full((len(draft.agents), len(draft.items)), round(unlisted * scale), np.int64)
        grid[agent_at, item_at] = units
        agent_at, item_at = (part.ravel().astype(np.int32) for part in np.indices(grid.shape))
        units = grid.ravel()
    order = np.lexsort((item_at, agent_at))
    return Candidates(agent_at[order], item_at[order], units[order], scale), needed > decimals


def _limits(
    draft: _Draft,
    rules: Rules,
    agent_groups: Mapping[str, frozenset[str]],
    item_groups: Mapping[str, frozenset[str]],
) -> Iterator[Limit]:
    """Every limit but those of ``group_limit`` and ``share_limit``."""
    needs, loads = dict.fromkeys(draft.items, rules.need), dict.fromkeys(draft.agents, rules.load)
    rest: list[Limit] = []
    for row in rules.limits:
        if not _makes_sense(draft, row, agent_groups, item_groups):
            continue
        whole = row.price is None and not row.group and bool(row.agent) != bool(row.item)
        if not whole:
            rest.extend(_row_limits(draft, row))
            continue
        ranges, names = (loads, draft.agents) if row.agent else (needs, draft.items)
        for name in names if EVERY in (row.agent, row.item) else (row.agent or row.item,):
            old = ranges[name]
            low = old.low if row.at_least is None else row.at_least
            high = old.high if row.at_most is None else row.at_most
            ranges[name] = Range(low, high)
    for name, bounds in loads.items():
        yield from _bounds(LimitKind.LOAD, bounds, agent=name)
    for name, bounds in needs.items():
        yield from _bounds(LimitKind.NEED, bounds, item=name)
    yield from rest
    yield from _pair_limits(draft, rules)


def _bounds(
    kind: LimitKind, bounds: Range, *, agent: str | None = None, item: str | None = None
) -> Iterator[Limit]:
    if bounds.low:
        yield Limit(kind, Sense.AT_LEAST, bounds.low, agent, item)
    if bounds.high is not None:
        yield Limit(kind, Sense.AT_MOST, bounds.high, agent, item)


def _pair_limits(draft: _Draft, rules: Rules) -> Iterator[Limit]:
    for kind, sense, amount, rows in (
        (LimitKind.CONFLICT, Sense.AT_MOST, 0, rules.conflicts),
        (LimitKind.FORBIDDEN, Sense.AT_MOST, 0, rules.forbidden),
        (LimitKind.REQUIRED, Sense.AT_LEAST, 1, rules.required),
    ):
        for row in rows:
            if draft.knows(row.place, agent=row.agent, item=row.item):
                yield Limit(kind, sense, amount, row.agent, row.item, note=row.note)


def _makes_sense(
    draft: _Draft,
    row: LimitRule,
    agent_groups: Mapping[str, frozenset[str]],
    item_groups: Mapping[str, frozenset[str]],
) -> bool:
    before = len(draft.problems)
    agent, item = ("" if name == EVERY else name for name in (row.agent, row.item))
    draft.knows(row.place, agent=agent, item=item)
    groups = item_groups if row.agent else agent_groups
    if row.group and row.group not in groups:
        draft.complain(row.place, "unknown_group", group=row.group)
    if not (row.agent or row.item or row.group):
        draft.complain(row.place, "limit_of_nothing")
    if row.agent and row.item and row.group:
        draft.complain(row.place, "limit_of_all_three")
    if row.at_least is None and row.at_most is None:
        draft.complain(row.place, "limit_without_amount")
    if row.at_least is not None and row.at_most is not None and row.at_least > row.at_most:
        draft.complain(row.place, "limit_crossed", low=row.at_least, high=row.at_most)
    return len(draft.problems) == before


def _row_limits(draft: _Draft, row: LimitRule) -> Iterator[Limit]:
    every_item = row.item == EVERY or (row.group and not row.agent and not row.item)
    items = draft.items if every_item else (row.item or None,)
    agents = draft.agents if row.agent == EVERY else (row.agent or None,)
    bounds = ((Sense.AT_LEAST, row.at_least), (Sense.AT_MOST, row.at_most))
    for agent in agents:
        for item in items:
            for sense, amount in bounds:
                if amount is not None:
                    kind = _kind(row, sense)
                    yield Limit(
                        kind, sense, amount, agent, item, row.group or None, row.price, row.note
                    )


def _kind(row: LimitRule, sense: Sense) -> LimitKind:
    if row.agent and row.item:
        return LimitKind.REQUIRED if sense is Sense.AT_LEAST else LimitKind.FORBIDDEN
    if row.group:
        return LimitKind.SHARE if row.agent else LimitKind.GROUP
    return LimitKind.LOAD if row.agent else LimitKind.NEED


def _group_limits(
    draft: _Draft,
    rules: Rules,
    candidates: Candidates,
    agent_groups: Mapping[str, frozenset[str]],
    item_groups: Mapping[str, frozenset[str]],
) -> Iterator[Limit]:
    """At most so many of a group, wherever more of it are candidates."""
    pairs = list(zip(candidates.agent_at.tolist(), candidates.item_at.tolist(), strict=True))
    for most, groups, ours, theirs, kind in (
        (rules.group_limit, agent_groups, draft.agents, draft.items, LimitKind.GROUP),
        (rules.share_limit, item_groups, draft.items, draft.agents, LimitKind.SHARE),
    ):
        if most is None or not groups:
            continue
        of: dict[str, list[str]] = {}
        for group, members in groups.items():
            for member in members:
                of.setdefault(member, []).append(group)
        counts: dict[tuple[int, str], int] = {}
        for agent, item in pairs:
            own, other = (agent, item) if kind is LimitKind.GROUP else (item, agent)
            for group in of.get(ours[own], ()):
                counts[other, group] = counts.get((other, group), 0) + 1
        for (other, group), count in sorted(counts.items()):
            if count > most:
                name = theirs[other]
                agent, item = (None, name) if kind is LimitKind.GROUP else (name, None)
                yield Limit(kind, Sense.AT_MOST, most, agent, item, group)
