"""
The gate of the API: who asks, how often, and whether this was asked before.

It stands before every endpoint. A token comes in ``Authorization: Bearer``; whoever signed in to
the pages may read with their session. Requests that change something need a token, so that no
other site can have a browser make them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any, cast

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from queqiao_web.api.actions import note_use
from queqiao_web.api.answers import answer_once
from queqiao_web.api.models import ApiToken
from queqiao_web.api.queries import token_of_secret
from queqiao_web.foundation.access import Origin
from queqiao_web.foundation.errors import Invalid, PlatformError, Problem, SignInNeeded
from queqiao_web.foundation.http import Request
from queqiao_web.foundation.http.actors import actor_of_user
from queqiao_web.foundation.http.failures import error_body, failure
from queqiao_web.foundation.limits import Limit, spend

LIMIT = Limit("api", 600, timedelta(minutes=1))
"""So many requests a token makes at once, and so many again within a minute."""
_UNREADABLE = (MultiPartParserError, SuspiciousOperation)
"""What Django raises of a body that is malformed or too large in its parts."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., HttpResponseBase]


def gated(view: View) -> View:
    """The endpoint behind the gate."""

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, **values: Any) -> HttpResponseBase:  # noqa: ANN401 -- from the address
        ours = cast("Request", request)
        try:
            token = admit(ours)
            left = spend(LIMIT, asker=_asker(ours, token), at=ours.received_at)
            if token is not None and ours.method == "POST" and "Idempotency-Key" in ours.headers:
                answer = answer_once(ours, token, lambda: _run(view, ours, values))
            else:
                answer = _run(view, ours, values)
        except PlatformError as error:
            answer = failure(ours, error)
            if isinstance(error, SignInNeeded):
                answer["WWW-Authenticate"] = "Bearer"
        else:
            answer["RateLimit"] = f"limit={LIMIT.burst}, remaining={left}"
        answer["Cache-Control"] = "private, no-store"
        return answer

    return opened


def admit(request: Request) -> ApiToken | None:
    """
    The token that was sent, ``None`` for a session; the request's actor is limited by it.

    Raises:
        SignInNeeded: there is neither, the token does not hold, or a session asks for a change
    """
    origin = Origin("api", request.META.get("REMOTE_ADDR", ""), request.request_code)
    header = request.headers.get("Authorization", "")
    if not header:
        if request.method in _SAFE and request.actor.user_id is not None:
            request.actor = request.actor.coming_from(origin)
            return None
        raise SignInNeeded
    scheme, _space, secret = header.partition(" ")
    token = token_of_secret(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise SignInNeeded
    if token.revoked_at is not None or not token.user.is_active:
        raise SignInNeeded(code="api.token.revoked", text=_REVOKED)
    if token.expires_at <= request.received_at:
        raise SignInNeeded(code="api.token.expired", text=_EXPIRED)
    note_use(token, at=request.received_at)
    actor = replace(actor_of_user(token.user), scopes=frozenset(token.scopes))
    request.actor = actor.coming_from(origin)
    return token


_REVOKED = gettext_lazy("This token was revoked.")
_EXPIRED = gettext_lazy("This token is no longer valid. Make a new one.")


def _asker(request: Request, token: ApiToken | None) -> str:
    return f"token:{token.pk}" if token is not None else f"user:{request.actor.user_id}"


def _run(view: View, request: Request, values: dict[str, Any]) -> HttpResponse:
    try:
        answer = cast("HttpResponse", view(request, **values))
    except _UNREADABLE:
        raise Invalid([Problem("", "body.unreadable", _("The body cannot be read."))]) from None
    if answer.status_code == 405:
        body = error_body(
            "method_not_allowed",
            _("This address is not used in this way."),
            request_code=request.request_code,
        )
        refused = JsonResponse(body, status=405)
        refused["Allow"] = answer["Allow"]
        return refused
    version = getattr(request, "shown_version", None)
    if version is not None and answer.status_code < 300:
        answer["ETag"] = f'"{version}"'
    return answer
