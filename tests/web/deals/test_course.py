"""A deal from the introduction to production, step by step; nothing is skipped in silence."""

from datetime import timedelta
from decimal import Decimal

import pytest

from queqiao_web.deals import actions
from queqiao_web.deals.models import Deal
from queqiao_web.deals.states import DealState
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.disclosure import Level, level_of
from queqiao_web.foundation.errors import Conflict, IllegalTransition, Invalid, Refused
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
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


def test_a_deal_runs_from_introduction_to_production():
    introduction = make_introduction()
    giver = actor(make_member(introduction.achievement_organization))
    taker = actor(make_member(introduction.demand_organization))
    achievement = introduction.match.achievement
    achievement.service_achievement = False
    achievement.save()
    deal = actions.open_deal(actor=giver, at=NOON, introduction_id=introduction.pk)

    def step(action, who=taker, **more):
        return action(actor=who, at=NOON, deal_id=deal.pk, **more)

    step(actions.record_contact)
    step(actions.sign_nda)
    assert level_of(taker, achievement) < Level.SECRET
    step(actions.sign_nda, giver)
    assert level_of(taker, achievement) == Level.SECRET
    assert level_of(giver, introduction.match.demand) == Level.SECRET
    step(actions.start_evaluation)
    step(actions.start_negotiation, evaluation="样品三批复测合格")
    step(actions.start_pricing)
    pricing = step(actions.propose_price, giver, price_cny=Decimal(600000))
    actions.agree_to_price(actor=taker, at=NOON, pricing_id=pricing.pk, price_cny=Decimal(600000))
    contract = step(actions.sign_contract, terms=terms())
    actions.register_contract(
        actor=giver,
        at=NOON,
        contract_id=contract.pk,
        registration_number="2026220100000001",
        registered_on=TODAY,
    )
    for number in (1, 2):
        actions.record_receipt(
            actor=giver,
            at=NOON,
            contract_id=contract.pk,
            received_on=TODAY,
            amount_cny=Decimal(200000 * number),
            reference=f"BANK-{number}",
        )
    step(actions.record_production, since=TODAY, evidence="首批订单三万套，附生产记录")

    deal.refresh_from_db()
    contract.refresh_from_db()
    assert deal.state == DealState.PRODUCING
    assert contract.technology_amount_cny == Decimal(600000)
    assert introduction.match.demand.__class__.objects.get().state == DemandState.MATCHED
    states = [
        event.after["state"]
        for event in AuditEvent.objects.filter(subject_type="deals.deal").order_by("sequence")
        if "state" in event.after
    ]
    assert states == [
        "introduced", "contacted", "nda", "evaluating", "negotiating", "pricing",
        "contracted", "registered", "paid", "producing",
    ]  # fmt: skip


def test_a_deal_is_opened_once():
    introduction = make_introduction()
    giver = actor(make_member(introduction.achievement_organization))
    actions.open_deal(actor=giver, at=NOON, introduction_id=introduction.pk)

    with pytest.raises(IllegalTransition):
        actions.open_deal(actor=giver, at=NOON, introduction_id=introduction.pk)
    assert Deal.objects.count() == 1


def test_strangers_move_nothing():
    deal = make_deal()
    stranger = actor(make_member())

    for action in (actions.record_contact, actions.start_evaluation, actions.start_pricing):
        with pytest.raises(Refused):
            action(actor=stranger, at=NOON, deal_id=deal.pk)
    assert not AuditEvent.objects.exists()


def test_steps_cannot_be_jumped():
    deal = make_deal()
    taker, _, _ = parties(deal)

    with pytest.raises(IllegalTransition):
        actions.start_pricing(actor=taker, at=NOON, deal_id=deal.pk)
    deal.refresh_from_db()
    assert deal.state == DealState.INTRODUCED


def test_one_side_signs_the_nda_once_and_a_broker_never():
    deal = make_deal(DealState.CONTACTED)
    taker, _, broker = parties(deal)
    actions.sign_nda(actor=taker, at=NOON, deal_id=deal.pk)

    with pytest.raises(Conflict):
        actions.sign_nda(actor=taker, at=NOON, deal_id=deal.pk)
    with pytest.raises(Refused):
        actions.sign_nda(actor=broker, at=NOON, deal_id=deal.pk)


def test_a_lost_deal_says_why_and_a_paid_one_is_not_lost():
    lost, paid = make_deal(DealState.EVALUATING), make_deal(DealState.PAID)
    taker, _, _ = parties(lost)
    with pytest.raises(Invalid) as caught:
        actions.lose_deal(actor=taker, at=NOON, deal_id=lost.pk, reason="other")
    assert [one.field for one in caught.value.problems] == ["loss_text"]

    actions.lose_deal(actor=taker, at=NOON, deal_id=lost.pk, reason="price")
    lost.refresh_from_db()
    assert (lost.state, lost.loss_reason) == (DealState.LOST, "price")
    with pytest.raises(Refused):
        actions.lose_deal(actor=parties(paid)[0], at=NOON, deal_id=paid.pk, reason="price")


def test_no_contract_without_a_settled_price():
    deal = make_deal(DealState.PRICING)
    taker, _, _ = parties(deal)

    with pytest.raises(Conflict):
        actions.sign_contract(actor=taker, at=NOON, deal_id=deal.pk, terms=terms())


def test_everything_wrong_with_a_contract_is_told_at_once():
    deal = make_deal(DealState.PRICING)
    make_settled(deal)
    taker, _, _ = parties(deal)
    wrong = terms(
        number=" ",
        kind="barter",
        amount_cny=Decimal(500000),
        non_technical_cny=Decimal(900000),
        signed_on=TODAY + timedelta(days=1),
        valid_through=None,
    )

    with pytest.raises(Invalid) as caught:
        actions.sign_contract(actor=taker, at=NOON, deal_id=deal.pk, terms=wrong)

    assert {(one.field, one.code) for one in caught.value.problems} == {
        ("number", "missing"),
        ("kind", "unknown"),
        ("signed_on", "missing"),
        ("valid_through", "missing"),
        ("amount_cny", "not_settled_price"),
        ("non_technical_cny", "range"),
        ("plan", "sum"),
    }


def test_a_contract_without_technical_content_is_not_registered():
    contract = make_contract(non_technical_cny=Decimal(600000))
    taker, _, _ = parties(contract.deal)

    with pytest.raises(Invalid) as caught:
        actions.register_contract(
            actor=taker,
            at=NOON,
            contract_id=contract.pk,
            registration_number="1",
            registered_on=TODAY,
        )
    assert [one.code for one in caught.value.problems] == ["technical"]


def test_a_bank_reference_counts_once_and_no_more_than_the_price_comes_in():
    contract = make_contract()
    _, giver, _ = parties(contract.deal)

    def receive(amount, reference, **more):
        return actions.record_receipt(
            actor=giver,
            at=NOON,
            contract_id=contract.pk,
            received_on=TODAY,
            amount_cny=Decimal(amount),
            reference=reference,
            **more,
        )

    first = receive(200000, "B1")
    assert receive(200000, " B1 ") == first
    with pytest.raises(Conflict):
        receive(300000, "B1")
    with pytest.raises(Invalid) as caught:
        receive(400001, "B2")
    assert [one.code for one in caught.value.problems] == ["too_much"]
    assert contract.receipts.count() == 1
