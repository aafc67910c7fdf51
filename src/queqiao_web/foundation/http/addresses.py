"""From where a request came, through as many proxies as the operator says there are."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """
    The visitor's address; nothing where it is none.

    Behind ``PROXIES`` proxies it is that many entries from the right of X-Forwarded-For: what
    stands further left was written by whoever asked, and is not believed.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES > 0:
        entries = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        found = entries[-settings.PROXIES] if len(entries) >= settings.PROXIES else ""
    try:
        return str(ip_address(found))
    except ValueError:
        return ""
