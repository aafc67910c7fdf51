"""Filters that must not find an anonymous record by what it hides."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from queqiao_web.foundation.access import Actor, region_prefix
from queqiao_web.foundation.disclosure import Disclosure

Row = TypeVar("Row", bound=Model)
_CITY = 4  # digits of the code of a city


def within_region(rows: QuerySet[Row], region: str, actor: Actor) -> QuerySet[Row]:
    """
    The confidential records of a region.

    Asked for by county, the anonymous ones of others are left out, since it would place them.
    """
    prefix = region_prefix(region)
    rows = rows.filter(region_code__startswith=prefix)
    return rows.filter(_nameable(actor)) if len(prefix) > _CITY else rows


def owned_by(rows: QuerySet[Row], organization: str, actor: Actor) -> QuerySet[Row]:
    """The confidential records of an organization, without the anonymous ones of others."""
    return rows.filter(_nameable(actor), organization__code=organization)


def _nameable(actor: Actor) -> Q:
    ours = actor.organization_ids | actor.delegated
    return ~Q(disclosure=Disclosure.ANONYMOUS) | Q(organization__in=ours)
