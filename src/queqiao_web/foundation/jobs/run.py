"""Running jobs: under a lease, again after a failure or a kill, never twice at once."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from queqiao_web.foundation.jobs.models import JobRun, JobState
from queqiao_web.foundation.jobs.registry import JOBS

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
MOST_ATTEMPTS = 6
_log = logging.getLogger(__name__)


def run_job(run_id: int) -> bool:
    """Run one queued job now if it is still to be run; whether it was done by this call."""
    return _run(run_id, at=timezone.now())


def sweep(*, at: datetime | None = None) -> int:
    """Run whatever is due and whatever a worker died over; how many were done."""
    now = at or timezone.now()
    _queue_periodic(now)
    due = Q(state=JobState.WAITING, due_at__lte=now) | Q(
        state=JobState.RUNNING, leased_until__lt=now
    )
    done = 0
    for run_id in JobRun.objects.filter(due).order_by("due_at", "pk").values_list("pk", flat=True):
        done += _run(run_id, at=now)
    return done


def _queue_periodic(now: datetime) -> None:
    """One row for each period of each job that runs by the clock."""
    for one in JOBS.values():
        if one.every is None:
            continue
        period = int(now.timestamp() // one.every.total_seconds())
        JobRun.objects.get_or_create(
            key=f"{one.name}:every:{period}", defaults={"name": one.name, "due_at": now}
        )


def _claim(run_id: int, now: datetime) -> JobRun | None:
    with transaction.atomic():
        run = JobRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None or run.state in {JobState.DONE, JobState.FAILED}:
            return None
        if run.state == JobState.WAITING and run.due_at > now:
            return None
        if run.state == JobState.RUNNING and run.leased_until and run.leased_until > now:
            return None
        if run.attempts >= MOST_ATTEMPTS:  # it has killed its worker as often as that
            run.state, run.finished_at, run.leased_until = JobState.FAILED, now, None
            run.error = run.error or "lost"
            run.save()
            return None
        run.state, run.leased_until = JobState.RUNNING, now + LEASE
        run.attempts += 1
        run.save()
        return run


def _run(run_id: int, *, at: datetime) -> bool:
    run = _claim(run_id, at)
    if run is None:
        return False
    try:
        JOBS[run.name].function(at=at, **run.arguments)
    except Exception as error:  # noqa: BLE001 -- whatever a job raises, the queue goes on
        _fail(run, error, at)
        return False
    JobRun.objects.filter(pk=run.pk).update(
        state=JobState.DONE, finished_at=at, leased_until=None, error=""
    )
    return True


def _fail(run: JobRun, error: Exception, at: datetime) -> None:
    """Wait longer after every failure, and give up after the last."""
    last = run.attempts >= MOST_ATTEMPTS
    where = traceback.extract_tb(error.__traceback__)[-1]
    told = f"{type(error).__name__} {where.filename.rsplit('/', 1)[-1]}:{where.lineno}"
    JobRun.objects.filter(pk=run.pk).update(
        state=JobState.FAILED if last else JobState.WAITING,
        due_at=at + timedelta(seconds=15 * 4**run.attempts),
        leased_until=None,
        finished_at=at if last else None,
        error=told,
    )
    _log.exception("job failed", extra={"job": run.name, "run": run.pk, "attempt": run.attempts})
