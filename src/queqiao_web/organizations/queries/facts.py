"""Reads of dated facts: as they are now, as they were known at a moment, and their history."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from queqiao_web.organizations.models import Fact, Organization


def current_facts(organization: Organization) -> QuerySet[Fact]:
    """What holds now, by field and year, with who recorded it."""
    return (
        Fact.objects.filter(organization=organization, superseded_at__isnull=True)
        .select_related("recorded_by")
        .order_by("field", "year")
    )


def facts_known_at(organization: Organization, moment: datetime) -> QuerySet[Fact]:
    """What was held to be so at a moment: recorded by then, not corrected by then."""
    return (
        Fact.objects.filter(organization=organization, created_at__lte=moment)
        .filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment))
        .order_by("field", "year")
    )


def fact_history(organization: Organization, field: str) -> QuerySet[Fact]:
    """Every value that a field ever had, the newest first."""
    return (
        Fact.objects.filter(organization=organization, field=field)
        .select_related("recorded_by")
        .order_by("-year", "-created_at", "-pk")
    )
