"""What stands in the way of closing an organization: the apps above say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that an organization still owns: a code, a sentence, where to see to it."""

    code: str
    text: Text
    url: str = ""


ClosingQuestion = Callable[[int], Iterable[Blocker]]
_asked: list[ClosingQuestion] = []


def closing_is_asked_of(question: ClosingQuestion) -> ClosingQuestion:
    """
    Have a function asked before an organization closes.

    It gets the organization's id and gives what must be handed over, withdrawn or ended first.
    An app calls this once, in ``ready()``.
    """
    if question not in _asked:
        _asked.append(question)
    return question


def closing_blockers(organization_id: int) -> tuple[Blocker, ...]:
    """Everything that stands in the way of closing, in the order of the apps."""
    return tuple(blocker for question in _asked for blocker in question(organization_id))
