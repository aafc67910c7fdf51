"""The least that one number must move for one comparison to turn, and for a score to rise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import cast

from queqiao.rules.changes.atoms import Atom, Atoms, variables
from queqiao.rules.changes.steps import Step, Variable, effort_of, moved_record
from queqiao.rules.model import Bound, Combine, Rulebook, ScoreItem
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.evaluate import RowEngine
from queqiao.rules.rows.records import Record
from queqiao.rules.rows.values import Number, spanned
from queqiao.rules.syntax import Compare, Origin, Reference

MOST_STEPS = 1 << 30
MOST_ROWS = 64
Move = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """Finds moves for one enterprise under one rulebook on one day."""

    engine: RowEngine
    book: Rulebook
    at: date

    def case(self, record: Record) -> Case:
        """The facts under the rulebook."""
        return self.engine.case(self.book, record, self.at)

    def atoms(self, record: Record) -> Atoms:
        """The looker for atoms."""
        return Atoms(self.engine.program(self.book).compiler, self.case(record))

    def moves(self, record: Record, atom: Atom) -> Iterator[Move]:
        """The ways in which single numbers (for scores: several) turn an atom."""
        score = _score_side(atom)
        if score is not None:
            yield from self._raise(record, atom, score)
            return
        case = self.case(record)
        for variable in variables(atom.node, self.book, case, atom.year):
            step = self._least(record, variable, lambda one: self._turned(one, atom))
            step = step or self._furthest(record, variable)
            if step is not None:
                yield (step,)

    def _turned(self, record: Record, atom: Atom) -> bool:
        return self.atoms(record).value(atom.node, atom.year) is atom.wanted

    def _least(
        self, record: Record, variable: Variable, turned: Callable[[Record], bool]
    ) -> Step | None:
        """The fewest steps after which ``turned`` holds, taking it to stay so from there."""
        effort = effort_of(variable)
        assert effort is not None  # noqa: S101 -- variables are what can be moved
        most = MOST_STEPS if variable.addition is None else MOST_ROWS
        tried: dict[int, bool | None] = {}

        def holds(count: int) -> bool | None:
            if count not in tried:
                moved = moved_record(record, variable, count, self.at)
                tried[count] = None if moved is None else turned(moved)
            return tried[count]

        low, high = 0, 1
        while not (found := holds(high)):
            if found is None:
                high = self._last_possible(low, high, holds)
                if high <= low or not holds(high):
                    return None
                break
            if high >= most:
                return None
            low, high = high, min(high * 8, most)
        while high - low > 1:
            middle = (low + high) // 2
            if holds(middle):
                high = middle
            else:
                low = middle
        return Step(variable, high, effort.weight * high)

    def _furthest(self, record: Record, variable: Variable) -> Step | None:
        """As far as the facts allow, where they set a limit: another number may do the rest."""
        effort = effort_of(variable)
        assert effort is not None  # noqa: S101 -- variables are what can be moved

        def possible(count: int) -> bool | None:
            return moved_record(record, variable, count, self.at) is not None or None

        low, high = 0, 1
        while possible(high):
            if high >= MOST_STEPS or variable.addition is not None:
                return None
            low, high = high, high * 8
        last = self._last_possible(low, high, possible)
        return Step(variable, last, effort.weight * last) if last else None

    @staticmethod
    def _last_possible(low: int, high: int, holds: Callable[[int], bool | None]) -> int:
        """The most steps that the facts allow, between some that do and some that do not."""
        while high - low > 1:
            middle = (low + high) // 2
            if holds(middle) is None:
                high = middle
            else:
                low = middle
        return low

    def _raise(self, record: Record, atom: Atom, name: str) -> Iterator[Move]:
        """Items of a score sheet raised to better brackets, as cheaply as the threshold needs."""
        compare = cast("Compare", atom.node)
        looker = self.atoms(record)
        have = spanned(cast("Number", looker.value(compare.left))).low
        need = spanned(cast("Number", looker.value(compare.right))).low
        if isinstance(have, float) or isinstance(need, float):
            return
        options = [self._options(record, item, name) for item in self._leaves(name)]
        short = need - have
        for _ in range(4):
            chosen = _cheapest(options, short, strict=compare.op == ">")
            if chosen is None:
                return
            after = self.after(record, chosen)
            if after is not None and self._turned(after, atom):
                yield chosen
                return
            short += 1

    def after(self, record: Record, move: Move) -> Record | None:
        """The facts after some steps, each from the facts before it."""
        for step in move:
            moved = moved_record(record, step.variable, step.count, self.at)
            if moved is None:
                return None
            record = moved
        return record

    def _leaves(self, name: str) -> list[ScoreItem]:
        """The items with brackets or points that an item, or the whole score, is made of."""
        score = self.book.score
        assert score is not None  # noqa: S101 -- a score is compared
        items = {item.id: item for item in score.items}
        rest = list(score.total) if name == "score" else [name]
        found: dict[str, ScoreItem] = {}
        while rest:
            item = items[rest.pop(0)]
            if item.parts:
                rest.extend(item.parts)
            else:
                found[item.id] = item
        return list(found.values())

    def _options(self, record: Record, item: ScoreItem, name: str) -> list[tuple[Fraction, Move]]:
        """How much a move for one item adds to the score, with the move, cheapest first."""
        if item.combine is not Combine.BRACKETS:
            return []
        before = self._points(record, name)
        case = self.case(record)
        found: dict[Fraction, Move] = {}
        for bracket in item.brackets:
            if bracket.bound is Bound.ELSE or bracket.test is None:
                continue
            for atom in self.atoms(record).find(bracket.test):
                for variable in variables(atom.node, self.book, case, None):
                    step = self._least(record, variable, partial(self._turned, atom=atom))
                    moved = None if step is None else self.after(record, (step,))
                    if step is None or moved is None:
                        continue
                    gain = self._points(moved, name) - before
                    held = found.get(gain)
                    if gain > 0 and (held is None or step.cost < held[0].cost):
                        found[gain] = (step,)
        return sorted(found.items())

    def _points(self, record: Record, name: str) -> Fraction:
        case = self.case(record)
        points = self.engine.program(self.book).compiler.named[name](case)
        low = spanned(cast("Number", points)).low
        return Fraction(0) if isinstance(low, float) else Fraction(low)


def _score_side(atom: Atom) -> str | None:
    """The score item that an atom compares with a threshold that it must reach."""
    node = atom.node
    if isinstance(node, Compare) and atom.wanted and node.op in {">", ">="}:
        left = node.left
        if isinstance(left, Reference) and left.origin is Origin.SCORE:
            return left.id
    return None


def _cheapest(
    options: list[list[tuple[Fraction, Move]]], short: Fraction | int, *, strict: bool
) -> Move | None:
    """One option an item at most, together enough, at the least cost: a small knapsack."""
    best: dict[Fraction, tuple[Fraction, Move]] = {Fraction(0): (Fraction(0), ())}
    for choices in options:
        grown = dict(best)
        for gained, (cost, move) in best.items():
            for gain, more in choices:
                total = min(gained + gain, Fraction(short) + 1)
                spent = cost + sum(step.cost for step in more)
                if total not in grown or spent < grown[total][0]:
                    grown[total] = (spent, move + more)
        best = grown
    enough = [
        (cost, total, move)
        for total, (cost, move) in best.items()
        if total > short or (total == short and not strict)
    ]
    return min(enough, key=lambda one: one[:2])[2] if enough else None
