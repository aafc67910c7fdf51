"""One request to a platform and its answer, over ``urllib``."""

from __future__ import annotations

import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message as Headers
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from queqiao.client.errors import ApiError, ApiProblem, Unreachable
from queqiao.client.model import Answer, Json
from queqiao.errors import WrongUsage
from queqiao.messages import Message

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PREFIX = "/api/v1"
_CONTENT = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Form:
    """A file to send, and what is said of it."""

    name: str
    content: bytes
    fields: Mapping[str, str]


class Sends(Protocol):
    """Whatever can ask a platform for something."""

    def __call__(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Json] | None = None,
        body: Mapping[str, Json] | Form | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer: ...


class _StaysHere(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a token must not be carried to wherever an answer points."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- urllib's call
        """No request."""


@dataclass(frozen=True, slots=True)
class Transport:
    """
    Sends requests with a token.

    Raises:
        WrongUsage: the address is none of a platform, or would send the token in the open.
    """

    url: str
    token: str = field(repr=False)
    language: str = "zh-hans"
    timeout_s: float = 30.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        if not is_safe or not parts.hostname:
            raise WrongUsage(Message("client.bad_url", {"url": self.url}))

    def __call__(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Json] | None = None,
        body: Mapping[str, Json] | Form | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """
        The answer to a request for ``path`` below ``/api/v1``: its JSON, or the content of a file.

        Raises:
            ApiError: the platform refused.
            Unreachable: nobody answered, or something that is no platform.
        """
        asked = f"{self.url.rstrip('/')}{_PREFIX}{path}{_query(query or {})}"
        content, kind = _written(body)
        request = urllib.request.Request(asked, content, method=method)  # noqa: S310 -- the scheme was checked
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Accept-Language", self.language)
        request.add_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        opener = urllib.request.build_opener(_StaysHere)
        try:
            with opener.open(request, timeout=self.timeout_s) as answer:
                return self._answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error.code, error.headers, error.read()) from None
        except (OSError, http.client.HTTPException) as error:
            reason = str(getattr(error, "reason", None) or error)
            values = {"url": self.url, "reason": reason}
            raise Unreachable(Message("client.unreachable", values)) from None

    def _answer(self, status: int, headers: Headers, content: bytes) -> Answer:
        version = headers.get("ETag", "").strip('W/"')
        if headers.get_content_type() == _CONTENT:
            return Answer(status, content, 0)
        body = self._read(status, content) if content else None
        return Answer(status, body, int(version) if version.isdecimal() else 0)

    def _refusal(self, status: int, headers: Headers, content: bytes) -> ApiError:
        body = self._read(status, content)
        told = body.get("error") if isinstance(body, dict) else None
        if not isinstance(told, dict):
            raise self._odd(status)
        later = headers.get("Retry-After", "")
        return ApiError(
            status=status,
            code=str(told.get("code", "")),
            text=str(told.get("message", "")),
            problems=[
                ApiProblem(str(one["field"]), str(one["code"]), str(one["message"]))
                for one in told.get("problems", ())
            ],
            request=str(told.get("request", "")),
            retry_after=int(later) if later.isdecimal() else None,
        )

    def _read(self, status: int, content: bytes) -> Any:  # noqa: ANN401 -- whatever JSON says
        try:
            return json.loads(content)
        except ValueError:
            raise self._odd(status) from None

    def _odd(self, status: int) -> Unreachable:
        return Unreachable(Message("client.not_api", {"url": self.url, "status": status}))


def _written(body: Mapping[str, Json] | Form | None) -> tuple[bytes | None, str]:
    """What to send, and of which type it is."""
    if not isinstance(body, Form):
        return (None if body is None else json.dumps(body).encode()), "application/json"
    mark = secrets.token_hex(16)
    name = body.name.replace('"', "%22").replace("\r", " ").replace("\n", " ")
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in body.fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(f"{head}Content-Type: {_CONTENT}\r\n\r\n".encode() + body.content)
    written = b"".join([*parts, f"\r\n--{mark}--\r\n".encode()])
    return written, f"multipart/form-data; boundary={mark}"


def _query(given: Mapping[str, Json]) -> str:
    """The query string; what is ``None`` is not asked for."""
    told = {name: _plain(value) for name, value in sorted(given.items()) if value is not None}
    return f"?{urlencode(told)}" if told else ""


def _plain(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
