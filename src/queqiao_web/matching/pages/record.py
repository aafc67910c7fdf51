"""One match: two texts with the same evidence marked, the checks between them, the answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.disclosure import Level, knows_owner, reveal
from queqiao_web.foundation.errors import Conflict, Invalid
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.timeline import timeline_of
from queqiao_web.matching.actions import answer_match, take_answer_back
from queqiao_web.matching.adapters.pairs import PairView, view_pair
from queqiao_web.matching.adapters.standing import current_standing
from queqiao_web.matching.forms import AnswerForm
from queqiao_web.matching.models import Match
from queqiao_web.matching.pages.cards import answer_words
from queqiao_web.matching.permissions import can_answer_match, can_read_matches, sides_of
from queqiao_web.matching.queries import matches_visible_to
from queqiao_web.matching.states import STANDING, MatchState, Side


@page(permission=can_read_matches)
def match_detail(request: Request, code: str) -> HttpResponse:
    """A match as the actor's side may read it."""
    return _shown(request, _match(request, code))


@require_POST
@page(permission=can_answer_match)
def match_answer(request: Request, code: str) -> HttpResponseBase:
    """Answer for one's side; a refusal says why."""
    match = _match(request, code)
    form = AnswerForm(request.POST)
    try:
        answer_match(
            actor=request.actor,
            at=request.received_at,
            match_id=match.pk,
            side=request.POST.get("side", ""),
            answer=request.POST.get("answer", ""),
            code=request.POST.get("code", ""),
            text=request.POST.get("text", ""),
        )
    except Invalid as error:
        form.is_valid()
        for problem in error.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.text)
        return _shown(request, match, form=form, status=422)
    except Conflict as error:
        messages.error(request, error.text)
        return redirect("match_detail", code=code)
    match.refresh_from_db()
    if match.state == MatchState.INTRODUCED:
        messages.success(request, _("Both sides are interested: you are introduced."))
        return redirect("introduction_detail", code=match.introduction.code)
    messages.success(request, _("Your answer is recorded; the other side hears of it."))
    return redirect("match_detail", code=code)


@require_POST
@page(permission=can_answer_match)
def match_take_back(request: Request, code: str) -> HttpResponseBase:
    """Take one's refusal back."""
    match = _match(request, code)
    side = request.POST.get("side", "")
    if side not in Side.values:
        return redirect("match_detail", code=code)
    try:
        take_answer_back(actor=request.actor, at=request.received_at, match_id=match.pk, side=side)
    except Conflict as error:
        messages.error(request, error.text)
    else:
        messages.success(request, _("Your refusal is taken back."))
    return redirect("match_detail", code=code)


def _match(request: Request, code: str) -> Match:
    rows = matches_visible_to(request.actor).select_related(
        "demand__organization",
        "achievement__organization",
        "demand_organization",
        "achievement_organization",
    )
    return get_visible_or_404(rows, code=code)


def _shown(
    request: Request, match: Match, *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """Opening more than the summary of the other's record is noted, as anywhere."""
    actor = request.actor
    levels = (
        reveal(record=match.demand, actor=actor, at=request.received_at),
        reveal(record=match.achievement, actor=actor, at=request.received_at),
    )
    sides = sides_of(actor, match)
    mine = [side for side in sides if actor.acts_for(match.organization_of(side))]
    frame = {
        "match": match,
        "pair": _pair(request, match, levels),
        "levels": levels,
        "hidden": Level.SECRET not in levels and _hides(match, levels),
        "demand_owner": _owner(match, Side.DEMAND, levels[0]),
        "achievement_owner": _owner(match, Side.ACHIEVEMENT, levels[1]),
        "percent": min(99, max(1, round(match.score * 100))),
        "my_side": mine[0] if mine else None,
        "my_answer": answer_words(match, mine[0]) if mine else "",
        "answers": [
            (side, words, getattr(match, f"{side.value}_text"))
            for side in Side
            if (words := answer_words(match, side))
        ],
        "decision": can_answer_match(actor, match, mine[0]) if mine else None,
        "may_answer": bool(mine) and match.state in STANDING,
        "may_take_back": bool(mine)
        and match.state == MatchState.DECLINED
        and match.answer_of(mine[0]) == "declined",
        "form": form or AnswerForm(),
        "entries": timeline_of(match),
    }
    return render(request, "matching/detail.html", frame, status=status)


def _pair(request: Request, match: Match, levels: tuple[Level, Level]) -> PairView | None:
    standing = current_standing()
    if standing is None:
        return None
    return view_pair(
        match.demand,
        match.achievement,
        standing,
        levels=levels,
        at=legal_day(request.received_at),
        language="zh" if request.LANGUAGE_CODE.startswith("zh") else "en",
    )


def _owner(match: Match, side: Side, level: Level) -> str:
    record = match.demand if side is Side.DEMAND else match.achievement
    if not knows_owner(record, level):
        return ""
    return str(getattr(match, f"{side.value}_organization"))


def _hides(match: Match, levels: tuple[Level, Level]) -> bool:
    """Whether one of the texts goes on above what is shown."""
    records = zip((match.demand, match.achievement), levels, strict=True)
    return any(
        (record.description and level < Level.DETAILS)
        or (record.secret_annex and level < Level.SECRET)
        for record, level in records
    )
