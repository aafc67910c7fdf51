"""Reads of deals."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from queqiao_web.deals.models import Deal, DealTask, Objection, PlannedPayment, Pricing
from queqiao_web.deals.states import OVER, ObjectionState, PriceMode, PricingState, TaskState
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.organizations.queries import in_regions


def deals_visible_to(actor: Actor) -> QuerySet[Deal]:
    """Those of the actor's organizations, those they broker, those of their regions as officer."""
    rows = Deal.objects.all()
    if actor.is_system:
        return rows
    ours = actor.organization_ids | actor.delegated
    seen = Q(demand_organization__in=ours) | Q(achievement_organization__in=ours)
    if actor.user_id is not None:
        seen |= Q(broker=actor.user_id)
    seen |= in_regions(actor.regions_as(RegionRole.OFFICER, RegionRole.AUDITOR))
    return rows.filter(seen)


def for_deal_list(rows: QuerySet[Deal]) -> QuerySet[Deal]:
    """The same rows with everything that a list shows: one query."""
    return rows.select_related(
        "demand", "achievement", "demand_organization", "achievement_organization", "broker"
    ).defer(
        "demand__description",
        "demand__secret_annex",
        "demand__indices",
        "achievement__description",
        "achievement__secret_annex",
        "achievement__indices",
    )


def pricings_open_to_all() -> QuerySet[Pricing]:
    """Listings and auctions, which anybody may look at."""
    return Pricing.objects.filter(mode__in=(PriceMode.AUCTION, PriceMode.LISTING)).select_related(
        "deal__achievement", "deal__achievement_organization"
    )


def notices_open_to_all() -> QuerySet[Pricing]:
    """Prices that are or were under public notice, the latest first."""
    return (
        Pricing.objects.filter(notice_from__isnull=False)
        .select_related("deal__achievement", "deal__achievement_organization", "winner")
        .order_by("-notice_from", "-pk")
    )


def auctions_to_close(*, at: datetime) -> QuerySet[Pricing]:
    """Auctions whose time is up."""
    return Pricing.objects.filter(
        mode=PriceMode.AUCTION, state=PricingState.OPEN, closes_at__lte=at
    )


def notices_to_end(*, on: date) -> QuerySet[Pricing]:
    """Agreed prices whose notice has ended."""
    return Pricing.objects.filter(
        mode=PriceMode.AGREEMENT, state=PricingState.NOTICED, notice_through__lt=on
    )


def tasks_due(*, on: date) -> QuerySet[DealTask]:
    """Open tasks due on that day or before that nobody was reminded of."""
    return DealTask.objects.filter(
        state=TaskState.OPEN, due_on__lte=on, reminded_at__isnull=True
    ).exclude(deal__state__in=OVER)


def payments_due(*, on: date) -> QuerySet[PlannedPayment]:
    """Planned payments due on that day or before, not received yet and not reminded of."""
    return (
        PlannedPayment.objects.filter(due_on__lte=on, reminded_at__isnull=True)
        .annotate(received=Sum("contract__receipts__amount_cny"))
        .select_related("contract__deal")
    )


def objections_to_decide(regions: tuple[str, ...]) -> QuerySet[Objection]:
    """Open objections of these regions, the oldest first."""
    return (
        Objection.objects.filter(
            in_regions(regions, "pricing__deal__region_code"), state=ObjectionState.OPEN
        )
        .select_related("pricing__deal__achievement")
        .order_by("pk")
    )


def tasks_of(actor: Actor) -> QuerySet[DealTask]:
    """Open tasks in the deals that the actor takes part in."""
    return (
        DealTask.objects.filter(deal__in=deals_visible_to(actor), state=TaskState.OPEN)
        .exclude(deal__state__in=OVER)
        .select_related("deal__achievement")
    )
