"""What everybody may look at: auctions, listings, public notices; bidding and objecting."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.deals import actions, forms
from queqiao_web.deals.models import Bidder, Objection, Pricing
from queqiao_web.deals.permissions import (
    can_decide_objection,
    can_object,
    can_register_as_bidder,
    can_set_terms,
)
from queqiao_web.deals.queries import (
    deals_visible_to,
    notices_open_to_all,
    pricings_open_to_all,
    sellers_known_to,
)
from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import Order, list_page
from queqiao_web.organizations.queries import organizations_visible_to


@page(permission=PUBLIC)
def notice_list(request: Request) -> HttpResponse:
    """Prices under public notice."""
    shown = list_page(
        request,
        notices_open_to_all().order_by(),
        name="notices",
        filters=(),
        orders=(Order("newest", _("Newest first"), "-notice_from"),),
    )
    prices = cast("list[Pricing]", shown.rows)
    known = sellers_known_to(request.actor, prices)
    for row in prices:
        row.seller = row.deal.achievement_organization.name if row.pk in known else ""
    return render(request, "deals/notices.html", {"page": shown})


@page(permission=PUBLIC)
def pricing_detail(request: Request, code: str) -> HttpResponse:
    """An auction, a listing or a price under notice."""
    return _shown(request, _pricing(code))


@require_POST
@page(permission=can_register_as_bidder)
def bidder_register(request: Request, code: str) -> HttpResponseBase:
    """Take part in an auction."""
    pricing = _pricing(code)
    return _done(
        request,
        pricing,
        lambda: actions.register_as_bidder(
            actor=request.actor,
            at=request.received_at,
            pricing_id=pricing.pk,
            organization_id=_number(request, "organization"),
        ),
        _("You are registered; bidding opens to you once the bond is recorded."),
    )


@require_POST
@page(permission=can_set_terms)
def bond_record(request: Request, code: str) -> HttpResponseBase:
    """Note a bidder's bond."""
    pricing = _pricing(code)
    bidder = get_visible_or_404(
        Bidder.objects.filter(pricing=pricing), code=request.POST.get("bidder", "")
    )
    return _done(
        request,
        pricing,
        lambda: actions.record_bond(
            actor=request.actor, at=request.received_at, bidder_id=bidder.pk
        ),
        _("The bond is recorded."),
    )


@require_POST
@page(permission=can_register_as_bidder)
def bid_place(request: Request, code: str) -> HttpResponseBase:
    """Bid."""
    pricing = _pricing(code)
    form = forms.BidForm(request.POST)
    amount = form.cleaned_data.get("amount_cny") if form.is_valid() else None
    bidder = get_visible_or_404(
        Bidder.objects.filter(pricing=pricing), code=request.POST.get("bidder", "")
    )
    return _done(
        request,
        pricing,
        lambda: actions.place_bid(
            actor=request.actor, at=request.received_at, bidder_id=bidder.pk, amount_cny=amount
        ),
        _("Your bid stands."),
    )


@require_POST
@page(permission=can_register_as_bidder)
def listing_take(request: Request, code: str) -> HttpResponseBase:
    """Take a listing."""
    pricing = _pricing(code)
    return _done(
        request,
        pricing,
        lambda: actions.take_listing(
            actor=request.actor,
            at=request.received_at,
            pricing_id=pricing.pk,
            organization_id=_number(request, "organization"),
        ),
        _("The achievement is yours at the listed price; the contract comes next."),
    )


@require_POST
@page(permission=can_object)
def objection_raise(request: Request, code: str) -> HttpResponseBase:
    """Object to a price."""
    pricing = _pricing(code)
    return _done(
        request,
        pricing,
        lambda: actions.raise_objection(
            actor=request.actor,
            at=request.received_at,
            pricing_id=pricing.pk,
            text=request.POST.get("text", ""),
        ),
        _("Your objection is recorded; an officer decides on it and you get the answer."),
    )


@require_POST
@page(permission=can_decide_objection)
def objection_decide(request: Request, code: str) -> HttpResponseBase:
    """Uphold or dismiss an objection."""
    pricing = _pricing(code)
    objection = get_visible_or_404(
        Objection.objects.filter(pricing=pricing), code=request.POST.get("objection", "")
    )
    return _done(
        request,
        pricing,
        lambda: actions.decide_objection(
            actor=request.actor,
            at=request.received_at,
            objection_id=objection.pk,
            to=request.POST.get("to", ""),
            answer=request.POST.get("answer", ""),
        ),
        _("The objection is decided."),
    )


def _pricing(code: str) -> Pricing:
    rows = pricings_open_to_all() | notices_open_to_all().order_by()
    return get_visible_or_404(rows, code=code)


def _number(request: Request, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() else 0


def _done(request: Request, pricing: Pricing, act: object, words: str) -> HttpResponseBase:
    """Do it, and come back with what happened."""
    try:
        act()  # type: ignore[operator] # one of the calls above
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, problem.text)
    except Conflict as error:
        messages.error(request, error.text)
    else:
        messages.success(request, words)
    return redirect("pricing_detail", code=pricing.code)


def _shown(request: Request, pricing: Pricing) -> HttpResponse:
    """What is shown names bidders by their number only; one's own is marked."""
    actor = request.actor
    ours = actor.organization_ids | actor.delegated
    bids = list(pricing.bids.select_related("bidder")[:20])
    mine = pricing.bidders.filter(organization__in=ours)
    sells = can_set_terms(actor, pricing.deal)
    writing = (
        organizations_visible_to(actor)
        .filter(pk__in=[pk for pk in ours if actor.acts_for(pk)])
        .exclude(pk=pricing.deal.achievement_organization_id)
    )
    objections = list(pricing.objections.all())
    decide = can_decide_objection(actor, objections[0]) if objections else None
    seen = [
        one
        for one in objections
        if decide or one.raised_by_id == actor.user_id or sells or one.answer
    ]
    frame = {
        "pricing": pricing,
        "achievement": pricing.deal.achievement,
        "seller": pricing.deal.achievement_organization
        if sellers_known_to(actor, [pricing])
        else None,
        "own_deal": deals_visible_to(actor).filter(pk=pricing.deal_id).first(),
        "bids": [(bid, bid.bidder.organization_id in ours) for bid in bids],
        "highest": bids[0].amount_cny if bids else None,
        "least": actions.least_bid(pricing) if pricing.floor_cny else Decimal(0),
        "mine": mine.first(),
        "bidders": pricing.bidders.select_related("organization") if sells else (),
        "sells": sells,
        "writing": writing if actor.is_known else (),
        "may_register": can_register_as_bidder(actor, pricing),
        "may_object": can_object(actor, pricing),
        "may_decide": decide,
        "objections": seen,
        "bid_form": forms.BidForm(),
        "objection_form": forms.ObjectionForm(),
        "decision_form": forms.DecisionForm(),
    }
    template = "deals/auction_part.html" if request.htmx else "deals/pricing.html"
    return render(request, template, frame)
