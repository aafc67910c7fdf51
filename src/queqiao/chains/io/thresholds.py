"""The thresholds that ship, and files that set some of them otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from queqiao.chains.thresholds import COUNTS, SECTIONS, Thresholds
from queqiao.errors import BadInput, Missing, Problem
from queqiao.messages import Message

Given = Mapping[str, Mapping[str, object]]
"""Section to name to value, as YAML gives them."""


@cache
def _shipped() -> Given:
    text = resources.files("queqiao.chains").joinpath("thresholds.yaml").read_text("utf-8")
    found: Given = yaml.safe_load(text)
    return found


@cache
def default_thresholds() -> Thresholds:
    """The thresholds that ship."""
    return _overlaid({})


def load_thresholds(path: Path) -> Thresholds:
    """
    The shipped thresholds with what the YAML file at ``path`` sets otherwise.

    Raises:
        Missing: there is no such file.
        BadInput: it names what is no threshold, or a value that none can have; carries all of it.
    """
    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    try:
        given = yaml.safe_load(path.read_bytes().decode("utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        reason = {"reason": str(error).splitlines()[0][:80]}
        raise BadInput([Problem(Message("chains.io.bad_yaml", reason), path.name)]) from None
    if not isinstance(given, dict):
        raise BadInput([_bad("threshold_file", path.name)])
    problems: list[Problem] = []
    for section, values in given.items():
        if section not in SECTIONS or not isinstance(values, dict):
            problems.append(_bad("threshold_unknown", path.name, name=str(section)[:40]))
            continue
        for name, value in values.items():
            problems += _wrong(section, str(name), value, path.name)
    if problems:
        raise BadInput(problems)
    return _overlaid(given)


def _overlaid(given: Given) -> Thresholds:
    sections = {}
    for section, kind in SECTIONS.items():
        values: dict[str, object] = {}
        for field in fields(kind):
            shipped = _shipped()[section][field.name]
            value = given.get(section, {}).get(field.name, shipped)
            if isinstance(shipped, dict) and isinstance(value, dict):
                value = {**shipped, **value}
            values[field.name] = value
        sections[section] = kind(**values)
    return Thresholds(**sections)


def _wrong(section: str, name: str, value: object, source: str) -> list[Problem]:
    label = f"{section}.{name}"
    shipped = _shipped()[section].get(name)
    if shipped is None:
        return [_bad("threshold_unknown", source, name=label[:60])]
    values = [value]
    if isinstance(shipped, dict):
        inner = value if isinstance(value, dict) else {str(value): None}
        unknown = [str(key) for key in inner if key not in shipped]
        if unknown:
            return [_bad("threshold_unknown", source, name=f"{label}.{unknown[0]}"[:60])]
        values = list(inner.values())
    top = float("inf") if name in COUNTS else 1.0
    return [
        _bad("threshold_value", source, name=label[:60], value=str(one)[:40])
        for one in values
        if isinstance(one, bool) or not isinstance(one, (int, float)) or not 0 <= one <= top
    ]


def _bad(code: str, source: str, **params: object) -> Problem:
    return Problem(Message(f"chains.io.{code}", params), source)
