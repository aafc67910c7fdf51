"""Reading notifications: one's own, how many are unread, marking them read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.notifications.kinds import KINDS
from queqiao_web.foundation.notifications.models import Notification

MOST_COUNTED = 99
"""The frame shows at most so many unread."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notification in the words of whoever reads now."""

    row: Notification
    title: str
    body: str


def notifications_visible_to(actor: Actor) -> QuerySet[Notification]:
    """One's own, newest first, without those that one chose not to see here."""
    return Notification.objects.filter(user_id=actor.user_id or 0, is_shown=True).order_by("-pk")


def unread_count(actor: Actor) -> int:
    """How many are unread, at most :data:`MOST_COUNTED`."""
    rows = notifications_visible_to(actor).filter(read_at__isnull=True)
    return len(rows.values_list("pk", flat=True)[:MOST_COUNTED])


def told(row: Notification) -> Told:
    """A notification in words; one whose kind is gone shows its name."""
    kind = KINDS.get(row.kind)
    if kind is None:
        return Told(row, row.kind, "")
    return Told(row, kind.title_with(row.params), kind.body_with(row.params))


def mark_read(rows: QuerySet[Notification], *, at: datetime) -> int:
    """Mark the unread of these rows read; how many there were."""
    return rows.filter(read_at__isnull=True).update(read_at=at)
