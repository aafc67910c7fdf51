from django.db import transaction

from queqiao_web.foundation.access import SYSTEM
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.workflow import lock
from queqiao_web.organizations.models import Organization
from tests.web.processes.slow.actions import MARKED, mark_organization

ECHOED = "organizations.organization.echoed"


@job("slow.mark")
def mark(*, at, organization_id):
    """Idempotent: an organization is marked once, however often the job runs."""
    if not AuditEvent.objects.filter(verb=MARKED, subject_id=organization_id).exists():
        mark_organization(organization_id=organization_id, at=at)


@job("slow.echo", after=MARKED)
@transaction.atomic
def echo(*, at, object_id, event):
    """One event for every mark; idempotent, so that a second one would be a job done twice."""
    row = lock(Organization, object_id)
    known = AuditEvent.objects.filter(verb=ECHOED, details__of=event)
    if not known.exists():
        record_event(
            actor=SYSTEM,
            at=at,
            verb=ECHOED,
            subject=row,
            before=snapshot(row),
            details={"of": event},
        )
