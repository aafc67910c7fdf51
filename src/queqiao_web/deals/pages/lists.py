"""Lists of deals, and the funnel with the lists behind its figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from queqiao_web.deals.permissions import can_read_deals, can_read_funnel
from queqiao_web.deals.queries import (
    STAGES,
    at_stage,
    deals_visible_to,
    demands_in_cohorts,
    for_deal_list,
    funnel,
    together,
)
from queqiao_web.deals.states import DealState
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.ui.lists import ChoiceFilter, Order, RegionFilter, list_page

ORDERS = (
    Order("newest", _("Newest first"), "-id"),
    Order("moved", _("Last moved first"), "-updated_at"),
)
FILTERS = (ChoiceFilter("state", _("State"), DealState.choices), RegionFilter())
STAGE_WORDS = {
    "valid": _("Valid demands"),
    "matched": pgettext_lazy("funnel", "Matched"),
    "contacted": _("In contact"),
    "signed": _("Signed"),
    "paid": _("Paid"),
    "producing": _("In production"),
}
_SEEING = (RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR)
_DECEMBER = 12


@page(permission=can_read_deals)
def deal_list(request: Request) -> HttpResponse:
    """The deals that the actor takes part in or answers for."""
    shown = list_page(
        request,
        for_deal_list(deals_visible_to(request.actor)),
        name="deals",
        filters=FILTERS,
        orders=ORDERS,
    )
    return render(request, "deals/list.html", {"page": shown})


@page(permission=can_read_funnel)
def funnel_page(request: Request) -> HttpResponse:
    """How far demands came, by cohort; each figure opens its list."""
    cohorts = funnel(_regions(request.actor))
    totals = together(cohorts)
    top = max(totals.values(), default=0)
    frame = {
        "cohorts": cohorts,
        "bars": [
            {
                "name": name,
                "label": STAGE_WORDS[name],
                "count": totals[name],
                "share": totals[name] / totals["valid"] if totals["valid"] else None,
                "width": round(100 * totals[name] / top) if top else 0,
            }
            for name in STAGES
        ],
        "stages": [(name, STAGE_WORDS[name]) for name in STAGES],
        "signed_cny": sum(one.signed_cny for one in cohorts),
        "received_cny": sum(one.received_cny for one in cohorts),
        "intended_cny": sum(one.intended_cny for one in cohorts),
    }
    return render(request, "deals/funnel.html", frame)


@page(permission=can_read_funnel)
def funnel_demands(request: Request, stage: str) -> HttpResponse:
    """The demands behind a figure of the funnel."""
    if stage not in STAGES:
        raise NotThere
    since, until = _month(request.GET.get("month", ""))
    rows = at_stage(
        demands_in_cohorts(_regions(request.actor), since=since, until=until), stage
    ).select_related("organization")
    shown = list_page(
        request,
        rows.defer("description", "secret_annex", "indices"),
        name="funnel",
        filters=(),
        orders=(Order("newest", _("Newest first"), "-published_at"),),
    )
    frame = {"page": shown, "stage": STAGE_WORDS[stage], "month": since}
    return render(request, "deals/funnel_demands.html", frame)


def _regions(actor: Actor) -> tuple[str, ...]:
    return ("000000",) if actor.is_system else actor.regions_as(*_SEEING)


def _month(text: str) -> tuple[datetime | None, datetime | None]:
    """The half-open month that ``2026-11`` names, in the platform's own time; else no limits."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None, None
    last = first.month == _DECEMBER
    after = date(first.year + last, 1 if last else first.month + 1, 1)
    return _begin(first), _begin(after)


def _begin(day: date) -> Any:  # noqa: ANN401 -- an aware moment
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 -- made aware here
