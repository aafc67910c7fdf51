"""Two people at one deal at the same moment: one wins, the other is told, nothing counts twice."""

from decimal import Decimal

import pytest

from queqiao_web.deals import actions
from queqiao_web.deals.models import Bid, Contract, Deal, Payout, Pricing, Receipt
from queqiao_web.deals.states import DealState, PricingState
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit.models import AuditEvent
from tests.factories.web.achievements import make_inventor
from tests.factories.web.deals import (
    TODAY,
    make_contract,
    make_deal,
    make_introduction,
    make_settled,
    parties,
    terms,
)
from tests.factories.web.people import actor, make_member
from tests.web.races import at_once, errors_in
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db(transaction=True)
PRICE = Decimal(600000)


@pytest.fixture
def deal():
    return make_deal(DealState.PRICING)


def told(verb):
    return AuditEvent.objects.filter(verb=verb).count()


def test_of_two_sides_that_open_a_deal_one_does_and_the_other_is_told():
    introduction = make_introduction()
    sides = [
        actor(make_member(introduction.demand_organization)),
        actor(make_member(introduction.achievement_organization)),
    ]

    found = at_once(
        *(
            lambda one=one: actions.open_deal(actor=one, at=NOON, introduction_id=introduction.pk)
            for one in sides
        )
    )

    assert errors_in(found) == ["IllegalTransition"]
    assert Deal.objects.count() == told("deals.deal.opened") == 1


@pytest.mark.parametrize(
    ("amounts", "errors"), [((200000, 200000), []), ((200000, 300000), ["Conflict"])]
)
def test_one_bank_reference_counts_once_however_often_it_is_sent(amounts, errors):
    contract = make_contract()
    make_inventor(contract.deal.achievement)
    taker, giver, _ = parties(contract.deal)

    found = at_once(
        *(
            lambda who=who, amount=amount: actions.record_receipt(
                actor=who,
                at=NOON,
                contract_id=contract.pk,
                received_on=TODAY,
                amount_cny=Decimal(amount),
                reference="BANK-1",
            )
            for who, amount in zip((taker, giver), amounts, strict=True)
        )
    )

    assert errors_in(found) == errors
    assert Receipt.objects.count() == Payout.objects.count() == 1
    assert told("deals.receipt.recorded") == told("deals.deal.paid") == 1


def test_two_payments_at_once_are_never_more_than_the_price():
    contract = make_contract(amount_cny=PRICE)
    _, giver, _ = parties(contract.deal)

    found = at_once(
        *(
            lambda number=number: actions.record_receipt(
                actor=giver,
                at=NOON,
                contract_id=contract.pk,
                received_on=TODAY,
                amount_cny=Decimal(400000),
                reference=f"BANK-{number}",
            )
            for number in (1, 2)
        )
    )

    assert errors_in(found) == ["Invalid"]
    assert Receipt.objects.get().amount_cny == Decimal(400000)


def test_of_two_equal_bids_in_one_second_one_stands_and_the_other_is_told(deal):
    _, giver, _ = parties(deal)
    pricing = actions.call_auction(
        actor=giver,
        at=NOON,
        deal_id=deal.pk,
        floor_cny=Decimal(500000),
        step_cny=Decimal(10000),
        bond_cny=Decimal(50000),
        opens_at=NOON,
        closes_at=NOON + HOUR,
    )
    users = [make_member(), make_member()]
    bidders = [
        actions.register_as_bidder(
            actor=actor(user), at=NOON, pricing_id=pricing.pk, organization_id=user.organization.pk
        )
        for user in users
    ]
    for one in bidders:
        actions.record_bond(actor=giver, at=NOON, bidder_id=one.pk)

    found = at_once(
        *(
            lambda who=who, one=one: actions.place_bid(
                actor=who, at=NOON, bidder_id=one.pk, amount_cny=Decimal(520000)
            )
            for who, one in zip(map(actor, users), bidders, strict=True)
        )
    )

    assert errors_in(found) == ["Conflict"]
    lost = next(one for one in found if isinstance(one, Exception))
    assert "530,000" in str(lost.text)
    assert Bid.objects.count() == told("deals.bid.placed") == 1


def test_of_two_who_take_a_listing_one_has_it_and_the_other_is_told(deal):
    deal.achievement.service_achievement = False
    deal.achievement.save()
    taker, giver, _ = parties(deal)
    pricing = actions.list_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE)
    other = make_member()

    found = at_once(
        *(
            lambda who=who, pk=pk: actions.take_listing(
                actor=who, at=NOON + DAY, pricing_id=pricing.pk, organization_id=pk
            )
            for who, pk in (
                (taker, deal.demand_organization_id),
                (actor(other), other.organization.pk),
            )
        )
    )

    assert len(errors_in(found)) == 1
    pricing.refresh_from_db()
    assert pricing.state == PricingState.SETTLED
    own = Deal.objects.filter(demand_organization=pricing.winner).exclude(state=DealState.LOST)
    assert own.count() == told("deals.pricing.settled") == 1


def test_a_new_price_and_a_yes_to_the_old_one_never_wait_for_each_other(deal):
    deal.achievement.service_achievement = False
    deal.achievement.save()
    taker, giver, _ = parties(deal)
    pricing = actions.propose_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE)

    found = at_once(
        lambda: actions.agree_to_price(
            actor=taker, at=NOON, pricing_id=pricing.pk, price_cny=PRICE
        ),
        lambda: actions.propose_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE + 1),
    )

    assert errors_in(found) == ["Conflict"]
    pricing.refresh_from_db()
    assert (pricing.state, pricing.price_cny) in {
        (PricingState.SETTLED, PRICE),
        (PricingState.OPEN, PRICE + 1),
    }


def test_the_hammer_falls_once_though_two_workers_let_it_fall(deal):
    _, giver, _ = parties(deal)
    pricing = actions.call_auction(
        actor=giver,
        at=NOON,
        deal_id=deal.pk,
        floor_cny=PRICE,
        step_cny=Decimal(1),
        bond_cny=Decimal(0),
        opens_at=NOON,
        closes_at=NOON + HOUR,
    )

    found = at_once(
        *[lambda: actions.fall_hammer(actor=SYSTEM, at=NOON + HOUR, pricing_id=pricing.pk)] * 2
    )

    assert sorted(found) == [False, True]
    assert told("deals.pricing.failed") == 1


def test_of_two_contracts_at_once_one_is_recorded_and_the_other_is_told(deal):
    make_settled(deal)
    taker, giver, _ = parties(deal)

    found = at_once(
        *(
            lambda who=who: actions.sign_contract(
                actor=who, at=NOON, deal_id=deal.pk, terms=terms()
            )
            for who in (taker, giver)
        )
    )

    assert errors_in(found) == ["IllegalTransition"]
    assert Contract.objects.count() == told("deals.contract.signed") == 1
    assert Pricing.objects.count() == 1
