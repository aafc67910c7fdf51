"""The page of one demand, its verbs, and what each level shows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from queqiao_web.demands.models import Demand, DemandGrant
from queqiao_web.demands.permissions import (
    can_close_demand,
    can_disclose_demand,
    can_edit_demand,
    can_match_demand,
    can_reconfirm_demand,
    can_reopen_demand,
    can_submit_demand,
    can_withdraw_demand,
)
from queqiao_web.demands.queries import demand_level, demands_visible_to, reviews, shown_region
from queqiao_web.demands.states import DEMANDS, LISTED, DemandState, ReturnReason
from queqiao_web.foundation.access import Actor, Decision, require
from queqiao_web.foundation.disclosure import (
    Disclosure,
    Level,
    knows_owner,
    open_level,
    readable_texts,
    reveal,
    stands_in_for_owner,
)
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.indices import StoredIndex, indices_up_to
from queqiao_web.foundation.ui.timeline import TimelineEntry, timeline_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_PRIVATE = tuple(
    f"demands.demand.{verb}" for verb in ("revealed", "disclosed", "concealed", "reminded")
)
_NOT_MILESTONES = (
    *_PRIVATE,
    *(
        f"demands.demand.{verb}"
        for verb in (
            "created",
            "edited",
            "submitted",
            "claimed",
            "released",
            "returned",
            "withdrawn",
            "reopened",
            "expired",
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """A button of the page: where it posts, its word, whether it may be pressed, what it asks."""

    name: str
    text: Text
    decision: Decision
    look: str = "secondary"
    confirm: Text = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A demand as somebody at ``level`` reads it."""

    demand: Demand
    level: Level
    texts: dict[str, str]
    indices: list[StoredIndex]
    owner: str
    region: str
    next_level: Text = ""


def shown_at(demand: Demand, level: Level) -> Shown:
    """What the demand shows at a level: nothing above it goes further than this."""
    level = max(level, open_level(demand))
    texts = readable_texts(demand, level)
    known = knows_owner(demand, level)
    return Shown(
        demand=demand,
        level=level,
        texts=texts,
        indices=_indices_at(demand, level),
        owner=demand.organization.name if known else "",
        region=shown_region(demand, level),
        next_level=_what_is_hidden(demand, level),
    )


@page(permission=PUBLIC)
def demand_detail(request: Request, code: str) -> HttpResponse:
    """One demand, up to the reader's level; each look above what is open to all is noted."""
    demand = find_demand(request, code)
    actor = request.actor
    level = reveal(
        record=demand, actor=actor, at=request.received_at, level=demand_level(actor, demand)
    )
    is_ours = stands_in_for_owner(actor, demand)
    frame = {
        "demand": demand,
        "shown": shown_at(demand, level),
        "is_ours": is_ours,
        "reviews": reviews(actor, demand),
        "verbs": _verbs(actor, demand) if is_ours else [],
        "may_edit": can_edit_demand(actor, demand),
        "next_step": _next_step(demand, is_ours=is_ours),
        "reasons": [ReturnReason(one).label for one in demand.return_reasons] if is_ours else [],
        "timeline": _timeline(demand, is_ours=is_ours, level=level),
        "grants": _grants(demand) if is_ours else [],
        "entry_saved": request.GET.get("saved", ""),
    }
    return render(request, "demands/detail.html", frame)


@page(permission=can_disclose_demand)
def demand_levels(request: Request, code: str) -> HttpResponse:
    """What the public, partners and signatories read, side by side, for the owner to check."""
    demand = find_demand(request, code)
    require(can_disclose_demand(request.actor, demand))
    frame = {"demand": demand, "levels": [(level, shown_at(demand, level)) for level in Level]}
    return render(request, "demands/levels.html", frame)


def find_demand(request: Request, code: str) -> Demand:
    """The demand of that code, if the actor may see that it exists."""
    return get_visible_or_404(demands_visible_to(request.actor), code=code)


def _indices_at(demand: Demand, level: Level) -> list[StoredIndex]:
    """The indices that this level shows, each once though it may be written twice."""
    found: dict[tuple[str, str], StoredIndex] = {}
    for index in indices_up_to(demand, level):
        found.setdefault((index["parameter"], index["text"]), index)
    return list(found.values())


