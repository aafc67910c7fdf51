"""Who works on a submitted record now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.review.models import Reviewed

CLAIM_HOLDS: Final = timedelta(hours=1)
"""For so long a reviewer has a record to themselves."""


def is_claimed_by_other(record: Reviewed, actor: Actor, *, at: datetime) -> bool:
    """Whether a colleague has it now."""
    return _is_claimed(record, at) and record.claimed_by_id != actor.user_id


def holds_claim(record: Reviewed, actor: Actor, *, at: datetime) -> bool:
    """Whether the actor has it now."""
    return _is_claimed(record, at) and record.claimed_by_id == actor.user_id


def mark_claims(rows: Iterable[Any], actor: Actor, *, at: datetime) -> None:
    """Note on each row of a queue whether it ``is_taken`` by a colleague or ``is_mine``."""
    for row in rows:
        row.is_taken = is_claimed_by_other(row, actor, at=at)
        row.is_mine = holds_claim(row, actor, at=at)


def _is_claimed(record: Reviewed, at: datetime) -> bool:
    return record.claimed_at is not None and record.claimed_at + CLAIM_HOLDS > at
