"""What everything after the states is computed from: the chain and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queqiao.chains.graph import Network
from queqiao.chains.model import Assessment, ChainMap, ChainRecord, Link
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
