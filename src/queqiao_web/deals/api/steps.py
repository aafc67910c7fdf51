"""Every step of a deal: one endpoint for each verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from queqiao_web.accounts.models import User
from queqiao_web.deals import actions, permissions
from queqiao_web.deals.api.deals import WRITE, again, find_deal
from queqiao_web.deals.models import Contract, Deal, DealTask, Pricing
from queqiao_web.deals.schemas import inputs
from queqiao_web.deals.schemas.outputs import DealOut
from queqiao_web.deals.states import PricingState
from queqiao_web.foundation.access import Decision
from queqiao_web.foundation.api import Code, Input, Router
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http import Request

router = Router(tags=["deals"])


def _step(
    name: str, verb: str, permission: Callable[..., Decision], about: str
) -> Callable[[Callable[..., DealOut]], Callable[..., DealOut]]:
    """Declare the endpoint of one step."""

    def declared(view: Callable[..., DealOut]) -> Callable[..., DealOut]:
        view.__doc__ = about
        return router.acts(
            name,
            f"/deals/{{code}}/{verb}",
            scope=WRITE,
            permission=permission,
            answer=DealOut,
        )(view)

    return declared


def _moves(
    name: str,
    verb: str,
    action: Callable[..., object],
    permission: Callable[..., Decision],
    about: str,
) -> None:
    """A step with nothing further to say."""

    @_step(name, verb, permission, about)
    def act(request: Request, code: Code) -> DealOut:
        deal = find_deal(request, code)
        action(**_who(request), deal_id=deal.pk)
        return again(deal)


_moves(
    "record_contact",
    "contact",
    actions.record_contact,
    permissions.can_move_deal,
    "Say that the two sides are in contact.",
)
_moves(
    "sign_nda",
    "nda",
    actions.sign_nda,
    permissions.can_sign_nda,
    "Sign the NDA for your side; signed by both it opens the secret annexes.",
)
_moves(
    "start_evaluation",
    "evaluation",
    actions.start_evaluation,
    permissions.can_move_deal,
    "Begin to evaluate the technology.",
)
_moves(
    "start_pricing",
    "pricing",
    actions.start_pricing,
    permissions.can_move_deal,
    "Begin to find the price.",
)


@_step(
    "start_negotiation",
    "negotiation",
    permissions.can_move_deal,
    "Say what the evaluation found, and negotiate.",
)
def start_negotiation(request: Request, code: Code, body: inputs.EvaluationIn) -> DealOut:
    deal = find_deal(request, code)
    actions.start_negotiation(**_who(request), deal_id=deal.pk, evaluation=body.evaluation)
    return again(deal)


@_step("propose_price", "price", permissions.can_price, "Propose a price to the other side.")
def propose_price(request: Request, code: Code, body: inputs.PriceIn) -> DealOut:
    deal = find_deal(request, code)
    actions.propose_price(**_who(request), deal_id=deal.pk, price_cny=body.price_cny)
    return again(deal)


@_step(
    "agree_to_price",
    "agreement",
    permissions.can_price,
    "Agree to the price that you name, which is the one proposed.",
)
def agree_to_price(request: Request, code: Code, body: inputs.ListingIn) -> DealOut:
    deal = find_deal(request, code)
    actions.agree_to_price(
        **_who(request),
        pricing_id=_pricing(deal).pk,
        price_cny=body.price_cny,
        notice_text=body.notice_text,
    )
    return again(deal)


@_step("list_price", "listing", permissions.can_set_terms, "List a price for everybody to see.")
def list_price(request: Request, code: Code, body: inputs.ListingIn) -> DealOut:
    deal = find_deal(request, code)
    actions.list_price(**_who(request), deal_id=deal.pk, **_given(body))
    return again(deal)


@_step("call_auction", "auction", permissions.can_set_terms, "Call an auction.")
def call_auction(request: Request, code: Code, body: inputs.AuctionIn) -> DealOut:
    deal = find_deal(request, code)
    actions.call_auction(**_who(request), deal_id=deal.pk, **_given(body))
    return again(deal)


@_step(
    "give_price_up",
    "price/give-up",
    permissions.can_set_terms,
    "Give this attempt at a price up, and negotiate again.",
)
def give_price_up(request: Request, code: Code) -> DealOut:
    deal = find_deal(request, code)
    actions.give_price_up(**_who(request), pricing_id=_pricing(deal).pk)
    return again(deal)


@_step("sign_contract", "contract", permissions.can_move_deal, "Record the signed contract.")
def sign_contract(request: Request, code: Code, body: inputs.ContractIn) -> DealOut:
    deal = find_deal(request, code)
    actions.sign_contract(**_who(request), deal_id=deal.pk, terms=inputs.terms_of(body))
    return again(deal)


@_step(
    "register_contract",
    "registration",
    permissions.can_keep_accounts,
    "Record the registration; the rules tell the technology transaction amount.",
)
def register_contract(request: Request, code: Code, body: inputs.RegistrationIn) -> DealOut:
    deal = find_deal(request, code)
    actions.register_contract(**_who(request), contract_id=_contract(deal).pk, **_given(body))
    return again(deal)


@_step(
    "record_receipt",
    "receipts",
    permissions.can_keep_accounts,
    "Record money that came in; inventors' parts are reckoned by the rules.",
)
def record_receipt(request: Request, code: Code, body: inputs.ReceiptIn) -> DealOut:
    deal = find_deal(request, code)
    actions.record_receipt(**_who(request), contract_id=_contract(deal).pk, **_given(body))
    return again(deal)


@_step(
    "record_production",
    "production",
    permissions.can_move_deal,
    "Say that it is produced with, and what shows it.",
)
def record_production(request: Request, code: Code, body: inputs.ProductionIn) -> DealOut:
    deal = find_deal(request, code)
    actions.record_production(**_who(request), deal_id=deal.pk, **_given(body))
    return again(deal)


@_step("lose_deal", "loss", permissions.can_lose_deal, "Close it without success, with the reason.")
def lose_deal(request: Request, code: Code, body: inputs.LossIn) -> DealOut:
    deal = find_deal(request, code)
    actions.lose_deal(**_who(request), deal_id=deal.pk, **_given(body))
    return again(deal)


@_step("write_message", "messages", permissions.can_write_in_deal, "Write to the other side.")
def write_message(request: Request, code: Code, body: inputs.MessageIn) -> DealOut:
    deal = find_deal(request, code)
    actions.write_message(**_who(request), deal_id=deal.pk, text=body.text)
    return again(deal)


@_step("plan_task", "tasks", permissions.can_write_in_deal, "Plan something to be done by a day.")
def plan_task(request: Request, code: Code, body: inputs.TaskIn) -> DealOut:
    deal = find_deal(request, code)
    actions.plan_task(
        **_who(request),
        deal_id=deal.pk,
        title=body.title,
        due_on=body.due_on,
        organization_id=_side(deal, body.organization),
    )
    return again(deal)


@_step("finish_task", "tasks/finish", permissions.can_write_in_deal, "Say that a task is done.")
def finish_task(request: Request, code: Code, body: inputs.TaskDoneIn) -> DealOut:
    deal = find_deal(request, code)
    task = DealTask.objects.filter(deal=deal, code=body.task).first()
    if task is None:
        raise NotThere
    actions.finish_task(**_who(request), task_id=task.pk)
    return again(deal)


@_step(
    "record_contribution",
    "contributions",
    permissions.can_write_in_deal,
    "Record what you did to move the deal.",
)
def record_contribution(request: Request, code: Code, body: inputs.ContributionIn) -> DealOut:
    deal = find_deal(request, code)
    actions.record_contribution(**_who(request), deal_id=deal.pk, **_given(body))
    return again(deal)


@_step("split_fee", "fee", permissions.can_split_fee, "Say who gets which share of the fee.")
def split_fee(request: Request, code: Code, body: inputs.FeeIn) -> DealOut:
    deal = find_deal(request, code)
    wanted = {one.person: one.share for one in body.shares}
    people = dict(User.objects.filter(code__in=wanted).values_list("code", "pk"))
    if len(people) < len(body.shares):
        raise NotThere
    shares = {people[code]: share for code, share in wanted.items()}
    actions.split_fee(**_who(request), deal_id=deal.pk, shares=shares)
    return again(deal)


@_step(
    "put_broker_in_charge",
    "broker",
    permissions.can_move_deal,
    "Put a broker in charge of the deal, or take them away.",
)
def put_broker_in_charge(request: Request, code: Code, body: inputs.DealBrokerIn) -> DealOut:
    deal = find_deal(request, code)
    broker = None
    if body.broker is not None:
        broker = User.objects.filter(code=body.broker, is_active=True).first()
        if broker is None:
            raise NotThere
    actions.put_broker_in_charge(
        **_who(request), deal_id=deal.pk, broker_id=broker.pk if broker is not None else None
    )
    return again(deal)


def _who(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.received_at}


def _given(body: Input) -> dict[str, Any]:
    """Every field of the body under its own name, as the action takes it."""
    return {name: getattr(body, name) for name in type(body).model_fields}


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


def _side(deal: Deal, code: str | None) -> int | None:
    """The key of one of the two sides."""
    if code is None:
        return None
    for one in (deal.demand_organization, deal.achievement_organization):
        if one.code == code:
            return one.pk
    raise NotThere
