"""What the readers of text return. All offsets count code points in the text as it was given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """How a value binds; the JSON spelling is the value."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    RANGE = "range"
    ABOUT = "~="


class SpecKind(StrEnum):
    """What a quantity is about."""

    PERFORMANCE = "performance"
    CAPACITY = "capacity"
    DURATION = "duration"
    BUDGET = "budget"
    OTHER = "other"


class SpecRole(StrEnum):
    """What a quantity does in the text."""

    TARGET = "target"  # what is wanted or offered
    BASELINE = "baseline"  # today's state
    CONDITION = "condition"  # under which working or test condition
    CONTEXT = "context"  # company background: no index at all


class Relative(StrEnum):
    """Set where the value is a change of something and not a state of it."""

    RISE = "+"
    FALL = "-"
    MULTIPLE = "x"


@dataclass(frozen=True, slots=True)
class Spec:
    """
    One quantified technical index (技术指标).

    ``start``/``end`` cover comparator, value and unit in the text as given. ``low``/``high`` are in
    ``unit`` as written; ``canonical_*`` are in ``canonical_unit``, a pint name (``""`` for a bare
    number, ``"percent"`` for a percentage). ``>=`` and ``>`` fill ``low`` only, ``<=`` and ``<``
    ``high`` only, the other operators both. ``parameter`` is what is measured, as written, ``""``
    where the text names none.
    """

    start: int
    end: int
    parameter: str
    op: Op
    low: float | None
    high: float | None
    unit: str
    canonical_low: float | None
    canonical_high: float | None
    canonical_unit: str
    kind: SpecKind = SpecKind.PERFORMANCE
    role: SpecRole = SpecRole.TARGET
    relative: Relative | None = None
