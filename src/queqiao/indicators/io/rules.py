"""The rules of the steps as they are written in a configuration."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from queqiao.indicators.io.located import Located, Reader, Section, choice_of, number_of
from queqiao.indicators.methods import (
    AggregateMethod,
    AggregateRule,
    Allocation,
    Comparison,
    MissingMethod,
    MissingPart,
    MissingRule,
    NormalizeMethod,
    NormalizeRule,
    OutlierCheck,
    Ties,
    TreatMethod,
    TreatRule,
    TreatStep,
    WeightMethod,
    WeightRule,
)

Kind = TypeVar("Kind", bound=StrEnum)
Rule = TypeVar("Rule")


class _Unresolved(StrEnum):
    KEEP = "keep"
    REFUSE = "refuse"


class _Deviation(StrEnum):
    SAMPLE = "sample"
    POPULATION = "population"


class _Priorities(StrEnum):
    EIGENVECTOR = "eigenvector"
    GEOMETRIC = "geometric"


def _read(
    reader: Reader,
    at: Located,
    kind: type[Kind],
    default: Kind,
    read: Callable[[Kind, Section], Rule],
) -> Rule:
    """A rule written as a method's name alone, or as a mapping with ``method`` and its options."""
    if isinstance(at.content, str) and not at.empty:
        return read(
            choice_of(reader, at, kind, default), Section(reader, Located({}, at.path, at.line))
        )
    section = Section(reader, at)
    if section.get("method", required=True) is None:
        method = default
    else:
        method = section.choice("method", kind, default)
    rule = read(method, section)
    section.close()
    return rule


def missing_rule(reader: Reader, at: Located) -> MissingRule:
    """What to do with gaps."""

    def read(method: MissingMethod, section: Section) -> MissingRule:
        value = section.number("value", required=True) if method is MissingMethod.VALUE else None
        grouped = method in {MissingMethod.GROUP_MEAN, MissingMethod.GROUP_MEDIAN}
        neighbors = section.whole("neighbors", low=1) if method is MissingMethod.NEIGHBORS else None
        most = section.number("most", low=0, high=1)
        return MissingRule(
            method,
            by=section.text("by", required=grouped),
            value=0.0 if value is None else value,
            neighbors=5 if neighbors is None else neighbors,
            on=section.texts("on") if method is MissingMethod.REGRESSION else (),
            most=1.0 if most is None else most,
        )

    return _read(reader, at, MissingMethod, MissingMethod.REFUSE, read)


def treat_rule(reader: Reader, at: Located) -> TreatRule:
    """What to do with outliers: ``none``, a method, or a mapping with ``check`` and ``steps``."""
    if isinstance(at.content, str):
        if at.content in {"none", ""}:
            return TreatRule()
        return TreatRule((treat_step(reader, at),))
    section = Section(reader, at)
    if "method" in section:
        return TreatRule((treat_step(reader, at),))
    check = None
    if (inner := section.section("check")) is not None:
        skewness, kurtosis = inner.number("skewness", low=0), inner.number("kurtosis")
        plain = OutlierCheck()
        check = OutlierCheck(
            plain.skewness if skewness is None else skewness,
            plain.kurtosis if kurtosis is None else kurtosis,
        )
        inner.close()
    steps = tuple(treat_step(reader, item) for item in section.items("steps"))
    if not steps:
        reader.fail(at, "no_steps")
    unresolved = section.choice("unresolved", _Unresolved, _Unresolved.KEEP)
    section.close()
    return TreatRule(steps, check, refuse_unresolved=unresolved is _Unresolved.REFUSE)


def treat_step(reader: Reader, at: Located) -> TreatStep:
    """One way to draw in a tail."""

    def read(method: TreatMethod, section: Section) -> TreatStep:
        most = section.whole("most") if method is TreatMethod.WINSORIZE else None
        low = high = reach = shift = power = None
        if method is TreatMethod.PERCENTILES:
            low = section.number("low", low=0, high=1)
            high = section.number("high", low=0, high=1)
        if method is TreatMethod.FENCES:
            reach = section.number("reach", above=0)
        if method is TreatMethod.LOG_SHIFT:
            shift = section.number("shift", above=0)
        if method is TreatMethod.BOX_COX:
            power = section.number("power")
        step = TreatStep(
            method,
            most=most,
            low=0.05 if low is None else low,
            high=0.95 if high is None else high,
            reach=1.5 if reach is None else reach,
            shift=1.0 if shift is None else shift,
            power=power,
        )
        if step.low > step.high:
            reader.fail(at, "ends_crossed", low=step.low, high=step.high)
        return step

    return _read(reader, at, TreatMethod, TreatMethod.WINSORIZE, read)


