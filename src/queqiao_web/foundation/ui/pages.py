"""Pages behind parts that every list has."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.http import MEMBERS, Request, page
from queqiao_web.foundation.ui.lists import remove_view, save_view


@require_POST
@page(permission=MEMBERS)
def saved_view_save(request: Request) -> HttpResponseBase:
    """Keep the filters of a list under a name."""
    there = back_to(request)
    query = request.POST.get("query", "")
    try:
        save_view(
            actor=request.actor,
            at=request.received_at,
            list_name=request.POST.get("list", ""),
            title=request.POST.get("title", ""),
            query=query,
        )
    except Invalid as error:
        for problem in error.problems:
            messages.error(request, problem.text)
    else:
        messages.success(request, _("The view is kept."))
    return HttpResponseRedirect(f"{there}?{query}" if query else there)


@require_POST
@page(permission=MEMBERS)
def saved_view_remove(request: Request, code: str) -> HttpResponseBase:
    """Forget a view of one's own."""
    remove_view(actor=request.actor, code=code)
    messages.success(request, _("The view is removed."))
    return HttpResponseRedirect(back_to(request))


def back_to(request: Request) -> str:
    """Where a form says that it came from; the home page where that is another site."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return there if ours else "/"
