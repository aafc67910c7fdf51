"""Reads of achievements."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from queqiao_web.achievements.models import Achievement, AchievementGrant
from queqiao_web.achievements.states import LISTED, AchievementState
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.organizations.queries import in_regions

LONG_TEXTS = ("description", "secret_annex", "indices", "trl_evidence", "return_text")
"""What a list never shows, so lists leave it in the database."""

SEEING_ROLES = (
    RegionRole.OFFICER,
    RegionRole.OPERATOR,
    RegionRole.REVIEWER,
    RegionRole.BROKER,
    RegionRole.AUDITOR,
)


def achievements_visible_to(actor: Actor) -> QuerySet[Achievement]:
    """
    Those whose public level the actor may see.

    Everybody sees what is open; members and delegates all of their organization's; posts of a
    region what was ever submitted there; a holder of a grant what it is for, whatever its state
    but draft.
    """
    rows = Achievement.objects.all()
    if actor.is_system:
        return rows
    seen = Q(state__in=LISTED)
    if own := actor.organization_ids | actor.delegated:
        granted = AchievementGrant.objects.filter(
            record=OuterRef("pk"), organization_id__in=own, ended_at__isnull=True
        )
        seen |= Q(organization_id__in=own)
        seen |= Q(Exists(granted)) & ~Q(state=AchievementState.DRAFT)
    if regions := actor.regions_as(*SEEING_ROLES):
        seen |= ~Q(state=AchievementState.DRAFT) & in_regions(regions)
    return rows.filter(seen)


def achievements_in_matching(*, on: date) -> QuerySet[Achievement]:
    """
    Those that count in matching and in every figure on this day: listed, and still valid.

    A matched one may still be licensed to others, so it counts.
    """
    return Achievement.objects.filter(state__in=LISTED, valid_until__gte=on)


def achievements_for_review_by(actor: Actor) -> QuerySet[Achievement]:
    """Submitted ones that the actor may review, the longest waiting first."""
    reviewing = actor.regions_as(RegionRole.OFFICER, RegionRole.BROKER, RegionRole.REVIEWER)
    return (
        Achievement.objects.filter(state=AchievementState.SUBMITTED)
        .filter(in_regions(reviewing))
        .exclude(organization_id__in=actor.organization_ids | actor.delegated)
        .order_by("submitted_at", "pk")
    )


def for_list(rows: QuerySet[Achievement]) -> QuerySet[Achievement]:
    """The same rows with their owners and without the long texts: one query."""
    return rows.select_related("organization").defer(*LONG_TEXTS)
