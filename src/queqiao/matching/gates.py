"""
The conditions that come before any score: each open or closed, with its reason.

What a record does not state never closes a gate: a negotiable price, an unknown readiness or an
empty region leave it open, and the reason says so. Boundaries are exact: a price equal to the
budget passes, one fen more does not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from queqiao.core import Decision, Message, denied
from queqiao.core.codes import region_full_name, regions_overlap
from queqiao.matching.model import (
    Achievement,
    CooperationMode,
    Demand,
    IpNeed,
    IpState,
    Record,
)
from queqiao.matching.results import Gate, GateResult

FRESH_DAYS = 180
"""A record confirmed longer ago than this no longer counts as holding."""

REFUSED_STATES = {
    IpNeed.ANY: frozenset[IpState](),
    IpNeed.CLEAR: frozenset({IpState.ENCUMBERED}),
    IpNeed.GRANTED: frozenset({IpState.ENCUMBERED, IpState.PENDING, IpState.KNOW_HOW}),
}
"""What each need of a demand rules out; an unknown state is ruled out by none."""

_WAN = Decimal(10_000)
_YI = Decimal(100_000_000)


def evaluate_gates(demand: Demand, achievement: Achievement, *, at: date) -> tuple[GateResult, ...]:
    """Every gate's answer on that day, in the order of ``Gate``."""
    return tuple(GateResult(gate, judge(demand, achievement, at)) for gate, judge in _GATES.items())


def is_stale(record: Record, *, at: date) -> bool:
    """Whether the record was last confirmed more than ``FRESH_DAYS`` days before ``at``."""
    return record.confirmed_on is not None and record.confirmed_on < fresh_since(at)


def fresh_since(at: date) -> date:
    """The earliest day of confirmation that still counts on ``at``."""
    if at.toordinal() <= FRESH_DAYS:
        return date.min
    return at - timedelta(days=FRESH_DAYS)


def ready_on(achievement: Achievement, *, at: date) -> date:
    """The day from which the achievement can be had: its own, but not before ``at``."""
    return max(at, achievement.ready_on or at)


def money(amount_cny: Decimal) -> Message:
    """An amount as people say it: 80 万元; 8,500 元 below ten thousand and where fen are given."""
    wan, yi = _plain(amount_cny / _WAN), _plain(amount_cny / _YI)
    plain = _plain(amount_cny)
    if amount_cny != amount_cny.to_integral_value():
        return Message("matching.money.yuan", {"cny": _grouped(plain)})
    if abs(amount_cny) >= _YI:
        return Message("matching.money.yi", {"yi": yi, "cny": _grouped(plain)})
    if abs(amount_cny) >= _WAN:
        return Message("matching.money.wan", {"wan": wan, "cny": _grouped(plain)})
    return Message("matching.money.yuan", {"cny": _grouped(plain)})


def listing(messages: tuple[Message, ...]) -> Message:
    """Several short messages as one, separated as the language does it."""
    joined = messages[0]
    for message in messages[1:]:
        joined = Message("matching.words.listing", {"first": joined, "second": message})
    return joined


def mode_name(mode: CooperationMode) -> Message:
    """What people call a cooperation mode."""
    return Message(f"matching.mode.{mode.value}")


def place_name(code: str) -> Message:
    """A region's full name with its code, the code alone where it is not in GB/T 2260."""
    name = region_full_name(code)
    if not name:
        return Message("matching.words.code", {"code": code})
    return Message("matching.words.place", {"name": name, "code": code})


def _allowed(code: str, **params: object) -> Decision:
    return Decision(allowed=True, reason=Message(code, params))


def _budget(demand: Demand, achievement: Achievement, at: date) -> Decision:
    del at
    price, budget = achievement.price_cny, demand.budget_cny
    if price is None:
        return _allowed("matching.gate.budget_price_open")
    if budget is None:
        return _allowed("matching.gate.budget_not_stated", price=money(price))
    if price <= budget:
        return _allowed("matching.gate.budget_within", price=money(price), budget=money(budget))
    return denied(
        "matching.gate.budget_over",
        price=money(price),
        budget=money(budget),
        gap=money(price - budget),
    )


