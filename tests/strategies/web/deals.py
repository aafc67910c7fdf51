"""Deals and everything in them: tasks, prices, bids, objections, contracts, money, fees."""

from datetime import timedelta
from decimal import Decimal

from queqiao_web.deals.models import (
    Bidder,
    Contract,
    Deal,
    DealTask,
    Objection,
    Pricing,
)
from queqiao_web.deals.states import (
    SIGNED,
    ContributionKind,
    DealState,
    LossReason,
    ObjectionState,
    PriceMode,
    PricingState,
    TaskState,
)
from queqiao_web.foundation.access import RegionRole
from tests.factories.web.deals import (
    PRICE,
    TODAY,
    make_auction,
    make_bid,
    make_bidder,
    make_contract,
    make_contribution,
    make_deal,
    make_introduction,
    make_listing,
    make_notice,
    make_objection,
    make_settled,
    make_task,
    terms,
)
from tests.factories.web.people import make_appointed, make_member
from tests.strategies.web.drive import UNKNOWN, Drive, World, everybody
from tests.web.times import DAY, HOUR, NOON

DAYS = (TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=400), None)


_OUTSIDER = 19


def with_parties(deal):
    """The deal with a broker; both sides, the broker, an officer and outsiders around it."""
    broker = make_appointed(RegionRole.BROKER, "220000")
    deal.broker = broker
    deal.save()
    outsider = make_member()
    people = everybody(deal.demand_organization, deal.achievement_organization)
    often = [*people[:16], broker, broker, broker, outsider, outsider]
    return [*often, *people[16:]], broker


def _ids(model, **among):
    """The newest rows first, and the id of nothing last."""
    return lambda _at: [
        *model.objects.filter(**among).order_by("-pk").values_list("pk", flat=True),
        UNKNOWN,
    ]


def _price_arguments(deal, outsider):
    organizations = (
        deal.demand_organization_id,
        deal.achievement_organization_id,
        outsider.organization.pk,
    )
    return {
        "deal_id": (deal.pk, deal.pk, deal.pk, UNKNOWN),
        "pricing_id": _ids(Pricing, deal__achievement=deal.achievement),
        "bidder_id": _ids(Bidder),
        "objection_id": _ids(Objection),
        "price_cny": (PRICE, PRICE, PRICE + 1, Decimal(0), None),
        "notice_text": ("公示文本", ""),
        "organization_id": (*organizations, UNKNOWN),
        "floor_cny": (PRICE, None),
        "step_cny": (Decimal(10_000), Decimal(0)),
        "bond_cny": (Decimal(50_000), Decimal(-1)),
        "opens_at": (NOON, NOON + DAY, None),
        "closes_at": (NOON + 30 * DAY, NOON + DAY + HOUR, NOON - DAY),
        "amount_cny": (PRICE, PRICE + 10_000, PRICE + 20_000, Decimal(1), None),
        "text": ("价格明显低于评估值", " "),
        "to": (ObjectionState.UPHELD, ObjectionState.DISMISSED, "perhaps"),
        "answer": ("评估报告有效", " "),
    }  # fmt: skip


def _deal(state):
    introduction = make_introduction(state="dealing")
    lost = {"loss_reason": LossReason.PRICE} if state == DealState.LOST else {}
    if state == DealState.PRODUCING:
        lost = {"producing_since": TODAY, "production_evidence": "首批订单"}
    deal = make_deal(state, introduction=introduction, **lost)
    people, broker = with_parties(deal)
    taker = people[0]
    other = make_appointed(RegionRole.BROKER, "220000")
    make_contribution(deal, broker)
    if state == DealState.PRICING:
        make_auction(deal)
    return World(
        deal,
        people,
        {
            "deal_id": (deal.pk, deal.pk, deal.pk, deal.pk, UNKNOWN),
            "introduction_id": (make_introduction().pk, introduction.pk, UNKNOWN),
            "evaluation": ("样品三批复测合格", " "),
            "reason": (*LossReason.values, "no such reason"),
            "text": ("对方不再回复", " "),
            "since": DAYS,
            "evidence": ("首批订单三万套", " "),
            "yearly_revenue_cny": (None, PRICE),
            "title": ("寄送样品", " "),
            "due_on": DAYS,
            "organization_id": (None, deal.demand_organization_id, UNKNOWN),
            "task_id": _ids(DealTask),
            "broker_id": (broker.pk, other.pk, taker.pk, None, UNKNOWN),
            "kind": (*ContributionKind.values, "prayer"),
            "note": ("陪同考察",),
            "happened_on": DAYS,
            "shares": (
                {broker.pk: Decimal(1)},
                {broker.pk: Decimal("0.5"), taker.pk: Decimal("0.5")},
                {broker.pk: Decimal("0.9")},
                {UNKNOWN: Decimal(1)},
            ),
        },
    )  # fmt: skip


