"""When somebody else than the deal's own demand side wins the achievement."""

from __future__ import annotations

from datetime import datetime

from queqiao_web.deals.models import Deal, Pricing
from queqiao_web.deals.states import DEALS, DealState, LossReason, PricingState
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.workflow import advance, save_change


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
    advance(deal, DEALS, to=DealState.LOST, actor=actor, at=at, verb="lost", before=before)
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
