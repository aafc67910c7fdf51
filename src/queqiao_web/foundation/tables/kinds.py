"""What can be imported: the columns of each kind of table, its checks, and who writes its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.db.models import Model

from queqiao_web.foundation.access import Actor, Decision
from queqiao_web.foundation.errors import Problem
from queqiao_web.foundation.tables.cells import Reader

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

Values = Mapping[str, object]
"""What a row says, by field: values as the readers of its columns gave them, empty cells absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    A column of a table.

    ``names`` are other headings that people give it, ``options`` what a drop-down list offers,
    ``is_long`` asks for a large box. Where several columns of a file fill a field that ``joins``,
    their texts stand one below the other, each under its own heading.
    """

    field: str
    heading: Text
    read: Reader
    note: Text = ""
    example: str = ""
    names: tuple[str, ...] = ()
    options: tuple[Text, ...] = ()
    required: bool = False
    is_long: bool = False
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """Something stored already that a row resembles: what it is called, where it is, how alike."""

    label: str
    url: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading of a file means: the field, and yuan a unit where it names one."""

    field: str
    unit: Decimal | None = None
    is_sure: bool = True


class WriteRow(Protocol):
    """Writes one row through the app's own action, in the transaction that is open."""

    def __call__(
        self, *, actor: Actor, at: datetime, organization_id: int, values: Values
    ) -> Model:
        """
        The record written.

        Raises:
            PlatformError: the row cannot be written; it is told in the report.
        """


def _no_problems(values: Values) -> Sequence[Problem]:  # noqa: ARG001 -- the check of tables without one
    return ()


def _nothing_stored(
    actor: Actor,  # noqa: ARG001 -- the search of tables without one
    organization_id: int,  # noqa: ARG001 -- as above
    rows: Sequence[Values],
) -> Sequence[Sequence[Stored]]:
    return [() for _ in rows]


def _no_meaning(heading: str) -> Meaning | None:  # noqa: ARG001 -- tables that know their own headings only
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """
    A kind of table that can be imported.

    ``may_import`` says who may, for which organization; ``check`` finds what is wrong between the
    cells of a row; ``identify`` gives what makes two rows of a file the same thing (``""``:
    nothing); ``find_stored`` gives, for each of some rows, what is stored already and alike;
    ``understand`` gives the meaning of headings beyond those of the columns; ``write`` writes a
    row; ``owners_for`` gives the organizations that somebody may import for, id and name.
    ``list_page`` and ``start_page`` are names of pages to go back to, ``shown`` the fields that
    tell a row in one line.
    """

    key: str
    title: Text
    noun: Text
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    owners_for: Callable[[Actor], Sequence[tuple[int, str]]]
    may_import: Callable[[Actor, int], Decision]
    write: WriteRow
    identify: Callable[[Values], str]
    list_page: str
    start_page: str
    check: Callable[[Values], Sequence[Problem]] = _no_problems
    find_stored: Callable[[Actor, int, Sequence[Values]], Sequence[Sequence[Stored]]] = (
        _nothing_stored
    )
    understand: Callable[[str], Meaning | None] = _no_meaning
    by_field: Mapping[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {one.field: one for one in self.columns})


KINDS: dict[str, TableKind] = {}
"""Every kind by its key."""


def register_table(kind: TableKind) -> TableKind:
    """Make a kind of table known; called once when the apps are ready."""
    KINDS[kind.key] = kind
    return kind