def _region(demand: Demand, achievement: Achievement, at: date) -> Decision:
    del at
    accepted, region = demand.accepted_regions, achievement.region
    if not accepted:
        return _allowed("matching.gate.region_any")
    if not region:
        return _allowed("matching.gate.region_not_stated")
    for code in accepted:
        if regions_overlap(code, region):
            return _allowed(
                "matching.gate.region_inside", region=place_name(region), area=place_name(code)
            )
    accepts = listing(tuple(place_name(code) for code in accepted))
    return denied("matching.gate.region_outside", region=place_name(region), accepted=accepts)


def _trl(demand: Demand, achievement: Achievement, at: date) -> Decision:
    del at
    if demand.trl_min is None:
        return _allowed("matching.gate.trl_any")
    if achievement.trl is None:
        return _allowed("matching.gate.trl_not_stated", needed=demand.trl_min)
    if achievement.trl >= demand.trl_min:
        return _allowed("matching.gate.trl_reached", reached=achievement.trl, needed=demand.trl_min)
    return denied("matching.gate.trl_low", reached=achievement.trl, needed=demand.trl_min)


def _mode(demand: Demand, achievement: Achievement, at: date) -> Decision:
    del at
    if not demand.modes or not achievement.modes:
        return _allowed("matching.gate.mode_not_stated")
    shared = tuple(mode for mode in CooperationMode if mode in demand.modes)
    shared = tuple(mode for mode in shared if mode in achievement.modes)
    if shared:
        return _allowed("matching.gate.mode_shared", modes=_modes(shared))
    return denied(
        "matching.gate.mode_none_shared",
        accepted=_modes(demand.modes),
        offered=_modes(achievement.modes),
    )


def _deadline(demand: Demand, achievement: Achievement, at: date) -> Decision:
    if demand.deadline_on is None:
        return _allowed("matching.gate.deadline_any")
    deadline, ready = demand.deadline_on, ready_on(achievement, at=at)
    if ready <= deadline:
        return _allowed("matching.gate.deadline_kept", ready=ready, deadline=deadline)
    days = (ready - deadline).days
    if deadline < at and ready == at:
        return denied("matching.gate.deadline_passed", deadline=deadline, days=days)
    return denied("matching.gate.deadline_missed", ready=ready, deadline=deadline, days=days)


def _ip(demand: Demand, achievement: Achievement, at: date) -> Decision:
    del at
    need, state = demand.ip_need, achievement.ip_state
    if need is IpNeed.ANY:
        return _allowed("matching.gate.ip_any")
    if state is IpState.UNKNOWN:
        return _allowed("matching.gate.ip_not_stated", need=need_name(need))
    named = {"need": need_name(need), "state": Message(f"matching.ip_state.{state.value}")}
    if state in REFUSED_STATES[need]:
        return denied("matching.gate.ip_short", **named)
    return _allowed("matching.gate.ip_enough", **named)


def need_name(need: IpNeed) -> Message:
    """What people call a demand's need of intellectual property."""
    return Message(f"matching.ip_need.{need.value}")


def _freshness(demand: Demand, achievement: Achievement, at: date) -> Decision:
    stale = [record for record in (demand, achievement) if is_stale(record, at=at)]
    if not stale:
        return _allowed("matching.gate.freshness_kept", days=FRESH_DAYS)
    if len(stale) == 2:
        return denied(
            "matching.gate.freshness_both",
            demand_days=_age(demand, at),
            achievement_days=_age(achievement, at),
            days=FRESH_DAYS,
        )
    record = stale[0]
    if isinstance(record, Demand):
        return denied("matching.gate.freshness_demand", age=_age(record, at), days=FRESH_DAYS)
    return denied("matching.gate.freshness_achievement", age=_age(record, at), days=FRESH_DAYS)


def _age(record: Record, at: date) -> int:
    return (at - record.confirmed_on).days if record.confirmed_on is not None else 0


def _modes(modes: tuple[CooperationMode, ...]) -> Message:
    return listing(tuple(mode_name(mode) for mode in CooperationMode if mode in modes))


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(plain: str) -> str:
    return f"{Decimal(plain):,f}"


_GATES: dict[Gate, Callable[[Demand, Achievement, date], Decision]] = {
    Gate.BUDGET: _budget,
    Gate.REGION: _region,
    Gate.TRL: _trl,
    Gate.MODE: _mode,
    Gate.DEADLINE: _deadline,
    Gate.IP: _ip,
    Gate.FRESHNESS: _freshness,
}
