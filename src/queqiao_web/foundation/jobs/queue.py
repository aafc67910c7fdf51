"""Queueing jobs: a row with the change, a knock at the workers after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.foundation.jobs.registry import SUBSCRIBERS

if TYPE_CHECKING:
    from queqiao_web.foundation.audit.models import AuditEvent


def enqueue(name: str, *, key: str, due_at: datetime, **arguments: object) -> None:
    """
    Have a job run once, not before ``due_at``; the same ``key`` again is no second job.

    The row is part of the open transaction: a change that is rolled back calls for no job.
    """
    run, created = JobRun.objects.get_or_create(
        key=f"{name}:{key}", defaults={"name": name, "arguments": arguments, "due_at": due_at}
    )
    if created:
        # Whoever changed something is not told that it failed because nobody could be knocked at.
        transaction.on_commit(lambda: _knock(run.pk), robust=True)


def enqueue_subscribers(event: AuditEvent) -> None:
    """Queue every job that waits for the event's verb."""
    for one in SUBSCRIBERS.get(event.verb, ()):
        arguments: Mapping[str, object] = {
            "object_id": event.subject_id,
            "event": event.sequence,
        }
        enqueue(one.name, key=str(event.sequence), due_at=event.at, **arguments)


def _knock(run_id: int) -> None:
    """Tell the workers that there is something to do; the sweep finds it if nobody hears."""
    if getattr(settings, "QUEQIAO_JOBS_BY_HAND", False):
        return
    from django_q.tasks import async_task  # noqa: PLC0415 -- slow import

    async_task("queqiao_web.foundation.jobs.run.run_job", run_id)
