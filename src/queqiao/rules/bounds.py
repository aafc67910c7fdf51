"""What can be said of an expression's bounds without looking at any facts."""

from __future__ import annotations

from queqiao.rules.fields import fields
from queqiao.rules.syntax import Arithmetic, Literal, Node, Origin, Reference, Yearly


def is_never_negative(node: Node) -> bool:
    """Whether the expression is zero or more whatever the facts are."""
    match node:
        case Literal(value):
            return isinstance(value, str | tuple) or value >= 0
        case Yearly(name):
            return not fields()[name].negative
        case Reference(name, Origin.FIELD):
            return not fields()[name].negative
        case Reference(name, Origin.CELL, _, listed):
            return not fields()[listed].columns[name].negative
        case Arithmetic("+" | "*" | "/", left, right):
            return is_never_negative(left) and is_never_negative(right)
    return False
