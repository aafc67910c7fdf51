"""The numbers that decide, all stated in ``thresholds.yaml`` and all open to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class StateThresholds:
    """When a segment is missing, weak, concentrated or a chokepoint."""

    missing_coverage: float
    weak_coverage: float
    fewest_suppliers: float
    top_supplier_share: float
    top_region_share: float
    region_digits: float
    outside_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthThresholds:
    """How suppliers and research add up to scores."""

    half_suppliers: float
    half_innovation: float
    strong: float
    points: Mapping[str, float]
    patent_points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkThresholds:
    """How sure a term makes a link, and from where a link counts."""

    accept: float
    review: float
    fields: Mapping[str, float]
    inside_word: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveThresholds:
    """What a move is assumed to bring."""

    gaps: float
    most: float
    convert_trl: float
    entry_share: float
    growth: float
    convert_relief: float
    challenge_relief: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LossThresholds:
    """How losses are propagated and counted."""

    outside_covers: float
    broken: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneThresholds:
    """When a zone is specialized, and when two are alike."""

    specialized: float
    least_share: float
    overlap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """All of them."""

    states: StateThresholds
    strength: StrengthThresholds
    links: LinkThresholds
    moves: MoveThresholds
    losses: LossThresholds
    zones: ZoneThresholds


SECTIONS: Mapping[str, type] = MappingProxyType(
    {
        "states": StateThresholds,
        "strength": StrengthThresholds,
        "links": LinkThresholds,
        "moves": MoveThresholds,
        "losses": LossThresholds,
        "zones": ZoneThresholds,
    }
)
COUNTS = frozenset(
    {
        "fewest_suppliers",
        "region_digits",
        "half_suppliers",
        "half_innovation",
        "gaps",
        "most",
        "convert_trl",
        "points",
        "patent_points",
        "growth",
        "specialized",
    }
)
"""The numbers that are no shares and may exceed 1."""
