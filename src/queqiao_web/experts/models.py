"""Tables of experts, their works, claims to be them, and who may reach them."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.states import (
    Availability,
    ClaimState,
    ContactConsent,
    ExpertState,
    WorkKind,
)
from queqiao_web.foundation.freshness import Confirmed
from queqiao_web.foundation.records import Record
from queqiao_web.organizations.models import Organization

_PERSON: dict[str, Any] = {
    "to": settings.AUTH_USER_MODEL,
    "null": True,
    "editable": False,
    "on_delete": models.PROTECT,
    "related_name": "+",
}


class Expert(Confirmed, Record):
    """
    Somebody who can solve problems: written down by their organization, kept by themselves once
    they have claimed the profile (``user``).

    ``capacity_cases`` are the cases they take at once, ``capacity_days`` the days a month. How to
    reach them is shown as ``contact_consent`` says.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="experts",
        verbose_name=_("organization"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="expert",
    )
    name = models.CharField(_("name"), max_length=60)
    department = models.CharField(_("department"), max_length=120, blank=True, default="")
    titles = models.CharField(_("professional titles"), max_length=120, blank=True, default="")
    fields = models.JSONField(_("fields of work"), default=list, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    industry_code = models.CharField(_("industry"), max_length=5, blank=True, default="")
    region_code = models.CharField(_("region"), max_length=6)
    introduction = models.TextField(_("introduction"), blank=True, default="")
    capacity_cases = models.PositiveSmallIntegerField(
        _("cases at once"), default=2, validators=(MaxValueValidator(50),)
    )
    capacity_days = models.PositiveSmallIntegerField(
        _("days a month"), null=True, blank=True, validators=(MaxValueValidator(31),)
    )
    availability = models.CharField(
        _("availability"),
        max_length=11,
        choices=Availability.choices,
        default=Availability.AVAILABLE,
    )
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    contact_email = models.EmailField(_("e-mail"), blank=True, default="")
    contact_consent = models.CharField(
        _("who may reach me"),
        max_length=8,
        choices=ContactConsent.choices,
        default=ContactConsent.PARTNERS,
    )
    external_id = models.CharField(_("staff number"), max_length=60, blank=True, default="")
    state = models.CharField(
        _("state"), max_length=9, choices=ExpertState.choices, default=ExpertState.DRAFT
    )
    created_by = models.ForeignKey(**_PERSON)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(**_PERSON)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    audit_masked: ClassVar[frozenset[str]] = frozenset(
        {"name", "department", "contact_phone", "contact_email", "external_id", "introduction"}
    )

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = (
            models.CheckConstraint(
                condition=Q(capacity_cases__lte=50), name="expert_capacity_cases"
            ),
            models.CheckConstraint(
                condition=Q(capacity_days__isnull=True) | Q(capacity_days__lte=31),
                name="expert_capacity_days",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExpertState.PUBLISHED)
                | Q(
                    published_at__isnull=False,
                    confirmed_on__isnull=False,
                    valid_until__isnull=False,
                ),
                name="expert_published_dates",
            ),
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~Q(external_id=""),
                name="expert_external_id_once",
            ),
        )
        indexes = (
            models.Index(fields=["state", "-published_at", "-id"], name="expert_published"),
            models.Index(fields=["state", "region_code", "-published_at"], name="expert_region"),
            models.Index(fields=["state", "industry_code", "-published_at"], name="expert_trade"),
            models.Index(fields=["state", "valid_until", "id"], name="expert_valid"),
            models.Index(fields=["organization", "state", "-updated_at"], name="expert_owner"),
            models.Index(fields=["organization", "name"], name="expert_name"),
        )

    def __str__(self) -> str:
        return self.name


class Work(models.Model):
    """Something that shows what an expert can do."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="works")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=WorkKind.choices)
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    abstract = models.TextField(_("abstract"), blank=True, default="")
    achievement_code = models.CharField(
        _("code of the achievement"), max_length=8, blank=True, default=""
    )

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=["expert", "position"], name="work_position"),
        )

    def __str__(self) -> str:
        return self.title


class Claim(Record):
    """Somebody says that a profile is theirs; the organization or an officer verifies it."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_claims"
    )
    statement = models.TextField(_("how you can be recognized"))
    state = models.CharField(
        _("state"), max_length=9, choices=ClaimState.choices, default=ClaimState.REQUESTED
    )
    reason = models.TextField(_("reason"), blank=True, default="")
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(**_PERSON)

    audit_masked: ClassVar[frozenset[str]] = frozenset({"statement", "reason"})

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = (
            models.UniqueConstraint(
                fields=["expert", "user"],
                condition=Q(state=ClaimState.REQUESTED),
                name="claim_open_once",
            ),
            models.UniqueConstraint(
                fields=["expert"],
                condition=Q(state=ClaimState.ACCEPTED),
                name="claim_accepted_once",
            ),
        )
        indexes = (models.Index(fields=["state", "created_at"], name="claim_state"),)

    def __str__(self) -> str:
        return f"{self.expert_id} {self.user_id}"


class ContactGrant(Record):
    """An organization that the expert agreed to be reached by, until it ends."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="contact_grants")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=80)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(**_PERSON)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent to be reached")
        constraints = (
            models.UniqueConstraint(
                fields=["expert", "organization", "basis"],
                condition=Q(ended_at__isnull=True),
                name="contact_grant_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["organization", "expert"],
                condition=Q(ended_at__isnull=True),
                name="contact_grant_reader",
            ),
        )

    def __str__(self) -> str:
        return f"{self.expert_id} {self.organization_id}"
