"""What a rulebook says of an enterprise. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from decimal import Decimal
from enum import StrEnum

from queqiao.rules.model import Basis, Label, Role


class Outcome(StrEnum):
    """The five answers."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"  # a datum is missing
    MANUAL_REVIEW = "manual_review"  # a person has to judge
    NOT_APPLICABLE = "not_applicable"


Shown = Decimal | str | bool | None
"""A value as people write it: money in 万元, dates in ISO form, shares as fractions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionResult:
    """
    One condition with what decided it.

    ``value`` and ``threshold`` are the two sides of the comparison that decides, ``op`` its sign,
    ``unit`` what both are in; ``gap`` is how far the value falls short, ``None`` where that cannot
    be said. ``missing`` are the data that could decide it.
    """

    id: str
    title: Label
    role: Role
    outcome: Outcome
    value: Shown = None
    threshold: Shown = None
    op: str = ""
    unit: str = ""
    gap: Decimal | None = None
    basis: Basis = default(default_factory=Basis)
    verified: bool = True
    missing: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    evidence: tuple[Label, ...] = ()


class ChangeKind(StrEnum):
    """What a change does."""

    SET = "set"  # a number becomes another
    ADD = "add"  # rows are added to a list
    WAIT = "wait"  # nothing but time has to pass
    PROVIDE = "provide"  # a datum is missing
    DECIDE = "decide"  # a person has to judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One step. All ``set`` and ``add`` of an answer belong together; ``wait`` stands by itself.

    ``before`` and ``after`` are as facts files write them; ``row`` is the row to add, ``count``
    times; ``until`` the day from which waiting is enough. ``conditions`` are those that it mends.
    """

    kind: ChangeKind
    field: str
    year: int | None = None
    before: Shown = None
    after: Shown = None
    unit: str = ""
    row: Mapping[str, Shown] = default(default_factory=dict)
    count: int = 1
    until: date | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One line of the score sheet: points got, bounds where they are not certain."""

    id: str
    title: Label
    low: Decimal
    high: Decimal
    maximum: Decimal | None = None
    value: Shown = None
    basis: Basis = default(default_factory=Basis)
    verified: bool = True
    counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """
    The answer of one rulebook, with its reasons.

    ``amount_cny`` is in yuan: ``None`` for not eligible or not certain, 0 for eligible for nothing.
    ``missing`` are the data that could still change the answer, in the order of the dictionary;
    ``judged`` the judgements that nobody has made.
    """

    rulebook: str
    version: str
    title: Label
    outcome: Outcome
    at: date
    amount_cny: Decimal | None = None
    class_name: str | None = None
    score: tuple[Decimal, Decimal] | None = None
    conditions: tuple[ConditionResult, ...] = ()
    triggers: tuple[ConditionResult, ...] = ()
    score_lines: tuple[ScoreLine, ...] = ()
    changes: tuple[Change, ...] = ()
    pays_from: str | None = None
    missing: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    verified: bool = True
    worth: tuple[tuple[Label, Decimal | None], ...] = ()
