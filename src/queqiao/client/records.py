"""The records of one kind: pages of them, one, a new one, changes and verbs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from queqiao.client.model import Json, Paper
from queqiao.client.transport import Form, Sends

MOST = 100
"""So many records a page has at most."""
Brief = TypeVar("Brief")
Whole = TypeVar("Whole")


@dataclass(frozen=True, slots=True)
class Page(Generic[Brief]):
    """A part of a list; ``after`` asks for the next one, ``None`` at the end."""

    items: tuple[Brief, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Records(Generic[Brief, Whole]):
    """
    The records of one kind below ``path``.

    Every POST carries an ``Idempotency-Key``: one of its own, or the ``key`` that the caller gives
    to send the same request again after a broken connection without doing it twice.
    """

    send: Sends
    path: str

    def page(self, *, after: str | None = None, limit: int = 50, **filters: Json) -> Page[Brief]:
        """One page of the list that fits the filters, the newest first."""
        query = {**filters, "after": after, "limit": limit}
        body = cast("dict[str, Any]", self.send("GET", self.path, query=query).body)
        return Page(tuple(body["items"]), body["next"])

    def each(self, **filters: Json) -> Iterator[Brief]:
        """Every record that fits the filters, the newest first, page by page."""
        after = None
        while True:
            part = self.page(after=after, limit=MOST, **filters)
            yield from part.items
            after = part.after
            if after is None:
                return

    def get(self, code: str) -> Whole:
        """One record."""
        return cast("Whole", self.send("GET", f"{self.path}/{code}").body)

    def create(self, fields: Mapping[str, Json], *, key: str | None = None) -> Whole:
        """A new record."""
        return self._post(self.path, fields, key)

    def edit(self, code: str, fields: Mapping[str, Json], *, version: int) -> Whole:
        """The record with the fields changed; ``version`` is that of the one that was read."""
        headers = {"If-Match": f'"{version}"'}
        answer = self.send("PATCH", f"{self.path}/{code}", body=fields, headers=headers)
        return cast("Whole", answer.body)

    def do(
        self,
        code: str,
        verb: str,
        fields: Mapping[str, Json] | None = None,
        *,
        key: str | None = None,
    ) -> Whole:
        """The record after a verb of its: ``do("D7K2MXYZ", "submit")``."""
        return self._post(f"{self.path}/{code}/{verb}", fields, key)

    def files(self, code: str) -> list[Paper]:
        """The files of a record that may be read; demands and deals have some."""
        return cast("list[Paper]", self.send("GET", f"{self.path}/{code}/files").body)

    def attach(
        self,
        code: str,
        name: str,
        content: bytes,
        *,
        level: str = "details",
        key: str | None = None,
    ) -> Paper:
        """
        A file attached to a record under a name. ``level`` says who may read it: ``public``,
        ``details`` or ``secret``.
        """
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        form = Form(name, content, {"level": level})
        answer = self.send("POST", f"{self.path}/{code}/files", body=form, headers=headers)
        return cast("Paper", answer.body)

    def content(self, code: str, file: str) -> bytes:
        """The content of a file of a record."""
        return cast("bytes", self.send("GET", f"{self.path}/{code}/files/{file}").body)

    def detach(self, code: str, file: str) -> None:
        """Take a file from a record."""
        self.send("DELETE", f"{self.path}/{code}/files/{file}")

    def _post(self, path: str, fields: Mapping[str, Json] | None, key: str | None) -> Whole:
        headers = {"Idempotency-Key": key or secrets.token_hex(16)}
        return cast("Whole", self.send("POST", path, body=fields, headers=headers).body)
