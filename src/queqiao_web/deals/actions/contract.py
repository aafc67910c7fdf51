"""The contract, its registration, the money that comes in, and the inventors' part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.adapters import registration_of, reward_of, split_exactly
from queqiao_web.deals.models import Contract, Deal, Payout, PlannedPayment, Pricing, Receipt
from queqiao_web.deals.permissions import can_keep_accounts, can_move_deal
from queqiao_web.deals.states import (
    DEALS,
    ContractKind,
    DealState,
    PaymentMode,
    PricingState,
)
from queqiao_web.demands.actions import match_demand
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import SYSTEM, Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.actions import record_signing


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a contract says, as a form or a program gives it."""

    kind: str
    number: str
    name: str
    subject: str
    deliverables: str
    acceptance: str
    ip_ownership: str
    payment_mode: str
    amount_cny: Decimal | None
    non_technical_cny: Decimal = Decimal(0)
    direct_cost_cny: Decimal = Decimal(0)
    signed_on: date | None = None
    valid_through: date | None = None
    plan: Sequence[tuple[date, Decimal, str]] = field(default_factory=tuple)


@transaction.atomic
def sign_contract(*, actor: Actor, at: datetime, deal_id: int, terms: Terms) -> Contract:
    """
    Record the signed contract; the deal is signed, and its match counts as signed.

    Effects, in order: the contract and its payment plan with ``deals.contract.signed``, the deal's
    ``deals.deal.contracted``, ``matching.match.signed``, the demand's ``demands.demand.matched``.

    Raises:
        Refused: the actor takes no part in the deal.
        Conflict: the price is not settled; a notice runs or an objection is open.
        Invalid: terms are missing or contradict each other; all are told.
    """
    deal = lock(Deal, deal_id)
    require(can_move_deal(actor, deal))
    pricing = deal.pricings.filter(state=PricingState.SETTLED).first()
    if pricing is None:
        raise Conflict(
            text=_("The price must be settled first, a public notice and objections included.")
        )
    problems = _term_problems(terms, pricing, at)
    amount, signed_on, valid_through = terms.amount_cny, terms.signed_on, terms.valid_through
    if problems or amount is None or signed_on is None or valid_through is None:
        raise Invalid(problems)
    contract = Contract(
        deal=deal,
        kind=terms.kind,
        number=terms.number.strip(),
        name=terms.name.strip(),
        subject=terms.subject.strip(),
        deliverables=terms.deliverables.strip(),
        acceptance=terms.acceptance.strip(),
        ip_ownership=terms.ip_ownership.strip(),
        payment_mode=terms.payment_mode,
        amount_cny=amount,
        non_technical_cny=terms.non_technical_cny,
        direct_cost_cny=terms.direct_cost_cny,
        signed_on=signed_on,
        valid_through=valid_through,
        created_at=at,
        updated_at=at,
    )
    advance(deal, DEALS, to=DealState.CONTRACTED, actor=actor, at=at, verb="contracted")
    save_change(
        contract,
        actor=actor,
        at=at,
        verb="deals.contract.signed",
        before=None,
        details={"plan": [[str(due), str(one)] for due, one, _on in terms.plan]},
    )
    PlannedPayment.objects.bulk_create(
        PlannedPayment(
            contract=contract,
            position=position,
            due_on=due,
            amount_cny=one,
            condition=condition[:120],
        )
        for position, (due, one, condition) in enumerate(terms.plan, start=1)
    )
    _tell_match_and_demand(deal, actor, at)
    return contract


@transaction.atomic
def register_contract(
    *,
    actor: Actor,
    at: datetime,
    contract_id: int,
    registration_number: str,
    registered_on: date | None,
) -> Contract:
    """
    Note that the contract was registered (技术合同认定登记), with the amount that the rules give.

    Raises:
        Refused: the actor takes no part.
        Invalid: the number or the day is missing or cannot be, or the rules do not let it be
            registered; every condition that stands against it is told.
        Conflict: it is registered already.
    """
    contract = lock(Contract, contract_id)
    deal = lock(Deal, contract.deal_id)
    require(can_keep_accounts(actor, deal))
    if contract.registered_on is not None:
        raise Conflict(text=_("This contract is registered already; it is registered once."))
    problems = _registration_problems(contract, registration_number.strip(), registered_on, at)
    answer = registration_of(
        contract,
        at=registered_on or legal_day(at),
        seller=deal.achievement_organization.name,
        buyer=deal.demand_organization.name,
    )
    problems += [
        Problem("contract", code, _("Not met: %(condition)s") % {"condition": words})
        for code, words in answer.against
    ]
    if problems or answer.technology_amount_cny is None:
        raise Invalid(problems)
    before = snapshot(contract)
    contract.registration_number = registration_number.strip()
    contract.registered_on = registered_on
    contract.technology_amount_cny = answer.technology_amount_cny
    save_change(contract, actor=actor, at=at, verb="deals.contract.registered", before=before)
    if DEALS.allows(deal.state, DealState.REGISTERED):
        advance(deal, DEALS, to=DealState.REGISTERED, actor=actor, at=at, verb="registered")
    return contract


