"""Errors of this package, in the one shape that they all have."""

from __future__ import annotations

from queqiao.errors import BadInput, Problem
from queqiao.messages import Message


def problem(code: str, *, field: str = "", **params: object) -> Problem:
    """The problem ``indicators.<code>``; ``field`` is the node or column that it is about."""
    return Problem(Message(f"indicators.{code}", params), field=field)


def refusal(code: str, *, field: str = "", **params: object) -> BadInput:
    """``BadInput`` with that one problem."""
    return BadInput([problem(code, field=field, **params)])


def listed(names: list[str] | tuple[str, ...], most: int = 8) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} … (+{len(names) - most})"
