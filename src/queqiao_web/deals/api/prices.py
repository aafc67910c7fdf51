"""Prices that everybody may look at: listings, auctions, public notices."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from ninja import Query

from queqiao_web.deals import actions, permissions
from queqiao_web.deals.api.deals import READ, WRITE
from queqiao_web.deals.models import Bidder, Objection, Pricing
from queqiao_web.deals.queries import (
    notices_open_to_all,
    prices_standing,
    pricings_open_to_all,
    sellers_known_to,
)
from queqiao_web.deals.schemas.inputs import (
    BidIn,
    BondIn,
    DecisionIn,
    ObjectionIn,
    PricingQuery,
    TakerIn,
)
from queqiao_web.deals.schemas.outputs import (
    BidderOut,
    BidOut,
    ObjectionOut,
    PricingBrief,
    PricingOut,
    pricing_brief,
)
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.api import Code, Owner, Page, Router, page_of
from queqiao_web.foundation.http import PUBLIC, Request
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.organizations.queries import organizations_visible_to

ONE = "/prices/{code}"
_BIDS_SHOWN = 20
router = Router(tags=["prices"])


@router.reads("list_prices", "/prices", scope=READ, permission=PUBLIC, answer=Page[PricingBrief])
def list_prices(request: Request, query: Query[PricingQuery]) -> Page[PricingBrief]:
    """Listings, auctions and public notices, the newest first."""
    rows = prices_standing() if query.standing else _open_to_all()
    if query.mode:
        rows = rows.filter(mode=query.mode)
    if query.state:
        rows = rows.filter(state=query.state)
    if query.industry:
        rows = rows.filter(deal__achievement__industry_code__startswith=query.industry)

    def show(part: Sequence[Pricing]) -> list[PricingBrief]:
        known = sellers_known_to(request.actor, part)
        return [
            pricing_brief(row, row.deal.achievement_organization if row.pk in known else None)
            for row in part
        ]

    return page_of(rows, query, show)


@router.reads("get_price", ONE, scope=READ, permission=PUBLIC, answer=PricingOut)
def get_price(request: Request, code: Code) -> PricingOut:
    """One price; bidders are numbers to each other."""
    return _shown(request.actor, _find(code))


@router.acts(
    "register_as_bidder",
    f"{ONE}/bidders",
    scope=WRITE,
    permission=permissions.can_register_as_bidder,
    answer=PricingOut,
)
def register_as_bidder(request: Request, code: Code, body: TakerIn) -> PricingOut:
    """Take part for an organization of yours."""
    pricing = _find(code)
    actions.register_as_bidder(
        actor=request.actor,
        at=request.received_at,
        pricing_id=pricing.pk,
        organization_id=_organization(request, body.organization),
    )
    return _shown(request.actor, _find(code))


@router.acts(
    "record_bond",
    f"{ONE}/bonds",
    scope=WRITE,
    permission=permissions.can_set_terms,
    answer=PricingOut,
)
def record_bond(request: Request, code: Code, body: BondIn) -> PricingOut:
    """Note that a bidder's bond was received."""
    bidder = get_visible_or_404(Bidder.objects.filter(pricing=_find(code)), code=body.bidder)
    actions.record_bond(actor=request.actor, at=request.received_at, bidder_id=bidder.pk)
    return _shown(request.actor, _find(code))


@router.acts(
    "place_bid",
    f"{ONE}/bids",
    scope=WRITE,
    permission=permissions.can_register_as_bidder,
    answer=PricingOut,
)
def place_bid(request: Request, code: Code, body: BidIn) -> PricingOut:
    """Bid. Of two bids of the same moment one stands and the other is told."""
    bidder = get_visible_or_404(Bidder.objects.filter(pricing=_find(code)), code=body.bidder)
    actions.place_bid(
        actor=request.actor,
        at=request.received_at,
        bidder_id=bidder.pk,
        amount_cny=body.amount_cny,
    )
    return _shown(request.actor, _find(code))


