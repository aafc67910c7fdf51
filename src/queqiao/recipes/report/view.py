"""What the page shows, made ready: numbers formatted, texts marked, everything in order."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from queqiao.matching.explain import texts_of
from queqiao.matching.model import Record
from queqiao.matching.results import (
    GateResult,
    Located,
    LocatedSpec,
    Match,
    Outcome,
    Side,
    Verdict,
)
from queqiao.messages import render
from queqiao.recipes.report import marks
from queqiao.recipes.report.heads import Head, Heads
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
"""With more matches than this in a report, only the first few matches of a record show the whole
text at once; the others show its evidence and lead to the text at the end of the page."""
FULL_TEXTS_OF_RANK = 2

MOST_SILENT_ROWS = 3
"""More indices than this that an offer does not state share one row of the table of checks."""


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
    record: Record
    score: float
    percent: str
    width: int
    numbers: str
    text: TextView
    facts: tuple[Fact, ...]
    checks: tuple[CheckView, ...]
    unstated: tuple[str, ...]
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
class HeadView:
    """One record with all that is said to it; ``state`` is matched, near or none."""

    anchor: str
    position: int
    record: Record
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
    """The whole text of a record that is cut somewhere above."""

    record: Record
    description: Markup


def head_views(heads: Heads, *, language: str) -> tuple[HeadView, ...]:
    """Every record of the side that is gone through, in order."""
    count = sum(len(head.matches) + len(head.near_misses) for head in heads.heads)
    return tuple(
        _head_view(head, position, heads, language, cut=count > FULL_TEXTS_UP_TO)
        for position, head in enumerate(heads.heads, start=1)
    )


def appendix_views(heads: Heads, views: tuple[HeadView, ...]) -> tuple[AppendixView, ...]:
    """The records whose text is cut somewhere, by id, each once."""
    cut = {
        match.record.id
        for view in views
        for match in (*view.matches, *view.near_misses)
        if match.text.cut
    }
    return tuple(
        AppendixView(
            heads.others[name],
            marks.marked(heads.others[name].description, (), field="description"),
        )
        for name in sorted(cut)
    )


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the views of one head's matches share."""

    head: Record
    heads: Heads
    evidence: marks.Evidence
    language: str
    cut: bool


def _head_view(head: Head, position: int, heads: Heads, language: str, *, cut: bool) -> HeadView:
    everything = (*head.matches, *head.near_misses)
    evidence = marks.gather_evidence(everything, side=heads.side)
    setting = _Setting(head.record, heads, evidence, language, cut)
    views = [
        _match_view(match, f"d{position}m{rank}", rank, setting)
        for rank, match in enumerate(everything, start=1)
    ]
    near = tuple(views[len(head.matches) :])
    return HeadView(
        anchor=f"d{position}",
        position=position,
        record=head.record,
        state="matched" if head.matches else "near" if near else "none",
        text=_text_view(head.record, evidence.in_head, cut=False),
        facts=facts(head.record, language),
        best=max((match.score for match in head.matches), default=0.0),
        matches=tuple(views[: len(head.matches)]),
        near_misses=near,
        questions=tuple(
            QuestionView(render(q.message, language), quoted_place(head.record, q.place))
            for q in head.questions
        ),
        why_none=render(head.why_none, language) if head.why_none else "",
    )


def _match_view(match: Match, anchor: str, rank: int, setting: _Setting) -> MatchView:
    other = setting.heads.other(match)
    evidence, language = setting.evidence, setting.language
    cut = setting.cut and rank > FULL_TEXTS_OF_RANK
    parts, total = part_views(match, language)
    checks = [_check_view(verdict, match, setting) for verdict in match.verdicts]
    silent = Outcome.NOT_STATED.value
    many = sum(check.outcome == silent for check in checks) > MOST_SILENT_ROWS
    return MatchView(
        anchor=anchor,
        rank=rank,
        record=other,
        score=match.score,
        percent=percent(match.score),
        width=max(1, min(100, round(match.score * 100))),
        numbers=" ".join(map(str, evidence.of_match(match))),
        text=_text_view(other, evidence.in_other(match), cut=cut),
        facts=_other_facts(other, language, brief=cut),
        checks=tuple(check for check in checks if not (many and check.outcome == silent)),
        unstated=tuple(
            f"{check.parameter} {check.demanded}"
            for check in checks
            if many and check.outcome == silent
        ),
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


def _other_facts(record: Record, language: str, *, brief: bool) -> tuple[Fact, ...]:
    """What is known of a record beside a head; its owner stands above already. Brief: four."""
    known = facts(record, language)[1 if record.owner else 0 :]
    return known[:4] if brief else known


def _text_view(record: Record, found: tuple[marks.Mark, ...], *, cut: bool) -> TextView:
    texts = texts_of(record)
    write = marks.excerpt if cut else marks.marked
    body = write(texts["description"], found, field="description")
    return TextView(
        title=marks.marked(texts["title"], found, field="title"),
        keywords=Markup() if cut else marks.marked(texts["keywords"], found, field="keywords"),
        description=body,
        cut=cut and "…" in body and "…" not in texts["description"],
    )


def _check_view(verdict: Verdict, match: Match, setting: _Setting) -> CheckView:
    demand, offer = setting.head, setting.heads.other(match)
    if setting.heads.side is Side.ACHIEVEMENT:
        demand, offer = offer, demand
    return CheckView(
        number=setting.evidence.numbers[marks.index_key(verdict, match)],
        parameter=verdict.parameter or verdict.demanded.spec.parameter or "—",
        demanded=quoted(demand, verdict.demanded),
        offered=quoted(offer, verdict.offered) if verdict.offered else "—",
        conclusion=conclusion(verdict, setting.language),
        outcome=verdict.outcome.value,
        shape=SHAPES[verdict.outcome],
    )


def quoted(record: Record, located: LocatedSpec) -> str:
    """An index as its owner wrote it."""
    text = texts_of(record).get(located.field, "")
    return " ".join(text[located.spec.start : located.spec.end].split()) or "—"


def quoted_place(record: Record, place: Located | None) -> str:
    """The words of a record at a place, ``""`` where there is no place."""
    if place is None:
        return ""
    return place.span.of(texts_of(record).get(place.field, ""))


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
