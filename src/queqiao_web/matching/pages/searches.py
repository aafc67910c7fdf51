"""Searches that people keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.http import MEMBERS, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.matching.actions import delete_search, save_search
from queqiao_web.matching.forms import SearchForm
from queqiao_web.matching.permissions import can_use_saved_search
from queqiao_web.matching.queries import searches_of


@page(permission=MEMBERS)
def search_list(request: Request) -> HttpResponse:
    """The searches that the person keeps, and a form for another."""
    form = SearchForm(request.POST or None, initial={"text": request.GET.get("q", "")})
    if request.method == "POST":
        try:
            save_search(
                actor=request.actor,
                at=request.received_at,
                name=request.POST.get("name", ""),
                kind=request.POST.get("kind", ""),
                text=request.POST.get("text", ""),
                region_code=form.cleaned_data["region_code"] if form.is_valid() else "",
                industry_code=form.cleaned_data["industry_code"] if form.is_valid() else "",
            )
        except Invalid as error:
            for problem in error.problems:
                if problem.field not in form.errors:
                    form.add_error(problem.field, problem.text)
        else:
            messages.success(request, _("The search is kept; you hear of what is new."))
            return redirect("saved_search_list")
    frame = {"form": form, "searches": searches_of(request.actor)}
    return render(request, "matching/searches.html", frame, status=422 if form.errors else 200)


@require_POST
@page(permission=can_use_saved_search)
def search_delete(request: Request, code: str) -> HttpResponseBase:
    """Forget a search."""
    search = get_visible_or_404(searches_of(request.actor), code=code)
    delete_search(actor=request.actor, at=request.received_at, search_id=search.pk)
    messages.success(request, _("The search is deleted."))
    return redirect("saved_search_list")
