"""One enterprise's sheet: the answers as lines that HTML, PDF and the terminal show alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from queqiao.core.codes import industry_name, region_full_name
from queqiao.recipes.policies.page import word
from queqiao.recipes.policies.words import (
    MARKS,
    amount_word,
    basis_word,
    change_word,
    datum_word,
    gap_word,
    grade_word,
    in_language,
    judged_words,
    number,
    outcome_word,
    percent,
    sides,
    why,
)
from queqiao.rules import ChangeKind, ConditionResult, Determination, Outcome, Rulebook, Rulebooks
from queqiao.rules.facts import Enterprise
from queqiao.rules.model import Role
from queqiao.rules.results import ScoreLine

_BINDING = frozenset({Role.CONDITION, Role.VETO})
_TOTALS = frozenset({"score", "innovation_score", "platform_score"})
LONG = 8
"""From so many conditions on an answer begins on a page of its own when printed."""


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition: what is asked, what is there, how it ends, where it stands."""

    title: str
    outcome: str
    mark: str
    result: str
    actual: str
    required: str
    gap: str
    basis: str
    verified: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Section:
    """Conditions of one role under a heading; ``binding`` where each of them must hold."""

    heading: str
    binding: bool
    lines: tuple[ConditionLine, ...]


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One line of a score sheet."""

    title: str
    actual: str
    points: str
    maximum: str
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A document that the answer rests on."""

    document: str
    title: str
    url: str
    grade: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """
    One rulebook's answer as a person reads it.

    A ``brief`` one is only named: it does not apply, or nothing is known that it asks for.
    """

    rulebook: str
    version: str
    title: str
    outcome: str
    verdict: str
    amount: str
    amount_title: str
    score: str
    why: str
    pays_from: str
    verified: bool
    sections: tuple[Section, ...]
    points: tuple[PointsLine, ...]
    steps: tuple[str, ...]
    waits: tuple[str, ...]
    asks: tuple[str, ...]
    judged: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    long: bool
    brief: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """An enterprise with all its answers; of several the ``brief`` ones are named in one place."""

    name: str
    facts: tuple[tuple[str, str], ...]
    at: date
    answers: tuple[AnswerView, ...]

    @property
    def told(self) -> tuple[AnswerView, ...]:
        """The answers told in full: all where it is one, else those that are not brief."""
        if len(self.answers) == 1:
            return self.answers
        return tuple(one for one in self.answers if not one.brief)

    @property
    def untold(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The titles of the others by outcome."""
        others = [one for one in self.answers if one not in self.told]
        outcomes = dict.fromkeys(one.outcome for one in others)
        return tuple((o, tuple(one.title for one in others if one.outcome == o)) for o in outcomes)


def sheet_view(
    enterprise: Enterprise,
    answers: Sequence[Determination],
    *,
    at: date,
    language: str = "zh",
    rulebooks: Rulebooks | None = None,
) -> SheetView:
    """The answers for one enterprise in words; ``rulebooks`` tell what their amounts are."""
    return SheetView(
        name=enterprise.label,
        facts=tuple(_facts(enterprise, language)),
        at=at,
        answers=tuple(answer_view(found, language, rulebooks) for found in answers),
    )


def _facts(enterprise: Enterprise, language: str) -> Iterable[tuple[str, str]]:
    facts = enterprise.facts
    shown = {
        "uscc": str(facts.get("uscc", "")),
        "region_code": region_full_name(str(facts.get("region_code", ""))),
        "industry_code": _industry(str(facts.get("industry_code", ""))),
        "registered_on": str(facts.get("registered_on", "")),
    }
    for name, value in shown.items():
        if value:
            yield datum_word(name, language), value


def _industry(code: str) -> str:
    return f"{code} {industry_name(code[1:]) or industry_name(code)}".strip()


def answer_view(
    found: Determination, language: str, rulebooks: Rulebooks | None = None
) -> AnswerView:
    """One answer in words."""
    book = rulebooks.on(found.rulebook, found.at) if rulebooks else None
    changes = [(change.kind, change_word(change, language)) for change in found.changes]
    return AnswerView(
        rulebook=found.rulebook,
        version=found.version,
        title=in_language(found.title, language),
        outcome=found.outcome.value,
        verdict=f"{MARKS[found.outcome]} {outcome_word(found, language)}",
        amount=amount_word(found, language) or _unpublished(found, book, language),
        amount_title=_amount_title(book, language),
        score=_score(found),
        why=why(found, language),
        pays_from=_pool(found, book, language),
        verified=found.verified,
        sections=tuple(_sections(found, language)),
        points=tuple(_points(line, language) for line in found.score_lines),
        steps=tuple(text for kind, text in changes if kind in {ChangeKind.SET, ChangeKind.ADD}),
        waits=tuple(text for kind, text in changes if kind is ChangeKind.WAIT),
        asks=tuple(datum_word(name, language) for name in found.missing),
        judged=judged_words(found, language),
        sources=tuple(_sources(found, language)),
        long=len(found.conditions) + len(found.score_lines) >= LONG,
        brief=_is_brief(found),
    )


def _amount_title(book: Rulebook | None, language: str) -> str:
    """What the amount is: a subsidy, a deduction, tax due."""
    if book is None or book.amount is None:
        return word("sheet.amount", language)
    return book.amount.title.in_language(language)


def _unpublished(found: Determination, book: Rulebook | None, language: str) -> str:
    """That an entitlement's amount is not published, where it is one."""
    entitled = found.outcome is Outcome.MET and book is not None and book.amount is not None
    return word("sheet.amount_unpublished", language) if entitled else ""


def _pool(found: Determination, book: Rulebook | None, language: str) -> str:
    if book is not None and book.pool is not None and found.pays_from:
        return book.pool.title.in_language(language)
    return found.pays_from or ""


def _is_brief(found: Determination) -> bool:
    if found.outcome is Outcome.NOT_APPLICABLE:
        return True
    return found.outcome is Outcome.UNKNOWN and not any(
        one.outcome in {Outcome.MET, Outcome.UNMET} for one in found.conditions
    )


def _score(found: Determination) -> str:
    if found.score is None:
        return ""
    low, high = found.score
    if low == high:
        return number(low)
    return f"{number(low)}–{number(high)}" if high.is_finite() and low.is_finite() else ""


def _sections(found: Determination, language: str) -> Iterable[Section]:
    groups = (
        ("conditions", Role.CONDITION, found.conditions),
        ("vetoes", Role.VETO, found.conditions),
        ("routes", Role.ROUTE, found.conditions),
        ("triggers", Role.TRIGGER, found.triggers),
    )
    for name, role, every in groups:
        if lines := tuple(_line(one, language, _score(found)) for one in every if one.role is role):
            yield Section(word(f"sheet.{name}", language), role in _BINDING, lines)


def _line(one: ConditionResult, language: str, score: str) -> ConditionLine:
    actual, required = sides(one, language)
    if one.id in _TOTALS and one.value is None and score:
        actual = score
    result, outcome, mark = (
        word(f"outcome.{one.outcome}", language),
        one.outcome,
        MARKS[one.outcome],
    )
    if one.role is Role.TRIGGER and outcome in {Outcome.MET, Outcome.UNMET}:
        result = word(f"sheet.trigger_{outcome}", language)
        raised = outcome is Outcome.MET
        outcome, mark = (Outcome.UNKNOWN, "!") if raised else (Outcome.NOT_APPLICABLE, "–")
    return ConditionLine(
        title=in_language(one.title, language),
        outcome=outcome.value,
        mark=mark,
        result=result,
        actual=actual,
        required=required,
        gap=gap_word(one, language) if outcome is Outcome.UNMET else "",
        basis=basis_word(one.basis),
        verified=one.verified,
        evidence="、".join(in_language(label, language) for label in one.evidence),
    )


def _points(line: ScoreLine, language: str) -> PointsLine:
    low, high = line.low, line.high
    points = number(low) if low == high else f"{number(low)}–{number(high)}"
    value = line.value
    shown = ""
    if value is not None and not isinstance(value, bool | str):
        shown = (
            percent(value) if value != value.to_integral_value() and value < 2 else number(value)
        )
    return PointsLine(
        title=in_language(line.title, language),
        actual=shown,
        points=points,
        maximum="" if line.maximum is None else number(line.maximum),
        basis=basis_word(line.basis),
        verified=line.verified,
    )


def _sources(found: Determination, language: str) -> Iterable[SourceLine]:
    bases = [one.basis for one in (*found.conditions, *found.triggers)]
    bases += [line.basis for line in found.score_lines]
    documents = {basis.source.key: basis.source for basis in bases if basis.source}
    for source in documents.values():
        grade = grade_word(source.grade, language)
        yield SourceLine(source.document, source.title, source.url, grade)
