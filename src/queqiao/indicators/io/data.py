"""The data of an index from tables: one row a unit, or one a unit and year."""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import numpy as np

from queqiao.datasets import CellValue, SourceRow, read_rows, with_header_told
from queqiao.datasets.model import EXACT
from queqiao.errors import BadInput, Problem
from queqiao.indicators.io.checks import groupings
from queqiao.indicators.model import Configuration
from queqiao.indicators.refusals import listed, problem
from queqiao.indicators.results import Frame, Panel, Unit
from queqiao.messages import Message

_ABSENT = frozenset(
    {
        "",
        "na",
        "n/a",
        "nan",
        "null",
        "none",
        "-",
        "--",
        "—",
        "——",
        "…",
        "..",
        "缺",
        "缺失",
        "未报",
        "暂无",
        "#n/a",
    }
)
_YES_NO = {"是": 1.0, "否": 0.0, "有": 1.0, "yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0}

Key = tuple[str, int | None]


@dataclass(slots=True)
class _Record:
    """What all files together say of one unit in one year."""

    places: list[tuple[str, int | None]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)


class _Reading:
    """The records so far, and what is wrong."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.problems: list[Problem] = []
        self.records: dict[Key, _Record] = {}
        self.seen: set[str] = set()

    def fail(self, code: str, row: SourceRow, column: str = "", **params: object) -> None:
        message = Message(f"indicators.{code}", params)
        self.problems.append(Problem(message, row.source, row.row, column))


def load_panel(configuration: Configuration, paths: Sequence[Path]) -> Panel:
    """
    The data of an index from one or several tables, joined by unit (and year).

    Every kind of table that ``read_rows`` knows will do. An empty cell, ``NA``, ``-`` or 未报 is a
    value that was not reported; ``12.5%`` is 0.125, or 12.5 where the unit of the indicator is %.

    Raises:
        BadInput: columns are missing, cells are no numbers, a unit stands twice or contradicts
            itself; all of it together.
        Missing, WrongUsage: as ``read_rows``.
    """
    reading = _Reading(configuration)
    texts, numbers = text_columns(configuration), number_columns(configuration)
    known = {*texts, *numbers}
    notices: list[Problem] = []
    for path in paths:
        read = with_header_told(
            read_rows(path, is_header=lambda name: EXACT if _clean(name) in known else 0),
            "datasets.table.no_header_of",
            expected=", ".join((*texts, *numbers)),
        )
        reading.problems += read.problems
        notices += read.notices
        place: dict[Key, int | None] = {}
        for row in read.rows:
            _take(reading, row, texts, numbers, place)
    _check_columns(reading, texts, numbers)
    if reading.problems:
        raise BadInput(reading.problems)
    return Panel(_frames(reading, numbers), tuple(notices))


def text_columns(configuration: Configuration) -> tuple[str, ...]:
    """The columns that hold words."""
    units = configuration.units
    named = (units.id, units.name, units.year, *groupings(configuration))
    return tuple(dict.fromkeys(name for name in named if name))


def number_columns(configuration: Configuration) -> dict[str, str]:
    """The columns that hold numbers, each with the unit of its indicator."""
    found: dict[str, str] = {}
    for indicator in configuration.indicators:
        for column in indicator.columns:
            found.setdefault(column, indicator.unit)
        if indicator.denominator:
            found.setdefault(indicator.denominator, "")
    penalized = [item.column for item in configuration.deductions]
    penalized += [item.column for item in configuration.vetoes]
    for column in penalized:
        found.setdefault(column, "")
    for column in configuration.peers.on if configuration.peers else ():
        found.setdefault(column, "")
    return found


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _take(
    reading: _Reading,
    row: SourceRow,
    texts: Sequence[str],
    numbers: dict[str, str],
    place: dict[Key, int | None],
) -> None:
    """One row into the records."""
    units = reading.configuration.units
    cells = {_clean(name): value for name, value in row.cells.items()}
    reading.seen |= set(cells)
    if units.id not in cells:
        return
    name = _text(cells[units.id])
    if not name:
        reading.fail("data.no_id", row, units.id)
        return
    year = _year(reading, row, cells)
    if year == -1:
        return
    key = (name, year)
    if key in place:
        reading.fail(
            "data.unit_twice", row, units.id, unit=name, year=year or "-", first=place[key]
        )
        return
    place[key] = row.row
    record = reading.records.setdefault(key, _Record())
    record.places.append((row.source, row.row))
    for column in texts:
        if column in cells and (text := _text(cells[column])):
            record.texts.setdefault(column, text)
    _take_numbers(reading, row, cells, numbers, record)


def _take_numbers(
    reading: _Reading,
    row: SourceRow,
    cells: dict[str, CellValue],
    numbers: dict[str, str],
    record: _Record,
) -> None:
    name = _text(cells[reading.configuration.units.id])
    for column, unit in numbers.items():
        if column not in cells:
            continue
        value = _number(reading, row, column, cells[column], percent=unit.strip() in {"%", "％"})
        known = record.numbers.get(column, math.nan)
        if not math.isnan(known) and not math.isnan(value) and known != value:
            params = {"unit": name, "one": known, "other": value}
            reading.fail("data.contradiction", row, column, **params)
        if math.isnan(known):
            record.numbers[column] = value


def _year(reading: _Reading, row: SourceRow, cells: dict[str, CellValue]) -> int | None:
    """The year of a row, ``None`` where the data have none, -1 with a problem."""
    column = reading.configuration.units.year
    if not column or column not in cells:
        return None
    value = cells[column]
    if isinstance(value, (date, datetime)):
        return value.year
    text = unicodedata.normalize("NFKC", _text(value)).removesuffix("年").strip()
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number != int(number) or not 1 <= number <= 9999:
        reading.fail("data.no_year_value", row, column, value=text or "-")
        return -1
    return int(number)


def _text(value: CellValue) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else _clean(str(value))


def _number(
    reading: _Reading, row: SourceRow, column: str, value: CellValue, *, percent: bool
) -> float:
    """The number in a cell, ``nan`` where none was reported."""
    if value is None:
        return math.nan
    if isinstance(value, (int, float)):
        if math.isinf(value):
            reading.fail("data.not_a_number", row, column, value=str(value))
        return float(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if text.lower() in _ABSENT:
        return math.nan
    if text.lower() in _YES_NO:
        return _YES_NO[text.lower()]
    plain = text.replace(",", "").replace(" ", "").replace("−", "-")
    share = plain.endswith("%")
    try:
        number = float(plain.removesuffix("%"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        reading.fail("data.not_a_number", row, column, value=text[:40])
        return math.nan
    return number / 100 if share and not percent else number


def _check_columns(reading: _Reading, texts: Sequence[str], numbers: dict[str, str]) -> None:
    if not reading.seen:
        return
    for column in (*texts, *numbers):
        if column in reading.seen:
            continue
        near = difflib.get_close_matches(column, sorted(reading.seen), n=1)
        code = "data.no_column_near" if near else "data.no_column"
        params = {"near": near[0]} if near else {"found": listed(sorted(reading.seen), 12)}
        reading.problems.append(problem(code, field=column, **params))


def _frames(reading: _Reading, numbers: dict[str, str]) -> tuple[Frame, ...]:
    units = reading.configuration.units
    years = sorted({year for _, year in reading.records}, key=lambda year: year or 0)
    kinds = groupings(reading.configuration)
    frames: list[Frame] = []
    for year in years:
        records = [(name, record) for (name, at), record in reading.records.items() if at == year]
        found = tuple(
            Unit(
                name,
                record.texts.get(units.name, name),
                record.texts.get(units.class_, ""),
                {kind: record.texts.get(kind, "") for kind in kinds},
            )
            for name, record in records
        )
        columns = {
            column: np.array([record.numbers.get(column, math.nan) for _, record in records])
            for column in numbers
        }
        places = tuple(record.places[0] for _, record in records)
        frames.append(Frame(year, found, columns, places))
    return tuple(frames)
