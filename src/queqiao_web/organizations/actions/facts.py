"""Recording dated facts: what is new ends what was there and keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.organizations.adapters import FactChange
from queqiao_web.organizations.models import Fact, Organization
from queqiao_web.organizations.permissions import can_edit_facts


@transaction.atomic
def record_facts(
    *,
    actor: Actor,
    organization_id: int,
    at: datetime,
    changes: Iterable[FactChange],
    source: str,
) -> int:
    """
    How many facts changed; those stated as they already are do not count.

    One event ``organizations.organization.facts_recorded`` names the fields and years, not the
    values, which stay in the history of facts.

    Raises:
        Refused.
        Invalid: no source is named.
    """
    organization = workflow.lock(Organization, organization_id)
    require(can_edit_facts(actor, organization))
    if not source.strip():
        text = _("Please say where the figures come from, such as 2025 annual report.")
        raise Invalid([Problem("source", "source.missing", text)])
    standing = {
        (fact.field, fact.year): fact
        for fact in Fact.objects.filter(organization=organization, superseded_at__isnull=True)
    }
    changed = [one for one in changes if _differs(standing.get((one.field, one.year)), one)]
    ended = [standing[key] for one in changed if (key := (one.field, one.year)) in standing]
    Fact.objects.filter(pk__in=[fact.pk for fact in ended]).update(superseded_at=at, updated_at=at)
    Fact.objects.bulk_create(
        Fact(
            organization=organization,
            field=one.field,
            year=one.year,
            value=one.value,
            source=source.strip(),
            recorded_by_id=actor.user_id,
            created_at=at,
            updated_at=at,
        )
        for one in changed
        if not one.is_gone
    )
    if changed:
        record_event(
            actor=actor,
            at=at,
            verb="organizations.organization.facts_recorded",
            subject=organization,
            before=snapshot(organization),
            details={"facts": [[one.field, one.year] for one in changed], "source": source},
        )
    return len(changed)


def _differs(standing: Fact | None, change: FactChange) -> bool:
    if standing is None:
        return not change.is_gone
    return change.is_gone or standing.value != change.value
