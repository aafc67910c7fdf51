"""The workbook in which an enterprise states its facts: Chinese headings, units, notes, choices."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from queqiao.messages import Message, catalog, render
from queqiao.rules.facts import layout
from queqiao.rules.facts.codec import NOT_KNOWN
from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary, field_groups
from queqiao.rules.facts.model import Facts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LAST_CHECKED_ROW = 500
_MOST_IN_LIST = 250
_SPECIAL = frozenset({FieldKind.LIST, FieldKind.SCORES, FieldKind.DECISIONS})

_Entry = tuple[Field, str, object]
"""A field, its code, what is stated of it."""


@dataclass(slots=True)
class _Book:
    """The workbook being written with its formats."""

    book: Workbook
    head: Format
    group: Format
    label: Format
    note: Format
    code: Format
    text: Format
    number: Format
    share: Format
    day: Format


def render_template(
    *, years: Sequence[int], facts: Facts | None = None, created_on: date = date(2000, 1, 1)
) -> bytes:
    """
    The bytes of an xlsx workbook with a column for each of ``years``, filled with ``facts``.

    What is filled in reads back as the same facts. A list that is known to be empty says 无 in the
    sheet of lists; blank is unknown.
    """
    import xlsxwriter  # noqa: PLC0415 -- slow import

    stated = facts or {}
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        created = datetime(created_on.year, created_on.month, created_on.day)  # noqa: DTZ001 -- file property
        workbook.set_properties({"title": _say("title"), "created": created})
        book = _formats(workbook)
        _write_guide(book)
        _write_facts(book, stated)
        _write_years(book, stated, sorted({*years, *_years_in(stated)}))
        _write_lists(book, stated)
        for field in layout.list_sheets().values():
            _write_list(book, field, stated)
        _write_decisions(book, stated)
    return file.getvalue()


def _say(code: str) -> str:
    return render(Message(f"rules.template.{code}"), "zh")


def _formats(book: Workbook) -> _Book:
    base = {"valign": "vcenter", "border": 1, "border_color": "#DDE3EA"}
    entry = {**base, "text_wrap": True, "locked": False}
    return _Book(
        book=book,
        head=book.add_format({**base, "bold": True, "bg_color": "#E4EDF8", "text_wrap": True}),
        group=book.add_format({"bold": True, "font_color": "#15477F", "valign": "bottom"}),
        label=book.add_format({**base, "text_wrap": True}),
        note=book.add_format({**base, "text_wrap": True, "font_color": "#566170"}),
        code=book.add_format({**base, "font_color": "#8793A1", "font_size": 8}),
        text=book.add_format({**entry, "num_format": "@", "bg_color": "#FFFDF3"}),
        number=book.add_format({**entry, "num_format": "#,##0.######", "bg_color": "#FFFDF3"}),
        share=book.add_format({**entry, "num_format": "0.######%", "bg_color": "#FFFDF3"}),
        day=book.add_format({**entry, "num_format": "yyyy-mm-dd", "bg_color": "#FFFDF3"}),
    )


def _years_in(facts: Facts) -> Iterable[int]:
    return (
        int(year)
        for value in facts.values()
        if isinstance(value, Mapping)
        for year in value
        if isinstance(year, int)
    )


def _write_guide(book: _Book) -> None:
    sheet = book.book.add_worksheet(layout.GUIDE)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 96)
    title = book.book.add_format({"bold": True, "font_size": 16, "font_color": "#15477F"})
    plain = book.book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, _say("title"), title)
    count = sum(code.startswith("template.guide_") for code in catalog("rules"))
    for number in range(1, count + 1):
        sheet.write_string(number, 0, f"{number}. {_say(f'guide_{number}')}", plain)


def _open(book: _Book, name: str, columns: Sequence[tuple[str, int]]) -> Worksheet:
    sheet = book.book.add_worksheet(name)
    for column, (text, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, book.head)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _write_facts(book: _Book, facts: Facts) -> None:
    columns = ((layout.ITEM, 34), (layout.VALUE, 34), (layout.UNIT, 9), (layout.NOTE, 52),
               (layout.CODE, 24))  # fmt: skip
    sheet = _open(book, layout.FACTS, columns)
    row = 1
    for group, title in field_groups().items():
        rows = [f for f in _single_fields() if f.group == group]
        entries: list[_Entry] = [(f, f.name, facts.get(f.name)) for f in rows]
        if group == "judged":
            entries += _score_entries(facts)
        if not entries:
            continue
        sheet.write_string(row, 0, title["zh"], book.group)
        sheet.set_row(row, 24)
        row += 1
        for field, code, value in entries:
            _write_row(book, sheet, row, field, code)
            _write_entry(book, sheet, (row, 1), field, value)
            _check_entry(sheet, (row, 1, row, 1), field)
            row += 1


def _score_entries(facts: Facts) -> list[_Entry]:
    scores = field_dictionary().get("expert_scores")
    stated = facts.get("expert_scores")
    known: Mapping[Any, object] = stated if isinstance(stated, Mapping) else {}
    return [
        (item, f"expert_scores.{name}", known.get(name))
        for name, item in (scores.items.items() if scores else ())
    ]


def _single_fields() -> list[Field]:
    every = field_dictionary().values()
    return [field for field in every if not field.yearly and field.kind not in _SPECIAL]


def _write_row(book: _Book, sheet: Worksheet, row: int, field: Field, code: str) -> None:
    sheet.write_string(row, 0, field.zh, book.label)
    sheet.write_string(row, 2, _unit(field), book.note)
    sheet.write_string(row, 3, _note(field), book.note)
    sheet.write_string(row, 4, code, book.code)


def _unit(field: Field) -> str:
    return "%" if field.kind is FieldKind.SHARE else field.unit


def _note(field: Field) -> str:
    parts = [field.note.get("zh", "")]
    if field.kind is FieldKind.FLAG:
        parts.append(f"{layout.YES}、{layout.NO}")
    elif field.kind is FieldKind.DATE and not field.first_day:
        parts.append(_say("day"))
    elif field.choices:
        parts.append("、".join(names[0] for names in field.choices.values()))
    return "；".join(part for part in parts if part)


def _write_years(book: _Book, facts: Facts, years: Sequence[int]) -> None:
    columns = [(layout.ITEM, 34), *((f"{year}年", 16) for year in years)]
    columns += [(layout.UNIT, 9), (layout.NOTE, 52), (layout.CODE, 24)]
    sheet = _open(book, layout.YEARS, columns)
    last = len(years) + 1
    yearly = [field for field in field_dictionary().values() if field.yearly]
    for row, field in enumerate(yearly, start=1):
        stated = facts.get(field.name)
        amounts: Mapping[Any, object] = stated if isinstance(stated, Mapping) else {}
        if stated is not None and not isinstance(stated, Mapping):
            amounts = {years[-1]: stated}  # a single figure is last year's
        sheet.write_string(row, 0, field.zh, book.label)
        for column, year in enumerate(years, start=1):
            amount = NOT_KNOWN if amounts.get(year, 0) is None else amounts.get(year)
            _write_entry(book, sheet, (row, column), field, amount)
        _check_entry(sheet, (row, 1, row, len(years)), field)
        for column, text in enumerate((_unit(field), _note(field)), start=last):
            sheet.write_string(row, column, text, book.note)
        sheet.write_string(row, last + 2, field.name, book.code)


def _write_lists(book: _Book, facts: Facts) -> None:
    columns = ((layout.ITEM, 34), (layout.HAS, 12), (layout.NOTE, 52), (layout.CODE, 24))
    sheet = _open(book, layout.LISTS, columns)
    for row, field in enumerate(layout.list_sheets().values(), start=1):
        sheet.write_string(row, 0, field.zh, book.label)
        stated = facts.get(field.name)
        said = "" if stated is None else layout.PRESENT if stated else layout.ABSENT
        sheet.write_string(row, 1, said, book.text)
        sheet.data_validation(
            row, 1, row, 1, {"validate": "list", "source": [layout.PRESENT, layout.ABSENT]}
        )
        sheet.write_string(row, 2, _say("list_note"), book.note)
        sheet.write_string(row, 3, field.name, book.code)


def _write_list(book: _Book, field: Field, facts: Facts) -> None:
    items = tuple(field.items.values())
    columns = [(layout.item_heading(item), max(12, len(item.zh) * 2 + 6)) for item in items]
    sheet = _open(book, layout.sheet_name(field), columns)
    for column, item in enumerate(items):
        if note := _note(item):
            sheet.write_comment(0, column, note, {"x_scale": 1.6})
        _check_entry(sheet, (1, column, _LAST_CHECKED_ROW, column), item)
        sheet.set_column(column, column, columns[column][1], _format(book, item))
    stated = facts.get(field.name)
    rows = stated if isinstance(stated, tuple) else ()
    for number, record in enumerate(rows, start=1):
        for column, item in enumerate(items):
            _write_entry(book, sheet, (number, column), item, record.get(item.name))


def _write_decisions(book: _Book, facts: Facts) -> None:
    columns = ((layout.RULEBOOK, 28), (layout.CONDITION, 28), (layout.ANSWER, 12))
    sheet = _open(book, layout.DECISIONS, columns)
    answers = {"validate": "list", "source": [layout.YES, layout.NO]}
    sheet.data_validation(1, 2, _LAST_CHECKED_ROW, 2, answers)
    stated = facts.get("manual_decisions")
    known: Mapping[Any, Any] = stated if isinstance(stated, Mapping) else {}
    rows = [(r, c, judged) for r, conditions in known.items() for c, judged in conditions.items()]
    for row, (rulebook, condition, judged) in enumerate(rows, start=1):
        sheet.write_string(row, 0, rulebook, book.text)
        sheet.write_string(row, 1, condition, book.text)
        sheet.write_string(row, 2, layout.YES if judged else layout.NO, book.text)


def _format(book: _Book, field: Field) -> Format:
    if field.kind is FieldKind.NUMBER:
        return book.number
    if field.kind is FieldKind.SHARE:
        return book.share
    return book.day if field.kind is FieldKind.DATE else book.text


def _write_entry(
    book: _Book, sheet: Worksheet, at: tuple[int, int], field: Field, value: object
) -> None:
    """The value in the cell so that reading it gives the same: numbers that a cell would round
    stand as text.
    """
    chosen = _format(book, field)
    if value is None:
        sheet.write_blank(*at, None, chosen)
    elif isinstance(value, bool):
        sheet.write_string(*at, layout.YES if value else layout.NO, chosen)
    elif isinstance(value, Decimal):
        if Decimal(repr(float(value))) == value:
            sheet.write_number(*at, float(value), chosen)
        else:
            sheet.write_string(*at, f"{value:f}", chosen)
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime(value.year, value.month, value.day), chosen)  # noqa: DTZ001 -- a legal day
    else:
        sheet.write_string(*at, _shown(value, field), chosen)


def _shown(value: object, field: Field) -> str:
    return field.choices.get(str(value), (str(value),))[0]


def _check_entry(sheet: Worksheet, area: tuple[int, int, int, int], field: Field) -> None:
    """What the spreadsheet program offers and refuses while a person types."""
    options: dict[str, object] | None = None
    if field.kind is FieldKind.FLAG:
        options = {"validate": "list", "source": [layout.YES, layout.NO]}
    elif field.choices:
        names = [names[0] for names in field.choices.values()]
        if len(",".join(names)) <= _MOST_IN_LIST:
            options = {"validate": "list", "source": names}
            options["error_type"] = "stop" if field.closed else "information"
    elif field.kind is FieldKind.SHARE:
        options = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    if options:
        sheet.data_validation(*area, options)
