"""What every page declares: who may open it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import quote

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from queqiao_web.foundation.access.actor import Actor
from queqiao_web.foundation.access.decisions import ALLOW, Decision, require
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http.request import Request

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)


def PUBLIC(actor: Actor) -> Decision:  # noqa: N802, ARG001 -- reads as a constant where it is used
    """Everybody."""
    return ALLOW


def MEMBERS(actor: Actor) -> Decision:  # noqa: N802, ARG001 -- reads as a constant where it is used
    """Whoever has signed in; the page shows them what is theirs."""
    return ALLOW


def page(
    *, permission: Callable[..., Decision]
) -> Callable[
    [Callable[Concatenate[Request, P], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """
    Declare who may open a page; without it no page may be in the list of addresses.

    ``PUBLIC`` opens it to everybody; anything else asks visitors to sign in first. A predicate of
    the actor alone is checked before the page runs; one that needs a record is the declaration of
    what the action behind the page checks, and the page finds the record among those visible.
    """

    def declared(
        view: Callable[Concatenate[Request, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        actor_alone = len(inspect.signature(permission).parameters) == 1

        @wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            ours = cast("Request", request)
            if permission is not PUBLIC and not ours.actor.is_known:
                return sign_in_first(ours)
            if actor_alone:
                require(permission(ours.actor))
            return view(ours, *args, **kwargs)

        opened.permission = permission  # tests/repo looks for it
        return opened

    return declared


def sign_in_first(request: Request) -> HttpResponseBase:
    """To the sign-in page, and back here afterwards."""
    there = resolve_url(settings.LOGIN_URL)
    if request.htmx:
        answer = HttpResponseRedirect(there)
        answer.status_code = 204
        answer["HX-Redirect"] = there
        return answer
    return HttpResponseRedirect(f"{there}?next={quote(request.get_full_path())}")


def get_visible_or_404(rows: QuerySet[Row, Any], **lookup: object) -> Row:
    """
    The one row among those that the actor may see.

    Raises:
        NotThere: there is none, which is also what someone hears who may not see it.
    """
    found = rows.filter(**lookup).first()
    if found is None:
        raise NotThere
    return found
