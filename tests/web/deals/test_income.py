"""Inventors' parts: by the rule of the province, exact to the fen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao_web.deals import actions
from queqiao_web.deals.adapters import reward_of, split_exactly
from queqiao_web.deals.models import Payout
from queqiao_web.deals.states import DealState
from tests.factories.web.achievements import make_inventor
from tests.factories.web.deals import TODAY, make_contract, make_deal, parties
from tests.web.times import NOON


@pytest.mark.parametrize(
    ("region", "rulebook", "least"),
    [
        ("220100", "cn.achievement-income", "45.00"),  # national: half of 100 - 10
        ("330100", "zhejiang.achievement-income", "63.00"),  # seven tenths of it
    ],
)
def test_the_rule_of_the_province_counts_before_the_national_one(region, rulebook, least):
    found = reward_of(
        received_cny=Decimal(100), cost_cny=Decimal(10), kind="transfer", region=region, on=TODAY
    )

    assert (found.amount_cny, found.rulebook) == (Decimal(least), rulebook)


def test_work_that_is_paid_for_is_no_conversion():
    assert (
        reward_of(
            received_cny=Decimal(100),
            cost_cny=Decimal(0),
            kind="development",
            region="220100",
            on=TODAY,
        )
        is None
    )


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.lists(st.integers(1, 1000), min_size=1, max_size=12),
)
def test_parts_add_up_to_the_fen_and_none_is_off_by_more_than_one(amount, weights):
    shares = [Decimal(one) / sum(weights) for one in weights]
    shares[-1] = 1 - sum(shares[:-1], Decimal(0))

    parts = split_exactly(amount, shares)

    assert sum(parts, Decimal(0)) == amount
    assert all(
        abs(part - amount * share) <= Decimal("0.01")
        for part, share in zip(parts, shares, strict=True)
    )


@pytest.mark.django_db
def test_each_receipt_is_shared_among_the_inventors():
    deal = make_deal(DealState.CONTRACTED, contracted_at=NOON)
    for share in ("0.5", "0.3", "0.2"):
        make_inventor(deal.achievement, share=Decimal(share))
    contract = make_contract(deal, direct_cost_cny=Decimal(60000))
    _, giver, _ = parties(deal)

    actions.record_receipt(
        actor=giver,
        at=NOON,
        contract_id=contract.pk,
        received_on=TODAY,
        amount_cny=Decimal(200000),
        reference="B1",
    )

    # half of (200,000 - a third of 60,000) = 90,000
    assert [one.amount_cny for one in Payout.objects.all()] == [
        Decimal(45000),
        Decimal(27000),
        Decimal(18000),
    ]
