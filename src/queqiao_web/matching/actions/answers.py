"""What the two sides say, and what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.demands.models import DemandGrant
from queqiao_web.foundation.access import SYSTEM, Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.disclosure import Level, grant_disclosure
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.models import Introduction, Match
from queqiao_web.matching.permissions import can_answer_match
from queqiao_web.matching.states import (
    ANSWER_DAYS,
    MATCHES,
    STANDING,
    Answer,
    DeclineCode,
    MatchState,
    Side,
)


@transaction.atomic
def answer_match(
    *,
    actor: Actor,
    at: datetime,
    match_id: int,
    side: str,
    answer: str,
    code: str = "",
    text: str = "",
) -> Match:
    """
    Say for one side that it is interested, or decline with a code.

    Effects, in order: the answer with its event ``matching.match.answered`` or ``...declined``;
    where both are interested, the event ``...introduced`` instead, an introduction, and each side's
    details opened to the other; else a term for the other side to answer in.

    Raises:
        Refused: the actor does not answer for that side, or the match is settled.
        Invalid: the answer is none, or a refusal lacks its code or its words.
    """
    match = lock(Match, match_id)
    chosen = _check(side, answer, code, text)
    require(can_answer_match(actor, match, chosen))
    if match.state not in STANDING:
        raise Conflict(text=_("Take the refusal back first, then answer anew."))
    if answer == Answer.INTERESTED == match.answer_of(chosen) and match.state == MatchState.OPEN:
        return match  # a second click says nothing new
    before = snapshot(match)
    _set(match, chosen, actor, at, answer=answer, code=code, text=text)
    if answer == Answer.DECLINED:
        advance(
            match,
            MATCHES,
            to=MatchState.DECLINED,
            actor=actor,
            at=at,
            verb="declined",
            before=before,
            details={"side": chosen.value, "code": code},
        )
        return match
    if match.answer_of(chosen.other) == Answer.INTERESTED:
        _introduce(match, before, actor, at)
        return match
    _set_term(match, chosen.other, at)
    details = {"side": chosen.value, "answer": answer}
    if match.state == MatchState.UNANSWERED:
        advance(
            match,
            MATCHES,
            to=MatchState.OPEN,
            actor=actor,
            at=at,
            verb="answered",
            before=before,
            details=details,
        )
        return match
    save_change(
        match,
        actor=actor,
        at=at,
        verb="matching.match.answered",
        before=before,
        details=details,
    )
    return match


@transaction.atomic
def take_answer_back(*, actor: Actor, at: datetime, match_id: int, side: str) -> Match:
    """
    Take one's own refusal back: the match is open again, with a term where the other side waits.

    Raises:
        Refused: the actor does not answer for that side.
        Conflict: that side has declined nothing.
    """
    match = lock(Match, match_id)
    chosen = Side(side)
    require(can_answer_match(actor, match, chosen))
    if match.state != MatchState.DECLINED or match.answer_of(chosen) != Answer.DECLINED:
        raise Conflict(text=_("There is no refusal of yours to take back."))
    before = snapshot(match)
    _set(match, chosen, actor, at, answer="", code="", text="")
    if match.answer_of(chosen.other) == Answer.INTERESTED:
        _set_term(match, chosen, at)
    if match.answer_of(chosen.other) == Answer.DECLINED:
        save_change(
            match,
            actor=actor,
            at=at,
            verb="matching.match.unanswered",
            before=before,
            details={"side": chosen.value},
        )
        return match
    advance(
        match,
        MATCHES,
        to=MatchState.OPEN,
        actor=actor,
        at=at,
        verb="reopened",
        before=before,
        details={"side": chosen.value},
    )
    return match


@transaction.atomic
def remind_side(*, actor: Actor, at: datetime, match_id: int, side: str) -> bool:
    """Note that a side was reminded of its term; ``False`` where there is nothing to remind of."""
    match = lock(Match, match_id)
    chosen = Side(side)
    require(can_answer_match(actor, match, chosen))
    reminded = getattr(match, f"{chosen.value}_reminded_at")
    if match.state != MatchState.OPEN or match.answer_of(chosen) or reminded is not None:
        return False
    before = snapshot(match)
    setattr(match, f"{chosen.value}_reminded_at", at)
    save_change(
        match,
        actor=actor,
        at=at,
        verb="matching.match.reminded",
        before=before,
        details={"side": chosen.value},
    )
    return True


@transaction.atomic
def record_silence(*, actor: Actor, at: datetime, match_id: int) -> bool:
    """Count a term that passed without an answer; ``False`` where none has."""
    match = lock(Match, match_id)
    late = [
        side
        for side in Side
        if not match.answer_of(side)
        and (due := getattr(match, f"{side.value}_due_at")) is not None
        and due <= at
    ]
    if match.state != MatchState.OPEN or not late or not actor.is_system:
        return False
    before = snapshot(match)
    for side in late:
        setattr(match, f"{side.value}_answer", Answer.SILENT)
    advance(
        match,
        MATCHES,
        to=MatchState.UNANSWERED,
        actor=actor,
        at=at,
        verb="unanswered",
        before=before,
        details={"sides": [side.value for side in late]},
    )
    return True


def _check(side: str, answer: str, code: str, text: str) -> Side:
    problems = []
    if side not in Side.values:
        problems.append(Problem("side", "unknown", _("Say for which side you answer.")))
    if answer not in {Answer.INTERESTED, Answer.DECLINED}:
        problems.append(Problem("answer", "unknown", _("Say whether you are interested.")))
    if answer == Answer.DECLINED and code not in DeclineCode.values:
        problems.append(Problem("code", "missing", _("Say why you decline.")))
    if code == DeclineCode.OTHER and not text.strip():
        problems.append(Problem("text", "missing", _("Say the reason in a few words.")))
    if problems:
        raise Invalid(problems)
    return Side(side)


def _set(
    match: Match, side: Side, actor: Actor, at: datetime, *, answer: str, code: str, text: str
) -> None:
    setattr(match, f"{side.value}_answer", answer)
    setattr(match, f"{side.value}_code", code if answer == Answer.DECLINED else "")
    setattr(match, f"{side.value}_text", text.strip() if answer == Answer.DECLINED else "")
    setattr(match, f"{side.value}_answered_at", at if answer else None)
    setattr(match, f"{side.value}_answered_by_id", actor.user_id if answer else None)
    setattr(match, f"{side.value}_due_at", None)


def _set_term(match: Match, side: Side, at: datetime) -> None:
    setattr(match, f"{side.value}_answer", "")
    setattr(match, f"{side.value}_due_at", at + timedelta(days=ANSWER_DAYS))
    setattr(match, f"{side.value}_reminded_at", None)


def _introduce(match: Match, before: dict[str, object], actor: Actor, at: datetime) -> Introduction:
    match.introduced_at = at
    advance(
        match,
        MATCHES,
        to=MatchState.INTRODUCED,
        actor=actor,
        at=at,
        verb="introduced",
        before=before,
    )
    introduction = Introduction(
        match=match,
        demand_organization_id=match.demand_organization_id,
        achievement_organization_id=match.achievement_organization_id,
        region_code=match.demand.region_code,
        created_at=at,
        updated_at=at,
    )
    save_change(introduction, actor=actor, at=at, verb="matching.introduction.created", before=None)
    basis = f"matching.match:{match.code}"
    grant_disclosure(
        grants=DemandGrant,
        record_id=match.demand_id,
        organization_id=match.achievement_organization_id,
        level=Level.DETAILS,
        basis=basis,
        actor=SYSTEM.coming_from(actor.origin),
        at=at,
    )
    grant_disclosure(
        grants=AchievementGrant,
        record_id=match.achievement_id,
        organization_id=match.demand_organization_id,
        level=Level.DETAILS,
        basis=basis,
        actor=SYSTEM.coming_from(actor.origin),
        at=at,
    )
    return introduction
