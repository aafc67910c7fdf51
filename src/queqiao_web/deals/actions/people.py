"""What people do around a deal: write, plan, contribute, split the fee, subscribe to a calendar."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models import CalendarKey, Contribution, Deal, FeeShare, Message
from queqiao_web.deals.permissions import can_split_fee, can_write_in_deal, sides
from queqiao_web.deals.states import OVER, ContributionKind
from queqiao_web.foundation.access import Actor, deny, require
from queqiao_web.foundation.audit import record_event, snapshot
from queqiao_web.foundation.errors import Conflict, Invalid, Problem, Refused
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.workflow import lock, save_change
from queqiao_web.matching.actions import assign_broker
from queqiao_web.matching.permissions import can_follow
from queqiao_web.matching.queries import may_broker
from queqiao_web.organizations.models import Membership
from queqiao_web.organizations.states import MembershipState


@transaction.atomic
def write_message(*, actor: Actor, at: datetime, deal_id: int, text: str) -> Message:
    """
    Say something to the other side and the broker; event ``deals.message.written``.

    Raises:
        Refused: the actor takes no part.
        Invalid: nothing is said.
    """
    deal = lock(Deal, deal_id)
    require(can_write_in_deal(actor, deal))
    if not text.strip():
        raise Invalid([Problem("text", "missing", _("Write something."))])
    message = Message(
        deal=deal,
        author_id=_person(actor),
        text=text.strip()[:20_000],
        created_at=at,
        updated_at=at,
    )
    save_change(message, actor=actor, at=at, verb="deals.message.written", before=None)
    return message


@transaction.atomic
def put_broker_in_charge(
    *, actor: Actor, at: datetime, deal_id: int, broker_id: int | None
) -> Deal:
    """
    Change the broker of a deal, and of the introduction it came from.

    Raises:
        Refused, Invalid: as ``assign_broker`` of matching says.
        Conflict: the deal came from an auction and has no introduction.
    """
    deal = lock(Deal, deal_id)
    if deal.introduction_id is None:
        raise Conflict(text=_("This deal came from an auction; its broker is that of the auction."))
    assign_broker(actor=actor, at=at, introduction_id=deal.introduction_id, broker_id=broker_id)
    before = snapshot(deal)
    deal.broker_id = broker_id
    save_change(deal, actor=actor, at=at, verb="deals.deal.assigned", before=before)
    return deal


@transaction.atomic
def follow_introduction(*, actor: Actor, at: datetime, deal_id: int) -> bool:
    """
    Give a deal the broker that its introduction has by now; whether it had another.

    Raises:
        Refused: the actor is not the platform itself.
    """
    require(can_follow(actor))
    deal = lock(Deal, deal_id)
    introduction = deal.introduction
    if introduction is None or deal.state in OVER or introduction.broker_id == deal.broker_id:
        return False
    before = snapshot(deal)
    deal.broker_id = introduction.broker_id
    save_change(deal, actor=actor, at=at, verb="deals.deal.assigned", before=before)
    return True


@transaction.atomic
def release_broker_of_deal(*, actor: Actor, at: datetime, deal_id: int) -> bool:
    """
    Have a deal's broker step back who came to belong to a side or whose post has ended; whether
    one did. What they contributed stays recorded.

    Raises:
        Refused: the actor is not the platform itself.
    """
    require(can_follow(actor))
    deal = lock(Deal, deal_id)
    if deal.broker_id is None or deal.state in OVER or may_broker(deal.broker_id, sides(deal)):
        return False
    before = snapshot(deal)
    deal.broker_id = None
    save_change(deal, actor=actor, at=at, verb="deals.deal.released", before=before)
    return True


@transaction.atomic
def record_contribution(
    *,
    actor: Actor,
    at: datetime,
    deal_id: int,
    kind: str,
    note: str = "",
    happened_on: date | None,
) -> Contribution:
    """
    Record what one did to move a deal; event ``deals.contribution.recorded``.

    Raises:
        Refused: the actor takes no part.
        Invalid: the kind or the day is missing.
    """
    deal = lock(Deal, deal_id)
    require(can_write_in_deal(actor, deal))
    problems = []
    if kind not in ContributionKind.values:
        problems.append(Problem("kind", "unknown", _("Choose what was done.")))
    if happened_on is None or happened_on > legal_day(at):
        problems.append(Problem("happened_on", "missing", _("Say when, not in the future.")))
    if problems or happened_on is None:
        raise Invalid(problems)
    contribution = Contribution(
        deal=deal,
        user_id=_person(actor),
        kind=kind,
        note=note.strip()[:200],
        happened_on=happened_on,
        created_at=at,
        updated_at=at,
    )
    save_change(contribution, actor=actor, at=at, verb="deals.contribution.recorded", before=None)
    return contribution


@transaction.atomic
def split_fee(
    *, actor: Actor, at: datetime, deal_id: int, shares: Mapping[int, Decimal]
) -> list[FeeShare]:
    """
    Say who gets which share of the broker's fee; event ``deals.deal.fee_split``.

    ``shares`` by person add up to 1. Only who contributed gets one, and nobody who belongs to a
    side: no self-dealing. A new split replaces the one before; the event keeps both.

    Raises:
        Refused: the actor may not split it.
        Invalid: the shares do not add up, or somebody may not have one; all is told.
    """
    deal = lock(Deal, deal_id)
    require(can_split_fee(actor, deal))
    if problems := _split_problems(deal, shares):
        raise Invalid(problems)
    before = snapshot(deal)
    old = {str(one.user_id): str(one.share) for one in deal.fee_shares.all()}
    deal.fee_shares.all().delete()
    made = [
        FeeShare(deal=deal, user_id=user, share=share, created_at=at, updated_at=at)
        for user, share in sorted(shares.items())
    ]
    FeeShare.objects.bulk_create(made)
    record_event(
        actor=actor,
        at=at,
        verb="deals.deal.fee_split",
        subject=deal,
        before=before,
        details={"before": old, "after": {str(k): str(v) for k, v in sorted(shares.items())}},
    )
    return made


@transaction.atomic
def make_calendar_key(*, actor: Actor, at: datetime) -> str:
    """The secret for the address of one's calendar, shown once; the one before stops working."""
    user = _person(actor)
    secret = secrets.token_urlsafe(24)
    CalendarKey.objects.update_or_create(
        user_id=user, defaults={"digest": digest_of(secret), "created_at": at}
    )
    return secret


def digest_of(secret: str) -> str:
    """What is kept of a calendar's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _person(actor: Actor) -> int:
    if actor.user_id is None:
        raise Refused(deny("deals.deal.nobody", _("Only people do this.")))
    return actor.user_id


def _split_problems(deal: Deal, shares: Mapping[int, Decimal]) -> list[Problem]:
    found = []
    total = sum(shares.values(), Decimal(0))
    if total != 1:
        text = _("The shares add up to %(total)s; they must add up to 1.")
        found.append(Problem("shares", "sum", text % {"total": total.normalize()}))
    if any(share <= 0 for share in shares.values()):
        found.append(Problem("shares", "positive", _("Each share is above zero.")))
    contributed = set(deal.contributions.values_list("user_id", flat=True))
    if strangers := set(shares) - contributed:
        text = _("%(count)d people have no recorded contribution to this deal.")
        found.append(Problem("shares", "no_contribution", text % {"count": len(strangers)}))
    own = Membership.objects.filter(
        user_id__in=list(shares), organization__in=sides(deal), state=MembershipState.ACTIVE
    )
    if own.exists():
        text = _("Members of the two sides take no share of the broker's fee.")
        found.append(Problem("shares", "self_dealing", text))
    return found
