"""Tables of demands, who may read them, and what is being typed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.states import (
    LISTED,
    VALIDITY_DAYS,
    CloseReason,
    CooperationMode,
    DemandState,
    IpNeed,
)
from queqiao_web.foundation.codes import LENGTH
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.disclosure.models import DisclosureGrant
from queqiao_web.foundation.freshness import Confirmed
from queqiao_web.foundation.records import LargestFirst, in_states
from queqiao_web.foundation.review import Reviewed
from queqiao_web.organizations.models import Organization


class Demand(Confirmed, Reviewed):
    """
    A technology demand: what an enterprise needs solved.

    ``title``, ``summary`` and ``keywords`` are for everybody; ``description`` are the details and
    ``secret_annex`` what a signed agreement opens. ``indices`` are the technical indices as the
    engine read them from the texts, each with its field and place and with the owner's mark.
    ``valid_until`` is the last day on which the demand holds unless it is reconfirmed.
    """

    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="demands",
    )
    title = models.CharField(_("title"), max_length=80)
    summary = models.TextField(_("public summary"), blank=True, default="")
    description = models.TextField(_("details"), blank=True, default="")
    secret_annex = models.TextField(_("secret annex"), blank=True, default="")
    disclosure = models.CharField(
        _("confidentiality"),
        max_length=9,
        choices=Disclosure.choices,
        default=Disclosure.STAGED,
    )
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    region_code = models.CharField(_("region"), max_length=6)
    industry_code = models.CharField(_("industry"), max_length=5, blank=True, default="")
    budget_cny = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    trl_min = models.PositiveSmallIntegerField(_("lowest readiness"), null=True, blank=True)
    deadline_on = models.DateField(_("needed by"), null=True, blank=True)
    ip_need = models.CharField(
        _("intellectual property"), max_length=8, choices=IpNeed.choices, default=IpNeed.ANY
    )
    modes = models.JSONField(_("ways of cooperation"), default=list, blank=True)
    accepted_regions = models.JSONField(_("solvers from"), default=list, blank=True)
    indices = models.JSONField(_("technical indices"), default=list, blank=True, editable=False)
    validity_days = models.PositiveSmallIntegerField(
        _("valid for"), choices=VALIDITY_DAYS, default=180
    )

    state = models.CharField(
        _("state"), max_length=9, choices=DemandState.choices, default=DemandState.DRAFT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    matched_at = models.DateTimeField(null=True, editable=False)
    expired_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    close_reason = models.CharField(
        _("reason"), max_length=16, choices=CloseReason.choices, blank=True, default=""
    )

    is_listed = in_states(LISTED)

    audit_masked: ClassVar[frozenset[str]] = frozenset(
        {"description", "secret_annex", "indices", "return_text"}
    )

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        constraints = (
            models.CheckConstraint(
                condition=Q(budget_cny__isnull=True) | Q(budget_cny__gte=0),
                name="demand_budget_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(trl_min__isnull=True) | Q(trl_min__gte=1, trl_min__lte=9),
                name="demand_trl_range",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DemandState.PUBLISHED, DemandState.MATCHED])
                | Q(
                    published_at__isnull=False,
                    confirmed_on__isnull=False,
                    valid_until__isnull=False,
                ),
                name="demand_published_dates",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="demand_claim_pair",
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
                "budget_cny",
                name="demand_published",
            ),
            models.Index(fields=["is_listed", "deadline_on", "id"], name="demand_deadline"),
            models.Index(
                "is_listed",
                LargestFirst("budget_cny"),
                F("id").desc(),
                name="demand_budget",
            ),
            models.Index(fields=["state", "-published_at", "-id"], name="demand_state"),
            models.Index(fields=["state", "valid_until", "id", "budget_cny"], name="demand_valid"),
            models.Index(fields=["state", "submitted_at", "id"], name="demand_queue"),
            models.Index(fields=["organization", "state", "-updated_at"], name="demand_owner"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def mode_labels(self) -> list[str]:
        """The ways of cooperation in words."""
        return [str(CooperationMode(mode).label) for mode in self.modes]


class DemandGrant(DisclosureGrant):
    """An organization may read a demand up to a level."""

    record = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="grants")

    class Meta(DisclosureGrant.Meta):
        verbose_name = _("disclosure of a demand")


class Entry(models.Model):
    """
    What somebody is typing into the form of a demand, kept as typed until they save it.

    No record yet: only its writer ever sees it, it has no history, and saving the form removes it.
    ``key`` names one sitting at one form.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demand_entries"
    )
    key = models.CharField(max_length=LENGTH)
    demand = models.ForeignKey(Demand, null=True, on_delete=models.CASCADE, related_name="entries")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsaved entry")
        constraints = (
            models.UniqueConstraint(fields=["user", "key"], name="entry_once"),
            models.UniqueConstraint(
                fields=["user", "demand"],
                condition=Q(demand__isnull=False),
                name="entry_of_demand_once",
            ),
        )
        indexes = (models.Index(fields=["user", "-saved_at"], name="entry_recent"),)

    def __str__(self) -> str:
        return self.key
