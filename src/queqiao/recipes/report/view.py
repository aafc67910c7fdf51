"""What the page shows, made ready: numbers formatted, texts marked, everything in order."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from queqiao.matching.model import Achievement, Demand, Record
from queqiao.matching.results import (
    DemandMatches,
    GateResult,
    Located,
    LocatedSpec,
    Match,
    MatchReport,
    Outcome,
    Verdict,
)
from queqiao.messages import render
from queqiao.recipes.report import marks
from queqiao.recipes.report.words import (
    SHAPES,
    Fact,
    conclusion,
    facts,
    part_label,
    percent,
    word,
)

FULL_TEXTS_UP_TO = 300
"""With more matches than this in a report, only the first few offers of a demand show their whole
text at once; the others show its evidence and lead to the text at the end of the page."""
FULL_TEXTS_OF_RANK = 2


@dataclass(frozen=True, slots=True)
class TextView:
    """A record's texts with marks."""

    title: Markup
    keywords: Markup
    description: Markup
    cut: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """One line of the table of checks."""

    number: int
    parameter: str
    demanded: str
    offered: str
    conclusion: str
    outcome: str
    shape: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a score; ``width`` is its bar, 0-50, ``amount`` rounded so that parts add up."""

    label: str
    amount: str
    width: int
    positive: bool
    terms: str


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate with its reason where it is closed."""

    label: str
    open: bool
    reason: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """One match or near miss."""

    anchor: str
    rank: int
    achievement: Achievement
    score: float
    percent: str
    width: int
    numbers: str
    text: TextView
    facts: tuple[Fact, ...]
    checks: tuple[CheckView, ...]
    tally: tuple[tuple[str, str, int], ...]
    parts: tuple[PartView, ...]
    total: str
    gates: tuple[GateView, ...]
    plain_gates: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question, with the vague words that it is about."""

    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class DemandView:
    """One demand with all that is said to it; ``state`` is matched, near or none."""

    anchor: str
    position: int
    demand: Demand
    state: str
    text: TextView
    facts: tuple[Fact, ...]
    best: float
    matches: tuple[MatchView, ...]
    near_misses: tuple[MatchView, ...]
    questions: tuple[QuestionView, ...]
    why_none: str


@dataclass(frozen=True, slots=True)
class AppendixView:
    """The whole text of an achievement that is cut somewhere above."""

    anchor: str
    achievement: Achievement
    description: Markup


def demand_views(report: MatchReport, *, language: str) -> tuple[DemandView, ...]:
    """Every demand of the report in its order."""
    count = sum(len(d.matches) + len(d.near_misses) for d in report.demands)
    return tuple(
        _demand_view(item, position, report, language, cut=count > FULL_TEXTS_UP_TO)
        for position, item in enumerate(report.demands, start=1)
    )


def appendix_views(
    report: MatchReport, demands: tuple[DemandView, ...]
) -> tuple[AppendixView, ...]:
    """The achievements whose text is cut somewhere, by id, each once."""
    cut = {
        match.achievement.id
        for demand in demands
        for match in (*demand.matches, *demand.near_misses)
        if match.text.cut
    }
    places = {name: number for number, name in enumerate(sorted(report.achievements), start=1)}
    return tuple(
        AppendixView(
            f"a{places[name]}",
            report.achievements[name],
            marks.marked(report.achievements[name].description, (), field="description"),
        )
        for name in sorted(cut)
    )


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the views of one demand's matches share."""

    demand: Demand
    report: MatchReport
    evidence: marks.Evidence
    language: str
    cut: bool


def _demand_view(
    item: DemandMatches, position: int, report: MatchReport, language: str, *, cut: bool
) -> DemandView:
    everything = (*item.matches, *item.near_misses)
    evidence = marks.gather_evidence(everything)
    setting = _Setting(item.demand, report, evidence, language, cut)
    views = [
        _match_view(match, f"d{position}m{rank}", rank, setting)
        for rank, match in enumerate(everything, start=1)
    ]
    near = [views[i] for i in range(len(item.matches), len(views))]
    state = "matched" if item.matches else "near" if near else "none"
    return DemandView(
        anchor=f"d{position}",
        position=position,
        demand=item.demand,
        state=state,
        text=_text_view(item.demand, evidence.in_demand, cut=False),
        facts=facts(item.demand, language),
        best=max((match.score for match in item.matches), default=0.0),
        matches=tuple(views[: len(item.matches)]),
        near_misses=tuple(near),
        questions=tuple(
            QuestionView(render(q.message, language), _quote(item.demand, q.place))
            for q in item.questions
        ),
        why_none=render(item.why_none, language) if item.why_none else "",
    )


