"""Who may do what with a deal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models import Deal, Objection, Pricing
from queqiao_web.deals.states import OVER, SIGNED, DealState, PriceMode, PricingState
from queqiao_web.foundation.access import ALLOW, Actor, Decision, RegionRole, deny
from queqiao_web.matching.models import Introduction
from queqiao_web.matching.permissions import can_manage_introduction
from queqiao_web.matching.queries import belongs_to
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.states import OrganizationState

SEEING = (RegionRole.OFFICER, RegionRole.AUDITOR)
_NOT_PARTY = deny(
    "deals.deal.not_party", _("Only the two sides of the deal and its broker may do this.")
)


def can_read_deals(actor: Actor) -> Decision:
    """Whoever belongs to an organization, acts for one, or holds a post."""
    if actor.is_system or actor.organization_ids or actor.delegated or actor.posts:
        return ALLOW
    return deny(
        "deals.deal.no_organization",
        _("Deals are shown to the organizations that they concern. Join or register yours."),
    )


def is_party(actor: Actor, deal: Deal) -> bool:
    """Whether the actor writes for one of the sides or is the deal's broker."""
    writes = any(actor.acts_for(pk) for pk in sides(deal))
    return writes or actor.is_system or is_broker(actor, deal)


def sides(deal: Deal) -> frozenset[int]:
    """The organizations on the two sides."""
    return frozenset({deal.demand_organization_id, deal.achievement_organization_id})


def is_broker(actor: Actor, deal: Deal) -> bool:
    """Whether the actor stands between the sides: nobody does who has come to belong to one."""
    return (
        deal.broker_id is not None
        and deal.broker_id == actor.user_id
        and not sides(deal) & actor.organization_ids
    )


def can_open_deal(actor: Actor, introduction: Introduction) -> Decision:
    """Whoever takes part in the introduction."""
    return can_manage_introduction(actor, introduction)


def can_move_deal(actor: Actor, deal: Deal) -> Decision:
    """The sides' editors and the broker, while the deal is not over."""
    if deal.state in OVER:
        return deny("deals.deal.over", _("This deal is over."))
    return ALLOW if is_party(actor, deal) else _NOT_PARTY


def can_write_in_deal(actor: Actor, deal: Deal) -> Decision:
    """The sides' editors and the broker, also when it is over."""
    return ALLOW if is_party(actor, deal) else _NOT_PARTY


def can_keep_accounts(actor: Actor, deal: Deal) -> Decision:
    """
    The sides' editors and the broker, from the signing on: money comes in, and contracts are
    registered, while it is produced as well.
    """
    if deal.state not in SIGNED:
        return deny("deals.contract.not_signed", _("The contract is not signed."))
    return ALLOW if is_party(actor, deal) else _NOT_PARTY


def can_lose_deal(actor: Actor, deal: Deal) -> Decision:
    """The sides' editors and the broker, before money was paid."""
    if deal.state in {DealState.PAID, DealState.PRODUCING}:
        return deny("deals.deal.paid", _("Money was paid: this deal cannot be called lost."))
    return can_move_deal(actor, deal)


def can_sign_nda(actor: Actor, deal: Deal) -> Decision:
    """The editors of each side, for their side; a broker signs for nobody."""
    if deal.state != DealState.CONTACTED:
        return deny("deals.deal.no_nda_now", _("An NDA is signed once the sides are in contact."))
    if any(actor.acts_for(pk) for pk in sides(deal)):
        return ALLOW
    return deny("deals.deal.not_a_side", _("Only the sides themselves sign."))


def can_price(actor: Actor, deal: Deal) -> Decision:
    """The sides' editors and the broker, while the price is being found."""
    if deal.state != DealState.PRICING:
        return deny("deals.pricing.not_now", _("The price is found in the step “Pricing”."))
    return can_move_deal(actor, deal)


def can_set_terms(actor: Actor, deal: Deal) -> Decision:
    """Who offers the achievement, and the broker: listing and auction are theirs to call."""
    allowed = can_price(actor, deal)
    if not allowed:
        return allowed
    gives = actor.acts_for(deal.achievement_organization_id)
    if gives or actor.is_system or is_broker(actor, deal):
        return ALLOW
    return deny(
        "deals.pricing.not_giver",
        _("The side that offers the achievement, or the broker, does it."),
    )


def can_register_as_bidder(actor: Actor, pricing: Pricing) -> Decision:
    """Whoever writes for a verified organization that does not offer the achievement itself."""
    if pricing.mode not in {PriceMode.AUCTION, PriceMode.LISTING}:
        return deny("deals.pricing.no_bidders", _("This price is agreed between two sides."))
    if pricing.state != PricingState.OPEN:
        return deny("deals.pricing.closed", _("Taking part is no longer possible."))
    writing = [pk for pk in actor.organization_ids | actor.delegated if actor.acts_for(pk)]
    others = [pk for pk in writing if pk != pricing.deal.achievement_organization_id]
    if others:
        return ALLOW
    return deny(
        "deals.pricing.no_organization",
        _("Take part for an organization of yours; the side that sells cannot bid."),
    )


def can_come_to_own(deal: Deal, organization_id: int) -> Decision:
    """
    A verified organization that does not sell, and that the deal's broker does not belong to:
    whoever stands between the sides does not win the auction that they hold.
    """
    if organization_id == deal.achievement_organization_id:
        return deny("deals.pricing.own", _("The side that sells cannot bid, or take its listing."))
    verified = Organization.objects.filter(pk=organization_id, state=OrganizationState.VERIFIED)
    if not verified.exists():
        return deny(
            "deals.pricing.not_verified", _("Only verified organizations bid or take a listing.")
        )
    if deal.broker_id is not None and belongs_to(deal.broker_id, {organization_id}):
        return deny(
            "deals.pricing.brokers_own",
            _("The broker of this deal belongs to your organization, so it cannot take part."),
        )
    return ALLOW


def can_object(actor: Actor, pricing: Pricing) -> Decision:
    """Whoever has signed in, while the notice runs."""
    if actor.user_id is None:
        return deny("deals.objection.nobody", _("Sign in to object, so that you get an answer."))
    if pricing.state != PricingState.NOTICED:
        return deny("deals.objection.no_notice", _("No public notice is running."))
    return ALLOW


def can_decide_objection(actor: Actor, objection: Objection) -> Decision:
    """Officers of the region who belong to neither side."""
    deal = objection.pricing.deal
    if not actor.holds(RegionRole.OFFICER, within=deal.region_code):
        return deny("deals.objection.not_officer", _("Officers of the region decide objections."))
    if sides(deal) & (actor.organization_ids | actor.delegated):
        return deny(
            "deals.objection.own_side", _("You belong to one of the sides; somebody else decides.")
        )
    if actor.user_id in {objection.raised_by_id, deal.broker_id}:
        return deny(
            "deals.objection.own_case",
            _("You raised it, or broker the deal; somebody else decides."),
        )
    return ALLOW


def can_split_fee(actor: Actor, deal: Deal) -> Decision:
    """The broker of the deal, and officers of the region who belong to neither side."""
    officer = actor.holds(RegionRole.OFFICER, within=deal.region_code)
    neutral = not sides(deal) & (actor.organization_ids | actor.delegated)
    if actor.is_system or is_broker(actor, deal) or (officer and neutral):
        return ALLOW
    return deny("deals.fee.not_broker", _("The broker of the deal splits the fee."))


def can_read_funnel(actor: Actor) -> Decision:
    """Officers, operators and auditors."""
    if actor.is_system or actor.holds(RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR):
        return ALLOW
    return deny("deals.funnel.not_officer", _("The funnel is for officers of a region."))
