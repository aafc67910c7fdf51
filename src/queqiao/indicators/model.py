"""An index as it is written down: its tree, and the rule of every step. Values only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from queqiao.indicators.methods import (
    AggregateRule,
    MissingRule,
    NormalizeRule,
    TreatRule,
    WeightRule,
)


class Direction(StrEnum):
    """Whether more of an indicator is better, less is, or what lies nearest to an optimum."""

    UP = "up"
    DOWN = "down"
    OPTIMUM = "optimum"


@dataclass(frozen=True, slots=True)
class Label:
    """A name in two languages; either may stand for both."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The name in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Effort:
    """What one ``step`` of an indicator costs, and how far it can go; ``None``: best seen."""

    step: float
    cost: float = 1.0
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a definition or a figure comes from, and whether it was verified there."""

    source: str = ""
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    A leaf of the tree.

    ``column`` is where the data hold it, ``denominator`` the column that it is divided by,
    ``factor`` what it is multiplied with. ``lowest`` and ``highest`` cut the value before anything
    is done to it. ``columns`` and ``column`` exclude each other: several are averaged.
    """

    id: str
    name: Label
    columns: tuple[str, ...]
    direction: Direction = Direction.UP
    weight: float = 1.0
    multiplier: float = 1.0
    class_weights: Mapping[str, float] = field(default_factory=dict)
    denominator: str = ""
    factor: float = 1.0
    unit: str = ""
    lowest: float | None = None
    highest: float | None = None
    optimum: tuple[float, float] | None = None
    missing: MissingRule | None = None
    treat: TreatRule | None = None
    normalize: NormalizeRule | None = None
    effort: Effort | None = None
    provenance: Provenance = Provenance()

    @property
    def column(self) -> str:
        """The column, or the first of several."""
        return self.columns[0]


@dataclass(frozen=True, slots=True)
class Group:
    """An inner node of the tree: its parts make its score."""

    id: str
    name: Label
    parts: tuple[Indicator | Group, ...]
    weight: float = 1.0
    multiplier: float = 1.0
    class_weights: Mapping[str, float] = field(default_factory=dict)
    weights: WeightRule | None = None
    aggregate: AggregateRule | None = None
    provenance: Provenance = Provenance()


Node = Indicator | Group


class VetoEffect(StrEnum):
    """What a veto does to a unit's score and rank."""

    LAST = "last"
    ZERO = "zero"
    CAP = "cap"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class Deduction:
    """``points`` off the final score for each unit of ``column``, ``most`` at most."""

    column: str
    name: Label
    points: float
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """What happens where ``column`` is ``at_least`` or more."""

    column: str
    name: Label
    effect: VetoEffect
    at_least: float = 1.0
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade by the least score, or by the share of the units that may have it or a better one."""

    name: Label
    least: float | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class ExitRule:
    """Who is among the ``last`` (a count, or a share below 1) ``years`` years running leaves."""

    last: float
    years: int = 2
    within: str = ""


@dataclass(frozen=True, slots=True)
class PeerRule:
    """Peers share a value of ``by``, or are the ``nearest`` units on the columns ``on``."""

    by: str = ""
    nearest: int = 0
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitColumns:
    """Which columns identify, name, date and sort the units."""

    id: str
    name: str = ""
    year: str = ""
    class_: str = ""
    groups: tuple[str, ...] = ()
    least_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The choices that uncertainty analysis varies; the configuration's own choice comes first."""

    missing: tuple[MissingRule, ...] = ()
    treat: tuple[TreatRule, ...] = ()
    normalize: tuple[NormalizeRule, ...] = ()
    weights: tuple[WeightRule, ...] = ()
    aggregate: tuple[AggregateRule, ...] = ()
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class UncertaintyRule:
    """
    ``spread`` varies every weight between (1 - spread) and (1 + spread) times itself;
    ``draws`` is how many times missing values are drawn anew from the observed ones, 0 for never.
    """

    runs: int = 1000
    seed: int = 0
    spread: float = 0.25
    draws: int = 0
    alternatives: Alternatives = Alternatives()


@dataclass(frozen=True, slots=True)
class Steps:
    """The rule of every step where a node does not bring its own."""

    missing: MissingRule = field(default_factory=MissingRule)
    treat: TreatRule = field(default_factory=TreatRule)
    normalize: NormalizeRule = field(default_factory=NormalizeRule)
    weights: WeightRule = field(default_factory=WeightRule)
    aggregate: AggregateRule = field(default_factory=AggregateRule)


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole index, frozen: the same file and data give the same numbers."""

    id: str
    top: Group
    units: UnitColumns
    steps: Steps = Steps()
    deductions: tuple[Deduction, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()
    exit: ExitRule | None = None
    peers: PeerRule | None = None
    uncertainty: UncertaintyRule = UncertaintyRule()
    decimals: int | None = None
    tie_break: str = ""
    year: int | None = None
    provenance: Provenance = Provenance()
    notes: Label | None = None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All leaves, in the order of the file."""
        return tuple(node for node in walk(self.top) if isinstance(node, Indicator))

    @property
    def groups(self) -> tuple[Group, ...]:
        """All inner nodes, parts before the group that they belong to; the index itself is last."""
        return tuple(bottom_up(self.top))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the file."""
    yield node
    if isinstance(node, Group):
        for part in node.parts:
            yield from walk(part)


def bottom_up(group: Group) -> Iterator[Group]:
    """The groups below, then the group."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from bottom_up(part)
    yield group
