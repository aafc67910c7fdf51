"""The way of a profile: published, reconfirmed, withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.models import Expert
from queqiao_web.experts.permissions import (
    can_publish_expert,
    can_reconfirm_expert,
    can_withdraw_expert,
)
from queqiao_web.experts.states import EXPERTS, ExpertState
from queqiao_web.foundation.access import Actor, deny, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.freshness import confirm, ends_soon
from queqiao_web.foundation.workflow import advance, lock, save_change

_INTRODUCTION_LEAST = 20


@transaction.atomic
def publish_expert(*, actor: Actor, at: datetime, expert_id: int) -> Expert:
    """
    Make a profile public; event ``experts.expert.published``.

    Raises:
        Refused, IllegalTransition, Invalid (with everything that is missing).
    """
    expert = lock(Expert, expert_id)
    require(can_publish_expert(actor, expert))
    may = EXPERTS.allows(expert.state, ExpertState.PUBLISHED)
    if may and (problems := publication_problems(expert)):
        raise Invalid(problems)
    before = snapshot(expert)
    confirm(expert, at=at)
    to = ExpertState.PUBLISHED
    advance(expert, EXPERTS, to=to, actor=actor, at=at, verb="published", before=before)
    return expert


def publication_problems(expert: Expert) -> list[Problem]:
    """Everything that keeps a profile from being published."""
    found: list[Problem] = []
    if not expert.fields:
        text = _("Name at least one field of work.")
        found.append(Problem("fields", "fields.missing", text))
    if len("".join(expert.introduction.split())) < _INTRODUCTION_LEAST:
        text = _("Introduce the expert in a few sentences: what they have solved, for whom.")
        found.append(Problem("introduction", "introduction.too_short", text))
    return found


@transaction.atomic
def reconfirm_expert(*, actor: Actor, at: datetime, expert_id: int) -> Expert:
    """Say that a published profile still holds; event ``experts.expert.reconfirmed``."""
    expert = lock(Expert, expert_id)
    require(can_reconfirm_expert(actor, expert))
    before = snapshot(expert)
    confirm(expert, at=at)
    save_change(expert, actor=actor, at=at, verb="experts.expert.reconfirmed", before=before)
    return expert


@transaction.atomic
def withdraw_expert(*, actor: Actor, at: datetime, expert_id: int) -> Expert:
    """Take a profile out of the public list; event ``experts.expert.withdrawn``."""
    expert = lock(Expert, expert_id)
    require(can_withdraw_expert(actor, expert))
    advance(expert, EXPERTS, to=ExpertState.WITHDRAWN, actor=actor, at=at, verb="withdrawn")
    return expert


@transaction.atomic
def remind_of_expert(*, actor: Actor, at: datetime, expert_id: int) -> Expert:
    """
    Note that the keeper is told that the profile goes stale; ``experts.expert.reminded``.

    Raises:
        Refused, Conflict: it holds for long enough, or was reminded of already.
    """
    expert = lock(Expert, expert_id)
    if not actor.is_system:
        require(deny("experts.expert.not_system", _("The calendar reminds, nobody else.")))
    if not is_to_be_reminded(expert, at=at):
        text = _("There is nothing to remind of now.")
        raise Conflict(code="experts.expert.not_due", text=text)
    before = snapshot(expert)
    expert.reminded_at = at
    save_change(expert, actor=actor, at=at, verb="experts.expert.reminded", before=before)
    return expert


def is_to_be_reminded(expert: Expert, *, at: datetime) -> bool:
    """Whether the keeper is to be told now that the profile goes stale soon."""
    return expert.state == ExpertState.PUBLISHED and ends_soon(expert, at=at)
