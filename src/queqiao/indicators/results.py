"""What building an index gives: the table of every stage, and how each number came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from queqiao.errors import Problem
from queqiao.indicators.methods import TreatMethod
from queqiao.indicators.model import Configuration, Label, VetoEffect
from queqiao.messages import Message

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Unit:
    """A zone, region, institution: whatever the index compares."""

    id: str
    name: str
    class_: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """
    The data of one year.

    ``columns`` maps each column to one value a unit, ``nan`` where there is none; ``places`` tells
    source and row of each unit.
    """

    year: int | None
    units: tuple[Unit, ...]
    columns: Mapping[str, Floats]
    places: tuple[tuple[str, int | None], ...] = ()

    def position(self, unit_id: str) -> int | None:
        """Where the unit stands, ``None`` where it does not."""
        return next((at for at, unit in enumerate(self.units) if unit.id == unit_id), None)


@dataclass(frozen=True, slots=True)
class Panel:
    """The data of all years, oldest first; one without a year where the data name none."""

    frames: tuple[Frame, ...]
    notices: tuple[Problem, ...] = ()

    @property
    def latest(self) -> Frame:
        """The newest year."""
        return self.frames[-1]

    def frame(self, year: int | None) -> Frame | None:
        """The data of that year; of the newest one where none is asked for."""
        if year is None:
            return self.latest
        return next((frame for frame in self.frames if frame.year == year), None)


@dataclass(frozen=True, slots=True)
class Table:
    """One stage: a row for each unit, a column for each node."""

    columns: tuple[str, ...]
    values: Floats

    def column(self, name: str) -> Floats:
        """One column."""
        return self.values[:, self.columns.index(name)]


@dataclass(frozen=True, slots=True)
class Imputation:
    """A value that was not reported and how it was filled."""

    unit: int
    indicator: str
    value: float
    method: str
    basis: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """What outlier treatment did to one indicator; ``low`` and ``high`` count the values moved."""

    indicator: str
    method: TreatMethod | None
    low: int
    high: int
    skewness: tuple[float, float]
    kurtosis: tuple[float, float]
    passed: bool
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Normalization:
    """The formula of one indicator with its figures, for the trace."""

    indicator: str
    method: str
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PartWeights:
    """
    The weights of a group's parts, as shares that add up to 1.

    ``shares`` has a row for each class (``classes``), or one a unit where ``by_unit``.
    """

    group: str
    parts: tuple[str, ...]
    shares: Floats
    classes: tuple[str, ...] = ("",)
    by_unit: bool = False
    method: str = ""
    detail: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A deduction (``points`` off) or a veto that a unit met, with what the data said."""

    unit: int
    name: Label
    value: float
    points: float = 0.0
    effect: VetoEffect | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """
    An index built for one year, every stage kept.

    ``scores`` are final, after deductions and vetoes; ``nan`` marks an excluded unit, whose rank is
    0 and whose ``adjustments`` say why. ``weights`` are by group id.
    """

    configuration: Configuration
    frame: Frame
    raw: Table
    denominated: Table
    imputed: Table
    treated: Table
    normalized: Table
    weights: Mapping[str, PartWeights]
    aggregated: Table
    scores: Floats
    ranks: NDArray[np.int64]
    grades: tuple[Label | None, ...]
    imputations: tuple[Imputation, ...]
    treatments: tuple[Treatment, ...]
    normalizations: tuple[Normalization, ...]
    adjustments: tuple[Adjustment, ...]
    notices: tuple[Message, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units, in the order of all tables."""
        return self.frame.units

    def score_of(self, node_id: str) -> Floats:
        """The normalized values of an indicator, or the scores of a group."""
        if node_id in self.normalized.columns:
            return self.normalized.column(node_id)
        return self.aggregated.column(node_id)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything before weights: the tables of the indicators."""

    frame: Frame
    raw: Table
    denominated: Table
    imputed: Table
    treated: Table
    normalized: Table
    imputations: tuple[Imputation, ...]
    treatments: tuple[Treatment, ...]
    normalizations: tuple[Normalization, ...]
    notices: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Combined:
    """The scores of all groups with the weights that made them."""

    weights: Mapping[str, PartWeights]
    aggregated: Table
    notices: tuple[Message, ...]
