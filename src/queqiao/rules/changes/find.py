"""All that could turn one answer, put together and checked by applying it."""

from __future__ import annotations

from dataclasses import replace

from queqiao.rules.changes.moves import Mover
from queqiao.rules.changes.search import cheapest_steps, failures
from queqiao.rules.changes.steps import apply_changes, as_change
from queqiao.rules.changes.waiting import next_day
from queqiao.rules.results import Change, ChangeKind, Determination, Outcome
from queqiao.rules.rows.evaluate import BookAnswer, RowEngine
from queqiao.rules.rows.records import Record


def changes_for(found: Determination, record: Record, engine: RowEngine) -> Determination:
    """The same answer with its changes: steps, waiting, data to provide, judgements to make."""
    if found.outcome in {Outcome.UNKNOWN, Outcome.MANUAL_REVIEW}:
        return replace(found, changes=_open_points(found))
    book = engine.rulebooks.on(found.rulebook, found.at)
    if found.outcome is not Outcome.UNMET or book is None:
        return found
    answer = engine.decide(book, engine.case(book, record, found.at))
    changes = _steps(Mover(engine, book, found.at), record, answer)
    failing = list(failures(book, answer))
    until = next_day(engine, book, record, found.at, failing)
    if until is not None:
        mended = tuple(condition.id for condition in failing)
        wait = Change(kind=ChangeKind.WAIT, field="at", until=until, conditions=mended)
        changes = (*changes, wait)
    return replace(found, changes=changes)


def _open_points(found: Determination) -> tuple[Change, ...]:
    provide: list[Change] = []
    for name in found.missing:
        field, _, year = name.partition(".")
        of = tuple(one.id for one in found.conditions if name in one.missing)
        if year.isdigit():
            provide.append(
                Change(kind=ChangeKind.PROVIDE, field=field, year=int(year), conditions=of)
            )
        else:
            provide.append(Change(kind=ChangeKind.PROVIDE, field=name, conditions=of))
    decide = [
        Change(
            kind=ChangeKind.DECIDE,
            field=name,
            conditions=tuple(one.id for one in found.conditions if name in one.judged),
        )
        for name in found.judged
    ]
    return (*provide, *decide)


def _steps(mover: Mover, record: Record, answer: BookAnswer) -> tuple[Change, ...]:
    """The cheapest steps, only if the rulebook agrees once they are applied."""
    steps = cheapest_steps(mover, record, answer)
    if steps is None:
        return ()
    changes = tuple(as_change(record, step, mover.at) for step in steps.steps)
    after = apply_changes(record, changes)
    then = mover.engine.decide(mover.book, mover.case(after))
    return changes if then.decision is not False else ()
