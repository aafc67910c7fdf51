"""What deals have for the pages of others: what waits, and the deal beside an introduction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models import Deal
from queqiao_web.deals.permissions import can_open_deal
from queqiao_web.deals.queries import deals_visible_to, objections_to_decide, tasks_of
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.foundation.ui.related import RelatedLink
from queqiao_web.foundation.ui.waiting import WaitingGroup, WaitingItem, first_of
from queqiao_web.matching.models import Introduction
from queqiao_web.matching.states import IntroductionState


def waiting_deals(actor: Actor, at: datetime) -> Iterable[WaitingGroup]:
    """Tasks of one's deals, and objections that officers decide."""
    del at
    if actor.organization_ids or actor.delegated or actor.holds(RegionRole.BROKER):
        tasks, count = first_of(tasks_of(actor))
        yield WaitingGroup(
            title=_("Tasks in deals"),
            items=tuple(
                WaitingItem(
                    title=task.title,
                    url=reverse("deal_detail", args=[task.deal.code]),
                    since=task.created_at,
                    about=task.deal.achievement.title,
                )
                for task in tasks
            ),
            count=count,
            url=reverse("deal_list"),
        )
    if regions := actor.regions_as(RegionRole.OFFICER):
        open_ones, count = first_of(objections_to_decide(regions))
        yield WaitingGroup(
            title=_("Objections to decide"),
            items=tuple(
                WaitingItem(
                    title=one.pricing.deal.achievement.title,
                    url=reverse("pricing_detail", args=[one.pricing.code]),
                    since=one.created_at,
                    consequence=_("No contract can be signed before it is decided."),
                )
                for one in open_ones
            ),
            count=count,
            url=reverse("notice_list"),
        )


def deal_of_introduction(record: Model, actor: Actor) -> Iterable[RelatedLink]:
    """The deal of an introduction, or the way to begin one."""
    if not isinstance(record, Introduction):
        return
    deal = deals_visible_to(actor).filter(introduction=record).first()
    if deal is not None:
        yield RelatedLink(_("Open the deal"), page_of_deal(deal), is_next=True)
    elif record.state == IntroductionState.OPEN and can_open_deal(actor, record):
        url = reverse("deal_open", args=[record.code])
        yield RelatedLink(_("Begin a deal"), url, is_next=True, posts=True)


def page_of_deal(deal: Deal) -> str:
    """Where a deal is shown."""
    return reverse("deal_detail", args=[deal.code])
