"""Kinds and states of organizations, and the edges between the states."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.workflow import Workflow


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
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


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
            {OrganizationState.SUSPENDED, OrganizationState.CLOSED}
        ),
        OrganizationState.SUSPENDED: frozenset(
            {OrganizationState.VERIFIED, OrganizationState.CLOSED}
        ),
        OrganizationState.CLOSED: frozenset(),
    },
)


class MembershipState(models.TextChoices):
    """Whether somebody belongs to an organization."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Member")
    LEFT = "left", _("Left")


MEMBERSHIPS = Workflow(
    "organizations.membership",
    {
        MembershipState.INVITED: frozenset({MembershipState.ACTIVE, MembershipState.LEFT}),
        MembershipState.ACTIVE: frozenset({MembershipState.LEFT}),
        MembershipState.LEFT: frozenset({MembershipState.INVITED, MembershipState.ACTIVE}),
    },
)
