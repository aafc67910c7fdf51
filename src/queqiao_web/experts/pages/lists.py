"""The public list of experts, those of one's organizations, and the Excel file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from queqiao_web.experts.actions import publish_expert
from queqiao_web.experts.adapters import PUBLIC_EXPERTS
from queqiao_web.experts.exports import expert_sheet
from queqiao_web.experts.permissions import (
    can_decide_claims,
    can_enter_experts,
    can_publish_expert,
)
from queqiao_web.experts.queries import experts_listed, experts_of, experts_visible_to
from queqiao_web.experts.states import Availability, ExpertState
from queqiao_web.foundation.errors import PlatformError
from queqiao_web.foundation.http import MEMBERS, PUBLIC, Request, page
from queqiao_web.foundation.tables import download
from queqiao_web.foundation.ui.lists import (
    ChoiceFilter,
    ContainsFilter,
    IndustryFilter,
    Order,
    RegionFilter,
    filtered,
    list_page,
)
from queqiao_web.foundation.ui.lists.filters import Rows

_EXPORTED = 5_000
_AT_ONCE = 100
_TOLD = 8


class WordsFilter(ContainsFilter):
    """Published experts that fit some words, by the index of what everybody may read."""

    def apply(self, rows: Rows, value: str) -> Rows:
        """The rows that the index finds, at most some hundreds."""
        return rows.filter(code__in=[*PUBLIC_EXPERTS.search_codes(value), value.upper()])


LISTED_ORDERS = (Order("newest", gettext_lazy("Newest first"), "-published_at"),)
LISTED_FILTERS = (
    WordsFilter("q", gettext_lazy("Words, name or code"), ("name",)),
    RegionFilter(),
    IndustryFilter(label=gettext_lazy("Industry that they know")),
    ChoiceFilter("availability", gettext_lazy("Availability"), Availability.choices),
)
OWN_ORDERS = (
    Order("latest", gettext_lazy("Last changed first"), "-updated_at"),
    Order("name", gettext_lazy("By name"), "name"),
)
OWN_FILTERS = (
    ContainsFilter("q", gettext_lazy("Name"), ("name",)),
    ChoiceFilter("state", gettext_lazy("State"), ExpertState.choices),
)


@page(permission=PUBLIC)
def expert_list(request: Request) -> HttpResponse:
    """Every published expert, for everybody."""
    shown = list_page(
        request,
        experts_listed(),
        name="experts",
        filters=LISTED_FILTERS,
        orders=LISTED_ORDERS,
        export_url=reverse("expert_export"),
    )
    frame = {"page": shown, "may_enter": bool(can_enter_experts(request.actor))}
    return render(request, "experts/list.html", frame)


@page(permission=PUBLIC)
def expert_export(request: Request) -> HttpResponse:
    """The same list as an Excel file, without ways to reach anybody."""
    rows = filtered(experts_listed(), request.GET, LISTED_FILTERS).prefetch_related("works")
    return download(
        expert_sheet(rows.order_by("-published_at", "-pk")[:_EXPORTED]), name=_("Experts.xlsx")
    )


@page(permission=MEMBERS)
def my_experts(request: Request) -> HttpResponse:
    """The experts of one's organizations, and oneself as one."""
    shown = list_page(
        request,
        experts_of(request.actor),
        name="my-experts",
        filters=OWN_FILTERS,
        orders=OWN_ORDERS,
        per_page=_AT_ONCE,
    )
    frame = {
        "page": shown,
        "may_enter": can_enter_experts(request.actor),
        "may_decide": bool(can_decide_claims(request.actor)),
        "drafts": any(row.state != ExpertState.PUBLISHED for row in shown.rows),
    }
    return render(request, "experts/mine.html", frame)


@page(permission=can_publish_expert)
@require_POST
def experts_publish(request: Request) -> HttpResponse:
    """Publish the chosen profiles: each by itself; why one was not is told."""
    codes = request.POST.getlist("code")[:_AT_ONCE]
    rows = experts_visible_to(request.actor).filter(code__in=codes).order_by("pk")
    done, refused = 0, []
    for pk, name in rows.values_list("pk", "name"):
        try:
            publish_expert(actor=request.actor, at=request.received_at, expert_id=pk)
        except PlatformError as error:
            reasons = " ".join(str(one.text) for one in error.problems) or str(error.text)
            refused.append(_("%(name)s: %(reasons)s") % {"name": name, "reasons": reasons})
        else:
            done += 1
    if done:
        text = ngettext("%(count)d was published.", "%(count)d were published.", done)
        messages.success(request, text % {"count": done})
    for told in refused[:_TOLD]:
        messages.warning(request, told)
    return redirect("my_experts")
