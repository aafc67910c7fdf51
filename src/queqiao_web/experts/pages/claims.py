"""Claiming a profile, and verifying claims."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.experts.actions import accept_claim, claim_expert, drop_claim, refuse_claim
from queqiao_web.experts.forms import ClaimForm, RefuseForm
from queqiao_web.experts.models import Claim
from queqiao_web.experts.pages.record import find_expert
from queqiao_web.experts.permissions import (
    can_claim_expert,
    can_decide_claim,
    can_decide_claims,
    can_drop_claim,
)
from queqiao_web.experts.queries import claims_to_decide
from queqiao_web.foundation.access import require
from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import Order, list_page

ORDERS = (Order("oldest", gettext_lazy("Waiting longest first"), "created_at"),)


@page(permission=can_claim_expert)
def expert_claim(request: Request, code: str) -> HttpResponse:
    """Say that the profile is one's own."""
    expert = find_expert(request, code)
    require(can_claim_expert(request.actor, expert))
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim_expert(
                actor=request.actor,
                at=request.received_at,
                expert_id=expert.pk,
                statement=form.cleaned_data["statement"],
            )
        except Conflict as error:
            messages.error(request, str(error.text))
            return redirect("expert_detail", code=code)
        except Invalid as error:
            for problem in error.problems:
                form.add_error(problem.field, str(problem.text))
        else:
            messages.success(request, _("Your claim is on its way to the organization."))
            return redirect("expert_detail", code=code)
    status = 422 if form.errors else 200
    frame = {"expert": expert, "form": form}
    return render(request, "experts/claim.html", frame, status=status)


@page(permission=can_decide_claims)
def claim_queue(request: Request) -> HttpResponse:
    """Claims that wait to be verified, the oldest first."""
    shown = list_page(request, claims_to_decide(request.actor), name="claims", orders=ORDERS)
    return render(request, "experts/claim_queue.html", {"page": shown})


@page(permission=can_decide_claim)
@require_POST
def claim_accept(request: Request, code: str) -> HttpResponse:
    """The person is who the profile tells of."""
    claim = get_visible_or_404(claims_to_decide(request.actor), code=code)
    try:
        accept_claim(actor=request.actor, at=request.received_at, claim_id=claim.pk)
    except Conflict as error:
        messages.error(request, str(error.text))
    else:
        messages.success(request, _("Verified. The person keeps the profile from now on."))
    return redirect("claim_queue")


@page(permission=can_decide_claim)
def claim_refuse(request: Request, code: str) -> HttpResponse:
    """The person is not the one; a reason is asked for."""
    claim = get_visible_or_404(claims_to_decide(request.actor), code=code)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refuse_claim(
            actor=request.actor,
            at=request.received_at,
            claim_id=claim.pk,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Refused; the reason is told."))
        return redirect("claim_queue")
    status = 422 if form.errors else 200
    frame = {"claim": claim, "form": form}
    return render(request, "experts/claim_refuse.html", frame, status=status)


@page(permission=can_drop_claim)
@require_POST
def claim_drop(request: Request, code: str) -> HttpResponse:
    """Take one's own claim back."""
    mine = Claim.objects.filter(user_id=request.actor.user_id or 0).select_related("expert")
    claim = get_visible_or_404(mine, code=code)
    drop_claim(actor=request.actor, at=request.received_at, claim_id=claim.pk)
    messages.success(request, _("Taken back."))
    return redirect("expert_detail", code=claim.expert.code)
