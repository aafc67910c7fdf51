"""The whole analysis of a chain map: links in, states, losses, moves and zones out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from queqiao.chains.board import Board
from queqiao.chains.graph import build_network
from queqiao.chains.model import (
    Assessment,
    ChainMap,
    ChainRecord,
    Link,
    Move,
    SegmentState,
)
from queqiao.chains.moves import apply_moves, propose_moves
from queqiao.chains.resilience import (
    Damage,
    Loss,
    LossKind,
    Ranking,
    Redundancy,
    damage_of,
    rank_losses,
    redundancy_of,
)
from queqiao.chains.states import assess_segments
from queqiao.chains.thresholds import Thresholds
from queqiao.chains.zones import ZoneReport, study_zones

MOST_LOSSES = 20
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class ChainAnalysis:
    """Everything that is known of the chains; ``redundancy`` follows the map."""

    board: Board
    redundancy: tuple[Redundancy, ...]
    losses: Mapping[LossKind, Ranking]
    moves: tuple[Move, ...]
    zones: ZoneReport

    def count(self, state: SegmentState, chain: str = "") -> int:
        """In how many segments (of one chain, or all) a state holds."""
        return sum(
            state in assessment.states
            for segment, assessment in zip(
                self.board.found.segments, self.board.assessments, strict=True
            )
            if chain in ("", segment.chain)
        )


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """A segment before and after a simulation."""

    segment: str
    before: Assessment
    after: Assessment
    output: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """What moves and losses would change: segments that differ, and the damage of the losses."""

    moves: tuple[Move, ...]
    losses: tuple[Loss, ...]
    changes: tuple[SegmentChange, ...]
    before: Damage
    after: Damage


def analyze(
    found: ChainMap,
    records: Iterable[ChainRecord],
    links: Sequence[Link],
    *,
    thresholds: Thresholds,
) -> ChainAnalysis:
    """The analysis of a map whose flows join segments (``segment_level``, ``product_level``)."""
    by_id = {record.id: record for record in records}
    network = build_network(found)
    assessments = assess_segments(found, by_id.values(), links, thresholds=thresholds)
    board = Board(found, network, by_id, tuple(links), assessments, thresholds)
    losses = {kind: rank_losses(board, kind=kind, most=MOST_LOSSES) for kind in LossKind}
    impacts = {d.losses[0].name: d.impact for d in losses[LossKind.SEGMENT].damages}
    zones = study_zones(board)
    best = {p.segment: p.zone for p in reversed(zones.placements)}
    moves = (
        replace(move, zone=best.get(move.segment, "")) for move in propose_moves(board, impacts)
    )
    return ChainAnalysis(board, redundancy_of(board), losses, tuple(moves), zones)


def simulate(
    analysis: ChainAnalysis, *, moves: Sequence[Move] = (), losses: Sequence[Loss] = ()
) -> Simulation:
    """
    What changes when ``moves`` succeed and ``losses`` then happen.

    States are those after the moves; outputs and damage are those of the losses, with and without
    the moves.
    """
    board = analysis.board
    found, records, links = apply_moves(
        board.found, tuple(board.records.values()), board.links, moves
    )
    after = assess_segments(found, records, links, thresholds=board.thresholds)
    changed = replace(board, found=found, assessments=after)
    before_damage, _ = damage_of(board, losses)
    after_damage, output = damage_of(changed, losses)
    targets = {move.segment for move in moves}
    changes = tuple(
        SegmentChange(old.segment, old, new, output[old.segment])
        for old, new in zip(board.assessments, after, strict=True)
        if old != new or output[old.segment] < 1 - _TINY or old.segment in targets
    )
    return Simulation(tuple(moves), tuple(losses), changes, before_damage, after_damage)
