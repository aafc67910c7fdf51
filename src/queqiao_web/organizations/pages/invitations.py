"""What a letter of invitation opens."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.organizations import actions, permissions


@page(permission=PUBLIC)
@never_cache
@require_GET
def invitation_open(request: Request, code: str, secret: str) -> HttpResponse:
    """Who invites to what; signing in or registering leads back here."""
    invitation = actions.read_invitation(code=code, secret=secret, at=request.received_at)
    back = urlencode({"next": request.path})
    frame = {
        "invitation": invitation,
        "secret": secret,
        "sign_in_url": f"{reverse('account_login')}?{back}",
        "sign_up_url": f"{reverse('account_signup')}?{back}",
    }
    return render(request, "organizations/invitation.html", frame)


@page(permission=permissions.can_answer_invitation)
@require_POST
def invitation_accept(request: Request, code: str, secret: str) -> HttpResponse:
    """Join the organization."""
    membership = actions.accept_invitation(
        actor=request.actor, code=code, secret=secret, at=request.received_at
    )
    name = membership.organization.name
    messages.success(request, _("You are a member of %(name)s now.") % {"name": name})
    return redirect("organization_detail", membership.organization.code)


@page(permission=PUBLIC)
@require_POST
def invitation_decline(request: Request, code: str, secret: str) -> HttpResponse:
    """Say no; no account is needed."""
    actions.decline_invitation(
        actor=request.actor, code=code, secret=secret, at=request.received_at
    )
    messages.success(request, _("The invitation is declined."))
    return redirect("/")
