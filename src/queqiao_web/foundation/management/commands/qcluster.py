"""``queqiao-web qcluster``: the worker, once the database is of this version."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_q.management.commands.qcluster import Command as Cluster

from queqiao_web.foundation.jobs.queue import enqueue_at_start
from queqiao_web.foundation.jobs.registry import BEFORE_WORK
from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.foundation.serving.database import require_present, wait_for_database
from queqiao_web.foundation.serving.priority import step_back


class Command(Cluster, PlatformCommand):
    """The worker of the queue: behind the pages in turn, and only on a database of this version."""

    help = "Start the worker that does what waits in the background."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's call
        """Work until a signal."""
        wait_for_database()
        require_present()
        step_back()
        for load in BEFORE_WORK:
            load()
        enqueue_at_start(timezone.now())
        super().handle(*args, **options)
