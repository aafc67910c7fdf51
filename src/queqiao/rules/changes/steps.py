"""Steps that an enterprise can take, and the facts after taking them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from queqiao.rules.fields import Direction, Effort, Field, fields
from queqiao.rules.kinds import Exact, Shape
from queqiao.rules.results import Change, ChangeKind, Shown
from queqiao.rules.rows.records import Cell, Record
from queqiao.rules.showing import shown, unit_of


@dataclass(frozen=True, slots=True, order=True)
class Variable:
    """A number that can be moved: a field, of one year where it is yearly; or rows to be added."""

    field: str
    year: int | None = None
    addition: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One variable moved ``count`` steps from where the facts have it."""

    variable: Variable
    count: int
    cost: Fraction
    conditions: frozenset[str] = frozenset()


def current(record: Record, variable: Variable, at: date) -> Exact | None:
    """The number as the facts have it, ``None`` where they do not."""
    single = record.values.get(variable.field)
    if variable.year is None:
        found = single
        if found is None:
            found = record.series.get(variable.field, {}).get(at.year - 1)
    else:
        found = record.series.get(variable.field, {}).get(variable.year)
        if found is None and variable.year == at.year - 1:
            found = single
    return found if isinstance(found, int | Fraction) and not isinstance(found, bool) else None


def effort_of(variable: Variable) -> Effort | None:
    """How the variable can be moved."""
    if variable.addition is not None:
        weight = fields()[variable.field].additions[variable.addition].weight
        return Effort(Direction.UP, 1, weight)
    return fields()[variable.field].effort


def target(value: Exact, effort: Effort, count: int) -> Exact:
    """Where ``count`` steps lead; a number that lies off the steps comes onto them first."""
    if effort.direction is Direction.DOWN:
        return max(0, -(-(value - effort.step * count) // effort.step) * effort.step)
    return (value + effort.step * count) // effort.step * effort.step


def moved_record(record: Record, variable: Variable, count: int, at: date) -> Record | None:
    """The facts after ``count`` steps; ``None`` where a part would exceed its whole."""
    if variable.addition is not None:
        return _with_rows(record, variable, count, at)
    value, effort = current(record, variable, at), effort_of(variable)
    if value is None or effort is None:
        return None
    to = target(value, effort, count)
    if to == value or not _fits(record, variable, to, at):
        return None
    if variable.year is None:
        return record.with_value(variable.field, to)
    return record.with_yearly(variable.field, variable.year, to)


def _fits(record: Record, variable: Variable, value: Exact, at: date) -> bool:
    """Whether no part exceeds its whole."""
    one = fields()[variable.field]
    if one.within:
        whole = current(record, Variable(one.within, variable.year), at)
        if whole is not None and value > whole:
            return False
    for part in _parts(variable.field):
        held = current(record, Variable(part.id, variable.year), at)
        if held is not None and held > value:
            return False
    return True


def _parts(whole: str) -> list[Field]:
    return [one for one in fields().values() if one.within == whole]


def _with_rows(record: Record, variable: Variable, count: int, at: date) -> Record | None:
    rows = record.lists.get(variable.field)
    if rows is None or variable.addition is None:
        return None
    row = added_row(variable, at)
    return record.with_rows(variable.field, (*rows, *([row] * count)))


def added_row(variable: Variable, at: date) -> Mapping[str, Cell]:
    """The row that could be added, dated by the day of application."""
    listed = fields()[variable.field]
    assert variable.addition is not None  # noqa: S101 -- asked for additions only
    days = {
        "at": at.toordinal(),
        "last_year_end": date(at.year - 1, 12, 31).toordinal(),
    }
    found: dict[str, Cell] = {}
    for name, value in listed.additions[variable.addition].row.items():
        column = listed.columns[name]
        if isinstance(value, str) and column.kind is not None:
            dated = column.kind.shape is Shape.DATE
            found[name] = days[value] if dated else value
        elif isinstance(value, bool):
            found[name] = value
        else:
            found[name] = column.base(Decimal(str(value)))
    return found


def as_change(record: Record, step: Step, at: date) -> Change:
    """A step for people."""
    variable = step.variable
    one = fields()[variable.field]
    conditions = tuple(sorted(step.conditions))
    if variable.addition is not None:
        row: dict[str, Shown] = {
            name: shown(value, one.columns[name].kind)
            for name, value in added_row(variable, at).items()
        }
        return Change(
            kind=ChangeKind.ADD,
            field=variable.field,
            row=row,
            count=step.count,
            conditions=conditions,
        )
    before, effort = current(record, variable, at), effort_of(variable)
    assert before is not None  # noqa: S101 -- only known numbers are moved
    assert effort is not None  # noqa: S101 -- as above
    return Change(
        kind=ChangeKind.SET,
        field=variable.field,
        year=variable.year,
        before=shown(before, one.kind),
        after=shown(target(before, effort, step.count), one.kind),
        unit=unit_of(one.kind),
        conditions=conditions,
    )


def apply_changes(record: Record, changes: Iterable[Change]) -> Record:
    """The facts after every ``set`` and ``add``; other changes leave them as they are."""
    for change in changes:
        one = fields().get(change.field)
        if one is None:
            continue
        if change.kind is ChangeKind.SET and isinstance(change.after, Decimal):
            value = one.base(change.after)
            if change.year is None:
                record = record.with_value(change.field, value)
            else:
                record = record.with_yearly(change.field, change.year, value)
        elif change.kind is ChangeKind.ADD:
            row = {
                name: _cell(value, one.columns[name])
                for name, value in change.row.items()
                if value is not None
            }
            rows = (*record.lists.get(change.field, ()), *([row] * change.count))
            record = record.with_rows(change.field, rows)
    return record


def _cell(value: Shown, column: Field) -> Cell:
    if isinstance(value, Decimal):
        return column.base(value)
    if isinstance(value, str) and column.kind is not None and column.kind.shape is Shape.DATE:
        return date.fromisoformat(value).toordinal()
    assert isinstance(value, bool | str)  # noqa: S101 -- what rows hold
    return value


def merged(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps of one variable as one, in order of variables."""
    found: dict[Variable, Step] = {}
    for step in steps:
        before = found.get(step.variable)
        if before is not None:
            step = replace(  # noqa: PLW2901 -- the two become one
                step,
                count=before.count + step.count,
                cost=before.cost + step.cost,
                conditions=before.conditions | step.conditions,
            )
        found[step.variable] = step
    return tuple(found[variable] for variable in sorted(found, key=_order))


def _order(variable: Variable) -> tuple[str, int, int]:
    return (variable.field, variable.year or 0, variable.addition or 0)
