"""The buttons of an achievement: each posts, does one action, and comes back to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.achievements.actions import (
    close_achievement,
    match_achievement,
    reconfirm_achievement,
    reopen_achievement,
    resume_achievement,
    submit_achievement,
    withdraw_achievement,
)
from queqiao_web.achievements.forms import CloseForm
from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.achievements.pages.record import find_achievement
from queqiao_web.achievements.permissions import (
    can_close_achievement,
    can_disclose_achievement,
    can_match_achievement,
    can_reconfirm_achievement,
    can_reopen_achievement,
    can_submit_achievement,
    can_withdraw_achievement,
)
from queqiao_web.foundation.access import require
from queqiao_web.foundation.disclosure import withdraw_disclosure
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.buttons import Buttons
from queqiao_web.foundation.http.pages import get_visible_or_404

_buttons = Buttons("achievement", find_achievement)
achievement_submit = _buttons.button(
    can_submit_achievement,
    submit_achievement,
    gettext_lazy("Submitted. A reviewer of the region reads it."),
    mend="achievement_edit",
)
achievement_withdraw = _buttons.button(
    can_withdraw_achievement, withdraw_achievement, gettext_lazy("Withdrawn.")
)
achievement_reopen = _buttons.button(
    can_reopen_achievement,
    reopen_achievement,
    gettext_lazy("It is a draft again and can be changed."),
)
achievement_reconfirm = _buttons.button(
    can_reconfirm_achievement,
    reconfirm_achievement,
    gettext_lazy("Confirmed: the achievement still holds."),
)
achievement_match = _buttons.button(
    can_match_achievement, match_achievement, gettext_lazy("Matched.")
)
achievement_resume = _buttons.button(
    can_match_achievement, resume_achievement, gettext_lazy("The search for partners goes on.")
)


@page(permission=can_close_achievement)
def achievement_close(request: Request, code: str) -> HttpResponse:
    """Why the achievement is closed, and closing it."""
    achievement = find_achievement(request, code)
    require(can_close_achievement(request.actor, achievement))
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_achievement(
            actor=request.actor,
            at=request.received_at,
            achievement_id=achievement.pk,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Closed."))
        return redirect("achievement_detail", code=code)
    status = 422 if form.errors else 200
    frame = {"achievement": achievement, "form": form}
    return render(request, "achievements/close.html", frame, status=status)


@page(permission=can_disclose_achievement)
@require_POST
def achievement_conceal(request: Request, code: str, grant: str) -> HttpResponse:
    """A grant ended by the owner."""
    achievement = find_achievement(request, code)
    found = get_visible_or_404(AchievementGrant.objects.filter(record=achievement), code=grant)
    withdraw_disclosure(
        grants=AchievementGrant, grant_id=found.pk, actor=request.actor, at=request.received_at
    )
    messages.success(request, _("They can no longer read more than the summary."))
    return redirect("achievement_detail", code=code)