@transaction.atomic
def record_receipt(
    *,
    actor: Actor,
    at: datetime,
    contract_id: int,
    received_on: date | None,
    amount_cny: Decimal | None,
    reference: str,
    evidence: str = "",
) -> Receipt:
    """
    Note money that came in. The bank's reference counts once, so a second click adds nothing.

    Effects, in order: ``deals.receipt.recorded``, the inventors' parts by the rule of the province,
    and with the first receipt ``deals.deal.paid``.

    Raises:
        Refused: the actor takes no part.
        Invalid: something is missing, or more would be received than was agreed.
    """
    contract = lock(Contract, contract_id)
    deal = lock(Deal, contract.deal_id)
    require(can_keep_accounts(actor, deal))
    known = contract.receipts.filter(reference=reference.strip()).first()
    if known is not None:
        if (known.amount_cny, known.received_on) == (amount_cny, received_on):
            return known
        raise Conflict(text=_("This bank reference is recorded already, with another amount."))
    problems = _receipt_problems(contract, received_on, amount_cny, reference, at)
    if problems or amount_cny is None or received_on is None:
        raise Invalid(problems)
    receipt = Receipt(
        contract=contract,
        received_on=received_on,
        amount_cny=amount_cny,
        reference=reference.strip(),
        evidence=evidence.strip(),
        recorded_by_id=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    save_change(receipt, actor=actor, at=at, verb="deals.receipt.recorded", before=None)
    _share_out(receipt, contract, deal, at)
    if DEALS.allows(deal.state, DealState.PAID):
        advance(deal, DEALS, to=DealState.PAID, actor=actor, at=at, verb="paid")
    return receipt


def _share_out(receipt: Receipt, contract: Contract, deal: Deal, at: datetime) -> None:
    """
    The inventors' parts of a receipt, where the achievement was made in the line of service.

    Costs are deducted in proportion to what came in. Shares that the owner recorded count where
    they add up to 1; otherwise inventors share alike.
    """
    achievement = deal.achievement
    inventors = list(achievement.inventors.order_by("position"))
    if not achievement.service_achievement or not inventors:
        return
    part = receipt.amount_cny / contract.amount_cny
    reward = reward_of(
        received_cny=receipt.amount_cny,
        cost_cny=contract.direct_cost_cny * part,
        kind=contract.kind,
        region=deal.achievement_organization.region_code,
        on=receipt.received_on,
    )
    if reward is None:
        return
    given = [one.share for one in inventors]
    agreed = [share for share in given if share is not None]
    if len(agreed) == len(given) and sum(agreed) == 1:
        shares = agreed
    else:
        shares = [Decimal(1) / len(inventors)] * len(inventors)
    amounts = split_exactly(reward.amount_cny, shares)
    Payout.objects.bulk_create(
        Payout(
            receipt=receipt,
            position=position,
            name=inventor.name,
            share=share,
            amount_cny=amount,
            clause=reward.rulebook,
            created_at=at,
            updated_at=at,
        )
        for position, (inventor, share, amount) in enumerate(
            zip(inventors, shares, amounts, strict=True), start=1
        )
    )


def _tell_match_and_demand(deal: Deal, actor: Actor, at: datetime) -> None:
    if deal.introduction is None:
        return
    system = SYSTEM.coming_from(actor.origin)
    record_signing(actor=system, at=at, match_id=deal.introduction.match_id)
    if deal.demand is not None and deal.demand.state == DemandState.PUBLISHED:
        match_demand(actor=system, at=at, demand_id=deal.demand.pk)


def _term_problems(terms: Terms, pricing: Pricing, at: datetime) -> list[Problem]:
    found = [
        Problem(name, "missing", _("This is missing from the contract."))
        for name in ("number", "name", "subject", "deliverables", "acceptance", "ip_ownership")
        if not getattr(terms, name).strip()
    ]
    if terms.kind not in ContractKind.values:
        found.append(Problem("kind", "unknown", _("Choose the kind of contract.")))
    if terms.payment_mode not in PaymentMode.values:
        found.append(Problem("payment_mode", "unknown", _("Choose the way of payment.")))
    found += _date_problems(terms, pricing, at)
    return found + _money_problems(terms, pricing)


def _date_problems(terms: Terms, pricing: Pricing, at: datetime) -> list[Problem]:
    found = []
    if terms.signed_on is None or terms.signed_on > legal_day(at):
        found.append(Problem("signed_on", "missing", _("Give the day of signing, not to come.")))
    elif pricing.notice_through is not None and terms.signed_on <= pricing.notice_through:
        text = _("The price was under public notice through %(day)s; sign after that day.")
        told = text % {"day": pricing.notice_through.isoformat()}
        found.append(Problem("signed_on", "under_notice", told))
    if terms.valid_through is None or (
        terms.signed_on is not None and terms.valid_through < terms.signed_on
    ):
        found.append(Problem("valid_through", "missing", _("Give the last day of validity.")))
    return found


def _money_problems(terms: Terms, pricing: Pricing) -> list[Problem]:
    amount = terms.amount_cny
    if amount is None or amount <= 0:
        return [Problem("amount_cny", "missing", _("Give the price."))]
    found = []
    fixed = terms.payment_mode in {PaymentMode.ONCE, PaymentMode.INSTALMENTS}
    if fixed and amount != pricing.price_cny:
        text = _("The settled price is %(price)s yuan; the contract must say the same.")
        told = text % {"price": f"{pricing.price_cny:,.2f}"}
        found.append(Problem("amount_cny", "not_settled_price", told))
    if not 0 <= terms.non_technical_cny <= amount:
        text = _("The non-technical part lies between zero and the price.")
        found.append(Problem("non_technical_cny", "range", text))
    if terms.direct_cost_cny < 0:
        found.append(Problem("direct_cost_cny", "range", _("Costs cannot be below zero.")))
    planned = sum((one for _due, one, _on in terms.plan), Decimal(0))
    if fixed and planned != amount:
        text = _("The payment plan adds up to %(planned)s yuan, the price is %(amount)s.")
        told = text % {"planned": f"{planned:,.2f}", "amount": f"{amount:,.2f}"}
        found.append(Problem("plan", "sum", told))
    if any(one <= 0 or one != round(one, 2) for _due, one, _on in terms.plan):
        text = _("Each planned payment is above zero, in yuan and fen.")
        found.append(Problem("plan", "positive", text))
    return found


def _registration_problems(
    contract: Contract, number: str, registered_on: date | None, at: datetime
) -> list[Problem]:
    found = []
    if not number:
        text = _("Give the number of registration.")
        found.append(Problem("registration_number", "missing", text))
    elif Contract.objects.filter(registration_number=number).exclude(pk=contract.pk).exists():
        text = _("Another contract is registered under this number.")
        found.append(Problem("registration_number", "taken", text))
    if registered_on is None or not contract.signed_on <= registered_on <= legal_day(at):
        text = _("Give the day of registration, neither before the signing nor to come.")
        found.append(Problem("registered_on", "missing", text))
    return found


def _receipt_problems(
    contract: Contract,
    received_on: date | None,
    amount_cny: Decimal | None,
    reference: str,
    at: datetime,
) -> list[Problem]:
    found = []
    if not reference.strip():
        found.append(Problem("reference", "missing", _("Give the bank's reference.")))
    if received_on is None or not contract.signed_on <= received_on <= legal_day(at):
        text = _("Give the day of receipt, neither before the signing nor to come.")
        found.append(Problem("received_on", "missing", text))
    if amount_cny is None or amount_cny <= 0:
        found.append(Problem("amount_cny", "missing", _("Give the amount received.")))
        return found
    so_far = contract.receipts.aggregate(all=Sum("amount_cny"))["all"] or Decimal(0)
    fixed = contract.payment_mode in {PaymentMode.ONCE, PaymentMode.INSTALMENTS}
    if fixed and so_far + amount_cny > contract.amount_cny:
        text = _("With this, %(sum)s yuan would be received; the price is %(amount)s.")
        told = text % {
            "sum": f"{so_far + amount_cny:,.2f}",
            "amount": f"{contract.amount_cny:,.2f}",
        }
        found.append(Problem("amount_cny", "too_much", told))
    return found
