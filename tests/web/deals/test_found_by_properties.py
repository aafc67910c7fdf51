"""
Faults that driving deals at random, or reading for it, brought to light; each with its story.

The drives are in ``tests/strategies/web``.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from queqiao_web.deals import actions
from queqiao_web.deals.models import Deal, Pricing
from queqiao_web.deals.states import DealState, ObjectionState, PricingState
from queqiao_web.deals.tasks import close_auctions
from queqiao_web.foundation.access import SYSTEM, RegionRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Conflict, Invalid, NotThere, Refused
from queqiao_web.foundation.notifications.models import Notification
from queqiao_web.matching.actions import assign_broker, end_introduction
from queqiao_web.organizations.actions import (
    accept_invitation,
    close_organization,
    end_appointment,
    invitation_secret,
)
from queqiao_web.organizations.models import Appointment
from queqiao_web.organizations.states import OrganizationState
from tests.factories.web.deals import (
    PRICE,
    TODAY,
    make_auction,
    make_bid,
    make_bidder,
    make_contract,
    make_deal,
    make_listing,
    make_notice,
    make_objection,
    make_settled,
    parties,
    terms,
)
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_invitation,
    make_member,
    make_organization,
)
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db
AFTER = NOON + 40 * DAY


@pytest.fixture
def deal():
    return make_deal(DealState.PRICING, pricing_at=NOON)


def problems_of(caught):
    return [(one.field, one.code) for one in caught.value.problems]


def test_a_lost_deal_leaves_no_price_behind(deal):
    """
    A deal was closed while its auction ran. The auction went on, and when its time was up the
    hammer wanted to lose the deal a second time: the job failed each minute from then on, and no
    auction that ended later was ever closed.
    """
    taker, _, _ = parties(deal)
    forgotten = make_auction(deal, closes_at=NOON + HOUR)
    later = make_auction(make_deal(DealState.PRICING), closes_at=NOON + 2 * HOUR)
    actions.lose_deal(actor=taker, at=NOON, deal_id=deal.pk, reason="funding")

    close_auctions(at=NOON + DAY)

    states = dict(Pricing.objects.values_list("pk", "state"))
    assert states == {forgotten.pk: PricingState.FAILED, later.pk: PricingState.FAILED}


def test_a_deal_whose_auction_has_bids_is_not_closed_over_the_bidders_heads(deal):
    """As an auction with bids cannot be given up, neither can its deal: the bidders count on it."""
    _, giver, _ = parties(deal)
    make_bid(make_bidder(make_auction(deal)))

    with pytest.raises(Conflict):
        actions.lose_deal(actor=giver, at=NOON, deal_id=deal.pk, reason="price")
    deal.refresh_from_db()
    assert deal.state == DealState.PRICING


def test_a_listing_of_a_lost_deal_is_not_taken(deal):
    """Whoever took it had the price settled in a deal that was over."""
    taker, giver, _ = parties(deal)
    listed = make_listing(deal)
    actions.lose_deal(actor=giver, at=NOON, deal_id=deal.pk, reason="price")

    with pytest.raises((Conflict, Refused)):
        actions.take_listing(
            actor=taker,
            at=NOON,
            pricing_id=listed.pk,
            organization_id=deal.demand_organization_id,
        )


def test_the_negotiation_does_not_begin_again_under_a_price_that_stands(deal):
    """
    Saying once more what the evaluation found took a deal from the pricing back to the
    negotiation, with its auction still open: a price was being found where none was asked for.
    """
    taker, _, _ = parties(deal)
    make_auction(deal)

    with pytest.raises(Conflict):
        actions.start_negotiation(actor=taker, at=NOON, deal_id=deal.pk, evaluation="样品合格")
    deal.refresh_from_db()
    assert deal.state == DealState.PRICING


def test_an_upheld_objection_takes_the_deal_back_and_says_so(deal, run_jobs):
    """
    An upheld objection failed the price and left the deal in its pricing with nothing to do next;
    neither side heard what had become of it. A price that may not be contracted is found anew, so
    the deal goes back to the negotiation, and both sides are told why.
    """
    taker, giver, _ = parties(deal)
    objection = make_objection(make_notice(deal))

    actions.decide_objection(
        actor=actor(make_appointed()),
        at=NOON,
        objection_id=objection.pk,
        to="upheld",
        answer="权属待查",
    )
    run_jobs()

    deal.refresh_from_db()
    assert deal.state == DealState.NEGOTIATING
    told = Notification.objects.filter(kind="deals.moved")
    assert {taker.user_id, giver.user_id, deal.broker_id} == set(
        told.values_list("user_id", flat=True)
    )
    assert told.count() == 3  # each hears it once
    assert all("异议" in str(one.params["what"]) for one in told)
    actions.start_pricing(actor=taker, at=NOON, deal_id=deal.pk)
    actions.propose_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE)


def test_an_objection_can_be_upheld_after_its_price_was_given_up(deal):
    """
    The price was given up while an objection to it was open: it stayed on the officer's list for
    good, since upholding it failed the price a second time, which no edge allows.
    """
    _, giver, _ = parties(deal)
    pricing = make_notice(deal)
    objection = make_objection(pricing)
    actions.give_price_up(actor=giver, at=NOON, pricing_id=pricing.pk)

    decided = actions.decide_objection(
        actor=actor(make_appointed()), at=NOON, objection_id=objection.pk, to="upheld", answer="是"
    )

    assert decided.state == ObjectionState.UPHELD
    assert AuditEvent.objects.filter(verb="deals.pricing.failed").count() == 1


def test_nobody_decides_their_own_objection(deal):
    """An officer of the region could object to a price and uphold it themselves."""
    officer = make_appointed()
    objection = make_objection(make_notice(deal), raised_by=officer)

    with pytest.raises(Refused) as caught:
        actions.decide_objection(
            actor=actor(officer), at=NOON, objection_id=objection.pk, to="upheld", answer="是"
        )
    assert caught.value.code == "deals.objection.own_case"


def test_a_listing_under_notice_is_one_event(deal):
    """Listing an achievement made in the line of service left two events of the one price."""
    _, giver, _ = parties(deal)

    pricing = actions.list_price(actor=giver, at=NOON, deal_id=deal.pk, price_cny=PRICE)

    events = AuditEvent.objects.filter(subject_type="deals.pricing", subject_id=pricing.pk)
    assert [one.verb for one in events] == ["deals.pricing.noticed"]
    assert (pricing.version, pricing.state) == (1, PricingState.NOTICED)


@pytest.mark.parametrize(
    "state", [OrganizationState.REGISTERED, OrganizationState.SUSPENDED, OrganizationState.CLOSED]
)
def test_only_verified_organizations_bid(deal, state):
    """Whoever had just typed in a name could register as a bidder, verified or not."""
    stranger = make_member(make_organization(state=state))

    with pytest.raises(Refused) as caught:
        actions.register_as_bidder(
            actor=actor(stranger),
            at=NOON,
            pricing_id=make_auction(deal).pk,
            organization_id=stranger.organization.pk,
        )
    assert caught.value.code == "deals.pricing.not_verified"


def test_the_brokers_own_organization_neither_bids_nor_takes(deal):
    """
    The broker of a deal sets the terms of its auction and records the bonds, and could bid in it
    for an organization of their own; the deal they won then had them as broker and as a side.
    """
    _, _, broker = parties(deal)
    own = make_member(make_organization())
    invitation = make_invitation(own.organization)
    accept_invitation(
        actor=broker, at=NOON, code=invitation.code, secret=invitation_secret(invitation)
    )
    mine = {"organization_id": own.organization.pk, "at": NOON}

    with pytest.raises(Refused) as caught:
        actions.register_as_bidder(actor=actor(own), pricing_id=make_auction(deal).pk, **mine)
    assert caught.value.code == "deals.pricing.brokers_own"
    Pricing.objects.all().delete()
    with pytest.raises(Refused):
        actions.take_listing(actor=actor(own), pricing_id=make_listing(deal).pk, **mine)


def test_a_broker_who_joins_a_side_steps_back(deal, run_jobs):
    """
    A broker belongs to no side when they are put in charge, and could join one afterwards: they
    went on reading and moving the deal for both sides.
    """
    _, _, broker = parties(deal)
    deal.introduction.broker_id = broker.user_id
    deal.introduction.save()
    invitation = make_invitation(deal.demand_organization, role="viewer")
    accept_invitation(
        actor=broker, at=NOON, code=invitation.code, secret=invitation_secret(invitation)
    )
    now = actor(deal.broker)
    with pytest.raises(Refused):  # at once, before any job has run
        actions.propose_price(actor=now, at=NOON, deal_id=deal.pk, price_cny=PRICE)

    run_jobs()

    deal.refresh_from_db()
    deal.introduction.refresh_from_db()
    assert (deal.broker_id, deal.introduction.broker_id) == (None, None)


def test_a_broker_whose_post_has_ended_steps_back(deal, run_jobs):
    """Who was no broker any more kept every deal, its messages and its contract."""
    _, _, broker = parties(deal)
    post = Appointment.objects.get(user=broker.user_id)

    end_appointment(
        actor=actor(make_appointed(RegionRole.OPERATOR, "000000")), at=NOON, appointment_id=post.pk
    )
    run_jobs()

    deal.refresh_from_db()
    assert deal.broker_id is None
    assert AuditEvent.objects.filter(verb="deals.deal.released").count() == 1


def test_a_deal_follows_the_broker_of_its_introduction(deal, run_jobs):
    """
    Assigning a broker on the page of the introduction left the deal with the one before: two
    people believed to be in charge.
    """
    taker, _, _ = parties(deal)
    other = make_appointed(RegionRole.BROKER, "220000")

    assign_broker(actor=taker, at=NOON, introduction_id=deal.introduction_id, broker_id=other.pk)
    run_jobs()

    deal.refresh_from_db()
    assert deal.broker == other


def test_an_introduction_ends_with_its_deal_and_not_before(deal):
    """
    An introduction could be ended, as having come to nothing, under the deal that went on; and it
    stood as “a deal is under way” for good after the deal was closed.
    """
    taker, _, _ = parties(deal)
    introduction = deal.introduction

    with pytest.raises(Refused) as caught:
        end_introduction(actor=taker, at=NOON, introduction_id=introduction.pk, text="谈不拢")
    assert caught.value.code == "matching.introduction.dealing"
    actions.lose_deal(actor=taker, at=NOON, deal_id=deal.pk, reason="price")

    introduction.refresh_from_db()
    assert (introduction.state, introduction.ended_at) == ("ended", NOON)


def test_an_organization_with_open_deals_is_not_closed(deal):
    """Nobody asked the deals: an organization could close with a contract about to be signed."""
    taker = make_member(deal.demand_organization)

    with pytest.raises(Invalid) as caught:
        close_organization(actor=actor(taker), at=NOON, organization_id=deal.demand_organization_id)
    assert problems_of(caught) == [("", "deals.open")]


def test_an_organization_whose_bid_stands_is_not_closed(deal):
    bidder = make_bidder(make_auction(deal))
    make_bid(bidder)
    owner = make_member(bidder.organization)

    with pytest.raises(Invalid) as caught:
        close_organization(actor=actor(owner), at=NOON, organization_id=bidder.organization_id)
    assert problems_of(caught) == [("", "deals.bid")]


def test_money_still_comes_in_while_it_is_produced():
    """
    The second instalment of a contract, or any royalty, comes when production has begun; from then
    on the deal counted as over and no receipt could be recorded, and no registration.
    """
    producing = make_deal(
        DealState.PRODUCING, producing_since=TODAY, production_evidence="首批订单", paid_at=NOON
    )
    contract = make_contract(producing)
    _, giver, _ = parties(producing)

    actions.record_receipt(
        actor=giver,
        at=NOON,
        contract_id=contract.pk,
        received_on=TODAY,
        amount_cny=Decimal(400_000),
        reference="BANK-2",
    )
    actions.register_contract(
        actor=giver, at=NOON, contract_id=contract.pk, registration_number="1", registered_on=TODAY
    )

    producing.refresh_from_db()
    assert producing.state == DealState.PRODUCING
    assert contract.receipts.count() == 1


def test_two_contracts_are_not_registered_under_one_number():
    """The number of another contract broke the database's promise and the page with it."""
    make_contract(
        registration_number="2026220100000001", registered_on=TODAY, technology_amount_cny=PRICE
    )
    contract = make_contract()
    _, giver, _ = parties(contract.deal)

    with pytest.raises(Invalid) as caught:
        actions.register_contract(
            actor=giver,
            at=NOON,
            contract_id=contract.pk,
            registration_number=" 2026220100000001 ",
            registered_on=TODAY,
        )
    assert problems_of(caught) == [("registration_number", "taken")]


