"""Who may reach an expert: opened and closed by the person, or by what they agreed to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from queqiao_web.experts.models import ContactGrant, Expert
from queqiao_web.experts.permissions import can_consent
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.workflow import lock


@transaction.atomic
def open_contact(
    *, actor: Actor, at: datetime, expert_id: int, organization_id: int, basis: str
) -> ContactGrant:
    """
    Let an organization see how to reach the expert; event ``experts.expert.contact_opened``.

    ``basis`` says what it rests on; what stands already is given back.

    Raises:
        Refused.
    """
    expert = lock(Expert, expert_id)
    require(can_consent(actor, expert))
    standing = ContactGrant.objects.filter(
        expert=expert, organization_id=organization_id, basis=basis, ended_at__isnull=True
    ).first()
    if standing is not None:
        return standing
    grant = ContactGrant(
        expert=expert,
        organization_id=organization_id,
        basis=basis,
        granted_at=at,
        granted_by_id=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    grant.save(force_insert=True)
    _tell(expert, grant, actor, at, "experts.expert.contact_opened")
    return grant


@transaction.atomic
def close_contact(*, actor: Actor, at: datetime, grant_id: int) -> ContactGrant:
    """
    End a consent; event ``experts.expert.contact_closed``.

    Raises:
        Refused, NotThere: it has ended.
    """
    grant = lock(ContactGrant, grant_id)
    if grant.ended_at is not None:
        raise NotThere
    expert = lock(Expert, grant.expert_id)
    require(can_consent(actor, expert))
    grant.ended_at = grant.updated_at = at
    grant.version += 1
    grant.save()
    _tell(expert, grant, actor, at, "experts.expert.contact_closed")
    return grant


def _tell(expert: Expert, grant: ContactGrant, actor: Actor, at: datetime, verb: str) -> None:
    record_event(
        actor=actor,
        at=at,
        verb=verb,
        subject=expert,
        before=snapshot(expert),
        details={
            "organization": grant.organization_id,
            "basis": grant.basis,
            "grant": grant.code,
        },
    )
