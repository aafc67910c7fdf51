"""Auctions: terms, bids, the hammer."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.actions.handing import fail_price, hand_to_winner
from queqiao_web.deals.actions.locking import lock_deal_and_pricing, standing_price
from queqiao_web.deals.models import Bid, Bidder, Deal, Pricing
from queqiao_web.deals.permissions import can_set_terms
from queqiao_web.deals.states import (
    EXTEND_MINUTES,
    PRICINGS,
    FailureCause,
    PriceMode,
    PricingState,
)
from queqiao_web.foundation.access import Actor, deny, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.workflow import advance, lock, save_change


@transaction.atomic
def call_auction(
    *,
    actor: Actor,
    at: datetime,
    deal_id: int,
    floor_cny: Decimal | None,
    step_cny: Decimal | None,
    bond_cny: Decimal | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> Pricing:
    """
    Call a public auction of the achievement.

    Raises:
        Refused: the actor may not set the terms.
        Invalid: terms are missing or make no sense; all are told.
        Conflict: the price is being found otherwise.
    """
    deal = lock(Deal, deal_id)
    require(can_set_terms(actor, deal))
    if problems := _problems(floor_cny, step_cny, bond_cny, opens_at, closes_at, at):
        raise Invalid(problems)
    if standing_price(deal) is not None:
        raise Conflict(text=_("The price is being found otherwise, or is found."))
    pricing = Pricing(
        deal=deal,
        mode=PriceMode.AUCTION,
        floor_cny=floor_cny,
        step_cny=step_cny,
        bond_cny=bond_cny,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=at,
        updated_at=at,
    )
    save_change(pricing, actor=actor, at=at, verb="deals.pricing.called", before=None)
    return pricing


@transaction.atomic
def place_bid(*, actor: Actor, at: datetime, bidder_id: int, amount_cny: Decimal | None) -> Bid:
    """
    Bid. The first bid is at least the floor, each other at least a step above the highest.

    The row of the auction is held, so of two bids at once one is first and the other is told what
    the highest is now. A bid in the last minutes keeps the auction open for some more.

    Raises:
        Refused: the actor does not write for the bidder, or its bond is not recorded.
        Conflict: the auction is not open, or somebody has bid as much meanwhile.
        Invalid: there is no amount.
    """
    bidder = Bidder.objects.select_related("pricing").filter(pk=bidder_id).first()
    if bidder is None:
        raise Invalid([Problem("bidder", "unknown", _("There is no such bidder."))])
    pricing = lock(Pricing, bidder.pricing_id)
    if not actor.acts_for(bidder.organization_id):
        require(deny("deals.bid.not_yours", _("You do not write for this bidder.")))
    if bidder.bond_received_at is None:
        require(deny("deals.bid.no_bond", _("The bond has not been recorded yet.")))
    if amount_cny is None:
        raise Invalid([Problem("amount_cny", "missing", _("Say how much you bid."))])
    _require_open(pricing, at)
    least = least_bid(pricing)
    if amount_cny < least:
        raise Conflict(
            text=_("The highest bid has moved on: bid at least %(least)s yuan.")
            % {"least": f"{least:,.2f}"}
        )
    bid = Bid(
        pricing=pricing,
        bidder=bidder,
        amount_cny=amount_cny,
        placed_by_id=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    save_change(bid, actor=actor, at=at, verb="deals.bid.placed", before=None)
    if pricing.closes_at is not None and pricing.closes_at - at < timedelta(minutes=EXTEND_MINUTES):
        before = snapshot(pricing)
        pricing.closes_at = at + timedelta(minutes=EXTEND_MINUTES)
        save_change(pricing, actor=actor, at=at, verb="deals.pricing.extended", before=before)
    return bid


def least_bid(pricing: Pricing) -> Decimal:
    """The least that the next bid must be."""
    highest = pricing.bids.order_by("-amount_cny").first()
    if highest is None:
        return pricing.floor_cny or Decimal(0)
    return highest.amount_cny + (pricing.step_cny or Decimal(0))


@transaction.atomic
def fall_hammer(*, actor: Actor, at: datetime, pricing_id: int) -> bool:
    """
    Close an auction whose time is up; whether this call did.

    Without a bid it fails and the deal goes back to the negotiation. The highest bidder wins; where
    that is not the deal's own demand side, this deal is lost to the winner, who gets one of their
    own with the price settled. Idempotent: a closed auction is left as it is.
    """
    deal, pricing = lock_deal_and_pricing(pricing_id)
    over = pricing.closes_at is not None and at >= pricing.closes_at
    if (
        not actor.is_system
        or pricing.mode != PriceMode.AUCTION
        or pricing.state != PricingState.OPEN
        or not over
    ):
        return False
    highest = pricing.bids.select_related("bidder").order_by("-amount_cny").first()
    before = snapshot(pricing)
    if highest is None:
        fail_price(pricing, deal, FailureCause.NO_BIDS, actor, at)
        return True
    pricing.price_cny = highest.amount_cny
    pricing.winner_id = highest.bidder.organization_id
    advance(
        pricing,
        PRICINGS,
        to=PricingState.SETTLED,
        actor=actor,
        at=at,
        verb="settled",
        before=before,
    )
    if pricing.winner_id != deal.demand_organization_id:
        hand_to_winner(pricing, deal, actor, at)
    return True


def _require_open(pricing: Pricing, at: datetime) -> None:
    if pricing.state != PricingState.OPEN or pricing.mode != PriceMode.AUCTION:
        raise Conflict(text=_("This auction has ended."))
    if pricing.opens_at is not None and at < pricing.opens_at:
        raise Conflict(text=_("This auction has not begun."))
    if pricing.closes_at is not None and at >= pricing.closes_at:
        raise Conflict(text=_("This auction has ended."))


def _problems(  # noqa: PLR0917 -- private: the terms in their order
    floor_cny: Decimal | None,
    step_cny: Decimal | None,
    bond_cny: Decimal | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    at: datetime,
) -> list[Problem]:
    found = []
    if floor_cny is None or floor_cny <= 0:
        found.append(Problem("floor_cny", "missing", _("Give a floor above zero.")))
    if step_cny is None or step_cny <= 0:
        found.append(Problem("step_cny", "missing", _("Give a step above zero.")))
    if bond_cny is None or bond_cny < 0:
        found.append(Problem("bond_cny", "missing", _("Give the bond; zero where none is asked.")))
    if opens_at is None or opens_at < at - timedelta(minutes=5):
        found.append(Problem("opens_at", "past", _("Say when bidding opens, not in the past.")))
    if closes_at is None or (opens_at is not None and closes_at <= opens_at):
        found.append(Problem("closes_at", "order", _("Bidding must close after it opens.")))
    return found
