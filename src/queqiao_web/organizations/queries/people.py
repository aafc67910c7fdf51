"""Reads of what people hold: memberships, invitations, posts, delegations."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from queqiao_web.accounts.queries import Blocker
from queqiao_web.foundation.access.actor import Actor, Post
from queqiao_web.foundation.access.regions import covers
from queqiao_web.foundation.access.roles import OrganizationRole, RegionRole
from queqiao_web.organizations.models import (
    Appointment,
    Delegation,
    Invitation,
    Membership,
    Organization,
)
from queqiao_web.organizations.queries.organizations import in_regions
from queqiao_web.organizations.states import InvitationState, MembershipState, OrganizationState


def actor_for(user: AbstractBaseUser) -> Actor:
    """The actor that a signed-in person is, with memberships, posts and delegations: 3 queries."""
    memberships = Membership.objects.filter(user_id=user.pk, state=MembershipState.ACTIVE)
    posts = Appointment.objects.filter(user_id=user.pk, ended_at__isnull=True)
    delegations = _running(Delegation.objects.filter(broker_id=user.pk), timezone.now())
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


def _running(rows: QuerySet[Delegation], moment: datetime) -> QuerySet[Delegation]:
    """Delegations that hold at a moment."""
    return rows.filter(ended_at__isnull=True).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment)
    )


def organizations_of(actor: Actor) -> QuerySet[Membership]:
    """The actor's own memberships with their organizations, open ones first."""
    return (
        Membership.objects.filter(user_id=actor.user_id or 0, state=MembershipState.ACTIVE)
        .select_related("organization")
        .order_by("organization__name", "pk")
    )


def members_of(organization: Organization) -> QuerySet[Membership]:
    """Who belongs to an organization, the longest first."""
    return (
        Membership.objects.filter(organization=organization, state=MembershipState.ACTIVE)
        .select_related("user")
        .order_by("created_at", "pk")
    )


def owners_of(organization: Organization) -> QuerySet[Membership]:
    """The owners of an organization."""
    return members_of(organization).filter(role=OrganizationRole.OWNER)


def owners_besides(organization_id: int, user_id: int) -> QuerySet[Membership]:
    """The other owners of an organization."""
    return Membership.objects.filter(
        organization_id=organization_id,
        state=MembershipState.ACTIVE,
        role=OrganizationRole.OWNER,
    ).exclude(user_id=user_id)


def is_only_owner(organization_id: int, user_id: int) -> bool:
    """Whether nobody would own the organization without this person."""
    return (
        Membership.objects.filter(
            organization_id=organization_id,
            user_id=user_id,
            state=MembershipState.ACTIVE,
            role=OrganizationRole.OWNER,
        ).exists()
        and not owners_besides(organization_id, user_id).exists()
    )


def organizations_without_other_owner(user_id: int) -> list[Blocker]:
    """Open organizations that only this person owns: they are handed over before an erasure."""
    owned = Organization.objects.filter(
        memberships__user_id=user_id,
        memberships__role=OrganizationRole.OWNER,
        memberships__state=MembershipState.ACTIVE,
    ).exclude(state=OrganizationState.CLOSED)
    return [
        Blocker(
            "organizations.only_owner",
            _("You are the only owner of %(name)s. Please hand it over, or close it.")
            % {"name": one.name},
            reverse("organization_members", args=[one.code]),
        )
        for one in owned.order_by("pk")
        if not owners_besides(one.pk, user_id).exists()
    ]


def memberships_for_export(user_id: int) -> list[dict[str, object]]:
    """A person's memberships, past ones too, as JSON values."""
    rows = Membership.objects.filter(user_id=user_id).select_related("organization")
    return [
        {"organization": one.organization.name, "role": one.role, "state": one.state}
        for one in rows.order_by("pk")
    ]


def posts_for_export(user_id: int) -> list[dict[str, object]]:
    """A person's posts, past ones too, as JSON values."""
    return [
        {
            "post": one.role,
            "region": one.region_code,
            "since": one.created_at.isoformat(),
            "ended": one.ended_at.isoformat() if one.ended_at else None,
        }
        for one in Appointment.objects.filter(user_id=user_id).order_by("pk")
    ]


def invitations_of(organization: Organization, moment: datetime) -> QuerySet[Invitation]:
    """Invitations that wait for an answer."""
    return (
        Invitation.objects.filter(
            organization=organization, state=InvitationState.SENT, expires_at__gt=moment
        )
        .select_related("invited_by")
        .order_by("-created_at")
    )


def posts_visible_to(actor: Actor) -> QuerySet[Appointment]:
    """Running posts in the regions that the actor operates or audits, and the actor's own."""
    seeing = actor.regions_as(RegionRole.OPERATOR, RegionRole.AUDITOR)
    return (
        Appointment.objects.filter(ended_at__isnull=True)
        .filter(in_regions(seeing) | Q(user_id=actor.user_id or 0))
        .select_related("user")
        .order_by("region_code", "role", "pk")
    )


def brokers_for(organization: Organization) -> list[Appointment]:
    """The brokers whose post covers the organization's region, once each, by name."""
    posts = (
        Appointment.objects.filter(role=RegionRole.BROKER, ended_at__isnull=True)
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("user__display_name", "pk")
    )
    found: dict[int, Appointment] = {}
    for post in posts:
        if covers(post.region_code, organization.region_code):
            found.setdefault(post.user_id, post)
    return list(found.values())


def delegations_of(organization: Organization, moment: datetime) -> QuerySet[Delegation]:
    """Who may act for the organization now."""
    return (
        _running(Delegation.objects.filter(organization=organization), moment)
        .select_related("broker")
        .order_by("created_at")
    )


def delegations_to(actor: Actor, moment: datetime) -> QuerySet[Delegation]:
    """Organizations that the actor may act for now."""
    return (
        _running(Delegation.objects.filter(broker_id=actor.user_id or 0), moment)
        .select_related("organization")
        .order_by("organization__name")
    )
