"""
Units as Chinese technical texts write them: read, compared and converted without pint.

The table is ``data/units.txt``. A unit is a factor to the coherent unit of its dimension, so that
``parse_unit`` is a few dictionary look-ups; pint names are carried along and ``registry`` gives a
pint registry in which all of them mean the same, which is what the tests hold the table against.

Chosen where texts leave it open: a year is 365.25 days and a month a twelfth of it; a standard
cubic metre counts as a cubic metre; mass fractions such as mg/kg compare with percentages; all
things counted (个, 台, 次, 人) are counts; 度 alone is a degree Celsius; the canonical temperature
is the degree Celsius, or its difference where a difference is asked for.
"""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from queqiao.text.unit_scan import scan_unit
from queqiao.text.unit_table import FOLD, ZERO_CELSIUS, Dimension, Unit, table

if TYPE_CHECKING:
    import pint

__all__ = [
    "Dimension",
    "Unit",
    "canonical",
    "canonical_difference",
    "canonical_unit",
    "canonical_value",
    "convert",
    "convert_difference",
    "parse_unit",
    "registry",
    "scan_unit",
    "spellings",
]

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
        return _tidy(base - ZERO_CELSIUS), name
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
    known = table().canonical.get(dimension)
    return known if known is not None else (_spell(dimension), 1.0)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """The unit that ``text`` as a whole spells, ``None`` if it spells none; ``""`` is a number."""
    text = text.strip().translate(FOLD)
    if not text:
        return Unit(1.0, ())
    found = scan_unit(text, 0)
    if found is not None and found[0] == len(text):
        return found[1]
    return None


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


def spellings() -> Mapping[str, Unit]:
    """Every spelling of the table, prefixed ones included, with the unit that it means."""
    return table().exact


def registry() -> pint.UnitRegistry[float]:
    """A pint registry that knows every canonical unit and every unit name of the table."""
    import pint  # noqa: PLC0415 -- slow import

    made: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    made.load_definitions(list(table().definitions))
    return made
