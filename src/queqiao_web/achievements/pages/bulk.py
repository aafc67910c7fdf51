"""The same verb for many achievements at once: each is done by itself, refusals are told."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from queqiao_web.achievements.actions import publish_achievement, submit_achievement
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import can_review_achievement, can_submit_achievement
from queqiao_web.achievements.queries import achievements_visible_to
from queqiao_web.foundation.errors import PlatformError
from queqiao_web.foundation.http import Request, page

MOST = 100
"""So many at once: what one page holds."""
_TOLD = 8


@page(permission=can_submit_achievement)
@require_POST
def achievements_submit(request: Request) -> HttpResponse:
    """Submit the chosen drafts."""
    done, refused = _each(request, submit_achievement)
    if done:
        text = ngettext("%(count)d was submitted.", "%(count)d were submitted.", done)
        messages.success(request, text % {"count": done})
    _tell(request, refused)
    return redirect("my_achievements")


@page(permission=can_review_achievement)
@require_POST
def achievements_publish(request: Request) -> HttpResponse:
    """Publish the chosen ones."""
    done, refused = _each(request, publish_achievement)
    if done:
        text = ngettext("%(count)d was published.", "%(count)d were published.", done)
        messages.success(request, text % {"count": done})
    _tell(request, refused)
    return redirect("achievement_review_queue")


def _each(
    request: Request, action: Callable[..., Achievement]
) -> tuple[int, list[tuple[str, PlatformError]]]:
    """How many were done, and the title and reason of each that was not."""
    codes = request.POST.getlist("code")[:MOST]
    rows = achievements_visible_to(request.actor).filter(code__in=codes).order_by("pk")
    done, refused = 0, []
    for pk, title in rows.values_list("pk", "title"):
        try:
            action(actor=request.actor, at=request.received_at, achievement_id=pk)
        except PlatformError as error:
            refused.append((title, error))
        else:
            done += 1
    return done, refused


def _tell(request: Request, refused: list[tuple[str, PlatformError]]) -> None:
    for title, error in refused[:_TOLD]:
        reasons = " ".join(str(one.text) for one in error.problems) or str(error.text)
        text = _("“%(title)s” was left as it is: %(reasons)s")
        messages.warning(request, text % {"title": title, "reasons": reasons})
    if len(refused) > _TOLD:
        rest = len(refused) - _TOLD
        more = ngettext(
            "%(count)d more was left as it is.", "%(count)d more were left as they are.", rest
        )
        messages.warning(request, more % {"count": rest})
