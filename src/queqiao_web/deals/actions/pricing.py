"""Finding the price by agreement or by listing, and the public notice that the law asks for."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.actions.handing import hand_to_winner
from queqiao_web.deals.actions.locking import lock_deal_and_pricing
from queqiao_web.deals.models import Bidder, Deal, Objection, Pricing
from queqiao_web.deals.permissions import (
    can_decide_objection,
    can_object,
    can_price,
    can_register_as_bidder,
    can_set_terms,
)
from queqiao_web.deals.states import (
    DEALS,
    NOTICE_DAYS,
    OBJECTIONS,
    PRICINGS,
    DealState,
    ObjectionState,
    PriceMode,
    PricingState,
)
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem, Refused
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
    pricing = _standing(deal)
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
        Conflict: another price was proposed meanwhile.
    """
    deal, pricing = lock_deal_and_pricing(pricing_id)
    require(can_price(actor, deal))
    side = _side_of(actor, deal)
    if pricing.mode != PriceMode.AGREEMENT or pricing.state != PricingState.OPEN or side is None:
        raise Conflict(text=_("There is no open proposal that you could agree to."))
    if pricing.price_cny != price_cny:
        raise Conflict(text=_("Another price was proposed meanwhile. Please look again."))
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
    if _standing(deal) is not None:
        raise Conflict(text=_("The price is being found otherwise, or is found."))
    pricing = Pricing(
        deal=deal,
        mode=PriceMode.LISTING,
        price_cny=price_cny,
        notice_text=notice_text.strip(),
        created_at=at,
        updated_at=at,
    )
    save_change(pricing, actor=actor, at=at, verb="deals.pricing.listed", before=None)
    if deal.achievement.service_achievement:
        _publish(pricing, actor, at, snapshot(pricing))
    return pricing


@transaction.atomic
def take_listing(*, actor: Actor, at: datetime, pricing_id: int, organization_id: int) -> Pricing:
    """
    Take the achievement at its listed price; the first taker has it.

    Raises:
        Refused: the actor does not act for that organization.
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
    if not actor.acts_for(organization_id):
        problem = Problem("organization", "not_yours", _("You do not write for this organization."))
        raise Invalid([problem])
    if organization_id == deal.achievement_organization_id:
        raise Conflict(text=_("The side that sells cannot take its own listing."))
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
def raise_objection(*, actor: Actor, at: datetime, pricing_id: int, text: str) -> Objection:
    """
    Object to a price under public notice; no contract before it is decided.

    Raises:
        Refused: nobody is signed in, or no notice runs.
        Invalid: there are no words.
    """
    pricing = lock(Pricing, pricing_id)
    decision = can_object(actor, pricing)
    if not decision or actor.user_id is None:
        raise Refused(decision)
    if not text.strip():
        raise Invalid([Problem("text", "missing", _("Say what you object to, and why."))])
    if pricing.notice_through is not None and legal_day(at) > pricing.notice_through:
        raise Conflict(text=_("The public notice has ended."))
    objection = Objection(
        pricing=pricing,
        raised_by_id=actor.user_id,
        text=text.strip(),
        created_at=at,
        updated_at=at,
    )
    save_change(objection, actor=actor, at=at, verb="deals.objection.raised", before=None)
    return objection


@transaction.atomic
def decide_objection(
    *, actor: Actor, at: datetime, objection_id: int, to: str, answer: str
) -> Objection:
    """
    Uphold or dismiss an objection, with an answer; an upheld one ends the attempt at this price.

    Raises:
        Refused: the actor is no officer of the region, or belongs to a side.
        Invalid: there is no answer.
    """
    objection = lock(Objection, objection_id)
    require(can_decide_objection(actor, objection))
    if to not in {ObjectionState.UPHELD, ObjectionState.DISMISSED}:
        raise Invalid([Problem("to", "unknown", _("Uphold or dismiss the objection."))])
    if not answer.strip():
        raise Invalid([Problem("answer", "missing", _("Give reasons: the objector reads them."))])
    before = snapshot(objection)
    objection.answer = answer.strip()
    advance(objection, OBJECTIONS, to=to, actor=actor, at=at, verb=to, before=before)
    if to == ObjectionState.UPHELD:
        pricing = lock(Pricing, objection.pricing_id)
        advance(pricing, PRICINGS, to=PricingState.FAILED, actor=actor, at=at, verb="failed")
    return objection


@transaction.atomic
def end_notice(*, actor: Actor, at: datetime, pricing_id: int) -> bool:
    """
    Settle an agreed price whose notice has ended without an open objection; whether it was.

    A listing stays open for takers.
    """
    pricing = lock(Pricing, pricing_id)
    over = pricing.notice_through is not None and legal_day(at) > pricing.notice_through
    if (
        not actor.is_system
        or pricing.state != PricingState.NOTICED
        or pricing.mode != PriceMode.AGREEMENT
        or not over
        or pricing.objections.filter(state=ObjectionState.OPEN).exists()
    ):
        return False
    advance(pricing, PRICINGS, to=PricingState.SETTLED, actor=actor, at=at, verb="settled")
    return True


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
    advance(pricing, PRICINGS, to=PricingState.FAILED, actor=actor, at=at, verb="failed")
    advance(deal, DEALS, to=DealState.NEGOTIATING, actor=actor, at=at, verb="negotiating")
    return pricing


@transaction.atomic
def register_as_bidder(
    *, actor: Actor, at: datetime, pricing_id: int, organization_id: int
) -> Bidder:
    """
    Register an organization for an auction; it may bid once its bond is recorded.

    Raises:
        Refused: it may not take part.
        Conflict: it is registered already, or the auction has closed.
    """
    pricing = lock(Pricing, pricing_id)
    require(can_register_as_bidder(actor, pricing))
    if not actor.acts_for(organization_id):
        problem = Problem("organization", "not_yours", _("You do not write for this organization."))
        raise Invalid([problem])
    if organization_id == pricing.deal.achievement_organization_id:
        raise Conflict(text=_("The side that sells cannot bid."))
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


def _standing(deal: Deal) -> Pricing | None:
    return deal.pricings.exclude(state=PricingState.FAILED).select_for_update().first()


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
    """Under public notice from today, for fifteen whole days."""
    pricing.notice_from = legal_day(at)
    pricing.notice_through = pricing.notice_from + timedelta(days=NOTICE_DAYS - 1)
    advance(
        pricing,
        PRICINGS,
        to=PricingState.NOTICED,
        actor=actor,
        at=at,
        verb="noticed",
        before=before,
    )


def _require_notice_over(pricing: Pricing, at: datetime) -> None:
    if pricing.notice_through is not None and legal_day(at) <= pricing.notice_through:
        raise Conflict(
            text=_("The public notice runs through %(day)s; the listing can be taken after that.")
            % {"day": pricing.notice_through.isoformat()}
        )
    if pricing.objections.filter(state=ObjectionState.OPEN).exists():
        raise Conflict(text=_("An objection to this price is still to be decided."))
