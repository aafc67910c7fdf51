"""Registering an organization, changing what it says of itself, sending it in again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, OrganizationRole, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.organizations.adapters import region_label, uscc_problem
from queqiao_web.organizations.models import Membership, Organization
from queqiao_web.organizations.permissions import (
    can_edit_organization,
    can_register_organization,
)
from queqiao_web.organizations.queries import look_alikes
from queqiao_web.organizations.states import (
    ORGANIZATIONS,
    OrganizationKind,
    OrganizationState,
)

WITHOUT_CODE = frozenset({OrganizationKind.PARK, OrganizationKind.INSTRUMENT_CENTER})
"""Kinds that may be a part of another body and have no credit code of their own."""
IDENTITY = ("name", "kind", "uscc", "region_code")
"""What the authority verified; whoever changes it is verified again."""


@dataclass(frozen=True, slots=True)
class OrganizationDetails:
    """What an organization says of itself; ``uscc`` is ``""`` where it has none."""

    name: str
    kind: str
    uscc: str
    region_code: str
    industry_code: str = ""
    address: str = ""
    website: str = ""
    introduction: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@transaction.atomic
def register_organization(
    *, actor: Actor, at: datetime, details: OrganizationDetails
) -> Organization:
    """
    A new organization that waits for verification; the person becomes its owner.

    Events: ``organizations.organization.registered``, and ``organizations.membership.joined``
    where a person registered it.

    Raises:
        Refused: nobody has signed in.
        Invalid: with every problem of the details.
    """
    require(can_register_organization(actor))
    if problems := problems_of(details):
        raise Invalid(problems)
    organization = Organization(created_at=at, updated_at=at, submitted_at=at)
    _take(organization, details)
    workflow.save_change(
        organization,
        actor=actor,
        at=at,
        verb="organizations.organization.registered",
        before=None,
    )
    if actor.user_id is not None:
        owner = Membership(
            organization=organization,
            user_id=actor.user_id,
            role=OrganizationRole.OWNER,
            created_at=at,
            updated_at=at,
        )
        workflow.save_change(
            owner, actor=actor, at=at, verb="organizations.membership.joined", before=None
        )
    return organization


@transaction.atomic
def edit_organization(
    *,
    actor: Actor,
    organization_id: int,
    at: datetime,
    details: OrganizationDetails,
    version: int | None = None,
) -> Organization:
    """
    The organization with new details.

    A verified one whose name, kind, code or region changed waits for verification again. Events:
    ``organizations.organization.edited`` or ``.identity_changed``.

    Raises:
        Refused, StaleVersion, Invalid: with every problem of the details.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_edit_organization(actor, organization))
    workflow.check_version(organization, version)
    if problems := problems_of(details, besides=organization_id):
        raise Invalid(problems)
    before = snapshot(organization)
    _take(organization, details)
    changed = any(before[name] != getattr(organization, name) for name in IDENTITY)
    if changed and organization.state == OrganizationState.VERIFIED:
        organization.submitted_at = at
        organization.verified_at = organization.verified_by = None
        workflow.advance(
            organization,
            ORGANIZATIONS,
            to=OrganizationState.REGISTERED,
            actor=actor,
            at=at,
            verb="identity_changed",
            before=before,
        )
    else:
        workflow.save_change(
            organization,
            actor=actor,
            at=at,
            verb="organizations.organization.edited",
            before=before,
        )
    return organization


@transaction.atomic
def resubmit_organization(*, actor: Actor, organization_id: int, at: datetime) -> Organization:
    """
    A returned organization, sent in for verification again.

    Raises:
        Refused, IllegalTransition, Invalid: something the form can no longer keep.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_edit_organization(actor, organization))
    before = snapshot(organization)
    organization.submitted_at = at
    organization.state_reason = ""
    organization.return_reasons = []
    workflow.advance(
        organization,
        ORGANIZATIONS,
        to=OrganizationState.REGISTERED,
        actor=actor,
        at=at,
        verb="resubmitted",
        before=before,
    )
    return organization


def problems_of(details: OrganizationDetails, *, besides: int | None = None) -> list[Problem]:
    """Everything wrong with the details; ``besides`` is the organization that has them already."""
    found: list[Problem] = []
    if not details.name.strip():
        found.append(Problem("name", "name.missing", _("Please write the full name.")))
    if details.kind not in OrganizationKind.values:
        found.append(Problem("kind", "kind.unknown", _("Please choose what it is.")))
    if region_label(details.region_code) == details.region_code:
        found.append(Problem("region_code", "region.unknown", _("Please choose the region.")))
    found += _code_problems(details)
    taken = look_alikes(name=details.name, uscc=details.uscc, besides=besides)
    for other in taken[:2]:
        by_code = bool(details.uscc) and other.uscc == details.uscc
        found.append(
            Problem("uscc", "uscc.taken", _TAKEN_CODE)
            if by_code
            else Problem("name", "name.taken", _TAKEN_NAME)
        )
    return found


_TAKEN_CODE = _(
    "An organization with this credit code is registered already. Ask its owner to invite you;"
    " if you do not know the owner, ask the authority of your region."
)
_TAKEN_NAME = _(
    "An organization of this name is registered already. Ask its owner to invite you;"
    " if you do not know the owner, ask the authority of your region."
)


def _code_problems(details: OrganizationDetails) -> list[Problem]:
    if not details.uscc:
        if details.kind in WITHOUT_CODE:
            return []
        text = _("Please give the unified social credit code; it stands on the licence.")
        return [Problem("uscc", "uscc.missing", text)]
    if wrong := uscc_problem(details.uscc):
        return [Problem("uscc", "uscc.wrong", wrong)]
    return []


def _take(organization: Organization, details: OrganizationDetails) -> None:
    for one in fields(details):
        setattr(organization, one.name, getattr(details, one.name))