def test_nothing_is_recorded_that_is_still_to_come():
    """Receipts, registrations and production could be recorded for days to come."""
    contract = make_contract(make_deal(DealState.PAID, paid_at=NOON))
    _, giver, _ = parties(contract.deal)
    tomorrow, found = TODAY + timedelta(days=1), []
    tries = (
        (actions.record_receipt, {"amount_cny": PRICE, "reference": "B", "received_on": tomorrow}),
        (actions.register_contract, {"registration_number": "1", "registered_on": tomorrow}),
    )
    for action, more in tries:
        with pytest.raises(Invalid) as caught:
            action(actor=giver, at=NOON, contract_id=contract.pk, **more)
        found += problems_of(caught)
    with pytest.raises(Invalid) as caught:
        actions.record_production(
            actor=giver,
            at=NOON,
            deal_id=contract.deal_id,
            since=tomorrow,
            evidence="订单",
            yearly_revenue_cny=Decimal(-1),
        )
    found += problems_of(caught)

    assert found == [
        ("received_on", "missing"),
        ("registered_on", "missing"),
        ("producing_since", "missing"),
        ("yearly_revenue_cny", "range"),
    ]


def test_a_contribution_of_this_morning_is_no_day_to_come(deal):
    """
    At eight in the morning in Shanghai it is midnight in Greenwich: what was done today was taken
    for a day to come until then, since the day was that of Greenwich.
    """
    _, _, broker = parties(deal)
    early = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)  # the 3rd, seven in the morning

    made = actions.record_contribution(
        actor=broker,
        at=early,
        deal_id=deal.pk,
        kind="meeting",
        happened_on=TODAY + timedelta(days=1),
    )

    assert made.happened_on == TODAY + timedelta(days=1)


