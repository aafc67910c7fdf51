"""The report as plain data, for programs: what ``--format json`` prints."""

from __future__ import annotations

from dataclasses import asdict

from queqiao.matching.codec import Data, record_to_data, to_data
from queqiao.matching.results import (
    Change,
    Contribution,
    DemandMatches,
    GateResult,
    Located,
    LocatedSpec,
    Match,
    Question,
    Verdict,
)
from queqiao.messages import Message, render
from queqiao.recipes.report.heads import AnyReport, OfferMatches, TurnedReport

FORMAT = "queqiao.matches/1"
"""Named in every file, so that readers can tell what they have; the number grows when a field
changes its meaning or goes."""


def report_to_dict(report: AnyReport, *, language: str = "zh") -> Data:
    """
    Everything in the report as JSON values; ``docs/reference/match-json.md`` tells every field.

    Amounts of money are strings of decimal digits, days ISO dates, messages ``{code, text}`` with
    the text in ``language``. Offsets count code points into the record's own field.
    """
    start = {"format": FORMAT, "at": report.at.isoformat(), "language": language}
    if isinstance(report, TurnedReport):
        return {
            **start,
            "direction": "achievements",
            "achievements": [_offer(item, language) for item in report.achievements],
            "demands": {
                name: record_to_data(report.demands[name]) for name in sorted(report.demands)
            },
        }
    return {
        **start,
        "direction": "demands",
        "demands": [_demand(item, language) for item in report.demands],
        "achievements": {
            name: record_to_data(report.achievements[name]) for name in sorted(report.achievements)
        },
    }


def _demand(item: DemandMatches, language: str) -> Data:
    return {
        "demand": record_to_data(item.demand),
        "matches": [_match(match, language) for match in item.matches],
        "near_misses": [_match(match, language) for match in item.near_misses],
        "questions": [_question(question, language) for question in item.questions],
        "why_none": _message(item.why_none, language),
    }


def _offer(item: OfferMatches, language: str) -> Data:
    return {
        "achievement": record_to_data(item.achievement),
        "matches": [_match(match, language) for match in item.matches],
        "near_misses": [_match(match, language) for match in item.near_misses],
    }


def _match(match: Match, language: str) -> Data:
    return {
        "demand_id": match.demand_id,
        "achievement_id": match.achievement_id,
        "score": round(match.score, 6),
        "contributions": [_contribution(part) for part in match.contributions],
        "verdicts": [_verdict(verdict) for verdict in match.verdicts],
        "gates": [_gate(gate, language) for gate in match.gates],
        "changes": [_change(change, language) for change in match.changes],
    }


def _contribution(part: Contribution) -> Data:
    return {
        "name": part.name,
        "amount": round(part.amount, 6),
        "terms": [
            {
                "term": term.term,
                "amount": round(term.amount, 6),
                "demand_places": [_place(place) for place in term.demand_places],
                "offer_places": [_place(place) for place in term.offer_places],
            }
            for term in part.terms
        ],
    }


def _verdict(verdict: Verdict) -> Data:
    return {
        "parameter": verdict.parameter,
        "verdict": verdict.outcome.value,
        "shortfall": verdict.shortfall,
        "unit": verdict.unit,
        "demanded": _spec(verdict.demanded),
        "offered": _spec(verdict.offered) if verdict.offered else None,
    }


def _spec(located: LocatedSpec) -> Data:
    return {"field": located.field, **asdict(located.spec)}


def _place(place: Located) -> Data:
    return {"field": place.field, "start": place.span.start, "end": place.span.end}


def _gate(gate: GateResult, language: str) -> Data:
    return {
        "gate": gate.gate.value,
        "allowed": gate.decision.allowed,
        "reason": _message(gate.decision.reason, language),
    }


def _change(change: Change, language: str) -> Data:
    return {
        "gate": change.gate.value,
        "side": change.side.value,
        "field": change.field,
        "value": to_data(change.value),
        "message": _message(change.message, language),
    }


def _question(question: Question, language: str) -> Data:
    return {
        "field": question.field,
        "message": _message(question.message, language),
        "place": _place(question.place) if question.place else None,
    }


def _message(message: Message | None, language: str) -> Data | None:
    return {"code": message.code, "text": render(message, language)} if message else None
