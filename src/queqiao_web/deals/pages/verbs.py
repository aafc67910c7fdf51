"""The buttons and forms of a deal: each posts, does one action, and comes back to the deal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from queqiao_web.deals import actions, forms
from queqiao_web.deals.models import Contract, Deal, DealTask, Pricing
from queqiao_web.deals.pages.record import find_deal, show_deal
from queqiao_web.deals.permissions import (
    can_keep_accounts,
    can_lose_deal,
    can_move_deal,
    can_price,
    can_set_terms,
    can_sign_nda,
    can_split_fee,
    can_write_in_deal,
)
from queqiao_web.deals.states import PricingState
from queqiao_web.foundation.access import Decision
from queqiao_web.foundation.errors import Conflict, Invalid, NotThere
from queqiao_web.foundation.http import Request, page

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

Do = Callable[[Request, Deal, Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with a deal: its form, if it has one, who may, and what is said after it."""

    permission: Callable[..., Decision]
    do: Do
    done: Text
    form: Callable[..., Form] | None = None


def _who(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.received_at}


def _moves(action: Callable[..., object]) -> Do:
    return lambda request, deal, _given: action(**_who(request), deal_id=deal.pk)


def _takes(action: Callable[..., object], *names: str) -> Do:
    """An action that takes these fields of the form under their own names."""

    def do(request: Request, deal: Deal, given: Mapping[str, Any]) -> object:
        return action(**_who(request), deal_id=deal.pk, **{name: given.get(name) for name in names})

    return do


def _contract(deal: Deal) -> Contract:
    found = Contract.objects.filter(deal=deal).first()
    if found is None:
        raise NotThere
    return found


def _pricing(deal: Deal) -> Pricing:
    found = deal.pricings.exclude(state=PricingState.FAILED).first()
    if found is None:
        raise NotThere
    return found


def _sign(request: Request, deal: Deal, given: Mapping[str, Any]) -> object:
    whole = dict(given)
    for name in ("non_technical_cny", "direct_cost_cny"):
        whole[name] = whole.get(name) or Decimal(0)
    return actions.sign_contract(**_who(request), deal_id=deal.pk, terms=actions.Terms(**whole))


def _agree(request: Request, deal: Deal, given: Mapping[str, Any]) -> object:
    del given
    stated = request.POST.get("price_cny", "")
    return actions.agree_to_price(
        **_who(request),
        pricing_id=_pricing(deal).pk,
        price_cny=Decimal(stated) if stated.replace(".", "", 1).isdecimal() else Decimal(-1),
    )


def _task(request: Request, deal: Deal, given: Mapping[str, Any]) -> object:
    chosen = given.get("organization") or ""
    return actions.plan_task(
        **_who(request),
        deal_id=deal.pk,
        title=given.get("title", ""),
        due_on=given.get("due_on"),
        organization_id=int(chosen) if chosen.isdecimal() else None,
    )


def _finish(request: Request, deal: Deal, given: Mapping[str, Any]) -> object:
    del given
    task = DealTask.objects.filter(deal=deal, code=request.POST.get("task", "")).first()
    if task is None:
        raise NotThere
    return actions.finish_task(**_who(request), task_id=task.pk)


def _fee(request: Request, deal: Deal, given: Mapping[str, Any]) -> object:
    shares = {
        int(name.removeprefix("share_")): value / 100
        for name, value in given.items()
        if name.startswith("share_") and value
    }
    return actions.split_fee(**_who(request), deal_id=deal.pk, shares=shares)


def _fee_form(data: Any, deal: Deal) -> Form:  # noqa: ANN401 -- Django's own
    people = {one.user_id: str(one.user) for one in deal.contributions.select_related("user")}
    return forms.FeeForm(data, people=sorted(people.items()))


