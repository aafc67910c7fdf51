"""Pages of deals: each step through its form, strangers kept out, bidders named by number."""

from decimal import Decimal

import pytest
from django.urls import reverse

from queqiao_web.deals import actions
from queqiao_web.deals.models import Contract, Deal, Receipt
from queqiao_web.deals.states import DealState
from queqiao_web.foundation.access import RegionRole
from tests.factories.web.deals import (
    make_contract,
    make_deal,
    make_introduction,
    make_settled,
    parties,
)
from tests.factories.web.people import actor, make_appointed, make_member
from tests.web.times import NOON

pytestmark = pytest.mark.django_db


def side(deal):
    return make_member(deal.demand_organization)


def post(client, deal, step, /, **data):
    return client.post(reverse(f"deal_{step}", args=[deal.code]), data)


@pytest.mark.parametrize("state", [one for one in DealState if one != DealState.PRODUCING])
def test_the_page_of_a_deal_opens_in_every_state(client, state):
    deal = make_deal(state, loss_reason="price" if state == DealState.LOST else "")
    if state in {DealState.CONTRACTED, DealState.REGISTERED, DealState.PAID}:
        make_contract(deal)
    client.force_login(side(deal))

    page = client.get(reverse("deal_detail", args=[deal.code]))

    assert page.status_code == 200
    assert deal.achievement.title in page.content.decode()


def test_an_introduction_leads_to_a_deal(client):
    introduction = make_introduction()
    client.force_login(make_member(introduction.demand_organization))
    page = client.get(reverse("introduction_detail", args=[introduction.code])).content.decode()
    assert reverse("deal_open", args=[introduction.code]) in page

    answer = client.post(reverse("deal_open", args=[introduction.code]))

    assert answer.url == reverse("deal_detail", args=[Deal.objects.get().code])


def test_a_contract_is_recorded_through_its_form(client):
    deal = make_deal(DealState.PRICING)
    make_settled(deal)
    client.force_login(side(deal))
    form = {
        "kind": "licence", "number": "HT-1", "name": "许可合同", "subject": "普通许可",
        "deliverables": "工艺文件", "acceptance": "三批合格", "ip_ownership": "许可方",
        "payment_mode": "instalments", "amount_cny": "600000", "signed_on": "2026-11-02",
        "valid_through": "2031-11-02",
        "plan": "2026-11-02 20万元 签订后\n2027年5月1日，400,000元，验收后",
    }  # fmt: skip

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOON)
        answer = post(client, deal, "contract", **form)

    assert answer.status_code == 302
    contract = Contract.objects.get()
    assert [one.amount_cny for one in contract.plan.all()] == [Decimal(200000), Decimal(400000)]


def test_a_wrong_form_comes_back_with_everything_that_was_typed(client):
    deal = make_deal(DealState.PRICING)
    make_settled(deal)
    client.force_login(side(deal))

    page = post(client, deal, "contract", name="许可合同", plan="签订后付清")

    assert page.status_code == 422
    text = page.content.decode()
    assert "许可合同" in text
    assert "签订后付清" in text
    assert not Contract.objects.exists()


def test_a_receipt_sent_twice_counts_once(client):
    contract = make_contract()
    client.force_login(side(contract.deal))
    form = {"received_on": "2026-11-03", "amount_cny": "100000", "reference": "B-1"}

    for _ in range(2):
        post(client, contract.deal, "receipt", **form)

    assert Receipt.objects.count() == 1


def test_strangers_hear_that_there_is_nothing(client):
    deal = make_deal()
    client.force_login(make_member())

    assert client.get(reverse("deal_detail", args=[deal.code])).status_code == 404
    assert post(client, deal, "contact").status_code == 404
    assert client.get(reverse("deal_calendar", args=[deal.code])).status_code == 404


def test_bidders_are_named_by_number_to_everybody_but_the_seller(client):
    deal = make_deal(DealState.PRICING)
    _, giver, _ = parties(deal)
    from tests.web.deals.test_pricing import auction, bid, bidder

    pricing = auction(deal, giver)
    users = [make_member(), make_member()]
    bidders = [bidder(pricing, giver, user) for user in users]
    bid(users[0], bidders[0], 500000)
    address = reverse("pricing_detail", args=[pricing.code])

    for user in (None, users[1]):
        if user is None:
            client.logout()
        else:
            client.force_login(user)
        page = client.get(address).content.decode()
        assert users[0].organization.name not in page
        assert "50 万元" in page
    client.force_login(make_member(deal.achievement_organization))
    assert users[0].organization.name in client.get(address).content.decode()


def test_anybody_may_look_at_notices_and_only_members_object(client):
    deal = make_deal(DealState.PRICING)
    taker, giver, _ = parties(deal)
    pricing = actions.propose_price(
        actor=giver, at=NOON, deal_id=deal.pk, price_cny=Decimal(600000)
    )
    actions.agree_to_price(actor=taker, at=NOON, pricing_id=pricing.pk, price_cny=Decimal(600000))

    assert deal.achievement.title in client.get(reverse("notice_list")).content.decode()
    raise_it = reverse("objection_raise", args=[pricing.code])
    assert client.post(raise_it, {"text": "价格过低"}).status_code == 302
    assert not pricing.objections.exists()


def test_the_funnel_is_for_officers_and_each_figure_opens_its_list(client):
    make_deal(DealState.CONTACTED, contacted_at=NOON)
    client.force_login(make_member())
    assert client.get(reverse("funnel")).status_code == 403
    client.force_login(make_appointed(RegionRole.OFFICER))

    assert client.get(reverse("funnel")).status_code == 200
    listed = client.get(reverse("funnel_demands", args=["contacted"])).content.decode()
    assert Deal.objects.get().demand.title in listed
    assert client.get(reverse("funnel_demands", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    broker = make_appointed("broker")
    for _ in range(rows):
        make_deal(broker=broker)
    client.force_login(broker)
    client.get(reverse("deal_list"))

    with django_assert_num_queries(9):
        client.get(reverse("deal_list"))


def test_a_calendar_address_works_without_signing_in_until_it_is_renewed(client):
    deal = make_deal()
    user = side(deal)
    actions.plan_task(
        actor=actor(user), at=NOON, deal_id=deal.pk, title="寄送样品", due_on=NOON.date()
    )
    secret = actions.make_calendar_key(actor=actor(user), at=NOON)
    address = reverse("person_calendar", args=[secret])

    found = client.get(address)
    assert "寄送样品" in found.content.decode().replace("\r\n ", "")
    actions.make_calendar_key(actor=actor(user), at=NOON)
    assert client.get(address).status_code == 404
