"""The engine's dictionary of facts as pages show it: sections, fields, units, choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from django.utils.translation import get_language

from queqiao.core.codes import industry_name, region_full_name
from queqiao.rules.facts.dictionary import Field, FieldKind, field_dictionary, field_groups

NOTHING = "—"
_YEARS = "years"
_JUDGED = frozenset({FieldKind.SCORES, FieldKind.DECISIONS})
_OWN = frozenset({"name", "uscc", "region_code", "industry_code"})


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact, or one column of a list."""

    name: str
    kind: str
    zh: str
    en: str
    unit: str
    yearly: bool
    closed: bool
    notes: Mapping[str, str]
    choices: tuple[tuple[str, str], ...]
    items: tuple[FactField, ...]

    @property
    def label(self) -> str:
        """Its name in the language of the page."""
        return self.zh if language() == "zh" else self.en

    @property
    def note(self) -> str:
        """What to mind when stating it."""
        return self.notes.get(language(), "")

    @property
    def is_list(self) -> bool:
        """Whether it holds rows."""
        return self.kind == FieldKind.LIST


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the file that is stated together."""

    code: str
    zh: str
    en: str
    fields: tuple[FactField, ...]

    @property
    def label(self) -> str:
        """Its name in the language of the page."""
        return self.zh if language() == "zh" else self.en

    @property
    def is_yearly(self) -> bool:
        """Whether its facts are stated year by year."""
        return self.code == _YEARS

    @property
    def is_list(self) -> bool:
        """Whether it is one list of rows."""
        return self.fields[0].is_list


def language() -> str:
    """The engine's name for the language of the page."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


@cache
def sections() -> Mapping[str, Section]:
    """The sections of the file by their codes, in order."""
    found: list[Section] = []
    stated = [one for one in field_dictionary().values() if not _is_elsewhere(one)]
    single = [one for one in stated if not one.yearly and one.kind is not FieldKind.LIST]
    for code, title in field_groups().items():
        if rows := tuple(_shown(one) for one in single if one.group == code):
            found.append(Section(code, title["zh"], title["en"], rows))
    yearly = tuple(_shown(one) for one in stated if one.yearly)
    found.insert(1, Section(_YEARS, "年度数据", "Year by year", yearly))
    lists = [one for one in stated if one.kind is FieldKind.LIST]
    found += [Section(one.name, one.zh, one.en, (_shown(one),)) for one in lists]
    return MappingProxyType({one.code: one for one in found})


@cache
def fact_field(name: str) -> FactField:
    """One fact of the dictionary."""
    return _shown(field_dictionary()[name])


def is_judged_by_others(name: str) -> bool:
    """Whether experts or officers state it, not the enterprise."""
    one = field_dictionary()[name]
    return one.kind in _JUDGED or one.group == "judged"


def _is_elsewhere(one: Field) -> bool:
    return one.name in _OWN or is_judged_by_others(one.name)


def _shown(one: Field) -> FactField:
    return FactField(
        name=one.name,
        kind=one.kind.value,
        zh=one.zh,
        en=one.en,
        unit=one.unit,
        yearly=one.yearly,
        closed=one.closed,
        notes=one.note,
        choices=tuple((code, names[0]) for code, names in one.choices.items()),
        items=tuple(_shown(item) for item in one.items.values()),
    )


def value_words(value: object, field: FactField) -> str:  # noqa: PLR0911 -- one line a kind
    """A stored value as people read it."""
    if value is None:
        return "不详" if language() == "zh" else "not known"
    if isinstance(value, bool):
        return ("是" if value else "否") if language() == "zh" else ("yes" if value else "no")
    if isinstance(value, list):
        count = len(value)
        return f"{count} 条" if language() == "zh" else f"{count} rows"
    if field.kind == FieldKind.SHARE:
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    if field.kind == FieldKind.NUMBER:
        return f"{Decimal(str(value)):,f} {field.unit}".strip()
    if field.kind == FieldKind.REGION:
        return region_full_name(str(value)) or str(value)
    if field.kind == FieldKind.INDUSTRY:
        return f"{value} {industry_name(str(value))}".strip()
    if field.kind == FieldKind.DATE and language() == "zh":
        return _day_words(str(value))
    return dict(field.choices).get(str(value), str(value))


def _day_words(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def entry_of(value: object, field: FactField) -> str:
    """A stored value as a form holds it, so that reading it gives the same."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.kind == FieldKind.SHARE:
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    if isinstance(value, int | float):
        return f"{Decimal(str(value)):f}"
    return str(value)
