"""Indices made ready to compare: names read, bare names completed, conditions attached."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import isclose

from queqiao.matching.parameters import (
    Better,
    Group,
    ParameterName,
    better_side,
    group,
    groups,
    read_name,
)
from queqiao.matching.parameters.lexicon import fold, qualifiers
from queqiao.matching.parameters.names import implied_group
from queqiao.matching.results import LocatedSpec
from queqiao.text.model import Op, Relative, Spec, SpecKind, SpecRole
from queqiao.text.units import Dimension, Unit, canonical, convert, parse_unit

_SENTENCE_END = re.compile(r"[。；;\n！!？?]|\\n")
_PAUSE = re.compile(r"[，,、]")
_RANGE_WORD = re.compile(r"(范围|区间|量程|波段|频段)[为是在约：:\s]{0,3}\Z")
_UNIT_IN_NAME = re.compile(r"[(（\[]\s*([^()（）\[\]]{1,12})\s*[)）\]]")
_NO_SCALE = (None, Unit(1.0, ()), parse_unit("度"), parse_unit("HS"))
_CLAUSE_END = re.compile(r"\s*(?:[，,；;。、\n]|\\n|\Z)")
_UNDER = re.compile(r"[^。；;\n]{0,24}?(?:条件下|环境下|工况下)")
_AMBIENT = frozenset({"temperature", "humidity", "cycle_life"})
_COMPARED = re.compile(r"[比较][^，,。；;比较]{1,12}([低少小短轻高多大长])\s*\Z")
_TOWARD = re.compile(r"优于|好于|不差于|不劣于|(?:可|能)?(?:以)?达(?:到)?")
_TURNED = {
    (Better.LOWER, Op.AT_LEAST): Op.AT_MOST,
    (Better.LOWER, Op.ABOVE): Op.BELOW,
    (Better.HIGHER, Op.AT_MOST): Op.AT_LEAST,
    (Better.HIGHER, Op.BELOW): Op.ABOVE,
}
_CYCLES = frozenset({"周", "圈", "周次", "周期"})
_LARGE_NUMBERS = frozenset({"万", "亿", "千万", "百万"})
_REACH_BEFORE, _REACH_AFTER, _REACH_LIST = 30, 12, 60


@dataclass(frozen=True, slots=True)
class Reading:
    """
    One index with its name read and the conditions that it holds under.

    ``located`` is the index as parsed; ``spec`` as checks take it: 优于 and 达到 turned to the
    better side, misread conditions put right. ``unit`` is its own, or what name and custom say
    where it has none: 邵氏A硬度82, Ra0.4.
    """

    located: LocatedSpec
    spec: Spec
    name: ParameterName
    unit: str
    conditions: tuple[Spec, ...] = ()
    stands_alone: bool = False  # a condition that no target stands under


def read_specs(
    specs: Sequence[LocatedSpec], *, texts: Mapping[str, str] | None = None
) -> tuple[Reading, ...]:
    """
    ``specs`` in the order of their fields and places, each with name and conditions.

    ``texts`` holds the fields' texts; without them conditions are attached by distance alone.
    """
    readings: list[Reading] = []
    for located in sorted(specs, key=lambda item: (item.field, item.spec.start, item.spec.end)):
        text = texts.get(located.field, "") if texts else ""
        name = _name_of(located, readings, text)
        spec = _directed(located.spec, name, text)
        readings.append(Reading(located, spec, name, _unit_of(spec, name)))
    readings = _mark_conditions(readings)
    if texts:
        readings = [_promote(reading, texts.get(reading.located.field, "")) for reading in readings]
    fields = {reading.located.field for reading in readings}
    attached: list[Reading] = []
    for field in sorted(fields):
        inside = [reading for reading in readings if reading.located.field == field]
        whole = texts.get(field) if texts else None
        attached += _attach(inside, whole)
    return tuple(attached)


def _attach(inside: Sequence[Reading], text: str | None) -> list[Reading]:
    if all(reading.spec.role is not SpecRole.CONDITION for reading in inside):
        return list(inside)
    found = [replace(r, conditions=_conditions(r, inside, text)) for r in inside]
    used = {condition.start for reading in found for condition in reading.conditions}
    return [
        replace(reading, stands_alone=reading.spec.start not in used)
        if reading.spec.role is SpecRole.CONDITION
        else reading
        for reading in found
    ]


def _mark_conditions(readings: Sequence[Reading]) -> list[Reading]:
    """-40℃ before 冲击功≥47J, 1m behind 噪声60dB: conditions, even where read as values of it."""
    around = zip([None, *readings], readings, [*readings[1:], None], strict=False)
    return [
        _as_condition(reading)
        if any(_is_misplaced(reading, other) for other in (before, behind) if other is not None)
        or (behind is not None and _is_gone_through(reading, behind))
        else reading
        for before, reading, behind in around
    ]


def _is_misplaced(reading: Reading, other: Reading) -> bool:
    """Whether ``reading`` is in a unit that its parameter is not measured in, and ``other`` is."""
    entry, spec = reading.name.group, reading.spec
    gap = max(other.spec.start - spec.end, spec.start - other.spec.end)
    return (
        spec.role is SpecRole.TARGET
        and spec.relative is None
        and entry is not None
        and other.name.group == entry
        and bool(spec.unit)
        and convert(1.0, spec.unit, entry.unit) is None
        and convert(1.0, other.spec.unit, entry.unit) is not None
        and 0 <= gap <= _REACH_AFTER
        and (other.spec.start > spec.start or spec.parameter == other.spec.parameter)
    )


def _is_gone_through(reading: Reading, behind: Reading) -> bool:
    """循环800次 straight before 容量保持率, 28天 before 抗压强度: what the value holds after."""
    entry, spec = reading.name.group, reading.spec
    gap = behind.spec.start - spec.end
    if spec.role is not SpecRole.TARGET or spec.op is not Op.EQUAL or gap < 0:
        return False
    if entry is not None and entry.id == "cycle_life":
        named = spec.parameter.endswith(("循环", "充放电"))
        return named and behind.name.group is not entry and gap <= len(behind.spec.parameter) + 3
    surrounding = any(convert(1.0, spec.unit, unit) is not None for unit in ("℃", "天"))
    return entry is None and surrounding and 0 < gap <= len(behind.spec.parameter)


def _promote(reading: Reading, text: str) -> Reading:
    """工作压力≥2MPa in a clause of its own is an index itself, not a condition of the next one."""
    spec, entry = reading.spec, reading.name.group
    if spec.role is not SpecRole.CONDITION or entry is None or entry.id in _AMBIENT:
        return reading
    if not spec.parameter or not _CLAUSE_END.match(text, spec.end) or _UNDER.match(text, spec.end):
        return reading
    return replace(reading, spec=replace(spec, role=SpecRole.TARGET))


def _as_condition(reading: Reading) -> Reading:
    condition = replace(reading.spec, role=SpecRole.CONDITION)
    return replace(reading, spec=condition, name=read_name(""))


def _directed(spec: Spec, name: ParameterName, text: str) -> Spec:
    """``spec`` with 优于 and 达到 turned to the better side, and 压降 taken for a name."""
    if spec.relative is Relative.FALL and name.group and _names_a_fall(spec, name, text):
        spec = replace(spec, relative=None)
    if text and spec.relative is None and convert(1.0, spec.unit, "%") is not None:
        compared = _COMPARED.search(text[max(0, spec.start - 16) : spec.start])
        if compared and spec.unit:
            relative = Relative.FALL if compared[1] in "低少小短轻" else Relative.RISE
            return replace(spec, relative=relative)
    if not text or spec.relative is not None or not _TOWARD.match(text, spec.start):
        return spec
    value = spec.low if spec.low is not None else spec.high
    side = better_side(name, value=value, unit=spec.unit)
    turned = _TURNED.get((side, spec.op))
    if name.group is None or turned is None:
        return spec
    low, high = (value, None) if side is Better.HIGHER else (None, value)
    return replace(spec, op=turned, low=low, high=high)


def _names_a_fall(spec: Spec, name: ParameterName, text: str) -> bool:
    """Whether 降, 减 belong to the name: 压降1.2kPa, 降解率92%; 能耗降低20% is a fall."""
    if fold(spec.parameter).endswith("降"):
        return True
    before = text[max(0, spec.start - 3) : spec.start].rstrip()
    return any(mark in name.head for mark in "降减缩") and before.endswith(spec.parameter[-2:])


def _unit_of(spec: Spec, name: ParameterName) -> str:
    entry = name.group
    if entry is not None and entry.id == "hardness":
        spelled = fold(f"{spec.unit} {spec.parameter}")
        for unit, words in qualifiers().hardness_scales.items():
            if any(word in spelled for word in words) and parse_unit(spec.unit) in _NO_SCALE:
                return unit
    if entry is not None and entry.id == "cycle_life" and spec.unit in _CYCLES:
        return "次"
    if spec.unit in _LARGE_NUMBERS and (spec.kind is SpecKind.BUDGET or _is_money(entry)):
        return f"{spec.unit}元"
    if spec.unit.strip():
        return _per_time(spec)
    inside = _UNIT_IN_NAME.search(spec.parameter)
    if inside and parse_unit(inside[1]) is not None:
        return inside[1]
    return entry.unit if entry is not None and entry.bare_unit else spec.unit


def _per_time(spec: Spec) -> str:
    """The unit, with the time that words before the number divide by: 每小时120吨 is in 吨/h."""
    value = spec.low if spec.low is not None else spec.high
    wanted = spec.canonical_low if spec.canonical_low is not None else spec.canonical_high
    if value is None or wanted is None or not spec.canonical_unit.endswith("/ second"):
        return spec.unit
    for period in ("", "/h", "/天", "/年", "/min", "/月", "/s"):
        found = canonical(value, spec.unit + period)
        if found and found[1] == spec.canonical_unit and isclose(found[0], wanted, rel_tol=1e-6):
            return spec.unit + period
    return spec.unit


def _is_money(entry: Group | None) -> bool:
    return entry is not None and entry.unit in {"元", "万元"}


def _name_of(located: LocatedSpec, before: Sequence[Reading], text: str) -> ParameterName:
    spec = located.spec
    value = spec.low if spec.low is not None else spec.high
    written = spec.parameter
    span = _RANGE_WORD.search(text[max(0, spec.start - 6) : spec.start]) if text else None
    if written and span and not written.endswith(span[1]):
        written += span[1]
    name = implied_group(read_name(written), value=value, unit=spec.unit)
    if not name.bare:
        return name
    previous = before[-1] if before else None
    qualified = bool(spec.parameter.strip()) and bool(name.implied)
    if qualified and previous is not None and _continues(previous, located):
        head = replace(previous.name, stated=name.stated, implied=name.implied, text=spec.parameter)
        return head if not previous.name.bare else name
    identifier = _group_by_dimension(spec.unit)
    if identifier is None:
        return name
    entry = group(identifier)
    return replace(read_name(entry.names[0]), stated=name.stated, implied=name.implied)


def _continues(previous: Reading, located: LocatedSpec) -> bool:
    """Whether 均值 after 冲击功单值 goes on about the same thing."""
    near = 0 <= located.spec.start - previous.spec.end <= _REACH_BEFORE
    same_unit = convert(1.0, previous.spec.unit, located.spec.unit) is not None
    return near and same_unit and previous.located.field == located.field


@cache
def _groups_by_dimension() -> Mapping[Dimension, tuple[str, ...]]:
    found: dict[Dimension, tuple[str, ...]] = {}
    for entry in groups().values():
        unit = parse_unit(entry.unit) if entry.unit else None
        if unit is not None and unit.dimension:
            found[unit.dimension] = (*found.get(unit.dimension, ()), entry.id)
    return found


def _group_by_dimension(unit: str) -> str | None:
    """The only parameter that is measured in such a unit: W/(m·K) tells 导热系数."""
    read = parse_unit(unit)
    if read is None or not read.dimension:
        return None
    candidates = _groups_by_dimension().get(read.dimension, ())
    return candidates[0] if len(candidates) == 1 else None


def _conditions(target: Reading, inside: Sequence[Reading], text: str | None) -> tuple[Spec, ...]:
    if target.spec.role is SpecRole.CONDITION:
        return ()
    found: list[Spec] = []
    for condition in inside:
        if condition.spec.role is not SpecRole.CONDITION:
            continue
        if _holds_before(condition, target, inside, text) or _holds_after(
            condition, target, inside, text
        ):
            found.append(condition.spec)
    return tuple(found)


def _holds_before(
    condition: Reading, target: Reading, inside: Sequence[Reading], text: str | None
) -> bool:
    """-46℃下冲击功单值≥60J，均值≥80J: the condition holds for what follows, and its namesakes."""
    distance = target.spec.start - condition.spec.end
    if distance < 0 or _cut(text, condition.spec.end, target.spec.start):
        return False
    between = _between(condition.spec, target.spec, inside)
    if any(_replaces(other, condition) for other in between):
        return False
    targets = [other for other in between if other.spec.role is not SpecRole.CONDITION]
    if not targets:
        return distance <= _REACH_BEFORE
    first = targets[0].name
    same = first.group is not None and first.group == target.name.group
    return distance <= _REACH_LIST and same


def _replaces(other: Reading, condition: Reading) -> bool:
    """A later condition of the same quantity takes the place of an earlier one."""
    if other.spec.role is not SpecRole.CONDITION:
        return False
    return convert(1.0, other.spec.unit, condition.spec.unit) is not None


def _holds_after(
    condition: Reading, target: Reading, inside: Sequence[Reading], text: str | None
) -> bool:
    """击穿电压10kV/mm（25℃）: the condition stands close behind, with no pause between."""
    distance = condition.spec.start - target.spec.end
    if not 0 <= distance <= _REACH_AFTER or _between(target.spec, condition.spec, inside):
        return False
    if text is not None:
        gap = text[target.spec.end : condition.spec.start]
        return not _SENTENCE_END.search(gap) and not _PAUSE.search(gap)
    return not any(0 <= r.spec.start - condition.spec.end <= _REACH_AFTER for r in inside)


def _between(first: Spec, second: Spec, inside: Sequence[Reading]) -> list[Reading]:
    return [r for r in inside if first.end <= r.spec.start and r.spec.end <= second.start]


def _cut(text: str | None, start: int, end: int) -> bool:
    return text is not None and _SENTENCE_END.search(text, start, end) is not None
