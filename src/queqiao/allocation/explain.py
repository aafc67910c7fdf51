"""Limits and what broke them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from queqiao.allocation.model import Broken, Limit, LimitKind, Sense
from queqiao.messages import Message

_MOST_NAMES = 12
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
