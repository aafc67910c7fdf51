"""What the frame around every page needs."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from queqiao_web.foundation.access.actor import NOBODY, Actor
from queqiao_web.foundation.ui.menu import menu_for

LARGE_PRINT_COOKIE = "queqiao_large_print"
_unread_counters: list[Callable[[Actor], int]] = []


def unread_are_counted_by(counter: Callable[[Actor], int]) -> None:
    """Name who counts the unread notifications of an actor; called once when the apps are ready."""
    _unread_counters[:] = [counter]


def page_frame(request: HttpRequest) -> dict[str, object]:
    """The actor, the menu, unread notifications and the chosen print size, each when asked for."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "menu": SimpleLazyObject(lambda: menu_for(actor, request.path)),
        "unread_count": SimpleLazyObject(lambda: _unread(actor)),
        "has_large_print": SimpleLazyObject(lambda: has_large_print(request)),
        "public_url": settings.PUBLIC_URL,
        "request_code": getattr(request, "request_code", ""),
    }


def has_large_print(request: HttpRequest) -> bool:
    """Whether this person reads large print: the switch in the header, else their account."""
    chosen = request.COOKIES.get(LARGE_PRINT_COOKIE)
    if chosen is not None:
        return chosen == "1"
    return bool(getattr(getattr(request, "user", None), "large_print", False))


def _unread(actor: Actor) -> int:
    return _unread_counters[0](actor) if _unread_counters and actor.user_id else 0
