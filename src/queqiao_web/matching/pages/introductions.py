"""One introduction: who is introduced, who stands between them, what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.related import related_links
from queqiao_web.foundation.ui.timeline import timeline_of
from queqiao_web.matching.actions import assign_broker, end_introduction
from queqiao_web.matching.forms import BrokerForm, EndForm
from queqiao_web.matching.models import Introduction
from queqiao_web.matching.permissions import (
    can_assign_broker,
    can_end_introduction,
    can_read_matches,
)
from queqiao_web.matching.queries import (
    brokers_for,
    for_introduction_list,
    introductions_visible_to,
)
from queqiao_web.matching.states import IntroductionState


@page(permission=can_read_matches)
def introduction_detail(request: Request, code: str) -> HttpResponse:
    """The two sides with their contacts, the broker, and the way to a deal."""
    return _shown(request, _introduction(request, code))


@require_POST
@page(permission=can_assign_broker)
def introduction_broker(request: Request, code: str) -> HttpResponseBase:
    """Put a broker in charge."""
    introduction = _introduction(request, code)
    given = request.POST.get("broker", "")
    try:
        assign_broker(
            actor=request.actor,
            at=request.received_at,
            introduction_id=introduction.pk,
            broker_id=int(given) if given.isdecimal() else None,
        )
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, problem.text)
    else:
        messages.success(request, _("The broker is recorded."))
    return redirect("introduction_detail", code=code)


@require_POST
@page(permission=can_end_introduction)
def introduction_end(request: Request, code: str) -> HttpResponseBase:
    """End it, saying why."""
    introduction = _introduction(request, code)
    try:
        end_introduction(
            actor=request.actor,
            at=request.received_at,
            introduction_id=introduction.pk,
            text=request.POST.get("text", ""),
        )
    except Invalid as error:
        form = EndForm(request.POST)
        form.is_valid()
        for problem in error.problems:
            form.add_error(problem.field, problem.text)
        return _shown(request, introduction, end_form=form, status=422)
    except Conflict as error:
        messages.error(request, error.text)
    else:
        messages.success(request, _("The introduction has ended."))
    return redirect("introduction_detail", code=code)


def _introduction(request: Request, code: str) -> Introduction:
    rows = for_introduction_list(introductions_visible_to(request.actor))
    return get_visible_or_404(rows, code=code)


def _shown(
    request: Request,
    introduction: Introduction,
    *,
    end_form: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_assign = can_assign_broker(request.actor, introduction)
    frame = {
        "introduction": introduction,
        "match": introduction.match,
        "may_end": can_end_introduction(request.actor, introduction)
        and introduction.state == IntroductionState.OPEN,
        "may_assign": may_assign,
        "broker_form": BrokerForm(
            brokers=brokers_for(introduction), initial={"broker": introduction.broker_id}
        )
        if may_assign
        else None,
        "end_form": end_form or EndForm(),
        "links": related_links(introduction, request.actor),
        "entries": timeline_of(introduction),
    }
    return render(request, "matching/introduction.html", frame, status=status)
