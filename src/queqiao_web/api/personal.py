"""Endpoints about whoever asks: who they are, what they were told."""

from __future__ import annotations

from collections.abc import Sequence

from ninja import Query

from queqiao_web.accounts.models import User
from queqiao_web.api.permissions import can_read_who_i_am
from queqiao_web.api.schemas import (
    CountOut,
    MembershipOut,
    MeOut,
    NoticeOut,
    NoticeQuery,
    PostOut,
)
from queqiao_web.foundation.access import OrganizationRole, RegionRole
from queqiao_web.foundation.api import Code, Owner, Page, Router, page_of
from queqiao_web.foundation.http import Request
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.notifications.models import Notification
from queqiao_web.foundation.notifications.read import mark_read, notifications_visible_to, told
from queqiao_web.organizations.models import Organization

READ, WRITE = "notifications:read", "notifications:write"
router = Router(tags=["me"])


@router.reads("get_me", "/me", scope=READ, permission=can_read_who_i_am, answer=MeOut)
def get_me(request: Request) -> MeOut:
    """Who you are here, and what this token allows."""
    actor = request.actor
    user = User.objects.get(pk=actor.user_id or 0)
    ids = actor.organization_ids | actor.delegated
    known = Organization.objects.in_bulk(ids)
    return MeOut(
        code=user.code,
        name=str(user),
        memberships=[
            MembershipOut(organization=Owner.of(known[pk]), role=OrganizationRole(role))
            for pk, role in sorted(actor.memberships.items())
        ],
        delegated=[Owner.of(known[pk]) for pk in sorted(actor.delegated)],
        posts=[
            PostOut(role=RegionRole(one.role), region_code=one.region_code) for one in actor.posts
        ],
        scopes=sorted(actor.scopes) if actor.scopes is not None else None,
    )


@router.reads(
    "list_notifications",
    "/notifications",
    scope=READ,
    permission=can_read_who_i_am,
    answer=Page[NoticeOut],
)
def list_notifications(request: Request, query: Query[NoticeQuery]) -> Page[NoticeOut]:
    """What you were told, the newest first."""
    rows = notifications_visible_to(request.actor)
    if query.unread is not None:
        rows = rows.filter(read_at__isnull=query.unread)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    return page_of(rows, query, _notices)


@router.acts(
    "read_notification",
    "/notifications/{code}/read",
    scope=WRITE,
    permission=can_read_who_i_am,
    answer=NoticeOut,
)
def read_notification(request: Request, code: Code) -> NoticeOut:
    """Mark one read."""
    rows = notifications_visible_to(request.actor)
    row = get_visible_or_404(rows, code=code)
    mark_read(rows.filter(pk=row.pk), at=request.received_at)
    return _notices([rows.get(pk=row.pk)])[0]


@router.acts(
    "read_all_notifications",
    "/notifications/read-all",
    scope=WRITE,
    permission=can_read_who_i_am,
    answer=CountOut,
)
def read_all_notifications(request: Request) -> CountOut:
    """Mark all read; how many were not."""
    rows = notifications_visible_to(request.actor)
    return CountOut(count=mark_read(rows, at=request.received_at))


def _notices(rows: Sequence[Notification]) -> list[NoticeOut]:
    found = [told(row) for row in rows]
    return [
        NoticeOut(
            code=one.row.code,
            kind=one.row.kind,
            title=one.title,
            body=one.body,
            url=one.row.url,
            created_at=one.row.created_at,
            read_at=one.row.read_at,
        )
        for one in found
    ]
