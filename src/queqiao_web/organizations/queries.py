"""Reads of organizations and of what people hold."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from queqiao_web.foundation.access.actor import Actor, Post
from queqiao_web.foundation.access.regions import region_prefix
from queqiao_web.foundation.access.roles import RegionRole
from queqiao_web.organizations.models import Appointment, Delegation, Membership, Organization
from queqiao_web.organizations.states import MembershipState, OrganizationState


def actor_for(user: AbstractBaseUser) -> Actor:
    """The actor that a signed-in person is, with memberships, posts and delegations: 3 queries."""
    memberships = Membership.objects.filter(user_id=user.pk, state=MembershipState.ACTIVE)
    posts = Appointment.objects.filter(user_id=user.pk, ended_at__isnull=True)
    delegations = Delegation.objects.filter(broker_id=user.pk, ended_at__isnull=True).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now())
    )
    return Actor(
        user_id=user.pk,
        memberships=dict(memberships.values_list("organization_id", "role")),
        posts=tuple(
            Post(role, region)
            for role, region in posts.order_by("role", "region_code").values_list(
                "role", "region_code"
            )
        ),
        delegated=frozenset(delegations.values_list("organization_id", flat=True)),
    )


def in_regions(regions: tuple[str, ...], field: str = "region_code") -> Q:
    """The condition that a region code lies in one of the regions; nothing where there is none."""
    found = Q(pk__in=[])
    for region in regions:
        found |= Q(**{f"{field}__startswith": region_prefix(region)})
    return found


def organizations_visible_to(actor: Actor) -> QuerySet[Organization]:
    """Verified ones for everybody; all of them for members, and for officers of their region."""
    rows = Organization.objects.all()
    if actor.is_system:
        return rows
    seeing = actor.regions_as(RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR)
    return rows.filter(
        Q(state=OrganizationState.VERIFIED)
        | Q(pk__in=actor.organization_ids | actor.delegated)
        | in_regions(seeing)
    )
