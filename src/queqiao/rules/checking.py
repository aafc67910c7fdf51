"""
Whether an expression fits together: every name known, every dimension right.

Checking turns names into references and leaves nodes that evaluators need not think about: dates
moved by years are calls, growth that is compared stands where it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from queqiao.rules.fields import Field, fields
from queqiao.rules.functions import SIGNATURES, Argument
from queqiao.rules.kinds import (
    DATE,
    DAYS,
    FLAG,
    ITEMS,
    PLAIN,
    TEXT,
    TEXTS,
    YEAR,
    YEARS,
    Kind,
    Shape,
    number,
    product,
)
from queqiao.rules.parsing import ExpressionError
from queqiao.rules.syntax import (
    Aggregate,
    ApplicationDay,
    ApplicationYear,
    Arithmetic,
    Call,
    Compare,
    Every,
    Growth,
    Indexed,
    Literal,
    Name,
    Node,
    Not,
    Origin,
    Reference,
    RunningYear,
    Some,
    Within,
    Yearly,
    YearRange,
)

GROWTH = number("growth")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_ORDERED = frozenset({Shape.NUMBER, Shape.DATE, Shape.YEAR})
_MAX_GROWTH_YEARS = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the rulebook defines; growth is put in place of its name."""

    reference: Reference
    inline: Node | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean here: the rulebook's own, then the dictionary's."""

    names: Mapping[str, Known]
    listed: Field | None = None
    running_year: bool = False

    def inside(self, source: Field | None) -> Scope:
        """The scope inside an aggregate over a list, or over years for ``None``."""
        return replace(self, listed=source, running_year=source is None)


Checked = tuple[Node, Kind]


def check_expression(  # noqa: C901, PLR0911, PLR0912 -- one case a node
    node: Node, scope: Scope
) -> Checked:
    """
    The node with its names looked up, and its kind.

    Raises:
        ExpressionError: for a name that is not known or kinds that do not fit.
    """
    match node:
        case Literal():
            return node, node.kind
        case ApplicationDay():
            return node, DATE
        case ApplicationYear():
            return node, YEAR
        case Name():
            return _name(node, scope)
        case Indexed():
            return _indexed(node, scope)
        case Not(body):
            return Not(_flag(body, scope)), FLAG
        case Every(parts):
            return Every(tuple(_flag(part, scope) for part in parts)), FLAG
        case Some(parts):
            return Some(tuple(_flag(part, scope) for part in parts)), FLAG
        case Compare():
            return _compare(node, scope)
        case Within():
            return _within(node, scope)
        case Arithmetic():
            return _arithmetic(node, scope)
        case Call():
            return _call(node, scope)
        case Aggregate():
            return _aggregate(node, scope)
    raise ExpressionError("rules.expression.unexpected", 1, found=type(node).__name__)


def _flag(node: Node, scope: Scope) -> Node:
    checked, kind = check_expression(node, scope)
    if kind != FLAG:
        raise ExpressionError("rules.expression.not_a_test", _column(node), kind=str(kind))
    return checked


def _column(node: Node) -> int:
    return getattr(node, "column", 1)


def _name(node: Name, scope: Scope) -> Checked:
    if scope.listed is not None and (cell := scope.listed.columns.get(node.id)):
        assert cell.kind is not None  # noqa: S101 -- lists hold no lists
        return Reference(node.id, Origin.CELL, cell.kind, scope.listed.id), cell.kind
    if scope.running_year and node.id == "year":
        return RunningYear(), YEAR
    if known := scope.names.get(node.id):
        return known.inline or known.reference, known.reference.kind
    field = _field(node.id, node.column)
    if field.kind is None:
        raise ExpressionError("rules.expression.list", node.column, name=node.id)
    if field.yearly:
        if not scope.running_year:
            raise ExpressionError("rules.expression.needs_year", node.column, name=node.id)
        return Yearly(node.id, None, field.kind), field.kind
    return Reference(node.id, Origin.FIELD, field.kind), field.kind


def _field(name: str, column: int) -> Field:
    if field := fields().get(name):
        return field
    raise ExpressionError("rules.expression.unknown_name", column, name=name)


def _indexed(node: Indexed, scope: Scope) -> Checked:
    field = fields().get(node.id)
    if node.id in scope.names or (field is not None and not field.yearly):
        raise ExpressionError("rules.expression.not_yearly", node.column, name=node.id)
    field = _field(node.id, node.column)
    assert field.kind is not None  # noqa: S101 -- lists are not yearly
    return Yearly(node.id, node.offset, field.kind), field.kind


def _compare(node: Compare, scope: Scope) -> Checked:
    left, left_kind = check_expression(node.left, scope)
    right, right_kind = check_expression(node.right, scope)
    op = node.op
    if right_kind == GROWTH and left_kind == PLAIN:
        left, left_kind, right, right_kind = right, right_kind, left, left_kind
        op = _MIRRORED[op]
    if left_kind == GROWTH and right_kind == PLAIN:
        return Compare(op, left, right, node.column, PLAIN), FLAG
    if left_kind != right_kind or left_kind in {TEXTS, GROWTH}:
        raise ExpressionError(
            "rules.expression.kinds_differ", node.column, left=str(left_kind), right=str(right_kind)
        )
    if op not in {"=", "!="} and left_kind.shape not in _ORDERED:
        raise ExpressionError("rules.expression.no_order", node.column, kind=str(left_kind))
    return Compare(op, left, right, node.column, left_kind), FLAG


def _within(node: Within, scope: Scope) -> Checked:
    subject, kind = check_expression(node.subject, scope)
    choices, choices_kind = check_expression(node.choices, scope)
    if kind != TEXT or choices_kind != TEXTS:
        raise ExpressionError(
            "rules.expression.kinds_differ", node.column, left=str(kind), right=str(choices_kind)
        )
    return Within(subject, choices, node.column), FLAG


def _arithmetic(node: Arithmetic, scope: Scope) -> Checked:
    left, a = check_expression(node.left, scope)
    right, b = check_expression(node.right, scope)
    wrong = ExpressionError("rules.expression.kinds_differ", node.column, left=str(a), right=str(b))
    both = Shape.NUMBER
    if GROWTH in {a, b}:
        raise ExpressionError("rules.expression.growth", node.column)
    made = replace(node, left=left, right=right)
    if node.op in {"*", "/"}:
        if a.shape is not both or b.shape is not both:
            raise wrong
        return made, product(a, b, sign=1 if node.op == "*" else -1)
    if a.shape is both and a == b:
        return made, a
    if a == DATE and b == YEARS:
        return Call("shift_years", (left, _negated(right, node)), node.column), DATE
    if a == DATE and b == DAYS:
        return made, DATE
    if a == YEAR and b == PLAIN:
        return made, YEAR
    if node.op == "-" and a == b and a in {DATE, YEAR}:
        return made, DAYS if a == DATE else PLAIN
    raise wrong


def _negated(years: Node, node: Arithmetic) -> Node:
    if node.op == "+":
        return years
    return Arithmetic("*", Literal(-1, PLAIN), years, node.column)


def _call(node: Call, scope: Scope) -> Checked:
    if node.function == "known" and len(node.args) == 1 and isinstance(node.args[0], Name):
        return _known(node, node.args[0], scope)
    args = tuple(check_expression(arg, scope) for arg in node.args)
    if node.function == "cagr":
        return _growth(node, args), GROWTH
    signature = SIGNATURES.get(node.function)
    if signature is None:
        raise ExpressionError("rules.expression.unknown_function", node.column, name=node.function)
    kind = signature(tuple(Argument(n, k) for n, k in args))
    if kind is None or GROWTH in {k for _, k in args}:
        kinds = ", ".join(str(kind) for _, kind in args)
        raise ExpressionError(
            "rules.expression.arguments", node.column, name=node.function, kinds=kinds
        )
    return replace(node, args=tuple(arg for arg, _ in args)), kind


def _known(node: Call, name: Name, scope: Scope) -> Checked:
    """``known`` takes a list too, which no other function does."""
    field = fields().get(name.id)
    listed = scope.listed is not None and name.id in scope.listed.columns
    if field is not None and field.kind is None and not listed:
        return replace(node, args=(Reference(name.id, Origin.FIELD, TEXTS),)), FLAG
    argument, kind = _name(name, scope)
    if SIGNATURES["known"]((Argument(argument, kind),)) is None:
        raise ExpressionError(
            "rules.expression.arguments", node.column, name="known", kinds=str(kind)
        )
    return replace(node, args=(argument,)), FLAG


def _growth(node: Call, args: tuple[Checked, ...]) -> Growth:
    if len(args) == 3:
        (first, a), (last, b), (years, kind) = args
        fits = a == b and a.shape is Shape.NUMBER and kind == PLAIN
        if fits and isinstance(years, Literal) and isinstance(years.value, int):
            count = years.value
            if 1 <= count <= _MAX_GROWTH_YEARS:
                return Growth(first, last, count)
    kinds = ", ".join(str(kind) for _, kind in args)
    raise ExpressionError("rules.expression.arguments", node.column, name="cagr", kinds=kinds)


def _aggregate(node: Aggregate, scope: Scope) -> Checked:
    if scope.listed is not None or scope.running_year:
        raise ExpressionError("rules.expression.nested", node.column)
    listed = None
    if not isinstance(node.source, YearRange):
        listed = _field(node.source, node.column)
        if listed.kind is not None:
            raise ExpressionError("rules.expression.not_a_list", node.column, name=node.source)
    inner = scope.inside(listed)
    where = None if node.where is None else _flag(node.where, inner)
    body: Node | None = None
    kind = FLAG
    if node.body is not None:
        body, kind = check_expression(node.body, inner)
    made = replace(node, body=body, where=where)
    if node.function in {"every", "any", "none", "count"}:
        if kind != FLAG:
            raise ExpressionError("rules.expression.not_a_test", node.column, kind=str(kind))
        return made, ITEMS if node.function == "count" else FLAG
    if kind.shape is Shape.NUMBER and kind != GROWTH:
        return made, kind
    if kind.shape in {Shape.DATE, Shape.YEAR} and node.function in {"min", "max"}:
        return made, kind
    raise ExpressionError("rules.expression.not_a_number", node.column, kind=str(kind))
