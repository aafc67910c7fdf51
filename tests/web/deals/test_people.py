"""Contributions, the fee, tasks, messages."""

from decimal import Decimal

import pytest

from queqiao_web.deals import actions
from queqiao_web.deals.models import FeeShare
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.errors import Invalid, Refused
from tests.factories.web.deals import TODAY, make_deal, parties
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal():
    return make_deal()


def contribute(deal, who):
    return actions.record_contribution(
        actor=who, at=NOON, deal_id=deal.pk, kind="meeting", happened_on=TODAY
    )


def test_shares_of_the_fee_add_up_to_one_for_those_who_contributed(deal):
    _, _, broker = parties(deal)
    contribute(deal, broker)

    actions.split_fee(actor=broker, at=NOON, deal_id=deal.pk, shares={broker.user_id: Decimal(1)})

    assert [one.share for one in FeeShare.objects.all()] == [Decimal(1)]


def test_shares_that_do_not_add_up_strangers_and_members_are_refused_together(deal):
    taker, _, broker = parties(deal)
    contribute(deal, broker)
    contribute(deal, taker)
    stranger = actor(make_appointed("broker"))

    with pytest.raises(Invalid) as caught:
        actions.split_fee(
            actor=broker,
            at=NOON,
            deal_id=deal.pk,
            shares={
                broker.user_id: Decimal("0.5"),
                taker.user_id: Decimal("0.3"),
                stranger.user_id: Decimal("0.1"),
            },
        )

    assert [one.code for one in caught.value.problems] == ["sum", "no_contribution", "self_dealing"]
    assert not FeeShare.objects.exists()


def test_members_of_a_side_split_nothing(deal):
    taker, _, _ = parties(deal)

    with pytest.raises(Refused):
        actions.split_fee(actor=taker, at=NOON, deal_id=deal.pk, shares={})


def test_a_broker_who_belongs_to_a_side_is_not_put_in_charge(deal):
    taker, _, _ = parties(deal)
    own = make_member(deal.demand_organization)
    make_appointed_as = make_appointed("broker")

    with pytest.raises(Invalid):
        actions.put_broker_in_charge(actor=taker, at=NOON, deal_id=deal.pk, broker_id=own.pk)
    actions.put_broker_in_charge(
        actor=taker, at=NOON, deal_id=deal.pk, broker_id=make_appointed_as.pk
    )
    deal.refresh_from_db()
    assert deal.broker == make_appointed_as
    assert deal.introduction.broker == make_appointed_as


def test_messages_stay_out_of_the_audit_and_strangers_write_none(deal):
    taker, _, _ = parties(deal)

    actions.write_message(actor=taker, at=NOON, deal_id=deal.pk, text="底价不低于五十五万")

    assert "五十五万" not in str(list(AuditEvent.objects.values_list("after", "details")))
    with pytest.raises(Refused):
        actions.write_message(actor=actor(make_member()), at=NOON, deal_id=deal.pk, text="想听听")


def test_a_task_is_done_once(deal):
    taker, _, _ = parties(deal)
    task = actions.plan_task(actor=taker, at=NOON, deal_id=deal.pk, title="寄送样品", due_on=TODAY)

    actions.finish_task(actor=taker, at=NOON, task_id=task.pk)
    actions.finish_task(actor=taker, at=NOON, task_id=task.pk)

    assert AuditEvent.objects.filter(verb="deals.task.done").count() == 1
