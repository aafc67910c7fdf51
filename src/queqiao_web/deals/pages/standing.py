"""What is open to everybody now: listings, auctions, prices under public notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models import Pricing
from queqiao_web.deals.queries import prices_standing, sellers_known_to
from queqiao_web.deals.states import PriceMode, PricingState
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.ui.lists import ChoiceFilter, IndustryFilter, Order, list_page

KINDS = (
    ("listing", _("Listings")),
    ("auction", _("Auctions")),
    ("notice", _("Under public notice")),
)
ORDERS = (
    Order("ending", _("Ending soonest first"), "ends_on", may_be_empty=True),
    Order("newest", _("Newest first"), "-id"),
)


def _of_kind(value: str) -> Q:
    return Q(state=PricingState.NOTICED) if value == "notice" else Q(mode=value)


FILTERS = (
    ChoiceFilter("kind", _("What is open"), KINDS, condition=_of_kind),
    IndustryFilter(field="deal__achievement__industry_code"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A price as the list shows it; ``seller`` is empty where the reader may not know it."""

    pricing: Pricing
    seller: str
    phase: str


@page(permission=PUBLIC)
def price_list(request: Request) -> HttpResponse:
    """Everything that one can bid in, take or object to now."""
    shown = list_page(request, prices_standing(), name="prices", filters=FILTERS, orders=ORDERS)
    prices = cast("list[Pricing]", shown.rows)
    known = sellers_known_to(request.actor, prices)
    rows = [
        Standing(
            pricing=row,
            seller=row.deal.achievement_organization.name if row.pk in known else "",
            phase=phase_of(row, request.received_at),
        )
        for row in prices
    ]
    return render(request, "deals/prices.html", {"page": shown, "standing": rows})


def phase_of(pricing: Pricing, at: datetime) -> str:
    """
    How far an open price is: ``coming`` or ``bidding`` an auction, ``takeable`` a listing, under
    ``notice``, ``contested`` where an objection outlasts the notice, ``ending`` for the platform.
    """
    if pricing.mode == PriceMode.AUCTION:
        if pricing.opens_at is not None and at < pricing.opens_at:
            return "coming"
        return "bidding" if pricing.closes_at is None or at < pricing.closes_at else "ending"
    if pricing.notice_through is not None and legal_day(at) <= pricing.notice_through:
        return "notice"
    if pricing.is_contested:  # as ``prices_standing`` found it
        return "contested"
    return "takeable" if pricing.mode == PriceMode.LISTING else "ending"
