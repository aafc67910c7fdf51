"""The course of a deal from the introduction to the negotiation, and its loss."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import AchievementGrant
from queqiao_web.deals.actions.handing import fail_price, lose
from queqiao_web.deals.actions.locking import standing_price
from queqiao_web.deals.models import Deal
from queqiao_web.deals.permissions import (
    can_lose_deal,
    can_move_deal,
    can_open_deal,
    can_sign_nda,
)
from queqiao_web.deals.states import (
    DEALS,
    PRICINGS,
    DealState,
    FailureCause,
    LossReason,
    PricingState,
)
from queqiao_web.demands.models import DemandGrant
from queqiao_web.foundation.access import SYSTEM, Actor, require
from queqiao_web.foundation.audit import snapshot
from queqiao_web.foundation.disclosure import Level, grant_disclosure
from queqiao_web.foundation.errors import Conflict, Invalid, Problem
from queqiao_web.foundation.freshness import legal_day
from queqiao_web.foundation.workflow import advance, lock, save_change
from queqiao_web.matching.actions import mark_dealing
from queqiao_web.matching.models import Introduction
from queqiao_web.matching.states import Side


@transaction.atomic
def open_deal(*, actor: Actor, at: datetime, introduction_id: int) -> Deal:
    """
    Begin a deal from an introduction; events ``deals.deal.opened`` and
    ``matching.introduction.dealing``.

    Raises:
        Refused: the actor takes no part in the introduction.
        IllegalTransition: a deal has begun already, or the introduction has ended.
    """
    introduction = lock(Introduction, introduction_id)
    require(can_open_deal(actor, introduction))
    mark_dealing(actor=actor, at=at, introduction_id=introduction_id)
    match = introduction.match
    deal = Deal(
        introduction=introduction,
        demand_id=match.demand_id,
        achievement_id=match.achievement_id,
        demand_organization_id=introduction.demand_organization_id,
        achievement_organization_id=introduction.achievement_organization_id,
        region_code=introduction.region_code,
        broker_id=introduction.broker_id,
        created_at=at,
        updated_at=at,
    )
    save_change(deal, actor=actor, at=at, verb="deals.deal.opened", before=None)
    return deal


def record_contact(*, actor: Actor, at: datetime, deal_id: int) -> Deal:
    """Note that the sides have spoken; event ``deals.deal.contacted``."""
    return _move(actor, at, deal_id, DealState.CONTACTED, "contacted")


@transaction.atomic
def sign_nda(*, actor: Actor, at: datetime, deal_id: int) -> Deal:
    """
    Sign the NDA for one's side; when both have, event ``deals.deal.nda``, and the secret annexes
    of both records open to the other side.

    Raises:
        Refused: the actor belongs to neither side, or it is not the time.
        Conflict: that side has signed already.
    """
    deal = lock(Deal, deal_id)
    require(can_sign_nda(actor, deal))
    before = snapshot(deal)
    side = Side.DEMAND if actor.acts_for(deal.demand_organization_id) else Side.ACHIEVEMENT
    if getattr(deal, f"nda_{side.value}_at") is not None:
        raise Conflict(text=_("Your side has signed already."))
    setattr(deal, f"nda_{side.value}_at", at)
    if getattr(deal, f"nda_{side.other.value}_at") is None:
        save_change(
            deal,
            actor=actor,
            at=at,
            verb="deals.deal.nda_signed",
            before=before,
            details={"side": side.value},
        )
        return deal
    advance(deal, DEALS, to=DealState.NDA, actor=actor, at=at, verb="nda", before=before)
    _open_annexes(deal, actor, at)
    return deal


@transaction.atomic
def start_evaluation(*, actor: Actor, at: datetime, deal_id: int) -> Deal:
    """Begin to examine the achievement, with or without an NDA; ``deals.deal.evaluating``."""
    return _move(actor, at, deal_id, DealState.EVALUATING, "evaluating")


@transaction.atomic
def start_negotiation(*, actor: Actor, at: datetime, deal_id: int, evaluation: str) -> Deal:
    """
    Go on to negotiate, saying what the evaluation found; event ``deals.deal.negotiating``.

    Raises:
        Refused: the actor takes no part.
        Conflict: a price stands; giving it up leads back to the negotiation.
        Invalid: nothing is said of the evaluation.
    """
    deal = lock(Deal, deal_id)
    require(can_move_deal(actor, deal))
    if standing_price(deal) is not None:
        raise Conflict(text=_("A price is being found, or is found. Give it up first."))
    if not evaluation.strip() and not deal.evaluation:
        text = _("Say in a few words what the evaluation found.")
        raise Invalid([Problem("evaluation", "missing", text)])
    before = snapshot(deal)
    deal.evaluation = evaluation.strip() or deal.evaluation
    advance(
        deal,
        DEALS,
        to=DealState.NEGOTIATING,
        actor=actor,
        at=at,
        verb="negotiating",
        before=before,
    )
    return deal


def start_pricing(*, actor: Actor, at: datetime, deal_id: int) -> Deal:
    """Go on to find the price; event ``deals.deal.pricing``."""
    return _move(actor, at, deal_id, DealState.PRICING, "pricing")


@transaction.atomic
def lose_deal(*, actor: Actor, at: datetime, deal_id: int, reason: str, text: str = "") -> Deal:
    """
    Close a deal that came to nothing, with its reason.

    Effects, in order: ``deals.pricing.failed`` where a price was still being found,
    ``deals.deal.lost``, ``matching.introduction.ended``.

    Raises:
        Refused: the actor takes no part, or money was paid.
        Conflict: its auction has bids already, and runs to its end.
        Invalid: the reason is none, or the words for another reason are missing.
    """
    deal = lock(Deal, deal_id)
    require(can_lose_deal(actor, deal))
    problems = []
    if reason not in LossReason.values:
        problems.append(Problem("loss_reason", "missing", _("Choose a reason.")))
    if reason == LossReason.OTHER and not text.strip():
        problems.append(Problem("loss_text", "missing", _("Say the reason in a few words.")))
    if problems:
        raise Invalid(problems)
    pricing = standing_price(deal)
    if pricing is not None and PRICINGS.allows(pricing.state, PricingState.FAILED):
        if pricing.bids.exists():
            raise Conflict(text=_("There are bids; an auction with bids runs to its end."))
        fail_price(pricing, deal, FailureCause.LOST, actor, at)
    before = snapshot(deal)
    deal.loss_reason, deal.loss_text = reason, text.strip()
    lose(deal, actor, at, before)
    return deal


@transaction.atomic
def record_production(
    *,
    actor: Actor,
    at: datetime,
    deal_id: int,
    since: date | None,
    evidence: str,
    yearly_revenue_cny: Decimal | None = None,
) -> Deal:
    """
    Note that what was bought is produced with, and what shows it; event ``deals.deal.producing``.

    Raises:
        Refused: the actor takes no part.
        Invalid: there is no day or no evidence, or the day is still to come.
    """
    deal = lock(Deal, deal_id)
    require(can_move_deal(actor, deal))
    problems = []
    if since is None or since > legal_day(at):
        problems.append(Problem("producing_since", "missing", _("Say since when, not to come.")))
    if yearly_revenue_cny is not None and yearly_revenue_cny < 0:
        text = _("Revenue is zero or more.")
        problems.append(Problem("yearly_revenue_cny", "range", text))
    if not evidence.strip():
        text = _("Say what shows it: orders, a production record, a report of acceptance.")
        problems.append(Problem("production_evidence", "missing", text))
    if problems:
        raise Invalid(problems)
    before = snapshot(deal)
    deal.producing_since = since
    deal.production_evidence = evidence.strip()
    deal.yearly_revenue_cny = yearly_revenue_cny
    advance(
        deal, DEALS, to=DealState.PRODUCING, actor=actor, at=at, verb="producing", before=before
    )
    return deal


@transaction.atomic
def _move(actor: Actor, at: datetime, deal_id: int, to: DealState, verb: str) -> Deal:
    deal = lock(Deal, deal_id)
    require(can_move_deal(actor, deal))
    advance(deal, DEALS, to=to, actor=actor, at=at, verb=verb)
    return deal


def _open_annexes(deal: Deal, actor: Actor, at: datetime) -> None:
    basis = f"deals.deal:{deal.code}"
    system = SYSTEM.coming_from(actor.origin)
    if deal.demand_id is not None:
        grant_disclosure(
            grants=DemandGrant,
            record_id=deal.demand_id,
            organization_id=deal.achievement_organization_id,
            level=Level.SECRET,
            basis=basis,
            actor=system,
            at=at,
        )
    grant_disclosure(
        grants=AchievementGrant,
        record_id=deal.achievement_id,
        organization_id=deal.demand_organization_id,
        level=Level.SECRET,
        basis=basis,
        actor=system,
        at=at,
    )
