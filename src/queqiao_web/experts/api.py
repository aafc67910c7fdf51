"""Endpoints of experts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from ninja import Query

from queqiao_web.experts import actions, permissions
from queqiao_web.experts.adapters import PUBLIC_EXPERTS
from queqiao_web.experts.models import Expert
from queqiao_web.experts.queries import (
    experts_of,
    experts_visible_to,
    for_list,
    may_reach,
    organizations_presenting_for,
)
from queqiao_web.experts.schemas import (
    ExpertBrief,
    ExpertNew,
    ExpertOut,
    ExpertPatch,
    ExpertQuery,
    brief,
    changed_content,
    new_content,
    whole,
)
from queqiao_web.foundation.access import Actor, region_prefix, require
from queqiao_web.foundation.api import Code, Page, Router, expected_version, page_of
from queqiao_web.foundation.api.verbs import Verbs
from queqiao_web.foundation.http import PUBLIC, Request
from queqiao_web.foundation.http.pages import get_visible_or_404

READ, WRITE = "experts:read", "experts:write"
router = Router(tags=["experts"])


@router.reads("list_experts", "/experts", scope=READ, permission=PUBLIC, answer=Page[ExpertBrief])
def list_experts(request: Request, query: Query[ExpertQuery]) -> Page[ExpertBrief]:
    """The experts that you may see, the newest first."""

    def show(rows: Sequence[Expert]) -> list[ExpertBrief]:
        return [brief(row) for row in rows]

    return page_of(_filtered(_asked_for(query, request.actor), query), query, show)


@router.creates(
    "create_expert",
    "/experts",
    scope=WRITE,
    permission=permissions.can_create_expert,
    answer=ExpertOut,
)
def create_expert(request: Request, body: ExpertNew) -> ExpertOut:
    """A new draft of a profile, in an organization of yours."""
    organization = get_visible_or_404(
        organizations_presenting_for(request.actor), code=body.organization
    )
    expert = actions.create_expert(
        actor=request.actor,
        at=request.received_at,
        organization_id=organization.pk,
        content=new_content(body),
    )
    return _shown(request, expert)


@router.reads("get_expert", "/experts/{code}", scope=READ, permission=PUBLIC, answer=ExpertOut)
def get_expert(request: Request, code: Code) -> ExpertOut:
    """One expert; how to reach them only for those who may."""
    return _shown(request, _find(request, code))


@router.edits(
    "edit_expert",
    "/experts/{code}",
    scope=WRITE,
    permission=permissions.can_edit_expert,
    answer=ExpertOut,
)
def edit_expert(request: Request, code: Code, body: ExpertPatch) -> ExpertOut:
    """Change a profile."""
    expert = _find(request, code)
    require(permissions.can_edit_expert(request.actor, expert))
    changed = actions.edit_expert(
        actor=request.actor,
        at=request.received_at,
        expert_id=expert.pk,
        content=changed_content(expert, body),
        version=expected_version(request),
    )
    return _shown(request, changed)


def _find(request: Request, code: str) -> Expert:
    return get_visible_or_404(experts_visible_to(request.actor), code=code)


def _shown(request: Request, expert: Expert) -> ExpertOut:
    actor = request.actor
    keeps = bool(permissions.can_consent(actor, expert))
    is_ours = keeps or expert.organization_id in actor.organization_ids
    return whole(expert, reaches=may_reach(actor, expert), is_ours=is_ours)


_verbs = Verbs(router, "expert", _find, _shown, ExpertOut)
_verbs.add(
    "publish",
    actions.publish_expert,
    permissions.can_publish_expert,
    "Let everybody find the profile.",
    scope=WRITE,
)
_verbs.add(
    "reconfirm",
    actions.reconfirm_expert,
    permissions.can_reconfirm_expert,
    "Say that it still holds.",
    scope=WRITE,
)
_verbs.add(
    "withdraw",
    actions.withdraw_expert,
    permissions.can_withdraw_expert,
    "Take it out of the public list.",
    scope=WRITE,
)


def _asked_for(query: ExpertQuery, actor: Actor) -> QuerySet[Expert]:
    return for_list(experts_of(actor) if query.whose == "mine" else experts_visible_to(actor))


def _filtered(rows: QuerySet[Expert], query: ExpertQuery) -> QuerySet[Expert]:
    if query.q and query.whose == "mine":
        rows = rows.filter(name__icontains=query.q)
    elif query.q:
        rows = rows.filter(code__in=[*PUBLIC_EXPERTS.search_codes(query.q), query.q.upper()])
    if query.state:
        rows = rows.filter(state=query.state)
    if query.availability:
        rows = rows.filter(availability=query.availability)
    if query.region:
        rows = rows.filter(region_code__startswith=region_prefix(query.region))
    if query.industry:
        rows = rows.filter(industry_code__startswith=query.industry)
    if query.organization:
        rows = rows.filter(organization__code=query.organization)
    return rows
