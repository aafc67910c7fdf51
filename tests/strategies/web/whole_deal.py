"""
A whole deal, from the match to the money, as a drive: the verbs of matching and deals together,
both sides, two brokers, officers and outsiders, and what must hold whatever they do.
"""

from collections import Counter
from decimal import Decimal

from django.db.models import Q, Sum

from queqiao_web.deals.actions import least_bid
from queqiao_web.deals.models import (
    Bidder,
    Contract,
    Deal,
    DealTask,
    FeeShare,
    Objection,
    Pricing,
    Receipt,
)
from queqiao_web.deals.queries import STAGES, deals_visible_to, funnel, together
from queqiao_web.deals.states import (
    OVER,
    SIGNED,
    DealState,
    LossReason,
    ObjectionState,
    PaymentMode,
    PriceMode,
    PricingState,
)
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.jobs.registry import JOBS
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import Answer, DeclineCode, IntroductionState, MatchState, Side
from queqiao_web.organizations.actions import invitation_secret
from queqiao_web.organizations.models import Membership
from tests.factories.web.achievements import make_achievement
from tests.factories.web.deals import PRICE, terms
from tests.factories.web.demands import make_demand
from tests.factories.web.matching import make_match
from tests.factories.web.people import (
    make_appointed,
    make_invitation,
    make_member,
    make_organization,
)
from tests.strategies.web.drive import UNKNOWN, Drive, World
from tests.web.times import DAY, HOUR

_MODULES = ("course", "people", "planning", "pricing", "auction", "objections", "contract")
_JOB = "a job: it runs after each step"
_FIXED = {PaymentMode.ONCE, PaymentMode.INSTALMENTS}
PROGRESS = (
    "answer_match", "open_deal", "record_contact", "sign_nda", "start_evaluation",
    "start_negotiation", "start_pricing", "propose_price", "agree_to_price", "list_price",
    "call_auction", "register_as_bidder", "record_bond", "place_bid", "take_listing",
    "close_auctions", "end_notices", "sign_contract", "register_contract", "record_receipt",
    "record_production", "raise_objection", "decide_objection",
)  # fmt: skip
"""The verbs that carry a deal on; the others are tried less often."""


def make_whole(_state=""):
    """A match that waits for answers, with everybody around it."""
    demand = make_demand(budget_cny=Decimal(900_000))
    achievement = make_achievement(service_achievement=True)
    match = make_match(demand=demand, achievement=achievement)
    taker, giver = make_member(demand.organization), make_member(achievement.organization)
    brokers = [make_appointed(RegionRole.BROKER, "220000") for _ in range(2)]
    officer, outsider = make_appointed(RegionRole.OFFICER, "220000"), make_member()
    letter = make_invitation(demand.organization, email=brokers[0].email)
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


def run_jobs_of_deals(at):
    """Run whatever the last verb called for in deals and matching, besides work on the index."""
    waiting = JobRun.objects.filter(state=JobState.WAITING).filter(
        Q(name__startswith="deals.")
        | Q(name__in=("matching.release_brokers", "matching.tell_sides"))
    )
    for run in waiting.order_by("pk"):
        JOBS[run.name].function(at=at, **run.arguments)
        JobRun.objects.filter(pk=run.pk).update(state=JobState.DONE)


def expect_sound(world):
    """Everything that holds of a deal at any moment."""
    deals = list(Deal.objects.order_by("pk"))
    for deal in deals:
        _expect_one_price(deal)
        _expect_neutral_broker(deal)
        if deal.introduction_id is not None:
            wanted = IntroductionState.ENDED if deal.state == DealState.LOST else "dealing"
            assert deal.introduction.state == wanted
    shares = FeeShare.objects.values_list("deal").annotate(all=Sum("share"))
    assert {total for _deal, total in shares} <= {Decimal(1)}
    for match in Match.objects.all():
        introduced = Introduction.objects.filter(match=match).exists()
        assert introduced == (match.state == MatchState.INTRODUCED)
    _expect_sound_money()
    _expect_honest_funnel()
    for number, who in enumerate(world.people):
        if who not in world.people[:number]:
            _expect_to_see(world.actor(number), deals)


