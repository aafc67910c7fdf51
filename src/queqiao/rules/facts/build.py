"""From names and values, as JSON or a table row holds them, to the facts of one enterprise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from decimal import Decimal
from typing import cast

from queqiao.errors import Problem
from queqiao.messages import Message
from queqiao.rules.facts.cells import UnreadableFactError, is_blank, parse_fact, plain, shown
from queqiao.rules.facts.columns import Column, understand_column, understand_item
from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary, nearest_field
from queqiao.rules.facts.model import Enterprise, Facts, FactValue, Item, Scalar, YearValues

_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?(?:度)?")
_NONE_OF_IT = frozenset({"无", "没有", "[]", "0"})
_MAY_BE_YEARLY = frozenset({FieldKind.NUMBER, FieldKind.SHARE})
_RULEBOOK = re.compile(r"[a-z][a-z0-9._-]{1,80}")


@dataclass(slots=True)
class Complaints:
    """Collects what is wrong with one record, each with its place."""

    source: str
    row: int | None = None
    problems: list[Problem] = default(default_factory=list)
    notices: list[Problem] = default(default_factory=list)

    def problem(self, message: Message, place: str) -> None:
        """Something that makes the record unusable."""
        self.problems.append(Problem(message, self.source, self.row, place))

    def notice(self, message: Message, place: str) -> None:
        """Something that is only told."""
        self.notices.append(Problem(message, self.source, self.row, place))

    def unknown(self, name: str, place: str, known: Mapping[str, Field] | None = None) -> None:
        """A name that is in no dictionary, with the nearest that is."""
        near = nearest_field(name, known)
        if near is None:
            self.notice(Message("rules.facts.unknown_field", {"name": shown(name)}), place)
        else:
            params = {"name": shown(name), "near": near}
            self.notice(Message("rules.facts.unknown_field_near", params), place)


def build_enterprise(raw: Mapping[str, object], complaints: Complaints) -> Enterprise:
    """
    The facts that ``raw`` states, names and headings understood, in the order of the dictionary.

    Blank values and ``None`` are unknown and left out. What cannot be read goes to
    ``complaints``.
    """
    found: dict[str, FactValue] = {}
    for name, value in raw.items():
        if value == "":  # 0 and False are known
            continue
        column = understand_column(str(name))
        if column is None:
            if not is_blank(value):
                complaints.unknown(str(name), str(name))
            continue
        take_value(found, column, value, str(name), complaints)
    return Enterprise(in_order(found), complaints.source, complaints.row)


def take_value(
    found: dict[str, FactValue], column: Column, value: object, place: str, complaints: Complaints
) -> None:
    """Put what one cell states into ``found``; two cells that contradict each other are told."""
    try:
        read = _read(column, value, place, complaints)
    except UnreadableFactError as error:
        complaints.problem(error.message, place)
        return
    if read is None:
        return
    name = column.field.name
    if _is_by_year(read):
        before = found.get(name, {})
        years = dict(cast("YearValues", before)) if _is_by_year(before) else {}
        for year, amount in cast("YearValues", read).items():
            if years.setdefault(year, amount) != amount:
                complaints.problem(Message("rules.facts.contradiction"), place)
        found[name] = years
    elif found.setdefault(name, read) != read:
        complaints.problem(Message("rules.facts.contradiction"), place)


def in_order(found: Mapping[str, FactValue]) -> Facts:
    """The same facts, fields and years sorted."""
    ordered: dict[str, FactValue] = {}
    for name in field_dictionary():
        if name in found:
            value = found[name]
            ordered[name] = (
                dict(sorted(cast("YearValues", value).items())) if _is_by_year(value) else value
            )
    return ordered


def _is_by_year(value: FactValue) -> bool:
    return type(value) is dict and isinstance(next(iter(value), None), int)


def _read(column: Column, value: object, place: str, complaints: Complaints) -> FactValue | None:
    field = column.field
    if is_blank(value):
        missing = column.year is not None and value != ""  # 不详, null: a year known to be missing
        return {column.year: None} if missing and column.year else None
    if field.kind in _NESTED or (field.yearly and column.year is None):
        value = _unpacked(value, field)
    if read := _NESTED.get(field.kind):
        return read(field, value, place, complaints)
    if isinstance(value, Mapping) and column.year is None and field.kind in _MAY_BE_YEARLY:
        return _read_years(column, value, place, complaints)
    if isinstance(value, (Mapping, list)):
        raise UnreadableFactError("rules.facts.single", value)
    scalar = parse_fact(value, field, unit=column.unit)
    if column.year is not None and isinstance(scalar, Decimal):
        return {column.year: scalar}
    return scalar


def _unpacked(value: object, field: Field) -> object:
    """JSON inside a cell of a table; 无 in the cell of a list is the empty list."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    if field.kind is FieldKind.LIST and text in _NONE_OF_IT:
        return []
    try:
        return json.loads(value, parse_float=Decimal)
    except (ValueError, RecursionError):
        return value


