"""The rule of every step: which method, and its options. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MissingMethod(StrEnum):
    """What stands in for a value that was not reported."""

    REFUSE = "refuse"
    KEEP = "keep"
    VALUE = "value"
    WORST = "worst"
    MEAN = "mean"
    MEDIAN = "median"
    GROUP_MEAN = "group_mean"
    GROUP_MEDIAN = "group_median"
    NEIGHBORS = "neighbors"
    REGRESSION = "regression"
    EM = "em"
    PREVIOUS_YEAR = "previous_year"


class TreatMethod(StrEnum):
    """How the tail of a skewed indicator is drawn in."""

    WINSORIZE = "winsorize"
    PERCENTILES = "percentiles"
    FENCES = "fences"
    LOG = "log"
    LOG_SHIFT = "log_shift"
    LOG_RANGE = "log_range"
    LOG_GII = "log_gii"
    BOX_COX = "box_cox"


class NormalizeMethod(StrEnum):
    """How an indicator comes to a scale that it shares with the others."""

    NONE = "none"
    MIN_MAX = "min_max"
    Z = "z"
    RANK = "rank"
    BORDA = "borda"
    PERCENTILE = "percentile"
    TARGET = "target"
    REFERENCE_UNIT = "reference_unit"
    REFERENCE_YEAR = "reference_year"
    GROWTH = "growth"
    GOALPOSTS = "goalposts"
    MAXIMUM = "maximum"
    MEAN = "mean"
    SHARE = "share"
    VECTOR = "vector"
    BANDS = "bands"
    AROUND_MEAN = "around_mean"


class WeightMethod(StrEnum):
    """Where the weights of a group's parts come from."""

    GIVEN = "given"
    EQUAL = "equal"
    ENTROPY = "entropy"
    CRITIC = "critic"
    PCA = "pca"
    AHP = "ahp"
    BUDGET = "budget"
    DOUBT = "benefit_of_the_doubt"


class AggregateMethod(StrEnum):
    """How the parts of a group become one score."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    POWER = "power"
    COPELAND = "copeland"
    KEMENY = "kemeny"


class MissingPart(StrEnum):
    """What a group does with a part that a unit has no value for."""

    REFUSE = "refuse"
    RENORMALIZE = "renormalize"
    ZERO = "zero"


class Ties(StrEnum):
    """The rank that equal values share, as in ``scipy.stats.rankdata``."""

    MIN = "min"
    MAX = "max"
    AVERAGE = "average"
    DENSE = "dense"


@dataclass(frozen=True, slots=True)
class MissingRule:
    """
    ``by`` names the grouping of the units; ``on`` the predictors of a regression (all where empty).

    ``most`` is the largest share of missing units that an indicator may have filled, 0-1.
    """

    method: MissingMethod = MissingMethod.REFUSE
    by: str = ""
    value: float = 0.0
    neighbors: int = 5
    on: tuple[str, ...] = ()
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class TreatStep:
    """
    One way to draw in a tail.

    ``most`` values at one end at most (``winsorize``; ``None``: 5 % of the units, rounded up);
    ``low`` and ``high`` are quantiles (``percentiles``); ``reach`` interquartile ranges beyond the
    quartiles (``fences``); ``shift`` is added before a logarithm; ``power`` is the lambda of
    Box-Cox, ``None`` for the most likely one.
    """

    method: TreatMethod
    most: int | None = None
    low: float = 0.05
    high: float = 0.95
    reach: float = 1.5
    shift: float = 1.0
    power: float | None = None


@dataclass(frozen=True, slots=True)
class OutlierCheck:
    """An indicator is outlying where both skewness (either sign) and excess kurtosis pass these."""

    skewness: float = 2.0
    kurtosis: float = 3.5


@dataclass(frozen=True, slots=True)
class TreatRule:
    """
    Steps tried in order, each on the untreated values, until the check passes.

    Without a check every step runs, each on the outcome of the one before. ``unresolved`` tells
    whether an indicator that stays outlying is refused.
    """

    steps: tuple[TreatStep, ...] = ()
    check: OutlierCheck | None = None
    refuse_unresolved: bool = False


@dataclass(frozen=True, slots=True)
class NormalizeRule:
    """
    ``low`` and ``high`` are the ends of the common scale, ``start`` and ``end`` goalposts.

    ``constant`` is the value of an indicator that does not vary; ``None`` refuses it.
    ``sample`` divides a variance by n - 1, else by n.
    """

    method: NormalizeMethod = NormalizeMethod.MIN_MAX
    low: float = 0.0
    high: float = 100.0
    start: float | None = None
    end: float | None = None
    log: bool = False
    clip: bool = False
    target: float | None = None
    reference: str = ""
    year: int | None = None
    all_years: bool = False
    mean: float = 0.0
    deviation: float = 1.0
    sample: bool = True
    ties: Ties | None = None
    threshold: float = 0.2
    bands: tuple[tuple[float, float], ...] = ()
    constant: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One judgement of a hierarchy process: ``first`` weighs ``value`` times ``second``."""

    first: str
    second: str
    value: float


@dataclass(frozen=True, slots=True)
class Allocation:
    """How one expert spread a budget of points over the parts."""

    expert: str
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WeightRule:
    """
    ``most_ratio`` is the largest consistency ratio accepted (AHP); ``share_low`` and ``share_high``
    bound the part of a score that one part may make up (benefit of the doubt); ``variance`` is the
    share of variance that the kept components must explain (PCA), 0 for the first one alone.
    """

    method: WeightMethod = WeightMethod.GIVEN
    comparisons: tuple[Comparison, ...] = ()
    geometric: bool = False
    most_ratio: float = 0.1
    allocations: tuple[Allocation, ...] = ()
    share_low: float = 0.0
    share_high: float = 1.0
    variance: float = 0.0
    sample: bool = True


@dataclass(frozen=True, slots=True)
class AggregateRule:
    """``power`` is the exponent of a power mean; ``floor`` replaces smaller values."""

    method: AggregateMethod = AggregateMethod.ARITHMETIC
    power: float = 1.0
    missing: MissingPart = MissingPart.REFUSE
    floor: float | None = None
