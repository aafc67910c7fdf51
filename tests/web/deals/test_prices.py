"""The list of listings, auctions and running notices, for people and for programs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.deals.pages.standing import phase_of
from queqiao_web.deals.queries import prices_standing
from queqiao_web.deals.states import DealState, PriceMode, PricingState
from queqiao_web.foundation.disclosure import Disclosure, Level
from tests.factories.web.achievements import make_achievement
from tests.factories.web.deals import (
    PRICE,
    TODAY,
    make_auction,
    make_bid,
    make_bidder,
    make_deal,
    make_introduction,
    make_listing,
    make_notice,
    make_objection,
    make_settled,
)
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import make_match
from tests.factories.web.people import make_member
from tests.factories.web.tokens import Api, api_of
from tests.web.times import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db
SECRET_DEMANDER = "不愿露面的需求单位"


def priced_deal(**achievement):
    """A deal at its price, of an achievement like this."""
    demand = make_demand(disclosure=Disclosure.ANONYMOUS, title="不愿露面的需求")
    demand.organization.name = SECRET_DEMANDER
    demand.organization.save()
    match = make_match(
        demand, make_achievement(**achievement), state="introduced", introduced_at=NOON
    )
    return make_deal(DealState.PRICING, introduction=make_introduction(match, state="dealing"))


def shown(client):
    return client.get(reverse("price_list")).content.decode()


def test_the_list_holds_what_is_open_and_nothing_else(client):
    standing = [
        make_listing(priced_deal()),
        make_auction(priced_deal()),
        make_notice(priced_deal()),
        make_notice(priced_deal(), mode=PriceMode.LISTING),
    ]
    make_settled(priced_deal())
    make_auction(priced_deal(), state=PricingState.FAILED, failed_at=NOON)
    make_notice(priced_deal(), state=PricingState.OPEN)  # a proposal between the two sides

    page = shown(client)

    assert set(prices_standing()) == set(standing)
    for pricing in standing:
        assert reverse("pricing_detail", args=[pricing.code]) in page
        assert pricing.deal.achievement.title in page
    assert page.count("record-title") == len(standing)


def test_each_says_its_price_its_days_and_what_can_be_done(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    auction = make_auction(priced_deal())
    make_bid(make_bidder(auction), PRICE + 10_000)
    make_notice(priced_deal())
    make_listing(priced_deal())

    page = shown(client)

    for words in (
        "起拍价 60 万元",
        "当前最高价 61 万元",
        "挂牌价 60 万元",
        "协议价 60 万元",
        "出价",
    ):
        assert words in page


def test_an_empty_list_says_so(client):
    page = shown(client)

    assert "目前没有挂牌、竞价或公示" in page
    assert reverse("achievement_list") in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_bid(make_bidder(make_auction(priced_deal())))
    client.get(reverse("price_list"))

    with django_assert_num_queries(2):  # the rows and their number
        client.get(reverse("price_list"))


def test_the_list_narrows_by_kind_and_industry(client):
    listed = make_listing(priced_deal(industry_code="3451"))
    auction = make_auction(priced_deal(industry_code="2710"))

    def codes(**query):
        page = client.get(reverse("price_list"), query).content.decode()
        return {one.code for one in (listed, auction) if one.code in page}

    assert codes(kind="listing") == {listed.code}
    assert codes(kind="auction") == {auction.code}
    assert codes(kind="notice") == set()
    assert codes(industry="27") == {auction.code}


def test_whoever_wanted_it_first_is_not_named(client):
    """The demand of the deal behind a price is nobody's business, least of all an anonymous one."""
    pricing = make_auction(priced_deal())

    for user in (None, make_member()):
        if user is not None:
            client.force_login(user)
        for address in (
            reverse("price_list"),
            reverse("notice_list"),
            reverse("pricing_detail", args=[pricing.code]),
        ):
            page = client.get(address).content.decode()
            assert SECRET_DEMANDER not in page
            assert "不愿露面的需求" not in page
    for told in (Api(), api_of(make_member())):
        assert SECRET_DEMANDER not in str(told.get("/prices").data)


@pytest.fixture
def hidden():
    """A price under notice of an achievement whose owner is not to be known."""
    return make_notice(priced_deal(disclosure=Disclosure.ANONYMOUS, secret_annex="配方在此"))


def addresses(pricing):
    return [
        reverse("price_list"),
        reverse("notice_list"),
        reverse("pricing_detail", args=[pricing.code]),
    ]


def test_an_anonymous_owner_is_hidden_from_whoever_may_not_know(client, hidden):
    """The page of a price named the seller to everybody, anonymous or not; so did the API."""
    name = hidden.deal.achievement_organization.name

    for user in (None, make_member()):
        if user is not None:
            client.force_login(user)
        for address in addresses(hidden):
            page = client.get(address).content.decode()
            assert hidden.deal.achievement.title in page
            assert name not in page
            assert "配方在此" not in page
    told = api_of(make_member())
    assert told.get("/prices", standing="true").data["items"][0]["seller"] is None
    assert told.get(f"/prices/{hidden.code}").data["seller"] is None


def test_an_anonymous_owner_is_shown_to_the_owner_and_to_whom_it_was_opened(client, hidden):
    seller = hidden.deal.achievement_organization
    partner = make_member()
    AchievementGrant.objects.create(
        record=hidden.deal.achievement,
        organization=partner.organization,
        level=Level.DETAILS,
        basis="test",
        granted_at=NOON,
        created_at=NOON,
        updated_at=NOON,
    )

    for user in (make_member(seller), partner):
        client.force_login(user)
        for address in addresses(hidden):
            assert seller.name in client.get(address).content.decode()
    told = api_of(partner).get("/prices", standing="true").data["items"]
    assert [one["seller"]["name"] for one in told] == [seller.name]


def test_programs_get_the_same_list(client):
    rows = [make_listing(priced_deal()), make_auction(priced_deal(industry_code="2710"))]
    make_settled(priced_deal())
    make_auction(priced_deal(), state=PricingState.FAILED, failed_at=NOON)
    programs = api_of(make_member())

    def codes(**query):
        return [one["code"] for one in programs.get("/prices", **query).data["items"]]

    assert codes(standing="true") == [one.code for one in reversed(rows)]
    assert codes(standing="true", industry="27") == [rows[1].code]
    assert len(codes()) == 3  # with what has ended


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_for_programs_takes_a_fixed_number_of_queries(rows, django_assert_num_queries):
    for _ in range(rows):
        make_listing(priced_deal())
    programs = api_of(make_member())
    programs.get("/prices", standing="true")

    with django_assert_num_queries(11):
        programs.get("/prices", standing="true")


def test_the_phases_of_what_is_open():
    auction = make_auction(priced_deal(), opens_at=NOON + HOUR)
    notice, listed = make_notice(priced_deal()), make_listing(priced_deal())
    under = make_notice(priced_deal(), mode=PriceMode.LISTING)
    contested = make_notice(priced_deal())
    make_objection(contested)
    rows = {one.pk: one for one in prices_standing()}

    def phase(pricing, at):
        return phase_of(rows[pricing.pk], at)

    after = NOON + 15 * DAY
    assert [phase(auction, NOON + days) for days in (0 * DAY, DAY, 31 * DAY)] == [
        "coming",
        "bidding",
        "ending",
    ]
    assert (phase(notice, NOON), phase(notice, after)) == ("notice", "ending")
    assert (phase(under, NOON), phase(under, after)) == ("notice", "takeable")
    assert phase(listed, NOON) == "takeable"
    assert phase(contested, after) == "contested"
    assert notice.notice_through == TODAY + timedelta(days=14)
