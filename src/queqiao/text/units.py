"""
Units as Chinese technical texts write them: read, compared and converted without pint.

The table is ``data/units.txt``. A unit is a factor to the coherent unit of its dimension, so that
``parse_unit`` is a few dictionary look-ups; pint names are carried along and ``registry`` gives a
pint registry in which all of them mean the same, which is what the tests hold the table against.

Chosen where texts leave it open: a year is 365.25 days and a month a twelfth of it; a standard
cubic metre counts as a cubic metre; mass fractions such as mg/kg compare with percentages; all
things counted (个, 台, 次, 人) are counts; 度 alone is a degree Celsius; the canonical temperature is
the degree Celsius, or its difference where a difference is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

Dimension = tuple[tuple[str, int], ...]

_BASE_ORDER = ("kg", "m", "s", "A", "K", "mol", "cd", "lm", "bit", "count")
_BASE_NAMES = {
    "kg": "kilogram",
    "m": "meter",
    "s": "second",
    "A": "ampere",
    "K": "kelvin",
    "mol": "mole",
    "cd": "candela",
    "lm": "lumen",
    "bq": "becquerel",
    "rev": "revolution",
    "deg": "degree",
    "iu": "international_unit",
    "activity": "unit_of_activity",
    "isotropic": "decibel_isotropic",
    "mach": "times_mach",
}
_MULTIPLIERS = {
    "万亿": 1e12,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "千亿": 1e11,
    "百亿": 1e10,
    "十亿": 1e9,
    "亿": 1e8,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
    "k": 1e3,
    "K": 1e3,
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FOLD = str.maketrans(
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
_ZERO_CELSIUS = 273.15


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
class _Table:
    exact: Mapping[str, Unit]
    folded: Mapping[str, Unit]
    lengths: Mapping[str, tuple[int, ...]]
    canonical: Mapping[Dimension, tuple[str, float]]
    definitions: tuple[str, ...]


def canonical(value: float, unit: str) -> tuple[float, str] | None:
    """``value`` in the unit that its dimension is compared in, and that unit's pint name.

    ``None`` where ``unit`` is no known unit; a bare number stays what it is, with ``""``.
    """
    read = parse_unit(unit)
    return None if read is None else canonical_value(value, read)


def canonical_value(value: float, unit: Unit) -> tuple[float, str]:
    """``value`` of a unit read, in the canonical unit of its dimension."""
    if not unit.dimension:
        if unit.name in {"", "dimensionless"} and unit.factor == 1.0:
            return value, unit.name
        if unit.name == "number":
            return value * unit.factor, ""
        return _tidy(value * unit.factor * 100.0), "percent"
    name, size = canonical_unit(unit.dimension)
    base = value * unit.factor + unit.offset
    if name == "degree_Celsius":
        return _tidy(base - _ZERO_CELSIUS), name
    return _tidy(base / size), name


def canonical_difference(value: float, unit: Unit) -> tuple[float, str]:
    """Like ``canonical_value``, for a temperature difference where the unit is a temperature."""
    if unit.dimension == (("K", 1),):
        return _tidy(value * unit.factor), "delta_degree_Celsius"
    return canonical_value(value, unit)


def convert(value: float, from_unit: str, to_unit: str) -> float | None:
    """``value`` of ``from_unit`` in ``to_unit``, both as written; ``None`` if they do not compare."""
    source, target = parse_unit(from_unit), parse_unit(to_unit)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    if source == target:
        return value
    return _tidy((value * source.factor + source.offset - target.offset) / target.factor)


def convert_difference(value: float, from_unit: str, to_unit: str) -> float | None:
    """Like ``convert``, for differences: 5 K are 5 ℃."""
    source, target = parse_unit(from_unit), parse_unit(to_unit)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    return value if source == target else _tidy(value * source.factor / target.factor)


def canonical_unit(dimension: Dimension) -> tuple[str, float]:
    """The pint name in which a dimension is compared, and its size in coherent units."""
    known = _table().canonical.get(dimension)
    return known if known is not None else (_spell(dimension), 1.0)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """The unit that ``text`` as a whole spells, ``None`` if it spells none; ``""`` is a number."""
    text = text.strip().translate(_FOLD)
    if not text:
        return Unit(1.0, ())
    found = scan_unit(text, 0)
    if found is not None and found[0] == len(text):
        return found[1]
    return None


def scan_unit(text: str, start: int) -> tuple[int, Unit] | None:
    """The longest unit that begins at ``start``: where it ends, and what it is.

    Expects half-width punctuation and μ as the Greek letter. 万 and its like before a unit belong
    to it; alone they are a unit without dimension.
    """
    multiplied = _scan_multiplier(text, start)
    if multiplied is None:
        return _scan_product(text, start)
    end, factor = multiplied
    product = _scan_product(text, end)
    if product is None:
        return None if text[start] in "kK百千十" else (end, Unit(factor, (), "number"))
    unit = product[1]
    return product[0], Unit(
        unit.factor * factor, unit.dimension, "number" if not unit.dimension else ""
    )


def _scan_multiplier(text: str, start: int) -> tuple[int, float] | None:
    head = text[start : start + 1]
    if head not in {"万", "亿", "千", "百", "十", "k", "K"}:
        return None
    if _scan_atom(text, start) is not None:
        return None
    for length in (2, 1):
        word = text[start : start + length]
        if word in _MULTIPLIERS:
            return start + len(word), _MULTIPLIERS[word]
    return None


def _scan_product(text: str, start: int) -> tuple[int, Unit] | None:
    first = _scan_power(text, start, inside=False)
    if first is None:
        return None
    end, unit, power = first
    if not _continues(text, end):
        return end, unit if power == 1 else _product([(unit, power)])
    factors = [(unit, power)]
    end = _scan_factors(text, end, factors)
    if len(factors) == 1:
        return end, unit if power == 1 else _product(factors)
    return end, _product(factors)


def _continues(text: str, end: int) -> bool:
    return end < len(text) and text[end] in "/·.*×每p- ?("


def _scan_factors(text: str, end: int, factors: list[tuple[Unit, int]]) -> int:
    sign = 1
    while True:
        operator = _OPERATOR.match(text, end)
        if operator is None:
            return end
        begin = operator.end()
        divides = operator["divide"] is not None
        if divides and text[begin : begin + 1] == "(":
            group = _scan_group(text, begin + 1)
            if group is None:
                return end
            end = group[0]
            factors.extend((unit, -power) for unit, power in group[1])
            sign = -1
            continue
        times = _TIMES.match(text, begin) if divides or operator.group() == "·" else None
        if times is not None:
            begin = times.end()
        found = _scan_power(text, begin, inside=True)
        if found is not None and times is not None:
            factors.append((Unit(float(times[1]), (), "number"), -1 if divides else sign))
        if found is None or (not divides and not _multiplies(text, operator, found)):
            return end
        sign = -1 if divides else sign
        factors.append((found[1], sign * found[2]))
        end = found[0]


def _multiplies(text: str, operator: re.Match[str], found: tuple[int, Unit, int]) -> bool:
    if operator.group() in "·×*.":
        return operator.group() != "." or not text[operator.end()].isdigit()
    # W/m?K, N-m and kg m-3 have lost or replaced their dot: Latin units on both sides only
    return text[operator.start() - 1].isascii() and (
        found[2] < 0
        or operator.group() == "?"
        or text[operator.end() : found[0]] in {"m", "K", "h"}
    )


def _scan_group(text: str, start: int) -> tuple[int, list[tuple[Unit, int]]] | None:
    first = _scan_power(text, start, inside=True)
    if first is None:
        return None
    factors = [(first[1], first[2])]
    end = _scan_factors(text, first[0], factors)
    return (end + 1, factors) if text[end : end + 1] == ")" else None


_OPERATOR = re.compile(r"\s?(?P<divide>/|每|per\s)\s?|[·×*.?\- ]")
_TIMES = re.compile(r"(1000?|10|24|5)\s?(?=[A-Za-z千毫小分克升])")
_EXPONENT = re.compile(r"\^?\(?([-+]?[1-4])\)?(?!\d|\.\d)|\^?([⁻]?[¹²³⁴])|(平方|立方)(?!米|厘)")
_JOINED = re.compile(r"\s?[A-Za-zμ%℃°~\d]")
_WORD = re.compile(r"[A-Za-zμΩÅ]")
_AREAL = frozenset("mMsKLhgNJWAVx")


def _scan_power(text: str, start: int, *, inside: bool) -> tuple[int, Unit, int] | None:
    atom = _scan_atom(text, start)
    if atom is None:
        return None
    end, unit = atom
    if end >= len(text) or text[end] not in "^(-+1234⁻¹²³⁴":
        return end, unit, 1
    match = _EXPONENT.match(text, end)
    if match is None or not unit.name:
        return end, unit, 1
    if match[1]:
        power = int(match[1])
        plain = match.group()[0] not in "^("
        if plain and not _may_take_digit(text, start, end, power, inside=inside):
            return end, unit, 1
        if match.group().count("(") != match.group().count(")"):
            return end, unit, 1
        return match.end(), unit, power
    if match[2]:
        return match.end(), unit, int(match[2].translate(_SUPERSCRIPTS))
    return end, unit, 1


def _may_take_digit(text: str, start: int, end: int, power: int, *, inside: bool) -> bool:
    """Whether the digit after a unit is its exponent: ``cm3`` and ``kg-1``, not ``10W-20``."""
    if not text[end - 1].isascii():
        return False
    if power < 0:
        return inside or (text[end - 1] in _AREAL and not _JOINED.match(text, end + 2))
    return power > 1 and (
        text[end - 1] == "m" or (inside and text[start:end] in {"s", "h", "K", "A"})
    )


def _scan_atom(text: str, start: int) -> tuple[int, Unit] | None:
    table = _table()
    head = text[start : start + 1]
    for length in table.lengths.get(head, ()):
        spelling = text[start : start + length]
        unit = table.exact.get(spelling) or table.folded.get(spelling.lower())
        if unit is not None and len(spelling) == length:
            end = start + length
            if _WORD.match(spelling[-1]) and _WORD.match(text, end):
                continue
            return end, unit
    return None


def _product(factors: list[tuple[Unit, int]]) -> Unit:
    size = 1.0
    dimension: dict[str, int] = {}
    for unit, power in factors:
        size *= unit.factor**power
        for base, exponent in unit.dimension:
            dimension[base] = dimension.get(base, 0) + exponent * power
    return Unit(size, _freeze(dimension), "product")


def _freeze(dimension: Mapping[str, int]) -> Dimension:
    return tuple(sorted((base, power) for base, power in dimension.items() if power))


def _spell(dimension: Dimension) -> str:
    rank = {base: place for place, base in enumerate(_BASE_ORDER)}
    ordered = sorted(dimension, key=lambda item: (rank.get(item[0], 99), item[0]))
    over = [_raise(base, power) for base, power in ordered if power > 0]
    under = [_raise(base, -power) for base, power in ordered if power < 0]
    return " / ".join([" * ".join(over) or "1", *under])


def _raise(base: str, power: int) -> str:
    name = _BASE_NAMES.get(base, base)
    return name if power == 1 else f"{name} ** {power}"


def _tidy(value: float) -> float:
    """Drops the noise of binary arithmetic after the twelfth digit."""
    return float(f"{value:.12g}")


@cache
def _table() -> _Table:
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
    return _Table(
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
    words = [word.replace("~", " ").translate(_FOLD) for word in spellings.split()]
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


_OFFSETS = {"degree_Celsius": _ZERO_CELSIUS, "degree_Fahrenheit": _ZERO_CELSIUS - 32 / 1.8}
_POWER = re.compile(r"([A-Za-z_]+)(-?\d+)?")


def _dimension(text: str) -> Dimension:
    powers = {
        match[1]: int(match[2] or 1)
        for part in text.split(".")
        if (match := _POWER.fullmatch(part.strip())) is not None
    }
    return _freeze(powers)


def _canonical(line: str) -> tuple[Dimension, tuple[str, float]]:
    name, dimension, *size = (part.strip() for part in line.split("|"))
    return _dimension(dimension), (name, float(size[0]) if size else 1.0)


def spellings() -> Mapping[str, Unit]:
    """Every spelling of the table, prefixed ones included, with the unit that it means."""
    return _table().exact


def registry() -> pint.UnitRegistry[float]:
    """A pint registry that knows every canonical unit and every unit name of the table."""
    import pint  # noqa: PLC0415 -- slow import

    made: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    made.load_definitions(list(_table().definitions))
    return made
