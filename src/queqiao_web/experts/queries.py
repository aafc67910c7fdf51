"""Reads of experts and claims."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from queqiao_web.experts.models import Claim, ContactGrant, Expert
from queqiao_web.experts.states import Availability, ClaimState, ContactConsent, ExpertState
from queqiao_web.foundation.access import Actor, OrganizationRole, RegionRole
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries import in_regions
from queqiao_web.organizations.states import OrganizationState

CONTACT = ("contact_phone", "contact_email")


def experts_visible_to(actor: Actor) -> QuerySet[Expert]:
    """
    Published ones for everybody; all of their organization's for members; their own for the
    person; withdrawn ones of the region for officers.
    """
    rows = Expert.objects.select_related("organization")
    if actor.is_system:
        return rows
    seen = Q(state=ExpertState.PUBLISHED)
    if actor.user_id is not None:
        seen |= Q(user_id=actor.user_id)
    if ours := actor.organization_ids | actor.delegated:
        seen |= Q(organization__in=ours)
    if regions := actor.regions_as(RegionRole.OFFICER, RegionRole.AUDITOR):
        seen |= in_regions(regions) & ~Q(state=ExpertState.DRAFT)
    return rows.filter(seen)


def experts_listed() -> QuerySet[Expert]:
    """What everybody finds in the list, without ways to reach anybody."""
    return for_list(Expert.objects.filter(state=ExpertState.PUBLISHED))


def experts_to_index() -> QuerySet[Expert]:
    """What everybody finds, with all that an index takes of it."""
    rows = Expert.objects.filter(state=ExpertState.PUBLISHED)
    return rows.select_related("organization").prefetch_related("works")


def experts_in_matching(*, on: date) -> QuerySet[Expert]:
    """Those that may be proposed on that day: published, confirmed of late, taking on work."""
    return (
        Expert.objects.filter(state=ExpertState.PUBLISHED, valid_until__gte=on)
        .exclude(availability=Availability.UNAVAILABLE)
        .select_related("organization")
    )


def experts_of(actor: Actor) -> QuerySet[Expert]:
    """The experts of the organizations that the actor belongs to, and the actor as one."""
    ours = actor.organization_ids | actor.delegated
    return for_list(Expert.objects.filter(Q(organization__in=ours) | Q(user_id=actor.user_id or 0)))


def claims_to_decide(actor: Actor) -> QuerySet[Claim]:
    """Claims that the actor may verify, the oldest first; never their own."""
    owned = [
        pk for pk in actor.organization_ids if actor.acts_for(pk, at_least=OrganizationRole.OWNER)
    ]
    mine = Q(expert__organization__in=owned)
    mine |= in_regions(actor.regions_as(RegionRole.OFFICER), "expert__region_code")
    return (
        Claim.objects.filter(mine, state=ClaimState.REQUESTED)
        .exclude(user_id=actor.user_id or 0)
        .select_related("expert__organization", "user")
        .order_by("created_at", "pk")
    )


def open_claim_of(actor: Actor, expert: Expert) -> Claim | None:
    """The actor's claim on this profile that waits for a decision."""
    if actor.user_id is None:
        return None
    claims = Claim.objects.filter(expert=expert, user_id=actor.user_id)
    return claims.filter(state=ClaimState.REQUESTED).first()


def may_reach(actor: Actor, expert: Expert) -> bool:
    """Whether the actor may see how to reach the expert: at most one query."""
    if actor.is_system or expert.organization_id in (actor.organization_ids | actor.delegated):
        return True
    if actor.user_id is not None and expert.user_id == actor.user_id:
        return True
    if expert.contact_consent == ContactConsent.MEMBERS:
        return actor.is_known
    if expert.contact_consent == ContactConsent.NOBODY or not actor.organization_ids:
        return False
    return ContactGrant.objects.filter(
        expert=expert, organization__in=actor.organization_ids, ended_at__isnull=True
    ).exists()


def organizations_presenting_for(actor: Actor) -> QuerySet[Organization]:
    """The organizations whose experts the actor may write down."""
    edited = [pk for pk in actor.organization_ids | actor.delegated if actor.acts_for(pk)]
    stopped = (OrganizationState.SUSPENDED, OrganizationState.CLOSED)
    return Organization.objects.filter(pk__in=edited).exclude(state__in=stopped).order_by("name")


def for_list(rows: QuerySet[Expert]) -> QuerySet[Expert]:
    """The same rows with their organizations, without contact data: one query."""
    return rows.select_related("organization").defer(*CONTACT)
