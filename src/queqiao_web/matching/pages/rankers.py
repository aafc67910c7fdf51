"""For operators: what the ranking learned, how honest its scores are, what refreshing costs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.errors import Conflict
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.matching.actions import activate_ranker, train_ranker, use_default_ranking
from queqiao_web.matching.models import Ranker
from queqiao_web.matching.permissions import can_operate_rankers
from queqiao_web.matching.queries import active_ranker, calibration, judgements, refresh_costs


@page(permission=can_operate_rankers)
def ranker_list(request: Request) -> HttpResponse:
    """The ranking in use, those before it, calibration and the cost of refreshing."""
    given = judgements()
    frame = {
        "active": active_ranker(),
        "rankers": Ranker.objects.order_by("-pk")[:20],
        "bins": calibration(),
        "judged_demands": len(given),
        "judgements": sum(map(len, given.values())),
        "costs": refresh_costs(),
    }
    return render(request, "matching/rankers.html", frame)


@require_POST
@page(permission=can_operate_rankers)
def ranker_train(request: Request) -> HttpResponseBase:
    """Train now."""
    ranker = train_ranker(actor=request.actor, at=request.received_at)
    if ranker is None:
        messages.error(request, _("There are too few judged demands to learn from yet."))
    else:
        messages.success(request, ranker.get_state_display())
    return redirect("ranker_list")


@require_POST
@page(permission=can_operate_rankers)
def ranker_activate(request: Request, code: str) -> HttpResponseBase:
    """Go back, or on, to this one."""
    ranker = get_visible_or_404(Ranker.objects.all(), code=code)
    try:
        activate_ranker(actor=request.actor, at=request.received_at, ranker_id=ranker.pk)
    except Conflict as error:
        messages.error(request, error.text)
    return redirect("ranker_list")


@require_POST
@page(permission=can_operate_rankers)
def ranker_default(request: Request) -> HttpResponseBase:
    """Go back to the default ranking."""
    use_default_ranking(actor=request.actor, at=request.received_at)
    return redirect("ranker_list")
