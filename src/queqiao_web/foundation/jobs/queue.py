"""Queueing jobs: a row with the change, a knock at the workers after the commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from queqiao_web.foundation.jobs.models import JobRun
from queqiao_web.foundation.jobs.registry import JOBS, SUBSCRIBERS

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


def enqueue_spread(
    name: str,
    calls: Iterable[tuple[str, dict[str, object]]],
    *,
    begin: datetime,
    step: timedelta,
) -> None:
    """
    Have a job run once for each key and its arguments, one after another by ``step``.

    For many that nobody waits for: what comes meanwhile is not kept waiting behind them.
    """
    rows = (
        JobRun(key=f"{name}:{key}", name=name, arguments=arguments, due_at=begin + place * step)
        for place, (key, arguments) in enumerate(calls, start=1)
    )
    while portion := list(islice(rows, 1_000)):
        JobRun.objects.bulk_create(portion, ignore_conflicts=True)


def enqueue_subscribers(event: AuditEvent) -> None:
    """Queue every job that waits for the event's verb."""
    for one in SUBSCRIBERS.get(event.verb, ()):
        arguments: Mapping[str, object] = {
            "object_id": event.subject_id,
            "event": event.sequence,
        }
        enqueue(one.name, key=str(event.sequence), due_at=event.at, **arguments)


def enqueue_at_start(now: datetime) -> None:
    """Queue every job that runs whenever a worker starts."""
    for one in JOBS.values():
        if one.at_start:
            enqueue(one.name, key=f"start:{now.isoformat()}", due_at=now)


def _knock(run_id: int) -> None:
    """Tell the workers that there is something to do; the sweep finds it if nobody hears."""
    if getattr(settings, "QUEQIAO_JOBS_BY_HAND", False):
        return
    from django_q.tasks import async_task  # noqa: PLC0415 -- slow import

    async_task("queqiao_web.foundation.jobs.run.run_job", run_id)
