"""States of deals and of what belongs to them, with their edges. Data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from queqiao_web.foundation.workflow import Workflow


class DealState(models.TextChoices):
    """How far a deal is; each state is reached by one verb."""

    INTRODUCED = "introduced", _("Introduced")
    CONTACTED = "contacted", _("In contact")
    NDA = "nda", _("NDA signed")
    EVALUATING = "evaluating", _("Evaluating")
    NEGOTIATING = "negotiating", _("Negotiating")
    PRICING = "pricing", _("Pricing")
    CONTRACTED = "contracted", _("Contract signed")
    REGISTERED = "registered", _("Contract registered")
    PAID = "paid", _("Paid")
    PRODUCING = "producing", _("In production")
    LOST = "lost", _("Closed without success")


_D = DealState
DEALS = Workflow(
    "deals.deal",
    {
        _D.INTRODUCED: frozenset({_D.CONTACTED, _D.LOST}),
        _D.CONTACTED: frozenset({_D.NDA, _D.EVALUATING, _D.LOST}),
        _D.NDA: frozenset({_D.EVALUATING, _D.LOST}),
        _D.EVALUATING: frozenset({_D.NEGOTIATING, _D.LOST}),
        _D.NEGOTIATING: frozenset({_D.PRICING, _D.LOST}),
        _D.PRICING: frozenset({_D.CONTRACTED, _D.NEGOTIATING, _D.LOST}),
        _D.CONTRACTED: frozenset({_D.REGISTERED, _D.PAID, _D.LOST}),
        _D.REGISTERED: frozenset({_D.PAID, _D.LOST}),
        _D.PAID: frozenset({_D.PRODUCING}),
        _D.PRODUCING: frozenset(),
        _D.LOST: frozenset(),
    },
)
STEPS = (
    DealState.INTRODUCED,
    DealState.CONTACTED,
    DealState.NDA,
    DealState.EVALUATING,
    DealState.NEGOTIATING,
    DealState.PRICING,
    DealState.CONTRACTED,
    DealState.REGISTERED,
    DealState.PAID,
    DealState.PRODUCING,
)
"""The way of a deal in order; the NDA and the registration may be left out."""
OVER = frozenset({DealState.PRODUCING, DealState.LOST})
SIGNED = frozenset(
    {DealState.CONTRACTED, DealState.REGISTERED, DealState.PAID, DealState.PRODUCING}
)


class LossReason(models.TextChoices):
    """Why a deal came to nothing."""

    TOO_EARLY = "too_early", _("The achievement is not ready enough")
    INDEX_NOT_MET = "index_not_met", _("An index turned out not to be met")
    PRICE = "price", _("No agreement on the price")
    IP = "ip", _("Ownership or rights")
    FUNDING = "funding", _("No money for it")
    OUTBID = "outbid", _("Another bidder won")
    TRUST = "trust", _("The sides did not come together")
    NO_ANSWER = "no_answer", _("One side no longer answers")
    OTHER = "other", _("Another reason, given in words")


class PriceMode(models.TextChoices):
    """How the price is found, as the law on conversion of achievements allows."""

    AGREEMENT = "agreement", _("Agreed price")
    LISTING = "listing", _("Listing")
    AUCTION = "auction", _("Auction")


class PricingState(models.TextChoices):
    """How far the finding of the price is."""

    OPEN = "open", pgettext_lazy("pricing", "Open")
    NOTICED = "noticed", _("Under public notice")
    SETTLED = "settled", _("Price settled")
    FAILED = "failed", _("No price found")


PRICINGS = Workflow(
    "deals.pricing",
    {
        PricingState.OPEN: frozenset(
            {PricingState.NOTICED, PricingState.SETTLED, PricingState.FAILED}
        ),
        PricingState.NOTICED: frozenset({PricingState.SETTLED, PricingState.FAILED}),
        PricingState.SETTLED: frozenset(),
        PricingState.FAILED: frozenset(),
    },
)


class ObjectionState(models.TextChoices):
    """What became of an objection to a public notice."""

    OPEN = "open", _("To be decided")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


OBJECTIONS = Workflow(
    "deals.objection",
    {
        ObjectionState.OPEN: frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED}),
        ObjectionState.UPHELD: frozenset(),
        ObjectionState.DISMISSED: frozenset(),
    },
)


class ContractKind(models.TextChoices):
    """Kinds of technology contracts under the Civil Code and the rules on their recognition."""

    DEVELOPMENT = "development", _("Technology development")
    TRANSFER = "transfer", _("Technology transfer")
    LICENCE = "licence", _("Technology licence")
    CONSULTING = "consulting", _("Technology consulting")
    SERVICE = "service", _("Technology service")


class PaymentMode(models.TextChoices):
    """How the price is paid."""

    ONCE = "once", _("In one sum")
    INSTALMENTS = "instalments", _("By instalments")
    ROYALTY = "royalty", _("By royalty")
    EQUITY = "equity", _("By equity")


class FailureCause(models.TextChoices):
    """Why no price was found this time."""

    GIVEN_UP = "given_up", _("The price was given up")
    NO_BIDS = "no_bids", _("Nobody bid in the auction")
    OBJECTION = "objection", _("An objection to the price was upheld")
    LOST = "lost", _("The deal was closed")


class TaskState(models.TextChoices):
    """Whether a task is done."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")


TASKS = Workflow(
    "deals.task", {TaskState.OPEN: frozenset({TaskState.DONE}), TaskState.DONE: frozenset()}
)


class ContributionKind(models.TextChoices):
    """What somebody did to move a deal."""

    FOUND = "found", _("Found the partner")
    MEETING = "meeting", _("Arranged a meeting")
    EVALUATION = "evaluation", _("Evaluated the technology")
    NEGOTIATION = "negotiation", _("Led the negotiation")
    PAPERS = "papers", _("Prepared papers")
    FOLLOW_UP = "follow_up", _("Followed up")


NOTICE_DAYS = 15
"""So long the price of a service achievement is made public before a contract is signed."""
EXTEND_MINUTES = 5
"""A bid in the last minutes of an auction keeps it open for so long after it."""
