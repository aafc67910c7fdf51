"""The industry chain and its gaps: states with evidence, moves, losses, zones."""

from queqiao.chains.analysis import ChainAnalysis, SegmentChange, Simulation, analyze, simulate
from queqiao.chains.graph import build_network, product_level, segment_level
from queqiao.chains.linking import link_records
from queqiao.chains.model import (
    Assessment,
    ChainMap,
    ChainRecord,
    Correction,
    Flow,
    IndustryChain,
    Link,
    LinkOrigin,
    LinkState,
    Move,
    MoveKind,
    Product,
    Quadrant,
    RecordKind,
    Segment,
    SegmentState,
    Strategy,
    Supply,
)
from queqiao.chains.moves import apply_moves
from queqiao.chains.resilience import Damage, Loss, LossKind
from queqiao.chains.states import assess_segments
from queqiao.chains.thresholds import Thresholds

__all__ = [
    "Assessment",
    "ChainAnalysis",
    "ChainMap",
    "ChainRecord",
    "Correction",
    "Damage",
    "Flow",
    "IndustryChain",
    "Link",
    "LinkOrigin",
    "LinkState",
    "Loss",
    "LossKind",
    "Move",
    "MoveKind",
    "Product",
    "Quadrant",
    "RecordKind",
    "Segment",
    "SegmentChange",
    "SegmentState",
    "Simulation",
    "Strategy",
    "Supply",
    "Thresholds",
    "analyze",
    "apply_moves",
    "assess_segments",
    "build_network",
    "link_records",
    "product_level",
    "segment_level",
    "simulate",
]