def _read_years(
    column: Column, value: Mapping[str, object], place: str, complaints: Complaints
) -> YearValues | None:
    years: dict[int, Decimal | None] = {}
    for key, amount in value.items():
        at = f"{place}.{key}"
        found = _YEAR.fullmatch(plain(key))
        if found is None:
            complaints.problem(Message("rules.facts.year", {"value": shown(key)}), at)
            continue
        read = _scalar(amount, column.field, at, complaints, unit=column.unit)
        years[int(found[1])] = read if isinstance(read, Decimal) else None
    return years or None


def _read_list(field: Field, value: object, place: str, complaints: Complaints) -> tuple[Item, ...]:
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise UnreadableFactError("rules.facts.list", value, names="、".join(field.items))
    return tuple(
        read_item(field, item, f"{place}[{number}]", complaints)
        for number, item in enumerate(value, start=1)
    )


def read_item(field: Field, item: Mapping[str, object], place: str, complaints: Complaints) -> Item:
    """One row of a list fact."""
    found: dict[str, Scalar] = {}
    for key, value in item.items():
        column = understand_item(str(key), field)
        if column is None:
            if not is_blank(value):
                complaints.unknown(str(key), f"{place}.{key}", known=field.items)
            continue
        read = _scalar(value, column.field, f"{place}.{key}", complaints, unit=column.unit)
        if read is not None:
            found[column.field.name] = read
    return {name: found[name] for name in field.items if name in found}


def _read_scores(
    field: Field, value: object, place: str, complaints: Complaints
) -> dict[str, Decimal] | None:
    if not isinstance(value, Mapping):
        raise UnreadableFactError("rules.facts.scores", value, names="、".join(field.items))
    item = read_item(field, value, place, complaints)
    return {name: score for name, score in item.items() if isinstance(score, Decimal)} or None


def _read_decisions(
    field: Field, value: object, place: str, complaints: Complaints
) -> dict[str, dict[str, bool]] | None:
    if not isinstance(value, Mapping):
        raise UnreadableFactError("rules.facts.decisions", value)
    found: dict[str, dict[str, bool]] = {}
    for rulebook, conditions in value.items():
        at = f"{place}.{rulebook}"
        if not (isinstance(conditions, Mapping) and _RULEBOOK.fullmatch(str(rulebook))):
            message = Message("rules.facts.decisions", {"value": shown(rulebook)})
            complaints.problem(message, at)
            continue
        answer = Field(field.name, field.zh, field.en, FieldKind.FLAG)
        for condition, judged in conditions.items():
            read = _scalar(judged, answer, f"{at}.{condition}", complaints)
            if isinstance(read, bool):
                found.setdefault(str(rulebook), {})[str(condition)] = read
    return found or None


def _scalar(
    value: object, field: Field, place: str, complaints: Complaints, *, unit: str = ""
) -> Scalar | None:
    if isinstance(value, (Mapping, list)):
        complaints.problem(Message("rules.facts.single", {"value": shown(value)}), place)
        return None
    try:
        return parse_fact(value, field, unit=unit)
    except UnreadableFactError as error:
        complaints.problem(error.message, place)
        return None


_NESTED: Mapping[FieldKind, Callable[[Field, object, str, Complaints], FactValue | None]] = {
    FieldKind.LIST: _read_list,
    FieldKind.SCORES: _read_scores,
    FieldKind.DECISIONS: _read_decisions,
}
