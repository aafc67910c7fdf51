"""Rulebooks: what a policy says, in one version. Values only; nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from queqiao.rules.kinds import Exact, Kind
from queqiao.rules.syntax import Node


class Grade(StrEnum):
    """How well a sentence of a policy is known."""

    CHECKED = "A"  # held against the official text
    PRIMARY = "P"  # primary text read
    AGREED = "S"  # two secondary pages agree
    SINGLE = "s"  # one secondary page
    UNVERIFIED = "U"  # not found in what was read


class BookKind(StrEnum):
    """What a rulebook answers."""

    QUALIFICATION = "qualification"  # 资质认定
    BENEFIT = "benefit"  # 税收优惠、补助
    CLASSIFICATION = "classification"  # 划型
    OBLIGATION = "obligation"  # 义务


class Role(StrEnum):
    """What a condition is for."""

    CONDITION = "condition"
    VETO = "veto"
    TRIGGER = "trigger"  # tells inspectors to look; decides nothing
    ROUTE = "route"  # an alternative under a direct route


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text that people read, in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that rules are taken from."""

    key: str
    document: str
    title: str = ""
    url: str = ""
    grade: Grade = Grade.UNVERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where a sentence stands, and how well it is known."""

    source: Source | None = None
    clause: str = ""
    grade: Grade = Grade.UNVERIFIED

    @property
    def verified(self) -> bool:
        """Whether the sentence was found in any text that was read."""
        return self.grade is not Grade.UNVERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Legal days from the first to the last, both included; ``None`` is open."""

    starts_on: date | None = None
    through: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.through is None or day <= self.through
        )


class DatedBy(StrEnum):
    """Which day chooses a parameter's value."""

    AT = "at"
    LAST_YEAR = "last_year"  # 31 December of the year before the day of application


ParameterValue = Exact | str | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the policy, by period. ``None`` as a value: not published."""

    id: str
    kind: Kind
    values: tuple[tuple[Period, ParameterValue], ...]
    dated_by: DatedBy = DatedBy.AT
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Parameters that hang on a text. A cell that is left out is 0."""

    id: str
    by: Node
    columns: Mapping[str, Kind]
    rows: Mapping[str, Mapping[str, Exact]]
    basis: Basis
    row_basis: Mapping[str, Basis]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of a definition by cases."""

    when: Node
    then: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A name for an expression, or for the first case that holds."""

    id: str
    kind: Kind
    cases: tuple[Case, ...] = ()
    otherwise: Node | None = None
    title: Label | None = None
    verified: bool = True


class Take(StrEnum):
    """What is taken from another rulebook."""

    MET = "met"
    CLASS = "class"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The answer of another rulebook under a name."""

    id: str
    rulebook: str
    take: Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """
    One sentence that must hold (or, as a trigger, is merely watched).

    ``test`` is ``None`` for what only a person can judge. ``verified`` takes into account every
    name that the test leans on.
    """

    id: str
    title: Label
    role: Role = Role.CONDITION
    test: Node | None = None
    judged: bool = False
    when: Node | None = None
    waived_if: Node | None = None
    basis: Basis = field(default_factory=Basis)
    verified: bool = True
    evidence: tuple[Label, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A shortcut: any of its conditions does instead of those that it replaces."""

    id: str
    title: Label
    replaces: frozenset[str]
    any: tuple[Condition, ...]


class Bound(StrEnum):
    """How a bracket begins."""

    AT_LEAST = "at_least"
    ABOVE = "above"
    AT_MOST = "at_most"
    BELOW = "below"
    WHEN = "when"
    ELSE = "else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Points for a value; ``low`` and ``high`` differ where experts choose between them."""

    test: Node | None  # None: everything else
    low: Exact
    high: Exact
    bound: Bound
    limit: Node | None = None
    basis: Basis = field(default_factory=Basis)


class Combine(StrEnum):
    """How a score item comes about."""

    BRACKETS = "brackets"
    POINTS = "points"
    BEST_OF = "best_of"
    SUM_OF = "sum_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreItem:
    """One line of a score sheet."""

    id: str
    title: Label
    combine: Combine
    maximum: Exact | None = None
    value: Node | None = None
    points: Node | None = None
    brackets: tuple[Bracket, ...] = ()
    parts: tuple[str, ...] = ()
    expert: str = ""
    basis: Basis = field(default_factory=Basis)
    value_kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score sheet: its items in dependency order, and which of them are summed."""

    items: tuple[ScoreItem, ...]
    total: tuple[str, ...]
    maximum: Exact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much, and its limits."""

    title: Label
    value: Node
    at_most: tuple[Node, ...] = ()
    basis: Basis = field(default_factory=Basis)
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRule:
    """A class and when it applies; the last applies otherwise."""

    name: str
    title: Label
    when: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPool:
    """Where an amount is paid from; ``total`` in 分, ``None`` where it is not published."""

    id: str
    title: Label
    total: Exact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacking:
    """A group of benefits that limit each other: the highest only, or a common ceiling in 分."""

    group: str
    title: Label | None = None
    at_most: Exact | None = None  # None: only the highest is paid (就高不重复)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When applications are taken: once, or each year between two ``MM-DD``."""

    period: Period | None = None
    yearly: tuple[str, str] | None = None
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How long a title holds: whole years, or to a day ``MM-DD`` of the year."""

    years: int | None = None
    until: str = ""
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What a holder must do, and by which ``MM-DD``."""

    title: Label
    due: str = ""
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a title is worth to its holder, in money."""

    title: Label
    value: Node
    basis: Basis = field(default_factory=Basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One policy in one version. ``path`` is the file that it was read from."""

    id: str
    version: str
    title: Label
    kind: BookKind
    in_force: Period
    path: str = ""
    grants: str = ""
    applies: Node | None = None
    undetermined: Label | None = None
    notes: tuple[Label, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    routes: tuple[Route, ...] = ()
    score: Score | None = None
    amount: Amount | None = None
    classes: tuple[ClassRule, ...] = ()
    pool: FundPool | None = None
    stacking: tuple[Stacking, ...] = ()
    windows: tuple[Window, ...] = ()
    validity: Validity | None = None
    duties: tuple[Duty, ...] = ()
    worth: tuple[Worth, ...] = ()
