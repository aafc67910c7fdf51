"""Closing an organization, once nothing it owns is left behind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.permissions import can_close_organization
from queqiao_web.organizations.queries import closing_blockers
from queqiao_web.organizations.states import ORGANIZATIONS, OrganizationState


@transaction.atomic
def close_organization(
    *, actor: Actor, organization_id: int, at: datetime, text: str = ""
) -> Organization:
    """
    An organization that takes part no more; its records stay.

    Event: ``organizations.organization.closed``.

    Raises:
        Refused, IllegalTransition.
        Invalid: with everything that has to be handed over, withdrawn or ended first.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_close_organization(actor, organization))
    if blockers := closing_blockers(organization_id):
        raise Invalid(Problem("", one.code, one.text) for one in blockers)
    before = snapshot(organization)
    organization.state_reason = text.strip()
    workflow.advance(
        organization,
        ORGANIZATIONS,
        to=OrganizationState.CLOSED,
        actor=actor,
        at=at,
        verb="closed",
        before=before,
    )
    return organization
