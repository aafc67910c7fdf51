"""What is proposed opens every gate, changes nothing else, and is the least that does."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given

from queqiao.core import render
from queqiao.matching.changes import apply_changes, propose_changes
from queqiao.matching.gates import evaluate_gates
from queqiao.matching.model import IpNeed
from queqiao.matching.results import Gate, Side
from tests.strategies.records import DAYS, achievements, demands


def closed(demand, achievement, at):
    results = evaluate_gates(demand, achievement, at=at)
    return {result.gate for result in results if not result.decision.allowed}


@given(demand=demands(), achievement=achievements(), at=DAYS)
def test_applied_together_they_open_every_gate(demand, achievement, at):
    changes = propose_changes(demand, achievement, at=at)

    assert closed(*apply_changes(demand, achievement, changes), at) == set()


@given(demand=demands(), achievement=achievements(), at=DAYS)
def test_changes_name_exactly_the_closed_gates(demand, achievement, at):
    changes = propose_changes(demand, achievement, at=at)

    assert {change.gate for change in changes} == closed(demand, achievement, at)


@given(demand=demands(), achievement=achievements(), at=DAYS)
def test_each_change_opens_its_gate_and_leaves_the_others(demand, achievement, at):
    before = closed(demand, achievement, at)
    changes = propose_changes(demand, achievement, at=at)

    for gate in before:
        own = [change for change in changes if change.gate is gate]
        assert closed(*apply_changes(demand, achievement, own), at) == before - {gate}


@given(demand=demands(), achievement=achievements(), at=DAYS)
def test_all_changes_are_needed(demand, achievement, at):
    changes = propose_changes(demand, achievement, at=at)

    for left_out in changes:
        others = [change for change in changes if change is not left_out]
        assert left_out.gate in closed(*apply_changes(demand, achievement, others), at)


def slightly_less(change, demand):
    """The next smaller value of the changed field, ``None`` where there is none between."""
    value = change.value
    if change.gate is Gate.BUDGET:
        return value - Decimal("0.01")
    if change.gate is Gate.TRL:
        return value + 1
    if change.gate is Gate.DEADLINE:
        return value - timedelta(1)
    if change.gate is Gate.IP:
        order = [IpNeed.GRANTED, IpNeed.CLEAR, IpNeed.ANY]
        return order[order.index(value) - 1]
    if change.gate in {Gate.REGION, Gate.MODE}:
        return value[:-1]
    return None


@given(demand=demands(), achievement=achievements(), at=DAYS)
def test_no_smaller_change_would_do(demand, achievement, at):
    for change in propose_changes(demand, achievement, at=at):
        less = slightly_less(change, demand)
        if less is not None:
            assert change.side is Side.DEMAND
            smaller = replace(demand, **{change.field: less})
            assert change.gate in closed(smaller, achievement, at)


@given(demand=demands(), achievement=achievements(), at=DAYS)
def test_only_the_named_fields_change(demand, achievement, at):
    changes = propose_changes(demand, achievement, at=at)
    changed = apply_changes(demand, achievement, changes)

    for side, before, after in zip(Side, (demand, achievement), changed, strict=True):
        named = {change.field for change in changes if change.side is side}
        differing = {
            field.name
            for field in fields(before)
            if getattr(before, field.name) != getattr(after, field.name)
        }
        assert differing == named


@given(demand=demands(), achievement=achievements())
def test_every_change_can_be_said_in_both_languages(demand, achievement):
    for change in propose_changes(demand, achievement, at=date(2026, 11, 22)):
        assert render(change.message, "zh")
        assert render(change.message, "en")