def _match_view(match: Match, anchor: str, rank: int, setting: _Setting) -> MatchView:
    achievement = setting.report.achievements[match.achievement_id]
    evidence, language = setting.evidence, setting.language
    cut = setting.cut and rank > FULL_TEXTS_OF_RANK
    parts, total = part_views(match, language)
    return MatchView(
        anchor=anchor,
        rank=rank,
        achievement=achievement,
        score=match.score,
        percent=percent(match.score),
        width=max(1, min(100, round(match.score * 100))),
        numbers=" ".join(map(str, evidence.of_match(match))),
        text=_text_view(achievement, evidence.in_offer(match), cut=cut),
        facts=_offer_facts(achievement, language, brief=cut),
        checks=tuple(_check_view(v, achievement, setting) for v in match.verdicts),
        tally=_tally(match, language),
        parts=parts,
        total=total,
        gates=tuple(
            GateView(
                word(f"gate.{gate.gate}", language),
                gate.decision.allowed,
                _reason(gate, language, brief=cut),
            )
            for gate in match.gates
        ),
        plain_gates=cut and match.allowed,
        changes=tuple(render(change.message, language) for change in match.changes),
    )


def _reason(gate: GateResult, language: str, *, brief: bool) -> str:
    """The gate's reason; told briefly, only a closed gate gives one."""
    if gate.decision.reason is None or (brief and gate.decision.allowed):
        return ""
    return render(gate.decision.reason, language)


def _offer_facts(achievement: Achievement, language: str, *, brief: bool) -> tuple[Fact, ...]:
    """What is known of an offer; its owner stands above already, and brief means the first four."""
    known = facts(achievement, language)[1 if achievement.owner else 0 :]
    return known[:4] if brief else known


def _text_view(record: Record, found: tuple[marks.Mark, ...], *, cut: bool) -> TextView:
    texts = marks.texts_of(record)
    write = marks.excerpt if cut else marks.marked
    body = write(texts["description"], found, field="description")
    return TextView(
        title=marks.marked(texts["title"], found, field="title"),
        keywords=Markup() if cut else marks.marked(texts["keywords"], found, field="keywords"),
        description=body,
        cut=cut and "…" in body and "…" not in texts["description"],
    )


def _check_view(verdict: Verdict, achievement: Achievement, setting: _Setting) -> CheckView:
    key = marks.index_key(verdict.demanded.field, verdict.demanded.spec.start)
    return CheckView(
        number=setting.evidence.numbers[key],
        parameter=verdict.parameter or verdict.demanded.spec.parameter or "—",
        demanded=quoted(setting.demand, verdict.demanded),
        offered=quoted(achievement, verdict.offered) if verdict.offered else "—",
        conclusion=conclusion(verdict, setting.language),
        outcome=verdict.outcome.value,
        shape=SHAPES[verdict.outcome],
    )


def quoted(record: Record, located: LocatedSpec) -> str:
    """An index as its owner wrote it."""
    text = marks.texts_of(record).get(located.field, "")
    return " ".join(text[located.spec.start : located.spec.end].split()) or "—"


def _quote(record: Record, place: Located | None) -> str:
    if place is None:
        return ""
    return place.span.of(marks.texts_of(record).get(place.field, ""))


def _tally(match: Match, language: str) -> tuple[tuple[str, str, int], ...]:
    """Outcome, its words and how many checks ended so; outcomes without any left out."""
    counts = {o: sum(v.outcome is o for v in match.verdicts) for o in Outcome}
    return tuple(
        (outcome.value, f"{SHAPES[outcome]} {word(f'outcome.{outcome}', language)}", count)
        for outcome, count in counts.items()
        if count
    )


def part_views(match: Match, language: str) -> tuple[tuple[PartView, ...], str]:
    """The parts of a score, the heaviest first and the base last, and what they add up to."""
    order = sorted(
        range(len(match.contributions)),
        key=lambda i: (
            match.contributions[i].name == "base",
            -abs(match.contributions[i].amount),
            match.contributions[i].name,
        ),
    )
    rounded = _rounded([part.amount for part in match.contributions])
    largest = max((abs(part.amount) for part in match.contributions), default=1.0) or 1.0
    views = tuple(
        PartView(
            label=part_label(match.contributions[i].name, language),
            amount=f"{rounded[i]:+.2f}",
            width=round(50 * abs(match.contributions[i].amount) / largest),
            positive=match.contributions[i].amount >= 0,
            terms=("、" if language == "zh" else ", ").join(
                term.term for term in match.contributions[i].terms[:6] if term.amount > 0
            ),
        )
        for i in order
    )
    return views, f"{sum(rounded):+.2f}"


def _rounded(amounts: list[float]) -> list[float]:
    """The amounts at two decimals, changed the least so that they add up to their rounded sum."""
    floors = [int(amount * 100 // 1) for amount in amounts]
    missing = round(sum(amounts) * 100) - sum(floors)
    by_rest = sorted(range(len(amounts)), key=lambda i: (floors[i] - amounts[i] * 100, i))
    for index in by_rest[:missing]:
        floors[index] += 1
    return [floor / 100 for floor in floors]
