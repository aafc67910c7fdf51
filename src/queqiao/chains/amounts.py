"""Amounts of the same thing in different units, 万吨 and 吨 as well as GWh and MWh."""

from __future__ import annotations

from queqiao.text.units import convert

SCALES = {
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "万亿": 1e12,
}
"""Chinese factors that stand before a unit."""

_METRIC = frozenset({"克", "瓦", "米", "瓦时", "帕", "卡", "伏", "伏安"})
"""Units before which 千 and 百 belong to the unit: 千克."""


def in_unit(value: float, from_unit: str, to_unit: str) -> float | None:
    """``value`` in ``to_unit``; no unit fits any; ``None`` where the two do not compare."""
    source, target = _plain(from_unit), _plain(to_unit)
    if not source or not target or source == target:
        return value
    source_scale, source_rest = _split(source)
    target_scale, target_rest = _split(target)
    if source_rest == target_rest:
        return value * source_scale / target_scale
    converted = convert(value * source_scale, source_rest, target_rest)
    return None if converted is None else converted / target_scale


def _plain(unit: str) -> str:
    """A yearly amount is meant either way: GWh/年 is GWh."""
    for ending in ("/年", "每年", "/a", "/year"):
        unit = unit.removesuffix(ending)
    return unit.strip()


def _split(unit: str) -> tuple[float, str]:
    """The factor before a unit, and the unit."""
    for scale in sorted(SCALES, key=len, reverse=True):
        rest = unit.removeprefix(scale)
        if rest != unit and rest and rest not in _METRIC:
            return SCALES[scale], rest
    return 1.0, unit