def normalize_rule(reader: Reader, at: Located) -> NormalizeRule:
    """How to come to the common scale."""

    def read(method: NormalizeMethod, section: Section) -> NormalizeRule:
        low, high = section.numbers("to", count=2) or (0.0, 100.0)
        ends = None
        if method is NormalizeMethod.GOALPOSTS:
            section.get("from", required=True)
            ends = section.numbers("from", count=2)
            if ends is not None and ends[0] == ends[1]:
                reader.fail(at, "goalposts_equal", value=ends[0])
        z, target = method is NormalizeMethod.Z, method is NormalizeMethod.TARGET
        mean, deviation = (
            (section.number("mean"), section.number("deviation", above=0)) if z else (None, None)
        )
        tied = method in {NormalizeMethod.RANK, NormalizeMethod.BORDA, NormalizeMethod.PERCENTILE}
        dated = method in {NormalizeMethod.REFERENCE_YEAR, NormalizeMethod.GROWTH}
        threshold = (
            section.number("threshold", low=0, high=1)
            if method is NormalizeMethod.AROUND_MEAN
            else None
        )
        spread = (
            section.choice("variance", _Deviation, _Deviation.SAMPLE) if z else _Deviation.SAMPLE
        )
        reference = method is NormalizeMethod.REFERENCE_UNIT
        return NormalizeRule(
            method,
            low=low,
            high=high,
            start=ends[0] if ends else None,
            end=ends[1] if ends else None,
            log=section.flag("log") if method is NormalizeMethod.GOALPOSTS else False,
            clip=section.flag("clip"),
            target=section.number("target", required=True) if target else None,
            reference=section.text("unit", required=True) if reference else "",
            year=section.whole("year", low=1) if dated else None,
            all_years=section.flag("all_years") if method is NormalizeMethod.MIN_MAX else False,
            mean=0.0 if mean is None else mean,
            deviation=1.0 if deviation is None else deviation,
            sample=spread is _Deviation.SAMPLE,
            ties=section.choice("ties", Ties, Ties.MIN) if tied and "ties" in section else None,
            threshold=0.2 if threshold is None else threshold,
            bands=_bands(reader, section) if method is NormalizeMethod.BANDS else (),
            constant=section.number("constant"),
        )

    return _read(reader, at, NormalizeMethod, NormalizeMethod.MIN_MAX, read)


def _bands(reader: Reader, section: Section) -> tuple[tuple[float, float], ...]:
    section.get("bands", required=True)
    found: list[tuple[float, float]] = []
    for item in section.items("bands"):
        pair = (
            [number_of(reader, each) for each in item.content]
            if isinstance(item.content, tuple)
            else []
        )
        if len(pair) != 2 or pair[0] is None or pair[1] is None:
            reader.fail(item, "not_a_band")
        elif found and pair[0] <= found[-1][0]:
            reader.fail(item, "bands_unsorted")
        else:
            found.append((pair[0], pair[1]))
    return tuple(found)


def weight_rule(reader: Reader, at: Located) -> WeightRule:
    """Where weights come from."""

    def read(method: WeightMethod, section: Section) -> WeightRule:
        most = low = high = variance = None
        priorities = _Priorities.EIGENVECTOR
        comparisons: tuple[Comparison, ...] = ()
        if method is WeightMethod.AHP:
            most = section.number("most_ratio", low=0)
            priorities = section.choice("priorities", _Priorities, priorities)
            comparisons = _comparisons(reader, section)
        if method is WeightMethod.DOUBT:
            low = section.number("share_low", low=0, high=1)
            high = section.number("share_high", low=0, high=1)
        if method is WeightMethod.PCA:
            variance = section.number("variance", low=0, high=1)
        return WeightRule(
            method,
            comparisons=comparisons,
            geometric=priorities is _Priorities.GEOMETRIC,
            most_ratio=0.1 if most is None else most,
            allocations=_allocations(reader, section) if method is WeightMethod.BUDGET else (),
            share_low=0.0 if low is None else low,
            share_high=1.0 if high is None else high,
            variance=0.0 if variance is None else variance,
        )

    return _read(reader, at, WeightMethod, WeightMethod.GIVEN, read)


def _comparisons(reader: Reader, section: Section) -> tuple[Comparison, ...]:
    """Judgements ``[a, b, 3]``: a weighs three times b."""
    found: list[Comparison] = []
    section.get("comparisons", required=True)
    for item in section.items("comparisons"):
        parts = item.content if isinstance(item.content, tuple) else ()
        value = ratio_of(reader, parts[2]) if len(parts) == 3 else None
        names = [each.content for each in parts[:2] if isinstance(each.content, str)]
        if value is None or len(names) != 2:
            reader.fail(item, "not_a_comparison")
        else:
            found.append(Comparison(str(names[0]), str(names[1]), value))
    return tuple(found)


def ratio_of(reader: Reader, at: Located) -> float | None:
    """A positive number, or a fraction such as 1/3."""
    text = at.content if isinstance(at.content, str) else ""
    above, slash, below = text.partition("/")
    if not slash:
        return number_of(reader, at, above=0)
    first = number_of(reader, Located(above.strip(), at.path, at.line), above=0)
    second = number_of(reader, Located(below.strip(), at.path, at.line), above=0)
    return None if first is None or second is None else first / second


def _allocations(reader: Reader, section: Section) -> tuple[Allocation, ...]:
    found: list[Allocation] = []
    section.get("allocations", required=True)
    for number, item in enumerate(section.items("allocations"), start=1):
        inner = Section(reader, item)
        expert = inner.text("expert", str(number))
        found.append(Allocation(expert, inner.table("points")))
        inner.close()
    return tuple(found)


def aggregate_rule(reader: Reader, at: Located) -> AggregateRule:
    """How parts become one score."""

    def read(method: AggregateMethod, section: Section) -> AggregateRule:
        powered = method is AggregateMethod.POWER
        power = section.number("power", required=True) if powered else None
        return AggregateRule(
            method,
            power=1.0 if power is None else power,
            missing=section.choice("missing", MissingPart, MissingPart.REFUSE),
            floor=section.number("floor"),
        )

    return _read(reader, at, AggregateMethod, AggregateMethod.ARITHMETIC, read)
