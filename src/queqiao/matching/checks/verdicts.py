"""Every index of a demand held against an offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from queqiao.matching.checks.comparison import Comparison, compare
from queqiao.matching.checks.readings import Reading, read_specs
from queqiao.matching.parameters import Agreement, RangeReading, agreement
from queqiao.matching.parameters.lexicon import fold, qualifiers
from queqiao.matching.results import LocatedSpec, Outcome, Verdict
from queqiao.text.model import Op, SpecKind, SpecRole
from queqiao.text.units import convert

_TEXT_FIELD = "description"
_VALUES = frozenset({Op.EQUAL, Op.ABOUT})
_FAR_OFF = 1000.0  # money and lengths that differ so much are about different things
_OWN_KINDS = frozenset({SpecKind.DURATION, SpecKind.BUDGET})
_WORST_FIRST = {
    Outcome.SHORT: 0,
    Outcome.NOT_STATED: 1,
    Outcome.MET: 2,
    Outcome.CONFLICT_UNIT: 3,
}


def check_specs(
    demanded: Sequence[LocatedSpec],
    offered: Sequence[LocatedSpec],
    *,
    demand_texts: Mapping[str, str] | None = None,
    offer_texts: Mapping[str, str] | None = None,
) -> tuple[Verdict, ...]:
    """
    A verdict for each index that the demand sets as a target, in the order of its text.

    Today's state, conditions and company background are no targets; neither are the demand's own
    money and timetable, which the gates look after. The texts by field, where given, tell more
    surely which condition belongs to which index.
    """
    demand = read_specs(demanded, texts=demand_texts)
    return check_readings(demand, read_specs(offered, texts=offer_texts))


def check_readings(demand: Sequence[Reading], offer: Sequence[Reading]) -> tuple[Verdict, ...]:
    """``check_specs`` on what ``read_specs`` made ready, for whoever compares many pairs."""
    stated = [reading for reading in offer if _is_target(reading) or _is_endured(reading)]
    return tuple(
        _verdict(target, _best(target, stated, demand_baselines=demand, offer_baselines=offer))
        for target in demand
        if _is_demanded(target)
    )


def check_texts(demand: str, offer: str) -> tuple[Verdict, ...]:
    """The verdicts on two plain texts; offsets count into them."""
    from queqiao.text.quantities import parse_specs  # noqa: PLC0415 -- slow import

    demanded = [LocatedSpec(_TEXT_FIELD, spec) for spec in parse_specs(demand)]
    offered = [LocatedSpec(_TEXT_FIELD, spec) for spec in parse_specs(offer)]
    return check_specs(
        demanded,
        offered,
        demand_texts={_TEXT_FIELD: demand},
        offer_texts={_TEXT_FIELD: offer},
    )


def _is_demanded(reading: Reading) -> bool:
    if not _is_target(reading):
        return False
    if _is_own_affair(reading.spec.parameter):
        return False
    loose = reading.spec.op in _VALUES or reading.spec.kind in _OWN_KINDS
    return not (loose and reading.name.bare)


@lru_cache(maxsize=65536)
def _is_own_affair(parameter: str) -> bool:
    """The demand's own means and timetable: 预算, 研发周期."""
    return fold(parameter).endswith(qualifiers().own_means + qualifiers().own_timetable)


def _is_target(reading: Reading) -> bool:
    """Targets, and named conditions that are none: 使用温度-40~85℃, 工作压力10MPa on their own."""
    if reading.spec.role is not SpecRole.CONDITION:
        return reading.spec.role is SpecRole.TARGET
    entry = reading.name.group
    if entry is None or reading.unit == "":
        return False
    working_range = reading.spec.op is Op.RANGE and entry.range is RangeReading.COVER
    return working_range or reading.stands_alone


def _verdict(target: Reading, found: tuple[Comparison, Reading] | None) -> Verdict:
    outcome = Outcome.NOT_STATED if found is None else found[0].outcome
    short = found[0].shortfall if found is not None and outcome is Outcome.SHORT else None
    stated = found is not None and outcome is not Outcome.NOT_STATED
    return Verdict(
        parameter=target.spec.parameter or _group_name(target),
        outcome=outcome,
        shortfall=None if short is None else float(round(short, 9)),
        unit=target.unit,
        demanded=target.located,
        offered=found[1].located if found is not None and stated else None,
    )


def _best(
    target: Reading,
    stated: Sequence[Reading],
    *,
    demand_baselines: Sequence[Reading],
    offer_baselines: Sequence[Reading],
) -> tuple[Comparison, Reading] | None:
    """
    The offered index that answers ``target`` best.

    First one that compares at all, then the surest name, then the nearest conditions; of several
    that are equal in this the worst counts, as an offer is judged by what it surely gives.
    """
    found = [
        (match, comparison, candidate)
        for candidate in stated
        if (match := agreement(target.name, candidate.name)) is not Agreement.NONE
        and (
            comparison := compare(
                target,
                candidate,
                demand_baselines=demand_baselines,
                offer_baselines=offer_baselines,
            )
        )
        is not None
        and _is_telling(match, comparison)
        and not _is_another_matter(target, candidate)
        and (_is_target(candidate) or comparison.outcome is Outcome.MET)
    ]
    if not found:
        return None
    _, comparison, candidate = min(found, key=lambda item: _preference(target, *item))
    return comparison, candidate


def _is_another_matter(target: Reading, candidate: Reading) -> bool:
    """26元 a kilogram beside 340万元 a machine, 5μm beside 300mm: no offer is that far off."""
    if convert(1.0, target.unit, "元") is None and convert(1.0, target.unit, "m") is None:
        return False
    turned = convert(1.0, candidate.unit, target.unit)
    first, second = (_size(reading) for reading in (target, candidate))
    if turned is None or not first or not second:
        return False
    ratio = abs(second * turned / first)
    return not 1 / _FAR_OFF < ratio < _FAR_OFF


def _size(reading: Reading) -> float | None:
    spec = reading.spec
    return spec.high if spec.high is not None else spec.low


def _is_endured(candidate: Reading) -> bool:
    """循环3500次后容量保持率80%: cycles gone through, which answer for a life of so many."""
    entry = candidate.name.group
    return (
        candidate.spec.role is SpecRole.CONDITION
        and entry is not None
        and entry.id == "cycle_life"
        and convert(1.0, candidate.unit, entry.unit) is not None
    )


def _is_telling(match: Agreement, comparison: Comparison) -> bool:
    """Units conflict only between names that surely mean the same."""
    return comparison.outcome is not Outcome.CONFLICT_UNIT or match >= Agreement.LOOSER


def _preference(
    target: Reading, match: Agreement, comparison: Comparison, candidate: Reading
) -> tuple[object, ...]:
    outcome = comparison.outcome
    shortfall = comparison.shortfall if comparison.shortfall is not None else 0
    return (
        outcome is Outcome.CONFLICT_UNIT,
        outcome is Outcome.NOT_STATED,
        -match,
        target.name.stated != candidate.name.stated,
        target.name.subject != candidate.name.subject,
        -comparison.severity,
        _WORST_FIRST[outcome],
        -shortfall,
        candidate.located.field,
        candidate.spec.start,
    )


def _group_name(target: Reading) -> str:
    return target.name.group.names[0] if target.name.group is not None else ""
