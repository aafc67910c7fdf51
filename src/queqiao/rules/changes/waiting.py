"""The day from which nothing but time has passed and the answer has turned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from queqiao.rules.fields import NEVER, fields
from queqiao.rules.kinds import DAYS, YEARS, Shape
from queqiao.rules.model import Condition, Rulebook
from queqiao.rules.results import Outcome
from queqiao.rules.rows.evaluate import RowEngine
from queqiao.rules.rows.records import Record
from queqiao.rules.rows.values import shifted_day
from queqiao.rules.syntax import (
    ApplicationDay,
    ApplicationYear,
    Literal,
    Node,
    Origin,
    Reference,
    Yearly,
    children,
)

HORIZON = 10
_LATER = frozenset({Outcome.MET, Outcome.MANUAL_REVIEW})


def next_day(
    engine: RowEngine, book: Rulebook, record: Record, at: date, failing: list[Condition]
) -> date | None:
    """
    The first day, at most ten years on, on which the same facts meet the rulebook.

    Later versions count. Figures of years to come are not known, so what hangs on them cannot be
    met by waiting.
    """
    later = [
        one.in_force.starts_on
        for one in engine.rulebooks.versions(book.id)
        if one.in_force.starts_on is not None and one.in_force.starts_on > at
    ]
    timely = all(_hangs_on_time(one, book) for one in failing)
    if not timely and not later:
        return None
    days = set(later)
    if timely:
        days |= set(_turning_days(book, record, at))
    for day in sorted(days):
        version = engine.rulebooks.on(book.id, day)
        if version is book and not timely:
            continue
        if version is book and not _mended(engine, book, record, day, failing):
            continue
        if engine.answer(book.id, record, day).outcome in _LATER:
            return day
    return None


def _mended(
    engine: RowEngine, book: Rulebook, record: Record, day: date, failing: list[Condition]
) -> bool:
    case = engine.case(book, record, day)
    return all(engine.condition(book, one.id, case) is not False for one in failing)


def _hangs_on_time(condition: Condition, book: Rulebook) -> bool:
    if condition.test is None:
        return False
    return any(
        isinstance(node, ApplicationDay | ApplicationYear) for node in _below(condition.test, book)
    )


def _below(start: Node, book: Rulebook) -> Iterator[Node]:
    """A node and all that it leans on."""
    rest, seen = [start], set[str]()
    while rest:
        node = rest.pop()
        yield node
        rest.extend(children(node))
        if isinstance(node, Yearly) and node.offset is not None:
            yield ApplicationYear()
        if isinstance(node, Reference) and node.id not in seen:
            seen.add(node.id)
            if node.origin is Origin.DEFINITION:
                definition = book.definitions[node.id]
                rest += [one.when for one in definition.cases]
                rest += [one.then for one in definition.cases]
                rest += [] if definition.otherwise is None else [definition.otherwise]
            elif node.origin is Origin.SCORE and book.score is not None:
                for item in book.score.items:
                    rest += [one for one in (item.value, item.points) if one is not None]
                    rest += [one.test for one in item.brackets if one.test is not None]


def _turning_days(book: Rulebook, record: Record, at: date) -> Iterator[date]:
    """Days on which a comparison with a date of the facts can turn."""
    years, days = _lengths(book)
    last = date(min(at.year + HORIZON, date.max.year - 1), 12, 31)
    for number in range(1, HORIZON + 1):
        yield date(at.year + number, 1, 1)
    for start in sorted(_dates(record)):
        reached = {start}
        reached |= {shifted_day(start, length) for length in years}
        reached |= {start + length for length in days}
        for day in reached:
            for turn in (day, day + 1):
                if at.toordinal() < turn <= last.toordinal():
                    yield date.fromordinal(turn)


def _dates(record: Record) -> set[int]:
    found: set[int] = set()
    for name, value in record.values.items():
        kind = fields()[name].kind
        if kind is not None and kind.shape is Shape.DATE and isinstance(value, int):
            found.add(value)
    for name, rows in record.lists.items():
        for row in rows:
            for column, value in row.items():
                kind = fields()[name].columns[column].kind
                if kind is not None and kind.shape is Shape.DATE and isinstance(value, int):
                    found.add(value)
    return {day for day in found if day < NEVER - 366 * 100}


def _lengths(book: Rulebook) -> tuple[set[int], set[int]]:
    """The lengths of time that the rulebook names: in years and in days."""
    years, days = {0}, {0}

    def keep(kind: object, value: object) -> None:
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            if kind == YEARS:
                years.add(int(value))
            elif kind == DAYS:
                days.add(int(value))

    for parameter in book.parameters.values():
        for _, value in parameter.values:
            keep(parameter.kind, value)
    tests = [one.test for one in (*book.conditions, *(o for r in book.routes for o in r.any))]
    tests += [one.otherwise for one in book.definitions.values()]
    tests += [case.when for one in book.definitions.values() for case in one.cases]
    for test in tests:
        for node in () if test is None else _below(test, book):
            if isinstance(node, Literal):
                keep(node.kind, node.value)
    return years, days
