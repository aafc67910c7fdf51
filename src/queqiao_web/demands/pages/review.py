"""The queue of submitted demands and the review of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.demands.actions import (
    CLAIM_HOLDS,
    claim_demand,
    is_claimed_by_other,
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
from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http import Request, page
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
    for row in (one for one in shown.rows if isinstance(one, Demand)):
        row.is_taken = is_claimed_by_other(row, request.actor, at=request.received_at)
        row.is_mine = (
            row.claimed_by_id == request.actor.user_id
            and row.claimed_at is not None
            and row.claimed_at + CLAIM_HOLDS > request.received_at
        )
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


@page(permission=can_review_demand)
@require_POST
def demand_claim(request: Request, code: str) -> HttpResponse:
    """Take a demand on, and go to its review."""
    demand = find_demand(request, code)
    try:
        claim_demand(actor=request.actor, at=request.received_at, demand_id=demand.pk)
    except Conflict as error:
        messages.error(request, str(error.text))
        return redirect("demand_review_queue")
    return redirect("demand_review", code=code)


@page(permission=can_review_demand)
@require_POST
def demand_release(request: Request, code: str) -> HttpResponse:
    """Leave a demand to colleagues."""
    demand = find_demand(request, code)
    release_demand(actor=request.actor, at=request.received_at, demand_id=demand.pk)
    messages.success(request, _("Left to your colleagues."))
    return redirect("demand_review_queue")


@page(permission=can_review_demand)
@require_POST
def demand_publish(request: Request, code: str) -> HttpResponse:
    """Publish what was reviewed."""
    demand = find_demand(request, code)
    form = ReturnForm(request.POST)
    form.is_valid()
    try:
        publish_demand(
            actor=request.actor,
            at=request.received_at,
            demand_id=demand.pk,
            version=form.cleaned_data.get("version"),
        )
    except Conflict as error:
        messages.error(request, str(error.text))
        return redirect("demand_review_queue")
    messages.success(request, _("Published: %(title)s") % {"title": demand.title})
    return redirect("demand_review_queue")


@page(permission=can_review_demand)
@require_POST
def demand_return(request: Request, code: str) -> HttpResponse:
    """Send it back with reasons."""
    demand = find_demand(request, code)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _again(request, demand, form)
    try:
        return_demand(
            actor=request.actor,
            at=request.received_at,
            demand_id=demand.pk,
            reasons=form.cleaned_data["reasons"],
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        )
    except Invalid as error:
        for problem in error.problems:
            form.add_error(problem.field, str(problem.text))
        return _again(request, demand, form)
    except Conflict as error:
        messages.error(request, str(error.text))
        return redirect("demand_review_queue")
    messages.success(request, _("Returned: %(title)s") % {"title": demand.title})
    return redirect("demand_review_queue")


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
        "is_mine": demand.claimed_by_id == request.actor.user_id,
        "timeline": timeline_of(demand),
    }
    return render(request, "demands/review.html", frame, status=status)
