"""Benefits that limit each other: the highest only (就高不重复), or no more than a ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from queqiao.messages import Message
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import Stacking
from queqiao.rules.results import Determination
from queqiao.rules.showing import as_yuan

ZERO = Decimal("0.00")
MOST_EXACT = 18
"""Up to so many benefits that exclude each other, every choice among them is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What one rulebook would pay by itself, in yuan, and the groups that it belongs to."""

    rulebook: str
    amount_cny: Decimal
    stacking: tuple[Stacking, ...] = ()
    pays_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What is paid of a benefit beside the others; ``reason`` where that is less than all."""

    rulebook: str
    amount_cny: Decimal
    granted_cny: Decimal
    pays_from: str | None = None
    reason: Message | None = None


def benefits_of(
    found: Iterable[Determination], *, rulebooks: Rulebooks, at: date
) -> tuple[Benefit, ...]:
    """The benefits with a certain amount among some answers of one enterprise."""
    benefits: list[Benefit] = []
    for one in found:
        book = rulebooks.on(one.rulebook, at)
        if book is not None and one.amount_cny is not None:
            benefits.append(
                Benefit(
                    rulebook=one.rulebook,
                    amount_cny=one.amount_cny,
                    stacking=book.stacking,
                    pays_from=one.pays_from,
                )
            )
    return tuple(benefits)


def combine(benefits: Iterable[Benefit]) -> tuple[Grant, ...]:
    """
    What is paid of some benefits of one enterprise, in the order of their rulebooks.

    Of a group that pays the highest only one benefit is taken, so that the sum of all is greatest;
    ties go to the first by name. A ceiling is filled from the largest benefit down. No group is
    ever paid more than its limit.
    """
    ordered = sorted(benefits, key=lambda one: one.rulebook)
    taken = _choose(ordered)
    paid = _pay([one for one in ordered if one.rulebook in taken])
    return tuple(_grant(one, taken, paid) for one in ordered)


def _exclusive(one: Benefit) -> frozenset[str]:
    return frozenset(group.group for group in one.stacking if group.at_most is None)


def _choose(benefits: Sequence[Benefit]) -> frozenset[str]:
    """The benefits to take: all that exclude nothing, and the best choice among the rest."""
    groups = [_exclusive(one) for one in benefits]
    rivals = [
        number
        for number, mine in enumerate(groups)
        if any(mine & other for place, other in enumerate(groups) if place != number)
    ]
    free = [one for number, one in enumerate(benefits) if number not in rivals]
    contested = sorted((benefits[number] for number in rivals), key=_rank)
    exact = len(contested) <= MOST_EXACT
    chosen = _best(contested, free) if exact else _greedily(contested)
    return frozenset(one.rulebook for one in (*free, *chosen))


def _rank(one: Benefit) -> tuple[Decimal, str]:
    return (-one.amount_cny, one.rulebook)


def _greedily(contested: Sequence[Benefit]) -> list[Benefit]:
    taken: list[Benefit] = []
    used: set[str] = set()
    for one in contested:
        if not _exclusive(one) & used:
            taken.append(one)
            used |= _exclusive(one)
    return taken


def _best(contested: Sequence[Benefit], free: Sequence[Benefit]) -> list[Benefit]:
    """Every choice without two of one group, the one that pays most, the first of equals."""
    choices: list[tuple[list[Benefit], frozenset[str]]] = [([], frozenset())]
    for one in contested:
        mine = _exclusive(one)
        choices = [
            option
            for chosen, used in choices
            for option in (
                [([*chosen, one], used | mine), (chosen, used)]
                if not mine & used
                else [(chosen, used)]
            )
        ]
    sums = [sum(_pay([*free, *chosen]).values(), ZERO) for chosen, _ in choices]
    return choices[sums.index(max(sums))][0]


def _pay(benefits: Iterable[Benefit]) -> dict[str, Decimal]:
    """Amounts under the ceilings of their groups, the largest first."""
    left: dict[str, Decimal] = {}
    paid: dict[str, Decimal] = {}
    for one in sorted(benefits, key=_rank):
        limits = {
            group.group: as_yuan(group.at_most)
            for group in one.stacking
            if group.at_most is not None
        }
        for group, limit in limits.items():
            left[group] = min(left.get(group, limit), limit)
        paid[one.rulebook] = max(ZERO, min([one.amount_cny, *(left[group] for group in limits)]))
        for group in limits:
            left[group] -= paid[one.rulebook]
    return paid


def _grant(one: Benefit, taken: frozenset[str], paid: Mapping[str, Decimal]) -> Grant:
    granted = paid.get(one.rulebook, ZERO)
    reason: Message | None = None
    if one.rulebook not in taken:
        groups = ", ".join(sorted(_exclusive(one)))
        reason = Message("rules.combine.lower", {"groups": groups})
    elif granted < one.amount_cny:
        groups = ", ".join(sorted(g.group for g in one.stacking if g.at_most is not None))
        reason = Message("rules.combine.ceiling", {"groups": groups})
    return Grant(
        rulebook=one.rulebook,
        amount_cny=one.amount_cny,
        granted_cny=granted,
        pays_from=one.pays_from,
        reason=reason,
    )
