"""Calendars: of one deal for whoever may see it, of one person by a secret address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.deals import actions
from queqiao_web.deals.exports import calendar_of
from queqiao_web.deals.models import CalendarKey
from queqiao_web.deals.pages.record import find_deal
from queqiao_web.deals.permissions import can_read_deals
from queqiao_web.deals.queries import deals_visible_to, for_deal_list
from queqiao_web.foundation.errors import NotThere
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.http.actors import actor_of_user

_TYPE = "text/calendar; charset=utf-8"


@page(permission=can_read_deals)
def deal_calendar(request: Request, code: str) -> HttpResponse:
    """The days of one deal."""
    deal = find_deal(request, code)
    answer = HttpResponse(calendar_of([deal]), content_type=_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{deal.code}.ics"'
    return answer


@page(permission=PUBLIC)
def person_calendar(request: Request, secret: str) -> HttpResponse:  # noqa: ARG001 -- the secret asks
    """The days of all deals of whoever has the secret: calendar programs do not sign in."""
    key = (
        CalendarKey.objects.select_related("user").filter(digest=actions.digest_of(secret)).first()
    )
    if key is None or not key.user.is_active:
        raise NotThere
    rows = for_deal_list(deals_visible_to(actor_of_user(key.user)))
    return HttpResponse(calendar_of(rows.order_by("pk")[:500]), content_type=_TYPE)


@require_POST
@page(permission=can_read_deals)
def calendar_key(request: Request) -> HttpResponseBase:
    """A new secret address, shown once."""
    secret = actions.make_calendar_key(actor=request.actor, at=request.received_at)
    address = request.build_absolute_uri(reverse("person_calendar", args=[secret]))
    messages.success(
        request,
        _("Subscribe to this address; it is shown only now: %(address)s") % {"address": address},
    )
    return redirect("deal_list")
