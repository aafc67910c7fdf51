"""
A token bucket for each asker: so many at once, and so many again with time.

It lives in the database, so that all web processes count together; a row is locked for a moment.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from queqiao_web.foundation.errors import TooMany
from queqiao_web.foundation.limits.models import RateBucket


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` at once, filled again within ``per``: ``Limit("api", 600, MINUTE)``."""

    name: str
    burst: int
    per: timedelta

    @property
    def each(self) -> timedelta:
        """How long until one more is there."""
        return self.per / self.burst


def spend(limit: Limit, *, asker: str, at: datetime, cost: int = 1) -> int:
    """
    Take tokens from the asker's bucket; how many are left.

    Raises:
        TooMany: there are not enough; ``retry_after`` says in how many seconds there will be.
    """
    key = hashlib.sha256(f"{limit.name}\n{asker}".encode()).hexdigest()
    with transaction.atomic():
        RateBucket.objects.bulk_create(
            [RateBucket(key=key, tokens=limit.burst, filled_at=at)], ignore_conflicts=True
        )
        row = RateBucket.objects.select_for_update().get(pk=key)
        grown = max(0.0, (at - row.filled_at) / limit.each)
        tokens = min(float(limit.burst), row.tokens + grown)
        if tokens < cost:
            lacking = math.ceil((cost - tokens) * limit.each.total_seconds())
            raise TooMany(retry_after=max(1, lacking))
        row.tokens, row.filled_at = tokens - cost, max(at, row.filled_at)
        row.save()
    return int(row.tokens)


def forget_full_buckets(*, at: datetime) -> int:
    """Remove buckets that nobody has drawn from for a day; how many."""
    count, _each = RateBucket.objects.filter(filled_at__lt=at - timedelta(days=1)).delete()
    return count
