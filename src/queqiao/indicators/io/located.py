"""YAML whose every value knows its line, and a reader that collects all problems."""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import yaml

from queqiao.errors import BadInput, Problem
from queqiao.indicators.model import Label
from queqiao.messages import Message

Choice = TypeVar("Choice", bound=StrEnum)
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Located:
    """
    A value of the file: a text, a list or a mapping; ``path`` names it, ``line`` is 1-based.

    ``empty`` marks a key without a value.
    """

    content: str | tuple[Located, ...] | dict[str, Located]
    path: str
    line: int
    empty: bool = False


class Reader:
    """Collects what is wrong with one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def fail(self, at: Located, code: str, **params: object) -> None:
        """Note a problem at a value."""
        message = Message(f"indicators.schema.{code}", params)
        self.problems.append(Problem(message, self.source, at.line, at.path))

    def finish(self) -> None:
        """
        End reading.

        Raises:
            BadInput: with everything that was noted, in the order of lines.
        """
        if self.problems:
            raise BadInput(sorted(self.problems, key=lambda each: each.row or 0))

    def parse(self, text: str) -> Located:
        """
        The file as located values.

        Raises:
            BadInput: no valid YAML, or nothing in it.
        """
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            reason = str(getattr(error, "problem", "") or type(error).__name__)
            at = Located("", "", mark.line + 1 if mark else 1)
            self.fail(at, "not_yaml", reason=reason)
            raise BadInput(self.problems) from None
        root = Located("", "", 1)
        if node is None:
            self.fail(root, "empty")
            raise BadInput(self.problems)
        return self._located(node, "", 0)

    def _located(self, node: yaml.Node, path: str, depth: int) -> Located:
        line = node.start_mark.line + 1
        if depth > _DEEPEST:
            self.fail(Located("", path, line), "too_deep")
            raise BadInput(self.problems)
        if isinstance(node, yaml.SequenceNode):
            items = (
                self._located(item, f"{path}[{number}]", depth + 1)
                for number, item in enumerate(node.value)
            )
            return Located(tuple(items), path, line)
        if isinstance(node, yaml.MappingNode):
            found: dict[str, Located] = {}
            for key, value in node.value:
                name = str(key.value)
                inner = f"{path}.{name}" if path else name
                if name in found:
                    at = Located("", inner, key.start_mark.line + 1)
                    self.fail(at, "key_twice", key=name, first=found[name].line)
                found[name] = self._located(value, inner, depth + 1)
            return Located(found, path, line)
        empty = node.tag == "tag:yaml.org,2002:null"
        return Located("" if empty else str(node.value), path, line, empty=empty)


class Section:
    """A mapping of the file; every key must be asked for, the rest is unknown."""

    def __init__(self, reader: Reader, at: Located) -> None:
        self.reader = reader
        self.at = at
        self.asked: dict[str, None] = {}
        self.content: dict[str, Located] = {}
        if isinstance(at.content, dict):
            self.content = at.content
        elif not at.empty:
            reader.fail(at, "not_a_mapping")

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def get(self, key: str, *, required: bool = False) -> Located | None:
        """The value of a key, ``None`` where it is absent or left empty."""
        self.asked[key] = None
        found = self.content.get(key)
        if found is None or found.empty:
            if required:
                self.reader.fail(found or self.at, "key_missing", key=key)
            return None
        return found

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text."""
        found = self.get(key, required=required)
        if found is None:
            return default
        if not isinstance(found.content, str) or not found.content.strip():
            self.reader.fail(found, "not_a_text")
            return default
        return unicodedata.normalize("NFC", found.content.strip())

    def label(self, key: str, default: str) -> Label:
        """A name: one text for both languages, or ``{zh: ..., en: ...}``."""
        found = self.get(key)
        if found is None:
            return Label(default, default)
        if isinstance(found.content, dict):
            inner = Section(self.reader, found)
            zh, en = inner.text("zh"), inner.text("en")
            inner.close()
            if not (zh or en):
                self.reader.fail(found, "no_label")
            return Label(zh or en or default, en or zh or default)
        text = self.text(key, default)
        return Label(text, text)

    def number(
        self,
        key: str,
        *,
        low: float = -math.inf,
        high: float = math.inf,
        above: float = -math.inf,
        required: bool = False,
    ) -> float | None:
        """A finite number between ``low`` and ``high``, and more than ``above``."""
        found = self.get(key, required=required)
        return None if found is None else number_of(self.reader, found, low, high, above)

    def whole(self, key: str, *, low: int = 0, high: int = 10**9) -> int | None:
        """A whole number between ``low`` and ``high``."""
        found = self.get(key)
        if found is None:
            return None
        value = number_of(self.reader, found, low, high)
        if value is not None and value != int(value):
            self.reader.fail(found, "not_whole", value=value)
            return None
        return None if value is None else int(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Yes or no."""
        found = self.get(key)
        if found is None:
            return default
        word = found.content.lower() if isinstance(found.content, str) else ""
        if word in {"true", "yes", "on", "是"}:
            return True
        if word not in {"false", "no", "off", "否"}:
            self.reader.fail(found, "not_yes_or_no")
        return False

    def choice(self, key: str, kind: type[Choice], default: Choice) -> Choice:
        """One of the values of an enumeration."""
        found = self.get(key)
        return default if found is None else choice_of(self.reader, found, kind, default)

    def section(self, key: str, *, required: bool = False) -> Section | None:
        """The mapping below a key."""
        found = self.get(key, required=required)
        return None if found is None else Section(self.reader, found)

    def items(self, key: str) -> tuple[Located, ...]:
        """The items of a list."""
        found = self.get(key)
        if found is None:
            return ()
        if not isinstance(found.content, tuple):
            self.reader.fail(found, "not_a_list")
            return ()
        return found.content

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single one may stand without brackets."""
        found = self.get(key)
        if found is not None and isinstance(found.content, str):
            return (self.text(key),)
        items = self.items(key)
        for item in items:
            if not isinstance(item.content, str) or item.empty:
                self.reader.fail(item, "not_a_text")
        return tuple(
            unicodedata.normalize("NFC", item.content.strip())
            for item in items
            if isinstance(item.content, str)
        )

    def numbers(self, key: str, *, count: int | None = None) -> tuple[float, ...] | None:
        """A list of finite numbers, ``count`` of them."""
        found = self.get(key)
        if found is None:
            return None
        values = [number_of(self.reader, item) for item in self.items(key)]
        kept = tuple(value for value in values if value is not None)
        if len(kept) == len(values) and count is not None and len(kept) != count:
            self.reader.fail(found, "list_length", count=count, given=len(kept))
            return None
        return kept if len(kept) == len(values) else None

    def table(self, key: str) -> dict[str, float]:
        """A mapping of names to numbers."""
        inner = self.section(key)
        if inner is None:
            return {}
        read = {name: inner.number(name, low=0) for name in inner.content}
        return {name: value for name, value in read.items() if value is not None}

    def close(self) -> None:
        """Every key that nobody asked for is a problem."""
        for key, value in self.content.items():
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, n=1)
                known = ", ".join(self.asked)
                code = "key_near" if near else "key_unknown"
                params = {"key": key, "near": near[0]} if near else {"key": key, "known": known}
                self.reader.fail(value, code, **params)


def number_of(
    reader: Reader,
    at: Located,
    low: float = -math.inf,
    high: float = math.inf,
    above: float = -math.inf,
) -> float | None:
    """The value as a finite number within its bounds; ``None`` with a problem where it is none."""
    text = unicodedata.normalize("NFKC", at.content) if isinstance(at.content, str) else ""
    try:
        value = float(text.replace(",", "")) if text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        reader.fail(at, "not_a_number", value=text or "-")
        return None
    if not low <= value <= high or value <= above:
        least = f"> {above:g}" if above > low else f">= {low:g}"
        bounds = least if high == math.inf else f"{least}, <= {high:g}"
        reader.fail(at, "out_of_bounds", value=value, bounds=bounds)
        return None
    return value


def choice_of(reader: Reader, at: Located, kind: type[Choice], default: Choice) -> Choice:
    """The value as a member of an enumeration, the default with a problem where it is none."""
    word = at.content if isinstance(at.content, str) else ""
    known: Iterable[str] = [str(member) for member in kind]
    if word in known:
        return kind(word)
    near = difflib.get_close_matches(word, known, n=1)
    hint = near[0] if near else "-"
    reader.fail(at, "not_a_choice", value=word or "-", known=", ".join(known), near=hint)
    return default