def _expect_one_price(deal):
    live = [one for one in deal.pricings.all() if one.state != PricingState.FAILED]
    assert len(live) <= 1
    for one in live:
        if one.state in {PricingState.OPEN, PricingState.NOTICED}:
            assert deal.state == DealState.PRICING
        if one.state == PricingState.SETTLED:
            assert one.winner_id == deal.demand_organization_id or deal.state == DealState.LOST
            assert not one.objections.exclude(state=ObjectionState.DISMISSED).exists()
    assert (deal.state in SIGNED) <= any(one.state == PricingState.SETTLED for one in live)


def _expect_neutral_broker(deal):
    sides = {deal.demand_organization_id, deal.achievement_organization_id}
    assert len(sides) == 2, "an organization deals with itself"
    if deal.broker_id is not None and deal.state not in OVER:
        member = Membership.objects.filter(user=deal.broker_id, state="active")
        assert not member.filter(organization__in=sides).exists()
    bidding = Bidder.objects.filter(pricing__deal=deal).values_list("organization_id", flat=True)
    assert deal.achievement_organization_id not in set(bidding)


def _expect_sound_money():
    for contract in Contract.objects.select_related("deal"):
        receipts = contract.receipts.prefetch_related("payouts")
        received = sum((one.amount_cny for one in receipts), Decimal(0))
        settled = contract.deal.pricings.get(state=PricingState.SETTLED)
        if contract.payment_mode in _FIXED:
            assert contract.amount_cny == settled.price_cny
            assert received <= contract.amount_cny
        assert (contract.deal.paid_at is not None) == (received > 0)
        for one in receipts:
            assert (
                sum((part.amount_cny for part in one.payouts.all()), Decimal(0)) <= one.amount_cny
            )
    assert set(Contract.objects.values_list("deal_id", flat=True)) == set(
        Deal.objects.filter(contracted_at__isnull=False).values_list("pk", flat=True)
    )


def _expect_honest_funnel():
    """The funnel of the region against a count of the rows that knows nothing of it."""
    counts, money = Counter(dict.fromkeys(STAGES, 0)), Counter()
    for demand in Demand.objects.exclude(state="withdrawn").filter(published_at__isnull=False):
        deals = list(demand.deals.all())
        signed = Contract.objects.filter(deal__demand=demand)
        received = Receipt.objects.filter(contract__deal__demand=demand)
        reached = {
            "valid": True,
            "matched": demand.matches.filter(allowed=True).exists(),
            "contacted": any(one.contacted_at for one in deals),
            "signed": bool(signed),
            "paid": bool(received),
            "producing": any(one.state == DealState.PRODUCING for one in deals),
        }
        counts.update(name for name, came in reached.items() if came)
        money["signed"] += sum(one.amount_cny for one in signed)
        money["received"] += sum(one.amount_cny for one in received)
        money["intended"] += 0 if signed else demand.budget_cny or 0
    cohorts = funnel(("220000",))
    assert together(cohorts) == dict(counts)
    assert sum(one.signed_cny for one in cohorts) == money["signed"]
    assert sum(one.received_cny for one in cohorts) == money["received"]
    assert sum(one.intended_cny for one in cohorts) == money["intended"]


def _expect_to_see(actor, deals):
    """Whoever takes part sees the deal, and officers and auditors of its region; nobody else."""
    ours = actor.organization_ids | actor.delegated
    wanted = {
        deal.pk
        for deal in deals
        if actor.is_system
        or {deal.demand_organization_id, deal.achievement_organization_id} & ours
        or (actor.user_id is not None and deal.broker_id == actor.user_id)
        or actor.holds(RegionRole.OFFICER, RegionRole.AUDITOR, within=deal.region_code)
    }
    assert set(deals_visible_to(actor).values_list("pk", flat=True)) == wanted
