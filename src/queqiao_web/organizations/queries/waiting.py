"""What waits for a person: organizations to verify, and returned ones to mend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.access.roles import OrganizationRole
from queqiao_web.foundation.ui.waiting import WaitingGroup, WaitingItem, first_of
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries.organizations import waiting_for_verification
from queqiao_web.organizations.states import OrganizationState


def waiting_organizations(actor: Actor, at: datetime) -> Iterator[WaitingGroup]:  # noqa: ARG001 -- every provider gets it
    """For officers what to verify; for owners what was returned to them."""
    if actor.is_officer:
        rows, count = first_of(waiting_for_verification(actor))
        yield WaitingGroup(
            title=_("Organizations to verify"),
            items=tuple(_to_verify(one) for one in rows),
            count=count,
            url=reverse("verification_queue"),
        )
    owned = [pk for pk, role in actor.memberships.items() if role == OrganizationRole.OWNER]
    if owned:
        returned = list(Organization.objects.filter(pk__in=owned, state=OrganizationState.RETURNED))
        yield WaitingGroup(
            title=_("Organizations returned to you"),
            items=tuple(_to_mend(one) for one in returned),
            count=len(returned),
        )


def _to_verify(one: Organization) -> WaitingItem:
    return WaitingItem(
        title=one.name,
        url=reverse("verification_detail", args=[one.code]),
        since=one.submitted_at or one.created_at,
        consequence=_("Until then it cannot publish."),
    )


def _to_mend(one: Organization) -> WaitingItem:
    return WaitingItem(
        title=one.name,
        url=reverse("organization_detail", args=[one.code]),
        since=one.updated_at,
        consequence=_("Until it is verified it cannot publish."),
    )
