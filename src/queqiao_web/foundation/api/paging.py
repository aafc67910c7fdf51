"""
Lists by position: ``after`` is the code of the last record that the client has.

The newest come first; a page costs the same at any depth, and what is added meanwhile shifts
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from queqiao_web.foundation.api.fields import Code
from queqiao_web.foundation.api.shapes import Input, Output
from queqiao_web.foundation.errors import Invalid, Problem

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


class PageQuery(Input):
    """Which part of a list is wanted."""

    after: Annotated[Code | None, Field(description="The ``next`` of the page before")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="How many, at most 100")] = 50


class Page(Output, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    next: str | None = Field(description="Send it as ``after``; null at the end")


def page_of(
    rows: QuerySet[Row, Any], query: PageQuery, show: Callable[[Sequence[Row]], list[Item]]
) -> Page[Item]:
    """
    The part of the rows that was asked for; ``show`` makes what is told of all its rows at once.

    Raises:
        Invalid: ``after`` is the code of no record.
    """
    if query.after is not None:
        last = rows.model._default_manager.filter(code=query.after).values_list("pk", flat=True)
        key = last.first()
        if key is None:
            text = _("No record has this code. Begin again without “after”.")
            raise Invalid([Problem("after", "after.unknown", text)])
        rows = rows.filter(pk__lt=key)
    found = list(rows.order_by("-pk")[: query.limit + 1])
    shown = found[: query.limit]
    code: str = shown[-1].code if shown else ""
    return Page(items=show(shown), next=code if len(found) > query.limit else None)
