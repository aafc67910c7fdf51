"""The review of submitted demands: claimed by one reviewer, published or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import can_review_demand
from queqiao_web.demands.states import DEMANDS, DemandState, ReturnReason
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, IllegalTransition, Invalid, Problem
from queqiao_web.foundation.freshness import holds_until, legal_day
from queqiao_web.foundation.workflow import advance, check_version, lock, save_change

CLAIM_HOLDS: Final = timedelta(hours=1)
"""For so long a reviewer has a demand to themselves."""
_TEXT_MOST = 2_000


@transaction.atomic
def claim_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    Take a submitted demand for review; event ``demands.demand.claimed``.

    Claiming again what one holds begins the hour anew.

    Raises:
        Refused, IllegalTransition, Conflict: a colleague has it.
    """
    demand = _locked(actor, at, demand_id)
    before = snapshot(demand)
    demand.claimed_at, demand.claimed_by_id = at, actor.user_id
    save_change(demand, actor=actor, at=at, verb="demands.demand.claimed", before=before)
    return demand


@transaction.atomic
def release_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """Leave a claimed demand to colleagues; event ``demands.demand.released``."""
    demand = _locked(actor, at, demand_id)
    before = snapshot(demand)
    _unclaim(demand)
    save_change(demand, actor=actor, at=at, verb="demands.demand.released", before=before)
    return demand


@transaction.atomic
def publish_demand(
    *, actor: Actor, at: datetime, demand_id: int, version: int | None = None
) -> Demand:
    """
    Make a submitted demand public and let it be matched; event ``demands.demand.published``.

    It holds from today for as long as its owner chose, at the longest until it is needed.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it.
    """
    demand = _locked(actor, at, demand_id)
    check_version(demand, version)
    before = snapshot(demand)
    _unclaim(demand)
    demand.return_reasons, demand.return_text = [], ""
    confirm(demand, at=at)
    advance(
        demand,
        DEMANDS,
        to=DemandState.PUBLISHED,
        actor=actor,
        at=at,
        verb="published",
        before=before,
    )
    return demand


@transaction.atomic
def return_demand(
    *,
    actor: Actor,
    at: datetime,
    demand_id: int,
    reasons: Sequence[str],
    text: str = "",
    version: int | None = None,
) -> Demand:
    """
    Send a submitted demand back with reasons; event ``demands.demand.returned``.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it; Invalid: no or
        unknown reasons, or “another reason” without words.
    """
    demand = _locked(actor, at, demand_id)
    check_version(demand, version)
    if problems := _reason_problems(reasons, text):
        raise Invalid(problems)
    before = snapshot(demand)
    _unclaim(demand)
    demand.return_reasons, demand.return_text = list(dict.fromkeys(reasons)), text.strip()
    advance(
        demand,
        DEMANDS,
        to=DemandState.RETURNED,
        actor=actor,
        at=at,
        verb="returned",
        before=before,
        details={"reasons": demand.return_reasons},
    )
    return demand


def confirm(demand: Demand, *, at: datetime) -> None:
    """Let a demand hold from today; its deadline ends it in any case."""
    demand.confirmed_on = legal_day(at)
    until = holds_until(demand.confirmed_on, demand.validity_days)
    demand.valid_until = min(until, demand.deadline_on or until)
    demand.reminded_at = None


def is_claimed_by_other(demand: Demand, actor: Actor, *, at: datetime) -> bool:
    """Whether a colleague has the demand now."""
    return (
        demand.claimed_at is not None
        and demand.claimed_by_id != actor.user_id
        and demand.claimed_at + CLAIM_HOLDS > at
    )


def _locked(actor: Actor, at: datetime, demand_id: int) -> Demand:
    demand = lock(Demand, demand_id)
    require(can_review_demand(actor, demand))
    if demand.state != DemandState.SUBMITTED:
        raise IllegalTransition(
            state=demand.state, to=demand.state, state_label=demand.get_state_display()
        )
    if is_claimed_by_other(demand, actor, at=at):
        raise Conflict(
            code="demands.demand.claimed",
            text=_("%(name)s is reviewing this demand. Take another one, or wait.")
            % {"name": demand.claimed_by},
        )
    return demand


def _unclaim(demand: Demand) -> None:
    demand.claimed_at = demand.claimed_by = None


def _reason_problems(reasons: Sequence[str], text: str) -> list[Problem]:
    found = []
    if not reasons:
        found.append(Problem("reasons", "reasons.missing", _("Choose at least one reason.")))
    if set(reasons) - set(ReturnReason.values):
        found.append(Problem("reasons", "reasons.unknown", _("There is no such reason.")))
    if ReturnReason.OTHER in reasons and not text.strip():
        found.append(Problem("text", "text.missing", _("Say in words what is to be changed.")))
    if len(text) > _TEXT_MOST:
        told = _("This text has at most %(most)d characters.") % {"most": _TEXT_MOST}
        found.append(Problem("text", "text.too_long", told))
    return found
