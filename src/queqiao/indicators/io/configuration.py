"""An index from its YAML text; every problem with its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from queqiao.indicators.io.checks import check_configuration
from queqiao.indicators.io.located import Located, Reader, Section
from queqiao.indicators.io.rules import (
    aggregate_rule,
    missing_rule,
    normalize_rule,
    treat_rule,
    weight_rule,
)
from queqiao.indicators.model import (
    Alternatives,
    Configuration,
    Deduction,
    Direction,
    Effort,
    ExitRule,
    Grade,
    Group,
    Indicator,
    Label,
    Node,
    PeerRule,
    Provenance,
    Steps,
    UncertaintyRule,
    UnitColumns,
    Veto,
    VetoEffect,
)

FORMAT = "queqiao.index/1"
Rule = TypeVar("Rule")
ReadRule = Callable[[Reader, Located], Rule]


def parse_configuration(text: str, *, source: str) -> Configuration:
    """
    The index written in ``text``; ``docs/reference/index-files.md`` tells every key.

    Raises:
        BadInput: everything that is wrong, each with its line and the path of its key.
    """
    reader = Reader(source)
    root = Section(reader, reader.parse(text))
    stated = root.text("format", required=True)
    if stated and stated != FORMAT:
        reader.fail(root.content["format"], "wrong_format", given=stated, wanted=FORMAT)
    name = root.text("id", "index")
    provenance = _provenance(root)
    decimals, tie_break = root.whole("decimals", high=15), root.text("tie_break")
    year = root.whole("year", low=1)
    notes = root.label("notes", "") if "notes" in root else None
    steps_at = root.section("steps")
    top_at = root.get("index", required=True)
    units = _units(root)
    top = _node(reader, top_at, {}) if top_at is not None else None
    steps = _steps(steps_at) if steps_at is not None else Steps()
    after = _after(root)
    root.close()
    if top_at is not None and not isinstance(top, Group):
        reader.fail(top_at, "top_needs_parts")
    reader.finish()
    assert isinstance(top, Group)  # noqa: S101 -- finish() has raised otherwise
    configuration = Configuration(
        id=name,
        top=top,
        units=units,
        steps=steps,
        deductions=after.deductions,
        vetoes=after.vetoes,
        grades=after.grades,
        exit=after.exit,
        peers=after.peers,
        uncertainty=after.uncertainty,
        decimals=decimals,
        tie_break=tie_break,
        year=year,
        provenance=provenance,
        notes=notes,
    )
    check_configuration(configuration, source=source)
    return configuration


def _provenance(section: Section) -> Provenance:
    return Provenance(
        section.text("source"), section.flag("verified", default=True), section.text("note")
    )


def _units(root: Section) -> UnitColumns:
    section = root.section("units", required=True)
    if section is None:
        return UnitColumns("id")
    least = section.number("least_share", low=0, high=1)
    found = UnitColumns(
        id=section.text("id", required=True),
        name=section.text("name"),
        year=section.text("year"),
        class_=section.text("class"),
        groups=section.texts("groups"),
        least_share=0.0 if least is None else least,
    )
    section.close()
    return found


def _steps(section: Section) -> Steps:
    plain = Steps()
    steps = Steps(
        missing=_rule(section, "missing", missing_rule) or plain.missing,
        treat=_rule(section, "treat", treat_rule) or plain.treat,
        normalize=_rule(section, "normalize", normalize_rule) or plain.normalize,
        weights=_rule(section, "weights", weight_rule) or plain.weights,
        aggregate=_rule(section, "aggregate", aggregate_rule) or plain.aggregate,
    )
    section.close()
    return steps


def _rule(section: Section, key: str, read: ReadRule[Rule]) -> Rule | None:
    found = section.get(key)
    return None if found is None else read(section.reader, found)


def _node(reader: Reader, at: Located, seen: dict[str, int]) -> Node | None:
    """A group where the mapping has ``parts``, else an indicator."""
    section = Section(reader, at)
    name = section.text("id", required=True)
    if name in seen:
        reader.fail(at, "id_twice", id=name, first=seen[name])
    seen.setdefault(name, at.line)
    weight, multiplier = section.number("weight", low=0), section.number("multiplier", low=0)
    label = section.label("name", name)
    heavy = 1.0 if weight is None else weight
    times = 1.0 if multiplier is None else multiplier
    by_class = section.table("class_weights")
    provenance = _provenance(section)
    node: Node
    if "parts" in section:
        items = section.items("parts")
        parts = tuple(part for item in items if (part := _node(reader, item, seen)) is not None)
        if not items:
            reader.fail(section.content["parts"], "no_parts", id=name)
        node = Group(
            id=name,
            name=label,
            parts=parts,
            weight=heavy,
            multiplier=times,
            class_weights=by_class,
            weights=_rule(section, "weights", weight_rule),
            aggregate=_rule(section, "aggregate", aggregate_rule),
            provenance=provenance,
        )
    else:
        node = _indicator(section, name, label, (heavy, times, by_class, provenance))
    section.close()
    return node


def _indicator(
    section: Section,
    name: str,
    label: Label,
    common: tuple[float, float, dict[str, float], Provenance],
) -> Indicator:
    heavy, times, by_class, provenance = common
    direction = section.choice("direction", Direction, Direction.UP)
    optimum = section.numbers("optimum", count=2)
    if (direction is Direction.OPTIMUM) is (optimum is None):
        section.reader.fail(section.at, "optimum_alone", id=name)
    elif optimum is not None and optimum[0] > optimum[1]:
        section.reader.fail(section.at, "ends_crossed", low=optimum[0], high=optimum[1])
    factor = section.number("factor", above=0)
    lowest, highest = section.number("lowest"), section.number("highest")
    if lowest is not None and highest is not None and lowest > highest:
        section.reader.fail(section.at, "ends_crossed", low=lowest, high=highest)
    return Indicator(
        id=name,
        name=label,
        columns=section.texts("column") or (name,),
        direction=direction,
        weight=heavy,
        multiplier=times,
        class_weights=by_class,
        denominator=section.text("denominator"),
        factor=1.0 if factor is None else factor,
        unit=section.text("unit"),
        lowest=lowest,
        highest=highest,
        optimum=(optimum[0], optimum[1]) if optimum else None,
        missing=_rule(section, "missing", missing_rule),
        treat=_rule(section, "treat", treat_rule),
        normalize=_rule(section, "normalize", normalize_rule),
        effort=_effort(section),
        provenance=provenance,
    )


def _effort(section: Section) -> Effort | None:
    inner = section.section("effort")
    if inner is None:
        return None
    step, cost = inner.number("step", above=0, required=True), inner.number("cost", above=0)
    effort = Effort(step or 1.0, 1.0 if cost is None else cost, inner.number("limit"))
    inner.close()
    return effort


class _After:
    """What comes after the index itself."""

    def __init__(self, root: Section) -> None:
        reader = root.reader
        self.deductions = tuple(_deduction(Section(reader, i)) for i in root.items("deductions"))
        self.vetoes = tuple(_veto(Section(reader, item)) for item in root.items("vetoes"))
        self.grades = tuple(_grade(Section(reader, item)) for item in root.items("grades"))
        self.exit = _exit(root.section("exit"))
        self.peers = _peers(root.section("peers"))
        self.uncertainty = _uncertainty(root.section("uncertainty"))


def _after(root: Section) -> _After:
    return _After(root)


def _deduction(section: Section) -> Deduction:
    column = section.text("column", required=True)
    points = section.number("points", required=True)
    found = Deduction(column, section.label("name", column), points or 0.0, section.number("most"))
    section.close()
    return found


def _veto(section: Section) -> Veto:
    column = section.text("column", required=True)
    effect = section.choice("effect", VetoEffect, VetoEffect.LAST)
    least = section.number("at_least")
    cap = section.number("cap", required=effect is VetoEffect.CAP)
    label = section.label("name", column)
    section.close()
    return Veto(column, label, effect, 1.0 if least is None else least, cap)


def _grade(section: Section) -> Grade:
    found = Grade(
        section.label("name", "-"), section.number("least"), section.number("share", low=0, high=1)
    )
    section.close()
    return found


def _exit(section: Section | None) -> ExitRule | None:
    if section is None:
        return None
    last = section.number("last", above=0, required=True)
    years = section.whole("years", low=1)
    found = ExitRule(last or 1.0, 2 if years is None else years, section.text("within"))
    if found.last >= 1 and found.last != int(found.last):
        section.reader.fail(section.content["last"], "not_whole", value=found.last)
    section.close()
    return found


def _peers(section: Section | None) -> PeerRule | None:
    if section is None:
        return None
    found = PeerRule(section.text("by"), section.whole("nearest", low=1) or 0, section.texts("on"))
    if bool(found.by) is bool(found.nearest) or (found.nearest and not found.on):
        section.reader.fail(section.at, "peers_either")
    section.close()
    return found


def _uncertainty(section: Section | None) -> UncertaintyRule:
    plain = UncertaintyRule()
    if section is None:
        return plain
    runs, seed = section.whole("runs", low=1, high=10**7), section.whole("seed")
    spread, draws = section.number("spread", low=0, high=1), section.whole("draws", high=10_000)
    found = UncertaintyRule(
        runs=plain.runs if runs is None else runs,
        seed=plain.seed if seed is None else seed,
        spread=plain.spread if spread is None else spread,
        draws=plain.draws if draws is None else draws,
        alternatives=_alternatives(section.section("alternatives")),
    )
    section.close()
    return found


def _alternatives(section: Section | None) -> Alternatives:
    if section is None:
        return Alternatives()

    def rules(key: str, read: ReadRule[Rule]) -> tuple[Rule, ...]:
        return tuple(read(section.reader, item) for item in section.items(key))

    found = Alternatives(
        missing=rules("missing", missing_rule),
        treat=rules("treat", treat_rule),
        normalize=rules("normalize", normalize_rule),
        weights=rules("weights", weight_rule),
        aggregate=rules("aggregate", aggregate_rule),
        leave_out=section.flag("leave_out"),
    )
    section.close()
    return found
