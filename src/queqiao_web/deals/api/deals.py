"""Deals: lists, one of them, and beginning one."""

from __future__ import annotations

from ninja import Query

from queqiao_web.deals import actions, permissions
from queqiao_web.deals.models import Contract, Deal
from queqiao_web.deals.queries import deals_visible_to, for_deal_list
from queqiao_web.deals.schemas.inputs import DealQuery
from queqiao_web.deals.schemas.outputs import DealBrief, DealOut, deal_brief, deal_whole
from queqiao_web.deals.states import PricingState
from queqiao_web.foundation.access import region_prefix
from queqiao_web.foundation.api import Code, Page, Router, page_of
from queqiao_web.foundation.api.files import file_endpoints
from queqiao_web.foundation.http import Request
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.matching.queries import introductions_visible_to

READ, WRITE = "deals:read", "deals:write"
router = Router(tags=["deals"])


@router.reads(
    "list_deals",
    "/deals",
    scope=READ,
    permission=permissions.can_read_deals,
    answer=Page[DealBrief],
)
def list_deals(request: Request, query: Query[DealQuery]) -> Page[DealBrief]:
    """The deals that you take part in or answer for, the newest first."""
    rows = for_deal_list(deals_visible_to(request.actor))
    if query.state:
        rows = rows.filter(state=query.state)
    if query.region:
        rows = rows.filter(region_code__startswith=region_prefix(query.region))
    if query.demand:
        rows = rows.filter(demand__code=query.demand)
    if query.achievement:
        rows = rows.filter(achievement__code=query.achievement)
    return page_of(rows, query, lambda part: [deal_brief(row) for row in part])


@router.reads(
    "get_deal",
    "/deals/{code}",
    scope=READ,
    permission=permissions.can_read_deals,
    answer=DealOut,
)
def get_deal(request: Request, code: Code) -> DealOut:
    """One deal with its price, contract, receipts, messages and tasks."""
    return shown(find_deal(request, code))


@router.creates(
    "open_deal",
    "/introductions/{code}/deal",
    scope=WRITE,
    permission=permissions.can_open_deal,
    answer=DealOut,
)
def open_deal(request: Request, code: Code) -> DealOut:
    """Begin a deal from an introduction."""
    introduction = get_visible_or_404(introductions_visible_to(request.actor), code=code)
    deal = actions.open_deal(
        actor=request.actor, at=request.received_at, introduction_id=introduction.pk
    )
    return again(deal)


def find_deal(request: Request, code: str) -> Deal:
    """
    The deal, where the actor takes part in it or answers for its region.

    Raises:
        NotThere: they do neither, or there is none.
    """
    rows = for_deal_list(deals_visible_to(request.actor)).select_related(
        "demand",
        "achievement",
        "demand_organization",
        "achievement_organization",
        "broker",
        "introduction",
    )
    return get_visible_or_404(rows, code=code)


def again(deal: Deal) -> DealOut:
    """The deal as it stands now."""
    return shown(for_deal_list(Deal.objects.all()).get(pk=deal.pk))


def shown(deal: Deal) -> DealOut:
    """The deal with all that belongs to it."""
    pricing = deal.pricings.exclude(state=PricingState.FAILED).first()
    return deal_whole(deal, pricing, Contract.objects.filter(deal=deal).first())


file_endpoints(
    router,
    "deal",
    "/deals/{code}",
    find=find_deal,
    can_attach=permissions.can_write_in_deal,
    reading=READ,
    writing=WRITE,
)
