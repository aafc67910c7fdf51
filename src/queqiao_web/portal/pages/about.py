"""Pages about the platform itself."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from queqiao_web.foundation.http import PUBLIC, Request, page


@page(permission=PUBLIC)
def about(request: Request) -> HttpResponseBase:
    """What the platform is and whose it is."""
    return render(request, "portal/about.html")


@page(permission=PUBLIC)
def how_it_works(request: Request) -> HttpResponseBase:
    """The way of a demand, step by step, with who does what and how long it takes."""
    return render(request, "portal/how_it_works.html")
