"""
Near misses: for every closed gate the smallest change of one field that opens it.

The demand gives way where it set the condition (budget, regions, readiness, modes, deadline, IP);
a record that has gone stale is confirmed again by its own side. Each change is the least one: a
budget one fen lower, a readiness one level higher or a deadline one day earlier leaves the gate
closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from queqiao.core import Message
from queqiao.matching.gates import (
    REFUSED_STATES,
    evaluate_gates,
    is_stale,
    mode_name,
    money,
    need_name,
    place_name,
    ready_on,
)
from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed
from queqiao.matching.results import Change, Gate, Side

_NEEDS_DOWNWARD = (IpNeed.GRANTED, IpNeed.CLEAR, IpNeed.ANY)


def propose_changes(demand: Demand, achievement: Achievement, *, at: date) -> tuple[Change, ...]:
    """The changes that together open every gate, in the order of ``Gate``; none if all are open."""
    return tuple(
        change
        for result in evaluate_gates(demand, achievement, at=at)
        if not result.decision.allowed
        for change in _PROPOSALS[result.gate](demand, achievement, at)
    )


def apply_changes(
    demand: Demand, achievement: Achievement, changes: Sequence[Change]
) -> tuple[Demand, Achievement]:
    """Both records after the changes, which leave every other field alone."""
    for change in changes:
        field: dict[str, Any] = {change.field: change.value}
        if change.side is Side.DEMAND:
            demand = replace(demand, **field)
        else:
            achievement = replace(achievement, **field)
    return demand, achievement


def _budget(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    del demand, at
    if achievement.price_cny is None:
        return []
    message = Message("matching.change.budget", {"amount": money(achievement.price_cny)})
    return [Change(Gate.BUDGET, Side.DEMAND, "budget_cny", achievement.price_cny, message)]


def _region(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    del at
    if not achievement.region:
        return []
    message = Message("matching.change.region", {"region": place_name(achievement.region)})
    value = (*demand.accepted_regions, achievement.region)
    return [Change(Gate.REGION, Side.DEMAND, "accepted_regions", value, message)]


def _trl(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    del demand, at
    message = Message("matching.change.trl", {"trl": achievement.trl})
    return [Change(Gate.TRL, Side.DEMAND, "trl_min", achievement.trl, message)]


def _mode(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    del at
    mode = next(mode for mode in CooperationMode if mode in achievement.modes)
    message = Message("matching.change.mode", {"mode": mode_name(mode)})
    return [Change(Gate.MODE, Side.DEMAND, "modes", (*demand.modes, mode), message)]


def _deadline(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    del demand
    day = ready_on(achievement, at=at)
    message = Message("matching.change.deadline", {"deadline": day})
    return [Change(Gate.DEADLINE, Side.DEMAND, "deadline_on", day, message)]


def _ip(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    del at
    milder = _NEEDS_DOWNWARD[_NEEDS_DOWNWARD.index(demand.ip_need) + 1 :]
    need = next(n for n in milder if achievement.ip_state not in REFUSED_STATES[n])
    message = Message("matching.change.ip", {"need": need_name(need)})
    return [Change(Gate.IP, Side.DEMAND, "ip_need", need, message)]


def _freshness(demand: Demand, achievement: Achievement, at: date) -> list[Change]:
    changes = []
    if is_stale(demand, at=at):
        message = Message("matching.change.confirm_demand", {"day": at})
        changes.append(Change(Gate.FRESHNESS, Side.DEMAND, "confirmed_on", at, message))
    if is_stale(achievement, at=at):
        message = Message("matching.change.confirm_achievement", {"day": at})
        changes.append(Change(Gate.FRESHNESS, Side.ACHIEVEMENT, "confirmed_on", at, message))
    return changes


_PROPOSALS: dict[Gate, Callable[[Demand, Achievement, date], list[Change]]] = {
    Gate.BUDGET: _budget,
    Gate.REGION: _region,
    Gate.TRL: _trl,
    Gate.MODE: _mode,
    Gate.DEADLINE: _deadline,
    Gate.IP: _ip,
    Gate.FRESHNESS: _freshness,
}
