"""Which comparison inside a test decides it, and with which two values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from queqiao.rules.kinds import Exact, Kind
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.compiling import Compiler
from queqiao.rules.rows.values import Between, Open, Value
from queqiao.rules.syntax import (
    Call,
    Compare,
    Every,
    Growth,
    Node,
    Not,
    Origin,
    Reference,
    Some,
)

_NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Deciding:
    """The two sides of the comparison, its sign and what the sides are in."""

    value: Value | None = None
    threshold: Value | None = None
    op: str = ""
    kind: Kind | None = None
    compare: Compare | None = None


def decide_side(  # noqa: PLR0911 -- one case a node
    node: Node, compiler: Compiler, case: Case
) -> Deciding:
    """
    The comparison that decides a test.

    Of several that must hold it is the first that fails, else the first that is open; of several
    that may hold the first that does.
    """
    match node:
        case Compare():
            return _compared(node, compiler, case)
        case Not(body):
            inner = decide_side(body, compiler, case)
            if inner.op:
                return Deciding(
                    inner.value, inner.threshold, _NEGATED[inner.op], inner.kind, inner.compare
                )
            return inner
        case Every(parts):
            return decide_side(_first(parts, compiler, case, wanted=False), compiler, case)
        case Some(parts):
            return decide_side(_first(parts, compiler, case, wanted=True), compiler, case)
        case Call("if", (when, one, other)):
            holds = compiler.cached(when)(case)
            if not isinstance(holds, Open):
                return decide_side(one if holds else other, compiler, case)
        case Reference(name, Origin.DEFINITION):
            definition = compiler.book.definitions[name]
            if not definition.cases and definition.otherwise is not None:
                return decide_side(definition.otherwise, compiler, case)
    return Deciding(_value(node, compiler, case))


def _first(parts: tuple[Node, ...], compiler: Compiler, case: Case, *, wanted: bool) -> Node:
    values = [compiler.cached(part)(case) for part in parts]
    for part, value in zip(parts, values, strict=True):
        if value is wanted:
            return part
    for part, value in zip(parts, values, strict=True):
        if isinstance(value, Open):
            return part
    return parts[0]


def _compared(node: Compare, compiler: Compiler, case: Case) -> Deciding:
    value = _value(node.left, compiler, case)
    threshold = compiler.cached(node.right)(case)
    return Deciding(value, threshold, node.op, node.kind, node)


def _value(node: Node, compiler: Compiler, case: Case) -> Value:
    found = compiler.cached(node)(case)
    if isinstance(node, Growth) and not isinstance(found, Between):
        return _root(Fraction(found), node.years) - 1  # type: ignore[arg-type] # a number
    return found


def _root(ratio: Fraction, degree: int) -> Exact:
    """The root for showing: exact where it is rational, else to twelve decimals."""
    if ratio < 0:
        return 0
    scale = 10**12
    low, high = 0, scale * (int(ratio) + 2)
    while high - low > 1:
        middle = (low + high) // 2
        if Fraction(middle, scale) ** degree <= ratio:
            low = middle
        else:
            high = middle
    return Fraction(low, scale)
