"""All tables of the foundation, each defined beside the code that is its only writer."""

from queqiao_web.foundation.audit.models import AuditEvent, AuditHead
from queqiao_web.foundation.files.models import StoredFile
from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.limits.models import RateBucket
from queqiao_web.foundation.notifications.models import Notification, NotificationChoice
from queqiao_web.foundation.tables.models import TableImport, TableRow
from queqiao_web.foundation.ui.lists.models import SavedView
from queqiao_web.foundation.webhooks.models import WebhookDelivery, WebhookEndpoint

__all__ = [
    "AuditEvent",
    "AuditHead",
    "JobRun",
    "JobState",
    "Notification",
    "NotificationChoice",
    "RateBucket",
    "SavedView",
    "StoredFile",
    "TableImport",
    "TableRow",
    "WebhookDelivery",
    "WebhookEndpoint",
]
