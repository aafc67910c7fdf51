"""The lexicon's files: those shipped, and one of the operator's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from queqiao.documents.facts.lexicon import Lexicon, build_lexicon
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the compiled one where PyYAML has it
_SHIPPED = (
    "names",
    "stop-names",
    "posts",
    "organizations",
    "places",
    "speech",
    "mechanisms",
    "concepts",
    "quantities",
)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships."""
    return build_lexicon(_shipped())


def load_lexicon(path: Path) -> Lexicon:
    """
    The lexicon that ships and what a YAML file adds to it.

    The file may hold ``mechanisms`` (a code with its names), ``organizations`` (a name with its
    name in full), ``posts``, ``endings`` (of organizations' names), ``concepts``, ``not_names`` and
    ``surnames`` (lists).

    Raises:
        Missing: there is no such file.
        BadInput: it is no YAML, or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Missing(Message("documents.lexicon.missing", {"path": str(path)})) from None
    except (OSError, UnicodeDecodeError):
        raise _bad(path, "documents.lexicon.unreadable") from None
    try:
        added = yaml.load(text, Loader=_LOADER)  # noqa: S506 -- both are safe loaders
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _bad(path, "documents.lexicon.no_yaml", mark.line + 1 if mark else None) from None
    return build_lexicon(_shipped(), added=_checked(added or {}, path))


def _bad(path: Path, code: str, row: int | None = None) -> BadInput:
    return BadInput([Problem(Message(code), source=str(path), row=row)])


def _shipped() -> Mapping[str, Mapping[str, object]]:
    folder = resources.files("queqiao.documents").joinpath("lexicon")
    return {
        name: yaml.load(folder.joinpath(f"{name}.yaml").read_bytes(), Loader=_LOADER)  # noqa: S506 -- both are safe loaders
        for name in _SHIPPED
    }


_MAPPINGS = ("mechanisms", "organizations")
_WORDS = ("posts", "endings", "concepts", "not_names", "surnames")


def _checked(added: object, path: Path) -> Mapping[str, object]:
    """``added`` where every section is known and of its form."""
    if not isinstance(added, dict):
        raise _bad(path, "documents.lexicon.no_sections")
    problems = [
        Problem(Message(code, {"section": str(name)}), source=str(path), field=str(name))
        for name, value in added.items()
        for code in _faults(str(name), value)
    ]
    if problems:
        raise BadInput(problems)
    return added


def _faults(name: str, value: object) -> Iterator[str]:
    if name not in (*_MAPPINGS, *_WORDS):
        yield "documents.lexicon.unknown_section"
    elif name in _WORDS and not _is_words(value):
        yield "documents.lexicon.no_list"
    elif name == "mechanisms" and not (
        isinstance(value, dict) and all(_is_words(names) for names in value.values())
    ):
        yield "documents.lexicon.no_mechanisms"
    elif name == "organizations" and not (
        isinstance(value, dict) and _is_words([*value.keys(), *value.values()])
    ):
        yield "documents.lexicon.no_organizations"


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word for word in value)
