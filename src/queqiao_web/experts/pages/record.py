"""The page of one expert, and its buttons."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.experts.actions import (
    close_contact,
    publish_expert,
    reconfirm_expert,
    withdraw_expert,
)
from queqiao_web.experts.models import ContactGrant, Expert
from queqiao_web.experts.permissions import (
    can_claim_expert,
    can_consent,
    can_edit_expert,
    can_publish_expert,
    can_reconfirm_expert,
    can_withdraw_expert,
)
from queqiao_web.experts.queries import experts_visible_to, may_reach, open_claim_of
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.http.buttons import Buttons
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.timeline import timeline_of


@page(permission=PUBLIC)
def expert_detail(request: Request, code: str) -> HttpResponse:
    """One expert; how to reach them only for those who may."""
    expert = find_expert(request, code)
    actor = request.actor
    is_keeper = bool(can_consent(actor, expert))
    is_ours = is_keeper or expert.organization_id in actor.organization_ids
    frame = {
        "expert": expert,
        "works": expert.works.all(),
        "reaches": may_reach(actor, expert),
        "is_person": expert.user_id is not None and expert.user_id == actor.user_id,
        "is_ours": is_ours,
        "may_edit": can_edit_expert(actor, expert),
        "may_publish": can_publish_expert(actor, expert),
        "may_reconfirm": can_reconfirm_expert(actor, expert),
        "may_withdraw": can_withdraw_expert(actor, expert),
        "may_claim": can_claim_expert(actor, expert),
        "claim": open_claim_of(actor, expert),
        "grants": _grants(expert) if is_keeper else [],
        "timeline": timeline_of(expert) if is_ours else [],
    }
    return render(request, "experts/detail.html", frame)


def find_expert(request: Request, code: str) -> Expert:
    """The expert of that code, if the actor may see that they are here."""
    return get_visible_or_404(experts_visible_to(request.actor), code=code)


def _grants(expert: Expert) -> list[ContactGrant]:
    rows = ContactGrant.objects.filter(expert=expert, ended_at__isnull=True)
    return list(rows.select_related("organization").order_by("granted_at", "pk"))


_buttons = Buttons("expert", find_expert)
expert_publish = _buttons.button(
    can_publish_expert, publish_expert, gettext_lazy("Published. Everybody finds the profile now.")
)
expert_withdraw = _buttons.button(can_withdraw_expert, withdraw_expert, gettext_lazy("Withdrawn."))
expert_reconfirm = _buttons.button(
    can_reconfirm_expert, reconfirm_expert, gettext_lazy("Confirmed: the profile still holds.")
)


@page(permission=can_consent)
@require_POST
def expert_contact_close(request: Request, code: str, grant: str) -> HttpResponse:
    """A consent to be reached ended."""
    expert = find_expert(request, code)
    found = get_visible_or_404(ContactGrant.objects.filter(expert=expert), code=grant)
    close_contact(actor=request.actor, at=request.received_at, grant_id=found.pk)
    messages.success(request, _("They no longer see how to reach the expert."))
    return redirect("expert_detail", code=code)
