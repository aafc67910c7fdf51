"""
What a demanded index asks of a value, and whether an offered one gives it.

An offered range is judged at its worst end. ``None`` from ``hold`` means that the offer leaves it
open: it bounds the other side only.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from queqiao.matching.checks.numbers import Bounds, bounds_of
from queqiao.matching.parameters import Better, ParameterName, RangeReading, better_side
from queqiao.text.model import Op, Spec, SpecKind

_ABOUT = Decimal("0.1")  # 左右, 约: a tenth to either side
_ZERO = Decimal(0)


class Kind(Enum):
    """The shapes that a requirement takes."""

    AT_LEAST = auto()
    AT_MOST = auto()
    WITHIN = auto()
    COVER = auto()
    EITHER = auto()
    REACH_UP = auto()  # a working range must go up to it
    REACH_DOWN = auto()  # a working range must go down to it


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement in the demand's unit; ``slack`` is what 约 and 左右 forgive."""

    kind: Kind
    low: Decimal
    high: Decimal
    strict: bool = False
    slack: Decimal = _ZERO
    magnitude: bool = False  # ±x: the size of a deviation


def need_of(spec: Spec, name: ParameterName, *, offered: Spec) -> Need:
    """What ``spec`` asks for; ``offered`` tells the better side where nothing else does."""
    bounds = bounds_of(spec)
    if spec.op in {Op.AT_LEAST, Op.ABOVE}:
        return _lower_bound(bounds, name)
    if spec.op in {Op.AT_MOST, Op.BELOW}:
        return _upper_bound(bounds, name)
    low, high = bounds.low or _ZERO, bounds.high or _ZERO
    if low == -high and high > 0:
        return Need(Kind.AT_MOST, high, high, magnitude=True)
    side = _side(spec, name, offered, low)
    if spec.op is Op.RANGE and low != high:
        return Need(_range_kind(name, side), low, high)
    slack = abs(low) * _ABOUT if spec.op is Op.ABOUT else _ZERO
    return Need(_value_kind(name, side, low), low, high, slack=slack)


def change_need(spec: Spec) -> Need:
    """What a demanded rise, fall or multiple asks for: at least that much, unless it says else."""
    bounds = bounds_of(spec)
    low, high = bounds.low, bounds.high
    if low is None and high is not None:
        return Need(Kind.AT_MOST, abs(high), abs(high), strict=bounds.high_open)
    sizes = [abs(end) for end in (low, high) if end is not None] or [_ZERO]
    slack = min(sizes) * _ABOUT if spec.op is Op.ABOUT else _ZERO
    strict = bounds.low_open
    return Need(Kind.AT_LEAST, min(sizes), max(sizes), strict=strict, slack=slack)


def hold(need: Need, offered: Bounds) -> Decimal | None:
    """
    By how much ``offered`` misses ``need``: negative met, zero or more short, ``None`` left open.

    A strict bound missed by nothing gives zero; whatever meets gives -1, never a margin.
    """
    if need.magnitude:
        offered = _sizes(offered)
    judge = _JUDGES[need.kind]
    return judge(need, offered)


def _at_least(need: Need, offered: Bounds) -> Decimal | None:
    if offered.low is None:
        beyond = offered.high is not None and offered.high < need.low - need.slack
        return need.low - offered.high if beyond and offered.high is not None else None
    return _miss(need, need.low - offered.low, open_end=offered.low_open)


def _at_most(need: Need, offered: Bounds) -> Decimal | None:
    if offered.high is None:
        beyond = offered.low is not None and offered.low > need.high + need.slack
        return offered.low - need.high if beyond and offered.low is not None else None
    return _miss(need, offered.high - need.high, open_end=offered.high_open)


def _miss(need: Need, gap: Decimal, *, open_end: bool) -> Decimal:
    if gap < 0 or (gap == 0 and (not need.strict or open_end)) or 0 < gap <= need.slack:
        return Decimal(-1)
    return gap


def _within(need: Need, offered: Bounds) -> Decimal | None:
    gaps = [need.low - offered.low] if offered.low is not None else []
    gaps += [offered.low - need.high] if offered.low is not None else []
    gaps += [offered.high - need.high] if offered.high is not None else []
    gaps += [need.low - offered.high] if offered.high is not None else []
    worst = max(gaps)
    if worst > need.slack:
        return worst
    return None if offered.low is None or offered.high is None else Decimal(-1)


