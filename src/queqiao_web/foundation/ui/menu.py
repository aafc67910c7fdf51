"""The main navigation: the app on top says what is in it, and who sees which entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from queqiao_web.foundation.access.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry: the name of its page, its word, and who sees it."""

    page: str
    text: Text
    shown_to: Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class MenuLink:
    """An entry as a page shows it; ``is_here`` where the open page is it or lies under it."""

    url: str
    text: Text
    is_here: bool


def everybody(actor: Actor) -> bool:  # noqa: ARG001 -- one of the answers to "shown to whom"
    """Shown to all."""
    return True


def members(actor: Actor) -> bool:
    """Shown to whoever has signed in."""
    return actor.is_known


_entries: list[MenuEntry] = []


def menu_is(*entries: MenuEntry) -> None:
    """Name the entries in their order; called once when the apps are ready."""
    _entries[:] = entries


def menu_for(actor: Actor, path: str) -> list[MenuLink]:
    """The entries that this person sees, for a page at ``path``."""
    shown = [(url, entry) for entry in _entries if entry.shown_to(actor) and (url := _url(entry))]
    here = max((url for url, _ in shown if path.startswith(url)), key=len, default="")
    return [MenuLink(url, entry.text, url == here) for url, entry in shown]


def _url(entry: MenuEntry) -> str:
    """The address, nothing where the app that has the page is not installed."""
    try:
        return reverse(entry.page)
    except NoReverseMatch:
        return ""
