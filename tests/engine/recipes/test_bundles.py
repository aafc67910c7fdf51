"""Bundles add up, or say by how much they do not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.matching.model import Demand
from queqiao.messages import render
from queqiao.recipes.bundles import (
    BundleOutcome,
    Part,
    PartKind,
    check_bundle,
    propose_bundles,
)

AT = date(2026, 11, 2)
DEMAND = Demand(
    id="D1",
    title="球磨",
    owner="甲厂",
    budget_cny=Decimal(800000),
    deadline_on=date(2027, 5, 1),
)
OFFER = Part(
    kind=PartKind.ACHIEVEMENT,
    id="A1",
    title="研磨工艺",
    owner="乙大学",
    cost_cny=Decimal(600000),
    work_days=90,
    fit=0.8,
)
EXPERT = Part(
    kind=PartKind.EXPERT, id="E1", title="专家丙", owner="乙大学", cost_cny=Decimal(100000), fit=0.5
)


def outcomes(bundle):
    return {check.code: check.outcome for check in bundle.checks}


def test_what_fits_money_and_time_adds_up():
    bundle = check_bundle(DEMAND, [OFFER, EXPERT], at=AT)

    assert bundle.adds_up
    assert (bundle.known_cny, bundle.ready_on) == (Decimal(700000), AT + timedelta(days=90))
    assert set(outcomes(bundle).values()) == {BundleOutcome.MET}


@pytest.mark.parametrize(
    ("part", "code", "told"),
    [
        (replace(EXPERT, cost_cny=Decimal(300000)), "budget", "10 万元"),
        (replace(EXPERT, work_days=200), "time", "20 天"),
        (replace(EXPERT, free=False), "capacity", "专家丙"),
        (replace(EXPERT, owner="甲厂"), "conflict", "专家丙"),
    ],
)
def test_a_check_that_fails_says_by_how_much(part, code, told):
    bundle = check_bundle(DEMAND, [OFFER, part], at=AT)

    failed = [check for check in bundle.checks if check.outcome is BundleOutcome.SHORT]
    assert [check.code for check in failed] == [code]
    assert told in render(failed[0].message, "zh")
    assert not bundle.adds_up


def test_a_cost_that_is_not_stated_never_counts_as_met():
    bundle = check_bundle(DEMAND, [OFFER, replace(EXPERT, cost_cny=None)], at=AT)

    assert outcomes(bundle)["budget"] is BundleOutcome.NOT_STATED
    assert bundle.adds_up


def test_bundles_that_add_up_come_first_then_the_better_fit():
    dear = replace(OFFER, id="A2", cost_cny=Decimal(900000), fit=0.99)
    poor = replace(OFFER, id="A3", fit=0.3)

    found = propose_bundles(DEMAND, [[dear, poor, OFFER], [EXPERT]], at=AT)

    assert [bundle.parts[0].id for bundle in found] == ["A1", "A3", "A2"]


def test_without_experts_the_achievement_alone_is_proposed_and_nothing_of_nothing():
    assert [len(one.parts) for one in propose_bundles(DEMAND, [[OFFER], []], at=AT)] == [1]
    assert propose_bundles(DEMAND, [[], []], at=AT) == []


@given(st.lists(st.integers(0, 10**6), max_size=5), st.integers(0, 3 * 10**6))
def test_the_budget_is_met_exactly_where_the_costs_stay_within_it(costs, budget):
    demand = replace(DEMAND, budget_cny=Decimal(budget))
    parts = [replace(EXPERT, id=f"E{i}", cost_cny=Decimal(c)) for i, c in enumerate(costs)]

    bundle = check_bundle(demand, parts, at=AT)

    expected = BundleOutcome.MET if sum(costs) <= budget else BundleOutcome.SHORT
    assert outcomes(bundle)["budget"] is expected
