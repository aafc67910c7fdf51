"""All tables of the foundation, each defined beside the code that is its only writer."""

from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.tables.models import TableImport, TableRow
from queqiao_web.foundation.ui.lists.models import SavedView

__all__ = ["AuditEvent", "AuditHead", "JobRun", "JobState", "SavedView", "TableImport", "TableRow"]
