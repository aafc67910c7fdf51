"""The queue of submitted demands and the review of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from queqiao_web.demands.actions import (
    claim_demand,
    publish_demand,
    release_demand,
    return_demand,
)
from queqiao_web.demands.adapters import PUBLIC_DEMANDS, engine_demand, questions_about
from queqiao_web.demands.forms import ReturnForm
from queqiao_web.demands.models import Demand
from queqiao_web.demands.pages.record import find_demand, shown_at
from queqiao_web.demands.permissions import can_review_demand, can_review_demands
from queqiao_web.demands.queries import demand_level, demands_listed, demands_to_review, reviews
from queqiao_web.foundation.access import require
from queqiao_web.foundation.disclosure import Level, reveal
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.buttons import Buttons
from queqiao_web.foundation.review import holds_claim, is_claimed_by_other, mark_claims
from queqiao_web.foundation.ui.lists import IndustryFilter, Order, RegionFilter, list_page
from queqiao_web.foundation.ui.timeline import timeline_of

ORDERS = (Order("oldest", gettext_lazy("Waiting longest first"), "submitted_at"),)
FILTERS = (RegionFilter(), IndustryFilter())


@page(permission=can_review_demands)
def demand_review_queue(request: Request) -> HttpResponse:
    """What waits for review in the actor's regions, the oldest first, with who has what."""
    shown = list_page(
        request,
        demands_to_review(request.actor),
        name="demand-review",
        filters=FILTERS,
        orders=ORDERS,
    )
    mark_claims(shown.rows, request.actor, at=request.received_at)
    return render(request, "demands/review_queue.html", {"page": shown})


@page(permission=can_review_demand)
def demand_review(request: Request, code: str) -> HttpResponse:
    """A submitted demand with the engine's questions and likenesses, to publish or return."""
    demand = find_demand(request, code)
    require(can_review_demand(request.actor, demand))
    if not reviews(request.actor, demand):  # decided by now: the reviewer's reading ends with it
        return redirect("demand_detail", code=code)
    level = min(demand_level(request.actor, demand), Level.DETAILS)
    reveal(record=demand, actor=request.actor, at=request.received_at, level=level)
    return _show(request, demand, level, ReturnForm(initial={"version": demand.version}))


def _again(request: Request, demand: Demand, form: ReturnForm) -> HttpResponse:
    require(can_review_demand(request.actor, demand))
    if not reviews(request.actor, demand):
        return redirect("demand_detail", code=demand.code)
    level = min(demand_level(request.actor, demand), Level.DETAILS)
    return _show(request, demand, level, form, status=422)


def _show(
    request: Request, demand: Demand, level: Level, form: ReturnForm, *, status: int = 200
) -> HttpResponse:
    likenesses = {
        one.code: one for one in PUBLIC_DEMANDS.find_similar(engine_demand(demand, Level.PUBLIC))
    }
    found = demands_listed().filter(code__in=likenesses).exclude(pk=demand.pk)
    frame = {
        "demand": demand,
        "shown": shown_at(demand, level),
        "form": form,
        "questions": questions_about(demand, level=level),
        "similar": sorted(
            ((likenesses[one.code], one) for one in found), key=lambda pair: -pair[0].share
        ),
        "is_taken": is_claimed_by_other(demand, request.actor, at=request.received_at),
        "is_mine": holds_claim(demand, request.actor, at=request.received_at),
        "timeline": timeline_of(demand),
    }
    return render(request, "demands/review.html", frame, status=status)


_buttons = Buttons("demand", find_demand)
demand_claim = _buttons.claim(can_review_demand, claim_demand)
demand_release = _buttons.release(can_review_demand, release_demand)
demand_publish = _buttons.publish(can_review_demand, publish_demand, ReturnForm)
demand_return = _buttons.send_back(can_review_demand, return_demand, ReturnForm, _again)
