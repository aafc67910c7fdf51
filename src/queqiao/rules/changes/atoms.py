"""What inside a test has to turn for the test to turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from queqiao.rules.changes.steps import Variable, effort_of
from queqiao.rules.fields import fields
from queqiao.rules.model import Rulebook
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.compiling import Compiler
from queqiao.rules.rows.values import Open, Value
from queqiao.rules.syntax import (
    Aggregate,
    Call,
    Compare,
    Every,
    Node,
    Not,
    Origin,
    Reference,
    Some,
    Yearly,
    YearRange,
    children,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison, or an ``any`` over a list, that has to become ``wanted``."""

    node: Node
    wanted: bool
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Atoms:
    """Looks for atoms in the tests of one rulebook, for one enterprise."""

    compiler: Compiler
    case: Case

    def value(self, node: Node, year: int | None = None) -> Value:
        """What a node comes to, in a year of an aggregate where one is given."""
        before = self.case.running
        self.case.running = year if year is not None else before
        found = self.compiler.cached(node)(self.case)
        self.case.running = before
        return found

    def find(  # noqa: C901 -- one case a node
        self, node: Node, *, wanted: bool = True, year: int | None = None
    ) -> Iterator[Atom]:
        """The atoms of which one must turn (of several that must, those of the first)."""
        if self.value(node, year) is wanted:
            return
        match node:
            case Compare():
                yield Atom(node, wanted, year)
            case Not(body):
                yield from self.find(body, wanted=not wanted, year=year)
            case Every(parts) | Some(parts):
                together = isinstance(node, Every) is wanted
                for part in parts:
                    if self.value(part, year) is not wanted:
                        yield from self.find(part, wanted=wanted, year=year)
                        if together:
                            return
            case Reference(name, Origin.DEFINITION):
                yield from self._definition(name, wanted, year)
            case Call("if", (when, one, other)):
                holds = self.value(when, year)
                if not isinstance(holds, Open):
                    yield from self.find(one if holds else other, wanted=wanted, year=year)
            case Aggregate():
                yield from self._aggregate(node, wanted)

    def _definition(self, name: str, wanted: bool, year: int | None) -> Iterator[Atom]:  # noqa: FBT001 -- the value looked for
        definition = self.compiler.book.definitions[name]
        for case in definition.cases:
            holds = self.value(case.when, year)
            if holds is not False:
                if holds is True:
                    yield from self.find(case.then, wanted=wanted, year=year)
                return
        if definition.otherwise is not None:
            yield from self.find(definition.otherwise, wanted=wanted, year=year)

    def _aggregate(self, node: Aggregate, wanted: bool) -> Iterator[Atom]:  # noqa: FBT001 -- the value looked for
        if isinstance(node.source, YearRange):
            if node.function == "every" and wanted and node.body is not None and node.where is None:
                for offset in range(node.source.first, node.source.last + 1):
                    year = self.case.year + offset
                    if self.case.has_year(year) is True and self.value(node.body, year) is False:
                        yield from self.find(node.body, year=year)
                        return
        elif (node.function == "any") is wanted:
            yield Atom(node, wanted)


def variables(node: Node, book: Rulebook, case: Case, year: int | None) -> tuple[Variable, ...]:
    """
    The numbers under a node that an enterprise can move.

    Of a field that comes in several years only the last: past years are past.
    """
    found: dict[tuple[str, int | None], Variable] = {}
    seen: set[str] = set()
    rest: list[tuple[Node, int | None]] = [(node, year)]
    while rest:
        one, running = rest.pop()
        match one:
            case Yearly(name, offset):
                of = running if offset is None else case.year + offset
                _keep(found, Variable(name, of))
            case Reference(name, Origin.FIELD):
                _keep(found, Variable(name))
            case Reference(name, Origin.DEFINITION) if name not in seen:
                seen.add(name)
                definition = book.definitions[name]
                rest += [(case_.then, running) for case_ in definition.cases]
                if definition.otherwise is not None:
                    rest.append((definition.otherwise, running))
            case Aggregate(_, _, source):
                if isinstance(source, YearRange):
                    rest += [(part, case.year + source.last) for part in children(one)]
                else:
                    for number, _ in enumerate(fields()[source].additions):
                        found[source, -1 - number] = Variable(source, None, number)
            case _:
                rest += [(part, running) for part in children(one)]
    return tuple(sorted(found.values(), key=lambda v: (v.field, v.year or 0, v.addition or 0)))


def _keep(found: dict[tuple[str, int | None], Variable], variable: Variable) -> None:
    if effort_of(variable) is None:
        return
    key = (variable.field, None)
    held = found.get(key)
    if held is None or (variable.year or 0) > (held.year or 0):
        found[key] = variable