def _what_is_hidden(demand: Demand, level: Level) -> Text:
    """A sentence on what a higher level would show, empty where there is nothing more."""
    if level == Level.PUBLIC and demand.disclosure == Disclosure.ANONYMOUS:
        return _("The details and the owner are opened when both sides have agreed to talk.")
    if level == Level.PUBLIC and demand.description:
        return _("The details are opened when both sides have agreed to talk.")
    if level < Level.SECRET and demand.secret_annex:
        return _("There is a secret annex, opened after a signed non-disclosure agreement.")
    return ""


def _next_step(demand: Demand, *, is_ours: bool) -> Text:
    """What comes next, for whoever reads the page."""
    if not is_ours:
        return ""
    return {
        DemandState.DRAFT: _("Only your organization sees this draft. Submit it when it is ready."),
        DemandState.SUBMITTED: _("A reviewer of the region reads it now."),
        DemandState.RETURNED: _("Change what the reviewer names and submit it again."),
        DemandState.PUBLISHED: _("It is public and takes part in matching."),
        DemandState.MATCHED: _("A partner is found; it no longer takes part in matching."),
        DemandState.EXPIRED: _("It left matching. Confirm that it still holds to bring it back."),
        DemandState.CLOSED: _("It has ended."),
        DemandState.WITHDRAWN: _("It was taken back."),
    }[DemandState(demand.state)]


def _timeline(demand: Demand, *, is_ours: bool, level: Level) -> list[TimelineEntry]:
    """All of it with names for the owner and reviewers; the public milestones for others."""
    if is_ours:
        return timeline_of(demand)
    if level >= Level.DETAILS and level > open_level(demand):
        return timeline_of(demand, without=_PRIVATE)
    return [
        replace(entry, who="", why="") for entry in timeline_of(demand, without=_NOT_MILESTONES)
    ]


def _grants(demand: Demand) -> list[DemandGrant]:
    rows = DemandGrant.objects.filter(record=demand, ended_at__isnull=True)
    return list(rows.select_related("organization").order_by("granted_at", "pk"))


def _verbs(actor: Actor, demand: Demand) -> list[Verb]:
    """The verbs that the state allows, the next one first; with the reason where one may not."""
    offered = {
        DemandState.SUBMITTED: Verb(
            "submit", _("Submit for review"), can_submit_demand(actor, demand), "primary"
        ),
        DemandState.PUBLISHED: _to_published(actor, demand),
        DemandState.MATCHED: Verb(
            "match",
            _("A partner is found"),
            can_match_demand(actor, demand),
            confirm=_("The demand leaves matching until you resume the search. Go on?"),
        ),
        DemandState.DRAFT: Verb(
            "reopen",
            _("Reopen and change"),
            can_reopen_demand(actor, demand),
            confirm=_("It leaves the public list until it is reviewed again. Go on?")
            if demand.state in LISTED
            else "",
        ),
        DemandState.WITHDRAWN: Verb(
            "withdraw",
            _("Withdraw"),
            can_withdraw_demand(actor, demand),
            "danger",
            confirm=_("Take this demand back?"),
        ),
    }
    allowed = [offered[to] for to in offered if DEMANDS.allows(demand.state, to) and offered[to]]
    found = [verb for verb in allowed if verb is not None]
    if DEMANDS.allows(demand.state, DemandState.CLOSED):
        found.append(Verb("close", _("Close"), can_close_demand(actor, demand)))
    if demand.state == DemandState.PUBLISHED:
        still = can_reconfirm_demand(actor, demand)
        found.insert(0, Verb("reconfirm", _("Still valid"), still, "primary"))
    return [replace(verb, url=reverse(f"demand_{verb.name}", args=[demand.code])) for verb in found]


def _to_published(actor: Actor, demand: Demand) -> Verb | None:
    if demand.state == DemandState.MATCHED:
        return Verb("resume", _("Resume the search"), can_match_demand(actor, demand))
    if demand.state == DemandState.EXPIRED:
        may = can_reconfirm_demand(actor, demand)
        return Verb("reconfirm", _("Still valid"), may, "primary")
    return None
