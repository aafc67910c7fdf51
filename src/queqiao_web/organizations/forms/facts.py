"""The form of one section of the enterprise file, made from the dictionary of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from queqiao_web.organizations.adapters import (
    FactField,
    FactProblem,
    JsonFacts,
    Section,
    entry_of,
)

EMPTY_ROWS = 3
_NOT_KNOWN = ("", _("not stated"))
_YES_NO = (("是", _("yes")), ("否", _("no")))
_IN_LIST = re.compile(r"(?P<list>\w+)\[(?P<row>\d+)\]\.(?P<item>.+)")
_IN_YEAR = re.compile(r"(?P<field>\w+)\.(?P<year>\d{4})")


def entry_field(field: FactField) -> forms.Field:
    """The entry of one fact: a list where there are choices, a day, a line of text."""
    label = field.label
    help_text = field.note
    if field.unit:
        label = f"{label}（{field.unit}）"
    if field.kind == "share":
        label = f"{label}（%）"
    common: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if field.kind == "flag":
        return forms.ChoiceField(choices=(_NOT_KNOWN, *_YES_NO), **common)
    if field.choices and field.closed:
        return forms.ChoiceField(choices=(_NOT_KNOWN, *field.choices), **common)
    if field.kind == "date":
        return forms.CharField(widget=forms.TextInput(attrs={"type": "date"}), **common)
    if field.kind in {"number", "share"}:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        return forms.CharField(max_length=40, widget=widget, **common)
    return forms.CharField(max_length=500, **common)


class SectionForm(forms.Form):
    """
    The entries of a section: one a fact, one a fact and year, or rows of a list.

    ``raw()`` gives what was typed in the form that the engine reads; ``put`` shows its problems
    beside the entries.
    """

    def __init__(
        self,
        *args: Any,
        section: Section,
        stated: JsonFacts,
        years: Sequence[int],
        **kwargs: Any,
    ) -> None:
        self.section = section
        self.years = tuple(years)
        super().__init__(*args, **kwargs)
        field = section.fields[0]
        rows = stated.get(field.name)
        self.row_count = (len(rows) if isinstance(rows, list) else 0) + EMPTY_ROWS
        if section.is_list:
            self._add_rows(field, rows if isinstance(rows, list) else None)
        else:
            for one in section.fields:
                self._add(one, stated.get(one.name))
        self.fields["source"] = forms.CharField(
            label=_("Where the figures come from"),
            max_length=120,
            help_text=_("Such as: 2025 annual report, audit of 2025, tax return."),
        )

    def _add(self, field: FactField, value: object) -> None:
        if not field.yearly:
            self.fields[field.name] = entry_field(field)
            self.initial[field.name] = entry_of(value, field)
            return
        amounts: Mapping[str, object] = value if isinstance(value, dict) else {}
        for year in self.years:
            name = f"{field.name}__{year}"
            self.fields[name] = entry_field(field)
            self.fields[name].widget.attrs["aria-label"] = f"{field.label} {year}"
            self.initial[name] = entry_of(amounts.get(str(year)), field)

    def _add_rows(self, field: FactField, rows: list[dict[str, object]] | None) -> None:
        self.fields["has_none"] = forms.BooleanField(label=_("There is none"), required=False)
        self.initial["has_none"] = rows == []
        for number in range(self.row_count):
            known = rows[number] if rows and number < len(rows) else {}
            for item in field.items:
                name = f"row{number}__{item.name}"
                entry = entry_field(item)
                entry.widget.attrs["aria-label"] = f"{item.label} {number + 1}"
                self.fields[name] = entry
                self.initial[name] = entry_of(known.get(item.name), item)

    def table(self) -> Iterable[tuple[FactField, list[forms.BoundField]]]:
        """The entries of a section by year: a row a fact."""
        for field in self.section.fields:
            yield field, [self[f"{field.name}__{year}"] for year in self.years]

    def rows(self) -> Iterable[list[forms.BoundField]]:
        """The entries of a list, row by row."""
        items = self.section.fields[0].items
        for number in range(self.row_count):
            yield [self[f"row{number}__{item.name}"] for item in items]

    def raw(self) -> dict[str, object]:
        """What was typed, by the names of the dictionary."""
        typed = self.cleaned_data
        if self.section.is_list:
            rows = [row for _number, row in self._typed_rows()]
            name = self.section.fields[0].name
            return {name: rows} if rows or typed["has_none"] else {}
        if self.section.is_yearly:
            found = {
                one.name: {
                    str(year): typed[f"{one.name}__{year}"]
                    for year in self.years
                    if typed[f"{one.name}__{year}"]
                }
                for one in self.section.fields
            }
            return {name: years for name, years in found.items() if years}
        return {one.name: typed[one.name] for one in self.section.fields if typed[one.name]}

    def _typed_rows(self) -> list[tuple[int, dict[str, str]]]:
        found = []
        for number in range(self.row_count):
            row = {
                item.name: text
                for item in self.section.fields[0].items
                if (text := self.cleaned_data[f"row{number}__{item.name}"])
            }
            if row:
                found.append((number, row))
        return found

    def put(self, problems: Iterable[FactProblem]) -> None:
        """Show each problem beside the entry that it speaks of."""
        numbers = [number for number, _row in self._typed_rows()] if self.section.is_list else []
        for problem in problems:
            name = problem.place
            if found := _IN_LIST.fullmatch(problem.place):
                name = f"row{numbers[int(found['row']) - 1]}__{found['item']}"
            elif found := _IN_YEAR.fullmatch(problem.place):
                name = f"{found['field']}__{found['year']}"
            self.add_error(name if name in self.fields else None, problem.text)


class WorkbookForm(forms.Form):
    """A filled template."""

    workbook = forms.FileField(
        label=_("Filled template (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    source = forms.CharField(
        label=_("Where the figures come from"),
        max_length=120,
        help_text=_("Such as: 2025 annual report, audit of 2025, tax return."),
    )
