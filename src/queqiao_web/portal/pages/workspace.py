"""A person's own page: what waits for them, what they follow, how much there is."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from queqiao_web.foundation.http import MEMBERS, Request, page
from queqiao_web.foundation.ui.waiting import followed_by, waiting_for
from queqiao_web.organizations.queries import organizations_of
from queqiao_web.portal.permissions import can_view_dashboard
from queqiao_web.portal.queries.own import own_records


@page(permission=MEMBERS)
def workspace(request: Request) -> HttpResponseBase:
    """What waits for this person today, with its age and what happens otherwise."""
    groups = waiting_for(request.actor, request.received_at)
    frame = {
        "groups": groups,
        "waiting_count": sum(group.count for group in groups),
        "waiting_many": any(group.is_many for group in groups),
        "followed": followed_by(request.actor, request.received_at)[:20],
        "own": own_records(request.actor),
        "memberships": organizations_of(request.actor),
        "sees_dashboard": can_view_dashboard(request.actor).allowed,
        "now": request.received_at,
    }
    return render(request, "portal/workspace.html", frame)
