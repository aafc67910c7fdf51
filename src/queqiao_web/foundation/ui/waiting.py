"""What waits for a person: each app says what it has for them; the workspace shows it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet

from queqiao_web.foundation.access import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


SHOWN: Final = 5
"""So many items of a group are shown; the rest is behind its link."""
COUNTED: Final = 1_000
"""No group is counted beyond this."""


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """
    One thing that waits for somebody.

    ``title`` says what is to be done, ``url`` where; ``since`` when it began to wait;
    ``consequence`` what happens if nobody does it; ``due_at`` by when, where there is a limit.
    """

    title: Text
    url: str
    since: datetime
    consequence: Text = ""
    due_at: datetime | None = None
    about: Text = ""

    def is_late(self, at: datetime) -> bool:
        """Whether its limit has passed."""
        return self.due_at is not None and self.due_at < at


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """
    What one app has waiting for an actor: the first items, and how many there are in all.

    ``url`` leads to the whole list.
    """

    title: Text
    items: tuple[WaitingItem, ...]
    count: int
    url: str = ""

    @property
    def is_many(self) -> bool:
        """Whether there may be more of them than ``count``."""
        return self.count >= COUNTED


@dataclass(frozen=True, slots=True)
class FollowedItem:
    """Something that a person follows: what it is, where, its last news and when that was."""

    title: Text
    url: str
    news: Text
    at: datetime


WaitingProvider = Callable[[Actor, datetime], Iterable[WaitingGroup]]
FollowedProvider = Callable[[Actor, datetime], Iterable[FollowedItem]]
_waiting: dict[str, WaitingProvider] = {}
_followed: dict[str, FollowedProvider] = {}


def waiting_comes_from(app: str, provider: WaitingProvider) -> None:
    """Name what an app has waiting for people; called when the apps are ready."""
    _waiting[app] = provider


def followed_comes_from(app: str, provider: FollowedProvider) -> None:
    """Name what an app has of things that people follow; called when the apps are ready."""
    _followed[app] = provider


def first_of(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows, to be shown, and how many there are: one query where that is all."""
    found = list(rows[: SHOWN + 1])
    count = len(found)
    if count > SHOWN:
        count = rows.order_by()[:COUNTED].count()
    return found[:SHOWN], count


def waiting_for(actor: Actor, at: datetime) -> list[WaitingGroup]:
    """What waits for the actor, the group with the oldest item first; empty ones are left out."""
    groups = [group for provider in _waiting.values() for group in provider(actor, at)]
    return sorted((group for group in groups if group.count), key=_oldest)


def _oldest(group: WaitingGroup) -> datetime:
    return min((item.since for item in group.items), default=datetime.max.replace(tzinfo=UTC))


def followed_by(actor: Actor, at: datetime) -> list[FollowedItem]:
    """Everything that the actor follows, the latest news first."""
    items = [item for provider in _followed.values() for item in provider(actor, at)]
    return sorted(items, key=lambda item: (item.at, item.url), reverse=True)
