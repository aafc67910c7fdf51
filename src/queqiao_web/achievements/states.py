"""States of achievements with their edges, and the choices of their fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from queqiao_web.foundation.workflow import Workflow


class AchievementState(models.TextChoices):
    """How far an achievement is on the way to whoever may use it."""

    DRAFT = "draft", pgettext_lazy("state", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state", "Submitted")
    RETURNED = "returned", pgettext_lazy("state", "Returned for changes")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    MATCHED = "matched", pgettext_lazy("state", "Matched")
    CLOSED = "closed", pgettext_lazy("state", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("state", "Expired")


_S = AchievementState
ACHIEVEMENTS = Workflow(
    "achievements.achievement",
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

EDITABLE = frozenset({AchievementState.DRAFT, AchievementState.RETURNED})
"""States in which the owner changes the texts; a published achievement is reopened first."""
LISTED = frozenset({AchievementState.PUBLISHED, AchievementState.MATCHED})
"""States in which everybody finds the achievement."""
BEYOND_REVIEW = frozenset(
    {
        AchievementState.PUBLISHED,
        AchievementState.MATCHED,
        AchievementState.CLOSED,
        AchievementState.EXPIRED,
    }
)
"""States that an achievement reaches only through review."""


class ReturnReason(models.TextChoices):
    """Why a reviewer sends an achievement back."""

    UNCLEAR = "unclear", _("What it does is not clear")
    NO_INDEX = "no_index", _("No index that can be checked")
    NO_EVIDENCE = "no_evidence", _("The readiness level is not backed by evidence")
    OWNERSHIP_UNCLEAR = "ownership_unclear", _("Ownership or rights are not clear")
    DUPLICATE = "duplicate", _("The same achievement is published already")
    TOO_REVEALING = "too_revealing", _("The public summary gives away what should stay hidden")
    WRONG_CLASS = "wrong_class", _("Industry or region is wrong")
    OTHER = "other", _("Another reason, given in words")


class CloseReason(models.TextChoices):
    """Why an achievement is closed."""

    TRANSFERRED_HERE = "transferred_here", _("Transferred through this platform")
    TRANSFERRED_ELSEWHERE = "transferred_elsewhere", _("Transferred otherwise")
    DROPPED = "dropped", _("No longer offered")
    OTHER = "other", _("Another reason")


VALIDITY_DAYS = ((60, _("60 days")), (90, _("90 days")), (180, _("180 days")))
"""For how long an achievement holds unless it is reconfirmed."""

READINESS = (
    (1, _("1 · Basic principle observed and reported")),
    (2, _("2 · Concept and use worked out on paper")),
    (3, _("3 · Key function proven in the laboratory")),
    (4, _("4 · Laboratory sample works as a whole")),
    (5, _("5 · Sample tested in a simulated working environment")),
    (6, _("6 · Pilot plant or engineering prototype proven")),
    (7, _("7 · Prototype tried in real use")),
    (8, _("8 · Finished, accepted, made in small lots")),
    (9, _("9 · In regular production and use")),
)
"""What each technology readiness level means, in plain words."""

EVIDENCE_FROM_TRL = 4
"""From this readiness level on, evidence must be given."""


class EvidenceKind(models.TextChoices):
    """What a file that shows the readiness is."""

    TEST_REPORT = "test_report", _("Test report")
    NOVELTY_SEARCH = "novelty_search", _("Report of a novelty search")
    USER_STATEMENT = "user_statement", _("Statement of a user")
    APPRAISAL = "appraisal", _("Appraisal of the achievement")
    ACCEPTANCE = "acceptance", _("Report of acceptance")
    TRIAL_RECORD = "trial_record", _("Record of pilot or production runs")
    CERTIFICATE = "certificate", _("Certificate or licence of a product")
    SALES = "sales", _("Sales contracts or invoices")
    OTHER = "other", _("Another paper")


class CooperationMode(models.TextChoices):
    """How the two sides may work together, as the engine names it."""

    TRANSFER = "transfer", _("Technology transfer")
    LICENCE = "licence", _("Licence")
    EQUITY_CONTRIBUTION = "equity_contribution", _("Equity contribution")
    JOINT_DEVELOPMENT = "joint_development", _("Joint development")
    COMMISSIONED_DEVELOPMENT = "commissioned_development", _("Commissioned development")
    CONSULTING = "consulting", _("Technical consulting")
    SERVICE = "service", _("Technical service")
    USE_FIRST = "use_first", _("Use first, transfer later")


class IpState(models.TextChoices):
    """Where the intellectual property stands as a whole, as the engine names it."""

    GRANTED = "granted", _("Granted")
    PENDING = "pending", _("Applied for")
    KNOW_HOW = "know_how", _("Know-how")
    ENCUMBERED = "encumbered", _("Encumbered or disputed")
    UNKNOWN = "unknown", _("Not stated")


class PatentKind(models.TextChoices):
    """What a registered right is."""

    INVENTION = "invention", _("Invention patent")
    UTILITY_MODEL = "utility_model", _("Utility model")
    DESIGN = "design", _("Design patent")
    SOFTWARE = "software", _("Software copyright")
    LAYOUT = "layout", _("Layout design of integrated circuits")
    PLANT_VARIETY = "plant_variety", _("New plant variety")
    FOREIGN = "foreign", _("Foreign or PCT patent")


class PatentState(models.TextChoices):
    """How far a registered right is."""

    PENDING = "pending", _("Applied for")
    GRANTED = "granted", _("Granted and in force")
    LAPSED = "lapsed", _("Lapsed")


class Encumbrance(models.TextChoices):
    """What stands in the way of disposing of a right."""

    NONE = "none", _("None")
    PLEDGE = "pledge", _("Pledged")
    EXCLUSIVE_LICENCE = "exclusive_licence", _("Licensed exclusively")
    LICENCE = "licence", _("Licensed")
    DISPUTE = "dispute", _("In dispute")


BLOCKING_ENCUMBRANCES = frozenset(
    {Encumbrance.PLEDGE, Encumbrance.EXCLUSIVE_LICENCE, Encumbrance.DISPUTE}
)


class Ownership(models.TextChoices):
    """Who owns the achievement."""

    SOLE = "sole", _("Owned alone")
    JOINT = "joint", _("Owned jointly")
    SHARED_WITH_INVENTORS = "shared_with_inventors", _("Shared with the inventors")
    LONG_TERM_USE = "long_term_use", _("Inventors hold a long-term right of use")


class AcquisitionMode(models.TextChoices):
    """How the owner came by the achievement."""

    OWN_DEVELOPMENT = "own_development", _("Developed by ourselves")
    JOINT_DEVELOPMENT = "joint_development", _("Developed jointly")
    COMMISSIONED = "commissioned", _("Developed on commission")
    ASSIGNED = "assigned", _("Assigned by others")
    LICENSED = "licensed", _("Licensed by others")


class PriceMode(models.TextChoices):
    """How the price is found."""

    NEGOTIABLE = "negotiable", _("Negotiable")
    AGREED = "agreed", _("Agreed price")
    LISTING = "listing", _("Listing")
    AUCTION = "auction", _("Auction")
