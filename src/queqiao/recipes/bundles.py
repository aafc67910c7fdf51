"""
Resource bundles (资源包): for one demand the achievement and the people who together solve it.

A bundle is checked, not guessed: its costs are held against the budget, its days against the
deadline, its owners against each other; what a part does not state is said to be unstated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import product

from queqiao.matching.gates import money
from queqiao.matching.model import Demand
from queqiao.messages import Message


class PartKind(StrEnum):
    """What a part of a bundle is."""

    ACHIEVEMENT = "achievement"
    EXPERT = "expert"
    INSTRUMENT = "instrument"
    FUNDING = "funding"
    POLICY = "policy"
    BROKER = "broker"


class BundleOutcome(StrEnum):
    """How a check of a bundle came out."""

    MET = "met"
    SHORT = "short"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """
    One part. ``cost_cny`` is what it costs the demand's side (``None``: not stated; negative for
    money that it brings), ``ready_on`` from when it can be had (``None``: at once), ``work_days``
    how long it takes from then. ``free=False``: it has no capacity now. ``fit`` (0-1) is how well
    it fits the demand.
    """

    kind: PartKind
    id: str
    title: str
    owner: str
    cost_cny: Decimal | None = None
    ready_on: date | None = None
    work_days: int = 0
    free: bool = True
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """One check: its code (budget, time, capacity, conflict), outcome and sentence."""

    code: str
    outcome: BundleOutcome
    message: Message


@dataclass(frozen=True, slots=True)
class Bundle:
    """
    Parts with their checks. ``known_cny`` is the sum of the costs that are stated, ``ready_on`` the
    day on which everything would be done.
    """

    parts: tuple[Part, ...]
    known_cny: Decimal
    ready_on: date
    checks: tuple[BundleCheck, ...]

    @property
    def adds_up(self) -> bool:
        """Whether no check fails; what is not stated may still make one fail."""
        return all(check.outcome is not BundleOutcome.SHORT for check in self.checks)

    @property
    def fit(self) -> float:
        """How well its parts fit, their product (0-1)."""
        found = 1.0
        for part in self.parts:
            found *= part.fit
        return found


def check_bundle(demand: Demand, parts: Sequence[Part], *, at: date) -> Bundle:
    """The parts together, with every check; ``at`` is the day on which the work would begin."""
    stated = [part.cost_cny for part in parts if part.cost_cny is not None]
    known = sum(stated, Decimal(0))
    ready = max((_done(part, at) for part in parts), default=at)
    checks = (
        _budget(demand, known, unstated=len(parts) - len(stated)),
        _time(demand, ready),
        _capacity(parts),
        _conflict(demand, parts),
    )
    return Bundle(tuple(parts), known, ready, checks)


def propose_bundles(
    demand: Demand, choices: Iterable[Sequence[Part]], *, at: date, most: int = 3
) -> list[Bundle]:
    """
    The best bundles with one part of each of ``choices``, those that add up before the others.

    Among those the better fit goes first, then the smaller sum, then the ids. An empty choice is
    left out: a bundle without an expert is still one.
    """
    kinds = [list(parts) for parts in choices if parts]
    bundles = [check_bundle(demand, parts, at=at) for parts in product(*kinds)] if kinds else []
    bundles.sort(
        key=lambda one: (
            not one.adds_up,
            -one.fit,
            one.known_cny,
            tuple(part.id for part in one.parts),
        )
    )
    return bundles[:most]


def _done(part: Part, at: date) -> date:
    begins = max(part.ready_on or at, at)
    return begins + timedelta(days=part.work_days)


def _budget(demand: Demand, known: Decimal, *, unstated: int) -> BundleCheck:
    params: dict[str, object] = {"sum": money(known), "unstated": unstated}
    if demand.budget_cny is None:
        return _check("budget", BundleOutcome.NOT_STATED, "budget_open", params)
    params["budget"] = money(demand.budget_cny)
    if known > demand.budget_cny:
        params["over"] = money(known - demand.budget_cny)
        return _check("budget", BundleOutcome.SHORT, "budget_over", params)
    if unstated:
        params["left"] = money(demand.budget_cny - known)
        return _check("budget", BundleOutcome.NOT_STATED, "budget_left", params)
    return _check("budget", BundleOutcome.MET, "budget_met", params)


def _time(demand: Demand, ready: date) -> BundleCheck:
    params: dict[str, object] = {"ready": ready.isoformat()}
    if demand.deadline_on is None:
        return _check("time", BundleOutcome.NOT_STATED, "time_open", params)
    params["deadline"] = demand.deadline_on.isoformat()
    if ready > demand.deadline_on:
        params["days"] = (ready - demand.deadline_on).days
        return _check("time", BundleOutcome.SHORT, "time_late", params)
    return _check("time", BundleOutcome.MET, "time_met", params)


def _capacity(parts: Sequence[Part]) -> BundleCheck:
    busy = [part.title for part in parts if not part.free]
    if busy:
        return _check("capacity", BundleOutcome.SHORT, "capacity_busy", {"titles": "、".join(busy)})
    return _check("capacity", BundleOutcome.MET, "capacity_met", {})


def _conflict(demand: Demand, parts: Sequence[Part]) -> BundleCheck:
    """What the demand's own side owns already is no offer to it."""
    own = [part.title for part in parts if demand.owner and part.owner == demand.owner]
    if own:
        return _check("conflict", BundleOutcome.SHORT, "conflict_own", {"titles": "、".join(own)})
    return _check("conflict", BundleOutcome.MET, "conflict_none", {})


def _check(
    code: str, outcome: BundleOutcome, sentence: str, params: dict[str, object]
) -> BundleCheck:
    return BundleCheck(code, outcome, Message(f"recipes.bundle.{sentence}", params))
