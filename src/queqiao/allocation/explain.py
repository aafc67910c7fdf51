"""Limits, assignments and the reasons of pairs, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from queqiao.allocation.model import (
    Assignment,
    AssignmentProblem,
    Broken,
    Limit,
    LimitKind,
    Objective,
    Sense,
)
from queqiao.messages import Message

if TYPE_CHECKING:
    from queqiao.allocation.reasons import PairReason

_MOST_NAMES = 12
_MOST_DECIMALS = 6
_Shape = tuple[LimitKind, Sense, int, str | None]


def limit_lines(limits: Iterable[Limit]) -> list[Message]:
    """The limits in words; those that differ only in whom they bind share a line."""
    alike: dict[_Shape, list[Limit]] = {}
    for limit in limits:
        alike.setdefault((limit.kind, limit.sense, limit.amount, limit.group), []).append(limit)
    return [_limit_line(shape, members) for shape, members in alike.items()]


def _limit_line(shape: _Shape, limits: Sequence[Limit]) -> Message:
    kind, sense, amount, group = shape
    code = kind if kind in _OF_PAIRS else f"{kind}_{sense}"
    params = {"names": _names(limits), "amount": amount, "group": group or "", "count": len(limits)}
    return Message(f"allocation.limit.{code}", params)


_OF_PAIRS = (LimitKind.CONFLICT, LimitKind.FORBIDDEN, LimitKind.REQUIRED)


def _names(limits: Sequence[Limit]) -> str:
    """Whom the limits bind, shortened where they are many."""
    names = [subject_of(limit) for limit in limits]
    shown = "、".join(names[:_MOST_NAMES])
    return f"{shown} …" if len(names) > _MOST_NAMES else shown


def subject_of(limit: Limit) -> str:
    """The agent, the item, or both, that a limit binds."""
    return "–".join(name for name in (limit.agent, limit.item) if name)


def change_lines(changes: Iterable[Broken]) -> list[Message]:
    """What would have to change, one line for changes that are alike."""
    alike: dict[tuple[_Shape, int], list[Limit]] = {}
    for change in changes:
        limit = change.limit
        shape = (limit.kind, limit.sense, limit.amount, limit.group)
        alike.setdefault((shape, change.by), []).append(limit)
    return [_change_line(shape, by, limits) for (shape, by), limits in alike.items()]


def _change_line(shape: _Shape, by: int, limits: Sequence[Limit]) -> Message:
    kind, sense, amount, group = shape
    code = kind if kind in _OF_PAIRS else f"{kind}_{sense}"
    after = amount - by if sense is Sense.AT_LEAST else amount + by
    params = {"names": _names(limits), "amount": amount, "after": after, "group": group or ""}
    return Message(f"allocation.change.{code}", {**params, "count": len(limits)})


def number(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal) -> str:
    """A mean or a chance to at most six decimals."""
    return number(round(value, _MOST_DECIMALS))


def assignment_lines(problem: AssignmentProblem, found: Assignment) -> Iterator[Message]:
    """What came out, what is proved, what was paid, and how it was drawn."""
    items = {"pairs": len(found.pairs), "items": len(found.item_scores)}
    yield Message("allocation.result.total", {"total": number(found.total), **items})
    name, score = found.worst
    yield Message("allocation.result.worst", {"item": name, "score": number(score)})
    if found.lottery is not None:
        yield _lottery_line(found)
    else:
        yield _proof_line(problem, found)
    if found.broken:
        yield Message("allocation.result.penalty", {"penalty": number(found.penalty)})
        yield from broken_lines(found.broken)


def broken_lines(broken: Iterable[Broken]) -> Iterator[Message]:
    """Each limit that was broken at a price."""
    for one in broken:
        line = limit_lines([one.limit])[0]
        yield Message("allocation.result.broken", {"limit": line, "cost": number(one.cost)})


def _lottery_line(found: Assignment) -> Message:
    assert found.lottery is not None  # noqa: S101 -- for the type checker
    lottery = found.lottery
    params = {
        "seed": lottery.seed,
        "limit": number(lottery.limit),
        "expected": rounded(lottery.expected),
        "certain": number(lottery.certain),
    }
    return Message("allocation.result.lottery", params)


def _proof_line(problem: AssignmentProblem, found: Assignment) -> Message:
    proof = found.proof
    if proof.optimal:
        return Message(
            f"allocation.result.optimal_{found.objective}", {"value": rounded(proof.value)}
        )
    params = {"value": number(proof.value), "bound": number(proof.bound), "gap": number(proof.gap)}
    if proof.level is not None:
        return Message(
            "allocation.result.unproved_level", {**params, "level": rounded(proof.level)}
        )
    if problem.rounded and found.objective is not Objective.TOTAL:
        return Message("allocation.result.rounded", {"scale": problem.candidates.scale})
    return Message("allocation.result.unproved", params)


def reason_line(reason: PairReason, objective: Objective) -> Message:
    """A pair and why it was chosen, in one line."""
    params = {
        "agent": reason.pair.agent,
        "item": reason.pair.item,
        "score": number(reason.pair.score),
        "note": reason_note(reason, objective),
    }
    return Message("allocation.reason.line", params)


def reason_note(reason: PairReason, objective: Objective) -> Message:
    """What the next best would have cost and who would come in."""
    if reason.loss is None:
        return Message("allocation.reason.needed")
    if reason.loss == 0:
        return Message("allocation.reason.equal", {"instead": _instead(reason)})
    params = {"loss": rounded(reason.loss), "instead": _instead(reason)}
    return Message(f"allocation.reason.loss_{objective}", params)


def _instead(reason: PairReason) -> Message:
    own = [pair.agent for pair in reason.instead if pair.item == reason.pair.item]
    others = len(reason.instead) - len(own)
    if not own:
        return Message("allocation.reason.instead_nobody", {"others": others})
    params = {"names": "、".join(own), "others": others}
    return Message(f"allocation.reason.{'instead_more' if others else 'instead'}", params)
