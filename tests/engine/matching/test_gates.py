"""Each gate at its exact boundary, and silent where a record states nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from queqiao.core import render
from queqiao.matching.gates import FRESH_DAYS, evaluate_gates, money
from queqiao.matching.model import Achievement, CooperationMode, Demand, IpNeed, IpState
from queqiao.matching.results import Gate

AT = date(2026, 11, 22)


def closed(demand=None, achievement=None):
    results = evaluate_gates(
        Demand(id="D", title="需求", **(demand or {})),
        Achievement(id="A", title="成果", **(achievement or {})),
        at=AT,
    )
    return [result.gate.value for result in results if not result.decision.allowed]


def test_every_gate_answers_with_a_reason_in_both_languages():
    results = evaluate_gates(Demand(id="D", title="x"), Achievement(id="A", title="y"), at=AT)

    assert [result.gate for result in results] == list(Gate)
    for result in results:
        assert render(result.decision.reason, "zh")
        assert render(result.decision.reason, "en")


def test_nothing_stated_closes_nothing():
    assert closed() == []


@pytest.mark.parametrize(
    ("demand", "achievement", "expected"),
    [
        ({"budget_cny": Decimal(500_000)}, {"price_cny": Decimal(500_000)}, []),
        ({"budget_cny": Decimal(500_000)}, {"price_cny": Decimal("500000.01")}, ["budget"]),
        ({"budget_cny": Decimal(0)}, {"price_cny": None}, []),
        ({"accepted_regions": ("220000",)}, {"region": "220102"}, []),
        ({"accepted_regions": ("220100",)}, {"region": "220000"}, []),
        ({"accepted_regions": ("220100",)}, {"region": "220200"}, ["region"]),
        ({"accepted_regions": ("110000",)}, {"region": "110105"}, []),
        ({"accepted_regions": ("110000", "220000")}, {"region": "310115"}, ["region"]),
        ({"trl_min": 6}, {"trl": 6}, []),
        ({"trl_min": 6}, {"trl": 5}, ["trl"]),
        ({"modes": (CooperationMode.LICENCE,)}, {"modes": tuple(CooperationMode)}, []),
        (
            {"modes": (CooperationMode.LICENCE,)},
            {"modes": (CooperationMode.TRANSFER,)},
            ["mode"],
        ),
        ({"deadline_on": AT}, {}, []),
        ({"deadline_on": AT - timedelta(1)}, {}, ["deadline"]),
        ({"deadline_on": date(2027, 5, 1)}, {"ready_on": date(2027, 5, 1)}, []),
        ({"deadline_on": date(2027, 5, 1)}, {"ready_on": date(2027, 5, 2)}, ["deadline"]),
        ({"ip_need": IpNeed.CLEAR}, {"ip_state": IpState.KNOW_HOW}, []),
        ({"ip_need": IpNeed.CLEAR}, {"ip_state": IpState.ENCUMBERED}, ["ip"]),
        ({"ip_need": IpNeed.GRANTED}, {"ip_state": IpState.PENDING}, ["ip"]),
        ({"ip_need": IpNeed.GRANTED}, {"ip_state": IpState.UNKNOWN}, []),
        ({"confirmed_on": AT - timedelta(FRESH_DAYS)}, {}, []),
        ({"confirmed_on": AT - timedelta(FRESH_DAYS + 1)}, {}, ["freshness"]),
        ({}, {"confirmed_on": AT - timedelta(FRESH_DAYS + 1)}, ["freshness"]),
    ],
)
def test_gate_at_its_boundary(demand, achievement, expected):
    assert closed(demand, achievement) == expected


def test_reason_carries_the_numbers():
    demand = Demand(id="D", title="x", budget_cny=Decimal(500_000))
    achievement = Achievement(id="A", title="y", price_cny=Decimal(800_000))

    reason = evaluate_gates(demand, achievement, at=AT)[0].decision.reason

    assert render(reason, "zh") == "成果报价 80 万元，超出预算 50 万元，差 30 万元"
    assert render(reason, "en") == (
        "the price of CNY 800,000 exceeds the budget of CNY 500,000 by CNY 300,000"
    )


@pytest.mark.parametrize(
    ("amount", "spoken"),
    [
        ("8500", "8,500 元"),
        ("10000", "1 万元"),
        ("125000", "12.5 万元"),
        ("800000.50", "800,000.5 元"),
        ("120000000", "1.2 亿元"),
    ],
)
def test_money_is_said_as_people_say_it(amount, spoken):
    assert render(money(Decimal(amount))) == spoken
