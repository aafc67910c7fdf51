"""The cheapest set of steps that leaves no condition failing: best first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from queqiao.rules.changes.moves import Move, Mover
from queqiao.rules.changes.steps import Step, merged
from queqiao.rules.model import Condition, Role, Rulebook
from queqiao.rules.rows.evaluate import BookAnswer
from queqiao.rules.rows.records import Record

MOST_LOOKS = 60
MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Steps that do, with the facts after them and what the rulebook then says."""

    steps: tuple[Step, ...]
    record: Record
    answer: BookAnswer


def cheapest_steps(mover: Mover, record: Record, answer: BookAnswer) -> Found | None:
    """
    The least costly steps after which nothing fails any more.

    Conditions that were open may stay so: what is missing or to be judged is told apart. ``None``
    where nothing that the enterprise can move helps, or none was found within the bounds of the
    search.
    """
    queue: list[tuple[Fraction, int, tuple[Step, ...], Record, BookAnswer]] = []
    heapq.heappush(queue, (Fraction(0), 0, (), record, answer))
    seen: set[tuple[tuple[object, int], ...]] = set()
    number = looks = 0
    while queue and looks < MOST_LOOKS:
        cost, _, steps, facts, said = heapq.heappop(queue)
        looks += 1
        failing = next(failures(mover.book, said), None)
        if failing is None:
            return Found(steps, facts, said) if said.decision is not False else None
        for move in _moves(mover, facts, failing):
            taken = merged((*steps, *(_for(step, failing) for step in move)))
            key = tuple((step.variable, step.count) for step in taken)
            after = mover.after(facts, move)
            if after is None or key in seen or len(taken) > MOST_STEPS:
                continue
            seen.add(key)
            number += 1
            then = mover.engine.decide(mover.book, mover.case(after))
            total = cost + sum(step.cost for step in move)
            heapq.heappush(queue, (total, number, taken, after, then))
    return None


def _for(step: Step, failing: Condition) -> Step:
    return replace(step, conditions=step.conditions | {failing.id})


def failures(book: Rulebook, answer: BookAnswer) -> Iterator[Condition]:
    """The conditions that certainly fail and that no route makes needless."""
    helped: set[str] = set()
    for route in book.routes:
        if any(answer.answers.get(option.id) is not False for option in route.any):
            helped |= route.replaces
    for condition in book.conditions:
        failed = answer.answers.get(condition.id) is False
        if failed and condition.role is not Role.TRIGGER and condition.id not in helped:
            yield condition


def _moves(mover: Mover, record: Record, failing: Condition) -> Iterator[Move]:
    """The moves for a failing condition, and for the routes around it."""
    tests = [] if failing.test is None else [failing.test]
    for route in mover.book.routes:
        if failing.id in route.replaces:
            tests += [option.test for option in route.any if option.test is not None]
    looker = mover.atoms(record)
    for test in tests:
        for atom in looker.find(test):
            yield from mover.moves(record, atom)
