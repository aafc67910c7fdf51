"""Whole rulebooks by column, stretch after stretch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from queqiao.core import Progress, no_progress
from queqiao.rules.columns.books import OUTCOMES, StretchAnswer, StretchEngine
from queqiao.rules.columns.data import Columns
from queqiao.rules.columns.rationals import Array
from queqiao.rules.library import Rulebooks

STRETCH = 1 << 15
"""How many enterprises are decided at a time: what fits a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class BookColumns:
    """
    The answers of one rulebook for many enterprises.

    ``outcome`` and ``conditions`` are places in ``outcomes``. ``amount_fen`` is -1 where there is
    no amount. ``class_code`` is a place in ``classes``, -1 for none. ``score_low`` and
    ``score_high`` are points times ``score_unit``; an open end is the least or greatest integer.
    """

    rulebook: str
    version: str
    outcome: Array
    amount_fen: Array | None = None
    class_code: Array | None = None
    classes: tuple[str, ...] = ()
    score_low: Array | None = None
    score_high: Array | None = None
    score_unit: int = 1
    conditions: Mapping[str, Array] = field(default_factory=dict)
    outcomes: tuple[str, ...] = OUTCOMES


def determine_columns(
    columns: Columns,
    *,
    rulebooks: Rulebooks,
    at: date,
    only: Iterable[str] = (),
    progress: Progress = no_progress,
) -> dict[str, BookColumns]:
    """
    The answers of all rulebooks, or of ``only`` some, for many enterprises applying on one day.

    They equal those of ``determine`` enterprise by enterprise.

    Raises:
        Missing: ``only`` names a rulebook that is not there.
    """
    wanted = rulebooks.require(only) or rulebooks.ids
    parts: dict[str, list[StretchAnswer]] = {name: [] for name in wanted}
    for _, answers in _stretches(columns, rulebooks, at, wanted, progress):
        for name in wanted:
            parts[name].append(answers[name])
    return {name: _joined(name, answers) for name, answers in parts.items()}


def determine_stretches(
    columns: Columns,
    *,
    rulebooks: Rulebooks,
    at: date,
    only: Iterable[str] = (),
    progress: Progress = no_progress,
) -> Iterator[tuple[slice, dict[str, BookColumns]]]:
    """
    As ``determine_columns``, stretch by stretch with where each stands: nothing piles up.

    Raises:
        Missing: ``only`` names a rulebook that is not there.
    """
    wanted = rulebooks.require(only) or rulebooks.ids
    for where, answers in _stretches(columns, rulebooks, at, wanted, progress):
        yield where, {name: _joined(name, [answers[name]]) for name in wanted}


def _stretches(
    columns: Columns,
    rulebooks: Rulebooks,
    at: date,
    wanted: tuple[str, ...],
    progress: Progress,
) -> Iterator[tuple[slice, dict[str, StretchAnswer]]]:
    engine = StretchEngine(rulebooks, at)
    for start in range(0, max(columns.length, 1), STRETCH):
        some = columns.part(start, start + STRETCH)
        known: dict[str, StretchAnswer] = {}
        for name in wanted:
            engine.answer(name, some, known)
        stop = min(start + STRETCH, columns.length)
        yield slice(start, stop), known
        progress(stop, columns.length)


def _joined(name: str, parts: list[StretchAnswer]) -> BookColumns:
    first = parts[0]
    return BookColumns(
        rulebook=name,
        version=first.version,
        outcome=np.concatenate([part.outcome for part in parts]),
        amount_fen=_column([part.amount_fen for part in parts]),
        class_code=_column([part.class_code for part in parts]),
        classes=first.classes,
        score_low=_column([part.score_low for part in parts]),
        score_high=_column([part.score_high for part in parts]),
        score_unit=first.score_unit,
        conditions={
            key: np.concatenate([part.conditions[key] for part in parts])
            for key in first.conditions
        },
    )


def _column(parts: list[Array | None]) -> Array | None:
    given = [part for part in parts if part is not None]
    return np.concatenate(given) if given else None
