"""The one shape of errors, as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from queqiao_web.foundation.errors import NotThere, PlatformError, Problem, TooMany


def failure(request: HttpRequest, error: PlatformError) -> HttpResponse:
    """The error for whoever asked: a page for people, JSON for programs."""
    answer = _answer(request, error.status, error.code, str(error.text), error.problems)
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.retry_after)
    return answer


def error_body(
    code: str, text: str, problems: tuple[Problem, ...] = (), request_code: str = ""
) -> dict[str, object]:
    """The error as every API answer spells it."""
    return {
        "error": {
            "code": code,
            "message": text,
            "problems": [
                {"field": one.field, "code": one.code, "message": str(one.text)} for one in problems
            ],
            "request": request_code,
        }
    }


def _answer(
    request: HttpRequest, status: int, code: str, text: str, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    request_code = getattr(request, "request_code", "")
    if request.path.startswith("/api/"):
        body = error_body(code, text, problems, request_code)
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    frame = {
        "status": status,
        "text": text,
        "problems": problems,
        "request_code": request_code,
        "error_code": code,
    }
    return render(request, "foundation/error.html", frame, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's call
    """Django found the request malformed."""
    return _answer(request, 400, "bad_request", _("This request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's call
    """Django refused."""
    return _answer(request, 403, "refused", _("You may not do this."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's call
    """A form without its token: opened too long ago, or sent from elsewhere."""
    text = _("This form has expired. Please go back, reload the page and send it again.")
    return _answer(request, 403, "form_expired", text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's call
    """No such address."""
    return _answer(request, 404, NotThere.code, str(NotThere.text))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke that we did not foresee."""
    return _answer(request, 500, PlatformError.code, str(PlatformError.text))
