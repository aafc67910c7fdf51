"""
How an endpoint is declared: its id, its scope, who may, what it answers, and every status.

::

    router = Router(tags=["demands"])

    @router.reads("get_demand", "/demands/{code}", scope="demands:read", permission=PUBLIC,
                  answer=DemandOut)
    def get_demand(request: Request, code: Code) -> DemandOut: ...

The function calls the queries and actions that the pages call; what they raise becomes the one
shape of errors.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import ninja
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja.responses import Status

from queqiao_web.foundation.access import Actor, Decision, deny, require
from queqiao_web.foundation.api.shapes import ErrorBody
from queqiao_web.foundation.errors import Invalid, Problem
from queqiao_web.foundation.http import Request

P = ParamSpec("P")
T = TypeVar("T")
Permission = Callable[..., Decision]

READING_ERRORS = (401, 403, 404, 422, 429)
WRITING_ERRORS = (401, 403, 404, 409, 422, 429)
_VERSION = re.compile(r'(?:W/)?"?(\d{1,9})"?')
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Up to 100 signs that name this request; sent again, it is not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
}
_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the record as the client read it.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}
CONTENT: Final = object()
"""Stands in ``answer`` for the content of a file."""
_CONTENT = {
    "description": "The content, to be saved under the name in Content-Disposition",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_ETAG = {
    "ETag": {"description": "The version of the record, for If-Match", "schema": {"type": "string"}}
}


class Router(ninja.Router):
    """The endpoints of one app."""

    def reads(self, name: str, path: str, **how: Any) -> Callable[[Callable[P, T]], Callable[P, T]]:  # noqa: ANN401 -- see _declare
        """A GET."""
        return self._declare("GET", name, path, **how)

    def gives(self, name: str, path: str, **how: Any) -> Callable[[Callable[P, T]], Callable[P, T]]:  # noqa: ANN401 -- see _declare
        """A GET whose answer is the content of a file."""
        return self._declare("GET", name, path, answer=CONTENT, **how)

    def creates(
        self,
        name: str,
        path: str,
        **how: Any,  # noqa: ANN401 -- see _declare
    ) -> Callable[[Callable[P, T]], Callable[P, T]]:
        """A POST that makes a record: status 201."""
        return self._declare("POST", name, path, status=201, **how)

    def acts(self, name: str, path: str, **how: Any) -> Callable[[Callable[P, T]], Callable[P, T]]:  # noqa: ANN401 -- see _declare
        """A POST that does one verb of the domain to a record."""
        return self._declare("POST", name, path, **how)

    def edits(self, name: str, path: str, **how: Any) -> Callable[[Callable[P, T]], Callable[P, T]]:  # noqa: ANN401 -- see _declare
        """A PATCH with the version of the record in ``If-Match``."""
        return self._declare("PATCH", name, path, **how)

    def removes(
        self,
        name: str,
        path: str,
        **how: Any,  # noqa: ANN401 -- see _declare
    ) -> Callable[[Callable[P, T]], Callable[P, T]]:
        """A DELETE: status 204 without a body."""
        return self._declare("DELETE", name, path, status=204, answer=None, **how)

    def _declare(
        self,
        method: str,
        name: str,
        path: str,
        *,
        scope: str,
        permission: Permission,
        answer: Any,  # noqa: ANN401 -- a shape, also a list of them
        status: int = 200,
    ) -> Callable[[Callable[P, T]], Callable[P, T]]:
        errors = READING_ERRORS if method == "GET" else WRITING_ERRORS
        parameters = {"POST": [_KEY], "PATCH": [_MATCH]}.get(method, [])
        extra: dict[str, object] = {"x-scope": scope, "parameters": [dict(p) for p in parameters]}
        answers = {status: answer}
        if answer is CONTENT:
            answers = {}
            extra["responses"] = {status: _CONTENT}
        elif "version" in getattr(answer, "model_fields", {}):
            extra["responses"] = {status: {"headers": _ETAG}}

        def declared(view: Callable[P, T]) -> Callable[P, T]:
            summary, _line, rest = (inspect.getdoc(view) or "").partition("\n")
            self.add_api_operation(
                path,
                [method],
                _guarded(view, scope, permission, status),
                operation_id=name,
                url_name=f"api_{name}",
                summary=summary.rstrip("."),
                description=f"{rest.strip()}\n\nScope: `{scope}`".strip(),
                response={**answers, **dict.fromkeys(errors, ErrorBody)},
                openapi_extra=extra,
            )
            return view

        return declared


def expected_version(request: Request) -> int:
    """
    The version in ``If-Match``.

    Raises:
        Invalid: there is none, so the client might overwrite what it has not seen.
    """
    found = _VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        text = _("Send the ETag of the record that you read in the header If-Match.")
        raise Invalid([Problem("If-Match", "if_match.missing", text)])
    return int(found[1])


def can_use_scope(actor: Actor, scope: str) -> Decision:
    """Whether the token that was sent allows it."""
    if actor.may_use(scope):
        return Decision(allowed=True)
    return deny("api.token.scope", _("This token lacks the scope %(scope)s.") % {"scope": scope})


def _guarded(
    view: Callable[P, T], scope: str, permission: Permission, status: int
) -> Callable[..., Status[T] | HttpResponseBase]:
    """The endpoint behind its scope and, where it depends on the actor alone, its permission."""
    actor_alone = len(inspect.signature(permission).parameters) == 1

    @wraps(view)
    def opened(request: Request, *args: P.args, **kwargs: P.kwargs) -> Status[T] | HttpResponseBase:
        require(can_use_scope(request.actor, scope))
        if actor_alone:
            require(permission(request.actor))
        found = view(request, *args, **kwargs)  # type: ignore[arg-type] # the request comes first
        if isinstance(found, HttpResponseBase):
            return found
        version = getattr(found, "version", None)
        request.shown_version = version if isinstance(version, int) else None  # type: ignore[attr-defined] # read by the gate
        return Status(status, found)

    opened.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined] # ninja reads it in this module
    opened.permission = permission  # type: ignore[attr-defined] # tests/repo looks for it
    opened.scope = scope  # type: ignore[attr-defined] # as above
    return opened
