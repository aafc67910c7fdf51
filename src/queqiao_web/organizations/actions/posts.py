"""Posts within a region: given and ended by operators of the platform."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.models import User
from queqiao_web.foundation import workflow
from queqiao_web.foundation.access import Actor, RegionRole, require
from queqiao_web.foundation.access.regions import NATION
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, NotThere, Problem
from queqiao_web.organizations.adapters import region_label
from queqiao_web.organizations.models import Appointment
from queqiao_web.organizations.permissions import can_appoint, can_end_appointment


class EndedAlready(Conflict):
    """It has ended before."""

    code = "organizations.ended_already"
    text = _("This has ended already.")


@transaction.atomic
def appoint(
    *, actor: Actor, at: datetime, user_id: int, role: str, region_code: str
) -> Appointment:
    """
    A post for a person: officer, operator, broker, reviewer or auditor within a region.

    Event: ``organizations.appointment.made``.

    Raises:
        Refused: no operator of the region, or for themselves.
        NotThere: no such person.
        Invalid: an unknown role or region, or they hold the post already.
    """
    require(can_appoint(actor, user_id=user_id, region_code=region_code))
    user = workflow.lock(User, user_id)
    if not user.is_active:
        raise NotThere
    problems: list[Problem] = []
    if role not in RegionRole.values:
        problems.append(Problem("role", "role.unknown", _("Please choose a post of the list.")))
    if region_code != NATION and region_label(region_code) == region_code:
        problems.append(Problem("region_code", "region.unknown", _("Please choose the region.")))
    held = Appointment.objects.filter(
        user=user, role=role, region_code=region_code, ended_at__isnull=True
    )
    if held.exists():
        problems.append(Problem("role", "role.held", _("They hold this post already.")))
    if problems:
        raise Invalid(problems)
    post = Appointment(user=user, role=role, region_code=region_code, created_at=at, updated_at=at)
    workflow.save_change(
        post, actor=actor, at=at, verb="organizations.appointment.made", before=None
    )
    return post


@transaction.atomic
def end_appointment(*, actor: Actor, appointment_id: int, at: datetime) -> Appointment:
    """
    A post that has ended; what was done in it stays done.

    Event: ``organizations.appointment.ended``.

    Raises:
        Refused, NotThere, EndedAlready.
    """
    post = workflow.lock(Appointment, appointment_id)
    require(can_end_appointment(actor, post))
    if post.ended_at is not None:
        raise EndedAlready
    before = snapshot(post)
    post.ended_at = at
    workflow.save_change(
        post, actor=actor, at=at, verb="organizations.appointment.ended", before=before
    )
    return post
