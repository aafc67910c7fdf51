"""Stable matching of two sides by their preferences: capacities, incomplete lists, ties."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Tier = tuple[str, ...]
"""Names that are liked equally."""


class Favored(StrEnum):
    """The side whose wishes go first where both cannot be had."""

    PROPOSERS = "proposers"
    REVIEWERS = "reviewers"


@dataclass(frozen=True, slots=True)
class Preferences:
    """
    Whom each would have, best first, in tiers of equals; who is not listed is not acceptable.

    A side may have no preferences (``None``): then it takes anyone who lists it, all alike. A
    reviewer has one place where ``capacities`` does not say otherwise.
    """

    proposers: Mapping[str, tuple[Tier, ...]] | None
    reviewers: Mapping[str, tuple[Tier, ...]] | None
    capacities: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StableMatching:
    """
    Who goes where, who goes nowhere, and how many places are left.

    No proposer and reviewer would both rather be together (``blocking_pairs`` finds them in any
    matching). ``ties`` tells that some are indifferent: then it is weakly stable, which asks that
    no pair be strictly better off, and other stable matchings may place more.
    """

    matched: Mapping[str, str]
    unmatched: tuple[str, ...]
    free_places: Mapping[str, int]
    favored: Favored
    ties: bool


Ranks = Mapping[str, Mapping[str, int]]
"""By name, the tier in which each other one stands, 0 the best: only mutually acceptable ones."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Both sides' ranks of whom they would have and who would have them."""

    proposers: Ranks
    reviewers: Ranks
    capacities: Mapping[str, int]


def match_stably(
    preferences: Preferences, *, favored: Favored = Favored.PROPOSERS
) -> StableMatching:
    """
    The stable matching that is best for the favored side.

    By deferred acceptance (Gale and Shapley 1962; with capacities Roth 1984) in time linear in the
    length of the lists. Among equals the smaller name goes first, so that the same input always
    gives the same matching; with ties it is best for that order and not for all.
    """
    ranked = rank_sides(preferences)
    propose = _proposers_choose if favored is Favored.PROPOSERS else _reviewers_choose
    matched = propose(ranked)
    taken = dict.fromkeys(ranked.reviewers, 0)
    for reviewer in matched.values():
        taken[reviewer] += 1
    return StableMatching(
        {name: matched[name] for name in sorted(matched)},
        tuple(sorted(name for name in ranked.proposers if name not in matched)),
        {name: ranked.capacities[name] - taken[name] for name in sorted(taken)},
        favored,
        _has_ties(ranked),
    )


def rank_sides(preferences: Preferences) -> Ranked:
    """The ranks that count: of pairs in which each accepts the other."""
    proposers, reviewers = _wishes(preferences.proposers), _wishes(preferences.reviewers)
    if proposers is None:
        proposers = _whoever_lists(reviewers or {})
    if reviewers is None:
        reviewers = _whoever_lists(proposers)
        reviewers |= {name: {} for name in preferences.capacities if name not in reviewers}
    capacities = {name: preferences.capacities.get(name, 1) for name in reviewers}
    return Ranked(_mutual(proposers, reviewers), _mutual(reviewers, proposers), capacities)


def _wishes(side: Mapping[str, tuple[Tier, ...]] | None) -> dict[str, dict[str, int]] | None:
    if side is None:
        return None
    return {
        name: {other: rank for rank, tier in enumerate(tiers) for other in tier}
        for name, tiers in side.items()
    }


def _whoever_lists(other_side: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """A side without preferences: it takes all who list it, all alike."""
    found: dict[str, dict[str, int]] = {}
    for name, wishes in other_side.items():
        for wanted in wishes:
            found.setdefault(wanted, {})[name] = 0
    return found


def _mutual(side: Ranks, other: Ranks) -> Ranks:
    return {
        name: {wanted: rank for wanted, rank in side[name].items() if name in other.get(wanted, ())}
        for name in sorted(side)
    }


def _in_order(wishes: Mapping[str, int]) -> list[str]:
    return sorted(wishes, key=lambda name: (wishes[name], name))


def _proposers_choose(ranked: Ranked) -> dict[str, str]:
    """Each proposer asks down its list; a reviewer keeps the best that asked."""
    lists = {name: deque(_in_order(wishes)) for name, wishes in ranked.proposers.items()}
    kept: dict[str, list[str]] = {name: [] for name in ranked.reviewers}
    matched: dict[str, str] = {}
    waiting = deque(lists)
    while waiting:
        proposer = waiting.popleft()
        if not lists[proposer]:
            continue
        reviewer = lists[proposer].popleft()
        wishes = ranked.reviewers[reviewer]
        kept[reviewer].append(proposer)
        matched[proposer] = reviewer
        if len(kept[reviewer]) > ranked.capacities[reviewer]:
            worst = max(kept[reviewer], key=lambda name: (wishes[name], name))
            kept[reviewer].remove(worst)
            del matched[worst]
            waiting.append(worst)
    return matched


def _reviewers_choose(ranked: Ranked) -> dict[str, str]:
    """Each reviewer offers its free places down its list; a proposer keeps the best offer."""
    lists = {name: deque(_in_order(wishes)) for name, wishes in ranked.reviewers.items()}
    free = dict(ranked.capacities)
    matched: dict[str, str] = {}
    waiting = deque(lists)
    while waiting:
        reviewer = waiting.popleft()
        while free[reviewer] > 0 and lists[reviewer]:
            proposer = lists[reviewer].popleft()
            wishes, held = ranked.proposers[proposer], matched.get(proposer)
            if held is not None and (wishes[held], held) < (wishes[reviewer], reviewer):
                continue
            matched[proposer] = reviewer
            free[reviewer] -= 1
            if held is not None:
                free[held] += 1
                waiting.append(held)
    return matched


def _has_ties(ranked: Ranked) -> bool:
    return any(
        len(set(wishes.values())) < len(wishes)
        for side in (ranked.proposers, ranked.reviewers)
        for wishes in side.values()
    )


def blocking_pairs(
    preferences: Preferences, matched: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """
    Every proposer and reviewer who would both strictly rather be together.

    ``matched`` is any matching, each of its pairs acceptable to both; the result is empty where it
    is (weakly) stable.
    """
    ranked = rank_sides(preferences)
    holds: dict[str, list[str]] = {name: [] for name in ranked.reviewers}
    for proposer, reviewer in matched.items():
        holds[reviewer].append(proposer)
    found: list[tuple[str, str]] = []
    for proposer, wishes in ranked.proposers.items():
        held = matched.get(proposer)
        for reviewer in _in_order(wishes):
            if held is not None and wishes[reviewer] >= wishes[held]:
                break
            if _would_take(ranked, reviewer, proposer, holds[reviewer]):
                found.append((proposer, reviewer))
    return tuple(found)


def _would_take(ranked: Ranked, reviewer: str, proposer: str, held: Sequence[str]) -> bool:
    if len(held) < ranked.capacities[reviewer]:
        return True
    wishes = ranked.reviewers[reviewer]
    return any(wishes[other] > wishes[proposer] for other in held)


def unacceptable_pairs(
    preferences: Preferences, matched: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """The pairs of a matching that one of the two does not list, and places given too often."""
    ranked = rank_sides(preferences)
    left = dict(ranked.capacities)
    found: list[tuple[str, str]] = []
    for proposer, reviewer in sorted(matched.items()):
        left[reviewer] = left.get(reviewer, 0) - 1
        if reviewer not in ranked.proposers.get(proposer, ()) or left[reviewer] < 0:
            found.append((proposer, reviewer))
    return tuple(found)
