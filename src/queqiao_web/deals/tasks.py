"""What deals do in the background: close auctions, end notices, remind, tell the parties."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.actions import (
    end_notice,
    fall_hammer,
    follow_introduction,
    release_broker_of_deal,
)
from queqiao_web.deals.models import Deal, DealTask, Objection, PlannedPayment, Pricing
from queqiao_web.deals.queries import (
    auctions_to_close,
    deals_brokered_by,
    notices_to_end,
    payments_due,
    tasks_due,
)
from queqiao_web.deals.states import FailureCause
from queqiao_web.foundation.access import SYSTEM, OrganizationRole
from queqiao_web.foundation.audit.models import AuditEvent
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.foundation.ui.timeline import verb_words
from queqiao_web.matching.queries import holder_of
from queqiao_web.organizations.models import Membership
from queqiao_web.organizations.states import MembershipState

MOVED = notification_kind(
    "deals.moved",
    label=_("A deal has moved"),
    title=_("“%(title)s”: %(what)s"),
    body=_("Open the deal to see what comes next."),
)
DUE = notification_kind(
    "deals.due",
    label=_("Something in a deal is due"),
    title=_("Due on %(day)s: %(what)s"),
    body=_("In the deal “%(title)s”."),
)
ANSWERED = notification_kind(
    "deals.objection_decided",
    label=_("An objection was decided"),
    title=_("Your objection to the price of “%(title)s” was decided"),
    body=_("The decision and its reasons are on the page of the notice."),
)
_VERBS = (
    "opened", "contacted", "nda_signed", "nda", "evaluating", "negotiating", "pricing",
    "contracted", "registered", "paid", "producing", "lost",
)  # fmt: skip
_AHEAD = timedelta(days=3)
_AGAIN = {
    FailureCause.GIVEN_UP: _("the price was given up; negotiate, and find another"),
    FailureCause.NO_BIDS: _("nobody bid in the auction; negotiate, and find the price anew"),
    FailureCause.OBJECTION: _("an objection was upheld; negotiate, and find another price"),
}


@job("deals.close_auctions", every=timedelta(minutes=1))
def close_auctions(*, at: datetime) -> None:
    """Let the hammer fall on every auction whose time is up."""
    for pk in auctions_to_close(at=at).order_by("closes_at", "pk").values_list("pk", flat=True):
        fall_hammer(actor=SYSTEM, at=at, pricing_id=pk)


@job("deals.end_notices", every=timedelta(hours=1))
def end_notices(*, at: datetime) -> None:
    """Settle agreed prices whose notice has ended without an open objection."""
    for pk in notices_to_end(on=legal_day(at)).order_by("pk").values_list("pk", flat=True):
        end_notice(actor=SYSTEM, at=at, pricing_id=pk)


@job("deals.remind", every=timedelta(hours=6))
def remind(*, at: datetime) -> None:
    """Remind parties of tasks and payments that are due within three days, once each."""
    soon = legal_day(at) + _AHEAD
    for task in tasks_due(on=soon).select_related("deal__achievement"):
        _tell(
            task.deal,
            "deals.due",
            key=f"task:{task.code}",
            at=at,
            only=task.organization_id,
            what=task.title,
            day=task.due_on.isoformat(),
        )
        DealTask.objects.filter(pk=task.pk).update(reminded_at=at)
    for payment in payments_due(on=soon).select_related("contract__deal__achievement"):
        if not _is_open(payment):
            continue
        deal = payment.contract.deal
        _tell(
            deal,
            "deals.due",
            key=f"payment:{payment.pk}",
            at=at,
            what=str(_("a planned payment")),
            day=payment.due_on.isoformat(),
        )
        PlannedPayment.objects.filter(pk=payment.pk).update(reminded_at=at)


@job("deals.follow_broker", after="matching.introduction.assigned")
def follow_broker(*, at: datetime, object_id: int, event: int) -> None:  # noqa: ARG001 -- every job's call
    """Whoever is put in charge of an introduction is in charge of its deal."""
    for pk in Deal.objects.filter(introduction=object_id).values_list("pk", flat=True):
        follow_introduction(actor=SYSTEM, at=at, deal_id=pk)


@job(
    "deals.release_brokers",
    after=("organizations.membership.joined", "organizations.appointment.ended"),
)
def release_brokers(*, at: datetime, object_id: int, event: int) -> None:  # noqa: ARG001 -- every job's call
    """Whoever came to belong to a side, or is no broker any more, steps back."""
    user_id = holder_of(AuditEvent.objects.get(sequence=event))
    for pk in deals_brokered_by(user_id).order_by("pk").values_list("pk", flat=True):
        release_broker_of_deal(actor=SYSTEM, at=at, deal_id=pk)


@job("deals.tell_parties", after=tuple(f"deals.deal.{verb}" for verb in _VERBS))
def tell_parties(*, at: datetime, object_id: int, event: int) -> None:
    """Both sides and the broker hear that a deal has moved; whoever moved it knows."""
    told = AuditEvent.objects.get(sequence=event)
    if "cause" in told.details:
        return  # its price has failed; ``tell_price`` says why
    deal = Deal.objects.select_related("achievement").get(pk=object_id)
    _tell(
        deal,
        "deals.moved",
        key=str(event),
        at=at,
        without=told.actor_id,
        what=str(verb_words(told.verb)),
    )


@job(
    "deals.tell_price",
    after=tuple(
        f"deals.pricing.{verb}"
        for verb in ("proposed", "listed", "called", "noticed", "settled", "failed")
    ),
)
def tell_price(*, at: datetime, object_id: int, event: int) -> None:
    """Both sides and the broker hear what becomes of the price, and why it failed."""
    told = AuditEvent.objects.get(sequence=event)
    pricing = Pricing.objects.select_related("deal__achievement").get(pk=object_id)
    what = verb_words(told.verb)
    if told.verb == "deals.pricing.failed" and pricing.failure_cause:
        cause = FailureCause(pricing.failure_cause)
        if cause is FailureCause.LOST:
            return  # that the deal is closed says it
        what = _AGAIN[cause]
    _tell(
        pricing.deal,
        "deals.moved",
        key=str(event),
        at=at,
        without=told.actor_id,
        what=str(what),
    )


@job("deals.tell_objector", after=("deals.objection.upheld", "deals.objection.dismissed"))
def tell_objector(*, at: datetime, object_id: int, event: int) -> None:
    """Whoever objected gets the answer."""
    objection = Objection.objects.select_related("pricing__deal__achievement").get(pk=object_id)
    notify(
        [objection.raised_by_id],
        "deals.objection_decided",
        key=str(event),
        params={"title": objection.pricing.deal.achievement.title},
        url=reverse("pricing_detail", args=[objection.pricing.code]),
        at=at,
    )


def _is_open(payment: PlannedPayment) -> bool:
    """Whether the payments through this one are not all received yet."""
    contract = payment.contract
    due = sum(
        (one.amount_cny for one in contract.plan.all() if one.position <= payment.position),
        Decimal(0),
    )
    received = sum((one.amount_cny for one in contract.receipts.all()), Decimal(0))
    return received < due


def _tell(
    deal: Deal,
    kind: str,
    *,
    key: str,
    at: datetime,
    without: int | None = None,
    only: int | None = None,
    **params: str,
) -> None:
    sides = [deal.demand_organization_id, deal.achievement_organization_id]
    told = [only] if only is not None else sides
    users = set(
        Membership.objects.filter(
            organization__in=told,
            state=MembershipState.ACTIVE,
            role__in=(OrganizationRole.EDITOR, OrganizationRole.OWNER),
        ).values_list("user_id", flat=True)
    )
    if deal.broker_id is not None:
        users.add(deal.broker_id)
    notify(
        users - {without},
        kind,
        key=f"{deal.code}:{key}",
        params={"title": deal.achievement.title, **params},
        url=reverse("deal_detail", args=[deal.code]),
        at=at,
        organization_ids=told,
    )
