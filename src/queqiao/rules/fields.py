"""The field dictionary: every fact of an enterprise that rules and files may name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypedDict, cast

import yaml

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NEAR = 0.6


class FieldKind(StrEnum):
    """What a fact is."""

    NUMBER = "number"
    SHARE = "share"
    BOOL = "bool"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    REGION = "region"
    INDUSTRY = "industry"
    USCC = "uscc"
    LIST = "list"
    SCORES = "scores"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Field:
    """
    One fact of the dictionary, or one column of a list.

    ``unit`` is the Chinese unit that numbers are in (万元, 人, 分), ``""`` where there is none.
    ``changeable`` tells which way the enterprise itself can move it: ``up``, ``down``, ``both`` or
    ``""``. ``choices`` map the code to its Chinese name; an ``open`` field takes other words too.
    ``signed`` numbers may be negative; a ``partial`` date may stop at the month or the year.
    """

    name: str
    zh: str
    en: str
    kind: FieldKind
    group: str = ""
    unit: str = ""
    yearly: bool = False
    changeable: str = ""
    signed: bool = False
    partial: bool = False
    open: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    note: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    items: Mapping[str, Field] = field(default_factory=lambda: MappingProxyType({}))

    def label(self, language: str = "zh") -> str:
        """The field's name for people."""
        return self.zh if language == "zh" else self.en


class _Raw(TypedDict, total=False):
    zh: str
    en: str
    kind: str
    group: str
    unit: str
    yearly: bool
    changeable: str
    signed: bool
    partial: bool
    open: bool
    aliases: list[str]
    choices: dict[str, str]
    note: dict[str, str]
    items: dict[str, _Raw]


class _Source(TypedDict):
    groups: dict[str, dict[str, str]]
    fields: dict[str, _Raw]


@cache
def field_dictionary() -> Mapping[str, Field]:
    """All fields by name, in the order of the dictionary."""
    return MappingProxyType({name: _field(name, raw) for name, raw in _source()["fields"].items()})


@cache
def field_groups() -> Mapping[str, Mapping[str, str]]:
    """The groups that fields are shown in: code to ``{"zh", "en"}``, in order."""
    return MappingProxyType(_source()["groups"])


def nearest_field(name: str) -> str | None:
    """The known field or list column that ``name`` is probably meant to be, if any is near."""
    known = {*field_dictionary()}
    known |= {item for field in field_dictionary().values() for item in field.items}
    found = difflib.get_close_matches(name.lower(), sorted(known), n=1, cutoff=_NEAR)
    return found[0] if found else None


@cache
def _source() -> _Source:
    text = resources.files("queqiao.rules").joinpath("fields.yaml").read_text(encoding="utf-8")
    return cast("_Source", yaml.safe_load(text))  # our own file, held by tests


def _field(name: str, raw: _Raw, group: str = "") -> Field:
    return Field(
        name=name,
        zh=raw["zh"],
        en=raw["en"],
        kind=FieldKind(raw["kind"]),
        group=raw.get("group", group),
        unit=raw.get("unit", ""),
        yearly=raw.get("yearly", False),
        changeable=raw.get("changeable", ""),
        signed=raw.get("signed", False),
        partial=raw.get("partial", False),
        open=raw.get("open", False),
        aliases=tuple(raw.get("aliases", ())),
        choices=MappingProxyType(raw.get("choices", {})),
        note=MappingProxyType(raw.get("note", {})),
        items=MappingProxyType(
            {
                key: _field(key, item, raw.get("group", group))
                for key, item in raw.get("items", {}).items()
            }
        ),
    )
