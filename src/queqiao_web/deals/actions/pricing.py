"""Finding the price by agreement or by listing, and the public notice that the law asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.actions.handing import fail_price, hand_to_winner
from queqiao_web.deals.actions.locking import lock_deal_and_pricing, standing_price
from queqiao_web.deals.models import Bidder, Deal, Pricing
from queqiao_web.deals.permissions import (
    can_come_to_own,
    can_price,
    can_register_as_bidder,
    can_set_terms,
)
from queqiao_web.deals.states import (
    NOTICE_DAYS,
    PRICINGS,
    FailureCause,
    ObjectionState,
    PriceMode,
    PricingState,
)
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.states import Side


@transaction.atomic
def propose_price(
    *, actor: Actor, at: datetime, deal_id: int, price_cny: Decimal | None
) -> Pricing:
    """
    Propose a price for the other side to agree to; an open proposal is replaced.

    Raises:
        Refused: the actor takes no part, or the price is not being found now.
        Invalid: there is no price.
        Conflict: the price is found otherwise already.
    """
    deal = lock(Deal, deal_id)
    require(can_price(actor, deal))
    _check_price(price_cny)
    pricing = standing_price(deal)
    if pricing is not None and (
        pricing.mode != PriceMode.AGREEMENT or pricing.state != PricingState.OPEN
    ):
        raise Conflict(text=_("The price is being found otherwise, or is found."))
    before = snapshot(pricing) if pricing is not None else None
    if pricing is None:
        pricing = Pricing(deal=deal, mode=PriceMode.AGREEMENT, created_at=at, updated_at=at)
    pricing.price_cny = price_cny
    pricing.demand_agreed_at = pricing.achievement_agreed_at = None
    side = _side_of(actor, deal)
    if side is not None:
        setattr(pricing, f"{side.value}_agreed_at", at)
    save_change(pricing, actor=actor, at=at, verb="deals.pricing.proposed", before=before)
    return pricing


@transaction.atomic
def agree_to_price(
    *, actor: Actor, at: datetime, pricing_id: int, price_cny: Decimal, notice_text: str = ""
) -> Pricing:
    """
    Agree to the proposed price for one's side; ``price_cny`` says which one is meant.

    When both sides have, the price is settled, or goes under public notice where the achievement
    was made in the line of service.

    Raises:
        Refused: the actor belongs to neither side.
        Conflict: another price was proposed meanwhile, or that side agrees already.
    """
    deal, pricing = lock_deal_and_pricing(pricing_id)
    require(can_price(actor, deal))
    side = _side_of(actor, deal)
    if pricing.mode != PriceMode.AGREEMENT or pricing.state != PricingState.OPEN or side is None:
        raise Conflict(text=_("There is no open proposal that you could agree to."))
    if pricing.price_cny != price_cny:
        raise Conflict(text=_("Another price was proposed meanwhile. Please look again."))
    if getattr(pricing, f"{side.value}_agreed_at") is not None:
        raise Conflict(text=_("Your side agrees to this price already."))
    before = snapshot(pricing)
    setattr(pricing, f"{side.value}_agreed_at", at)
    if getattr(pricing, f"{side.other.value}_agreed_at") is None:
        save_change(pricing, actor=actor, at=at, verb="deals.pricing.agreed", before=before)
        return pricing
    _settle_or_publish(pricing, deal, actor, at, before, notice_text)
    return pricing


@transaction.atomic
def list_price(
    *, actor: Actor, at: datetime, deal_id: int, price_cny: Decimal | None, notice_text: str = ""
) -> Pricing:
    """
    Offer the achievement at a listed price, publicly.

    Where it was made in the line of service the listing is a public notice of fifteen days; nobody
    can take it before that has ended.

    Raises:
        Refused, Invalid, Conflict: as for a proposal.
    """
    deal = lock(Deal, deal_id)
    require(can_set_terms(actor, deal))
    _check_price(price_cny)
    if standing_price(deal) is not None:
        raise Conflict(text=_("The price is being found otherwise, or is found."))
    pricing = Pricing(
        deal=deal,
        mode=PriceMode.LISTING,
        price_cny=price_cny,
        notice_text=notice_text.strip(),
        created_at=at,
        updated_at=at,
    )
    verb = "deals.pricing.listed"
    if deal.achievement.service_achievement:
        pricing.state, pricing.noticed_at = PricingState.NOTICED, at
        _set_notice(pricing, at)
        verb = "deals.pricing.noticed"
    save_change(pricing, actor=actor, at=at, verb=verb, before=None)
    return pricing


@transaction.atomic
def take_listing(*, actor: Actor, at: datetime, pricing_id: int, organization_id: int) -> Pricing:
    """
    Take the achievement at its listed price; the first taker has it.

    Raises:
        Refused: that organization may not take it.
        Invalid: the actor does not act for it.
        Conflict: the notice still runs, an objection is open, or somebody was quicker.
    """
    deal, pricing = lock_deal_and_pricing(pricing_id)
    if pricing.state == PricingState.NOTICED:
        _require_notice_over(pricing, at)
    else:
        require(can_register_as_bidder(actor, pricing))
    if pricing.mode != PriceMode.LISTING or pricing.state not in {
        PricingState.OPEN,
        PricingState.NOTICED,
    }:
        raise Conflict(text=_("Somebody else was quicker, or the listing has ended."))
    _require_taker(actor, deal, organization_id)
    before = snapshot(pricing)
    pricing.winner_id = organization_id
    advance(
        pricing,
        PRICINGS,
        to=PricingState.SETTLED,
        actor=actor,
        at=at,
        verb="settled",
        before=before,
    )
    if organization_id != deal.demand_organization_id:
        hand_to_winner(pricing, deal, actor, at)
    return pricing


@transaction.atomic
def give_price_up(*, actor: Actor, at: datetime, pricing_id: int) -> Pricing:
    """
    End this attempt at a price and go back to the negotiation.

    Raises:
        Refused: the actor takes no part.
        Conflict: bidders have bid already.
    """
    deal, pricing = lock_deal_and_pricing(pricing_id)
    require(can_set_terms(actor, deal))
    if pricing.bids.exists():
        raise Conflict(text=_("There are bids; an auction with bids runs to its end."))
    fail_price(pricing, deal, FailureCause.GIVEN_UP, actor, at)
    return pricing


@transaction.atomic
def register_as_bidder(
    *, actor: Actor, at: datetime, pricing_id: int, organization_id: int
) -> Bidder:
    """
    Register an organization for an auction; it may bid once its bond is recorded.

    Raises:
        Refused: it may not take part.
        Invalid: the actor does not act for it.
        Conflict: it is registered already, or the auction has closed.
    """
    pricing = lock(Pricing, pricing_id)
    require(can_register_as_bidder(actor, pricing))
    _require_taker(actor, pricing.deal, organization_id)
    if pricing.mode != PriceMode.AUCTION or (pricing.closes_at and at >= pricing.closes_at):
        raise Conflict(text=_("This auction takes no more bidders."))
    if pricing.bidders.filter(organization=organization_id).exists():
        raise Conflict(text=_("This organization is registered already."))
    bidder = Bidder(
        pricing=pricing,
        organization_id=organization_id,
        number=pricing.bidders.count() + 1,
        created_at=at,
        updated_at=at,
    )
    save_change(bidder, actor=actor, at=at, verb="deals.bidder.registered", before=None)
    return bidder


@transaction.atomic
def record_bond(*, actor: Actor, at: datetime, bidder_id: int) -> Bidder:
    """
    Note that a bidder's bond came in; the side that sells or the broker does.

    Raises:
        Refused: the actor may not.
    """
    bidder = lock(Bidder, bidder_id)
    require(can_set_terms(actor, bidder.pricing.deal))
    if bidder.bond_received_at is None:
        before = snapshot(bidder)
        bidder.bond_received_at = at
        save_change(bidder, actor=actor, at=at, verb="deals.bidder.bonded", before=before)
    return bidder


def _side_of(actor: Actor, deal: Deal) -> Side | None:
    if actor.acts_for(deal.demand_organization_id):
        return Side.DEMAND
    if actor.acts_for(deal.achievement_organization_id):
        return Side.ACHIEVEMENT
    return None


def _check_price(price_cny: Decimal | None) -> None:
    if price_cny is None or price_cny <= 0:
        raise Invalid([Problem("price_cny", "missing", _("Give a price above zero."))])


def _settle_or_publish(  # noqa: PLR0917 -- private: who, when and what
    pricing: Pricing,
    deal: Deal,
    actor: Actor,
    at: datetime,
    before: dict[str, object],
    notice_text: str,
) -> None:
    pricing.winner_id = deal.demand_organization_id
    if deal.achievement.service_achievement:
        pricing.notice_text = notice_text.strip()
        _publish(pricing, actor, at, before)
        return
    advance(
        pricing,
        PRICINGS,
        to=PricingState.SETTLED,
        actor=actor,
        at=at,
        verb="settled",
        before=before,
    )


def _publish(pricing: Pricing, actor: Actor, at: datetime, before: dict[str, object]) -> None:
    """Under public notice from now on."""
    _set_notice(pricing, at)
    advance(
        pricing,
        PRICINGS,
        to=PricingState.NOTICED,
        actor=actor,
        at=at,
        verb="noticed",
        before=before,
    )


def _require_taker(actor: Actor, deal: Deal, organization_id: int) -> None:
    """The actor writes for the organization, and it may come to own what this deal is about."""
    if not actor.acts_for(organization_id):
        problem = Problem("organization", "not_yours", _("You do not write for this organization."))
        raise Invalid([problem])
    require(can_come_to_own(deal, organization_id))


def _set_notice(pricing: Pricing, at: datetime) -> None:
    """From today, for fifteen whole days."""
    pricing.notice_from = legal_day(at)
    pricing.notice_through = pricing.notice_from + timedelta(days=NOTICE_DAYS - 1)


def _require_notice_over(pricing: Pricing, at: datetime) -> None:
    if pricing.notice_through is not None and legal_day(at) <= pricing.notice_through:
        raise Conflict(
            text=_("The public notice runs through %(day)s; the listing can be taken after that.")
            % {"day": pricing.notice_through.isoformat()}
        )
    if pricing.objections.filter(state=ObjectionState.OPEN).exists():
        raise Conflict(text=_("An objection to this price is still to be decided."))
