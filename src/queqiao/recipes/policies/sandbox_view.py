"""The sandbox page's values: counts, rows of charts, the table of changed enterprises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from queqiao.core.codes import industry_name, region_full_name
from queqiao.recipes.policies.charts import Bar, Bin, diverging, histogram, lengths
from queqiao.recipes.policies.money import money
from queqiao.recipes.policies.page import word
from queqiao.rules.sandbox import Answer, Comparison, Effect, Shift, Tally

SIZES = ("large", "medium", "small", "micro")
OUTCOMES = ("met", "unmet", "unknown", "manual_review", "not_applicable")
MOST_INDUSTRIES = 12


@dataclass(frozen=True, slots=True)
class RulebookHead:
    """One of the two rulebooks as the page names it."""

    title: str
    version: str
    file: str


@dataclass(frozen=True, slots=True)
class SandboxReport:
    """A comparison with what it was made of; ``reasons`` by enterprise id, for the changed ones."""

    comparison: Comparison
    changed: RulebookHead
    against: RulebookHead
    at: date
    reasons: dict[str, tuple[str, ...]]
    parameters: tuple[tuple[str, str, str], ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class EffectBars:
    """One row of a distribution: who gains to the right, who loses to the left."""

    label: str
    enterprises: int
    entitled_before: int
    entitled_after: int
    gains: int
    losses: int
    bars: tuple[Bar, ...]
    cost: str
    cost_before: int
    cost_after: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """One chart: its name and its rows."""

    name: str
    rows: tuple[EffectBars, ...]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One enterprise of the table."""

    id: str
    label: str
    size: str
    region: str
    industry: str
    effect: str
    before: str
    after: str
    difference: str
    sorts_by: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many went from one outcome to another, and how dark to show it (0-4)."""

    count: int
    shade: int
    moved: bool


def effect_counts(report: SandboxReport) -> tuple[tuple[str, int], ...]:
    """Each effect that occurs with its number, the unchanged last."""
    counts = report.comparison.total.effects
    return tuple((effect.value, counts.get(effect, 0)) for effect in Effect if counts.get(effect))


def distributions(report: SandboxReport, language: str) -> tuple[Distribution, ...]:
    """By size, region and industry."""
    found = report.comparison
    sizes = sorted(
        found.by_size, key=lambda t: (*SIZES, "").index(t.group) if t.group in SIZES else 9
    )
    largest_first: Callable[[Tally], tuple[int, str]] = lambda t: (-t.enterprises, t.group)  # noqa: E731 -- a key
    regions = sorted(found.by_region, key=largest_first)
    industries = sorted(found.by_industry, key=lambda t: (-t.changed, -t.enterprises, t.group))
    return (
        _distribution("size", sizes, lambda g: size_name(g, language), language),
        _distribution("region", regions, lambda g: region_label(g, language), language),
        _distribution(
            "industry",
            industries[:MOST_INDUSTRIES],
            lambda g: industry_label(g, language),
            language,
        ),
    )


def size_name(group: str, language: str) -> str:
    """大型, 中型, 小型, 微型."""
    return word(f"size.{group}" if group in SIZES else "not_known", language)


def region_label(group: str, language: str) -> str:
    """The city, or its code where the table lacks it."""
    return region_full_name(group) or group or word("not_known", language)


def industry_label(group: str, language: str) -> str:
    """The division with its letter: C36 汽车制造业."""
    name = industry_name(group[1:]) if len(group) > 1 else industry_name(group)
    return f"{group} {name}".strip() or word("not_known", language)


def _distribution(
    name: str, tallies: Sequence[Tally], label: Callable[[str], str], language: str
) -> Distribution:
    sides = [_sides(tally) for tally in tallies]
    costs = [float(c) for t in tallies for c in (t.cost_before, t.cost_after)]
    widths = lengths(costs)
    rows = [
        EffectBars(
            label=label(tally.group),
            enterprises=tally.enterprises,
            entitled_before=tally.entitled_before,
            entitled_after=tally.entitled_after,
            gains=sum(right),
            losses=sum(left),
            bars=bars,
            cost=money(tally.cost_difference, language, signed=True),
            cost_before=widths[2 * at],
            cost_after=widths[2 * at + 1],
        )
        for at, (tally, (left, right), bars) in enumerate(
            zip(tallies, sides, diverging(sides), strict=True)
        )
    ]
    return Distribution(name, tuple(rows))


def _sides(tally: Tally) -> tuple[list[int], list[int]]:
    count = tally.effects.get
    return (
        [count(Effect.LOSES, 0), count(Effect.LESS, 0)],
        [count(Effect.GAINS, 0), count(Effect.MORE, 0)],
    )


def matrix(report: SandboxReport) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Outcome before by outcome after; only outcomes that occur."""
    pairs = report.comparison.outcomes
    known = known_outcomes(report)
    moved = [n for (before, after), n in pairs.items() if before != after]
    most = max(moved, default=0)
    return tuple(
        (
            before,
            tuple(
                Cell(
                    count=(n := pairs.get((before, after), 0)),
                    shade=max(1, round(4 * n / most)) if n and before != after else 0,
                    moved=before != after,
                )
                for after in known
            ),
        )
        for before in known
    )


def known_outcomes(report: SandboxReport) -> tuple[str, ...]:
    """The outcomes that occur on either side, in their usual order."""
    pairs = report.comparison.outcomes
    return tuple(o for o in OUTCOMES if any(o in pair and n for pair, n in pairs.items()))


def differences(report: SandboxReport) -> tuple[Bin, ...]:
    """How the changes of amounts spread."""
    return histogram([s.difference for s in report.comparison.changed if s.difference])


def changed_rows(report: SandboxReport, language: str) -> tuple[ChangedRow, ...]:
    """Every changed enterprise."""
    return tuple(
        ChangedRow(
            id=shift.subject.id,
            label=shift.subject.label,
            size=size_name(shift.subject.size, language),
            region=region_label(shift.subject.region, language),
            industry=industry_label(shift.subject.industry, language),
            effect=shift.effect.value,
            before=_said(shift.before, language),
            after=_said(shift.after, language),
            difference=_difference(shift, language),
            sorts_by=str(shift.difference),
            reasons=report.reasons.get(shift.subject.id, ()),
        )
        for shift in report.comparison.changed
    )


def _difference(shift: Shift, language: str) -> str:
    return money(shift.difference, language, signed=True) if shift.difference else ""


def _said(answer: Answer, language: str) -> str:
    outcome = word(f"outcome.{answer.outcome}", language)
    if answer.class_name:
        return f"{outcome} {size_name(answer.class_name, language)}"
    if answer.amount_cny is None:
        return outcome
    return f"{outcome} {money(answer.amount_cny, language)}"


def share(part: Decimal, whole: Decimal) -> str:
    """A change in percent of what it was, ``""`` where there was nothing."""
    return f"{part / whole * 100:+.1f}%" if whole else ""
