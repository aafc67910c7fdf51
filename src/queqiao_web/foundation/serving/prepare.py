"""What must be there before the platform can answer: tables, cache, static files, the sweep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction
from django_q.models import Schedule

from queqiao_web.foundation.serving.database import require_not_later

SWEEP = "queqiao.sweep"
_SOURCES = ".sources"


def prepare() -> None:
    """
    Bring the database, the cache table, static files and the sweep up to date; may run again.

    Each migration is one transaction on both databases: whoever is killed here finds some of them
    done and none half done, and the next run does the rest.

    Raises:
        WrongDatabase: a later program has changed the tables; nothing is written.
    """
    require_not_later()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect_static()
    schedule_sweep()


def collect_static() -> bool:
    """Collect static files where they have changed since the last time; whether they had."""
    folder = Path(settings.STATIC_ROOT)
    held, now = folder / _SOURCES, _digest_of_sources()
    if held.exists() and held.read_text(encoding="ascii") == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    held.write_text(now, encoding="ascii")
    return True


def schedule_sweep() -> None:
    """Have the workers sweep the queue of jobs every minute."""
    with transaction.atomic():
        Schedule.objects.update_or_create(
            name=SWEEP,
            defaults={
                "func": "queqiao_web.foundation.jobs.run.sweep",
                "schedule_type": Schedule.MINUTES,
                "minutes": 1,
                "repeats": -1,
            },
        )


def _digest_of_sources() -> str:
    lines = sorted(_sources())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
