"""Column names and YAML keys as people write them, to fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

import yaml

from queqiao.text import normalize

_BRACKETS = re.compile(r"[(\[{【〔〈]([^)\]}】〕〉]*)[)\]}】〕〉]?")
_MARKS = re.compile(r"[\s*★☆※#·.、,,。;;::?!\"'\-—/\\]+")
_LONGEST_NAME = 60


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = resources.files("queqiao.chains.io").joinpath("columns.yaml").read_text("utf-8")
    table: Mapping[str, Mapping[str, tuple[str, ...]]] = yaml.safe_load(text)
    return table


@cache
def _fields(kind: str) -> Mapping[str, str]:
    named = _table()[kind]
    return {_key(str(name)): field for field, names in named.items() for name in (*names, field)}


@cache
def _ignored() -> frozenset[str]:
    return frozenset(_key(str(name)) for name in _table()["ignored"])


@lru_cache(maxsize=4096)
def field_of(name: str, kind: str) -> str | None:
    """The field that a column called ``name`` fills in a row of ``kind``; ``None``: unknown."""
    key = _key(name)
    return _fields(kind).get(key) if key else None


@lru_cache(maxsize=4096)
def is_ignored(name: str) -> bool:
    """Whether a column is known and knowingly not read."""
    return _key(name) in _ignored()


@lru_cache(maxsize=4096)
def unit_in(name: str) -> str:
    """What stands in brackets behind a column's name: ``需求量（GWh）`` is in GWh."""
    found = _BRACKETS.findall(normalize(name).text)
    return str(found[-1]).removeprefix("单位").strip(":： ") if found else ""


def knows(name: str, kinds: Iterable[str]) -> bool:
    """Whether ``name`` is a column of one of the kinds."""
    return any(field_of(name, kind) for kind in kinds)


def list_of(name: str) -> str | None:
    """Which list of a chain file a YAML key names: chains, segments, products or flows."""
    return _fields("lists").get(_key(name))


def _key(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        return ""
    plain = _BRACKETS.sub("", normalize(name).text)
    return _MARKS.sub("", plain).lower()
