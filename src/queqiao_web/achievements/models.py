"""Tables of achievements, their registered rights, inventors and evidence of readiness."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.states import (
    LISTED,
    VALIDITY_DAYS,
    AchievementState,
    AcquisitionMode,
    CloseReason,
    Encumbrance,
    IpState,
    Ownership,
    PatentKind,
    PatentState,
    PriceMode,
)
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.disclosure.models import DisclosureGrant
from queqiao_web.foundation.freshness import Confirmed
from queqiao_web.foundation.records import LargestFirst, in_states
from queqiao_web.foundation.review import Reviewed
from queqiao_web.organizations.models import Organization

_PERSON: dict[str, Any] = {
    "to": settings.AUTH_USER_MODEL,
    "null": True,
    "editable": False,
    "on_delete": models.PROTECT,
    "related_name": "+",
}


class Achievement(Confirmed, Reviewed):
    """
    What a university, an institute or an enterprise can offer.

    ``summary`` is public, ``description`` belongs to the details, ``secret_annex`` to the secret
    level. ``indices`` are the technical indices as the engine read them from the texts, each with
    its field and place and with the owner's mark. ``valid_until`` is the last day on which the
    achievement holds unless it is reconfirmed.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="achievements",
        verbose_name=_("organization"),
    )
    title = models.CharField(_("title"), max_length=100)
    summary = models.TextField(_("public summary"), blank=True, default="")
    description = models.TextField(_("details"), blank=True, default="")
    secret_annex = models.TextField(_("secret annex"), blank=True, default="")
    disclosure = models.CharField(
        _("confidentiality"), max_length=9, choices=Disclosure.choices, default=Disclosure.PUBLIC
    )
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    industry_code = models.CharField(_("industry"), max_length=5, blank=True, default="")
    region_code = models.CharField(_("region"), max_length=6)
    modes = models.JSONField(_("ways of cooperation"), default=list, blank=True)
    indices = models.JSONField(_("technical indices"), default=list, blank=True, editable=False)

    trl = models.PositiveSmallIntegerField(
        _("technology readiness"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(9)),
    )
    trl_evidence = models.TextField(_("evidence of readiness"), blank=True, default="")
    ready_on = models.DateField(_("deliverable from"), null=True, blank=True)

    ip_state = models.CharField(
        _("intellectual property"), max_length=12, choices=IpState.choices, default=IpState.UNKNOWN
    )
    ownership = models.CharField(
        _("ownership"), max_length=24, choices=Ownership.choices, blank=True, default=""
    )
    co_owners = models.CharField(_("other owners"), max_length=200, blank=True, default="")
    acquisition = models.CharField(
        _("acquired by"), max_length=20, choices=AcquisitionMode.choices, blank=True, default=""
    )
    service_achievement = models.BooleanField(_("service achievement"), null=True, blank=True)

    price_mode = models.CharField(
        _("way of pricing"),
        max_length=12,
        choices=PriceMode.choices,
        default=PriceMode.NEGOTIABLE,
    )
    price_cny = models.DecimalField(
        _("price (yuan)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    use_first_months = models.PositiveSmallIntegerField(
        _("months of free use first"), null=True, blank=True
    )

    external_id = models.CharField(_("number at its owner"), max_length=60, blank=True, default="")
    validity_days = models.PositiveSmallIntegerField(
        _("valid for"), choices=VALIDITY_DAYS, default=180
    )

    state = models.CharField(
        _("state"), max_length=9, choices=AchievementState.choices, default=AchievementState.DRAFT
    )
    created_by = models.ForeignKey(**_PERSON)
    matched_at = models.DateTimeField(null=True, editable=False)
    expired_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    close_reason = models.CharField(
        _("reason"), max_length=24, choices=CloseReason.choices, blank=True, default=""
    )

    is_listed = in_states(LISTED)

    audit_masked: ClassVar[frozenset[str]] = frozenset(
        {"description", "secret_annex", "indices", "return_text", "trl_evidence"}
    )

    class Meta:
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = (
            models.CheckConstraint(
                condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9),
                name="achievement_trl_range",
            ),
            models.CheckConstraint(
                condition=Q(price_cny__isnull=True) | Q(price_cny__gte=0),
                name="achievement_price_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AchievementState.PUBLISHED, AchievementState.MATCHED])
                | Q(
                    published_at__isnull=False,
                    confirmed_on__isnull=False,
                    valid_until__isnull=False,
                ),
                name="achievement_published_dates",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="achievement_claim_pair",
            ),
            models.UniqueConstraint(
                fields=["organization", "external_id"],
                condition=~Q(external_id=""),
                name="achievement_external_id_once",
            ),
        )
        indexes = (
            # Filters of the list are looked up in the index that gives its order.
            models.Index(
                "is_listed",
                F("published_at").desc(),
                F("id").desc(),
                "region_code",
                "industry_code",
                "trl",
                "price_cny",
                name="achievement_published",
            ),
            models.Index(
                "is_listed",
                LargestFirst("trl"),
                F("id").desc(),
                name="achievement_ready",
            ),
            models.Index(fields=["state", "-published_at", "-id"], name="achievement_state"),
            models.Index(fields=["state", "valid_until", "id"], name="achievement_valid"),
            models.Index(fields=["state", "submitted_at", "id"], name="achievement_queue"),
            models.Index(fields=["organization", "state", "-updated_at"], name="achievement_owner"),
        )

    def __str__(self) -> str:
        return self.title


class Patent(models.Model):
    """A registered right that an achievement rests on."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="patents")
    number = models.CharField(_("number"), max_length=40)
    title = models.CharField(_("name"), max_length=200, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=16, choices=PatentKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=PatentState.choices)
    owners = models.CharField(_("owners"), max_length=200, blank=True, default="")
    encumbrance = models.CharField(
        _("encumbrance"),
        max_length=20,
        choices=Encumbrance.choices,
        default=Encumbrance.NONE,
    )
    encumbrance_note = models.CharField(
        _("about the encumbrance"), max_length=200, blank=True, default=""
    )

    class Meta:
        verbose_name = _("patent")
        verbose_name_plural = _("patents")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["achievement", "number"], name="patent_once"),
        )

    def __str__(self) -> str:
        return self.number


class Inventor(models.Model):
    """
    Somebody who made the achievement, in the order of their part in it.

    ``share`` is their part of what inventors receive (0-1), where it is agreed.
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="inventors")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=120, blank=True, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inventions",
    )
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("inventor")
        verbose_name_plural = _("inventors")
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=["achievement", "position"], name="inventor_position"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1),
                name="inventor_share_range",
            ),
        )

    def __str__(self) -> str:
        return self.name


class AchievementGrant(DisclosureGrant):
    """An organization may read more of an achievement than everybody may."""

    record = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="grants")

    class Meta(DisclosureGrant.Meta):
        verbose_name = _("disclosure of an achievement")
        verbose_name_plural = _("disclosures of achievements")
        indexes = (
            models.Index(
                fields=["organization", "record", "level"],
                condition=Q(ended_at__isnull=True),
                name="achievementgrant_reader",
            ),
        )
