"""The day from which nothing but time has passed and the answer has turned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from queqiao.rules.fields import NEVER
from queqiao.rules.kinds import DATE, DAYS, YEARS
from queqiao.rules.model import Condition, Rulebook
from queqiao.rules.results import Outcome
from queqiao.rules.rows.evaluate import BookAnswer, RowEngine
from queqiao.rules.rows.records import Record
from queqiao.rules.rows.values import Open, shifted_day
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
    nodes = [_below(one.test, book) if one.test is not None else [] for one in failing]
    timely = all(any(_is_time(node) for node in part) for part in nodes)
    days = set(later)
    if timely:
        days |= set(_turning_days([node for part in nodes for node in part], book, record, at))
    unknown_from: int | None = None
    for day in sorted(days):
        version = engine.rulebooks.on(book.id, day)
        if version is book:
            late = unknown_from is not None and day.year >= unknown_from
            if not timely or late or not _mended(engine, book, record, day, failing):
                continue
        answer = engine.answer(book.id, record, day)
        if answer.outcome in _LATER:
            return day
        if version is book and _asks_for_later_figures(answer, at):
            unknown_from = day.year
    return None


def _asks_for_later_figures(answer: BookAnswer, at: date) -> bool:
    """Whether figures of a year that is not over yet are missing: later days cannot be better."""
    missing = answer.decision.missing if isinstance(answer.decision, Open) else frozenset[str]()
    years = [name.rpartition(".")[2] for name in missing]
    return any(year.isdigit() and int(year) >= at.year for year in years)


def _is_time(node: Node) -> bool:
    if isinstance(node, Yearly):
        return node.offset is not None
    return isinstance(node, ApplicationDay | ApplicationYear)


def _mended(
    engine: RowEngine, book: Rulebook, record: Record, day: date, failing: list[Condition]
) -> bool:
    case = engine.case(book, record, day)
    return all(engine.condition(book, one.id, case) is not False for one in failing)


def _below(start: Node, book: Rulebook) -> list[Node]:
    """A node and all that it leans on."""
    found, seen = [start], set[str]()
    for node in found:
        found.extend(children(node))
        if isinstance(node, Reference) and node.id not in seen:
            seen.add(node.id)
            found.extend(_named(node, book))
    return found


def _named(node: Reference, book: Rulebook) -> Iterator[Node]:
    """What a name of the rulebook stands for."""
    if node.origin is Origin.DEFINITION:
        definition = book.definitions[node.id]
        for case in definition.cases:
            yield case.when
            yield case.then
        if definition.otherwise is not None:
            yield definition.otherwise
    elif node.origin is Origin.SCORE and book.score is not None:
        for item in book.score.items:
            yield from (one for one in (item.value, item.points) if one is not None)
            yield from (one.test for one in item.brackets if one.test is not None)


def _turning_days(nodes: list[Node], book: Rulebook, record: Record, at: date) -> Iterator[date]:
    """Days on which a comparison with a date of the facts can turn."""
    years, days = _lengths(nodes, book)
    last = date(min(at.year + HORIZON, date.max.year - 1), 12, 31)
    for number in range(1, HORIZON + 1):
        yield date(at.year + number, 1, 1)
    for start in sorted(_dates(nodes, record)):
        reached = {shifted_day(start, length) for length in years}
        reached |= {start + length for length in days}
        for day in reached:
            for turn in (day, day + 1):
                if at.toordinal() < turn <= last.toordinal():
                    yield date.fromordinal(turn)


def _dates(nodes: list[Node], record: Record) -> set[int]:
    """The dates of the facts that the nodes look at."""
    found: set[int] = set()
    for node in nodes:
        match node:
            case Reference(name, Origin.FIELD, kind) if kind == DATE:
                value = record.values.get(name)
                found |= {value} if isinstance(value, int) else set()
            case Reference(name, Origin.CELL, kind, listed) if kind == DATE:
                cells = (row.get(name) for row in record.lists.get(listed, ()))
                found |= {cell for cell in cells if isinstance(cell, int)}
    return {day for day in found if day < NEVER - 366 * 100}


def _lengths(nodes: list[Node], book: Rulebook) -> tuple[set[int], set[int]]:
    """The lengths of time that the nodes name: in years and in days."""
    years, days = {0}, {0}
    for node in nodes:
        values: list[object] = []
        if isinstance(node, Literal):
            values = [node.value]
        elif isinstance(node, Reference) and node.origin is Origin.PARAMETER:
            values = [value for _, value in book.parameters[node.id].values]
        kept = {int(one) for one in values if isinstance(one, int | Fraction)}
        if isinstance(node, Literal | Reference) and node.kind in {YEARS, DAYS}:
            (years if node.kind == YEARS else days).update(kept)
    return years, days
