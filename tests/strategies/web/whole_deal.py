"""
A whole deal, from the match to the money, as a drive: the verbs of matching and deals together,
both sides, two brokers, officers and outsiders. What must hold of it is in ``sound``.
"""

from decimal import Decimal

from queqiao_web.deals.actions import least_bid
from queqiao_web.deals.models import (
    Bidder,
    Contract,
    Deal,
    DealTask,
    Objection,
    Pricing,
)
from queqiao_web.deals.states import (
    DealState,
    LossReason,
    ObjectionState,
    PaymentMode,
    PriceMode,
)
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import Answer, DeclineCode, IntroductionState, MatchState, Side
from queqiao_web.organizations.actions import invitation_secret
from tests.factories.web.achievements import make_achievement
from tests.factories.web.deals import (
    PRICE,
    make_auction,
    make_bidder,
    make_contract,
    make_contribution,
    make_deal,
    make_introduction,
    make_notice,
    make_receipt,
    make_settled,
    terms,
)
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import make_match
from tests.factories.web.people import (
    make_appointed,
    make_invitation,
    make_member,
    make_organization,
)
from tests.strategies.web.drive import UNKNOWN, Drive, World
from tests.web.times import DAY, HOUR, NOON

_MODULES = ("course", "people", "planning", "pricing", "auction", "objections", "contract")
_JOB = "a job: it runs after each step"
PROGRESS = (
    "answer_match", "open_deal", "record_contact", "sign_nda", "start_evaluation",
    "start_negotiation", "start_pricing", "propose_price", "agree_to_price", "list_price",
    "call_auction", "register_as_bidder", "record_bond", "place_bid", "take_listing",
    "close_auctions", "end_notices", "sign_contract", "register_contract", "record_receipt",
    "record_production", "raise_objection", "decide_objection",
)  # fmt: skip
"""The verbs that carry a deal on; the others are tried less often."""


PHASES = ("match", "pricing", "auction", "notice", "settled", "contract", "paid")
"""How far the deal has come when it is handed over to chance."""


def make_whole(phase="match"):
    """A match that waits for answers, or a deal some way on, with everybody around it."""
    demand = make_demand(budget_cny=Decimal(900_000))
    achievement = make_achievement(service_achievement=True)
    match = make_match(demand=demand, achievement=achievement)
    taker, giver = make_member(demand.organization), make_member(achievement.organization)
    brokers = [make_appointed(RegionRole.BROKER, "220000") for _ in range(2)]
    officer, outsider = make_appointed(RegionRole.OFFICER, "220000"), make_member()
    letter = make_invitation(demand.organization, email=brokers[0].email)
    if phase != "match":
        _bring_to(phase, match, brokers[0], outsider)
    people = [
        *[taker, giver] * 4,
        *[brokers[0], officer, outsider] * 2,
        make_member(demand.organization, role=OrganizationRole.VIEWER),
        make_member(achievement.organization, role=OrganizationRole.EDITOR),
        brokers[1],
        make_appointed(RegionRole.AUDITOR, "220000"),
        make_appointed(RegionRole.OFFICER, "440000"),
        make_member(make_organization()),
    ]
    given = {**_of_matching(match, brokers, taker), **_of_deals(brokers, taker)}
    given |= _of_prices(demand, achievement, outsider) | _of_money()
    given |= {
        "accept_invitation.code": (letter.code,),
        "secret": (invitation_secret(letter),),
    }
    return World(match, people, given)


def _bring_to(phase, match, broker, outsider):
    """The deal of the match as far as its phase, in as few rows as it needs."""
    match.state, match.introduced_at = MatchState.INTRODUCED, NOON
    match.demand_answer = match.achievement_answer = Answer.INTERESTED
    match.save()
    introduction = make_introduction(match, state=IntroductionState.DEALING, broker=broker)
    reached = {"contract": DealState.CONTRACTED, "paid": DealState.PAID}
    state = reached.get(phase, DealState.PRICING)
    moments = ("contacted_at", "evaluating_at", "negotiating_at", "pricing_at")
    deal = make_deal(
        state, introduction=introduction, broker=broker, **dict.fromkeys(moments, NOON)
    )
    make_contribution(deal, broker)
    if phase == "auction":
        auction = make_auction(deal, closes_at=NOON + 20 * DAY)
        make_bidder(auction, outsider.organization, bond_received_at=NOON)
    elif phase == "notice":
        make_notice(deal)
    elif phase != "pricing":
        make_settled(deal)
    if phase in reached:
        Deal.objects.filter(pk=deal.pk).update(contracted_at=NOON)
        contract = make_contract(deal)
        if phase == "paid":
            Deal.objects.filter(pk=deal.pk).update(paid_at=NOON)
            make_receipt(contract)


def _ids(model):
    """The newest row first: what the deal is about now; at last the id of nothing."""
    return lambda _at: [*model.objects.order_by("-pk").values_list("pk", flat=True)[:4], UNKNOWN]


def _of_matching(match, brokers, taker):
    return {
        "match_id": (match.pk, match.pk, UNKNOWN),
        "side": lambda _at: _unanswered(match.pk),
        "answer_match.answer": (Answer.INTERESTED, Answer.INTERESTED, Answer.DECLINED),
        "answer_match.code": (DeclineCode.PRICE,),
        "text": ("双方条件谈不拢", " "),
        "introduction_id": _ids(Introduction),
        "broker_id": (brokers[0].pk, brokers[1].pk, taker.pk, None),
    }


