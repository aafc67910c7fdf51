"""What the frame around every page needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, object]:
    """The actor and the address of the platform, for the frame of the page."""
    return {
        "actor": getattr(request, "actor", None),
        "public_url": settings.PUBLIC_URL,
        "request_code": getattr(request, "request_code", ""),
    }
