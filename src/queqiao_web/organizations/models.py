"""Tables of organizations, memberships, posts, delegations and dated facts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access.roles import OrganizationRole, RegionRole
from queqiao_web.foundation.records import Record
from queqiao_web.organizations.states import (
    InvitationState,
    MembershipState,
    OrganizationKind,
    OrganizationState,
)


class Organization(Record):
    """
    An enterprise, a university, an authority ...: whoever owns demands and achievements.

    ``uscc`` is the unified social credit code, checked by its check digit, unique where given
    among those that are not closed. ``return_reasons`` are codes of ``ReturnReason``.
    """

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind.choices)
    uscc = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        default="",
    )
    region_code = models.CharField(_("region"), max_length=6)
    industry_code = models.CharField(_("industry"), max_length=5, blank=True, default="")
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    website = models.URLField(_("website"), blank=True, default="")
    introduction = models.TextField(_("what it does"), blank=True, default="")
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True, default="")
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True, default="")
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=OrganizationState.choices,
        default=OrganizationState.REGISTERED,
    )
    state_reason = models.TextField(_("reason"), blank=True, default="")
    return_reasons = models.JSONField(default=list, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    audit_masked: ClassVar[frozenset[str]] = frozenset({"contact_name", "contact_phone"})

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = (
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False),
                name="organization_verified_pair",
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(uscc="") & ~Q(state=OrganizationState.CLOSED),
                name="organization_uscc_once",
            ),
        )
        indexes = (
            models.Index(fields=["state", "region_code", "id"], name="organization_state_region"),
            models.Index(fields=["state", "kind", "id"], name="organization_state_kind"),
            models.Index(fields=["state", "industry_code", "id"], name="organization_state_indust"),
            models.Index(fields=["uscc"], name="organization_uscc"),
            models.Index(fields=["name"], name="organization_name"),
        )

    def __str__(self) -> str:
        return self.name


class Membership(Record):
    """A person in an organization, with the role they hold there."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        _("role"), max_length=8, choices=OrganizationRole.choices, default=OrganizationRole.EDITOR
    )
    state = models.CharField(
        _("state"), max_length=8, choices=MembershipState.choices, default=MembershipState.ACTIVE
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.organization}"


class Invitation(Record):
    """
    A letter that lets whoever receives it join an organization.

    Only the digest of its secret is kept; the mail makes the secret anew from the key of the
    platform, so that neither table nor job holds it.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(
        _("role"), max_length=8, choices=OrganizationRole.choices, default=OrganizationRole.EDITOR
    )
    state = models.CharField(
        _("state"), max_length=8, choices=InvitationState.choices, default=InvitationState.SENT
    )
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    audit_masked: ClassVar[frozenset[str]] = frozenset({"email"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"digest"})

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(state=InvitationState.SENT),
                name="invitation_open_once",
            ),
        )
        indexes = (models.Index(fields=["state", "expires_at"], name="invitation_expiry"),)

    def __str__(self) -> str:
        return f"{self.organization} {self.get_state_display()}"


class Appointment(Record):
    """A role held within a region: officer, operator, broker, reviewer, auditor."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(_("role"), max_length=8, choices=RegionRole.choices)
    region_code = models.CharField(_("region"), max_length=6)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "region_code"],
                condition=Q(ended_at__isnull=True),
                name="appointment_once",
            ),
        )
        indexes = (models.Index(fields=["role", "region_code"], name="appointment_role"),)

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} {self.region_code}"


class Delegation(Record):
    """An organization lets a broker act for it, until it takes that back."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="delegations"
    )
    broker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations"
    )
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "broker"],
                condition=Q(ended_at__isnull=True),
                name="delegation_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organization} – {self.broker}"


class Fact(Record):
    """
    One dated fact of an organization (一企一档), in the words of the rules engine's dictionary.

    ``field`` is a name of the dictionary, ``year`` the year it counts for (``None``: it has none),
    ``value`` as the dictionary writes it; null where it is known that nobody knows it. A corrected
    fact ends the one before and keeps it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="facts")
    field = models.CharField(_("fact"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    value = models.JSONField(_("value"), null=True)
    source = models.CharField(_("source"), max_length=120)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "field", "year"],
                condition=Q(superseded_at__isnull=True, year__isnull=False),
                name="fact_current_of_year",
            ),
            models.UniqueConstraint(
                fields=["organization", "field"],
                condition=Q(superseded_at__isnull=True, year__isnull=True),
                name="fact_current",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "field", "created_at"], name="fact_history"),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.year or ''}".strip()
