"""The public home."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.ui.lists import IndustryFilter, Order, list_page
from queqiao_web.portal.queries.figures import (
    DEMAND_FIGURES,
    demands_behind,
    home_figures,
    latest_achievements,
    latest_demands,
)
from queqiao_web.portal.queries.published import published_demand

_FRESH: Final = 6
FILTERS: Final = (IndustryFilter(),)
ORDERS: Final = (Order("newest", gettext_lazy("Newest first"), "-published_at"),)


@page(permission=PUBLIC)
def home(request: Request) -> HttpResponseBase:
    """What the platform is, what is new on it, how it works, and how much there is."""
    frame = {
        "demands": latest_demands(_FRESH),
        "achievements": latest_achievements(_FRESH),
        "figures": home_figures(at=request.received_at),
    }
    return render(request, "portal/home.html", frame)


@page(permission=PUBLIC)
def figure_list(request: Request, name: str) -> HttpResponseBase:
    """The demands behind a figure of the home page."""
    if name not in DEMAND_FIGURES:
        raise NotThere
    on = timezone.localdate(request.received_at)
    shown = list_page(
        request, demands_behind(name, on=on), name=f"figure-{name}", filters=FILTERS, orders=ORDERS
    )
    rows: list[Any] = list(shown.rows)
    figure = next(one for one in home_figures(at=request.received_at) if one.url == request.path)
    frame = {"page": shown, "figure": figure, "records": [published_demand(row) for row in rows]}
    return render(request, "portal/figure_list.html", frame)
