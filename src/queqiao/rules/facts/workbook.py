"""Facts out of the rows of a workbook: the template of one enterprise, or a table of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from queqiao.datasets import CellValue, SourceRow, SourceRows
from queqiao.errors import Problem
from queqiao.messages import Message
from queqiao.rules.facts import layout
from queqiao.rules.facts.build import Complaints, build_enterprise, in_order, read_item, take_value
from queqiao.rules.facts.cells import is_blank, plain
from queqiao.rules.facts.columns import Column, understand_column
from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary
from queqiao.rules.facts.model import Enterprise, FactValue, Item, LoadedFacts

_KEYS = ("uscc", "name")


def is_template(rows: SourceRows) -> bool:
    """Whether the rows come from the workbook of one enterprise."""
    return any(layout.CODE in row.cells for row in rows.rows)


def read_template(rows: SourceRows, source: str) -> LoadedFacts:
    """The one enterprise of a filled template; every problem names sheet, row and item."""
    found: dict[str, FactValue] = {}
    rest: list[Complaints] = []
    items: dict[str, list[Item]] = defaultdict(list)
    stated: dict[str, str] = {}
    judged: dict[str, dict[str, object]] = defaultdict(dict)
    scores: dict[str, dict[str, object]] = defaultdict(dict)
    for row in rows.rows:
        complaints = Complaints(row.source, row.row)
        rest.append(complaints)
        sheet = layout.sheet_of(row.source)
        if field := layout.list_sheets().get(sheet):
            if item := read_item(field, row.cells, field.zh, complaints):
                items[field.name].append(item)
        elif sheet == layout.DECISIONS:
            _take_decision(judged, row, complaints)
        else:
            _take_row(found, scores, stated, row, complaints)
    last = Complaints(source)
    _take_lists(found, items, stated, last)
    for name, raw in (*scores.items(), ("manual_decisions", judged)):
        take_value(found, Column(field_dictionary()[name]), raw or None, name, last)
    problems, notices = _told([*rest, last])
    if problems or not found:
        return LoadedFacts((), problems, notices)
    return LoadedFacts((Enterprise(in_order(found), source),), (), notices)


def _told(complaints: Iterable[Complaints]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    every = list(complaints)
    return (
        tuple(problem for one in every for problem in one.problems),
        tuple(notice for one in every for notice in one.notices),
    )


def _take_row(
    found: dict[str, FactValue],
    scores: dict[str, dict[str, object]],
    stated: dict[str, str],
    row: SourceRow,
    complaints: Complaints,
) -> None:
    """One row of the sheets of facts, of years or of lists."""
    label, code = str(row.cells.get(layout.ITEM, "")), plain(row.cells.get(layout.CODE) or "")
    name, _, item = code.partition(".")
    field = field_dictionary().get(name)
    if field is None and (column := understand_column(label)):
        field = column.field
    filled = {k: v for k, v in row.cells.items() if _is_answer(k) and v not in ("", None)}
    if field is None:
        if filled and (label or code):
            complaints.unknown(code or label, label or code)
        return
    if field.kind is FieldKind.LIST:
        stated[field.name] = plain(row.cells.get(layout.HAS) or "")
    elif item:
        if layout.VALUE in filled:
            scores[field.name][item] = filled[layout.VALUE]
    else:
        for heading, value in filled.items():
            column = Column(field, layout.year_of(heading))
            place = f"{field.zh}{heading if column.year else ''}"
            take_value(found, column, value, place, complaints)


def _is_answer(heading: str) -> bool:
    return heading == layout.VALUE or layout.year_of(heading) is not None


def _take_decision(
    judged: dict[str, dict[str, object]], row: SourceRow, complaints: Complaints
) -> None:
    names = (layout.RULEBOOK, layout.CONDITION, layout.ANSWER)
    rulebook, condition, answer = (plain(row.cells.get(name) or "") for name in names)
    if rulebook and condition and answer:
        judged[rulebook][condition] = answer
    elif rulebook or condition:
        complaints.problem(Message("rules.facts.decision_incomplete"), layout.ANSWER)


def _take_lists(
    found: dict[str, FactValue],
    items: Mapping[str, Sequence[Item]],
    stated: Mapping[str, str],
    complaints: Complaints,
) -> None:
    """Lists with rows; lists said to be empty; what is said and what is there must agree."""
    for field in layout.list_sheets().values():
        rows, said = items.get(field.name, ()), stated.get(field.name, "")
        if rows and said == layout.ABSENT:
            params = {"name": field.zh, "count": len(rows)}
            complaints.problem(Message("rules.facts.list_not_empty", params), field.zh)
        elif rows:
            found[field.name] = tuple(rows)
        elif said == layout.ABSENT:
            found[field.name] = ()
        elif said:
            complaints.problem(Message("rules.facts.list_empty", {"name": field.zh}), field.zh)


def read_many(rows: SourceRows) -> LoadedFacts:
    """
    The enterprises of a table, one a row.

    Further sheets of the workbook that are named like a list fact hold its rows, each with the
    credit code or the name of its enterprise.
    """
    lists = layout.list_sheets()
    main = [row for row in rows.rows if layout.sheet_of(row.source) not in lists]
    details = _details([row for row in rows.rows if layout.sheet_of(row.source) in lists])
    good: list[Enterprise] = []
    problems, notices = list(rows.problems), list(rows.notices)
    seen: dict[str, Enterprise] = {}
    for row in main:
        complaints = Complaints(row.source, row.row)
        enterprise = build_enterprise(_without_marks(row), complaints)
        enterprise = _with_details(enterprise, details, complaints)
        key = str(enterprise.facts.get("uscc") or "")
        if key and key in seen:
            complaints.problem(Message("rules.facts.twice", {"row": seen[key].row}), key)
        problems += complaints.problems
        notices += complaints.notices
        if not complaints.problems and enterprise.facts:
            good.append(enterprise)
            seen[key] = enterprise
    return LoadedFacts(tuple(good), tuple(problems), tuple(_each_once(notices)))


_Details = Mapping[tuple[str, str], Sequence[SourceRow]]
"""Rows of the lists' sheets by the list's name and the enterprise's key."""


