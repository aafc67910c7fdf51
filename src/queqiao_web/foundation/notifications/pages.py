"""Pages to read notifications and to choose what one is told, and how."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from queqiao_web.foundation.http import MEMBERS, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.notifications.choices import (
    OFFERED,
    choices_of,
    choose_notifications,
)
from queqiao_web.foundation.notifications.kinds import KINDS
from queqiao_web.foundation.notifications.models import Channel, Notification
from queqiao_web.foundation.notifications.read import (
    mark_read,
    notifications_visible_to,
    told,
)
from queqiao_web.foundation.ui.lists import ChoiceFilter, Order, list_page
from queqiao_web.foundation.ui.lists.filters import Options, Q

_ORDERS = (Order("newest", gettext_lazy("Newest first"), "-created_at"),)


def _kinds() -> Options:
    return sorted((kind.name, kind.label) for kind in KINDS.values())


_FILTERS = (
    ChoiceFilter(
        "read",
        gettext_lazy("Read"),
        (("no", gettext_lazy("Unread")), ("yes", gettext_lazy("Read"))),
        condition=lambda value: Q(read_at__isnull=value == "no"),
    ),
    ChoiceFilter("kind", gettext_lazy("About"), _kinds),
)


@page(permission=MEMBERS)
def notification_list(request: Request) -> HttpResponseBase:
    """One's own notifications, newest first."""
    rows = notifications_visible_to(request.actor)
    found = list_page(request, rows, name="notifications", filters=_FILTERS, orders=_ORDERS)
    frame = {
        "page": found,
        "items": [told(row) for row in found.rows if isinstance(row, Notification)],
    }
    return render(request, "foundation/notifications/list.html", frame)


@page(permission=MEMBERS)
def notification_open(request: Request, code: str) -> HttpResponseBase:
    """To what a notification is about; it counts as read then."""
    rows = notifications_visible_to(request.actor)
    row = get_visible_or_404(rows, code=code)
    mark_read(rows.filter(pk=row.pk), at=request.received_at)
    return HttpResponseRedirect(row.url or reverse("notification_list"))


@require_POST
@page(permission=MEMBERS)
def notification_read_all(request: Request) -> HttpResponseBase:
    """Mark all of one's own read."""
    mark_read(notifications_visible_to(request.actor), at=request.received_at)
    messages.success(request, _("All notices are marked read."))
    return HttpResponseRedirect(reverse("notification_list"))


@page(permission=MEMBERS)
def notification_choices(request: Request) -> HttpResponseBase:
    """A table of kinds and channels to choose from."""
    if request.method == "POST":
        chosen = {
            (kind, channel): request.POST[f"{kind}:{channel}"]
            for kind in KINDS
            for channel in Channel.values
            if f"{kind}:{channel}" in request.POST
        }
        choose_notifications(actor=request.actor, chosen=chosen)
        messages.success(request, _("Your choice is kept."))
        return HttpResponseRedirect(reverse("notification_choices"))
    return render(request, "foundation/notifications/choices.html", {"rows": _rows(request)})


def _rows(request: Request) -> list[dict[str, object]]:
    user = request.actor.user_id or 0
    held = choices_of([user])
    return [
        {
            "label": label,
            "cells": [
                {
                    "name": f"{name}:{channel}",
                    "word": Channel(channel).label,
                    "options": [
                        (how.value, how.label, how == held[user, name, channel])
                        for how in OFFERED[channel]
                    ],
                }
                for channel in Channel.values
            ],
        }
        for name, label in _kinds()
    ]
