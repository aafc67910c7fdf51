"""What holds of a deal at any moment, whatever anybody has done."""

from collections import Counter
from decimal import Decimal

from django.db.models import Q, Sum

from queqiao_web.deals.models import Bidder, Contract, Deal, FeeShare, Receipt
from queqiao_web.deals.queries import STAGES, deals_visible_to, funnel, together
from queqiao_web.deals.states import (
    OVER,
    SIGNED,
    DealState,
    ObjectionState,
    PaymentMode,
    PricingState,
)
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.jobs.registry import JOBS
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.states import IntroductionState, MatchState
from queqiao_web.organizations.models import Membership

_FIXED = {PaymentMode.ONCE, PaymentMode.INSTALMENTS}


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
