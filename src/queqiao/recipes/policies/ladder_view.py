"""The ladder in words, as terminal, JSON and page show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from queqiao.recipes.policies.money import day, money
from queqiao.recipes.policies.page import render_page, word
from queqiao.recipes.policies.sheet_view import AnswerView, answer_view
from queqiao.recipes.policies.words import joined
from queqiao.rules import Outcome
from queqiao.rules.codec import JsonValue, determination_to_json
from queqiao.rules.facts import Enterprise
from queqiao.rules.ladder import Ladder, Standing, Step


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: where the enterprise stands, what is missing, what it is worth."""

    rulebook: str
    title: str
    state: str
    standing: str
    verdict: str
    outcome: str
    lines: tuple[str, ...]
    steps: tuple[str, ...]
    worth: tuple[tuple[str, str], ...]
    answer: AnswerView | None


@dataclass(frozen=True, slots=True)
class LadderView:
    """An enterprise on its ladder."""

    name: str
    climb: tuple[StepView, ...]
    beside: tuple[StepView, ...]


def ladder_view(enterprise: Enterprise, ladder: Ladder, *, language: str = "zh") -> LadderView:
    """The ladder in words."""
    following = ladder.next
    return LadderView(
        name=enterprise.label,
        climb=tuple(_step(step, following, language) for step in ladder.climb),
        beside=tuple(_step(step, following, language) for step in ladder.beside),
    )


def _step(step: Step, following: Step | None, language: str) -> StepView:
    answer = answer_view(step.determination, language) if step.determination else None
    return StepView(
        rulebook=step.rulebook,
        title=step.title.in_language(language),
        state=_state(step, following),
        standing=_standing(step, language),
        verdict=answer.verdict if answer else word("ladder.no_rulebook", language),
        outcome=answer.outcome if answer else "not_applicable",
        lines=tuple(_missing(answer, language)) if answer else (),
        steps=(*answer.steps, *answer.waits) if answer else (),
        worth=tuple(_worth(step, language)),
        answer=answer,
    )


def _state(step: Step, following: Step | None) -> str:
    if step.standing is Standing.HELD:
        return "held"
    if step.outcome is Outcome.MET:
        return "met"
    return "next" if step is following else "later"


def _standing(step: Step, language: str) -> str:
    if step.expires_on is None:
        return word("ladder.open", language)
    return word(f"ladder.{step.standing}", language, day=day(step.expires_on, language))


def _missing(answer: AnswerView, language: str) -> Iterable[str]:
    """Each condition that is not met or not known, with its gap."""
    if answer.outcome in {"met", "not_applicable"}:
        return
    for section in answer.sections:
        if not section.binding:
            continue
        for line in section.lines:
            if line.outcome in {"met", "not_applicable"}:
                continue
            parts = (line.actual if line.outcome == "unmet" else "", line.required, line.gap)
            detail = ("，" if language == "zh" else ", ").join(part for part in parts if part)
            shown = detail if line.outcome == "unmet" else line.result
            gap = "：" if language == "zh" else ": "
            yield f"{line.mark} {line.title}{gap}{shown}" if shown else f"{line.mark} {line.title}"
    if answer.asks and answer.outcome == "unknown":
        gap = "：" if language == "zh" else ": "
        yield f"? {word('sheet.asks', language)}{gap}{joined(answer.asks, language)}"


def _worth(step: Step, language: str) -> Iterable[tuple[str, str]]:
    if not step.worth:
        yield word("ladder.worth", language), word("ladder.worth_unknown", language)
    for one in step.worth:
        amount = one.amount_cny
        shown = word("ladder.worth_open", language) if amount is None else money(amount, language)
        yield one.title.in_language(language), shown


def ladder_to_json(enterprise: Enterprise, ladder: Ladder) -> dict[str, JsonValue]:
    """The ladder as JSON; worth in yuan as decimal strings, ``null`` where it is not known."""
    following = ladder.next
    uscc = enterprise.facts.get("uscc")
    return {
        "name": enterprise.label,
        "uscc": uscc if isinstance(uscc, str) else None,
        "next": following.rulebook if following else None,
        "steps": [_json(step) for step in ladder.climb],
        "beside": [_json(step) for step in ladder.beside],
    }


def _json(step: Step) -> dict[str, JsonValue]:
    return {
        "rulebook": step.rulebook,
        "title": step.title.zh,
        "standing": step.standing.value,
        "expires_on": step.expires_on.isoformat() if step.expires_on else None,
        "determination": determination_to_json(step.determination) if step.determination else None,
        "worth_cny": None if step.worth_cny is None else f"{step.worth_cny:f}",
        "worth": [
            {
                "title": one.title.zh,
                "amount_cny": None if one.amount_cny is None else f"{one.amount_cny:f}",
            }
            for one in step.worth
        ],
    }


def render_ladders(views: Sequence[LadderView], *, at: date, language: str = "zh") -> str:
    """The ladders of some enterprises as one page."""
    return render_page("ladder.html", language=language, ladders=views, at=day(at, language))
