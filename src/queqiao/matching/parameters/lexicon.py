"""The lexicon read from its data files, once a process."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

import yaml

from queqiao.text import normalize

_VARIANTS = str.maketrans({"黏": "粘", "噁": "恶", "𫫇": "恶"})
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Better(StrEnum):
    """Which side of a value is the better one."""

    HIGHER = "higher"
    LOWER = "lower"
    NOMINAL = "nominal"  # neither: the value itself is wanted
    PIVOT = "pivot"  # lower under the pivot, higher above it


class RangeReading(StrEnum):
    """How a demanded range is meant."""

    REACH = "reach"  # the worse end must be reached; better than the better end is welcome
    WITHIN = "within"  # a band: the offer must lie in it
    COVER = "cover"  # a working range: the offer must span it
    EITHER = "either"  # sizes: one or the other


@dataclass(frozen=True, slots=True)
class Group:
    """One parameter with all its names; ``README.md`` beside the data explains the fields."""

    id: str
    names: tuple[str, ...]
    better: Better = Better.NOMINAL
    range: RangeReading = RangeReading.WITHIN
    unit: str = ""
    pivot: float | None = None
    generic: bool = False
    keep_object: bool = False
    broader: str = ""
    difference: bool = False
    bare_unit: bool = False


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """Words that tell namesakes apart and words that say nothing; see ``qualifiers.yaml``."""

    contrasts: Mapping[str, Mapping[str, tuple[str, ...]]]
    strict: frozenset[str]
    plain: frozenset[str]
    never_result: frozenset[str]
    compounds: tuple[str, ...]
    actions: tuple[str, ...]
    fillers: tuple[str, ...]
    tails: tuple[str, ...]
    lower_marks: tuple[str, ...]
    higher_tails: tuple[str, ...]
    own_means: tuple[str, ...]
    own_timetable: tuple[str, ...]
    by_unit: Mapping[str, tuple[str, ...]]
    carriers: frozenset[str]
    hardness_scales: Mapping[str, tuple[str, ...]]


def fold(text: str) -> str:
    """``text`` as names are compared: simplified, NFKC, lower case, no blanks beside Chinese."""
    return _fold(text if text.isascii() else normalize(text).text)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower().translate(_VARIANTS).strip()
    words = folded.split()
    joined = words[0] if words else ""
    for word in words[1:]:
        latin = joined[-1:].isascii() and word[:1].isascii()
        joined += f" {word}" if latin else word
    return joined


@cache
def groups() -> Mapping[str, Group]:
    """Every group of the lexicon by its id."""
    folder = resources.files("queqiao.matching.lexicon").joinpath("parameters")
    found: dict[str, Group] = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".yaml"):
            for key, entry in load_yaml(path.read_text(encoding="utf-8")).items():
                found[key] = _group(key, entry)
    return found


def group(identifier: str) -> Group:
    """The group of that id; ``KeyError`` for an unknown one."""
    return groups()[identifier]


@cache
def groups_by_name() -> Mapping[str, Group]:
    """Every group under each of its names, folded."""
    return {name: entry for entry in groups().values() for name in entry.names}


@cache
def qualifiers() -> Qualifiers:
    """The words of ``qualifiers.yaml``, folded, the longest first where they are cut off."""
    text = resources.files("queqiao.matching.lexicon").joinpath("qualifiers.yaml")
    data = load_yaml(text.read_text(encoding="utf-8"))
    contrasts = {
        kind: {value: _words(words) for value, words in values.items()}
        for kind, values in data["contrasts"].items()
    }
    return Qualifiers(
        contrasts=contrasts,
        strict=frozenset(data["strict"]),
        plain=frozenset(data["plain"]),
        never_result=frozenset(data["never_result"]),
        compounds=_words(data["compounds"]),
        actions=_words(data["actions"]),
        fillers=_words(data["fillers"]),
        tails=_words(data["tails"]),
        lower_marks=_words(data["lower_marks"]),
        higher_tails=_words(data["higher_tails"]),
        own_means=_words(data["own_means"]),
        own_timetable=_words(data["own_timetable"]),
        by_unit={key: tuple(others) for key, others in data["by_unit"].items()},
        carriers=frozenset(data["carriers"]),
        hardness_scales={key: _words(words) for key, words in data["hardness_scales"].items()},
    )


def load_yaml(text: str) -> dict[str, Any]:
    """Our own YAML, by the quick loader where PyYAML was built with it."""
    loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 -- one of the two safe loaders
    return dict(loaded)


def _words(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted({_fold(word) for word in words}, key=lambda word: (-len(word), word)))


def _group(identifier: str, entry: Mapping[str, Any]) -> Group:
    better = Better(entry.get("better", "nominal"))
    return Group(
        id=identifier,
        names=tuple(_fold(str(name)) for name in entry["names"]),
        better=better,
        range=RangeReading(entry.get("range", "within" if better is Better.NOMINAL else "reach")),
        unit=str(entry.get("unit", "")),
        pivot=entry.get("pivot"),
        generic=bool(entry.get("generic")),
        keep_object=bool(entry.get("keep_object")),
        broader=str(entry.get("broader", "")),
        difference=bool(entry.get("difference")),
        bare_unit=bool(entry.get("bare_unit")),
    )
