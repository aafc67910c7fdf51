"""The functions that expressions may call: what each takes and gives. There are no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from queqiao.rules.kinds import (
    DATE,
    FLAG,
    PLAIN,
    TEXT,
    TEXTS,
    YEAR,
    YEARS,
    Kind,
    Shape,
)
from queqiao.rules.syntax import Literal, Node, Origin, Reference, Yearly

_MAX_ARGUMENTS = 12
_MAX_FISCAL_YEARS = 30


@dataclass(frozen=True, slots=True)
class Argument:
    """What is handed to a function: the checked node and its kind."""

    node: Node
    kind: Kind


Signature = Callable[[tuple[Argument, ...]], Kind | None]
"""Gives the kind of the answer, ``None`` where the arguments do not fit."""


def _exactly(*kinds: Kind, gives: Kind) -> Signature:
    return lambda args: gives if tuple(arg.kind for arg in args) == kinds else None


def _alike(args: tuple[Argument, ...]) -> Kind | None:
    first = args[0].kind if args else FLAG
    fits = 2 <= len(args) <= _MAX_ARGUMENTS and all(arg.kind == first for arg in args)
    return first if fits and first.shape in {Shape.NUMBER, Shape.DATE, Shape.YEAR} else None


def _same_number(args: tuple[Argument, ...]) -> Kind | None:
    return args[0].kind if len(args) == 1 and args[0].kind.shape is Shape.NUMBER else None


def _choice(args: tuple[Argument, ...]) -> Kind | None:
    if len(args) != 3 or args[0].kind != FLAG or args[1].kind != args[2].kind:
        return None
    return None if args[1].kind == TEXTS else args[1].kind


def _starts_with(args: tuple[Argument, ...]) -> Kind | None:
    kinds = tuple(arg.kind for arg in args)
    return FLAG if kinds in {(TEXT, TEXT), (TEXT, TEXTS)} else None


def _fiscal_years(args: tuple[Argument, ...]) -> Kind | None:
    if len(args) != 1 or not isinstance(args[0].node, Literal) or args[0].kind != PLAIN:
        return None
    value = args[0].node.value
    return PLAIN if isinstance(value, int) and 1 <= value <= _MAX_FISCAL_YEARS else None


def _step(args: tuple[Argument, ...]) -> Kind | None:
    if len(args) != 2 or args[0].kind != args[1].kind or args[0].kind.shape is not Shape.NUMBER:
        return None
    step = args[1].node
    positive = isinstance(step, Literal) and not isinstance(step.value, (str, tuple))
    return args[0].kind if positive and step.value > 0 else None  # type: ignore[union-attr, operator] # a number, as just seen


def _judged(args: tuple[Argument, ...]) -> Kind | None:
    return (
        FLAG
        if len(args) == 1 and isinstance(args[0].node, Literal) and args[0].kind == TEXT
        else None
    )


def _known(args: tuple[Argument, ...]) -> Kind | None:
    if len(args) != 1:
        return None
    match args[0].node:
        case Yearly() | Reference(_, Origin.FIELD | Origin.CELL):
            return FLAG
    return None


SIGNATURES: Mapping[str, Signature] = {
    "min": _alike,
    "max": _alike,
    "abs": _same_number,
    "if": _choice,
    "starts_with": _starts_with,
    "years_between": _exactly(DATE, DATE, gives=YEARS),
    "year_start": _exactly(YEAR, gives=DATE),
    "year_end": _exactly(YEAR, gives=DATE),
    "has_year": _exactly(YEAR, gives=FLAG),
    "fiscal_years": _fiscal_years,
    "floor": _step,
    "ceil": _step,
    "judged": _judged,
    "known": _known,
    "uscc_charset": _exactly(TEXT, gives=FLAG),
    "uscc_check_digit": _exactly(TEXT, gives=FLAG),
    "uscc_prefix": _exactly(TEXT, gives=FLAG),
    "uscc_inner": _exactly(TEXT, gives=FLAG),
}
