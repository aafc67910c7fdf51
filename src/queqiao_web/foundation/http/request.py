"""The request as our pages see it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from queqiao_web.foundation.access.actor import Actor


class Request(HttpRequest):
    """
    A request after our middleware: ``actor`` asks, ``received_at`` is the clock's only reading,
    ``request_code`` finds it in the log, ``htmx`` is true for a part of a page.
    """

    actor: Actor
    received_at: datetime
    request_code: str
    htmx: HtmxDetails
