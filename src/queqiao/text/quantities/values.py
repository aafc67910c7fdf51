"""Values in normalized text: single numbers, ranges, tolerances, lists and sizes that share a unit."""

# ruff: noqa: E501 -- word lists and rows of cases read better on one line

from __future__ import annotations

import re

from queqiao.text.quantities.mention import Number, Value
from queqiao.text.quantities.numbers import NUMBER, read_number
from queqiao.text.quantities.unit_text import unit_at
from queqiao.text.units import Unit

_RANGE = re.compile(
    r"[ \t]*(?:~+|-{1,2}|—+|–|至|到|…+|\.{2,3})[ \t]*(?P<sign>[-+]|零下)?(?:[φΦ])?(?=\d)"
)
_RANGE_WORD = re.compile(r"[ \t]*(?:(?:and|to|与|和)[ \t]*)(?P<sign>[-+])?(?=\d)")
_BETWEEN = re.compile(r"(?:介于|在|between|from|处于)[ \t]*$")
_TOLERANCE = re.compile(r"[ \t]*(?:±|\+/-|\+-|士)[ \t]*(?=\d)")
_LIST = re.compile(r"[ \t]*[、/][ \t]*(?=[-+]?\d)")
_LIST_COMMA = re.compile(r"[ \t]*(?:[、/]|和|或|及|与)[ \t]*(?=[-+]?\d)")
_SIZE = re.compile(r"[ \t]*[×xX*][ \t]*(?=\d)")
_RATIO = re.compile(r"[ \t]*:[ \t]*(?=\d)")
_MANY = re.compile(
    r"[ \t]*(?:个(?=多(?:小时|月|星期|钟头|工作日)))?(?P<more>余|多)(?=[\u4e00-\u9fff])"
)
_SUPERFLUOUS = re.compile(r"[ \t]*几")
_MOST_LISTED = 12

Unitful = tuple[int, int, Unit]


def read_values(  # noqa: PLR0911 -- one rule a line
    text: str, start: int, *, negative: bool, compared: bool, lead: int = 1
) -> list[Value]:
    """All values that the number at ``start`` begins: one, or several that share a unit.

    ``negative`` says that the sign before it, ``lead`` characters long, belongs to it.
    """
    scaled = _scaled_pair(text, start)
    if scaled is not None:
        return [scaled]
    first = read_number(text, start, compared=compared)
    if first is None:
        return []
    if negative:
        first = Number(first.start - lead, first.end, -first.value)
    more = _MANY.match(text, first.end)
    unit = unit_at(text, more.end() if more else first.end)
    if more is not None:
        return [_single(first, unit, more=True)] if unit is not None else [_single(first, None)]
    ranged = _range(text, first, unit)
    if ranged is not None:
        return [ranged]
    tolerance = _tolerance(text, first, unit)
    if tolerance is not None:
        return [tolerance]
    if unit is None:
        shared = _shared(text, first)
        if shared:
            return shared
    return [_single(first, unit)]


_SCALED_PAIR = re.compile(
    r"\([ \t]*(?P<one>\d+(?:\.\d+)?)[ \t]*(?P<sign>±|~|-|–|至)[ \t]*(?P<other>\d+(?:\.\d+)?)[ \t]*\)"
    r"[ \t]?[×xX*·][ \t]?10[ \t]?\^?\(?(?P<power>[-+]?\d{1,2})\)?(?![\d.])"
)


def _scaled_pair(text: str, start: int) -> Value | None:
    """``(4.9±0.1)×10-6/K``: both numbers in brackets share the power of ten."""
    opening = text.rfind("(", max(0, start - 2), start)
    match = _SCALED_PAIR.match(text, opening) if opening >= 0 else None
    if match is None or match.start("one") != start:
        return None
    one, other, scale = float(match["one"]), float(match["other"]), match["power"]
    low, high = (one - other, one + other) if match["sign"] == "±" else (one, other)
    if low > high:
        return None
    unit = unit_at(text, match.end())
    end = unit[1] if unit else match.end()
    bounds = [float(f"{_tidy(bound)!r}e{scale}") for bound in (low, high)]
    return _value(opening, end, bounds[0], bounds[1], "range", unit)


def read_plus_minus(text: str, start: int, number: int) -> Value | None:
    """``±x unit``: the sign at ``start``, the number at ``number``."""
    size = read_number(text, number)
    if size is None:
        return None
    unit = unit_at(text, size.end)
    upper = _range(text, size, unit)
    if upper is not None:
        size, unit = Number(number, upper.end, upper.high), _unit_of(upper)
    end = unit[1] if unit else size.end
    return _value(start, end, -size.value, size.value, "tolerance", unit, difference=True)


