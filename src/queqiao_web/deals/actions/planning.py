"""Tasks in a deal: planned, and done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models import Deal, DealTask
from queqiao_web.deals.permissions import can_write_in_deal
from queqiao_web.deals.states import TASKS, TaskState
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.workflow import advance, lock, save_change


@transaction.atomic
def plan_task(
    *,
    actor: Actor,
    at: datetime,
    deal_id: int,
    title: str,
    due_on: date | None,
    organization_id: int | None = None,
) -> DealTask:
    """
    Put something to be done into a deal; event ``deals.task.planned``.

    Raises:
        Refused: the actor takes no part.
        Invalid: it has no title or no day, or is for an organization that is no side.
    """
    deal = lock(Deal, deal_id)
    require(can_write_in_deal(actor, deal))
    problems = []
    if not title.strip():
        problems.append(Problem("title", "missing", _("Say what is to be done.")))
    if due_on is None:
        problems.append(Problem("due_on", "missing", _("Say by when.")))
    sides = {deal.demand_organization_id, deal.achievement_organization_id, None}
    if organization_id not in sides:
        problems.append(Problem("organization", "no_side", _("Choose one of the two sides.")))
    if problems or due_on is None:
        raise Invalid(problems)
    task = DealTask(
        deal=deal,
        title=title.strip()[:120],
        due_on=due_on,
        organization_id=organization_id,
        created_at=at,
        updated_at=at,
    )
    save_change(task, actor=actor, at=at, verb="deals.task.planned", before=None)
    return task


@transaction.atomic
def finish_task(*, actor: Actor, at: datetime, task_id: int) -> DealTask:
    """Note that a task is done; event ``deals.task.done``. A second time changes nothing."""
    task = lock(DealTask, task_id)
    require(can_write_in_deal(actor, task.deal))
    if task.state == TaskState.DONE:
        return task
    advance(task, TASKS, to=TaskState.DONE, actor=actor, at=at, verb="done")
    return task
