"""The public home."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from queqiao_web.foundation.http import PUBLIC, Request, page


@page(permission=PUBLIC)
def home(request: Request) -> HttpResponseBase:
    """What the platform is, what is new on it, and how it works."""
    return render(request, "portal/home.html")
