"""Jobs of limits."""

from __future__ import annotations

from datetime import datetime, timedelta

from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.limits.bucket import forget_full_buckets


@job("limits.forget", every=timedelta(days=1))
def forget_buckets(*, at: datetime) -> None:
    """Buckets that are full again go."""
    forget_full_buckets(at=at)
