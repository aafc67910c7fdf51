"""Background jobs: they subscribe to audit events or to the clock, and run at least once."""

from queqiao_web.foundation.jobs.queue import enqueue, enqueue_spread
from queqiao_web.foundation.jobs.registry import job

__all__ = ["enqueue", "enqueue_spread", "job"]
