"""Endpoints of demands."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from ninja import Query

from queqiao_web.demands import actions, permissions
from queqiao_web.demands.adapters import PUBLIC_DEMANDS
from queqiao_web.demands.models import Demand
from queqiao_web.demands.queries import (
    demand_level,
    demands_of,
    demands_to_review,
    demands_visible_to,
    organizations_posting_for,
)
from queqiao_web.demands.schemas import (
    DemandBrief,
    DemandClose,
    DemandNew,
    DemandOut,
    DemandPatch,
    DemandQuery,
    DemandReturn,
    brief,
    changed_content,
    new_content,
    whole,
)
from queqiao_web.foundation.access import Actor, require
from queqiao_web.foundation.api import Code, Page, Router, expected_version, page_of
from queqiao_web.foundation.api.files import file_endpoints
from queqiao_web.foundation.api.filters import owned_by, within_region
from queqiao_web.foundation.api.verbs import Verbs
from queqiao_web.foundation.disclosure import levels_of, open_level, reveal, stands_in_for_owner
from queqiao_web.foundation.http import PUBLIC, Request
from queqiao_web.foundation.http.pages import get_visible_or_404

READ, WRITE, REVIEW = "demands:read", "demands:write", "demands:review"
router = Router(tags=["demands"])


@router.reads("list_demands", "/demands", scope=READ, permission=PUBLIC, answer=Page[DemandBrief])
def list_demands(request: Request, query: Query[DemandQuery]) -> Page[DemandBrief]:
    """The demands that you may see, the newest first."""
    actor = request.actor

    def show(rows: Sequence[Demand]) -> list[DemandBrief]:
        levels = levels_of(actor, rows)
        return [brief(row, levels[row.pk]) for row in rows]

    return page_of(_filtered(_asked_for(query, actor), query, actor), query, show)


@router.creates(
    "create_demand",
    "/demands",
    scope=WRITE,
    permission=permissions.can_create_demand,
    answer=DemandOut,
)
def create_demand(request: Request, body: DemandNew) -> DemandOut:
    """A new draft in the name of an organization of yours."""
    organization = get_visible_or_404(
        organizations_posting_for(request.actor), code=body.organization
    )
    demand = actions.create_draft(
        actor=request.actor,
        at=request.received_at,
        organization_id=organization.pk,
        content=new_content(body),
    )
    return _shown(request, demand)


@router.reads("get_demand", "/demands/{code}", scope=READ, permission=PUBLIC, answer=DemandOut)
def get_demand(request: Request, code: Code) -> DemandOut:
    """One demand up to your level; a look above what is open to all is recorded."""
    return _shown(request, _find(request, code))


@router.edits(
    "edit_demand",
    "/demands/{code}",
    scope=WRITE,
    permission=permissions.can_edit_demand,
    answer=DemandOut,
)
def edit_demand(request: Request, code: Code, body: DemandPatch) -> DemandOut:
    """Change a draft or a returned demand."""
    demand = _find(request, code)
    require(permissions.can_edit_demand(request.actor, demand))
    changed = actions.edit_demand(
        actor=request.actor,
        at=request.received_at,
        demand_id=demand.pk,
        content=changed_content(demand, body),
        version=expected_version(request),
    )
    return _shown(request, changed)


@router.acts(
    "return_demand",
    "/demands/{code}/return",
    scope=REVIEW,
    permission=permissions.can_review_demand,
    answer=DemandOut,
)
def return_demand(request: Request, code: Code, body: DemandReturn) -> DemandOut:
    """Send it back with reasons."""
    demand = _find(request, code)
    actions.return_demand(
        actor=request.actor,
        at=request.received_at,
        demand_id=demand.pk,
        reasons=body.reasons,
        text=body.text,
    )
    return _again(request, demand)


@router.acts(
    "close_demand",
    "/demands/{code}/close",
    scope=WRITE,
    permission=permissions.can_close_demand,
    answer=DemandOut,
)
def close_demand(request: Request, code: Code, body: DemandClose) -> DemandOut:
    """End it."""
    demand = _find(request, code)
    actions.close_demand(
        actor=request.actor, at=request.received_at, demand_id=demand.pk, reason=body.reason
    )
    return _again(request, demand)


def _find(request: Request, code: str) -> Demand:
    return get_visible_or_404(demands_visible_to(request.actor), code=code)


def _again(request: Request, demand: Demand) -> DemandOut:
    """
    The demand as it stands now, for whoever has just changed it.

    A reviewer who returned it may no longer open it; they get what was theirs to read.
    """
    stored = Demand.objects.select_related("organization").get(pk=demand.pk)
    seen = demands_visible_to(request.actor).filter(pk=demand.pk).exists()
    return _shown(request, stored) if seen else whole(stored, open_level(stored), is_ours=False)


def _shown(request: Request, demand: Demand) -> DemandOut:
    actor = request.actor
    level = reveal(
        record=demand, actor=actor, at=request.received_at, level=demand_level(actor, demand)
    )
    level = max(level, open_level(demand))
    return whole(demand, level, is_ours=stands_in_for_owner(actor, demand))


_verbs = Verbs(router, "demand", _find, _again, DemandOut)
_verbs.add(
    "submit",
    actions.submit_demand,
    permissions.can_submit_demand,
    "Send it to review, as it is.",
    scope=WRITE,
)
_verbs.add(
    "withdraw",
    actions.withdraw_demand,
    permissions.can_withdraw_demand,
    "Take it back.",
    scope=WRITE,
)
_verbs.add(
    "reopen",
    actions.reopen_demand,
    permissions.can_reopen_demand,
    "Make it a draft, to change it.",
    scope=WRITE,
)
_verbs.add(
    "reconfirm",
    actions.reconfirm_demand,
    permissions.can_reconfirm_demand,
    "Say that it still holds.",
    scope=WRITE,
)
_verbs.add(
    "match",
    actions.match_demand,
    permissions.can_match_demand,
    "Say that a partner is found.",
    scope=WRITE,
)
_verbs.add(
    "resume",
    actions.resume_demand,
    permissions.can_match_demand,
    "Look for partners again.",
    scope=WRITE,
)
_verbs.add(
    "claim",
    actions.claim_demand,
    permissions.can_review_demand,
    "Take it for review, for an hour.",
    scope=REVIEW,
)
_verbs.add(
    "release",
    actions.release_demand,
    permissions.can_review_demand,
    "Leave it to colleagues.",
    scope=REVIEW,
)
_verbs.add(
    "publish",
    actions.publish_demand,
    permissions.can_review_demand,
    "Publish what was reviewed.",
    scope=REVIEW,
)


def _asked_for(query: DemandQuery, actor: Actor) -> QuerySet[Demand]:
    if query.whose == "mine":
        return demands_of(actor)
    if query.whose == "review":
        return demands_to_review(actor)
    return demands_visible_to(actor)


def _filtered(rows: QuerySet[Demand], query: DemandQuery, actor: Actor) -> QuerySet[Demand]:
    if query.q and query.whose == "mine":
        rows = rows.filter(title__icontains=query.q)
    elif query.q:
        rows = rows.filter(code__in=[*PUBLIC_DEMANDS.search_codes(query.q), query.q.upper()])
    if query.state:
        rows = rows.filter(state=query.state)
    if query.region:
        rows = within_region(rows, query.region, actor)
    if query.industry:
        rows = rows.filter(industry_code__startswith=query.industry)
    if query.organization:
        rows = owned_by(rows, query.organization, actor)
    return rows.defer("description", "secret_annex", "indices", "return_text")


file_endpoints(
    router,
    "demand",
    "/demands/{code}",
    find=_find,
    can_attach=permissions.can_attach_to_demand,
    reading=READ,
    writing=WRITE,
)
