"""Bars and steps as numbers for inline SVG: every length a share of the drawing's width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

WIDTH = 1000
_BINS = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a row: where it begins and how long it is, of ``WIDTH``."""

    start: int
    length: int
    kind: str


@dataclass(frozen=True, slots=True)
class Bin:
    """One column of a histogram: from, to, how many, and its height in percent of the highest."""

    low: Decimal
    high: Decimal
    count: int
    height: int


def lengths(amounts: Sequence[float], *, width: int = WIDTH) -> list[int]:
    """Each amount as a length, the largest ``width``; what is not zero is at least visible."""
    most = max((abs(amount) for amount in amounts), default=0)
    if not most:
        return [0 for _ in amounts]
    return [max(3, round(abs(amount) / most * width)) if amount else 0 for amount in amounts]


def diverging(rows: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[tuple[Bar, ...]]:
    """
    For each row bars to the left of the middle and to the right, stacked outward, on one scale.

    The first of each side stands next to the middle. Kinds are ``left0``, ``left1``, ``right0`` ...
    """
    most = max((max(sum(left), sum(right)) for left, right in rows), default=0)
    middle = WIDTH // 2
    found: list[tuple[Bar, ...]] = []
    for left, right in rows:
        bars: list[Bar] = []
        for side, parts, sign in (("left", left, -1), ("right", right, 1)):
            at = middle
            for number, part in enumerate(parts):
                length = max(3, round(part / most * middle)) if part else 0
                if length:
                    start = at if sign > 0 else at - length
                    bars.append(Bar(start, length, f"{side}{number}"))
                    at += sign * length
        found.append(tuple(bars))
    return found


def histogram(amounts: Sequence[Decimal]) -> tuple[Bin, ...]:
    """
    How the amounts spread over at most nine bins of equal and round width; none without amounts.

    Zero is always a border, so that no bin mixes gains with losses. Each bin holds what is above
    its lower and not above its upper border; below zero the other way round.
    """
    if not amounts:
        return ()
    low, high = min(*amounts, Decimal(0)), max(*amounts, Decimal(0))
    step = _round_step((high - low) / _BINS)
    first, last = _outward(low, step), _outward(high, step)
    counts = dict.fromkeys(range(first, last), 0)
    for amount in amounts:
        if amount:
            counts[_outward(amount, step) - (1 if amount > 0 else 0)] += 1
    most = max(counts.values(), default=0)
    return tuple(
        Bin(step * at, step * (at + 1), count, max(2, round(100 * count / most)) if count else 0)
        for at, count in counts.items()
    )


def _outward(amount: Decimal, step: Decimal) -> int:
    """The border, in steps, at or beyond the amount as seen from zero."""
    whole = ceil(abs(amount) / step)
    return whole if amount >= 0 else -whole


def _round_step(step: Decimal) -> Decimal:
    """The least of 1, 2, 5 times a power of ten that is not below ``step``, at least 1."""
    size = Decimal(10) ** max(0, step.adjusted())
    return next((m * size for m in (1, 2, 5) if m * size >= step), 10 * size)
