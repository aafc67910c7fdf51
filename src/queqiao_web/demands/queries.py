"""Reads of demands."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from queqiao_web.demands.models import Demand, DemandGrant, Entry
from queqiao_web.demands.states import DemandState
from queqiao_web.foundation.access import Actor, OrganizationRole, RegionRole
from queqiao_web.foundation.disclosure import Level, knows_owner, level_of, stands_in_for_owner
from queqiao_web.organizations.models import Delegation, Membership, Organization
from queqiao_web.organizations.queries import in_regions
from queqiao_web.organizations.states import MembershipState

REVIEWERS = (RegionRole.OFFICER, RegionRole.BROKER)
"""The posts that may review what is submitted in their region."""
_SEEING = (RegionRole.OFFICER, RegionRole.AUDITOR)


def demands_visible_to(actor: Actor) -> QuerySet[Demand]:
    """
    What the actor may open, up to their level: published and matched ones for everybody.

    Owners and their delegates see their own in every state; officers and auditors what left the
    drafts in their region; reviewers what is submitted there; organizations what was opened to
    them, while its owner is not rewriting it.
    """
    rows = Demand.objects.select_related("organization")
    if actor.is_system:
        return rows
    seen = Q(is_listed=1)
    if not actor.is_known:
        return rows.filter(seen)
    ours = actor.organization_ids | actor.delegated
    left_drafts = ~Q(state=DemandState.DRAFT) & Q(submitted_at__isnull=False)
    if ours:
        opened = DemandGrant.objects.filter(organization__in=ours, ended_at__isnull=True)
        seen |= Q(organization__in=ours)
        seen |= Q(pk__in=opened.values("record")) & left_drafts
    if regions := actor.regions_as(*_SEEING):
        seen |= in_regions(regions) & left_drafts
    if regions := actor.regions_as(*REVIEWERS):
        seen |= in_regions(regions) & Q(state=DemandState.SUBMITTED)
    return rows.filter(seen)


def demands_listed() -> QuerySet[Demand]:
    """What everybody finds in the list: published and matched, most of it still open."""
    return Demand.objects.filter(is_listed=1).select_related("organization")


def demands_in_matching(*, on: date) -> QuerySet[Demand]:
    """What takes part in matching and counts in denominators: published and fresh on that day."""
    return Demand.objects.filter(state=DemandState.PUBLISHED, valid_until__gte=on).select_related(
        "organization"
    )


def demands_of(actor: Actor) -> QuerySet[Demand]:
    """The demands of the organizations that the actor belongs to or acts for."""
    return Demand.objects.filter(
        organization__in=actor.organization_ids | actor.delegated
    ).select_related("organization")


def demands_to_review(actor: Actor) -> QuerySet[Demand]:
    """
    What waits for review in the actor's regions, the oldest first.

    What their own organization submitted is left to others.
    """
    ours = actor.organization_ids | actor.delegated
    return (
        Demand.objects.filter(in_regions(actor.regions_as(*REVIEWERS)), state=DemandState.SUBMITTED)
        .exclude(organization__in=ours)
        .select_related("organization", "claimed_by")
        .order_by("submitted_at", "pk")
    )


def demand_level(actor: Actor, demand: Demand) -> Level:
    """How far the actor may read a demand; who reviews it reads its details."""
    level = level_of(actor, demand)
    if level < Level.DETAILS and reviews(actor, demand):
        return Level.DETAILS
    return level


def demand_page(demand: Demand) -> str:
    """The address of the demand's page."""
    return reverse("demand_detail", args=[demand.code])


def reviews(actor: Actor, demand: Demand) -> bool:
    """Whether the demand waits for a review that the actor may make."""
    return (
        demand.state == DemandState.SUBMITTED
        and not stands_in_for_owner(actor, demand)
        and actor.holds(*REVIEWERS, within=demand.region_code)
    )


def organizations_posting_for(actor: Actor) -> QuerySet[Organization]:
    """The organizations in whose name the actor may post demands, by name."""
    ids = [pk for pk in actor.organization_ids | actor.delegated if actor.acts_for(pk)]
    return Organization.objects.filter(pk__in=ids).order_by("name", "pk")


def people_writing_for(organization_id: int) -> list[int]:
    """The keys of the organization's owners and editors, and of brokers who act for it."""
    members = Membership.objects.filter(
        organization=organization_id,
        state=MembershipState.ACTIVE,
        role__in=[OrganizationRole.EDITOR, OrganizationRole.OWNER],
    ).values_list("user_id", flat=True)
    brokers = Delegation.objects.filter(
        organization=organization_id, ended_at__isnull=True
    ).values_list("broker_id", flat=True)
    return sorted({*members, *brokers})


def entries_of(actor: Actor) -> QuerySet[Entry]:
    """What the actor typed and has not saved, the latest first."""
    return Entry.objects.filter(user_id=actor.user_id or 0).order_by("-saved_at", "-pk")


def shown_region(demand: Demand, level: Level) -> str:
    """
    The region as somebody at this level may know it.

    A county and a trade together name many an enterprise, so an anonymous one is shown by city.
    """
    if knows_owner(demand, level):
        return demand.region_code
    return f"{demand.region_code[:4]}00" if demand.region_code else ""
