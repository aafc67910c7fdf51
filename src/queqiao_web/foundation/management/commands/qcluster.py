"""``queqiao-web qcluster``: the worker, once the database is of this version."""

from __future__ import annotations

from typing import Any

from django_q.management.commands.qcluster import Command as Cluster

from queqiao_web.foundation.management.command import PlatformCommand
from queqiao_web.foundation.serving.database import require_present


class Command(Cluster, PlatformCommand):
    """The worker of the queue; it refuses a database of another version."""

    help = "Start the worker that does what waits in the background."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's call
        """Work until a signal."""
        require_present()
        super().handle(*args, **options)
