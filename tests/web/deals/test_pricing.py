"""Prices: agreed, listed, auctioned; public notice and objections."""

from datetime import timedelta
from decimal import Decimal

import pytest

from queqiao_web.deals import actions
from queqiao_web.deals.models import Deal, Pricing
from queqiao_web.deals.states import DealState, PricingState
from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.errors import Conflict, Invalid, Refused
from tests.factories.web.deals import make_deal, parties
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db
PRICE = Decimal(600000)


@pytest.fixture
def deal():
    return make_deal(DealState.PRICING)


def agreed(deal, taker, giver, at=NOON):
    pricing = actions.propose_price(actor=giver, at=at, deal_id=deal.pk, price_cny=PRICE)
    return actions.agree_to_price(actor=taker, at=at, pricing_id=pricing.pk, price_cny=PRICE)


def test_an_agreed_price_of_a_service_achievement_is_public_for_fifteen_days(deal):
    taker, giver, _ = parties(deal)

    pricing = agreed(deal, taker, giver)

    assert pricing.state == PricingState.NOTICED
    assert (pricing.notice_through - pricing.notice_from).days == 14
    assert actions.end_notice(actor=SYSTEM, at=NOON + 14 * DAY, pricing_id=pricing.pk) is False
    assert actions.end_notice(actor=SYSTEM, at=NOON + 15 * DAY, pricing_id=pricing.pk) is True
    pricing.refresh_from_db()
    assert pricing.state == PricingState.SETTLED


def test_a_price_that_moved_meanwhile_is_not_agreed_to(deal):
    taker, giver, _ = parties(deal)
    pricing = actions.propose_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE)
    actions.propose_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE + 1)

    with pytest.raises(Conflict):
        actions.agree_to_price(actor=taker, at=NOON, pricing_id=pricing.pk, price_cny=PRICE)


def test_an_open_objection_keeps_the_price_from_being_settled(deal):
    taker, giver, _ = parties(deal)
    pricing = agreed(deal, taker, giver)
    objector = actor(make_member())
    objection = actions.raise_objection(
        actor=objector, at=NOON + DAY, pricing_id=pricing.pk, text="价格明显低于评估值"
    )

    assert actions.end_notice(actor=SYSTEM, at=NOON + 20 * DAY, pricing_id=pricing.pk) is False
    with pytest.raises(Refused):
        actions.decide_objection(
            actor=giver, at=NOON, objection_id=objection.pk, to="dismissed", answer="不成立"
        )
    officer = actor(make_appointed())
    actions.decide_objection(
        actor=officer, at=NOON, objection_id=objection.pk, to="dismissed", answer="评估报告有效"
    )
    assert actions.end_notice(actor=SYSTEM, at=NOON + 20 * DAY, pricing_id=pricing.pk) is True


def test_an_upheld_objection_ends_the_attempt(deal):
    taker, giver, _ = parties(deal)
    pricing = agreed(deal, taker, giver)
    objection = actions.raise_objection(
        actor=actor(make_member()), at=NOON, pricing_id=pricing.pk, text="权属有争议"
    )

    actions.decide_objection(
        actor=actor(make_appointed()),
        at=NOON,
        objection_id=objection.pk,
        to="upheld",
        answer="权属待查",
    )

    pricing.refresh_from_db()
    assert pricing.state == PricingState.FAILED


def test_a_listing_is_taken_by_the_first_after_its_notice(deal):
    taker, giver, _ = parties(deal)
    pricing = actions.list_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE)
    own, other = deal.demand_organization_id, make_member()

    with pytest.raises(Conflict):
        actions.take_listing(
            actor=taker, at=NOON + 3 * DAY, pricing_id=pricing.pk, organization_id=own
        )
    actions.take_listing(
        actor=taker, at=NOON + 15 * DAY, pricing_id=pricing.pk, organization_id=own
    )
    with pytest.raises((Conflict, Refused)):
        actions.take_listing(
            actor=actor(other),
            at=NOON + 15 * DAY,
            pricing_id=pricing.pk,
            organization_id=other.organization.pk,
        )


def auction(deal, giver, **terms):
    values = {
        "floor_cny": Decimal(500000),
        "step_cny": Decimal(10000),
        "bond_cny": Decimal(50000),
        "opens_at": NOON,
        "closes_at": NOON + HOUR,
        **terms,
    }
    return actions.call_auction(actor=giver, at=NOON, deal_id=deal.pk, **values)


