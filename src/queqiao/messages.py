"""
Sentences for people, kept apart from the code that decides them.

Code passes ``Message(code, params)`` around; text appears only where it is shown. The first part of
a code names the package whose ``messages/*.yaml`` hold the sentence in Chinese (``zh``) and English
(``en``): ``matching.gate.budget_over`` is in ``queqiao/matching/messages/`` under
``gate.budget_over``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

LANGUAGES = ("zh", "en")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the compiled one where PyYAML has it


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by its code, with the values that fill its named placeholders."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@cache
def catalog(package: str) -> Mapping[str, Mapping[str, str]]:
    """All sentences of one package: ``{code without package: {language: template}}``."""
    found: dict[str, Mapping[str, str]] = {}
    for path in resources.files("queqiao").joinpath(package, "messages").iterdir():
        if path.name.endswith(".yaml"):
            found.update(_flatten(yaml.load(path.read_bytes(), Loader=_LOADER) or {}, ""))  # noqa: S506 -- both are safe loaders
    return found


def _flatten(node: Mapping[str, object], prefix: str) -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = []
    for key, value in node.items():
        assert isinstance(value, dict)  # noqa: S101 -- our own file, checked by tests/repo
        if set(value) <= set(LANGUAGES):
            found.append((prefix + key, value))
        else:
            found.extend(_flatten(value, f"{prefix}{key}."))
    return found


def render(message: Message, language: str = "zh") -> str:
    """The sentence in ``language`` (``zh`` or ``en``), messages among the params included."""
    package, _, code = message.code.partition(".")
    params = {
        name: render(value, language) if isinstance(value, Message) else value
        for name, value in message.params.items()
    }
    return catalog(package)[code][language].format(**params)
