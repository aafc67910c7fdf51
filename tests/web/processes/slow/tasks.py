from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.jobs import job
from tests.web.processes.slow.actions import mark_organization

MARKED = "organizations.organization.marked"


@job("slow.mark")
def mark(*, at, organization_id):
    """Idempotent: an organization is marked once, however often the job runs."""
    if not AuditEvent.objects.filter(verb=MARKED, subject_id=organization_id).exists():
        mark_organization(organization_id=organization_id, at=at)
