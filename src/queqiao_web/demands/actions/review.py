"""The review of submitted demands: claimed by one reviewer, published or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from queqiao_web.demands.models import Demand
from queqiao_web.demands.permissions import can_review_demand
from queqiao_web.demands.states import DEMANDS, ReturnReason
from queqiao_web.foundation import freshness
from queqiao_web.foundation.access import Actor
from queqiao_web.foundation.review import Review


def confirm(demand: Demand, at: datetime) -> None:
    """Let a demand hold from today; its deadline ends it in any case."""
    freshness.confirm(demand, at=at, days=demand.validity_days, latest=demand.deadline_on)


_REVIEW = Review(
    Demand,
    DEMANDS,
    may=can_review_demand,
    reasons=ReturnReason,
    confirm=confirm,
    taken=_("%(name)s is reviewing this demand. Take another one, or wait."),
)


def claim_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """
    Take a submitted demand for review; event ``demands.demand.claimed``.

    Claiming again what one holds begins the hour anew.

    Raises:
        Refused, IllegalTransition, Conflict: a colleague has it.
    """
    return _REVIEW.claim(demand_id, actor=actor, at=at)


def release_demand(*, actor: Actor, at: datetime, demand_id: int) -> Demand:
    """Leave a claimed demand to colleagues; event ``demands.demand.released``."""
    return _REVIEW.release(demand_id, actor=actor, at=at)


def publish_demand(
    *, actor: Actor, at: datetime, demand_id: int, version: int | None = None
) -> Demand:
    """
    Make a submitted demand public and let it be matched; event ``demands.demand.published``.

    It holds from today for as long as its owner chose, at the longest until it is needed.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it.
    """
    return _REVIEW.publish(demand_id, actor=actor, at=at, version=version)


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
    return _REVIEW.send_back(
        demand_id, actor=actor, at=at, reasons=reasons, text=text, version=version
    )
