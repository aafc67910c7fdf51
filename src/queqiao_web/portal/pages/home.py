"""The public home."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.portal.queries.figures import (
    home_figures,
    latest_achievements,
    latest_demands,
)

_FRESH: Final = 6


@page(permission=PUBLIC)
def home(request: Request) -> HttpResponseBase:
    """What the platform is, what is new on it, how it works, and how much there is."""
    frame = {
        "demands": latest_demands(_FRESH),
        "achievements": latest_achievements(_FRESH),
        "figures": home_figures(on=timezone.localdate(request.received_at)),
    }
    return render(request, "portal/home.html", frame)
