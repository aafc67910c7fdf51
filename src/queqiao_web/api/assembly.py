"""All routers in one API, its errors in one shape, its description as OpenAPI."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from queqiao_web.api.description import Description
from queqiao_web.api.gate import LIMIT, gated
from queqiao_web.api.scopes import SCOPES
from queqiao_web.api.words import words_for
from queqiao_web.foundation.errors import Invalid, PlatformError, Problem
from queqiao_web.foundation.http.failures import failure

PREFIX = "api/v1/"
ROUTERS = (
    "queqiao_web.organizations.api",
    "queqiao_web.demands.api",
    "queqiao_web.achievements.api",
    "queqiao_web.experts.api",
    "queqiao_web.matching.api",
    "queqiao_web.deals.api",
    "queqiao_web.api.personal",
    "queqiao_web.api.webhooks",
)
_ABOUT = f"""\
Everything that the pages do, for programs. An endpoint calls the same queries and actions as the
page, so it shows and allows the same: texts come up to the reader's level, and a look above what
is open to everybody is recorded.

- **Tokens** are made under *My account*, limited to scopes and ending on a day. Send
  `Authorization: Bearer qq_…`. Who signed in to the pages may read with the session.
- **Lists** come newest first in pages: send `next` as `after`; `limit` is at most 100.
- **Changes** of a record need the `ETag` that was read in `If-Match`; a stale one gives 409.
- **`Idempotency-Key`** on a POST makes sending it again harmless for a week.
- **Limits**: {LIMIT.burst} requests a minute for a token; 429 says in `Retry-After` when to go on.
- **Errors** have one shape, `ErrorBody`, with every problem of the input at once.
- **Money** is in yuan as a decimal string, days are `YYYY-MM-DD`, moments have a time zone.
"""
_SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token made under My account",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "queqiao_session",
        "description": "Reading only",
    },
}


class _Readable(JSONRenderer):
    """JSON with Chinese as it is written: shorter, and a search for a leak finds it."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 -- ninja's own attribute


def build_api() -> NinjaAPI:
    """The API with every router."""
    api = NinjaAPI(
        title="Queqiao 鹊桥",
        version="1",
        description=_ABOUT,
        docs_url=None,
        openapi_url=None,
        urls_namespace="queqiao-api",
        renderer=_Readable(),
    )
    api.add_exception_handler(PlatformError, _told)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _malformed)
    for name in ROUTERS:
        api.add_router("", import_module(name).router)
    return api


def addresses(api: NinjaAPI) -> list[URLPattern]:
    """The addresses of all endpoints, each behind the gate."""
    found: list[URLPattern] = []
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = gated(pattern.callback)
            found.append(pattern)
    return found


def describe(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI document, the same whoever asks and in whatever language."""
    with override("en"):
        document: dict[str, Any] = dict(Description(api, PREFIX))
    document["servers"] = [{"url": "/"}]
    document["components"]["securitySchemes"] = _SECURITY
    document["tags"] = [{"name": name} for name in sorted(_tags(document))]
    document["x-scopes"] = {name: _english(text) for name, text in SCOPES.items()}
    for methods in document["paths"].values():
        for method, operation in methods.items():
            operation["security"] = [{"token": []}]
            if method == "get":
                operation["security"].append({"session": []})
            operation["responses"] = dict(
                sorted((str(status), told) for status, told in operation["responses"].items())
            )
    return document


def _tags(document: dict[str, Any]) -> set[str]:
    return {
        tag
        for methods in document["paths"].values()
        for operation in methods.values()
        for tag in operation.get("tags", ())
    }


def _english(text: object) -> str:
    with override("en"):
        return str(text)


def _told(request: HttpRequest, error: PlatformError | type[PlatformError]) -> HttpResponse:
    return failure(request, error if isinstance(error, PlatformError) else error())


def _invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Every problem of the input with its field; what was sent is not repeated."""
    wrong = error.errors if isinstance(error, ValidationError) else []
    problems = [Problem(_field(one["loc"]), one["type"], words_for(one["type"])) for one in wrong]
    return failure(request, Invalid(problems))


def _malformed(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    """What ninja cannot read at all, such as a body that is no JSON."""
    del error
    return failure(request, Invalid([Problem("", "json_invalid", words_for("json_invalid"))]))


def _field(place: tuple[str | int, ...]) -> str:
    """``("body", "body", "patents", 0, "number")`` is ``patents.0.number``."""
    parts = [str(one) for one in place]
    if parts and parts[0] in {"body", "query", "path", "header"}:
        parts = parts[2:] if parts[0] in {"body", "query"} and len(parts) > 1 else parts[1:]
    return ".".join(parts)
