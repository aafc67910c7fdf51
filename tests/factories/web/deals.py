"""Deals on their way, in as few rows as they need."""

from datetime import date, timedelta
from decimal import Decimal

from queqiao_web.deals.actions import Terms
from queqiao_web.deals.models import (
    Bid,
    Bidder,
    Contract,
    Contribution,
    Deal,
    DealTask,
    Objection,
    Pricing,
    Receipt,
)
from queqiao_web.deals.states import ContributionKind, DealState, PriceMode, PricingState
from queqiao_web.matching.models import Introduction
from queqiao_web.matching.states import MatchState
from tests.factories.web.matching import make_match
from tests.factories.web.people import (
    actor,
    make_appointed,
    make_member,
    make_organization,
    make_user,
)
from tests.web.times import DAY, NOON

TODAY = date(2026, 11, 2)
PRICE = Decimal(600_000)


def make_introduction(match=None, **fields):
    match = match or make_match(state=MatchState.INTRODUCED, introduced_at=NOON)
    values = {
        "match": match,
        "demand_organization": match.demand_organization,
        "achievement_organization": match.achievement_organization,
        "region_code": match.demand.region_code,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Introduction.objects.create(**values)


def make_deal(state=DealState.INTRODUCED, **fields):
    """A deal in any state, from an introduction of its own."""
    introduction = fields.pop("introduction", None) or make_introduction(state="dealing")
    match = introduction.match
    values = {
        "introduction": introduction,
        "demand": match.demand,
        "achievement": match.achievement,
        "demand_organization": match.demand_organization,
        "achievement_organization": match.achievement_organization,
        "region_code": match.demand.region_code,
        "state": state,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Deal.objects.create(**values)


def parties(deal):
    """The actors of the demand side, the achievement side and a broker in charge."""
    broker = make_appointed("broker", "220000")
    deal.broker = broker
    deal.save()
    taker = actor(make_member(deal.demand_organization))
    giver = actor(make_member(deal.achievement_organization))
    return taker, giver, actor(broker)


def make_settled(deal, price="600000", **fields):
    """A settled price."""
    values = {
        "deal": deal,
        "mode": PriceMode.AGREEMENT,
        "state": PricingState.SETTLED,
        "price_cny": Decimal(price),
        "settled_at": NOON,
        "winner": deal.demand_organization,
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Pricing.objects.create(**values)


def terms(**fields):
    """The terms of a licence contract of 600,000 yuan in two payments."""
    values = {
        "kind": "licence",
        "number": "HT-2026-001",
        "name": "陶瓷球研磨技术许可合同",
        "subject": "陶瓷轴承球精密研磨技术的普通实施许可",
        "deliverables": "工艺文件一套、培训十人次",
        "acceptance": "连续三批球圆度≤0.08μm",
        "ip_ownership": "许可方",
        "payment_mode": "instalments",
        "amount_cny": Decimal(600000),
        "signed_on": TODAY,
        "valid_through": TODAY + timedelta(days=5 * 365),
        "plan": (
            (TODAY, Decimal(200000), "签订后"),
            (TODAY + timedelta(days=180), Decimal(400000), "验收后"),
        ),
        **fields,
    }
    return Terms(**values)


def make_contract(deal=None, **fields):
    """A signed contract with its deal."""
    deal = deal or make_deal(DealState.CONTRACTED, contracted_at=NOON)
    values = {
        "deal": deal,
        "kind": "licence",
        "number": "HT-2026-001",
        "name": "陶瓷球研磨技术许可合同",
        "subject": "普通实施许可",
        "deliverables": "工艺文件",
        "acceptance": "三批合格",
        "ip_ownership": "许可方",
        "payment_mode": "instalments",
        "amount_cny": Decimal(600000),
        "signed_on": TODAY,
        "valid_through": TODAY + timedelta(days=365),
        "created_at": NOON,
        "updated_at": NOON,
        **fields,
    }
    return Contract.objects.create(**values)


def _made(model, **fields):
    return model.objects.create(**{"created_at": NOON, "updated_at": NOON, **fields})


def make_auction(deal, **fields):
    """An open auction from ``NOON`` on, for thirty days."""
    values = {
        "mode": PriceMode.AUCTION,
        "floor_cny": PRICE,
        "step_cny": Decimal(10_000),
        "bond_cny": Decimal(50_000),
        "opens_at": NOON,
        "closes_at": NOON + 30 * DAY,
        **fields,
    }
    return _made(Pricing, deal=deal, **values)


def make_listing(deal, **fields):
    """An open listing."""
    return _made(Pricing, deal=deal, **{"mode": PriceMode.LISTING, "price_cny": PRICE, **fields})


def make_notice(deal, **fields):
    """An agreed price under public notice from today on."""
    values = {
        "mode": PriceMode.AGREEMENT,
        "state": PricingState.NOTICED,
        "price_cny": PRICE,
        "demand_agreed_at": NOON,
        "achievement_agreed_at": NOON,
        "notice_from": TODAY,
        "notice_through": TODAY + timedelta(days=14),
        "noticed_at": NOON,
        "winner": deal.demand_organization,
        **fields,
    }
    return _made(Pricing, deal=deal, **values)


def make_bidder(pricing, organization=None, **fields):
    """The next bidder; its bond is not recorded."""
    values = {"number": pricing.bidders.count() + 1, **fields}
    return _made(
        Bidder, pricing=pricing, organization=organization or make_organization(), **values
    )


def make_bid(bidder, amount=PRICE, **fields):
    """A bid; without an amount the floor."""
    return _made(Bid, pricing=bidder.pricing, bidder=bidder, amount_cny=amount, **fields)


def make_objection(pricing, **fields):
    """An objection to be decided."""
    values = {"raised_by": make_user(), "text": "权属有争议", **fields}
    return _made(Objection, pricing=pricing, **values)


def make_receipt(contract, amount="200000", **fields):
    """Money that came in today."""
    values = {"received_on": TODAY, "reference": "BANK-0", **fields}
    return _made(Receipt, contract=contract, amount_cny=Decimal(amount), **values)


def make_task(deal, **fields):
    """A task of both sides, due in three days."""
    values = {"title": "寄送样品", "due_on": TODAY + timedelta(days=3), **fields}
    return _made(DealTask, deal=deal, **values)


def make_contribution(deal, user, **fields):
    """What somebody did to move a deal."""
    values = {"kind": ContributionKind.MEETING, "happened_on": TODAY, **fields}
    return _made(Contribution, deal=deal, user=user, **values)
