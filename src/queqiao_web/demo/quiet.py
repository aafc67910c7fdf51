"""Which jobs run while the region is built: indexes are made once, old news is not told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from django.conf import settings

from queqiao_web.foundation.jobs.registry import JOBS, SUBSCRIBERS

INDEXING: Final = frozenset(
    {
        "achievements.index_public",
        "demands.index_public",
        "experts.index_public",
        "matching.refresh_achievement",
        "matching.refresh_demand",
        "portal.index_achievement",
        "portal.index_demand",
        "portal.index_expert",
        "portal.index_organization",
    }
)
"""What these do one by one is done for all at the end."""
SENDING: Final = frozenset({"organizations.send_invitation"})


def is_news(name: str) -> bool:
    """Whether a job only tells somebody what happened."""
    return name.rpartition(".")[2].startswith("tell_")


@contextmanager
def only_needed_jobs(*, with_news: bool) -> Iterator[None]:
    """While this lasts, events call for no job that is done for all later, and no clock runs."""
    subscribers = {verb: list(jobs) for verb, jobs in SUBSCRIBERS.items()}
    jobs = dict(JOBS)
    left_out = INDEXING | SENDING
    try:
        for verb, waiting in subscribers.items():
            SUBSCRIBERS[verb] = [
                one
                for one in waiting
                if one.name not in left_out and (with_news or not is_news(one.name))
            ]
        for name, one in jobs.items():
            JOBS[name] = replace(one, every=None)
        yield
    finally:
        SUBSCRIBERS.update(subscribers)
        JOBS.update(jobs)


@contextmanager
def queue_by_hand() -> Iterator[None]:
    """While this lasts no worker is knocked at: the builder runs the queue itself."""
    before = getattr(settings, "QUEQIAO_JOBS_BY_HAND", False)
    settings.QUEQIAO_JOBS_BY_HAND = True
    try:
        yield
    finally:
        settings.QUEQIAO_JOBS_BY_HAND = before
