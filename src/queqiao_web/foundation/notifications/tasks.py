"""Jobs of notifications."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from queqiao_web.foundation.jobs import enqueue, job
from queqiao_web.foundation.notifications.send import (
    forget_old,
    send_daily,
    send_to_webhooks,
    send_told,
)
from queqiao_web.foundation.notifications.write import SEND

_DAILY_HOUR = 8


@job(SEND)
def send(
    *,
    at: datetime,
    kind: str,
    told: str,
    organizations: list[int],
    params: dict[str, object],
    url: str,
) -> None:
    """Webhooks first, as they only queue; then mails."""
    send_to_webhooks(
        kind=kind, key=told, organizations=organizations, params=params, url=url, at=at
    )
    send_told(kind=kind, key=told, at=at)


@job("notifications.plan_day", every=timedelta(hours=1))
def plan_day(*, at: datetime) -> None:
    """Once a day, at eight or soon after, queue the daily mails."""
    local = timezone.localtime(at)
    if local.hour >= _DAILY_HOUR:
        enqueue("notifications.send_day", key=local.date().isoformat(), due_at=at)


@job("notifications.send_day")
def send_day(*, at: datetime) -> None:
    """The daily mails; and what is old goes."""
    send_daily(at=at)
    forget_old(at=at)
