"""What belongs to a record in other apps: each app says what it has beside a kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model

from queqiao_web.foundation.access import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """
    A way from a record to what belongs to it.

    ``is_next`` marks what to do next; ``posts`` a button that does something, no page to open.
    """

    text: Text
    url: str
    note: Text = ""
    is_next: bool = False
    posts: bool = False


RelatedProvider = Callable[[Model, Actor], Iterable[RelatedLink]]
_providers: dict[str, list[RelatedProvider]] = {}


def related_comes_from(noun: str, provider: RelatedProvider) -> None:
    """
    Name what an app has beside the records of ``noun`` (``demands.demand``).

    Called when the apps are ready, by the app above; the app of the record does not know it.
    """
    _providers.setdefault(noun, []).append(provider)


def related_links(record: Model, actor: Actor) -> list[RelatedLink]:
    """Everything beside the record that the actor may follow, in the order of the apps."""
    providers = _providers.get(record._meta.label_lower, ())
    return [link for provider in providers for link in provider(record, actor)]
