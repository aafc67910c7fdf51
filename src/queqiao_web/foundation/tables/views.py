"""How an import looks: its tabs, a row in one line, the cells that are to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from queqiao_web.foundation.tables import cells as cells_read
from queqiao_web.foundation.tables.cells import listed, written
from queqiao_web.foundation.tables.kinds import Column, TableKind, Values
from queqiao_web.foundation.tables.models import ImportState, RowState, TableImport
from queqiao_web.foundation.tables.queries import ShownRow, Tally, headings_of, kind_of
from queqiao_web.foundation.tables.reading import Cell, Heading
from queqiao_web.foundation.ui.words import money_words, region_words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

_LONG = 60


@dataclass(frozen=True, slots=True)
class Tab:
    """Some of the rows, by what they are."""

    key: str
    text: Text
    states: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class MendableCell:
    """A cell with what is wrong with it and the box to put it right."""

    name: str
    heading: str
    text: str
    problems: tuple[Text, ...]
    note: Text
    options: tuple[Text, ...]
    is_long: bool


def tabs_of(table: TableImport, tally: Tally) -> list[Tab]:
    """The tabs that have rows, what is to be done first; all rows come last."""
    written_first = table.state == ImportState.WRITTEN
    parts = [
        ("failed", _("Could not be written"), (RowState.FAILED,)),
        ("mend", _("To be mended"), (RowState.BAD,)),
        ("twice", _("Look like duplicates"), (RowState.TWICE,)),
        ("good", _("Ready"), (RowState.GOOD,)),
        ("written", _("Written"), (RowState.WRITTEN,)),
        ("left_out", _("Left out"), (RowState.LEFT_OUT,)),
    ]
    if written_first:
        parts.insert(0, parts.pop(4))
    found = [Tab(key, text, states, tally.of(*states)) for key, text, states in parts]
    found = [tab for tab in found if tab.count]
    return [*found, Tab("all", _("All rows"), tuple(RowState.values), tally.total)]


def one_line(
    kind: TableKind, values: Values, cells: Mapping[str, Cell], headings: Sequence[Heading]
) -> list[str]:
    """What tells the row: the fields that its kind shows, as read, else as written."""
    found: list[str] = []
    for field in kind.shown:
        value = values.get(field)
        if value is None:
            name = next((one.name for one in headings if one.field == field), "")
            found.append(_short(written(cells.get(name, ""))))
        else:
            found.append(_short(_in_words(kind.by_field[field], value)))
    return found


def mendable_cells(table: TableImport, shown: ShownRow) -> list[MendableCell]:
    """The cells of a row that have problems; a missing one has a box too."""
    kind, headings = kind_of(table), headings_of(table)
    problems: dict[str, list[Text]] = {}
    for problem in shown.checked.problems:
        problems.setdefault(problem.field, []).append(problem.text)
    found: list[MendableCell] = []
    for field, texts in problems.items():
        column = kind.by_field.get(field)
        if column is None:
            continue
        filled = [h for h in headings if h.field == field and h.name in shown.row.cells]
        heading = next(iter(filled), None) or next((h for h in headings if h.field == field), None)
        name = heading.name if heading else field
        text = written(shown.row.cells.get(name, ""))
        found.append(
            MendableCell(
                name=f"cell-{shown.row.pk}-{name}",
                heading=str(column.heading),
                text=text,
                problems=tuple(texts),
                note=column.note,
                options=column.options,
                is_long=column.is_long or len(text) > _LONG,
            )
        )
    return found


def _in_words(column: Column, value: object) -> str:
    if column.read is cells_read.region:
        return region_words(str(value))
    if isinstance(value, Decimal) and column.read in {cells_read.price, cells_read.budget}:
        return money_words(value)
    if isinstance(value, list):
        return listed(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[:_LONG]}…"
