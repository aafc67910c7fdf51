"""Units in a string, letter by letter: atoms, exponents, products, quotients, multipliers."""

from __future__ import annotations

import re

from queqiao.text.unit_table import Unit, freeze, table

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
        found = _scan_power(text, begin, inside=True) or (
            _scan_of_substance(text, begin) if divides else None
        )
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
_TIMES = re.compile(r"(1000?|10|15|24|25|50|5)\s?(?=[A-Za-z千毫小分克升])")
_EXPONENT = re.compile(r"\^?\(?([-+]?[1-4])\)?(?!\d|\.\d)|\^?([⁻]?[¹²³⁴])|(平方|立方)(?!米|厘)")
_JOINED = re.compile(r"\s?[A-Za-zμ%℃°~\d]")
_WORD = re.compile(r"[A-Za-zμΩÅ]")
_AREAL = frozenset("mMsKLhgNJWAVx")


def _scan_power(text: str, start: int, *, inside: bool) -> tuple[int, Unit, int] | None:  # noqa: PLR0911 -- one rule a line
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


_SUBSTANCE = re.compile(
    r"(kg|Nm3|Nm³|m3|m³|t|g|L)[-·]?(?:CO2|CO₂|H2O?|H₂O?|O2|NH3|N2|COD|TN|TP|DS|VS|TS|LCE|Al|Li|Cu|Si)(?![A-Za-z\d])"
)


def _scan_of_substance(text: str, start: int) -> tuple[int, Unit, int] | None:
    """``tCO2`` and ``kgH2`` below a fraction bar: the unit of so much of a substance."""
    match = _SUBSTANCE.match(text, start)
    found = scan_unit(match[1], 0) if match is not None else None
    return None if match is None or found is None else (match.end(), found[1], 1)


def _scan_atom(text: str, start: int) -> tuple[int, Unit] | None:
    known = table()
    head = text[start : start + 1]
    for length in known.lengths.get(head, ()):
        spelling = text[start : start + length]
        unit = known.exact.get(spelling) or known.folded.get(spelling.lower())
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
    return Unit(size, freeze(dimension), "product")
