"""The funnel, and the demands behind each of its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Path, Query

from queqiao_web.deals.permissions import can_read_funnel
from queqiao_web.deals.queries import at_stage, demands_in_cohorts, funnel, together
from queqiao_web.deals.schemas.inputs import FunnelPageQuery, FunnelQuery
from queqiao_web.deals.schemas.outputs import FunnelDemand, FunnelOut, funnel_shown
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import shown_region
from queqiao_web.foundation.access import Actor, RegionRole
from queqiao_web.foundation.api import Page, Router, page_of
from queqiao_web.foundation.disclosure import levels_of
from queqiao_web.foundation.http import Request

SCOPE = "funnel:read"
Stage = Annotated[Literal["valid", "matched", "contacted", "signed", "paid", "producing"], Path()]
_SEEING = (RegionRole.OFFICER, RegionRole.OPERATOR, RegionRole.AUDITOR)
_MORE_THAN_A_MONTH = timedelta(days=32)
router = Router(tags=["funnel"])


@router.reads("get_funnel", "/funnel", scope=SCOPE, permission=can_read_funnel, answer=FunnelOut)
def get_funnel(request: Request, query: Query[FunnelQuery]) -> FunnelOut:
    """How far the demands of your regions came, by month of publication."""
    cohorts = funnel(_regions(request.actor), since=_begin(query.since), until=_begin(query.until))
    return funnel_shown(cohorts, together(cohorts))


@router.reads(
    "list_funnel_demands",
    "/funnel/{stage}/demands",
    scope=SCOPE,
    permission=can_read_funnel,
    answer=Page[FunnelDemand],
)
def list_funnel_demands(
    request: Request, stage: Stage, query: Query[FunnelPageQuery]
) -> Page[FunnelDemand]:
    """The demands behind a figure."""
    since = _begin(query.month)
    rows = demands_in_cohorts(_regions(request.actor), since=since, until=_next_month(since))
    rows = rows.defer("description", "secret_annex", "indices")

    def show(part: Sequence[Demand]) -> list[FunnelDemand]:
        return _told(part, request.actor)

    return page_of(at_stage(rows, stage), query, show)


def _told(rows: Sequence[Demand], actor: Actor) -> list[FunnelDemand]:
    levels = levels_of(actor, rows)
    return [
        FunnelDemand(
            code=row.code,
            title=row.title,
            state=row.state,
            region_code=shown_region(row, levels[row.pk]),
            published_at=row.published_at,
        )
        for row in rows
        if row.published_at is not None
    ]


def _regions(actor: Actor) -> tuple[str, ...]:
    return actor.regions_as(*_SEEING)


def _begin(month: str | None) -> datetime | None:
    """The first moment of a month, in the platform's own time."""
    if month is None:
        return None
    year, number = (int(one) for one in month.split("-"))
    return datetime(year, number, 1, tzinfo=timezone.get_current_timezone())


def _next_month(first: datetime | None) -> datetime | None:
    return (first + _MORE_THAN_A_MONTH).replace(day=1) if first is not None else None
