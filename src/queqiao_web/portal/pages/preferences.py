"""The two switches in the header: language and size of print."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_POST

from queqiao_web.foundation.http import PUBLIC, Request, page
from queqiao_web.foundation.ui.context import LARGE_PRINT_COOKIE
from queqiao_web.foundation.ui.pages import back_to

_YEAR: Final = 365 * 24 * 3600


@require_POST
@page(permission=PUBLIC)
def set_language(request: Request) -> HttpResponseBase:
    """Show pages in the chosen language from now on, and go back."""
    answer = HttpResponseRedirect(back_to(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _keep(answer, settings.LANGUAGE_COOKIE_NAME, language)
    return answer


@require_POST
@page(permission=PUBLIC)
def set_large_print(request: Request) -> HttpResponseBase:
    """Show pages in large or normal print from now on, and go back."""
    answer = HttpResponseRedirect(back_to(request))
    _keep(answer, LARGE_PRINT_COOKIE, "1" if request.POST.get("size") == "large" else "0")
    return answer


def _keep(answer: HttpResponseBase, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
