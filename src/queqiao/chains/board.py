"""What everything after the states is computed from: the chain and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queqiao.chains.graph import Network
from queqiao.chains.model import Assessment, ChainMap, ChainRecord, Link, SegmentState
from queqiao.chains.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Board:
    """The chain, its network, what stands on it, and how it stands (in the order of the map)."""

    found: ChainMap
    network: Network
    records: Mapping[str, ChainRecord]
    links: tuple[Link, ...]
    assessments: tuple[Assessment, ...]
    thresholds: Thresholds


_RANK = {state: rank for rank, state in enumerate(SegmentState)}


def gravest_gaps(board: Board, most: int) -> tuple[int, ...]:
    """The numbers of the ``most`` segments in the gravest states, in the order of the map."""
    gaps = [(_RANK[a.states[0]], i) for i, a in enumerate(board.assessments) if a.findings]
    return tuple(sorted(index for _, index in sorted(gaps)[:most]))
