"""Reads of deals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.deals.models import Bid, Deal, DealTask, Objection, PlannedPayment, Pricing
from queqiao_web.deals.states import (
    OVER,
    DealState,
    ObjectionState,
    PriceMode,
    PricingState,
    TaskState,
)
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.foundation.disclosure import knows_owner, levels_of
from queqiao_web.organizations.queries import Blocker, in_regions


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


def deals_brokered_by(user_id: int) -> QuerySet[Deal]:
    """Deals that are not over and that a person is in charge of as broker."""
    return Deal.objects.filter(broker=user_id).exclude(state__in=OVER)


def hindering_closing(organization_id: int) -> Iterator[Blocker]:
    """What an organization has to end before it closes: its deals, and auctions that it bids in."""
    ours = Q(demand_organization=organization_id) | Q(achievement_organization=organization_id)
    open_ones = Deal.objects.filter(ours).exclude(state__in=OVER).select_related("achievement")
    for deal in open_ones.order_by("pk"):
        text = _("The deal about “%(title)s” is not over. End it first.")
        told = text % {"title": deal.achievement.title}
        yield Blocker("deals.open", told, reverse("deal_detail", args=[deal.code]))
    auctions = Pricing.objects.filter(
        state=PricingState.OPEN, bids__bidder__organization=organization_id
    )
    for auction in auctions.select_related("deal__achievement").order_by("pk").distinct():
        text = _("Your bid for “%(title)s” stands until the auction ends.")
        told = text % {"title": auction.deal.achievement.title}
        yield Blocker("deals.bid", told, reverse("pricing_detail", args=[auction.code]))


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


def prices_standing() -> QuerySet[Pricing]:
    """
    What is open to everybody now: listings and auctions that can be taken or bid in, prices under
    public notice; with the highest bid and the day on which each ends, one query.
    """
    bids = Bid.objects.filter(pricing=OuterRef("pk")).order_by("-amount_cny").values("amount_cny")
    open_ones = Q(mode__in=(PriceMode.AUCTION, PriceMode.LISTING), state=PricingState.OPEN)
    return (
        Pricing.objects.filter(open_ones | Q(state=PricingState.NOTICED))
        .annotate(
            highest_cny=Subquery(bids[:1]),
            ends_on=Coalesce(TruncDate("closes_at"), "notice_through"),
            is_contested=Exists(
                Objection.objects.filter(pricing=OuterRef("pk"), state=ObjectionState.OPEN)
            ),
        )
        .select_related("deal__achievement", "deal__achievement_organization")
        .defer(
            "deal__achievement__description",
            "deal__achievement__secret_annex",
            "deal__achievement__indices",
        )
    )


def sellers_known_to(actor: Actor, rows: Sequence[Pricing]) -> frozenset[int]:
    """The prices, by their keys, whose seller the actor may know: at most one query."""
    offers = {row.deal.achievement_id: row.deal.achievement for row in rows}
    levels = levels_of(actor, list(offers.values())) if offers else {}
    return frozenset(
        row.pk for row in rows if knows_owner(row.deal.achievement, levels[row.deal.achievement_id])
    )


def price_failed_of(deal: Deal) -> Pricing | None:
    """The last attempt at a price, where it failed and another is to be found."""
    if deal.state not in {DealState.NEGOTIATING, DealState.PRICING}:
        return None
    last = deal.pricings.order_by("-pk").first()
    return last if last is not None and last.state == PricingState.FAILED else None


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
