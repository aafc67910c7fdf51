"""Sources, parameters, tables and uses: what a rulebook takes its numbers from."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from queqiao.rules.kinds import (
    FLAG,
    MONEY,
    PLAIN,
    TEXT,
    TEXTS,
    UNITS,
    Exact,
    Kind,
    Quantity,
    parse_quantity,
)
from queqiao.rules.model import (
    Basis,
    DatedBy,
    Grade,
    Parameter,
    ParameterValue,
    Period,
    Source,
    Table,
    Take,
    Use,
)
from queqiao.rules.schema.located import Place, Reading
from queqiao.rules.schema.names import Names
from queqiao.rules.syntax import Origin, Reference

BASIS = ("source", "clause", "grade")


def read_sources(reading: Reading, place: Place) -> dict[str, Source]:
    """The documents by their short keys."""
    found: dict[str, Source] = {}
    for key, entry in reading.mapping(place).items():
        parts = reading.mapping(entry, "document", "title", "url", "grade")
        found[key] = Source(
            key=key,
            document=reading.required(parts, "document", entry, reading.text),
            title=reading.text(parts.get("title")),
            url=reading.text(parts.get("url")),
            grade=reading.required(
                parts, "grade", entry, lambda one: reading.choice(one, Grade, Grade.UNVERIFIED)
            ),
        )
    return found


def read_basis(
    reading: Reading,
    parts: Mapping[str, Place],
    sources: Mapping[str, Source],
    above: Basis | None = None,
) -> Basis:
    """Where a sentence stands; what it does not say is taken from ``above``."""
    source = above.source if above else None
    if key := reading.text(parts.get("source")):
        source = sources.get(key)
        if source is None:
            known = ", ".join(sources)
            reading.fault(parts["source"], "rules.schema.source", key=key, known=known)
    inherited = above.grade if above and source is above.source else None
    default = inherited or (source.grade if source else Grade.UNVERIFIED)
    return Basis(
        source=source,
        clause=reading.text(parts.get("clause")) or (above.clause if above else ""),
        grade=reading.choice(parts.get("grade"), Grade, default),
    )


def read_period(reading: Reading, parts: Mapping[str, Place]) -> Period:
    """``from`` and ``through``."""
    period = Period(
        starts_on=reading.day(parts.get("from")), through=reading.day(parts.get("through"))
    )
    if period.starts_on and period.through and period.through < period.starts_on:
        reading.fault(parts["through"], "rules.schema.period")
    return period


def read_quantity(reading: Reading, place: Place, kind: Kind | None = None) -> Quantity | None:
    """A literal with its unit; ``kind`` where a certain one is asked for."""
    if place.given and isinstance(place.node, yaml.SequenceNode):
        return Quantity(reading.texts(place), TEXTS)
    text = reading.text(place)
    quoted = isinstance(place.node, yaml.ScalarNode) and place.node.style in {'"', "'"}
    quantity = None if quoted and kind is None else parse_quantity(text)
    if quantity is None and kind is None and text:
        return Quantity(text, TEXT)
    if quantity is None:
        reading.fault(place, "rules.schema.quantity", text=text)
    elif kind is not None and quantity.kind != kind:
        reading.fault(
            place, "rules.expression.wrong_kind", expected=str(kind), found=str(quantity.kind)
        )
        return None
    return quantity


def read_number(reading: Reading, place: Place | None, kind: Kind) -> Exact | None:
    """A number of one kind; a plain one passes for points."""
    if place is None or not place.given:
        return None
    quantity = parse_quantity(reading.text(place))
    fits = quantity is not None and quantity.kind in ({kind} if kind == MONEY else {kind, PLAIN})
    if quantity is None or not fits or isinstance(quantity.value, (str, bool, tuple)):
        reading.fault(place, "rules.schema.quantity", text=reading.text(place))
        return None
    return quantity.value


def read_parameters(
    reading: Reading, names: Names, place: Place, sources: Mapping[str, Source]
) -> dict[str, Parameter]:
    """The parameters, each declared as a name."""
    found: dict[str, Parameter] = {}
    for entry in reading.mapping(place).values():
        parts = reading.mapping(entry, "value", "values", "dated_by", "title", *BASIS)
        name = _key(reading, entry)
        basis = read_basis(reading, parts, sources)
        if basis.source is None:
            reading.fault(entry, "rules.schema.key_missing", key="source")
        kind, values = _dated(reading, parts, entry)
        found[name] = Parameter(
            id=name,
            kind=kind,
            values=values,
            dated_by=reading.choice(parts.get("dated_by"), DatedBy, DatedBy.AT),
            basis=basis,
        )
        reference = Reference(name, Origin.PARAMETER, kind)
        names.declare(name, reference, entry, verified=basis.verified)
    return found


def _key(reading: Reading, entry: Place) -> str:
    """The last part of a place's path, checked as a name."""
    key = entry.path.rsplit(".", 1)[-1]
    return reading.identifier(Place(yaml.ScalarNode("", key), entry.path, entry.line))


