"""What the pickers of regions and industries ask for; national codes are nobody's secret."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control

from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.organizations.adapters import Choice, regions_below, search_industries

_A_DAY = 86_400


@page(permission=PUBLIC)
@cache_control(public=True, max_age=_A_DAY)
def region_children(request: Request) -> HttpResponse:
    """The regions below ``?of=``, as JSON."""
    return _answer(regions_below(request.GET.get("of", "")))


@page(permission=PUBLIC)
@cache_control(public=True, max_age=_A_DAY)
def industry_search(request: Request) -> HttpResponse:
    """Industries that fit ``?q=``, as JSON."""
    return _answer(search_industries(request.GET.get("q", "")[:40]))


def _answer(choices: tuple[Choice, ...]) -> HttpResponse:
    return JsonResponse({"choices": [{"code": c.code, "label": c.label} for c in choices]})