def _task(state):
    deal = make_deal(DealState.EVALUATING)
    people, _broker = with_parties(deal)
    task = make_task(deal, state=state, done_at=NOON if state == TaskState.DONE else None)
    return World(
        task,
        people,
        {
            "deal_id": (deal.pk, UNKNOWN),
            "task_id": (task.pk, task.pk, UNKNOWN),
            "title": ("寄送样品", " "),
            "due_on": DAYS,
            "organization_id": (None, deal.demand_organization_id, UNKNOWN),
        },
    )


_PRICINGS = {
    "open auction": make_auction,
    "auction with a bid": make_auction,
    "open listing": make_listing,
    "open proposal": lambda deal: make_notice(deal, state=PricingState.OPEN, **_HALF_AGREED),
    "noticed": make_notice,
    "noticed listing": lambda deal: make_notice(deal, mode=PriceMode.LISTING, winner=None),
    "settled": make_settled,
    "failed": lambda deal: make_auction(deal, state=PricingState.FAILED, failed_at=NOON),
}
_HALF_AGREED = {
    "demand_agreed_at": None,
    "notice_from": None,
    "notice_through": None,
    "noticed_at": None,
    "winner": None,
}


def _pricing(state):
    deal = make_deal(DealState.PRICING)
    people, _broker = with_parties(deal)
    pricing = _PRICINGS[state](deal)
    outsider = people[_OUTSIDER]
    if pricing.mode == PriceMode.AUCTION:
        bidder = make_bidder(pricing, outsider.organization, bond_received_at=NOON)
        if state == "auction with a bid":
            make_bid(bidder)
    return World(pricing, people, _price_arguments(deal, outsider))


def _objection(state):
    deal = make_deal(DealState.PRICING)
    people, _broker = with_parties(deal)
    pricing = make_notice(deal)
    objection = make_objection(pricing, state=state, answer="" if state == "open" else "已核实")
    return World(objection, people, _price_arguments(deal, people[_OUTSIDER]))


def _contract(state):
    signed = state in SIGNED
    lost = {"loss_reason": LossReason.PRICE} if state == DealState.LOST else {}
    if state == DealState.PRODUCING:
        lost = {"producing_since": TODAY, "production_evidence": "首批订单"}
    deal = make_deal(state, **lost)
    people, _broker = with_parties(deal)
    make_settled(deal)
    taken = f"202522010000{deal.pk:04d}"
    other = make_contract(
        registration_number=taken,
        registered_on=TODAY,
        technology_amount_cny=PRICE,
    )
    contract = make_contract(deal) if signed else other
    return World(
        contract,
        people,
        {
            "deal_id": (deal.pk, deal.pk, UNKNOWN),
            "terms": (
                terms(),
                terms(),
                terms(amount_cny=PRICE + 1),
                terms(kind="barter", signed_on=None, plan=()),
            ),
            "contract_id": lambda _at: [
                *Contract.objects.filter(deal=deal).values_list("pk", flat=True),
                other.pk,
                UNKNOWN,
            ],
            "registration_number": ("2026220100000001", taken, " "),
            "registered_on": DAYS,
            "received_on": DAYS,
            "amount_cny": (Decimal(100_000), Decimal(400_000), PRICE * 2, Decimal(0), None),
            "reference": ("BANK-1", "BANK-2", "BANK-3", " "),
            "evidence": ("回单",),
        },
    )


def _module(*names):
    return tuple(f"queqiao_web.deals.actions.{name}" for name in names)


DRIVES = (
    Drive(
        "deals.deal",
        Deal,
        _module("course", "people"),
        _deal,
        {"make_calendar_key": "makes a secret for its owner; nobody's record, so no event"},
    ),
    Drive("deals.task", DealTask, _module("planning"), _task),
    Drive(
        "deals.pricing", Pricing, _module("pricing", "auction"), _pricing, states=tuple(_PRICINGS)
    ),
    Drive("deals.objection", Objection, _module("objections"), _objection),
    Drive("deals.contract", Contract, _module("contract"), _contract, states=tuple(DealState)),
)
