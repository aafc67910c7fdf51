"""Who holds which post in which region."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from queqiao_web.accounts.queries import person_named
from queqiao_web.foundation.access import RegionRole
from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.http import Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.lists import ChoiceFilter, Order, RegionFilter, list_page
from queqiao_web.organizations import actions, permissions
from queqiao_web.organizations.forms import AppointForm
from queqiao_web.organizations.pages.answers import put_into, told_in_messages
from queqiao_web.organizations.queries import posts_visible_to

_FILTERS = (
    ChoiceFilter("role", gettext_lazy("Post"), RegionRole.choices, field="role"),
    RegionFilter(),
)
_ORDERS = (Order("newest", gettext_lazy("Newest first"), "-created_at"),)


@page(permission=permissions.can_see_posts)
@require_http_methods(["GET", "POST"])
def appointment_list(request: Request) -> HttpResponse:
    """Running posts; operators give new ones here."""
    form = AppointForm(request.POST or None)
    if form.is_bound and form.is_valid() and _appointed(request, form):
        return redirect("appointment_list")
    found = list_page(
        request,
        posts_visible_to(request.actor),
        name="appointments",
        filters=_FILTERS,
        orders=_ORDERS,
        per_page=30,
    )
    return render(request, "organizations/posts.html", {"page": found, "form": form})


def _appointed(request: Request, form: AppointForm) -> bool:
    """Whether the post was given; else the form says why not."""
    person = person_named(form.cleaned_data["login"])
    if person is None:
        form.add_error("login", _("There is no such person on the platform."))
        return False
    try:
        actions.appoint(
            actor=request.actor,
            at=request.received_at,
            user_id=person.pk,
            role=form.cleaned_data["role"],
            region_code=form.cleaned_data["region_code"],
        )
    except Invalid as error:
        put_into(form, error)
        return False
    with told_in_messages(request, _("%(name)s holds the post now.") % {"name": person}):
        return True


@page(permission=permissions.can_end_appointment)
@require_POST
def appointment_end(request: Request, code: str) -> HttpResponse:
    """End a post."""
    found = get_visible_or_404(posts_visible_to(request.actor), code=code)
    with told_in_messages(request, _("The post has ended.")):
        actions.end_appointment(
            actor=request.actor, appointment_id=found.pk, at=request.received_at
        )
    return redirect("appointment_list")
