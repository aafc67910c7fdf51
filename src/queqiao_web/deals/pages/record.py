"""The record page of a deal: where it stands, what comes next, everything that was said."""

from __future__ import annotations

from django.db.models import Sum
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from queqiao_web.deals import forms
from queqiao_web.deals.models import Contract, Deal
from queqiao_web.deals.permissions import (
    can_keep_accounts,
    can_lose_deal,
    can_move_deal,
    can_open_deal,
    can_read_deals,
    can_set_terms,
    can_sign_nda,
    can_split_fee,
    can_write_in_deal,
)
from queqiao_web.deals.queries import deals_visible_to, for_deal_list, price_failed_of
from queqiao_web.deals.states import STEPS, DealState, ObjectionState, PricingState
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.timeline import timeline_of
from queqiao_web.matching.queries import introductions_visible_to


@page(permission=can_read_deals)
def deal_detail(request: Request, code: str) -> HttpResponse:
    """The deal as it stands."""
    return show_deal(request, find_deal(request, code))


@require_POST
@page(permission=can_open_deal)
def deal_open(request: Request, code: str) -> HttpResponseBase:
    """Begin a deal from an introduction."""
    from queqiao_web.deals.actions import open_deal  # noqa: PLC0415 -- circle of pages and actions

    introduction = get_visible_or_404(introductions_visible_to(request.actor), code=code)
    deal = open_deal(actor=request.actor, at=request.received_at, introduction_id=introduction.pk)
    return redirect("deal_detail", code=deal.code)


def find_deal(request: Request, code: str) -> Deal:
    """The deal, where this person takes part in it or answers for its region."""
    rows = for_deal_list(deals_visible_to(request.actor)).select_related(
        "demand", "achievement", "demand_organization", "achievement_organization", "broker"
    )
    return get_visible_or_404(rows, code=code)


def show_deal(
    request: Request,
    deal: Deal,
    *,
    bound: dict[str, BaseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The record page; ``bound`` are forms that came back with errors, by their name."""
    actor = request.actor
    contract = Contract.objects.filter(deal=deal).first()
    pricing = deal.pricings.exclude(state=PricingState.FAILED).first()
    received = (
        contract.receipts.aggregate(all=Sum("amount_cny"))["all"] if contract is not None else None
    )
    given = bound or {}
    failed = price_failed_of(deal)
    frame = {
        "deal": deal,
        "steps": _steps(deal),
        "pricing": pricing,
        "contract": contract,
        "plan": contract.plan.all() if contract is not None else (),
        "receipts": contract.receipts.prefetch_related("payouts") if contract is not None else (),
        "received": received,
        "messages_written": deal.messages.select_related("author"),
        "tasks": deal.tasks.select_related("organization"),
        "contributions": deal.contributions.select_related("user"),
        "fee_shares": deal.fee_shares.select_related("user"),
        "failed": failed,
        "upheld": failed.objections.filter(state=ObjectionState.UPHELD).first() if failed else None,
        "may_move": can_move_deal(actor, deal),
        "may_account": can_keep_accounts(actor, deal),
        "may_write": can_write_in_deal(actor, deal),
        "may_lose": can_lose_deal(actor, deal),
        "may_sign_nda": can_sign_nda(actor, deal),
        "may_set_terms": can_set_terms(actor, deal),
        "may_split": can_split_fee(actor, deal),
        "acts_for_taker": actor.acts_for(deal.demand_organization_id),
        "acts_for_giver": actor.acts_for(deal.achievement_organization_id),
        "forms": {name: given.get(name) or form for name, form in _forms(deal, contract).items()},
        "opened": next(iter(given), ""),
        "entries": timeline_of(deal, most=100),
    }
    return render(request, "deals/detail.html", frame, status=status)


def _forms(deal: Deal, contract: Contract | None) -> dict[str, BaseForm]:
    """The forms that may be wanted on the page, by their name."""
    settled = deal.pricings.filter(state=PricingState.SETTLED).first()
    price = {"amount_cny": settled.price_cny} if settled is not None else {}
    people = {one.user_id: str(one.user) for one in deal.contributions.select_related("user")}
    found: dict[str, BaseForm] = {
        "evaluation": forms.EvaluationForm(initial={"evaluation": deal.evaluation}),
        "loss": forms.LossForm(),
        "price": forms.PriceForm(),
        "listing": forms.ListingForm(),
        "auction": forms.AuctionForm(),
        "contract": forms.ContractForm(initial=price),
        "production": forms.ProductionForm(),
        "message": forms.MessageForm(),
        "task": forms.TaskForm(deal=deal),
        "contribution": forms.ContributionForm(),
        "fee": forms.FeeForm(people=sorted(people.items(), key=lambda pair: pair[1])),
    }
    if contract is not None:
        found["registration"] = forms.RegistrationForm()
        found["receipt"] = forms.ReceiptForm()
    return found


def _steps(deal: Deal) -> list[dict[str, object]]:
    """The way of the deal: each step with the day it was reached, and the one where it is."""
    moments = {
        DealState.INTRODUCED: deal.created_at,
        DealState.CONTACTED: deal.contacted_at,
        DealState.NDA: deal.nda_at,
        DealState.EVALUATING: deal.evaluating_at,
        DealState.NEGOTIATING: deal.negotiating_at,
        DealState.PRICING: deal.pricing_at,
        DealState.CONTRACTED: deal.contracted_at,
        DealState.REGISTERED: deal.registered_at,
        DealState.PAID: deal.paid_at,
        DealState.PRODUCING: deal.producing_at,
    }
    return [
        {"label": step.label, "at": moments[step], "is_here": deal.state == step} for step in STEPS
    ]
