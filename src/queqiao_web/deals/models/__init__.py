"""All tables of deals."""

from queqiao_web.deals.models.contract import Contract, PlannedPayment, Receipt
from queqiao_web.deals.models.deal import Deal, DealTask, Message
from queqiao_web.deals.models.people import (
    CalendarKey,
    Contribution,
    FeeShare,
    Payout,
)
from queqiao_web.deals.models.pricing import Bid, Bidder, Objection, Pricing

__all__ = [
    "Bid",
    "Bidder",
    "CalendarKey",
    "Contract",
    "Contribution",
    "Deal",
    "DealTask",
    "FeeShare",
    "Message",
    "Objection",
    "Payout",
    "PlannedPayment",
    "Pricing",
    "Receipt",
]
