"""All tables of the foundation, each defined beside the code that is its only writer."""

from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.jobs.models import JobRun, JobState

__all__ = ["AuditEvent", "AuditHead", "JobRun", "JobState"]