def _unanswered(pk):
    """The side that has said nothing first."""
    match = Match.objects.get(pk=pk)
    return sorted(Side, key=lambda side: bool(match.answer_of(side)))


def _of_deals(brokers, taker):
    first, second = brokers[0].pk, brokers[1].pk
    return {
        "deal_id": _ids(Deal),
        "evaluation": ("样品三批复测合格", " "),
        "reason": (LossReason.FUNDING, LossReason.OTHER, "no such reason"),
        "since": lambda at: (legal_day(at), legal_day(at + DAY)),
        "record_production.evidence": ("首批订单三万套", " "),
        "title": ("寄送样品",),
        "due_on": lambda at: (legal_day(at),),
        "task_id": _ids(DealTask),
        "kind": ("meeting",),
        "happened_on": lambda at: (legal_day(at), legal_day(at + DAY)),
        "shares": (
            {first: Decimal(1)},
            {first: Decimal("0.3333"), second: Decimal("0.6667")},
            {first: Decimal("0.9"), taker.pk: Decimal("0.1")},
            {first: Decimal("0.99")},
        ),
    }


def _of_prices(demand, achievement, outsider):
    sides = (demand.organization_id, achievement.organization_id)
    return {
        "pricing_id": _ids(Pricing),
        "bidder_id": _ids(Bidder),
        "objection_id": _ids(Objection),
        "price_cny": (PRICE, PRICE + 1, Decimal(0)),
        "agree_to_price.price_cny": lambda _at: [_newest_price(), PRICE],
        "organization_id": (outsider.organization.pk, *sides, UNKNOWN),
        "plan_task.organization_id": (None, *sides, UNKNOWN),
        "floor_cny": (PRICE, Decimal(0)),
        "step_cny": (Decimal(10_000),),
        "bond_cny": (Decimal(50_000),),
        "opens_at": lambda at: (at, at + HOUR),
        "closes_at": lambda at: (at + 20 * DAY, at + DAY, at),
        "place_bid.amount_cny": lambda _at: [_next_bid(), _next_bid() + 1, PRICE],
        "decide_objection.answer": ("评估报告有效", " "),
        "to": (ObjectionState.DISMISSED, ObjectionState.UPHELD, "perhaps"),
    }


def _newest_price():
    found = Pricing.objects.order_by("-pk").first()
    return found.price_cny if found is not None else PRICE


def _next_bid():
    found = Pricing.objects.filter(mode=PriceMode.AUCTION).order_by("-pk").first()
    return least_bid(found) if found is not None else PRICE


def _of_money():
    return {
        "terms": _contract_terms,
        "contract_id": _ids(Contract),
        "registration_number": ("2026220100000001", "2026220100000002", " "),
        "registered_on": lambda at: (legal_day(at), legal_day(at + DAY)),
        "received_on": lambda at: (legal_day(at), legal_day(at + DAY)),
        "amount_cny": (Decimal(200_000), Decimal(400_000), PRICE * 2, Decimal(0)),
        "reference": ("BANK-1", "BANK-2", "BANK-3", " "),
        "evidence": ("回单",),
    }


def _contract_terms(at):
    """Terms for the settled price, and others that are wrong."""
    price, today = _newest_price() or PRICE, legal_day(at)
    right = {
        "amount_cny": price,
        "signed_on": today,
        "valid_through": today,
        "plan": ((today, price, "签订后"),),
    }
    return (
        terms(**right),
        terms(**{**right, "payment_mode": PaymentMode.ROYALTY}),
        terms(**{**right, "amount_cny": price + 1}),
        terms(**{**right, "signed_on": legal_day(at + DAY)}),
    )


DRIVE = Drive(
    "deals.deal",
    Deal,
    (
        *(f"queqiao_web.deals.actions.{name}" for name in _MODULES),
        "queqiao_web.matching.actions.answers",
        "queqiao_web.matching.actions.introductions",
        "queqiao_web.organizations.actions.invitations",
        "queqiao_web.deals.tasks",
        "queqiao_web.matching.tasks",
    ),
    make_whole,
    {
        **dict.fromkeys(
            (
                "follow_broker", "release_brokers", "tell_objector", "tell_parties", "tell_price",
                "tell_sides", "tell_new", "refresh_for_demand", "refresh_for_achievement",
                "forget_demand", "forget_achievement",
            ),
            _JOB,
        ),
        **dict.fromkeys(("follow_calendar", "learn"), "works on the index or the rankers"),
        **dict.fromkeys(
            (
                "follow_introduction", "release_broker", "release_broker_of_deal",
                "close_introduction", "mark_dealing", "record_signing",
            ),
            "done by other verbs and jobs",
        ),
        **dict.fromkeys(
            (
                "invite_member", "read_invitation", "decline_invitation", "revoke_invitation",
                "expire_invitations",
            ),
            "only that a broker joins a side matters here",
        ),
        "make_calendar_key": "nobody's record",
        "fall_hammer": "done by close_auctions",
        "end_notice": "done by end_notices",
        "record_silence": "done by chase_answers",
        "remind_side": "done by chase_answers",
    },
)  # fmt: skip
