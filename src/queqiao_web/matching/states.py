"""States and answers of matches, introductions and rankers, with their edges. Data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.workflow import Workflow


class Side(models.TextChoices):
    """Which of the two records of a match."""

    DEMAND = "demand", _("Demand")
    ACHIEVEMENT = "achievement", _("Achievement")

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.ACHIEVEMENT if self is Side.DEMAND else Side.DEMAND


class MatchState(models.TextChoices):
    """How far a match is."""

    OPEN = "open", _("Waiting for answers")
    UNANSWERED = "unanswered", _("No answer in time")
    INTRODUCED = "introduced", _("Introduced")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("No longer a match")


_M = MatchState
MATCHES = Workflow(
    "matching.match",
    {
        _M.OPEN: frozenset({_M.INTRODUCED, _M.DECLINED, _M.UNANSWERED, _M.LAPSED}),
        _M.UNANSWERED: frozenset({_M.INTRODUCED, _M.DECLINED, _M.LAPSED, _M.OPEN}),
        _M.DECLINED: frozenset({_M.OPEN, _M.LAPSED}),
        _M.LAPSED: frozenset({_M.OPEN, _M.DECLINED, _M.UNANSWERED}),  # as it stood, found again
        _M.INTRODUCED: frozenset(),
    },
)
STANDING = frozenset({MatchState.OPEN, MatchState.UNANSWERED})
"""States in which a side may still answer."""
LAPSING = STANDING | {MatchState.DECLINED}
"""States that end when one of the records leaves matching."""


class Answer(models.TextChoices):
    """What a side says to a match."""

    INTERESTED = "interested", _("Interested")
    DECLINED = "declined", _("Declined")
    SILENT = "silent", _("No answer in time")


class DeclineCode(models.TextChoices):
    """Why a side declines."""

    TOO_EARLY = "too_early", _("Too early: not ready enough")
    INDEX_NOT_MET = "index_not_met", _("An index is not met")
    PRICE = "price", _("Price or budget")
    IP = "ip", _("Intellectual property")
    DUPLICATE = "duplicate", _("Known already, or in talks elsewhere")
    UNCLEAR = "unclear", _("What is offered or wanted is not clear")
    NOT_OUR_FIELD = "not_our_field", _("Not our field")
    CAPACITY = "capacity", _("No capacity at present")
    OTHER = "other", _("Another reason, given in words")


class IntroductionState(models.TextChoices):
    """How far an introduction is."""

    OPEN = "open", _("Introduced")
    DEALING = "dealing", _("A deal is under way")
    ENDED = "ended", _("Ended without a deal")


INTRODUCTIONS = Workflow(
    "matching.introduction",
    {
        IntroductionState.OPEN: frozenset({IntroductionState.DEALING, IntroductionState.ENDED}),
        IntroductionState.DEALING: frozenset({IntroductionState.ENDED}),
        IntroductionState.ENDED: frozenset(),
    },
)


class RankerState(models.TextChoices):
    """What became of a trained ranker."""

    REJECTED = "rejected", _("Not better than the default")
    ACTIVE = "active", _("In use")
    RETIRED = "retired", _("Replaced")


RANKERS = Workflow(
    "matching.ranker",
    {
        RankerState.ACTIVE: frozenset({RankerState.RETIRED}),
        RankerState.RETIRED: frozenset({RankerState.ACTIVE}),
        RankerState.REJECTED: frozenset(),
    },
)

GRADES = {
    DeclineCode.TOO_EARLY: 1,
    DeclineCode.INDEX_NOT_MET: 1,
    DeclineCode.PRICE: 1,
    DeclineCode.IP: 1,
    DeclineCode.NOT_OUR_FIELD: 0,
}
"""What a refusal says about relevance (0-3); the other codes say nothing."""
INTEREST_GRADE, INTRODUCTION_GRADE = 2, 3
ANSWER_DAYS = 10
"""So long a side may take to answer the other's interest."""
REMIND_AFTER_DAYS = 5
