"""One expression over one enterprise, without a rulebook around it."""

from __future__ import annotations

from queqiao.rules.checking import Scope, check_expression
from queqiao.rules.model import BookKind, Label, Period, Rulebook
from queqiao.rules.parsing import parse_expression
from queqiao.rules.rows.case import Case
from queqiao.rules.rows.compiling import Compiler
from tests.strategies.rules import AT

EMPTY = Rulebook(
    id="test.empty",
    version="1",
    title=Label(zh="空", en="empty"),
    kind=BookKind.QUALIFICATION,
    in_force=Period(),
)


def value_of(text, record, at=AT, decisions=None):
    """What the expression comes to."""
    node, _ = check_expression(parse_expression(text), Scope({}))
    case = Case(
        record=record,
        at=at.toordinal(),
        year=at.year,
        parameters={},
        answers=lambda *_: False,
        decisions=decisions or {},
    )
    return Compiler(EMPTY).value(node)(case)
