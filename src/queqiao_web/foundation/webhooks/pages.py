"""Pages of webhooks: one's own and those of one's organizations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.http import MEMBERS, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.webhooks.actions import (
    can_manage_webhooks,
    create_webhook,
    remove_webhook,
    renew_webhook_secret,
    resume_webhook,
    try_webhook,
    webhooks_visible_to,
)
from queqiao_web.foundation.webhooks.deliveries import ERRORS
from queqiao_web.foundation.webhooks.forms import WebhookForm
from queqiao_web.foundation.webhooks.models import WebhookEndpoint
from queqiao_web.foundation.webhooks.owners import owners_for

_SHOWN = 50


@page(permission=MEMBERS)
@never_cache
def webhook_list(request: Request) -> HttpResponseBase:
    """All that the person manages, and a form for another."""
    owners = owners_for(request.actor)
    form = WebhookForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        owner_type, _colon, owner_id = form.cleaned_data["owner"].partition(":")
        try:
            row, secret = create_webhook(
                actor=request.actor,
                at=request.received_at,
                owner_type=owner_type,
                owner_id=int(owner_id),
                url=form.cleaned_data["url"],
                kinds=form.cleaned_data["kinds"],
            )
        except Invalid as error:
            for problem in error.problems:
                form.add_error(problem.field, str(problem.text))
        else:
            return _secret(request, row, secret)
    names = dict(owners)
    items = [
        (row, names.get(f"{row.owner_type}:{row.owner_id}", ""))
        for row in webhooks_visible_to(request.actor).order_by("pk")
    ]
    status = 422 if form.is_bound else 200
    frame = {"form": form, "items": items}
    return render(request, "foundation/webhooks/list.html", frame, status=status)


@page(permission=MEMBERS)
def webhook_detail(request: Request, code: str) -> HttpResponseBase:
    """One endpoint and its latest deliveries."""
    row = _found(request, code)
    deliveries = [
        (one, ERRORS.get(one.error, one.error)) for one in row.deliveries.order_by("-pk")[:_SHOWN]
    ]
    frame = {"webhook": row, "deliveries": deliveries}
    return render(request, "foundation/webhooks/detail.html", frame)


@require_POST
@page(permission=can_manage_webhooks)
@never_cache
def webhook_secret(request: Request, code: str) -> HttpResponseBase:
    """Another secret, shown once."""
    row = _found(request, code)
    secret = renew_webhook_secret(actor=request.actor, at=request.received_at, endpoint_id=row.pk)
    return _secret(request, row, secret)


@require_POST
@page(permission=can_manage_webhooks)
def webhook_try(request: Request, code: str) -> HttpResponseBase:
    """Send a test message."""
    row = _found(request, code)
    try_webhook(actor=request.actor, at=request.received_at, endpoint_id=row.pk)
    messages.success(request, _("A test message is on its way; its result appears below."))
    return HttpResponseRedirect(_page_of(row))


@require_POST
@page(permission=can_manage_webhooks)
def webhook_resume(request: Request, code: str) -> HttpResponseBase:
    """Use it again."""
    row = _found(request, code)
    resume_webhook(actor=request.actor, at=request.received_at, endpoint_id=row.pk)
    messages.success(request, _("The webhook is in use again."))
    return HttpResponseRedirect(_page_of(row))


@require_POST
@page(permission=can_manage_webhooks)
def webhook_remove(request: Request, code: str) -> HttpResponseBase:
    """Use it no more."""
    row = _found(request, code)
    remove_webhook(actor=request.actor, at=request.received_at, endpoint_id=row.pk)
    messages.success(request, _("The webhook is removed."))
    return HttpResponseRedirect(resolve_url("webhook_list"))


def _found(request: Request, code: str) -> WebhookEndpoint:
    return get_visible_or_404(webhooks_visible_to(request.actor), code=code)


def _page_of(row: WebhookEndpoint) -> str:
    return resolve_url("webhook_detail", row.code)


def _secret(request: Request, row: WebhookEndpoint, secret: str) -> HttpResponseBase:
    """The secret in the answer itself, not in a session or a message: it is nowhere kept."""
    frame = {"webhook": row, "secret": secret}
    return render(request, "foundation/webhooks/secret.html", frame)
