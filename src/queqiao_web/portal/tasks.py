"""Jobs that keep the index of what is published current."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from queqiao_web.achievements.models import Achievement
from queqiao_web.demands.models import Demand
from queqiao_web.foundation.jobs import job
from queqiao_web.foundation.notifications import notification_kind, notify
from queqiao_web.matching.actions import tell_search
from queqiao_web.matching.models import SavedSearch
from queqiao_web.portal.adapters import find_entries, follow_records
from queqiao_web.portal.queries.published import (
    ACHIEVEMENT,
    DEMAND,
    EXPERT,
    name_of,
    names_of_organization,
)

_MOVING = (
    "published",
    "edited",
    "reconfirmed",
    "reopened",
    "resumed",
    "matched",
    "closed",
    "withdrawn",
    "expired",
)
_DEMANDS = tuple(f"demands.demand.{verb}" for verb in _MOVING)
_ACHIEVEMENTS = tuple(f"achievements.achievement.{verb}" for verb in _MOVING)
_EXPERTS = tuple(f"experts.expert.{verb}" for verb in _MOVING)
_ORGANIZATIONS = tuple(
    f"organizations.organization.{verb}"
    for verb in ("verified", "edited", "identity_changed", "suspended", "reinstated", "closed")
)


@job("portal.index_demand", after=_DEMANDS)
def index_demand(*, object_id: int, **_: object) -> None:
    """Have the index say of a demand what is published of it now."""
    follow_records([name_of(DEMAND, object_id)])


@job("portal.index_achievement", after=_ACHIEVEMENTS)
def index_achievement(*, object_id: int, **_: object) -> None:
    """Have the index say of an achievement what is published of it now."""
    follow_records([name_of(ACHIEVEMENT, object_id)])


@job("portal.index_expert", after=_EXPERTS)
def index_expert(*, object_id: int, **_: object) -> None:
    """Have the index say of an expert what is published of them now."""
    follow_records([name_of(EXPERT, object_id)])


@job("portal.index_organization", after=_ORGANIZATIONS)
def index_organization(*, object_id: int, **_: object) -> None:
    """Have the index say of an organization, and of all that it owns, what is published now."""
    follow_records(names_of_organization(object_id))


NEWS = notification_kind(
    "portal.search_news",
    label=_("News for a saved search"),
    title=_("%(count)d new for “%(name)s”"),
    mailed_by_default=False,
)
_LOOKED_AT = 100  # the best results of a search; what is new among them is told


@job("portal.tell_searches", every=timedelta(minutes=10))
def tell_searches(*, at: datetime, **_more: object) -> None:
    """Tell people what was published since they last heard and fits a search that they keep."""
    for search in SavedSearch.objects.filter(alerts=True, told_through__lt=at).order_by("pk"):
        found = find_entries(
            search.text,
            most=_LOOKED_AT,
            kind=search.kind,
            region=search.region_code,
            industry=search.industry_code,
        )
        model = Demand if search.kind == DEMAND else Achievement
        fresh = model._default_manager.filter(
            code__in=[one.code for one in found],
            published_at__gt=search.told_through,
            published_at__lte=at,
        ).count()
        if fresh:
            notify(
                [search.user_id],
                "portal.search_news",
                key=f"{search.code}:{at.isoformat()}",
                params={"count": fresh, "name": search.name},
                url=f"{reverse('search')}?{urlencode({'q': search.text, 'kind': search.kind})}",
                at=at,
            )
        tell_search(at=at, search_id=search.pk)
