"""Jobs of the foundation, each defined beside what it does."""

from queqiao_web.foundation.files.tasks import remove_orphaned
from queqiao_web.foundation.likeness.tasks import keep_index, keep_indices
from queqiao_web.foundation.limits.tasks import forget_buckets
from queqiao_web.foundation.notifications.tasks import plan_day, send, send_day
from queqiao_web.foundation.tables.tasks import empty_imports, write_table
from queqiao_web.foundation.webhooks.tasks import deliver_one, forget

__all__ = [
    "deliver_one",
    "empty_imports",
    "forget",
    "forget_buckets",
    "keep_index",
    "keep_indices",
    "plan_day",
    "remove_orphaned",
    "send",
    "send_day",
    "write_table",
]
