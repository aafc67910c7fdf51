"""
# Near misses

What fails a gate is not hidden: it carries the smallest change that would make it match, and
applying that change makes it match.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from queqiao.core import render
from queqiao.matching.changes import apply_changes, propose_changes
from queqiao.matching.gates import evaluate_gates
from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed, IpState

TODAY = date(2026, 11, 22)
DEMAND = Demand(
    id="D1",
    title="高导热垫片",
    budget_cny=Decimal(500_000),
    trl_min=6,
    modes=(CooperationMode.LICENCE,),
    deadline_on=date(2027, 6, 30),
    ip_need=IpNeed.GRANTED,
    accepted_regions=("220000",),
    confirmed_on=date(2026, 10, 1),
)
FITTING = Achievement(
    id="A1",
    title="导热垫片",
    price_cny=Decimal(500_000),
    trl=6,
    modes=(CooperationMode.LICENCE,),
    region="220102",
    ip_state=IpState.GRANTED,
    confirmed_on=date(2026, 10, 1),
)


def is_open(demand, achievement):
    return all(g.decision.allowed for g in evaluate_gates(demand, achievement, at=TODAY))


def test_fitting_achievement_passes_every_gate():
    assert is_open(DEMAND, FITTING)
    assert propose_changes(DEMAND, FITTING, at=TODAY) == ()


@pytest.mark.parametrize(
    ("difference", "chinese", "english"),
    [
        (
            {"price_cny": Decimal(800_000)},
            "把预算提高到 80 万元",
            "raise the budget to CNY 800,000",
        ),
        ({"trl": 5}, "接受成熟度 5 级的成果", "accept TRL 5"),
        (
            {"region": "310115"},
            "也接受上海市浦东新区（310115）的成果方",
            "accept solvers from 上海市浦东新区 (310115) too",
        ),
        (
            {"modes": (CooperationMode.TRANSFER,)},
            "也接受技术转让",
            "accept technology transfer too",
        ),
        (
            {"ready_on": date(2027, 9, 1)},
            "把期限延到 2027-09-01",
            "extend the deadline to 2027-09-01",
        ),
        (
            {"ip_state": IpState.PENDING},
            "把知识产权要求放宽为“权属清晰”",
            "relax what is asked of the intellectual property to: clear ownership",
        ),
        (
            {"confirmed_on": date(2026, 3, 1)},
            "请成果方在 2026-11-22 重新确认成果仍可提供",
            "have the achievement's owner confirm on 2026-11-22 that it is still available",
        ),
    ],
)
def test_each_closed_gate_names_its_smallest_change(difference, chinese, english):
    achievement = replace(FITTING, **difference)

    (change,) = propose_changes(DEMAND, achievement, at=TODAY)

    assert render(change.message, "zh") == chinese
    assert render(change.message, "en") == english
    assert is_open(*apply_changes(DEMAND, achievement, [change]))


def test_several_closed_gates_are_opened_together():
    achievement = replace(FITTING, price_cny=Decimal(650_000), trl=4)

    changes = propose_changes(DEMAND, achievement, at=TODAY)

    assert [render(change.message) for change in changes] == [
        "把预算提高到 65 万元",
        "接受成熟度 4 级的成果",
    ]
    assert is_open(*apply_changes(DEMAND, achievement, changes))
    assert not is_open(*apply_changes(DEMAND, achievement, changes[:1]))


def test_what_is_not_stated_closes_no_gate():
    unknown = Achievement(id="A2", title="面议的成果")

    assert is_open(DEMAND, unknown)
