"""Tables of matches, introductions, rankers, and of each refresh."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.records import Record
from queqiao_web.matching.states import (
    Answer,
    DeclineCode,
    IntroductionState,
    MatchState,
    RankerState,
    Side,
)
from queqiao_web.organizations.models import Organization


def _person() -> models.ForeignKey:  # type: ignore[type-arg] # of whoever the settings say
    """Who did it; people stay, so that what they did keeps its author."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Match(Record):
    """
    A demand and an achievement that fit, or nearly.

    ``score`` is a calibrated probability (0-1) from the whole texts. ``allowed`` says that every
    gate is open; ``closed_gates`` names the others. ``tallies`` hold for each side how its checks
    came out, worked out from the texts that the side may read: ``{"demand": {"met": 1, "short": 0,
    "not_stated": 2, "conflict_unit": 0}, "achievement": {...}}``.
    """

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="matches")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="matches")
    demand_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+"
    )
    achievement_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+"
    )
    score = models.FloatField(_("score"))
    allowed = models.BooleanField(_("all conditions met"))
    closed_gates = models.JSONField(default=list)
    tallies = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=MatchState.choices, default=MatchState.OPEN
    )
    refreshed_at = models.DateTimeField()
    demand_answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    demand_code = models.CharField(
        max_length=16, choices=DeclineCode.choices, blank=True, default=""
    )
    demand_text = models.TextField(blank=True, default="")
    demand_answered_at = models.DateTimeField(null=True, editable=False)
    demand_answered_by = _person()
    demand_due_at = models.DateTimeField(null=True, editable=False)
    demand_reminded_at = models.DateTimeField(null=True, editable=False)
    achievement_answer = models.CharField(
        max_length=10, choices=Answer.choices, blank=True, default=""
    )
    achievement_code = models.CharField(
        max_length=16, choices=DeclineCode.choices, blank=True, default=""
    )
    achievement_text = models.TextField(blank=True, default="")
    achievement_answered_at = models.DateTimeField(null=True, editable=False)
    achievement_answered_by = _person()
    achievement_due_at = models.DateTimeField(null=True, editable=False)
    achievement_reminded_at = models.DateTimeField(null=True, editable=False)
    introduced_at = models.DateTimeField(null=True, editable=False)
    signed_at = models.DateTimeField(null=True, editable=False)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"demand_text", "achievement_text"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"tallies"})

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = (
            models.UniqueConstraint(fields=["demand", "achievement"], name="match_once"),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1), name="match_score_range"
            ),
            models.CheckConstraint(
                condition=~Q(demand_answer=Answer.DECLINED) | ~Q(demand_code=""),
                name="match_demand_code",
            ),
            models.CheckConstraint(
                condition=~Q(achievement_answer=Answer.DECLINED) | ~Q(achievement_code=""),
                name="match_achievement_code",
            ),
        )
        indexes = (
            models.Index(fields=["demand", "state", "-score"], name="match_of_demand"),
            models.Index(fields=["achievement", "state", "-score"], name="match_of_achievement"),
            models.Index(
                fields=["demand_organization", "state", "-score"], name="match_demand_side"
            ),
            models.Index(
                fields=["achievement_organization", "state", "-score"], name="match_offer_side"
            ),
            models.Index(
                fields=["demand_due_at"],
                name="match_demand_due",
                condition=Q(demand_due_at__isnull=False, demand_answer=""),
            ),
            models.Index(
                fields=["achievement_due_at"],
                name="match_offer_due",
                condition=Q(achievement_due_at__isnull=False, achievement_answer=""),
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_answered(self) -> bool:
        """Whether a side has said something: from then on each change has its own event."""
        return bool(self.demand_answer or self.achievement_answer)

    def answer_of(self, side: str) -> str:
        """What the side has said, ``""`` where it has not."""
        return str(getattr(self, f"{Side(side).value}_answer"))

    def organization_of(self, side: str) -> int:
        """The organization on that side, by its id."""
        return int(getattr(self, f"{Side(side).value}_organization_id"))


class Introduction(Record):
    """Two sides that are both interested, introduced to each other."""

    match = models.OneToOneField(Match, on_delete=models.PROTECT, related_name="introduction")
    demand_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="introductions_as_demand"
    )
    achievement_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="introductions_as_achievement"
    )
    broker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region_code = models.CharField(max_length=6)  # of the demand: whose officers answer for it
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=IntroductionState.choices,
        default=IntroductionState.OPEN,
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    end_text = models.TextField(_("why it ended"), blank=True, default="")

    audit_masked: ClassVar[frozenset[str]] = frozenset({"end_text"})

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        indexes = (
            models.Index(fields=["state", "region_code", "id"], name="introduction_region"),
            models.Index(fields=["demand_organization", "state"], name="introduction_demand"),
            models.Index(fields=["achievement_organization", "state"], name="introduction_offer"),
            models.Index(fields=["broker", "state"], name="introduction_broker"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def sides(self) -> frozenset[int]:
        """The two organizations, by their ids."""
        return frozenset({self.demand_organization_id, self.achievement_organization_id})


class Refresh(Record):
    """One look at the pairs of a demand or an achievement, and what it changed."""

    side = models.CharField(max_length=11, choices=Side.choices)
    record_code = models.CharField(max_length=8)
    considered = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)
    why_none = models.JSONField(default=dict)  # {"zh": ..., "en": ...}: said to the owner

    class Meta:
        verbose_name = _("refresh of matches")
        verbose_name_plural = _("refreshes of matches")
        indexes = (
            models.Index(fields=["record_code", "-id"], name="refresh_of_record"),
            models.Index(fields=["created_at"], name="refresh_at"),
        )

    def __str__(self) -> str:
        return self.code


class Ranker(Record):
    """A ranking learned from feedback: its file in the data folder, and what it is worth."""

    file = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(_("state"), max_length=8, choices=RankerState.choices)
    judgements = models.PositiveIntegerField(_("judgements"))
    notes = models.JSONField(default=dict)
    activated_at = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("ranker")
        verbose_name_plural = _("rankers")
        constraints = (
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=RankerState.ACTIVE),
                name="ranker_one_active",
            ),
        )

    def __str__(self) -> str:
        return self.code


class SavedSearch(Record):
    """A search that somebody keeps, and by which they want to hear of what is new."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("look for"), max_length=11, choices=Side.choices)
    text = models.CharField(_("words"), max_length=200)
    region_code = models.CharField(_("region"), max_length=6, blank=True, default="")
    industry_code = models.CharField(_("industry"), max_length=5, blank=True, default="")
    alerts = models.BooleanField(_("tell me of new ones"), default=True)
    told_through = models.DateTimeField()  # what was published until then has been told

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        indexes = (models.Index(fields=["alerts", "told_through"], name="saved_search_due"),)

    def __str__(self) -> str:
        return self.name
