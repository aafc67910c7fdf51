"""The buttons of a demand: each posts, does one action, and comes back to the demand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.demands.actions import (
    close_demand,
    match_demand,
    reconfirm_demand,
    reopen_demand,
    resume_demand,
    submit_demand,
    withdraw_demand,
)
from queqiao_web.demands.forms import CloseForm
from queqiao_web.demands.models import DemandGrant
from queqiao_web.demands.pages.record import find_demand
from queqiao_web.demands.permissions import (
    can_close_demand,
    can_disclose_demand,
    can_match_demand,
    can_reconfirm_demand,
    can_reopen_demand,
    can_submit_demand,
    can_withdraw_demand,
)
from queqiao_web.foundation.access import require
from queqiao_web.foundation.disclosure import withdraw_disclosure
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.buttons import Buttons
from queqiao_web.foundation.http.pages import get_visible_or_404

_buttons = Buttons("demand", find_demand)
demand_submit = _buttons.button(
    can_submit_demand,
    submit_demand,
    gettext_lazy("Submitted. A reviewer of the region reads it."),
    mend="demand_edit",
)
demand_withdraw = _buttons.button(can_withdraw_demand, withdraw_demand, gettext_lazy("Withdrawn."))
demand_reopen = _buttons.button(
    can_reopen_demand, reopen_demand, gettext_lazy("It is a draft again and can be changed.")
)
demand_reconfirm = _buttons.button(
    can_reconfirm_demand, reconfirm_demand, gettext_lazy("Confirmed: the demand still holds.")
)
demand_match = _buttons.button(
    can_match_demand, match_demand, gettext_lazy("Matched. It leaves matching now.")
)
demand_resume = _buttons.button(
    can_match_demand, resume_demand, gettext_lazy("The search for partners goes on.")
)


@page(permission=can_close_demand)
def demand_close(request: Request, code: str) -> HttpResponse:
    """Why the demand is closed, and closing it."""
    demand = find_demand(request, code)
    require(can_close_demand(request.actor, demand))
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_demand(
            actor=request.actor,
            at=request.received_at,
            demand_id=demand.pk,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Closed."))
        return redirect("demand_detail", code=code)
    status = 422 if form.errors else 200
    frame = {"demand": demand, "form": form}
    return render(request, "demands/close.html", frame, status=status)


@page(permission=can_disclose_demand)
@require_POST
def demand_conceal(request: Request, code: str, grant: str) -> HttpResponse:
    """A grant ended by the owner."""
    demand = find_demand(request, code)
    found = get_visible_or_404(DemandGrant.objects.filter(record=demand), code=grant)
    withdraw_disclosure(
        grants=DemandGrant, grant_id=found.pk, actor=request.actor, at=request.received_at
    )
    messages.success(request, _("They can no longer read more than the summary."))
    return redirect("demand_detail", code=code)
