"""The field dictionary as files of facts need it: kinds, units, headings, choices."""

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

MONEY = "万元"
_UNITS = {"money": MONEY, "persons": "人", "items": "个", "area": "平方米", "points": "分",
          "hours": "小时", "years": "年"}  # fmt: skip
_NUMBERS = frozenset({*_UNITS, "number", "year"})
_NEAR = 0.6
_OTHER = "other"
SCORES = "expert_scores"
DECISIONS = "manual_decisions"


class FieldKind(StrEnum):
    """What a fact is in a file."""

    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    REGION = "region"
    INDUSTRY = "industry"
    CODE = "code"
    LIST = "list"
    SCORES = "scores"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Field:
    """
    One fact of the dictionary, or one column of a list.

    ``unit`` is the Chinese unit that its numbers are in, ``""`` where there is none. ``choices``
    map each code to its Chinese spellings, the first of them the usual one; unless ``closed``
    other words pass too. ``negative`` numbers may be below zero; of a date with ``first_day``
    month and day may be left out.
    """

    name: str
    zh: str
    en: str
    kind: FieldKind
    group: str = _OTHER
    unit: str = ""
    yearly: bool = False
    negative: bool = False
    closed: bool = False
    first_day: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Field] = field(default_factory=dict)

    def label(self, language: str = "zh") -> str:
        """The field's name for people."""
        return self.zh if language == "zh" else self.en


class _Raw(TypedDict, total=False):
    kind: str
    zh: str
    en: str
    yearly: bool
    negative: bool
    path: str
    of: dict[str, _Raw]


class _Group(TypedDict):
    title: dict[str, str]
    fields: list[str]


class _Headings(TypedDict):
    groups: dict[str, _Group]
    roles: dict[str, list[str]]
    aliases: dict[str, list[str]]
    choices: dict[str, dict[str, str | list[str]]]
    closed: list[str]
    notes: dict[str, dict[str, str]]


@cache
def field_dictionary() -> Mapping[str, Field]:
    """
    All facts by their name in files, in the order of the dictionary.

    Fields that stand under a path (the experts' points) are the items of the fact at its head.
    """
    fields: dict[str, Field] = {}
    scores: dict[str, Field] = {}
    for name, raw in _source().items():
        head, _, rest = raw.get("path", name).partition(".")
        if rest and head == SCORES:
            scores[rest] = _field(rest, raw, within=SCORES)
        else:
            fields[head] = _field(head, raw)
    if scores:
        fields[SCORES] = Field(SCORES, "专家评分", "expert scores", FieldKind.SCORES, items=scores)
    fields[DECISIONS] = Field(
        DECISIONS, "人工判断", "decisions made by people", FieldKind.DECISIONS
    )
    return MappingProxyType(fields)


@cache
def field_groups() -> Mapping[str, Mapping[str, str]]:
    """The groups that fields are shown in, in order: code to title in both languages."""
    return MappingProxyType({code: group["title"] for code, group in _headings()["groups"].items()})


def nearest_field(name: str, among: Mapping[str, Field] | None = None) -> str | None:
    """The known field that ``name`` is probably meant to be, if any is near."""
    known = among or field_dictionary()
    by_label = {one.zh: one.name for one in known.values()} | {n: n for n in known}
    found = difflib.get_close_matches(name.strip().lower(), sorted(by_label), n=1, cutoff=_NEAR)
    return by_label[found[0]] if found else None


def _text(*path: str) -> str:
    return resources.files("queqiao.rules").joinpath(*path).read_text(encoding="utf-8")


@cache
def _source() -> dict[str, _Raw]:
    raw = yaml.safe_load(_text("fields.yaml"))
    return cast("dict[str, _Raw]", raw)  # our own file, held by tests


@cache
def _headings() -> _Headings:
    return cast("_Headings", yaml.safe_load(_text("facts", "headings.yaml")))  # as above


def _field(name: str, raw: _Raw, within: str = "") -> Field:
    path = f"{within}.{name}" if within else name
    headings = _headings()
    kind = _kind(path, raw["kind"], headings)
    choices = {
        code: (names,) if isinstance(names, str) else tuple(names)
        for code, names in headings["choices"].get(path, {}).items()
    }
    return Field(
        name=name,
        zh=raw["zh"],
        en=raw["en"],
        kind=kind,
        group=next((c for c, g in headings["groups"].items() if name in g["fields"]), _OTHER),
        unit=_UNITS.get(raw["kind"], ""),
        yearly=raw.get("yearly", False),
        negative=raw.get("negative", False),
        closed=path in headings["closed"],
        first_day=path in headings["roles"]["first_day"],
        aliases=tuple(headings["aliases"].get(path, ())),
        choices=MappingProxyType(choices),
        note=MappingProxyType(headings["notes"].get(path, {})),
        items=MappingProxyType(
            {key: _field(key, item, within=name) for key, item in raw.get("of", {}).items()}
        ),
    )


def _kind(path: str, kind: str, headings: _Headings) -> FieldKind:
    if path in headings["choices"]:
        return FieldKind.CHOICE
    role = next((role for role, names in headings["roles"].items() if path in names), "")
    if role in {"region", "industry", "code"}:
        return FieldKind(role)
    return FieldKind.NUMBER if kind in _NUMBERS else FieldKind(kind)