def _cover(need: Need, offered: Bounds) -> Decimal | None:
    gaps = [offered.low - need.low] if offered.low is not None else []
    gaps += [need.high - offered.high] if offered.high is not None else []
    worst = max(gaps)
    if worst > need.slack:
        return worst
    return None if offered.low is None or offered.high is None else Decimal(-1)


def _either(need: Need, offered: Bounds) -> Decimal | None:
    inside, around = _within(need, offered), _cover(need, offered)
    if (inside is not None and inside < 0) or (around is not None and around < 0):
        return Decimal(-1)
    return inside


def _reach_up(need: Need, offered: Bounds) -> Decimal | None:
    end = offered.high if offered.high is not None else offered.low
    return None if end is None else _miss(need, need.low - end, open_end=offered.low_open)


def _reach_down(need: Need, offered: Bounds) -> Decimal | None:
    end = offered.low if offered.low is not None else offered.high
    return None if end is None else _miss(need, end - need.high, open_end=offered.high_open)


_JUDGES = {
    Kind.AT_LEAST: _at_least,
    Kind.AT_MOST: _at_most,
    Kind.WITHIN: _within,
    Kind.COVER: _cover,
    Kind.EITHER: _either,
    Kind.REACH_UP: _reach_up,
    Kind.REACH_DOWN: _reach_down,
}


def _sizes(offered: Bounds) -> Bounds:
    """A deviation's size: ±0.3 and -0.3 are 0.3."""
    ends = [abs(end) for end in (offered.low, offered.high) if end is not None]
    if offered.low is None or offered.high is None:
        return Bounds(offered.low and abs(offered.low), offered.high and abs(offered.high))
    return Bounds(max(ends), max(ends))


def _lower_bound(bounds: Bounds, name: ParameterName) -> Need:
    low = bounds.low or _ZERO
    kind = Kind.REACH_UP if _is_working_range(name) else Kind.AT_LEAST
    return Need(kind, low, low, strict=bounds.low_open)


def _upper_bound(bounds: Bounds, name: ParameterName) -> Need:
    """≤-40℃ of a working range means down to -40℃; ≤80℃ is a limit."""
    high = bounds.high or _ZERO
    downward = _is_working_range(name) and (high < 0 or "minimum" in _statistic(name))
    kind = Kind.REACH_DOWN if downward else Kind.AT_MOST
    return Need(kind, high, high, strict=bounds.high_open)


def _range_kind(name: ParameterName, side: Better) -> Kind:
    reading = name.group.range if name.group is not None else RangeReading.REACH
    if _spans_by_name(name):
        return Kind.COVER
    if reading is RangeReading.COVER:
        return Kind.COVER
    if reading is RangeReading.EITHER:
        return Kind.EITHER
    if reading is RangeReading.REACH and side is not Better.NOMINAL:
        return Kind.AT_LEAST if side is Better.HIGHER else Kind.AT_MOST
    return Kind.WITHIN


def _spans_by_name(name: ParameterName) -> bool:
    """电压范围, 转速范围 are to be spanned; 粒径范围 stays a band."""
    if not name.text.endswith(("范围", "区间", "量程", "波段", "频段")):
        return False
    entry = name.group
    return entry is None or entry.generic or entry.range is RangeReading.EITHER


def _value_kind(name: ParameterName, side: Better, value: Decimal) -> Kind:
    if _is_working_range(name):
        downward = value < 0 or "minimum" in _statistic(name)
        return Kind.REACH_DOWN if downward else Kind.REACH_UP
    if side is Better.NOMINAL:
        return Kind.EITHER if _reading(name) is RangeReading.EITHER else Kind.WITHIN
    return Kind.AT_LEAST if side is Better.HIGHER else Kind.AT_MOST


def _side(spec: Spec, name: ParameterName, offered: Spec, value: Decimal) -> Better:
    side = better_side(name, value=float(value), unit=spec.unit)
    if side is not Better.NOMINAL:
        return side
    if name.group is None and spec.kind is SpecKind.CAPACITY:
        return Better.HIGHER
    if spec.kind is SpecKind.BUDGET:
        return Better.LOWER
    if offered.op in {Op.AT_LEAST, Op.ABOVE}:
        return Better.HIGHER
    return Better.LOWER if offered.op in {Op.AT_MOST, Op.BELOW} else side


def _is_working_range(name: ParameterName) -> bool:
    return _reading(name) is RangeReading.COVER


def _reading(name: ParameterName) -> RangeReading | None:
    return name.group.range if name.group is not None else None


def _statistic(name: ParameterName) -> frozenset[str]:
    return dict(name.stated).get("statistic", frozenset())
