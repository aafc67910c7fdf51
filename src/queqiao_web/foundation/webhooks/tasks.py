"""Jobs of webhooks."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.webhooks.deliveries import (
    DELIVER,
    forget_old_deliveries,
    try_delivery,
)


@job(DELIVER)
def deliver_one(*, at: datetime, delivery_id: int) -> None:
    """Try one delivery; the next try queues itself."""
    try_delivery(delivery_id, at=at)


@job("webhooks.forget", every=timedelta(days=1))
def forget(*, at: datetime) -> None:
    """Old deliveries go."""
    forget_old_deliveries(at=at)
