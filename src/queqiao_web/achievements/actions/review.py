"""The review of submitted achievements: claimed by one reviewer, published or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.achievements.permissions import can_review_achievement
from queqiao_web.achievements.states import ACHIEVEMENTS, AchievementState, ReturnReason
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, IllegalTransition, Invalid, Problem
from queqiao_web.foundation.freshness import holds_until, legal_day
from queqiao_web.foundation.workflow import advance, check_version, lock, save_change

CLAIM_HOLDS: Final = timedelta(hours=1)
"""For so long a reviewer has an achievement to themselves."""
_TEXT_MOST = 2_000


@transaction.atomic
def claim_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """
    Take a submitted one for review; event ``achievements.achievement.claimed``.

    Claiming again what one holds begins the hour anew.

    Raises:
        Refused, IllegalTransition, Conflict: a colleague has it.
    """
    achievement = _locked(actor, at, achievement_id)
    before = snapshot(achievement)
    achievement.claimed_at, achievement.claimed_by_id = at, actor.user_id
    verb = "achievements.achievement.claimed"
    save_change(achievement, actor=actor, at=at, verb=verb, before=before)
    return achievement


@transaction.atomic
def release_achievement(*, actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    """Leave a claimed one to colleagues; event ``achievements.achievement.released``."""
    achievement = _locked(actor, at, achievement_id)
    before = snapshot(achievement)
    achievement.claimed_at = achievement.claimed_by_id = None
    verb = "achievements.achievement.released"
    save_change(achievement, actor=actor, at=at, verb=verb, before=before)
    return achievement


@transaction.atomic
def publish_achievement(
    *, actor: Actor, at: datetime, achievement_id: int, version: int | None = None
) -> Achievement:
    """
    Make a submitted one public and let it be matched; ``achievements.achievement.published``.

    It holds from today for as long as its owner chose.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it.
    """
    achievement = _locked(actor, at, achievement_id)
    check_version(achievement, version)
    before = snapshot(achievement)
    achievement.claimed_at = achievement.claimed_by_id = None
    achievement.return_reasons, achievement.return_text = [], ""
    confirm(achievement, at=at)
    to = AchievementState.PUBLISHED
    advance(achievement, ACHIEVEMENTS, to=to, actor=actor, at=at, verb="published", before=before)
    return achievement


@transaction.atomic
def return_achievement(
    *,
    actor: Actor,
    at: datetime,
    achievement_id: int,
    reasons: Sequence[str],
    text: str = "",
    version: int | None = None,
) -> Achievement:
    """
    Send a submitted one back with reasons; event ``achievements.achievement.returned``.

    Raises:
        Refused, IllegalTransition, StaleVersion, Conflict: a colleague has it; Invalid: no or
        unknown reasons, or “another reason” without words.
    """
    achievement = _locked(actor, at, achievement_id)
    check_version(achievement, version)
    if problems := _reason_problems(reasons, text):
        raise Invalid(problems)
    before = snapshot(achievement)
    achievement.claimed_at = achievement.claimed_by_id = None
    achievement.return_reasons = list(dict.fromkeys(reasons))
    achievement.return_text = text.strip()
    advance(
        achievement,
        ACHIEVEMENTS,
        to=AchievementState.RETURNED,
        actor=actor,
        at=at,
        verb="returned",
        before=before,
        details={"reasons": achievement.return_reasons},
    )
    return achievement


def confirm(achievement: Achievement, *, at: datetime) -> None:
    """Let it hold from today."""
    achievement.confirmed_on = legal_day(at)
    achievement.valid_until = holds_until(achievement.confirmed_on, achievement.validity_days)
    achievement.reminded_at = None


def is_claimed_by_other(achievement: Achievement, actor: Actor, *, at: datetime) -> bool:
    """Whether a colleague has it now."""
    return (
        achievement.claimed_at is not None
        and achievement.claimed_by_id != actor.user_id
        and achievement.claimed_at + CLAIM_HOLDS > at
    )


def _locked(actor: Actor, at: datetime, achievement_id: int) -> Achievement:
    achievement = lock(Achievement, achievement_id)
    require(can_review_achievement(actor, achievement))
    if achievement.state != AchievementState.SUBMITTED:
        label = achievement.get_state_display()
        raise IllegalTransition(
            state=achievement.state, to=AchievementState.PUBLISHED, state_label=label
        )
    if is_claimed_by_other(achievement, actor, at=at):
        raise Conflict(
            code="achievements.achievement.claimed",
            text=_("%(name)s is reviewing this achievement. Take another one, or wait.")
            % {"name": achievement.claimed_by},
        )
    return achievement


def _reason_problems(reasons: Sequence[str], text: str) -> list[Problem]:
    found: list[Problem] = []
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
