"""The bounds of a quantity in the unit that its dimension is compared in."""

from __future__ import annotations

import re

from queqiao.text.model import Relative
from queqiao.text.quantities.kinds import SECONDS
from queqiao.text.quantities.mention import Mention
from queqiao.text.units import Unit, canonical_difference, canonical_value, parse_unit

_DIFFERENCE = re.compile(
    r"温差|温升|波动|偏差|误差|精度|均匀性|均匀度|过热度|过冷度|温控|控温|变化|漂移|稳定性|温度梯度|升温|降温|梯度"
)
_ELECTRIC = re.compile(r"电|耗能|能耗|发|储能")
_ANGULAR = re.compile(
    r"角|倾|转|旋|弯|坡|视场|方位|俯仰|指向|偏摆|姿态|扭|折|斜|范围内旋|广角|FOV|视野|圆周|相位|锥"
)
_MONEY = re.compile(
    r"投资|资金|预算|经费|费用|成本|投入|价格|报价|出资|转让|奖|酬|款|融资|总价|金额"
)
_PURITY = re.compile(r"纯度|高纯|纯")
_WEIGHT = re.compile(
    r"载重|承重|重量|产量|产能|年产|日产|吨位|起重|载荷|处理量|用量|牵引|重|首批|供货|规模|锻造|压力机|称重"
)
_SPREAD = re.compile(r"倍率|充|放|循环|电池|快充|Ah")
_WINDOW = 16


def canonical_bounds(
    text: str, mention: Mention, low: float | None, high: float | None
) -> tuple[float | None, float | None, str]:
    """``low`` and ``high`` in the canonical unit, and its pint name; ``""`` for a bare number."""
    unit = _meant(text, mention)
    if unit is None:
        return low, high, ""
    if unit.name == "unknown":
        return None, None, ""
    convert = canonical_difference if _is_difference(text, mention, unit) else canonical_value
    name = ""
    bounds: list[float | None] = []
    for bound in (low, high):
        if bound is None:
            bounds.append(None)
            continue
        value, name = convert(bound, unit)
        bounds.append(value)
    return bounds[0], bounds[1], name


def _is_difference(text: str, mention: Mention, unit: Unit) -> bool:
    if unit.dimension != (("K", 1),):
        return False
    if mention.value.difference or mention.relative in {Relative.RISE, Relative.FALL}:
        return True
    return _DIFFERENCE.search(text[mention.parameter_start : mention.parameter_end]) is not None


def _meant(text: str, mention: Mention) -> Unit | None:
    """The unit that the words around make of an ambiguous spelling: 度, 万, T, C, N."""
    value = mention.value
    if value.unit is None:
        return None
    spelled = text[value.unit_start : value.unit_end]
    name = text[mention.parameter_start : mention.parameter_end]
    around = text[max(0, mention.start - _WINDOW) : mention.end + 6]
    read = _in_context(spelled, name, around) or value.unit
    if mention.per and ("s", -1) not in read.dimension and mention.kind.value == "capacity":
        return _per_time(read, SECONDS[mention.per])
    return read


def _in_context(spelled: str, name: str, around: str) -> Unit | None:  # noqa: PLR0911 -- one rule a line
    if spelled == "度":
        meaning = (
            "kWh"
            if _ELECTRIC.search(name) and "温" not in name
            else "°"
            if _ANGULAR.search(name)
            else "℃"
        )
        return parse_unit(meaning)
    if spelled in {"万", "亿", "百万", "千万"} and _MONEY.search(around):
        return parse_unit(spelled + "元")
    if spelled == "T" and _WEIGHT.search(around):
        return parse_unit("t")
    if spelled == "C":
        return (
            parse_unit("C-rate")
            if _SPREAD.search(around)
            else parse_unit("℃")
            if "温" in around
            else None
        )
    if spelled == "N" and _PURITY.search(around):
        return parse_unit("N级")
    if spelled == "H" and "硬度" in around:
        return Unit(1.0, (("pencil_hardness", 1),), "pencil_hardness")
    return None


def _per_time(unit: Unit, seconds: float) -> Unit:
    powers = dict(unit.dimension)
    powers["s"] = powers.get("s", 0) - 1
    dimension = tuple(sorted((base, power) for base, power in powers.items() if power))
    return Unit(unit.factor / seconds, dimension, "product")
