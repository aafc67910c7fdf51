"""Claims: a person says that a profile is theirs; the organization or an officer verifies it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.experts.models import Claim, Expert
from queqiao_web.experts.permissions import can_claim_expert, can_decide_claim, can_drop_claim
from queqiao_web.experts.states import CLAIMS, ClaimState
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, NotThere, Problem
from queqiao_web.foundation.workflow import advance, lock, save_change

_STATEMENT_LEAST, _STATEMENT_MOST = 10, 2_000
_REASON_MOST = 1_000


@transaction.atomic
def claim_expert(*, actor: Actor, at: datetime, expert_id: int, statement: str) -> Claim:
    """
    Say that a profile is one's own; event ``experts.claim.requested``.

    Raises:
        Refused; Conflict: one's claim is waiting already, or one has another profile; Invalid.
    """
    expert = lock(Expert, expert_id)
    require(can_claim_expert(actor, expert))
    said = statement.strip()
    if not _STATEMENT_LEAST <= len(said) <= _STATEMENT_MOST:
        text = _("Say in %(least)d to %(most)d characters how you can be recognized.")
        values = {"least": _STATEMENT_LEAST, "most": _STATEMENT_MOST}
        raise Invalid([Problem("statement", "statement.length", text % values)])
    person = actor.user_id or 0
    if Expert.objects.filter(user_id=person).exists():
        raise Conflict(
            code="experts.claim.has_profile", text=_("You have claimed another profile already.")
        )
    waiting = Claim.objects.filter(expert=expert, user_id=person, state=ClaimState.REQUESTED)
    if waiting.exists():
        raise Conflict(code="experts.claim.waiting", text=_("Your claim is being verified."))
    claim = Claim(expert=expert, user_id=person, statement=said, created_at=at, updated_at=at)
    save_change(claim, actor=actor, at=at, verb="experts.claim.requested", before=None)
    return claim


@transaction.atomic
def accept_claim(*, actor: Actor, at: datetime, claim_id: int) -> Claim:
    """
    Verify that the person is who the profile tells of; they keep it from now on.

    Events ``experts.claim.accepted`` and ``experts.expert.given``.

    Raises:
        Refused, IllegalTransition, Conflict: somebody has the profile, or they have another.
    """
    claim, expert = _locked(claim_id)
    require(can_decide_claim(actor, claim))
    if CLAIMS.allows(claim.state, ClaimState.ACCEPTED):
        if expert.user_id is not None:
            raise Conflict(
                code="experts.claim.claimed", text=_("Somebody has claimed this profile already.")
            )
        if Expert.objects.filter(user_id=claim.user_id).exists():
            raise Conflict(
                code="experts.claim.has_profile",
                text=_("This person has claimed another profile already."),
            )
    return _decide(claim, expert, ClaimState.ACCEPTED, actor, at)


@transaction.atomic
def refuse_claim(*, actor: Actor, at: datetime, claim_id: int, reason: str) -> Claim:
    """
    Say that the person is not the one; event ``experts.claim.refused``.

    Raises:
        Refused, IllegalTransition, Invalid: no reason is given.
    """
    claim, expert = _locked(claim_id)
    require(can_decide_claim(actor, claim))
    if not 1 <= len(reason.strip()) <= _REASON_MOST:
        text = _("Say why, in at most %(most)d characters.") % {"most": _REASON_MOST}
        raise Invalid([Problem("reason", "reason.missing", text)])
    return _decide(claim, expert, ClaimState.REFUSED, actor, at, reason=reason.strip())


@transaction.atomic
def drop_claim(*, actor: Actor, at: datetime, claim_id: int) -> Claim:
    """
    Take a claim back; a verified one gives the profile back to the organization.

    Event ``experts.claim.dropped``; for a verified one ``experts.expert.given_back`` too.

    Raises:
        Refused: it is somebody else's, or was refused or dropped.
    """
    claim, expert = _locked(claim_id)
    require(can_drop_claim(actor, claim))
    if claim.state == ClaimState.ACCEPTED:
        _give(expert, None, actor, at)
    advance(claim, CLAIMS, to=ClaimState.DROPPED, actor=actor, at=at, verb="dropped")
    return claim


def _locked(claim_id: int) -> tuple[Claim, Expert]:
    """
    The claim and its expert, the expert locked first as everywhere else, then the claimant.

    So of two who verify, or of two profiles that one person claims, one waits for the other.
    """
    found = Claim.objects.filter(pk=claim_id).first()
    if found is None:
        raise NotThere
    expert = lock(Expert, found.expert_id)
    lock(get_user_model(), found.user_id)
    return lock(Claim, claim_id), expert


def _decide(
    claim: Claim, expert: Expert, to: ClaimState, actor: Actor, at: datetime, *, reason: str = ""
) -> Claim:
    before = snapshot(claim)
    claim.reason = reason
    claim.decided_at, claim.decided_by_id = at, actor.user_id
    advance(claim, CLAIMS, to=to, actor=actor, at=at, verb=str(to), before=before)
    if to == ClaimState.ACCEPTED:
        _give(expert, claim.user_id, actor, at)
    return claim


def _give(expert: Expert, user_id: int | None, actor: Actor, at: datetime) -> None:
    """The profile to its person, or back to the organization; open forms of others are stale."""
    before = snapshot(expert)
    expert.user_id = user_id
    verb = "experts.expert.given_back" if user_id is None else "experts.expert.given"
    save_change(expert, actor=actor, at=at, verb=verb, before=before)
