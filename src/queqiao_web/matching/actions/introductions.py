"""What happens to an introduction before it becomes a deal, and what the deal reports back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.permissions import (
    can_assign_broker,
    can_end_introduction,
    can_follow,
    can_manage_introduction,
)
from queqiao_web.matching.queries import belongs_to, is_broker, may_broker
from queqiao_web.matching.states import INTRODUCTIONS, IntroductionState


@transaction.atomic
def assign_broker(
    *, actor: Actor, at: datetime, introduction_id: int, broker_id: int | None
) -> Introduction:
    """
    Put a broker in charge, or nobody; never somebody who belongs to one of the sides.

    Raises:
        Refused: the actor may not assign one.
        Invalid: that person holds no broker's post, or belongs to a side.
    """
    introduction = lock(Introduction, introduction_id)
    require(can_assign_broker(actor, introduction))
    if broker_id is not None:
        _check_broker(introduction, broker_id)
    before = snapshot(introduction)
    introduction.broker_id = broker_id
    save_change(
        introduction,
        actor=actor,
        at=at,
        verb="matching.introduction.assigned",
        before=before,
    )
    return introduction


@transaction.atomic
def end_introduction(
    *, actor: Actor, at: datetime, introduction_id: int, text: str
) -> Introduction:
    """
    End an introduction that came to nothing, saying why; the other side reads it.

    Raises:
        Refused: the actor takes no part in it, or a deal is under way.
        Invalid: no reason is given.
        IllegalTransition: it has ended already.
    """
    introduction = lock(Introduction, introduction_id)
    require(can_end_introduction(actor, introduction))
    if not text.strip():
        problem = Problem("text", "missing", _("Say why it ends: the other side reads it."))
        raise Invalid([problem])
    before = snapshot(introduction)
    introduction.end_text = text.strip()
    advance(
        introduction,
        INTRODUCTIONS,
        to=IntroductionState.ENDED,
        actor=actor,
        at=at,
        verb="ended",
        before=before,
    )
    return introduction


@transaction.atomic
def mark_dealing(*, actor: Actor, at: datetime, introduction_id: int) -> Introduction:
    """
    Note that a deal has begun from the introduction.

    Raises:
        Refused: the actor takes no part in it.
        IllegalTransition: a deal has begun already, or it has ended.
    """
    introduction = lock(Introduction, introduction_id)
    require(can_manage_introduction(actor, introduction))
    advance(
        introduction,
        INTRODUCTIONS,
        to=IntroductionState.DEALING,
        actor=actor,
        at=at,
        verb="dealing",
    )
    return introduction


@transaction.atomic
def close_introduction(*, actor: Actor, at: datetime, introduction_id: int) -> Introduction:
    """
    Note that the deal of the introduction came to nothing; the deal says why.

    Raises:
        Refused: the actor is not the platform itself.
    """
    require(can_follow(actor))
    introduction = lock(Introduction, introduction_id)
    if introduction.state != IntroductionState.ENDED:
        advance(
            introduction,
            INTRODUCTIONS,
            to=IntroductionState.ENDED,
            actor=actor,
            at=at,
            verb="ended",
        )
    return introduction


@transaction.atomic
def release_broker(*, actor: Actor, at: datetime, introduction_id: int) -> bool:
    """
    Have a broker step back who came to belong to one of the sides or whose post has ended; whether
    one did.

    Raises:
        Refused: the actor is not the platform itself.
    """
    require(can_follow(actor))
    introduction = lock(Introduction, introduction_id)
    if introduction.broker_id is None or may_broker(introduction.broker_id, introduction.sides):
        return False
    before = snapshot(introduction)
    introduction.broker_id = None
    save_change(
        introduction, actor=actor, at=at, verb="matching.introduction.released", before=before
    )
    return True


@transaction.atomic
def record_signing(*, actor: Actor, at: datetime, match_id: int) -> Match:
    """
    Note on the match that a contract was signed: what its score is measured against.

    Raises:
        Refused: the actor is not the platform itself.
    """
    require(can_follow(actor))
    match = lock(Match, match_id)
    if match.signed_at is None:
        before = snapshot(match)
        match.signed_at = at
        save_change(match, actor=actor, at=at, verb="matching.match.signed", before=before)
    return match


def _check_broker(introduction: Introduction, broker_id: int) -> None:
    if not is_broker(broker_id):
        problem = Problem("broker", "no_broker", _("This person holds no broker's post."))
        raise Invalid([problem])
    if belongs_to(broker_id, introduction.sides):
        text = _("A broker who belongs to one of the sides cannot stand between them.")
        raise Invalid([Problem("broker", "own_side", text)])
