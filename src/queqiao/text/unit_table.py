"""The table behind ``queqiao.text.units``: every spelling of ``data/units.txt`` and its meaning."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

Dimension = tuple[tuple[str, int], ...]
ZERO_CELSIUS = 273.15


FOLD = str.maketrans(
    {
        **dict.fromkeys("µ", "μ"),
        **dict.fromkeys("Ω", "Ω"),
        **dict.fromkeys("∕／", "/"),
        **dict.fromkeys("−－–", "-"),
        **dict.fromkeys("•⋅∙・﹒", "·"),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        "　": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Unit:
    """
    A unit read: ``factor`` to the coherent unit of ``dimension``; ``name`` where it is one word.

    ``dimension`` holds (base unit, exponent), sorted. ``offset`` is added after the factor, to
    reach kelvin; it is not 0 for ℃ and ℉ only.
    """

    factor: float
    dimension: Dimension
    name: str = ""
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Spellings, exact and lower-cased, their lengths by first letter, canonical units, pint's words."""

    exact: Mapping[str, Unit]
    folded: Mapping[str, Unit]
    lengths: Mapping[str, tuple[int, ...]]
    canonical: Mapping[Dimension, tuple[str, float]]
    definitions: tuple[str, ...]


@cache
def table() -> Table:
    """The whole table, read once."""
    text = resources.files("queqiao.text").joinpath("data/units.txt").read_text(encoding="utf-8")
    sections = _sections(text)
    prefixes = {line.split()[0]: line.split()[1:] for line in sections["prefixes"]}
    exact: dict[str, Unit] = {}
    for line in sections["units"]:
        for spelling, unit in _spellings(line, prefixes):
            exact.setdefault(spelling, unit)
    folded: dict[str, Unit] = {}
    for spelling, unit in exact.items():
        if len(spelling) > 1 and spelling.isascii():
            folded.setdefault(spelling.lower(), unit)
    lengths: dict[str, set[int]] = {}
    for spelling in exact:
        for head in {spelling[0], spelling[0].upper(), spelling[0].lower()}:
            lengths.setdefault(head, set()).add(len(spelling))
    return Table(
        exact=exact,
        folded=folded,
        lengths={head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()},
        canonical=dict(_canonical(line) for line in sections["canonical"]),
        definitions=tuple(sections["definitions"]),
    )


def _sections(text: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        elif line.strip() and not line.startswith("#"):
            current.append(line)
    return sections


def _spellings(line: str, prefixes: Mapping[str, list[str]]) -> list[tuple[str, Unit]]:
    name, factor, dimension, spellings, *rest = (part.strip() for part in line.split("|"))
    words = [word.replace("~", " ").translate(FOLD) for word in spellings.split()]
    frozen = _dimension(dimension)
    offset = _OFFSETS.get(name, 0.0)
    found = [(word, Unit(float(factor), frozen, name, offset)) for word in words]
    latin = next((word for word in words if word[0].isascii() or word[0] in "ΩÅ"), None)
    chinese = next((word for word in words if "一" <= word[0] <= "龥"), None)
    for mark in rest[0].split() if rest else ():
        size, word, sign = prefixes[mark]
        unit = Unit(float(size) * float(factor), frozen, word + name)
        found += [(head + latin, unit) for head in ("μu" if mark == "u" else mark) if latin]
        found += [(sign + chinese, unit)] if chinese else []
    return found


_OFFSETS = {"degree_Celsius": ZERO_CELSIUS, "degree_Fahrenheit": ZERO_CELSIUS - 32 / 1.8}
_POWER = re.compile(r"([A-Za-z_]+)(-?\d+)?")


def _dimension(text: str) -> Dimension:
    powers = {
        match[1]: int(match[2] or 1)
        for part in text.split(".")
        if (match := _POWER.fullmatch(part.strip())) is not None
    }
    return freeze(powers)


def _canonical(line: str) -> tuple[Dimension, tuple[str, float]]:
    name, dimension, *size = (part.strip() for part in line.split("|"))
    return _dimension(dimension), (name, float(size[0]) if size else 1.0)


def freeze(dimension: Mapping[str, int]) -> Dimension:
    """A dimension as a value: sorted, without zeros."""
    return tuple(sorted((base, power) for base, power in dimension.items() if power))
