"""The way of a demand as its owner takes it: submit, withdraw, close, reopen; found a partner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import (
    can_close_demand,
    can_match_demand,
    can_reopen_demand,
    can_submit_demand,
    can_withdraw_demand,
)
from queqiao_web.demands.states import DEMANDS, CloseReason, DemandState
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.disclosure import Disclosure
from queqiao_web.foundation.errors import IllegalTransition, Invalid, Problem
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.workflow import advance, check_version, lock
from queqiao_web.organizations.queries import giveaways

_TITLE_LEAST = 4
_SUMMARY_LEAST = 10


@transaction.atomic
def submit_demand(
    *, actor: Actor, at: datetime, demand_id: int, version: int | None = None
) -> Demand:
    """
    Send a draft or a returned demand to review; event ``demands.demand.submitted``.

    Raises:
        Refused, StaleVersion, IllegalTransition, Invalid (with everything that is missing).
    """
    demand = lock(Demand, demand_id)
    require(can_submit_demand(actor, demand))
    check_version(demand, version)
    if not DEMANDS.allows(demand.state, DemandState.SUBMITTED):
        return _advance(demand, DemandState.SUBMITTED, actor, at, "submitted")
    if problems := submission_problems(demand, at=at):
        raise Invalid(problems)
    return _advance(demand, DemandState.SUBMITTED, actor, at, "submitted")


def submission_problems(demand: Demand, *, at: datetime) -> list[Problem]:
    """Everything that keeps a demand from review; nothing where it can go there."""
    found = []
    if len(demand.title) < _TITLE_LEAST:
        text = _("Say in the title what is to be solved, in a few words.")
        found.append(Problem("title", "title.too_short", text))
    if len(demand.summary) < _SUMMARY_LEAST:
        text = _("Write a public summary, so that others can see what it is about.")
        found.append(Problem("summary", "summary.too_short", text))
    if not demand.industry_code:
        text = _("Choose the industry that the problem belongs to.")
        found.append(Problem("industry_code", "industry_code.missing", text))
    if demand.deadline_on is not None and demand.deadline_on < legal_day(at):
        text = _("This day has passed. By when is the solution needed now?")
        found.append(Problem("deadline_on", "deadline_on.past", text))
    if demand.disclosure == Disclosure.ANONYMOUS:
        found += _giveaways(demand)
    return found


@transaction.atomic
def withdraw_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """Take a demand back in any state before its end; event ``demands.demand.withdrawn``."""
    demand = lock(Demand, demand_id)
    require(can_withdraw_demand(actor, demand))
    before = snapshot(demand)
    demand.claimed_at = demand.claimed_by = None
    return _advance(demand, DemandState.WITHDRAWN, actor, at, "withdrawn", before=before)


@transaction.atomic
def close_demand(
    *, actor: Actor, at: datetime, demand_id: int, reason: str = CloseReason.OTHER
) -> Demand:
    """
    End a published, matched or expired demand; event ``demands.demand.closed``.

    Raises:
        Refused, IllegalTransition, Invalid: the reason is none of ``CloseReason``.
    """
    demand = lock(Demand, demand_id)
    require(can_close_demand(actor, demand))
    if reason not in CloseReason.values:
        raise Invalid([Problem("close_reason", "close_reason.unknown", _("Choose a reason."))])
    before = snapshot(demand)
    demand.close_reason = reason
    return _advance(demand, DemandState.CLOSED, actor, at, "closed", before=before)


@transaction.atomic
def reopen_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    Make a demand a draft again, to be changed and reviewed anew; ``demands.demand.reopened``.

    A published one leaves the public list with that.
    """
    demand = lock(Demand, demand_id)
    require(can_reopen_demand(actor, demand))
    before = snapshot(demand)
    demand.close_reason = ""
    demand.claimed_at = demand.claimed_by = None
    return _advance(demand, DemandState.DRAFT, actor, at, "reopened", before=before)


@transaction.atomic
def match_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """Say that a partner is found, so the demand leaves matching; ``demands.demand.matched``."""
    demand = lock(Demand, demand_id)
    require(can_match_demand(actor, demand))
    return _advance(demand, DemandState.MATCHED, actor, at, "matched")


@transaction.atomic
def resume_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    Look for partners again, since the one found fell through; event ``demands.demand.resumed``.

    What is stale by now expires in its turn unless it is reconfirmed.
    """
    demand = lock(Demand, demand_id)
    require(can_match_demand(actor, demand))
    if demand.state != DemandState.MATCHED:
        label = demand.get_state_display()
        raise IllegalTransition(state=demand.state, to=DemandState.PUBLISHED, state_label=label)
    return _advance(demand, DemandState.PUBLISHED, actor, at, "resumed")


def _advance(
    demand: Demand,
    to: DemandState,
    actor: Actor,
    at: datetime,
    verb: str,
    *,
    before: dict[str, object] | None = None,
) -> Demand:
    advance(demand, DEMANDS, to=to, actor=actor, at=at, verb=verb, before=before)
    return demand


def _giveaways(demand: Demand) -> list[Problem]:
    """Public texts of an anonymous demand that name its owner."""
    open_texts = {
        "title": demand.title,
        "summary": demand.summary,
        "keywords": " ".join(demand.keywords),
    }
    return [
        Problem(
            field,
            f"{field}.names_owner",
            _("The demand is to be anonymous, but this names its owner: “%(name)s”.")
            % {"name": name},
        )
        for field, name in giveaways(demand.organization, open_texts).items()
    ]
