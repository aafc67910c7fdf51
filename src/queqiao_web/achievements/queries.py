"""Reads of achievements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from queqiao_web.achievements.models import Achievement, AchievementGrant
from queqiao_web.achievements.states import AchievementState
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.foundation.disclosure import (
    Level,
    knows_owner,
    level_of,
    stands_in_for_owner,
)
from queqiao_web.organizations.models import Organization
from queqiao_web.organizations.queries import in_regions
from queqiao_web.organizations.states import OrganizationState

REVIEWERS = (RegionRole.OFFICER, RegionRole.BROKER)
"""The posts that may review what is submitted in their region."""
LONG_TEXTS = ("description", "secret_annex", "indices", "trl_evidence", "return_text")
"""What a list never shows, so lists leave it in the database."""
_SEEING = (RegionRole.OFFICER, RegionRole.AUDITOR)


def achievements_visible_to(actor: Actor) -> QuerySet[Achievement]:
    """
    What the actor may open, up to their level: published and matched ones for everybody.

    Owners and their delegates see their own in every state; officers and auditors what left the
    drafts in their region; reviewers what is submitted there; organizations what was opened to
    them, while its owner is not rewriting it.
    """
    rows = Achievement.objects.select_related("organization")
    if actor.is_system:
        return rows
    seen = Q(is_listed=1)
    if not actor.is_known:
        return rows.filter(seen)
    ours = actor.organization_ids | actor.delegated
    left_drafts = ~Q(state=AchievementState.DRAFT) & Q(submitted_at__isnull=False)
    if ours:
        opened = AchievementGrant.objects.filter(organization__in=ours, ended_at__isnull=True)
        seen |= Q(organization__in=ours)
        seen |= Q(pk__in=opened.values("record")) & left_drafts
    if regions := actor.regions_as(*_SEEING):
        seen |= in_regions(regions) & left_drafts
    if regions := actor.regions_as(*REVIEWERS):
        seen |= in_regions(regions) & Q(state=AchievementState.SUBMITTED)
    return rows.filter(seen)


def achievements_listed() -> QuerySet[Achievement]:
    """What everybody finds in the list, without the long texts."""
    return for_list(Achievement.objects.filter(is_listed=1))


def achievements_to_index() -> QuerySet[Achievement]:
    """What everybody finds, with all that an index takes of it."""
    return Achievement.objects.filter(is_listed=1).select_related("organization")


def achievements_in_matching(*, on: date) -> QuerySet[Achievement]:
    """
    What takes part in matching and counts in denominators on that day: listed and fresh.

    A matched one may still be licensed to others, so it takes part.
    """
    return Achievement.objects.filter(is_listed=1, valid_until__gte=on).select_related(
        "organization"
    )


def achievements_of(actor: Actor) -> QuerySet[Achievement]:
    """The achievements of the organizations that the actor belongs to or acts for."""
    return for_list(
        Achievement.objects.filter(organization__in=actor.organization_ids | actor.delegated)
    )


def achievements_to_review(actor: Actor) -> QuerySet[Achievement]:
    """
    What waits for review in the actor's regions, the oldest first.

    What their own organization submitted is left to others.
    """
    ours = actor.organization_ids | actor.delegated
    waiting = Achievement.objects.filter(
        in_regions(actor.regions_as(*REVIEWERS)), state=AchievementState.SUBMITTED
    ).exclude(organization__in=ours)
    return for_list(waiting).select_related("claimed_by").order_by("submitted_at", "pk")


def achievement_level(actor: Actor, achievement: Achievement) -> Level:
    """How far the actor may read an achievement; who reviews it reads its details."""
    level = level_of(actor, achievement)
    if level < Level.DETAILS and reviews(actor, achievement):
        return Level.DETAILS
    return level


def achievement_page(achievement: Achievement) -> str:
    """Where it is shown."""
    return reverse("achievement_detail", args=[achievement.code])


def reviews(actor: Actor, achievement: Achievement) -> bool:
    """Whether the achievement waits for a review that the actor may make."""
    return (
        achievement.state == AchievementState.SUBMITTED
        and not stands_in_for_owner(actor, achievement)
        and actor.holds(*REVIEWERS, within=achievement.region_code)
    )


def achievements_by_code(codes: Sequence[str], actor: Actor) -> dict[str, Achievement]:
    """Those of these codes that the actor may see, by code: one query."""
    rows = for_list(achievements_visible_to(actor).filter(code__in=codes))
    return {row.code: row for row in rows}


def organizations_offering_for(actor: Actor) -> QuerySet[Organization]:
    """The organizations in whose name the actor may offer something."""
    edited = [pk for pk in actor.organization_ids | actor.delegated if actor.acts_for(pk)]
    stopped = (OrganizationState.SUSPENDED, OrganizationState.CLOSED)
    return Organization.objects.filter(pk__in=edited).exclude(state__in=stopped).order_by("name")


def for_list(rows: QuerySet[Achievement]) -> QuerySet[Achievement]:
    """The same rows with their owners and without the long texts: one query."""
    return rows.select_related("organization").defer(*LONG_TEXTS)


def shown_region(achievement: Achievement, level: Level) -> str:
    """
    The region as somebody at this level may know it.

    A county and a trade together name many an institute, so an anonymous one is shown by city.
    """
    if knows_owner(achievement, level):
        return achievement.region_code
    return f"{achievement.region_code[:4]}00" if achievement.region_code else ""
