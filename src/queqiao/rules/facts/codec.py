"""Facts as JSON values and as the rows of a table, so that reading them gives the same facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from queqiao.rules.facts.columns import heading
from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary
from queqiao.rules.facts.model import Enterprise, Facts, FactValue, YearValues

NOT_KNOWN = "不详"
JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"


def facts_to_json(facts: Facts) -> dict[str, JsonValue]:
    """The facts in the form that ``load_facts`` reads, numbers as numbers."""
    return {name: _json(value) for name, value in facts.items()}


def _json(value: object) -> JsonValue:
    if isinstance(value, Mapping):
        return {str(key): _json(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return None
    assert isinstance(value, (str, bool))  # noqa: S101 -- all that facts hold
    return value


def _number(value: Decimal) -> JsonValue:
    """A JSON number where one holds the value exactly, else its digits as text."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else f"{value:f}"


def table_of_enterprises(
    enterprises: Iterable[Enterprise],
) -> tuple[Sequence[str], list[list[str]]]:
    """
    Chinese headings and one row an enterprise: yearly fields a column a year, lists as JSON.

    A blank cell is unknown.
    """
    rows = [enterprise.facts for enterprise in enterprises]
    columns: list[tuple[Field, int | None]] = []
    for name, field in field_dictionary().items():
        stated = [facts[name] for facts in rows if name in facts]
        if not stated:
            continue
        if field.yearly:
            years = {year for value in stated if isinstance(value, Mapping) for year in value}
            columns += [(field, None)] if not all(isinstance(v, Mapping) for v in stated) else []
            columns += [(field, int(year)) for year in sorted(years, key=int)]
        else:
            columns.append((field, None))
    head = [heading(field, year) for field, year in columns]
    return head, [[_cell(facts.get(f.name), f, year) for f, year in columns] for facts in rows]


def _cell(value: FactValue | None, field: Field, year: int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping) and field.yearly and year is None:
        return ""
    if year is not None:
        years = cast("YearValues", value) if isinstance(value, Mapping) else {}
        amount = years.get(year)
        return f"{amount:f}" if amount is not None else NOT_KNOWN if year in years else ""
    return cell_text(value, field)


def cell_text(value: FactValue, field: Field) -> str:
    """One value as the cell of a table."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{(value * 100).normalize():f}" if field.kind is FieldKind.SHARE else f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return field.choices.get(value, (value,))[0]
    return json.dumps(_json(value), ensure_ascii=False)
