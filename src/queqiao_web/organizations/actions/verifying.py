"""What the authority decides: verify, return with reasons, suspend, reinstate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import IllegalTransition, Invalid, Problem
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.permissions import can_verify_organization
from queqiao_web.organizations.states import ORGANIZATIONS, OrganizationState, ReturnReason


@transaction.atomic
def verify_organization(
    *, actor: Actor, organization_id: int, at: datetime, version: int | None = None
) -> Organization:
    """
    A registered organization, verified: everybody may see it now.

    Event: ``organizations.organization.verified``.

    Raises:
        Refused, IllegalTransition, StaleVersion.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_verify_organization(actor, organization))
    if organization.state != OrganizationState.REGISTERED:
        raise _already(organization)
    workflow.check_version(organization, version)
    before = snapshot(organization)
    organization.state_reason = ""
    organization.return_reasons = []
    workflow.advance(
        organization,
        ORGANIZATIONS,
        to=OrganizationState.VERIFIED,
        actor=actor,
        at=at,
        verb="verified",
        before=before,
    )
    return organization


@transaction.atomic
def return_organization(
    *,
    actor: Actor,
    organization_id: int,
    at: datetime,
    reasons: Sequence[str],
    text: str = "",
) -> Organization:
    """
    A registered organization, returned to its owners with reasons of ``ReturnReason``.

    Event: ``organizations.organization.returned``.

    Raises:
        Refused, IllegalTransition.
        Invalid: no reason, an unknown one, or "something else" without words.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_verify_organization(actor, organization))
    if problems := _reason_problems(reasons, text):
        raise Invalid(problems)
    before = snapshot(organization)
    organization.return_reasons = sorted(set(reasons))
    organization.state_reason = text.strip()
    workflow.advance(
        organization,
        ORGANIZATIONS,
        to=OrganizationState.RETURNED,
        actor=actor,
        at=at,
        verb="returned",
        before=before,
    )
    return organization


def _reason_problems(reasons: Sequence[str], text: str) -> list[Problem]:
    if not reasons:
        message = _("Please say why, so that they know what to change.")
        return [Problem("reasons", "reasons.missing", message)]
    if not set(reasons) <= set(ReturnReason.values):
        return [Problem("reasons", "reasons.unknown", _("Please choose reasons of the list."))]
    if ReturnReason.OTHER in reasons and not text.strip():
        return [Problem("text", "text.missing", _("Please say in words what else is the matter."))]
    return []


@transaction.atomic
def suspend_organization(
    *, actor: Actor, organization_id: int, at: datetime, text: str
) -> Organization:
    """
    A verified organization that nobody but its members and the authority sees for now.

    Event: ``organizations.organization.suspended``.

    Raises:
        Refused, IllegalTransition.
        Invalid: no reason given.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_verify_organization(actor, organization))
    if not text.strip():
        message = _("Please say why the organization is suspended.")
        raise Invalid([Problem("text", "text.missing", message)])
    before = snapshot(organization)
    organization.state_reason = text.strip()
    workflow.advance(
        organization,
        ORGANIZATIONS,
        to=OrganizationState.SUSPENDED,
        actor=actor,
        at=at,
        verb="suspended",
        before=before,
    )
    return organization


@transaction.atomic
def reinstate_organization(*, actor: Actor, organization_id: int, at: datetime) -> Organization:
    """
    A suspended organization, public again.

    Event: ``organizations.organization.reinstated``.

    Raises:
        Refused.
        IllegalTransition: it is not suspended.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_verify_organization(actor, organization))
    if organization.state != OrganizationState.SUSPENDED:
        raise _already(organization)
    before = snapshot(organization)
    organization.state_reason = ""
    workflow.advance(
        organization,
        ORGANIZATIONS,
        to=OrganizationState.VERIFIED,
        actor=actor,
        at=at,
        verb="reinstated",
        before=before,
    )
    return organization


def _already(organization: Organization) -> IllegalTransition:
    """Two verbs lead to "verified": each only from its own state."""
    return IllegalTransition(
        state=organization.state,
        to=OrganizationState.VERIFIED,
        state_label=organization.get_state_display(),
    )
