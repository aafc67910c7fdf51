"""How long a demand holds: reconfirmed by its owner, reminded of and ended by the calendar."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.actions.review import confirm
from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import can_expire_demand, can_reconfirm_demand
from queqiao_web.demands.states import DEMANDS, DemandState
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.freshness import ends_soon, has_ended, legal_day
from queqiao_web.foundation.workflow import advance, lock, save_change


@transaction.atomic
def reconfirm_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    Say that a published demand still holds, or bring an expired one back.

    Event ``demands.demand.reconfirmed`` either way.

    Raises:
        Refused, Invalid: its deadline has passed, so it must be reopened and changed.
    """
    demand = lock(Demand, demand_id)
    require(can_reconfirm_demand(actor, demand))
    if demand.deadline_on is not None and demand.deadline_on < legal_day(at):
        text = _("The day by which it was needed has passed. Reopen the demand and change it.")
        raise Invalid([Problem("deadline_on", "deadline_on.past", text)])
    before = snapshot(demand)
    confirm(demand, at)
    if demand.state == DemandState.PUBLISHED:
        verb = "demands.demand.reconfirmed"
        save_change(demand, actor=actor, at=at, verb=verb, before=before)
    else:
        advance(
            demand,
            DEMANDS,
            to=DemandState.PUBLISHED,
            actor=actor,
            at=at,
            verb="reconfirmed",
            before=before,
        )
    return demand


@transaction.atomic
def remind_of_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    Note that the owner is told that the demand ends soon; event ``demands.demand.reminded``.

    Raises:
        Refused, Conflict: it holds for long enough, or was reminded of already.
    """
    demand = lock(Demand, demand_id)
    require(can_expire_demand(actor, demand))
    if not is_to_be_reminded(demand, at=at):
        raise Conflict(code="demands.demand.not_due", text=_("There is nothing to remind of now."))
    before = snapshot(demand)
    demand.reminded_at = at
    save_change(demand, actor=actor, at=at, verb="demands.demand.reminded", before=before)
    return demand


@transaction.atomic
def expire_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    End a published demand that nobody reconfirmed in time; event ``demands.demand.expired``.

    Raises:
        Refused, IllegalTransition, Conflict: it still holds, or its owner had no notice yet.
    """
    demand = lock(Demand, demand_id)
    require(can_expire_demand(actor, demand))
    if demand.state == DemandState.PUBLISHED and not is_to_expire(demand, at=at):
        raise Conflict(code="demands.demand.not_due", text=_("The demand still holds."))
    advance(demand, DEMANDS, to=DemandState.EXPIRED, actor=actor, at=at, verb="expired")
    return demand


def is_to_be_reminded(demand: Demand, *, at: datetime) -> bool:
    """Whether the owner is to be told now that the demand ends soon."""
    return demand.state == DemandState.PUBLISHED and ends_soon(demand, at=at)


def is_to_expire(demand: Demand, *, at: datetime) -> bool:
    """Whether the demand no longer holds and its owner knew in time."""
    return demand.state == DemandState.PUBLISHED and has_ended(demand, at=at)
