"""
Pages by position instead of number: quick at any depth.

A page begins after the last row of the one before, found through the index of the order; no rows
are counted off, so the thousandth page costs what the first does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_SEPARATOR = "~"
Rows = QuerySet[Any, Any]  # of any model


@dataclass(frozen=True, slots=True)
class Order:
    """
    One way to order a list: by ``field``, largest first where it begins with ``-``; ties by key.

    Rows without a value come last. ``may_be_empty`` says that there are such rows; leave it out
    where there are none, so that the database can use its index.
    """

    name: str
    label: Text
    field: str
    may_be_empty: bool = False

    @property
    def column(self) -> str:
        """The field without its sign."""
        return self.field.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        """Whether the largest comes first."""
        return self.field.startswith("-")


@dataclass(frozen=True, slots=True)
class Position:
    """A row's place in an order: its value (``None``: it has none) and its key."""

    value: object
    pk: int


def ordered(rows: Rows, order: Order, *, backwards: bool = False) -> Rows:
    """The rows in this order, or in the opposite one."""
    descending = order.is_descending != backwards
    key = "-pk" if descending else "pk"
    if not order.may_be_empty:
        return rows.order_by(f"-{order.column}" if descending else order.column, key)
    column = F(order.column)
    if descending:
        first = column.desc(nulls_first=True) if backwards else column.desc(nulls_last=True)
    else:
        first = column.asc(nulls_first=True) if backwards else column.asc(nulls_last=True)
    return rows.order_by(first, key)


def beyond(rows: Rows, order: Order, place: Position, *, backwards: bool = False) -> Rows:
    """The rows after a place, or before it."""
    step = "lt" if order.is_descending != backwards else "gt"
    column = order.column
    if place.value is None:
        same = Q(**{f"{column}__isnull": True, f"pk__{step}": place.pk})
        return rows.filter(same | Q(**{f"{column}__isnull": False}) if backwards else same)
    further = Q(**{f"{column}__{step}": place.value})
    further |= Q(**{column: place.value, f"pk__{step}": place.pk})
    if order.may_be_empty and not backwards:
        further |= Q(**{f"{column}__isnull": True})
    return rows.filter(further)


def write_position(row: Model, order: Order) -> str:
    """The place of a row, for the address of the next page."""
    value: object = row
    for part in order.column.split("__"):
        value = getattr(value, part)
    if isinstance(value, date | datetime):
        value = value.isoformat()
    return f"{'' if value is None else value}{_SEPARATOR}{row.pk}"


def read_position(text: str, rows: Rows, order: Order) -> Position | None:
    """The place that an address names; ``None`` where it names none."""
    value, separator, key = text.rpartition(_SEPARATOR)
    if not separator or not key.isdigit():
        return None
    if not value and order.may_be_empty:
        return Position(None, int(key))
    try:
        return Position(_field_of(rows, order.column).to_python(value), int(key))
    except (ValidationError, ValueError):
        return None


def _field_of(rows: Rows, column: str) -> Field[Any, Any]:
    found: Field[Any, Any]
    if column in rows.query.annotations:
        found = rows.query.annotations[column].output_field
        return found
    model = rows.model
    *way, last = column.split("__")
    for part in way:
        model = model._meta.get_field(part).related_model
    found = model._meta.get_field(last)
    return found