def bidder(pricing, giver, user):
    found = actions.register_as_bidder(
        actor=actor(user), at=NOON, pricing_id=pricing.pk, organization_id=user.organization.pk
    )
    return actions.record_bond(actor=giver, at=NOON, bidder_id=found.pk)


def bid(user, one, amount, at=NOON):
    return actions.place_bid(actor=actor(user), at=at, bidder_id=one.pk, amount_cny=Decimal(amount))


def test_the_highest_bidder_of_three_wins_and_gets_a_deal_of_their_own(deal):
    _, giver, _ = parties(deal)
    pricing = auction(deal, giver)
    users = [make_member(deal.demand_organization), make_member(), make_member()]
    bidders = [bidder(pricing, giver, user) for user in users]
    bid(users[0], bidders[0], 500000)
    bid(users[1], bidders[1], 510000)
    bid(users[2], bidders[2], 650000)

    assert actions.fall_hammer(actor=SYSTEM, at=NOON + HOUR, pricing_id=pricing.pk) is True
    assert actions.fall_hammer(actor=SYSTEM, at=NOON + 2 * HOUR, pricing_id=pricing.pk) is False

    deal.refresh_from_db()
    assert (deal.state, deal.loss_reason) == (DealState.LOST, "outbid")
    own = Deal.objects.get(demand_organization=users[2].organization)
    settled = own.pricings.get()
    assert (own.state, settled.state) == (DealState.PRICING, PricingState.SETTLED)
    assert settled.price_cny == Decimal(650000)


def test_a_bid_below_the_floor_or_the_step_is_told_the_least(deal):
    _, giver, _ = parties(deal)
    pricing = auction(deal, giver)
    user = make_member()
    one = bidder(pricing, giver, user)

    with pytest.raises(Conflict):
        bid(user, one, 499999)
    bid(user, one, 500000)
    with pytest.raises(Conflict) as caught:
        bid(user, one, 509999)
    assert "510,000" in str(caught.value.text)


def test_a_late_bid_keeps_the_auction_open(deal):
    _, giver, _ = parties(deal)
    pricing = auction(deal, giver)
    user = make_member()
    one = bidder(pricing, giver, user)
    late = NOON + HOUR - timedelta(minutes=1)

    bid(user, one, 500000, at=late)

    pricing.refresh_from_db()
    assert pricing.closes_at == late + timedelta(minutes=5)


def test_no_bid_without_a_bond_for_another_or_outside_the_hours(deal):
    _, giver, _ = parties(deal)
    pricing = auction(deal, giver, opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    user = make_member()
    poor = actions.register_as_bidder(
        actor=actor(user), at=NOON, pricing_id=pricing.pk, organization_id=user.organization.pk
    )

    with pytest.raises(Refused):
        bid(user, poor, 500000, at=NOON + HOUR)
    actions.record_bond(actor=giver, at=NOON, bidder_id=poor.pk)
    with pytest.raises(Conflict):
        bid(user, poor, 500000)
    with pytest.raises(Refused):
        bid(make_member(), poor, 500000, at=NOON + HOUR)
    with pytest.raises(Conflict):
        bid(user, poor, 500000, at=NOON + 2 * HOUR)


def test_an_auction_without_bids_goes_back_to_the_negotiation(deal):
    _, giver, _ = parties(deal)
    pricing = auction(deal, giver)

    actions.fall_hammer(actor=SYSTEM, at=NOON + HOUR, pricing_id=pricing.pk)

    deal.refresh_from_db()
    assert deal.state == DealState.NEGOTIATING
    assert Pricing.objects.get().state == PricingState.FAILED


def test_all_that_is_wrong_with_an_auction_is_told_at_once(deal):
    _, giver, _ = parties(deal)

    with pytest.raises(Invalid) as caught:
        auction(
            deal, giver, floor_cny=None, step_cny=Decimal(0), closes_at=NOON - HOUR, bond_cny=None
        )
    assert [one.field for one in caught.value.problems] == [
        "floor_cny", "step_cny", "bond_cny", "closes_at",
    ]  # fmt: skip


def test_the_side_that_sells_does_not_bid(deal):
    _, giver, _ = parties(deal)
    pricing = auction(deal, giver)

    with pytest.raises(Refused):
        actions.register_as_bidder(
            actor=giver,
            at=NOON,
            pricing_id=pricing.pk,
            organization_id=deal.achievement_organization_id,
        )