def _unit_of(value: Value) -> Unitful | None:
    return None if value.unit is None else (value.unit_start, value.unit_end, value.unit)


def _single(number: Number, unit: Unitful | None, *, more: bool = False) -> Value:
    end = unit[1] if unit else number.end
    return _value(number.start, end, number.value, number.value, "one", unit, more=more)


def _value(  # noqa: PLR0913, PLR0917 -- the fields of a value
    start: int,
    end: int,
    low: float,
    high: float,
    shape: str,
    unit: Unitful | None,
    *,
    more: bool = False,
    difference: bool = False,
) -> Value:
    begin, stop, read = unit or (end, end, None)
    return Value(
        start, max(end, stop if unit and begin <= end else end), low, high, shape, begin, stop, read,
        more=more, difference=difference,
    )  # fmt: skip


def _range(text: str, first: Number, unit: Unitful | None) -> Value | None:
    end = unit[1] if unit else first.end
    match = _RANGE.match(text, end)
    if match is None:
        match = _RANGE_WORD.match(text, end)
        if match is None or not _BETWEEN.search(text, max(0, first.start - 8), first.start):
            return None
    second = read_number(text, match.end())
    if second is None:
        return None
    value = -second.value if match["sign"] in {"-", "零下"} else second.value
    last = unit_at(text, second.end)
    return _join_range(text, first, unit, Number(second.start, second.end, value), last)


def _join_range(
    text: str, first: Number, unit: Unitful | None, second: Number, last: Unitful | None
) -> Value | None:
    if unit is not None and last is not None and unit[2] != last[2]:
        lowered = _in_unit(text, first, unit, last)
        if lowered is None:
            return None
        first = lowered
    shared = last or unit
    low, high = first.value, second.value
    if low > high:
        if shared is None or ("-" in text[first.end : second.start] and not unit):
            return (
                None
                if shared is None
                else _value(first.start, shared[1], high, low, "range", shared)
            )
        low, high = high, low
    end = last[1] if last else second.end
    return _value(first.start, end, low, high, "range", shared)


def _in_unit(text: str, first: Number, unit: Unitful, last: Unitful) -> Number | None:
    """The lower end in the unit of the upper: ``0.5m-50cm``, ``3万到5万元``."""
    if not unit[2].dimension and text[last[0] : last[1]].startswith(text[unit[0] : unit[1]]):
        return first
    if unit[2].dimension != last[2].dimension:
        return None
    larger = unit[2].factor >= last[2].factor
    if larger and unit[2].name == "number" and unit[2].dimension == ():
        return None
    lowered = (first.value * unit[2].factor + unit[2].offset - last[2].offset) / last[2].factor
    return Number(first.start, first.end, float(f"{lowered:.12g}"))


def _tolerance(text: str, first: Number, unit: Unitful | None) -> Value | None:
    match = _TOLERANCE.match(text, unit[1] if unit else first.end)
    if match is None:
        return None
    size = read_number(text, match.end())
    if size is None:
        return None
    last = unit_at(text, size.end)
    width = size.value
    shared = last or unit
    if last is not None and unit is not None and last[2] != unit[2]:
        if not last[2].dimension and unit[2].dimension:
            width = abs(first.value) * size.value * last[2].factor
        elif last[2].dimension == unit[2].dimension:
            width = size.value * last[2].factor / unit[2].factor
        else:
            return None
        shared = unit
    end = last[1] if last else size.end
    low, high = _tidy(first.value - width), _tidy(first.value + width)
    return _value(first.start, end, low, high, "range", shared)


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def _shared(text: str, first: Number) -> list[Value]:
    """Numbers of a list or of a size whose unit stands after the last: ``10、20、50mm``."""
    for pattern in (_SIZE, _LIST, _LIST_COMMA):
        numbers = [first]
        while len(numbers) < _MOST_LISTED:
            match = pattern.match(text, numbers[-1].end)
            number = read_number(text, match.end()) if match else None
            if number is None:
                break
            numbers.append(number)
            unit = unit_at(text, number.end)
            if unit is not None:
                if pattern is not _SIZE and not _alike(numbers):
                    return []
                ends = [n.end for n in numbers[:-1]] + [unit[1]]
                return [
                    _value(n.start, end, n.value, n.value, "each", unit)
                    for n, end in zip(numbers, ends, strict=True)
                ]
    return []


def _alike(numbers: list[Number]) -> bool:
    """Whether the numbers can be one list: no ordinal or model among them."""
    sizes = [abs(number.value) for number in numbers]
    return min(sizes) > 0 and max(sizes) / min(sizes) <= 1000


__all__ = ["NUMBER", "read_plus_minus", "read_values"]