STEPS: Mapping[str, Step] = {
    "contact": Step(can_move_deal, _moves(actions.record_contact), _("Contact is recorded.")),
    "nda": Step(can_sign_nda, _moves(actions.sign_nda), _("Your signature is recorded.")),
    "evaluate": Step(
        can_move_deal, _moves(actions.start_evaluation), _("The evaluation has begun.")
    ),
    "evaluation": Step(
        can_move_deal,
        _takes(actions.start_negotiation, "evaluation"),
        _("The negotiation has begun."),
        forms.EvaluationForm,
    ),
    "pricing": Step(can_move_deal, _moves(actions.start_pricing), _("Now find the price.")),
    "price": Step(
        can_price,
        _takes(actions.propose_price, "price_cny"),
        _("The price is proposed; the other side is asked."),
        forms.PriceForm,
    ),
    "agree": Step(can_price, _agree, _("You agree to the price.")),
    "listing": Step(
        can_set_terms,
        _takes(actions.list_price, "price_cny", "notice_text"),
        _("The price is listed."),
        forms.ListingForm,
    ),
    "auction": Step(
        can_set_terms,
        _takes(actions.call_auction, "floor_cny", "step_cny", "bond_cny", "opens_at", "closes_at"),
        _("The auction is called."),
        forms.AuctionForm,
    ),
    "giveup": Step(
        can_set_terms,
        lambda request, deal, _given: actions.give_price_up(
            **_who(request), pricing_id=_pricing(deal).pk
        ),
        _("Back to the negotiation."),
    ),
    "contract": Step(can_move_deal, _sign, _("The contract is recorded."), forms.ContractForm),
    "registration": Step(
        can_keep_accounts,
        lambda request, deal, given: actions.register_contract(
            **_who(request), contract_id=_contract(deal).pk, **given
        ),
        _("The registration is recorded."),
        forms.RegistrationForm,
    ),
    "receipt": Step(
        can_keep_accounts,
        lambda request, deal, given: actions.record_receipt(
            **_who(request), contract_id=_contract(deal).pk, **given
        ),
        _("The receipt is recorded."),
        forms.ReceiptForm,
    ),
    "production": Step(
        can_move_deal,
        lambda request, deal, given: actions.record_production(
            **_who(request),
            deal_id=deal.pk,
            since=given.get("producing_since"),
            evidence=given.get("production_evidence", ""),
            yearly_revenue_cny=given.get("yearly_revenue_cny"),
        ),
        _("Production is recorded."),
        forms.ProductionForm,
    ),
    "loss": Step(
        can_lose_deal,
        lambda request, deal, given: actions.lose_deal(
            **_who(request),
            deal_id=deal.pk,
            reason=given.get("loss_reason", ""),
            text=given.get("loss_text", ""),
        ),
        _("The deal is closed."),
        forms.LossForm,
    ),
    "message": Step(
        can_write_in_deal,
        _takes(actions.write_message, "text"),
        _("Your message is sent."),
        forms.MessageForm,
    ),
    "task": Step(can_write_in_deal, _task, _("The task is planned."), forms.TaskForm),
    "finish": Step(can_write_in_deal, _finish, _("The task is done.")),
    "contribution": Step(
        can_write_in_deal,
        _takes(actions.record_contribution, "kind", "note", "happened_on"),
        _("The contribution is recorded."),
        forms.ContributionForm,
    ),
    "fee": Step(can_split_fee, _fee, _("The fee is split."), _fee_form),
}


def _form(step: Step, request: Request, deal: Deal) -> Form | None:
    if step.form is None:
        return None
    if step.form in {forms.TaskForm, _fee_form}:
        return step.form(request.POST, deal=deal)
    return step.form(request.POST)


def _page_of(name: str, step: Step) -> Callable[..., HttpResponseBase]:
    @page(permission=step.permission)
    @require_POST
    def act(request: Request, code: str) -> HttpResponseBase:
        deal = find_deal(request, code)
        form = _form(step, request, deal)
        if form is not None and not form.is_valid():
            return show_deal(request, deal, bound={name: form}, status=422)
        try:
            step.do(request, deal, form.cleaned_data if form is not None else {})
        except Invalid as error:
            if form is None:
                for problem in error.problems:
                    messages.error(request, problem.text)
                return redirect("deal_detail", code=code)
            for problem in error.problems:
                field = problem.field if problem.field in form.fields else None
                form.add_error(field, str(problem.text))
            deal.refresh_from_db()
            return show_deal(request, deal, bound={name: form}, status=422)
        except Conflict as error:
            messages.error(request, error.text)
        else:
            messages.success(request, step.done)
        return redirect("deal_detail", code=code)

    return act


STEP_PAGES = {name: _page_of(name, step) for name, step in STEPS.items()}
