"""YAML with the line of every value, so that a fault can be shown where it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from queqiao.errors import Problem
from queqiao.messages import Message
from queqiao.rules.model import Label

MAX_CHARACTERS = 1_000_000
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KEYS_SHOWN = 12
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Place:
    """One value of the file with the key path that leads to it."""

    node: yaml.Node | None
    path: str
    line: int

    @property
    def given(self) -> bool:
        """Whether there is anything."""
        return self.node is not None and not (
            isinstance(self.node, yaml.ScalarNode)
            and self.node.value in {"", "null", "~"}
            and not self.node.style
        )


@dataclass(slots=True)
class Reading:
    """Collects every problem of one file."""

    source: str
    problems: list[Problem] = field(default_factory=list)

    def fault(self, place: Place, code: str, **params: object) -> None:
        """Note what is wrong at a place."""
        self.faults(place, Message(code, params))

    def faults(self, place: Place, message: Message) -> None:
        """Note a problem that is already put into words."""
        self.problems.append(Problem(message, self.source, place.line, place.path))

    def mapping(self, place: Place, *known: str) -> dict[str, Place]:
        """The entries of a mapping; keys other than ``known`` are faults, ``()`` takes any."""
        if not place.given:
            return {}
        if not isinstance(place.node, yaml.MappingNode):
            self.fault(place, "rules.schema.not_a_mapping")
            return {}
        found: dict[str, Place] = {}
        for key_node, value in place.node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            path = f"{place.path}.{key}" if place.path else key
            entry = Place(value, path, key_node.start_mark.line + 1)
            if key in found:
                self.fault(entry, "rules.schema.key_twice", key=key)
            elif known and key not in known:
                self._unknown_key(entry, key, known)
            else:
                found[key] = entry
        return found

    def _unknown_key(self, place: Place, key: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.6)
        shown = near[0] if near else ", ".join(list(known)[:_KEYS_SHOWN])
        self.fault(place, "rules.schema.key_unknown", key=key, known=shown)

    def entries(self, place: Place | None) -> list[Place]:
        """The items of a sequence."""
        if place is None or not place.given:
            return []
        if not isinstance(place.node, yaml.SequenceNode):
            self.fault(place, "rules.schema.not_a_list")
            return []
        return [
            Place(node, f"{place.path}[{number}]", node.start_mark.line + 1)
            for number, node in enumerate(place.node.value, start=1)
        ]

    def text(self, place: Place | None) -> str:
        """A scalar as its text, ``""`` where there is none."""
        if place is None or not place.given:
            return ""
        if not isinstance(place.node, yaml.ScalarNode):
            self.fault(place, "rules.schema.not_a_text")
            return ""
        return str(place.node.value).strip()

    def texts(self, place: Place | None) -> tuple[str, ...]:
        """The texts of a sequence."""
        return tuple(self.text(entry) for entry in self.entries(place))

    def required(
        self, entries: dict[str, Place], key: str, within: Place, read: Callable[[Place], T]
    ) -> T:
        """What ``read`` makes of an entry that must be there."""
        place = entries.get(key)
        if place is None or not place.given:
            self.fault(place or within, "rules.schema.key_missing", key=key)
            place = Place(None, f"{within.path}.{key}", within.line)
        return read(place)

    def label(self, place: Place | None) -> Label:
        """A text in both languages."""
        if place is None or not place.given:
            return Label(zh="", en="")
        entries = self.mapping(place, "zh", "en")
        found = Label(zh=self.text(entries.get("zh")), en=self.text(entries.get("en")))
        if isinstance(place.node, yaml.MappingNode) and not (found.zh and found.en):
            self.fault(place, "rules.schema.label")
        return found

    def identifier(self, place: Place) -> str:
        """A name that expressions and answers can use."""
        text = self.text(place)
        if text and not _ID.fullmatch(text):
            self.fault(place, "rules.schema.identifier", text=text)
        return text

    def choice(self, place: Place | None, options: type[E], default: E) -> E:
        """One of an enumeration."""
        text = self.text(place)
        if place is None or not text:
            return default
        try:
            return options(text)
        except ValueError:
            known = ", ".join(options)
            self.fault(place, "rules.schema.choice", text=text, known=known)
            return default

    def flag(self, place: Place | None) -> bool:
        """``true`` or ``false``; nothing is ``false``."""
        text = self.text(place)
        if place is not None and text not in {"", "true", "false"}:
            self.fault(place, "rules.schema.choice", text=text, known="true, false")
        return text == "true"

    def day(self, place: Place | None) -> date | None:
        """An ISO date."""
        text = self.text(place)
        if place is None or not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(place, "rules.schema.day", text=text)
            return None


def parse_yaml(text: str, reading: Reading) -> Place:
    """The root of a YAML text; what cannot be read is a problem and gives an empty root."""
    empty = Place(None, "", 1)
    if len(text) > MAX_CHARACTERS:
        reading.fault(empty, "rules.schema.too_large", limit=MAX_CHARACTERS)
        return empty
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        detail = str(getattr(error, "problem", None) or error).splitlines()[0]
        reading.fault(Place(None, "", line), "rules.schema.not_yaml", detail=detail)
        return empty
    except (RecursionError, ValueError):
        reading.fault(empty, "rules.schema.not_yaml", detail="nested too deeply")
        return empty
    if node is None:
        reading.fault(empty, "rules.schema.empty")
        return empty
    return Place(node, "", node.start_mark.line + 1)