@router.acts(
    "take_listing",
    f"{ONE}/take",
    scope=WRITE,
    permission=permissions.can_register_as_bidder,
    answer=PricingOut,
)
def take_listing(request: Request, code: Code, body: TakerIn) -> PricingOut:
    """Take an achievement at its listed price."""
    actions.take_listing(
        actor=request.actor,
        at=request.received_at,
        pricing_id=_find(code).pk,
        organization_id=_organization(request, body.organization),
    )
    return _shown(request.actor, _find(code))


@router.acts(
    "raise_objection",
    f"{ONE}/objections",
    scope=WRITE,
    permission=permissions.can_object,
    answer=PricingOut,
)
def raise_objection(request: Request, code: Code, body: ObjectionIn) -> PricingOut:
    """Object to a price while its notice runs."""
    actions.raise_objection(
        actor=request.actor, at=request.received_at, pricing_id=_find(code).pk, text=body.text
    )
    return _shown(request.actor, _find(code))


@router.acts(
    "decide_objection",
    f"{ONE}/objections/decide",
    scope=WRITE,
    permission=permissions.can_decide_objection,
    answer=PricingOut,
)
def decide_objection(request: Request, code: Code, body: DecisionIn) -> PricingOut:
    """Uphold or dismiss an objection, with reasons."""
    objection = get_visible_or_404(
        Objection.objects.filter(pricing=_find(code)), code=body.objection
    )
    actions.decide_objection(
        actor=request.actor,
        at=request.received_at,
        objection_id=objection.pk,
        to=body.to,
        answer=body.answer,
    )
    return _shown(request.actor, _find(code))


def _open_to_all() -> QuerySet[Pricing]:
    return (pricings_open_to_all() | notices_open_to_all().order_by()).select_related(
        "deal__achievement", "deal__achievement_organization"
    )


def _find(code: str) -> Pricing:
    return get_visible_or_404(_open_to_all(), code=code)


def _organization(request: Request, code: str) -> int:
    return get_visible_or_404(organizations_visible_to(request.actor), code=code).pk


def _shown(actor: Actor, pricing: Pricing) -> PricingOut:
    ours = actor.organization_ids | actor.delegated
    bids = list(pricing.bids.select_related("bidder")[:_BIDS_SHOWN])
    known = sellers_known_to(actor, [pricing])
    seller = pricing.deal.achievement_organization if known else None
    return PricingOut(
        **dict(pricing_brief(pricing, seller)),
        bids=[
            BidOut(
                bidder=bid.bidder.number,
                amount_cny=bid.amount_cny,
                is_yours=bid.bidder.organization_id in ours,
                placed_at=bid.created_at,
            )
            for bid in bids
        ],
        least_bid_cny=actions.least_bid(pricing) if pricing.floor_cny else None,
        bidders=[_bidder(one) for one in _bidders(actor, pricing)],
        objections=[ObjectionOut.model_validate(one) for one in _objections(actor, pricing)],
    )


def _bidders(actor: Actor, pricing: Pricing) -> list[Bidder]:
    """All for the seller, one's own for a bidder."""
    rows = pricing.bidders.select_related("organization").order_by("number")
    if not permissions.can_set_terms(actor, pricing.deal):
        rows = rows.filter(organization__in=actor.organization_ids | actor.delegated)
    return list(rows)


def _objections(actor: Actor, pricing: Pricing) -> list[Objection]:
    """Answered ones for everybody; open ones for whoever raised, decides on or sells."""
    sells = permissions.can_set_terms(actor, pricing.deal)
    return [
        one
        for one in pricing.objections.select_related("pricing__deal")
        if one.answer
        or one.raised_by_id == actor.user_id
        or sells
        or permissions.can_decide_objection(actor, one)
    ]


def _bidder(row: Bidder) -> BidderOut:
    return BidderOut(
        code=row.code,
        number=row.number,
        organization=Owner.of(row.organization),
        has_bond=row.bond_received_at is not None,
    )