def _details(rows: Sequence[SourceRow]) -> _Details:
    found: dict[tuple[str, str], list[SourceRow]] = defaultdict(list)
    for row in rows:
        field = layout.list_sheets()[layout.sheet_of(row.source)]
        for heading, value in row.cells.items():
            column = understand_column(heading)
            if column and column.field.name in _KEYS and not is_blank(value):
                found[field.name, plain(value)].append(row)
                break
    return found


def _without_marks(row: SourceRow) -> dict[str, CellValue]:
    """The row's cells without 有, which only points to the sheet of a list."""

    def points(heading: str, value: CellValue) -> bool:
        column = understand_column(heading)
        return (
            column is not None
            and column.field.kind is FieldKind.LIST
            and isinstance(value, str)
            and plain(value) == layout.PRESENT
        )

    return {key: value for key, value in row.cells.items() if not points(key, value)}


def _with_details(enterprise: Enterprise, details: _Details, complaints: Complaints) -> Enterprise:
    if not details:
        return enterprise
    found = dict(enterprise.facts)
    keys = {str(found[name]) for name in _KEYS if name in found}
    for name, field in field_dictionary().items():
        rows = [row for key in sorted(keys) for row in details.get((name, key), ())]
        if rows:
            items = tuple(_detail(field, row, complaints) for row in rows)
            take_value_of_list(found, field, items, complaints)
    return Enterprise(in_order(found), enterprise.source, enterprise.row)


def take_value_of_list(
    found: dict[str, FactValue], field: Field, items: tuple[Item, ...], complaints: Complaints
) -> None:
    """The rows of a list's sheet, unless the enterprise's own row states something else."""
    if found.setdefault(field.name, items) != items:
        complaints.problem(Message("rules.facts.contradiction"), field.zh)


def _detail(field: Field, row: SourceRow, complaints: Complaints) -> Item:
    """One row of a list's sheet; its problems carry the row's own place."""
    own = Complaints(row.source, row.row)
    cells = {
        key: value
        for key, value in row.cells.items()
        if not ((column := understand_column(key)) and column.field.name in _KEYS)
    }
    item = read_item(field, cells, field.zh, own)
    complaints.problems += own.problems
    complaints.notices += own.notices
    return item


def _each_once(notices: Iterable[Problem]) -> list[Problem]:
    """The notices, those on a column told once and not in every row."""
    first: dict[tuple[str, str, str], Problem] = {}
    for notice in notices:
        first.setdefault((notice.source, notice.field, notice.message.code), notice)
    return list(first.values())
