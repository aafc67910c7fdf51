"""What clients get of deals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from queqiao_web.accounts.schemas import PersonOut
from queqiao_web.deals.models import Contract, Deal, Pricing, Receipt
from queqiao_web.deals.queries import Cohort
from queqiao_web.deals.states import (
    ContractKind,
    ContributionKind,
    DealState,
    FailureCause,
    LossReason,
    ObjectionState,
    PaymentMode,
    PriceMode,
    PricingState,
    TaskState,
)
from queqiao_web.foundation.api import Output, Owner, Version
from queqiao_web.foundation.api.shapes import taken_from
from queqiao_web.organizations.models import Organization


class RecordRef(Output):
    """A demand or an achievement by code and title."""

    code: str
    title: str


class PaymentOut(Output):
    """One payment of the plan."""

    due_on: date
    amount_cny: Decimal
    condition: str


class PayoutOut(Output):
    """What a receipt brings an inventor, and by which rule."""

    position: int
    name: str
    share: Decimal
    amount_cny: Decimal
    clause: str


class ReceiptOut(Output):
    """Money that came in."""

    code: str
    received_on: date
    amount_cny: Decimal
    reference: str
    evidence: str
    payouts: list[PayoutOut]


class ContractOut(Output):
    """A signed technology contract."""

    code: str
    kind: ContractKind
    number: str
    name: str
    subject: str
    deliverables: str
    acceptance: str
    ip_ownership: str
    payment_mode: PaymentMode
    amount_cny: Decimal
    non_technical_cny: Decimal
    direct_cost_cny: Decimal
    signed_on: date
    valid_through: date
    registration_number: str
    registered_on: date | None
    technology_amount_cny: Decimal | None
    plan: list[PaymentOut]
    receipts: list[ReceiptOut]


class MessageOut(Output):
    """Something that was said."""

    code: str
    author: PersonOut
    text: str
    created_at: datetime


class TaskOut(Output):
    """Something to be done."""

    code: str
    title: str
    due_on: date
    organization: Owner | None
    state: TaskState
    done_at: datetime | None


class ContributionOut(Output):
    """What somebody did to move the deal."""

    person: PersonOut
    kind: ContributionKind
    note: str
    happened_on: date


class FeeShareOut(Output):
    """A person's share of the broker's fee."""

    person: PersonOut
    share: Decimal


class BidOut(Output):
    """A bid; bidders are known to each other by their numbers only."""

    bidder: int
    amount_cny: Decimal
    is_yours: bool
    placed_at: datetime


class BidderOut(Output):
    """Somebody who takes part; named to the seller and to themselves."""

    code: str
    number: int
    organization: Owner
    has_bond: bool


class ObjectionOut(Output):
    """What somebody has against the price."""

    code: str
    text: str
    state: ObjectionState
    answer: str
    created_at: datetime


class PricingBrief(Output):
    """A listing, an auction, or a price under public notice."""

    code: str
    mode: PriceMode
    state: PricingState
    achievement: RecordRef
    seller: Owner | None = Field(description="Null where the owner is not to be known")
    price_cny: Decimal | None
    floor_cny: Decimal | None
    step_cny: Decimal | None
    bond_cny: Decimal | None
    opens_at: datetime | None
    closes_at: datetime | None
    notice_text: str
    notice_from: date | None
    notice_through: date | None
    failure_cause: FailureCause | Literal[""]
    version: Version


class PricingOut(PricingBrief):
    """A price with its bids and objections as the reader may see them."""

    bids: list[BidOut]
    least_bid_cny: Decimal | None
    bidders: list[BidderOut]
    objections: list[ObjectionOut]


class DealBrief(Output):
    """A deal as lists show it."""

    code: str
    state: DealState
    demand: RecordRef | None
    achievement: RecordRef
    demand_organization: Owner
    achievement_organization: Owner
    region_code: str
    broker: PersonOut | None
    created_at: datetime
    updated_at: datetime
    version: Version


class DealOut(DealBrief):
    """A deal with everything that its parties see of it."""

    introduction: str | None
    contacted_at: datetime | None
    nda_demand_at: datetime | None
    nda_achievement_at: datetime | None
    nda_at: datetime | None
    evaluating_at: datetime | None
    negotiating_at: datetime | None
    pricing_at: datetime | None
    contracted_at: datetime | None
    registered_at: datetime | None
    paid_at: datetime | None
    producing_at: datetime | None
    lost_at: datetime | None
    loss_reason: LossReason | Literal[""]
    loss_text: str
    evaluation: str
    producing_since: date | None
    production_evidence: str
    yearly_revenue_cny: Decimal | None
    pricing: PricingBrief | None
    contract: ContractOut | None
    messages: list[MessageOut]
    tasks: list[TaskOut]
    contributions: list[ContributionOut]
    fee_shares: list[FeeShareOut]


class StageOut(Output):
    """How many demands of a cohort came so far."""

    name: str
    count: int
    median_days: float | None = Field(description="From publication")


class CohortOut(Output):
    """The demands first published in one month; intended money is never counted as signed."""

    month: date
    stages: list[StageOut]
    signed_cny: Decimal
    received_cny: Decimal
    intended_cny: Decimal


class FunnelOut(Output):
    """The funnel of the regions that you answer for."""

    cohorts: list[CohortOut]
    together: dict[str, int]


class FunnelDemand(Output):
    """A demand behind a figure."""

    code: str
    title: str
    state: str
    region_code: str
    published_at: datetime


def deal_brief(deal: Deal) -> DealBrief:
    """A deal as a list shows it."""
    demand = deal.demand
    return DealBrief(
        code=deal.code,
        state=DealState(deal.state),
        demand=RecordRef(code=demand.code, title=demand.title) if demand is not None else None,
        achievement=RecordRef.model_validate(deal.achievement),
        demand_organization=Owner.of(deal.demand_organization),
        achievement_organization=Owner.of(deal.achievement_organization),
        region_code=deal.region_code,
        broker=PersonOut.of(deal.broker) if deal.broker is not None else None,
        created_at=deal.created_at,
        updated_at=deal.updated_at,
        version=deal.version,
    )


def deal_whole(deal: Deal, pricing: Pricing | None, contract: Contract | None) -> DealOut:
    """A deal with all that belongs to it."""
    contributions = deal.contributions.select_related("user")
    shares = deal.fee_shares.select_related("user")
    values = taken_from(deal, DealOut) | dict(deal_brief(deal))
    return DealOut(
        **values,
        introduction=deal.introduction.code if deal.introduction is not None else None,
        pricing=(
            pricing_brief(pricing, deal.achievement_organization) if pricing is not None else None
        ),
        contract=contract_shown(contract) if contract is not None else None,
        messages=[
            MessageOut(
                code=one.code,
                author=PersonOut.of(one.author),
                text=one.text,
                created_at=one.created_at,
            )
            for one in deal.messages.select_related("author")
        ],
        tasks=[
            TaskOut(
                **taken_from(one, TaskOut),
                organization=Owner.of(one.organization) if one.organization else None,
            )
            for one in deal.tasks.select_related("organization")
        ],
        contributions=[
            ContributionOut(**taken_from(one, ContributionOut), person=PersonOut.of(one.user))
            for one in contributions
        ],
        fee_shares=[FeeShareOut(person=PersonOut.of(one.user), share=one.share) for one in shares],
    )


def contract_shown(contract: Contract) -> ContractOut:
    """A contract with its plan and what came in."""
    receipts = contract.receipts.prefetch_related("payouts")
    return ContractOut(
        **taken_from(contract, ContractOut),
        plan=[PaymentOut.model_validate(one) for one in contract.plan.all()],
        receipts=[_receipt(one) for one in receipts],
    )


def pricing_brief(pricing: Pricing, seller: Organization | None) -> PricingBrief:
    """A price as a list shows it; ``seller`` is who offers, for whoever may know."""
    return PricingBrief(
        **taken_from(pricing, PricingBrief),
        achievement=RecordRef.model_validate(pricing.deal.achievement),
        seller=Owner.of(seller) if seller is not None else None,
    )


def funnel_shown(cohorts: Iterable[Cohort], counts: dict[str, int]) -> FunnelOut:
    """The funnel in figures."""
    return FunnelOut(cohorts=[CohortOut.model_validate(one) for one in cohorts], together=counts)


def _receipt(row: Receipt) -> ReceiptOut:
    return ReceiptOut(
        **taken_from(row, ReceiptOut),
        payouts=[PayoutOut.model_validate(one) for one in row.payouts.all()],
    )
