"""States of a demand, the edges between them, and the words for choices. Data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from queqiao_web.foundation.workflow import Workflow


class DemandState(models.TextChoices):
    """How far a demand is."""

    DRAFT = "draft", pgettext_lazy("state", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state", "Submitted")
    RETURNED = "returned", pgettext_lazy("state", "Returned for changes")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    MATCHED = "matched", pgettext_lazy("state", "Matched")
    CLOSED = "closed", pgettext_lazy("state", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("state", "Expired")


_S = DemandState
DEMANDS = Workflow(
    "demands.demand",
    {
        _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
        _S.SUBMITTED: frozenset({_S.PUBLISHED, _S.RETURNED, _S.DRAFT, _S.WITHDRAWN}),
        _S.RETURNED: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
        _S.PUBLISHED: frozenset({_S.MATCHED, _S.CLOSED, _S.WITHDRAWN, _S.EXPIRED, _S.DRAFT}),
        _S.MATCHED: frozenset({_S.PUBLISHED, _S.CLOSED, _S.WITHDRAWN}),
        _S.EXPIRED: frozenset({_S.PUBLISHED, _S.CLOSED, _S.WITHDRAWN, _S.DRAFT}),
        _S.CLOSED: frozenset({_S.DRAFT}),
        _S.WITHDRAWN: frozenset({_S.DRAFT}),
    },
)

EDITABLE = frozenset({DemandState.DRAFT, DemandState.RETURNED})
"""States in which the owner changes the texts; a published demand is reopened first."""
LISTED = frozenset({DemandState.PUBLISHED, DemandState.MATCHED})
"""States in which everybody finds the demand."""
BEYOND_REVIEW = frozenset(
    {DemandState.PUBLISHED, DemandState.MATCHED, DemandState.CLOSED, DemandState.EXPIRED}
)
"""States that a demand reaches only through review."""


class CooperationMode(models.TextChoices):
    """How the two sides may work together."""

    TRANSFER = "transfer", _("Technology transfer")
    LICENCE = "licence", _("Licence")
    EQUITY_CONTRIBUTION = "equity_contribution", _("Equity contribution")
    JOINT_DEVELOPMENT = "joint_development", _("Joint development")
    COMMISSIONED_DEVELOPMENT = "commissioned_development", _("Commissioned development")
    CONSULTING = "consulting", _("Technical consulting")
    SERVICE = "service", _("Technical service")
    USE_FIRST = "use_first", _("Use first, transfer later")


class IpNeed(models.TextChoices):
    """What a demand asks of the intellectual property."""

    ANY = "any", _("No requirement")
    CLEAR = "clear", _("Ownership must be clear")
    GRANTED = "granted", _("Must be granted")


class ReturnReason(models.TextChoices):
    """Why a reviewer sends a demand back."""

    UNCLEAR = "unclear", _("The problem is not clear")
    NO_INDEX = "no_index", _("No index that can be checked")
    NOT_TECHNICAL = "not_technical", _("Not a technology demand")
    DUPLICATE = "duplicate", _("The same demand is published already")
    CONTRADICTORY = "contradictory", _("Statements contradict each other")
    TOO_REVEALING = "too_revealing", _("The public summary gives away what should stay hidden")
    WRONG_CLASS = "wrong_class", _("Industry or region is wrong")
    OTHER = "other", _("Another reason, given in words")


class CloseReason(models.TextChoices):
    """Why a demand is closed."""

    SOLVED_HERE = "solved_here", _("Solved through this platform")
    SOLVED_ELSEWHERE = "solved_elsewhere", _("Solved otherwise")
    DROPPED = "dropped", _("No longer needed")
    OTHER = "other", _("Another reason")


VALIDITY_DAYS = ((60, _("60 days")), (90, _("90 days")), (180, _("180 days")))
"""For how long a demand holds unless it is reconfirmed; matching counts no longer than the last."""
