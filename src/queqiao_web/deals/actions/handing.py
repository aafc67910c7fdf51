"""What becomes of a deal when its price fails, or when somebody else wins the achievement."""

from __future__ import annotations

from datetime import datetime

from queqiao_web.deals.models import Deal, Pricing
from queqiao_web.deals.states import (
    DEALS,
    PRICINGS,
    DealState,
    FailureCause,
    LossReason,
    PricingState,
)
from queqiao_web.foundation.access import SYSTEM, Actor
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.workflow import advance, save_change
from queqiao_web.matching.actions import close_introduction


def fail_price(
    pricing: Pricing, deal: Deal, cause: FailureCause, actor: Actor, at: datetime
) -> None:
    """
    End this attempt at a price; a deal that goes on goes back to the negotiation, to find another.

    The event of the deal says the cause in its details.
    """
    before = snapshot(pricing)
    pricing.failure_cause = cause
    advance(
        pricing, PRICINGS, to=PricingState.FAILED, actor=actor, at=at, verb="failed", before=before
    )
    if deal.state == DealState.PRICING and cause != FailureCause.LOST:
        advance(
            deal,
            DEALS,
            to=DealState.NEGOTIATING,
            actor=actor,
            at=at,
            verb="negotiating",
            details={"cause": cause.value},
        )


def lose(deal: Deal, actor: Actor, at: datetime, before: dict[str, object]) -> None:
    """Close a deal whose reason is set, and the introduction that it came from."""
    advance(
        deal,
        DEALS,
        to=DealState.LOST,
        actor=actor,
        at=at,
        verb="lost",
        before=before,
        details={"loss_reason": deal.loss_reason},
    )
    if deal.introduction_id is not None:
        system = SYSTEM.coming_from(actor.origin)
        close_introduction(actor=system, at=at, introduction_id=deal.introduction_id)


def hand_to_winner(pricing: Pricing, deal: Deal, actor: Actor, at: datetime) -> None:
    """
    The deal is lost to whoever won the achievement; they get a deal of their own with the price.

    Raises:
        ValueError: nobody has won.
    """
    if pricing.winner_id is None:
        raise ValueError(pricing)
    before = snapshot(deal)
    deal.loss_reason = LossReason.OUTBID
    lose(deal, actor, at, before)
    own = Deal(
        achievement_id=deal.achievement_id,
        demand_organization_id=pricing.winner_id,
        achievement_organization_id=deal.achievement_organization_id,
        region_code=deal.region_code,
        broker_id=deal.broker_id,
        state=DealState.PRICING,
        pricing_at=at,
        created_at=at,
        updated_at=at,
    )
    save_change(own, actor=actor, at=at, verb="deals.deal.opened", before=None)
    settled = Pricing(
        deal=own,
        mode=pricing.mode,
        state=PricingState.SETTLED,
        price_cny=pricing.price_cny,
        floor_cny=pricing.floor_cny,
        step_cny=pricing.step_cny,
        bond_cny=pricing.bond_cny,
        opens_at=pricing.opens_at,
        closes_at=pricing.closes_at,
        winner_id=pricing.winner_id,
        settled_at=at,
        created_at=at,
        updated_at=at,
    )
    save_change(settled, actor=actor, at=at, verb="deals.pricing.carried", before=None)
