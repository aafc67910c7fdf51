"""Pages for machines that watch the platform."""

from __future__ import annotations

from django.db import connection
from django.http import HttpResponse, JsonResponse

from queqiao_web.foundation.http import PUBLIC, Request, page


@page(permission=PUBLIC)
def health(request: Request) -> HttpResponse:  # noqa: ARG001 -- a page takes a request
    """The process answers."""
    return JsonResponse({"status": "ok"})


@page(permission=PUBLIC)
def ready(request: Request) -> HttpResponse:  # noqa: ARG001 -- a page takes a request
    """The database answers, so requests may come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})
