"""What every request gets: a code, a time, an actor, one shape of errors, a line in the log."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from queqiao_web.foundation.access.actor import Origin
from queqiao_web.foundation.errors import PlatformError
from queqiao_web.foundation.http.actors import actor_of_user
from queqiao_web.foundation.http.addresses import address_of
from queqiao_web.foundation.http.failures import failure

_log = logging.getLogger("queqiao.request")


class RequestMiddleware:
    """Gives a request its code, time and actor, and turns our errors into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        request.request_code = secrets.token_hex(6)  # type: ignore[attr-defined] # Request has it
        request.received_at = timezone.now()  # type: ignore[attr-defined] # Request has it
        origin = Origin(
            channel="page",
            ip=address_of(request),
            request=request.request_code,  # type: ignore[attr-defined] # Request has it
        )
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined] # Request has it
            lambda: actor_of_user(getattr(request, "user", None)).coming_from(origin)
        )
        response = self.get_response(request)
        response["X-Request-Code"] = request.request_code  # type: ignore[attr-defined] # as above
        _log.info(
            "request",
            extra={
                "method": request.method,
                "route": getattr(request.resolver_match, "route", ""),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000),
                "request": request.request_code,  # type: ignore[attr-defined] # as above
            },
        )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Our own errors become pages; others go on to Django."""
        if isinstance(error, PlatformError):
            return failure(request, error)
        return None
