"""Every datum and every step that a condition rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from queqiao.rules.determine import engine_for
from queqiao.rules.fields import fields
from queqiao.rules.kinds import POINTS, Kind
from queqiao.rules.library import Rulebooks
from queqiao.rules.model import Basis, Condition, Label, Rulebook
from queqiao.rules.results import Shown
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.compiling import Compiler
from queqiao.rules.rows.evaluate import outcome_of
from queqiao.rules.rows.records import Record
from queqiao.rules.showing import shown, unit_of
from queqiao.rules.syntax import Aggregate, Node, Origin, Reference, Yearly, YearRange, children


class StepKind(StrEnum):
    """What a step of a trace shows."""

    CONDITION = "condition"
    FACT = "fact"
    PARAMETER = "parameter"
    DEFINITION = "definition"
    SCORE = "score"
    OTHER_RULEBOOK = "other_rulebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """
    One line of a trace: ``depth`` below the condition, its value as people write it.

    ``value`` is ``None`` where it is not known; for lists it is the number of rows.
    """

    kind: StepKind
    id: str
    label: Label
    depth: int
    value: Shown = None
    unit: str = ""
    year: int | None = None
    basis: Basis | None = None


def trace(
    record: Record, *, rulebooks: Rulebooks, at: date, rulebook: str
) -> tuple[tuple[TraceStep, ...], ...]:
    """
    For each condition of a rulebook what it rests on: facts, parameters, definitions, scores.

    Raises:
        Missing: there is no such rulebook.
    """
    rulebooks.require([rulebook])
    book = rulebooks.on(rulebook, at)
    if book is None:
        return ()
    engine = engine_for(rulebooks)
    case = engine.case(book, record, at)
    answers = engine.decide(book, case).answers
    tracer = _Tracer(book, engine.program(book).compiler, case)
    options = [option for route in book.routes for option in route.any]
    return tuple(
        tuple(tracer.condition(one, outcome_of(answers[one.id]).value))
        for one in (*book.conditions, *options)
        if one.id in answers
    )


_KINDS = {
    Origin.PARAMETER: StepKind.PARAMETER,
    Origin.COLUMN: StepKind.PARAMETER,
    Origin.DEFINITION: StepKind.DEFINITION,
    Origin.SCORE: StepKind.SCORE,
    Origin.USE: StepKind.OTHER_RULEBOOK,
}


def _fact(name: str, depth: int, value: Shown, unit: str, year: int | None) -> TraceStep:
    one = fields()[name]
    label = Label(zh=one.zh, en=one.en)
    return TraceStep(
        kind=StepKind.FACT, id=name, label=label, depth=depth, value=value, unit=unit, year=year
    )


@dataclass(frozen=True, slots=True)
class _Tracer:
    """Walks the tests of one rulebook for one enterprise."""

    book: Rulebook
    compiler: Compiler
    case: Case

    def condition(self, one: Condition, outcome: str) -> Iterator[TraceStep]:
        yield TraceStep(
            kind=StepKind.CONDITION,
            id=one.id,
            label=one.title,
            depth=0,
            value=outcome,
            basis=one.basis,
        )
        seen: set[tuple[str, int | None]] = set()
        for test in (one.when, one.waived_if, one.test):
            if test is not None:
                yield from self._below(test, 1, seen)

    def _below(
        self, node: Node, depth: int, seen: set[tuple[str, int | None]], year: int | None = None
    ) -> Iterator[TraceStep]:
        if isinstance(node, Aggregate):
            yield from self._aggregate(node, depth, seen)
            return
        step = self._step(node, depth, year)
        if step is not None and (step.id, step.year) not in seen:
            seen.add((step.id, step.year))
            yield step
            yield from self._named(node, depth + 1, seen)
        for part in children(node):
            yield from self._below(part, depth, seen, year)

    def _aggregate(
        self, node: Aggregate, depth: int, seen: set[tuple[str, int | None]]
    ) -> Iterator[TraceStep]:
        if isinstance(node.source, YearRange):
            for offset in range(node.source.first, node.source.last + 1):
                for part in children(node):
                    yield from self._below(part, depth, seen, self.case.year + offset)
            return
        if (node.source, None) not in seen:
            seen.add((node.source, None))
            rows = self.case.record.lists.get(node.source)
            count = None if rows is None else shown(len(rows), None)
            yield _fact(node.source, depth, count, "", None)
        for part in children(node):
            yield from self._below(part, depth, seen)

    def _step(self, node: Node, depth: int, year: int | None) -> TraceStep | None:
        match node:
            case Yearly(name, offset, kind):
                of = cast("int", year) if offset is None else self.case.year + offset
                value = self.case.yearly(fields()[name], of)
                return _fact(name, depth, shown(value, kind), unit_of(kind), of)
            case Reference(name, Origin.FIELD, kind) if fields()[name].kind is not None:
                return _fact(name, depth, self._value(node, kind), unit_of(kind), None)
            case Reference(name, Origin.CELL | Origin.FIELD, _, _):
                return None
            case Reference(name, origin, kind):
                return TraceStep(
                    kind=_KINDS[origin],
                    id=name,
                    label=self._label(name, origin),
                    depth=depth,
                    value=self._value(node, kind),
                    unit=unit_of(kind),
                    basis=self._basis(name, origin),
                )
        return None

    def _value(self, node: Reference, kind: Kind) -> Shown:
        return shown(self.compiler.cached(node)(self.case), kind)

    def _label(self, name: str, origin: Origin) -> Label:
        if origin is Origin.DEFINITION and (title := self.book.definitions[name].title):
            return title
        if origin is Origin.SCORE and self.book.score is not None:
            for item in self.book.score.items:
                if item.id == name:
                    return item.title
        return Label(zh=name, en=name)

    def _basis(self, name: str, origin: Origin) -> Basis | None:
        if origin is Origin.PARAMETER:
            return self.book.parameters[name].basis
        if origin is Origin.SCORE and self.book.score is not None:
            return next((one.basis for one in self.book.score.items if one.id == name), None)
        return None

    def _named(
        self, node: Node, depth: int, seen: set[tuple[str, int | None]]
    ) -> Iterator[TraceStep]:
        """What a name of the rulebook rests on in turn."""
        if not isinstance(node, Reference):
            return
        if node.origin is Origin.DEFINITION:
            definition = self.book.definitions[node.id]
            for case in definition.cases:
                yield from self._below(case.when, depth, seen)
                yield from self._below(case.then, depth, seen)
            if definition.otherwise is not None:
                yield from self._below(definition.otherwise, depth, seen)
        elif node.origin is Origin.SCORE and self.book.score is not None:
            yield from self._score(node.id, depth, seen)

    def _score(
        self, name: str, depth: int, seen: set[tuple[str, int | None]]
    ) -> Iterator[TraceStep]:
        score = self.book.score
        assert score is not None  # noqa: S101 -- asked for only where there is one
        item = next((one for one in score.items if one.id == name), None)
        for part in score.total if item is None else item.parts:
            found = next(one for one in score.items if one.id == part)
            yield from self._below(Reference(found.id, Origin.SCORE, POINTS), depth, seen)
        if item is not None:
            nodes = [item.value, item.points, *(one.test for one in item.brackets)]
            for node in nodes:
                if node is not None:
                    yield from self._below(node, depth, seen)
