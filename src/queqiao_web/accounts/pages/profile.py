"""One's own account: profile, export of one's data, erasure."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from queqiao_web.accounts import actions
from queqiao_web.accounts.exports import personal_archive
from queqiao_web.accounts.forms import EraseForm, ProfileForm
from queqiao_web.accounts.models import User
from queqiao_web.accounts.pages.entrance import remember_language
from queqiao_web.accounts.queries import erasure_blockers, people_visible_to
from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.http import MEMBERS, PUBLIC, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404
from queqiao_web.foundation.ui.context import LARGE_PRINT_COOKIE

_A_YEAR = 365 * 24 * 3600


def _after_proof(
    view: Callable[[Request], HttpResponse],
) -> Callable[[Request], HttpResponse]:
    """Ask for the password again first, unless that was minutes ago; a form is then sent anew."""
    guarded = reauthentication_required(view)

    @wraps(view)
    def opened(request: Request) -> HttpResponse:
        if request.method == "POST" and not did_recently_reauthenticate(request):
            return redirect(request.path)
        return guarded(request)

    return opened


@page(permission=PUBLIC)
@require_GET
def terms(request: Request) -> HttpResponse:
    """Terms of use and privacy notice."""
    return render(request, "accounts/terms.html")


@page(permission=MEMBERS)
@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    """Name, language and print size, and the ways to everything about one's account."""
    user = _own(request)
    form = ProfileForm.of(user) if request.method == "GET" else ProfileForm(request.POST)
    if form.is_bound and form.is_valid():
        try:
            actions.edit_profile(
                actor=request.actor,
                user_id=user.pk,
                at=request.received_at,
                profile=form.profile(),
            )
        except Invalid as error:
            for problem in error.problems:
                form.add_error(problem.field or None, str(problem.text))
        else:
            return _saved(request, form)
    return render(request, "accounts/profile.html", {"form": form, "person": user})


def _saved(request: Request, form: ProfileForm) -> HttpResponse:
    messages.success(request, _("Your profile is saved."))
    answer = redirect("profile")
    remember_language(answer, form.cleaned_data["language"])
    answer.set_cookie(
        LARGE_PRINT_COOKIE,
        "1" if form.cleaned_data["large_print"] else "0",
        max_age=_A_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


@page(permission=MEMBERS)
@_after_proof
@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponse:
    """What the file holds; sending the form downloads it."""
    user = _own(request)
    if request.method == "GET":
        return render(request, "accounts/export.html", {"person": user})
    data = actions.export_person(actor=request.actor, user_id=user.pk, at=request.received_at)
    answer = HttpResponse(personal_archive(data), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="queqiao-{user.code}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@page(permission=MEMBERS)
@_after_proof
@require_http_methods(["GET", "POST"])
def erase(request: Request) -> HttpResponse:
    """What stays and what goes; sending the form erases the account."""
    user = _own(request)
    form = EraseForm(request.POST or None)
    blockers = erasure_blockers(user.pk)
    if form.is_bound and form.is_valid() and not blockers:
        actions.erase_person(actor=request.actor, user_id=user.pk, at=request.received_at)
        logout(request)
        return render(request, "accounts/erased.html")
    return render(request, "accounts/erase.html", {"form": form, "blockers": blockers})


def _own(request: Request) -> User:
    return get_visible_or_404(people_visible_to(request.actor), pk=request.actor.user_id)