def test_no_contract_is_dated_into_the_notice_of_its_price(deal):
    """
    The price of a service achievement is public for fifteen days before a contract is signed; a
    contract could be recorded with a day of signing inside them.
    """
    taker, _, _ = parties(deal)
    notice = {"notice_from": TODAY, "notice_through": TODAY + timedelta(days=14)}
    make_settled(deal, **notice)

    with pytest.raises(Invalid) as caught:
        actions.sign_contract(actor=taker, at=AFTER, deal_id=deal.pk, terms=terms(signed_on=TODAY))
    assert problems_of(caught) == [("signed_on", "under_notice")]
    signed = terms(signed_on=TODAY + timedelta(days=15))
    actions.sign_contract(actor=taker, at=AFTER, deal_id=deal.pk, terms=signed)


@pytest.mark.parametrize("amount", ["0.001", "0"])
def test_a_planned_payment_is_at_least_a_fen(deal, amount):
    """A tenth of a fen is above zero, and was nothing when it was stored: the page broke."""
    taker, _, _ = parties(deal)
    make_settled(deal)
    small = Decimal(amount)
    plan = ((TODAY, PRICE - small, "签订后"), (TODAY, small, "验收后"))

    with pytest.raises(Invalid) as caught:
        actions.sign_contract(actor=taker, at=NOON, deal_id=deal.pk, terms=terms(plan=plan))
    assert problems_of(caught) == [("plan", "positive")]


@pytest.mark.parametrize("verb", ["agree_to_price", "take_listing", "give_price_up", "fall_hammer"])
def test_a_price_that_is_not_there_is_not_found(verb):
    """A price by an unknown id broke, where every other record is said not to be there."""
    more = {
        "agree_to_price": {"price_cny": PRICE},
        "take_listing": {"organization_id": 1},
    }.get(verb, {})

    with pytest.raises(NotThere):
        getattr(actions, verb)(actor=SYSTEM, at=NOON, pricing_id=10**9, **more)


def test_an_officer_of_a_side_does_not_split_the_fee(deal):
    """Whoever belongs to a side could, as officer of the region, share out its broker's fee."""
    officer = make_appointed()
    invitation = make_invitation(deal.demand_organization)
    accept_invitation(
        actor=actor(officer), at=NOON, code=invitation.code, secret=invitation_secret(invitation)
    )

    with pytest.raises(Refused):
        actions.split_fee(actor=actor(officer), at=NOON, deal_id=deal.pk, shares={})
    assert Deal.objects.get().fee_shares.count() == 0
