"""Which jobs there are, and what they wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

JobFunction = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A function to run in the background: after events of these verbs, or by the clock."""

    name: str
    function: JobFunction
    after: tuple[str, ...] = ()
    every: timedelta | None = None
    at_start: bool = False


JOBS: dict[str, Job] = {}
BEFORE_WORK: list[Callable[[], object]] = []
"""What a worker does once, before its processes are forked: they share what it loads."""
SUBSCRIBERS: dict[str, list[Job]] = {}


def job(
    name: str,
    *,
    after: tuple[str, ...] | str = (),
    every: timedelta | None = None,
    at_start: bool = False,
) -> Callable[[JobFunction], JobFunction]:
    """
    Make a function of ``tasks.py`` a job.

    It is called with keywords only: ``at`` (now), and ``object_id`` and ``event`` (the sequence
    number) when an event called it, or what ``enqueue`` was given. It must be idempotent: after a
    kill it runs again. ``every`` so often it runs by the clock, and with ``at_start`` whenever a
    worker starts, since nobody knows what was lost before.
    """

    def registered(function: JobFunction) -> JobFunction:
        verbs = (after,) if isinstance(after, str) else after
        one = Job(name, function, verbs, every, at_start)
        JOBS[name] = one
        for verb in verbs:
            SUBSCRIBERS.setdefault(verb, []).append(one)
        return function

    return registered


def find_jobs() -> None:
    """Import ``tasks`` of every app of ours."""
    for config in apps.get_app_configs():
        if config.name.startswith("queqiao_web.") and find_spec(f"{config.name}.tasks"):
            import_module(f"{config.name}.tasks")
