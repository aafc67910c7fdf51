"""Values of two indices in one unit, as exact decimals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from queqiao.text.model import Op, Spec
from queqiao.text.units import Unit, convert, convert_difference, parse_unit

_COUNT = (("count", 1),)
_POINTS = ("个百分点", "百分点", "个点", "个百分比")
_CALENDAR = {
    **dict.fromkeys(("h", "小时"), 1),
    **dict.fromkeys(("天", "日", "d"), 24),
    **dict.fromkeys(("月", "个月"), 720),
    **dict.fromkeys(("年", "a"), 8760),
}
"""Hours in what people count by: 180 天 are 6 个月, 12 个月 are 1 年."""
_SAME = tuple({"", rank} for rank in ("级", "等级", "号", "档", "分", "目", "倍"))
"""Ranks and factors that are often written without their word."""
_PER = (
    (r"^年|每年|年(?=产|处理)", "年"),
    (r"^日|每[日天]|日(?=产|处理)", "天"),
    (r"^小?时|每小时|时(?=产|处理)", "h"),
    (r"^月|每月", "月"),
    (r"每?吨(?!位)", "吨"),
    (r"亩", "亩"),
    (r"每?公顷", "公顷"),
    (r"每?平方?米", "m2"),
    (r"每(?:延长?)?米", "m"),
    (r"每?立方米?|每方", "m3"),
    (r"百公里", "100km"),
    (r"每?度电?", "kWh"),
    (r"每?(?:公斤|千克)", "kg"),
    (r"每件|单件", "件"),
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval; ``None`` is no bound, ``open`` an end that does not belong to it."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    @property
    def single(self) -> Decimal | None:
        """The one value of an interval that holds one."""
        return self.low if self.low is not None and self.low == self.high else None


def exact(value: float) -> Decimal:
    """The decimal that the float is written as: 0.1 is one tenth."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def bounds_of(spec: Spec) -> Bounds:
    """The values that ``spec`` leaves possible, in its own unit."""
    low = None if spec.low is None else exact(spec.low)
    high = None if spec.high is None else exact(spec.high)
    if low is not None and high is not None and low > high:
        low, high = high, low
    if spec.op in {Op.AT_LEAST, Op.ABOVE}:
        return Bounds(low if low is not None else high, None, low_open=spec.op is Op.ABOVE)
    if spec.op in {Op.AT_MOST, Op.BELOW}:
        return Bounds(None, high if high is not None else low, high_open=spec.op is Op.BELOW)
    return Bounds(low if low is not None else high, high if high is not None else low)


def in_percentage_points(unit: str) -> bool:
    """Whether a share's change is given as the difference of two shares."""
    return unit.strip().endswith(_POINTS)


def bounds_in_unit(
    bounds: Bounds,
    *,
    source: str,
    target: str,
    difference: bool,
    names: tuple[str, str] = ("", ""),
) -> Bounds | None:
    """
    ``bounds`` of unit ``source`` in unit ``target``, ``None`` where they do not compare.

    ``difference`` says that the values are differences (of temperature); ``names`` are
    the offered and the demanded parameter, whose 年 or 每吨 is part of the unit where needed.
    """
    ends: list[Decimal | None] = []
    for end in (bounds.low, bounds.high):
        if end is None:
            ends.append(None)
            continue
        value = _in_unit(float(end), source, target, difference=difference, names=names)
        if value is None:
            return None
        ends.append(end if source == target else exact(value))
    low, high = ends
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Bounds(low, high, bounds.low_open, bounds.high_open)


def _in_unit(
    value: float, source: str, target: str, *, difference: bool, names: tuple[str, str]
) -> float | None:
    source, target = source.strip(), target.strip()
    if source == target:
        return value
    hours = _CALENDAR.get(source), _CALENDAR.get(target)
    if hours[0] and hours[1]:
        return _by_calendar(value, hours[0], hours[1])
    if source.startswith("/") or target.startswith("/"):
        return _per_something(value, source, target)
    turn = convert_difference if difference else convert
    turned = turn(value, source, target)
    if turned is not None:
        return _share(value, source, target, turned)
    return _otherwise(value, source, target, names)


def _otherwise(value: float, source: str, target: str, names: tuple[str, str]) -> float | None:
    """Units that do not convert as they stand: counts, 度 of electricity, divisors in names."""
    if _plain(source) == _plain(target) or {source, target} in _SAME:
        return value
    first, second = parse_unit(source), parse_unit(target)
    if first is None or second is None:
        return None
    if {first.dimension, second.dimension} == {(), _COUNT}:
        return _counted(value, first, second)
    attempts = (
        _without_counts(value, first, second),
        _diluted(value, source, target),
        convert(value, source.replace("度", "kWh"), target.replace("度", "kWh")),
        _per_measure(value, source, target, *names),
    )
    return next((turned for turned in attempts if turned is not None), None)


def _by_calendar(value: float, source: int, target: int) -> float:
    pair = {source, target}
    ratio = 12.0 if pair == {720, 8760} else max(pair) / min(pair)
    return float(f"{value * ratio if source > target else value / ratio:.12g}")


def _per_something(value: float, source: str, target: str) -> float | None:
    """5e-6 /℃ as a share per degree, so that it compares with ppm/K and %/K."""
    if source.startswith("/"):
        value, source = value * 100, f"%{source}"
    factor = 1.0
    if target.startswith("/"):
        factor, target = 0.01, f"%{target}"
    turned = convert(value, source, target)
    return None if turned is None else float(f"{turned * factor:.12g}")


def _share(value: float, source: str, target: str, turned: float) -> float:
    """A bare 97 beside percentages means 97 %, a bare 0.97 means 97 % too."""
    bare = not source.strip()
    return value if bare and "%" in target.replace("％", "%") and value > 1.5 else turned


def _counted(value: float, source: Unit, target: Unit) -> float | None:
    """2000 for 2000 次, but never 20 % for 0.2 个."""
    if source.name == "percent" or target.name == "percent":
        return None
    return float(f"{value * source.factor / target.factor:.12g}")


def _plain(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).replace(" ", "").lower()


def _without_counts(value: float, source: Unit, target: Unit) -> float | None:
    """0.95 万元/台 beside 1.2 万元: what is counted by pieces is given for one piece."""
    first, second = (
        tuple(part for part in unit.dimension if part[0] != "count") for unit in (source, target)
    )
    if first != second or not first:
        return None
    return float(f"{value * source.factor / target.factor:.12g}")


def _diluted(value: float, source: str, target: str) -> float | None:
    """In water 1 ppm is 1 mg/L; gases are given by the cubic meter and left alone."""
    if source.lower().startswith("pp") and target.upper().endswith("/L"):
        parts = convert(value, source, "ppm")
        return None if parts is None else convert(parts, "mg/L", target)
    if target.lower().startswith("pp") and source.upper().endswith("/L"):
        weight = convert(value, source, "mg/L")
        return None if weight is None else convert(weight, "ppm", target)
    return None


def _per_measure(
    value: float, source: str, target: str, offered: str, demanded: str
) -> float | None:
    """年产能 5000 吨 beside 吨/年, 费用每吨 3 元 beside 元/吨: the name holds the divisor."""
    for pattern, unit in _PER:
        if re.search(pattern, offered):
            turned = convert(value, f"{source}/{unit}", target)
            if turned is not None:
                return turned
        if re.search(pattern, demanded):
            turned = convert(value, source, f"{target}/{unit}")
            if turned is not None:
                return turned
    return None
