"""States of experts and of claims with their edges, and the choices of their fields."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from queqiao_web.foundation.workflow import Workflow


class ExpertState(models.TextChoices):
    """Whether everybody finds the profile."""

    DRAFT = "draft", pgettext_lazy("state", "Draft")
    PUBLISHED = "published", pgettext_lazy("state", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "Withdrawn")


EXPERTS = Workflow(
    "experts.expert",
    {
        ExpertState.DRAFT: frozenset({ExpertState.PUBLISHED, ExpertState.WITHDRAWN}),
        ExpertState.PUBLISHED: frozenset({ExpertState.WITHDRAWN}),
        ExpertState.WITHDRAWN: frozenset({ExpertState.PUBLISHED}),
    },
)


class ClaimState(models.TextChoices):
    """How far a claim to be the person of a profile is."""

    REQUESTED = "requested", _("Waiting for verification")
    ACCEPTED = "accepted", pgettext_lazy("state", "Accepted")
    REFUSED = "refused", _("Refused")
    DROPPED = "dropped", _("Taken back")


CLAIMS = Workflow(
    "experts.claim",
    {
        ClaimState.REQUESTED: frozenset(
            {ClaimState.ACCEPTED, ClaimState.REFUSED, ClaimState.DROPPED}
        ),
        ClaimState.ACCEPTED: frozenset({ClaimState.DROPPED}),
        ClaimState.REFUSED: frozenset(),
        ClaimState.DROPPED: frozenset(),
    },
)


class Availability(models.TextChoices):
    """Whether the expert takes on more."""

    AVAILABLE = "available", _("Takes on new work")
    LIMITED = "limited", _("Takes on a little")
    UNAVAILABLE = "unavailable", _("Takes on nothing at present")


class ContactConsent(models.TextChoices):
    """Who sees how to reach the expert."""

    NOBODY = "nobody", _("Nobody but my organization")
    PARTNERS = "partners", _("Organizations that I agreed to talk to")
    MEMBERS = "members", _("Everybody who has signed in")


class WorkKind(models.TextChoices):
    """What a work is."""

    PAPER = "paper", _("Paper")
    PATENT = "patent", _("Patent")
    ACHIEVEMENT = "achievement", _("Achievement")
    PROJECT = "project", _("Project")
    STANDARD = "standard", _("Standard")
    AWARD = "award", _("Award")
