"""The queue of submitted achievements and the review of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from queqiao_web.achievements.actions import (
    claim_achievement,
    publish_achievement,
    release_achievement,
    return_achievement,
)
from queqiao_web.achievements.forms import ReturnForm
from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.pages.evidence import evidence_notes
from queqiao_web.achievements.pages.form import similar_to
from queqiao_web.achievements.pages.record import find_achievement, shown_at
from queqiao_web.achievements.permissions import can_review_achievement, can_review_achievements
from queqiao_web.achievements.queries import (
    achievement_level,
    achievements_to_review,
    reviews,
)
from queqiao_web.foundation.access import require
from queqiao_web.foundation.disclosure import Level, reveal
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.buttons import Buttons
from queqiao_web.foundation.review import holds_claim, is_claimed_by_other, mark_claims
from queqiao_web.foundation.ui.lists import IndustryFilter, Order, RegionFilter, list_page
from queqiao_web.foundation.ui.timeline import timeline_of

ORDERS = (Order("oldest", gettext_lazy("Waiting longest first"), "submitted_at"),)
FILTERS = (RegionFilter(), IndustryFilter())
QUEUE_A_PAGE = 100


@page(permission=can_review_achievements)
def achievement_review_queue(request: Request) -> HttpResponse:
    """What waits for review in the actor's regions, the oldest first, with who has what."""
    shown = list_page(
        request,
        achievements_to_review(request.actor),
        name="achievement-review",
        filters=FILTERS,
        orders=ORDERS,
        per_page=QUEUE_A_PAGE,
    )
    mark_claims(shown.rows, request.actor, at=request.received_at)
    return render(request, "achievements/review_queue.html", {"page": shown})


@page(permission=can_review_achievement)
def achievement_review(request: Request, code: str) -> HttpResponse:
    """A submitted achievement with its likenesses, to publish or return."""
    achievement = find_achievement(request, code)
    require(can_review_achievement(request.actor, achievement))
    if not reviews(request.actor, achievement):  # decided by now: the reading ends with it
        return redirect("achievement_detail", code=code)
    level = min(achievement_level(request.actor, achievement), Level.DETAILS)
    reveal(record=achievement, actor=request.actor, at=request.received_at, level=level)
    form = ReturnForm(initial={"version": achievement.version})
    return _show(request, achievement, form, level=level)


def _again(request: Request, achievement: Achievement, form: ReturnForm) -> HttpResponse:
    require(can_review_achievement(request.actor, achievement))
    if not reviews(request.actor, achievement):
        return redirect("achievement_detail", code=achievement.code)
    level = min(achievement_level(request.actor, achievement), Level.DETAILS)
    return _show(request, achievement, form, level=level, status=422)


def _show(
    request: Request,
    achievement: Achievement,
    form: ReturnForm,
    *,
    level: Level,
    status: int = 200,
) -> HttpResponse:
    frame = {
        "achievement": achievement,
        "shown": shown_at(achievement, level),
        "form": form,
        "evidence_notes": evidence_notes(achievement, level),
        "similar": similar_to(achievement),
        "is_taken": is_claimed_by_other(achievement, request.actor, at=request.received_at),
        "is_mine": holds_claim(achievement, request.actor, at=request.received_at),
        "timeline": timeline_of(achievement),
    }
    return render(request, "achievements/review.html", frame, status=status)


_buttons = Buttons("achievement", find_achievement)
achievement_claim = _buttons.claim(can_review_achievement, claim_achievement)
achievement_release = _buttons.release(can_review_achievement, release_achievement)
achievement_publish = _buttons.publish(can_review_achievement, publish_achievement, ReturnForm)
achievement_return = _buttons.send_back(
    can_review_achievement, return_achievement, ReturnForm, _again
)
