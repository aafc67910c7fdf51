"""What clients send to deals."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from queqiao_web.deals.actions import Terms
from queqiao_web.deals.states import (
    ContractKind,
    ContributionKind,
    DealState,
    LossReason,
    PaymentMode,
    PriceMode,
    PricingState,
)
from queqiao_web.foundation.api import (
    Code,
    Day,
    IndustryCode,
    Input,
    Line,
    Moment,
    Money,
    PageQuery,
    RegionCode,
    Share,
    Text,
)

Words = Annotated[str, Field(min_length=1, max_length=5_000)]
Short = Annotated[str, Field(max_length=60)]
Amount = Annotated[Money, Field(gt=0)]
Month = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-11"])]


class DealQuery(PageQuery):
    """Which deals are wanted."""

    state: DealState | None = None
    region: RegionCode | None = None
    demand: Code | None = None
    achievement: Code | None = None


class PricingQuery(PageQuery):
    """Which prices are wanted."""

    mode: PriceMode | None = None
    state: PricingState | None = None
    standing: Annotated[
        bool, Field(description="Only what can be taken, bid in or objected to now")
    ] = False
    industry: IndustryCode | None = None


class FunnelQuery(Input):
    """Which cohorts are wanted: by month of publication, in the platform's own time."""

    since: Annotated[Month | None, Field(description="From this month on")] = None
    until: Annotated[Month | None, Field(description="Up to this month, without it")] = None


class FunnelPageQuery(PageQuery):
    """Which part of the list behind a figure is wanted."""

    month: Annotated[Month | None, Field(description="The cohort; without it all")] = None


class EvaluationIn(Input):
    """What the evaluation found."""

    evaluation: Words


class LossIn(Input):
    """Why it comes to nothing."""

    reason: LossReason
    text: Annotated[str, Field(max_length=2_000)] = ""


class PriceIn(Input):
    """A price to agree on."""

    price_cny: Amount


class ListingIn(Input):
    """A price to list."""

    price_cny: Amount
    notice_text: Annotated[str, Field(max_length=2_000)] = ""


class AuctionIn(Input):
    """The terms of an auction; it is open in ``[opens_at, closes_at)``."""

    floor_cny: Amount
    step_cny: Amount
    bond_cny: Money
    opens_at: Moment
    closes_at: Moment


class PaymentIn(Input):
    """One payment of the plan."""

    due_on: Day
    amount_cny: Amount
    condition: Annotated[str, Field(max_length=120)] = ""


class ContractIn(Input):
    """The terms of a signed contract; the plan adds up to the price."""

    kind: ContractKind
    number: Short
    name: Annotated[str, Field(max_length=120)]
    subject: Text
    deliverables: Text
    acceptance: Text
    ip_ownership: Line
    payment_mode: PaymentMode
    amount_cny: Amount
    non_technical_cny: Money = Field(default=0, validate_default=True)
    direct_cost_cny: Money = Field(default=0, validate_default=True)
    signed_on: Day
    valid_through: Day
    plan: Annotated[tuple[PaymentIn, ...], Field(max_length=100)] = ()


class RegistrationIn(Input):
    """What the registration office gave."""

    registration_number: Short
    registered_on: Day


class ReceiptIn(Input):
    """Money that came in; the bank's reference counts once in a contract."""

    received_on: Day
    amount_cny: Amount
    reference: Short
    evidence: Annotated[str, Field(max_length=2_000)] = ""


class ProductionIn(Input):
    """Since when it is produced with, and what shows it."""

    since: Day
    evidence: Words
    yearly_revenue_cny: Money | None = None


class MessageIn(Input):
    """Something to say to the other side."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]


class TaskIn(Input):
    """Something to be done by a day."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    due_on: Day
    organization: Annotated[Code | None, Field(description="By whom; null: both sides")] = None


class TaskDoneIn(Input):
    """Which task is done."""

    task: Code


class ContributionIn(Input):
    """What you did to move the deal."""

    kind: ContributionKind
    note: Line = ""
    happened_on: Day


class FeeShareIn(Input):
    """A person's share of the broker's fee."""

    person: Code
    share: Share


class FeeIn(Input):
    """All shares; they add up to 1."""

    shares: Annotated[tuple[FeeShareIn, ...], Field(min_length=1, max_length=50)]


class TakerIn(Input):
    """For which organization of yours."""

    organization: Code


class BidIn(Input):
    """A bid of your bidder."""

    bidder: Code
    amount_cny: Amount


class BondIn(Input):
    """Whose bond was received."""

    bidder: Code


class ObjectionIn(Input):
    """What you have against the price."""

    text: Words


class DecisionIn(Input):
    """What becomes of an objection."""

    objection: Code
    to: Literal["upheld", "dismissed"]
    answer: Words


class DealBrokerIn(Input):
    """Who carries the deal; null takes the broker away."""

    broker: Code | None


def terms_of(body: ContractIn) -> Terms:
    """The terms as the action takes them."""
    values: dict[str, Any] = {name: getattr(body, name) for name in ContractIn.model_fields}
    values["plan"] = tuple((one.due_on, one.amount_cny, one.condition) for one in body.plan)
    return Terms(**values)
