"""Kinds and states of organizations, and the edges between the states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.workflow import Workflow

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


class OrganizationKind(models.TextChoices):
    """What an organization is."""

    ENTERPRISE = "enterprise", _("Enterprise")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Research institute")
    HOSPITAL = "hospital", _("Hospital")
    NEW_RD_ORG = "new_rd_org", _("New-type R&D institution")
    AUTHORITY = "authority", _("Authority")
    PARK = "park", _("Park or zone")
    INVESTOR = "investor", _("Investor")
    BANK = "bank", _("Bank")
    BROKER_AGENCY = "broker_agency", _("Broker agency")
    INSTRUMENT_CENTER = "instrument_center", _("Instrument center")


class OrganizationState(models.TextChoices):
    """How far an organization is known."""

    REGISTERED = "registered", _("Waiting for verification")
    RETURNED = "returned", _("Returned for changes")
    VERIFIED = "verified", pgettext_lazy("organization", "Verified")
    SUSPENDED = "suspended", pgettext_lazy("organization", "Suspended")
    CLOSED = "closed", pgettext_lazy("organization", "Closed")


ORGANIZATIONS = Workflow(
    "organizations.organization",
    {
        OrganizationState.REGISTERED: frozenset(
            {OrganizationState.VERIFIED, OrganizationState.RETURNED, OrganizationState.CLOSED}
        ),
        OrganizationState.RETURNED: frozenset(
            {OrganizationState.REGISTERED, OrganizationState.CLOSED}
        ),
        OrganizationState.VERIFIED: frozenset(
            {
                OrganizationState.REGISTERED,  # its name, kind, code or region changed
                OrganizationState.SUSPENDED,
                OrganizationState.CLOSED,
            }
        ),
        OrganizationState.SUSPENDED: frozenset(
            {OrganizationState.VERIFIED, OrganizationState.CLOSED}
        ),
        OrganizationState.CLOSED: frozenset(),
    },
)


class ReturnReason(models.TextChoices):
    """Why an organization is returned for changes."""

    NAME = "name", _("The name is not as in the licence")
    CODE = "code", _("The credit code belongs to another organization")
    KIND = "kind", _("The kind of organization is wrong")
    REGION = "region", _("The region is wrong")
    PERSON = "person", _("The person is not known to act for the organization")
    DUPLICATE = "duplicate", _("The organization is registered already")
    OTHER = "other", _("Something else, as said below")


class LicenceKind(models.TextChoices):
    """What shows that an organization is who it says."""

    BUSINESS_LICENCE = "business_licence", _("Business licence")
    LEGAL_PERSON = "legal_person", _("Legal person certificate of a public institution")
    REGISTRATION = "registration", _("Other certificate of registration or credit code")


class MembershipState(models.TextChoices):
    """Whether somebody belongs to an organization."""

    ACTIVE = "active", _("Member")
    LEFT = "left", pgettext_lazy("membership", "Left")


MEMBERSHIPS = Workflow(
    "organizations.membership",
    {
        MembershipState.ACTIVE: frozenset({MembershipState.LEFT}),
        MembershipState.LEFT: frozenset({MembershipState.ACTIVE}),
    },
)


class InvitationState(models.TextChoices):
    """What became of an invitation."""

    SENT = "sent", pgettext_lazy("invitation", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    REVOKED = "revoked", _("Taken back")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")


INVITATIONS = Workflow(
    "organizations.invitation",
    {
        InvitationState.SENT: frozenset(
            {
                InvitationState.ACCEPTED,
                InvitationState.DECLINED,
                InvitationState.REVOKED,
                InvitationState.EXPIRED,
            }
        ),
        InvitationState.ACCEPTED: frozenset(),
        InvitationState.DECLINED: frozenset(),
        InvitationState.REVOKED: frozenset(),
        InvitationState.EXPIRED: frozenset(),
    },
)


def claim_word(claim: str) -> Text:
    """The credit code that stood when a licence was attached, in words."""
    return gettext("for the code %(code)s") % {"code": claim}


VERBS: dict[str, Text] = {
    "organizations.organization.verified": pgettext_lazy("organization", "Verified"),
    "organizations.organization.suspended": pgettext_lazy("organization", "Suspended"),
    "organizations.organization.reinstated": _("Made public again"),
    "organizations.organization.closed": pgettext_lazy("organization", "Closed"),
    "organizations.organization.identity_changed": _("Name, kind, code or region changed"),
    "organizations.organization.resubmitted": _("Sent in again"),
    "organizations.organization.facts_recorded": _("Facts were recorded"),
    "organizations.organization.paper_stored": _("A licence or certificate was attached"),
    "organizations.organization.paper_removed": _("A licence or certificate was removed"),
    "organizations.membership.role_changed": _("Role changed"),
    "organizations.membership.removed": pgettext_lazy("membership", "Removed"),
    "organizations.invitation.sent": _("Invited"),
    "organizations.invitation.revoked": _("Invitation taken back"),
    "organizations.invitation.erased": _("The invited person's address was erased"),
    "organizations.appointment.made": _("Post given"),
    "organizations.appointment.ended": _("Post ended"),
    "organizations.delegation.given": _("Delegated to a broker"),
    "organizations.delegation.ended": _("Delegation ended"),
}
"""The words of past verbs, for timelines."""
