"""Determinations as JSON values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

from queqiao.rules.results import Change, ChangeKind, ConditionResult, Determination, Shown

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"


def determination_to_json(found: Determination) -> dict[str, JsonValue]:
    """
    The answer as the command line prints it.

    Amounts are decimal strings in yuan; money in conditions and changes is in 万元, shares are
    fractions, dates ISO texts. ``changes`` holds one set of steps that belong together (``set``,
    ``add``), and beside it the day from which waiting alone is enough (``wait``), the data that are
    missing (``provide``) and the judgements to be made (``decide``).
    """
    score: JsonValue = None
    if found.score is not None:
        score = {"low": _number(found.score[0]), "high": _number(found.score[1])}
    return {
        "rulebook": found.rulebook,
        "version": found.version or None,
        "outcome": found.outcome.value,
        "amount_cny": None if found.amount_cny is None else f"{found.amount_cny:f}",
        "class": found.class_name,
        "score": score,
        "conditions": [_condition(one) for one in found.conditions],
        "changes": [_change(one) for one in found.changes],
        "pays_from": found.pays_from,
    }


def _condition(one: ConditionResult) -> JsonValue:
    return {
        "id": one.id,
        "outcome": one.outcome.value,
        "value": _shown(one.value),
        "threshold": _shown(one.threshold),
        "clause": one.basis.clause,
        "source": one.basis.source.document if one.basis.source else "",
        "verified": one.verified,
    }


def _change(one: Change) -> JsonValue:
    found: dict[str, JsonValue] = {"kind": one.kind.value, "field": one.field}
    if one.year is not None:
        found["year"] = one.year
    match one.kind:
        case ChangeKind.SET:
            found |= {"from": _shown(one.before), "to": _shown(one.after), "unit": one.unit}
        case ChangeKind.ADD:
            row: JsonValue = {name: _shown(value) for name, value in one.row.items()}
            found |= {"row": row, "count": one.count}
        case ChangeKind.WAIT:
            found["until"] = _day(one.until)
        case _:
            pass
    return {**found, "conditions": list(one.conditions)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _shown(value: Shown) -> str | int | float | bool | None:
    return _number(value) if isinstance(value, Decimal) else value


def _number(value: Decimal) -> int | float | None:
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)
