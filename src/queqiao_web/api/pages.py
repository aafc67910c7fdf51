"""Pages of the API: its description, and one's tokens."""

from __future__ import annotations

from functools import cache

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from queqiao_web.api.actions import make_token, revoke_token
from queqiao_web.api.assembly import describe
from queqiao_web.api.forms import TokenForm
from queqiao_web.api.gate import LIMIT
from queqiao_web.api.models import ApiToken
from queqiao_web.api.permissions import can_make_tokens, can_revoke_token
from queqiao_web.api.queries import tokens_visible_to
from queqiao_web.api.scopes import SCOPES
from queqiao_web.foundation.errors import Invalid
from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.http.pages import get_visible_or_404


@require_safe
@page(permission=PUBLIC)
def api_docs(request: Request) -> HttpResponse:
    """Every endpoint, to read and to try; nothing of it comes from elsewhere."""
    return render(request, "api/docs.html", {"limit": LIMIT.burst})


@require_safe
@page(permission=PUBLIC)
def openapi_document(request: Request) -> HttpResponse:
    """The description for programs."""
    del request
    return JsonResponse(_described(), json_dumps_params={"ensure_ascii": False})


@page(permission=can_make_tokens)
@never_cache
def token_list(request: Request) -> HttpResponseBase:
    """One's tokens, and a form for another; its secret is in the answer and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(
                actor=request.actor,
                at=request.received_at,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                days=form.cleaned_data["days"],
            )
        except Invalid as error:
            for problem in error.problems:
                form.add_error(problem.field, str(problem.text))
        else:
            return render(request, "api/token_made.html", {"token": token, "secret": secret})
    frame = {
        "form": form,
        "tokens": [_shown(one, request) for one in tokens_visible_to(request.actor)],
    }
    return render(request, "api/tokens.html", frame, status=422 if form.errors else 200)


@require_POST
@page(permission=can_revoke_token)
def token_revoke(request: Request, code: str) -> HttpResponseBase:
    """A token that opens nothing any more."""
    token = get_visible_or_404(tokens_visible_to(request.actor), code=code)
    revoke_token(actor=request.actor, at=request.received_at, token_id=token.pk)
    messages.success(request, _("The token is revoked."))
    return redirect("token_list")


def _shown(token: ApiToken, request: Request) -> dict[str, object]:
    return {
        "token": token,
        "scopes": [SCOPES.get(one, one) for one in token.scopes],
        "is_over": token.expires_at <= request.received_at,
    }


@cache
def _described() -> dict[str, object]:
    from queqiao_web.api.urls import API  # noqa: PLC0415 -- the addresses name this page

    return describe(API)
