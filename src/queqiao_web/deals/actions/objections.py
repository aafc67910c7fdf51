"""Public notices: objections to a price, the decision on them, the end of a notice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.actions.handing import fail_price
from queqiao_web.deals.actions.locking import lock_objection
from queqiao_web.deals.models import Objection, Pricing
from queqiao_web.deals.permissions import can_decide_objection, can_object
from queqiao_web.deals.states import (
    OBJECTIONS,
    PRICINGS,
    FailureCause,
    ObjectionState,
    PriceMode,
    PricingState,
)
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem, Refused
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.workflow import advance, lock, save_change


@transaction.atomic
def raise_objection(*, actor: Actor, at: datetime, pricing_id: int, text: str) -> Objection:
    """
    Object to a price under public notice; no contract before it is decided.

    Raises:
        Refused: nobody is signed in, or no notice runs.
        Invalid: there are no words.
    """
    pricing = lock(Pricing, pricing_id)
    decision = can_object(actor, pricing)
    if not decision or actor.user_id is None:
        raise Refused(decision)
    if not text.strip():
        raise Invalid([Problem("text", "missing", _("Say what you object to, and why."))])
    if pricing.notice_through is not None and legal_day(at) > pricing.notice_through:
        raise Conflict(text=_("The public notice has ended."))
    objection = Objection(
        pricing=pricing,
        raised_by_id=actor.user_id,
        text=text.strip(),
        created_at=at,
        updated_at=at,
    )
    save_change(objection, actor=actor, at=at, verb="deals.objection.raised", before=None)
    return objection


@transaction.atomic
def decide_objection(
    *, actor: Actor, at: datetime, objection_id: int, to: str, answer: str
) -> Objection:
    """
    Uphold or dismiss an objection, with an answer.

    A price that an objection is upheld against may not be contracted: the attempt at it ends, and
    the deal goes back to the negotiation, where both sides find another. An objection that was
    still open when its price failed for another cause is decided without further effect.

    Raises:
        Refused: the actor is no officer of the region, belongs to a side, or raised it themselves.
        Invalid: there is no answer.
        IllegalTransition: it is decided already.
    """
    deal, pricing, objection = lock_objection(objection_id)
    require(can_decide_objection(actor, objection))
    if to not in {ObjectionState.UPHELD, ObjectionState.DISMISSED}:
        raise Invalid([Problem("to", "unknown", _("Uphold or dismiss the objection."))])
    if not answer.strip():
        raise Invalid([Problem("answer", "missing", _("Give reasons: the objector reads them."))])
    before = snapshot(objection)
    objection.answer = answer.strip()
    advance(objection, OBJECTIONS, to=to, actor=actor, at=at, verb=to, before=before)
    if to == ObjectionState.UPHELD and PRICINGS.allows(pricing.state, PricingState.FAILED):
        fail_price(pricing, deal, FailureCause.OBJECTION, actor, at)
    return objection


@transaction.atomic
def end_notice(*, actor: Actor, at: datetime, pricing_id: int) -> bool:
    """
    Settle an agreed price whose notice has ended without an open objection; whether it was.

    A listing stays open for takers.
    """
    pricing = lock(Pricing, pricing_id)
    over = pricing.notice_through is not None and legal_day(at) > pricing.notice_through
    if (
        not actor.is_system
        or pricing.state != PricingState.NOTICED
        or pricing.mode != PriceMode.AGREEMENT
        or not over
        or pricing.objections.filter(state=ObjectionState.OPEN).exists()
    ):
        return False
    advance(pricing, PRICINGS, to=PricingState.SETTLED, actor=actor, at=at, verb="settled")
    return True