def _dated(
    reading: Reading, parts: Mapping[str, Place], entry: Place
) -> tuple[Kind, tuple[tuple[Period, ParameterValue], ...]]:
    """The values with their periods, and the kind that they share."""
    lines: list[tuple[Place, Period, Place]] = []
    if "values" in parts:
        for line in reading.entries(parts["values"]):
            dated = reading.mapping(line, "from", "through", "value")
            lines.append((line, read_period(reading, dated), dated.get("value", line)))
    elif "value" in parts:
        lines.append((entry, Period(), parts["value"]))
    else:
        reading.fault(entry, "rules.schema.key_missing", key="value")
    kind: Kind | None = None
    values: list[tuple[Period, ParameterValue]] = []
    for line, period, place in lines:
        if any(_overlap(period, other) for other, _ in values):
            reading.fault(line, "rules.schema.periods_overlap")
        quantity = read_quantity(reading, place, kind) if place.given else None
        kind = kind or (quantity.kind if quantity else None)
        values.append((period, quantity.value if quantity else None))
    return kind or PLAIN, tuple(values)


def _overlap(one: Period, other: Period) -> bool:
    return (one.through is None or other.starts_on is None or other.starts_on <= one.through) and (
        other.through is None or one.starts_on is None or one.starts_on <= other.through
    )


def read_tables(
    reading: Reading, names: Names, place: Place, sources: Mapping[str, Source]
) -> dict[str, tuple[Table, Place]]:
    """The tables with where their key expression stands; each column is declared as a name."""
    found: dict[str, tuple[Table, Place]] = {}
    for name, entry in reading.mapping(place).items():
        parts = reading.mapping(entry, "by", "columns", "rows", *BASIS)
        basis = read_basis(reading, parts, sources)
        columns: dict[str, tuple[Kind, Exact]] = {}
        for column in reading.required(parts, "columns", entry, reading.mapping).values():
            unit = reading.text(column)
            kind, factor = UNITS.get(unit, (PLAIN, 1))
            if unit not in UNITS and unit != "1":
                reading.fault(column, "rules.schema.unit", unit=unit, known=" ".join(UNITS))
            columns[_key(reading, column)] = (kind, factor)
        rows, row_basis = _rows(reading, parts, columns, sources, basis)
        verified = basis.verified and all(one.verified for one in row_basis.values())
        for heading, (kind, _) in columns.items():
            reference = Reference(heading, Origin.COLUMN, kind, name)
            names.declare(heading, reference, entry, verified=verified)
        by = reading.required(parts, "by", entry, lambda one: one)
        table = Table(
            id=name,
            by=Reference("", Origin.FIELD, TEXT),
            columns={heading: kind for heading, (kind, _) in columns.items()},
            rows=rows,
            basis=basis,
            row_basis=row_basis,
        )
        found[name] = (table, by)
    return found


def _rows(
    reading: Reading,
    parts: Mapping[str, Place],
    columns: Mapping[str, tuple[Kind, Exact]],
    sources: Mapping[str, Source],
    basis: Basis,
) -> tuple[dict[str, dict[str, Exact]], dict[str, Basis]]:
    rows: dict[str, dict[str, Exact]] = {}
    bases: dict[str, Basis] = {}
    place = parts.get("rows")
    if place is None:
        return rows, bases
    for key, line in reading.mapping(place).items():
        cells = reading.mapping(line, *columns, *BASIS)
        bases[key] = read_basis(reading, cells, sources, basis)
        rows[key] = {
            name: _cell(reading, cells[name], kind, factor) if name in cells else 0
            for name, (kind, factor) in columns.items()
        }
    return rows, bases


def _cell(reading: Reading, place: Place, kind: Kind, factor: Exact) -> Exact:
    """A number with its unit, or without one in the unit of its column."""
    text = reading.text(place)
    quantity = parse_quantity(text)
    if quantity is None or isinstance(quantity.value, (str, bool, tuple)):
        reading.fault(place, "rules.schema.quantity", text=text)
        return 0
    if quantity.kind == PLAIN and kind != PLAIN:
        return quantity.value * factor
    if quantity.kind != kind:
        reading.fault(
            place, "rules.expression.wrong_kind", expected=str(kind), found=str(quantity.kind)
        )
    return quantity.value


_TAKEN = {Take.MET: FLAG, Take.CLASS: TEXT, Take.AMOUNT: MONEY}


def read_uses(reading: Reading, names: Names, place: Place) -> dict[str, Use]:
    """The answers taken from other rulebooks, each declared as a name."""
    found: dict[str, Use] = {}
    for entry in reading.mapping(place).values():
        parts = reading.mapping(entry, "rulebook", "take")
        name = _key(reading, entry)
        take = reading.choice(parts.get("take"), Take, Take.MET)
        book = reading.required(parts, "rulebook", entry, reading.text)
        found[name] = Use(id=name, rulebook=book, take=take)
        reference = Reference(name, Origin.USE, _TAKEN[take])
        names.declare(name, reference, entry, verified=True)
    return found
