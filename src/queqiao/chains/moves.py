"""What can be done about each gap, why, and what it would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from queqiao.chains.board import Board, gravest_gaps
from queqiao.chains.model import (
    Assessment,
    ChainMap,
    ChainRecord,
    Link,
    LinkOrigin,
    LinkState,
    Move,
    MoveKind,
    RecordKind,
    Segment,
    SegmentState,
    Strategy,
    Supply,
)
from queqiao.chains.states import capacity_in, is_local
from queqiao.messages import Message

_GRAVITY = {
    SegmentState.MISSING: 1.0,
    SegmentState.CHOKEPOINT: 0.8,
    SegmentState.WEAK: 0.6,
    SegmentState.ONE_SUPPLIER: 0.4,
    SegmentState.ONE_REGION: 0.2,
    SegmentState.HEALTHY: 0.0,
}
"""How grave a state is when moves are put in order."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A segment in need, with what stands on it and beside it."""

    segment: Segment
    assessment: Assessment
    strategy: Strategy
    region: str | None
    linked: tuple[tuple[ChainRecord, Link], ...]
    neighbors: tuple[tuple[ChainRecord, str], ...]
    impact: float


def propose_moves(board: Board, impacts: Mapping[str, float]) -> tuple[Move, ...]:
    """
    The moves for the gravest gaps (all of them unless there are thousands), most urgent first.

    Missing with life both above and below is filled, missing at an end is extended, every other
    gap is strengthened. Urgency is the gravity of the gravest state, raised by the impact that the
    loss of the segment has (``impacts``, by segment id) and by how ready the move's partner is.
    """
    on: dict[str, list[tuple[ChainRecord, Link]]] = defaultdict(list)
    for link in board.links:
        if link.state is not LinkState.REJECTED and link.record in board.records:
            on[link.segment].append((board.records[link.record], link))
    alive = _alive(board)
    moves: list[Move] = []
    for index in gravest_gaps(board, int(board.thresholds.moves.gaps)):
        segment, assessment = board.found.segments[index], board.assessments[index]
        gap = _Gap(
            segment,
            assessment,
            _strategy(index, assessment, alive),
            board.found.chain(segment.chain).region,
            tuple(on.get(segment.id, ())),
            _neighbors(board, index),
            impacts.get(segment.id, 0.0),
        )
        moves += _moves_for(gap, board)
    ordered = sorted(moves, key=lambda m: (-m.priority, m.segment, m.kind, m.record))
    return tuple(replace(move, id=f"M{rank}") for rank, move in enumerate(ordered, start=1))


def _alive(board: Board) -> tuple[Sequence[bool], Sequence[bool]]:
    """For each segment, whether something not missing stands above it, and below it."""
    network = board.network
    there = [SegmentState.MISSING not in a.states for a in board.assessments]
    above, below = [False] * len(there), [False] * len(there)
    order = sorted(range(len(there)), key=lambda i: (int(network.levels[i]), i))
    for i in order:
        above[i] = any(there[j] or above[j] for j in network.upstream[i])
    for i in reversed(order):
        below[i] = any(there[j] or below[j] for j in network.downstream[i])
    return above, below


def _strategy(
    index: int, assessment: Assessment, alive: tuple[Sequence[bool], Sequence[bool]]
) -> Strategy:
    if SegmentState.MISSING not in assessment.states:
        return Strategy.STRENGTHEN
    return Strategy.FILL if alive[0][index] and alive[1][index] else Strategy.EXTEND


def _neighbors(board: Board, index: int) -> tuple[tuple[ChainRecord, str], ...]:
    """The local enterprises directly above and below, each with the name of its segment."""
    around = (*board.network.upstream[index], *board.network.downstream[index])
    found: dict[str, tuple[ChainRecord, str]] = {}
    for other in around:
        assessment = board.assessments[other]
        for supplier in assessment.suppliers:
            if supplier.local:
                name = board.found.segments[other].name
                found.setdefault(supplier.record, (board.records[supplier.record], name))
    return tuple(sorted(found.values(), key=lambda pair: pair[0].id))


def _moves_for(gap: _Gap, board: Board) -> Iterable[Move]:
    yield from _conversions(gap, board)
    yield from _cultivations(gap, board)
    yield from _attractions(gap, board)
    yield from _posts(gap, board)


def _entry(gap: _Gap, board: Board) -> float | None:
    """What a new producer is assumed to add: a share of demand, else as much as a usual one."""
    if gap.segment.demand:
        return gap.segment.demand * board.thresholds.moves.entry_share
    known = [s.capacity for s in gap.assessment.suppliers if s.capacity is not None]
    return sum(known) / len(known) if known else None


def _conversions(gap: _Gap, board: Board) -> Iterable[Move]:
    """Achievements ripe enough, local ones first."""
    limits = board.thresholds.moves
    ripe = [
        (record, link)
        for record, link in gap.linked
        if record.kind is RecordKind.ACHIEVEMENT and (record.trl or 0) >= limits.convert_trl
    ]
    ripe.sort(
        key=lambda pair: (
            not is_local(pair[0].region, gap.region),
            -pair[1].confidence * (pair[0].trl or 0),
            pair[0].id,
        )
    )
    relief = limits.convert_relief if SegmentState.CHOKEPOINT in gap.assessment.states else 0.0
    for record, link in ripe[: int(limits.most)]:
        local = is_local(record.region, gap.region)
        code = "chains.move.convert_local" if local else "chains.move.convert_away"
        params = {
            "title": record.title,
            "owner": record.owner,
            "trl": record.trl,
            "sure": f"{link.confidence:.0%}",
        }
        ready = link.confidence * (record.trl or 0) / 9 * (1.0 if local else 0.8)
        yield _move(
            gap,
            MoveKind.CONVERT,
            Message(code, params),
            _Effect(ready, record=record.id, capacity=_entry(gap, board), relief=relief),
        )


def _cultivations(gap: _Gap, board: Board) -> Iterable[Move]:
    """Local suppliers that can grow where supply is short, else neighbors that can step in."""
    states = gap.assessment.states
    limits = board.thresholds.moves
    most = int(limits.most)
    if SegmentState.WEAK in states:
        local = [s for s in gap.assessment.suppliers if s.local]
        local.sort(key=lambda s: (-(s.capacity or 0.0), s.record))
        for supplier in local[:most]:
            record = board.records[supplier.record]
            grown = None if supplier.capacity is None else supplier.capacity * limits.growth
            message = Message(
                "chains.move.cultivate_grow",
                {"title": record.title, "growth": f"{limits.growth:.0%}"},
            )
            yield _move(
                gap, MoveKind.CULTIVATE, message, _Effect(0.7, record=record.id, capacity=grown)
            )
    if not {SegmentState.MISSING, SegmentState.WEAK, SegmentState.ONE_SUPPLIER} & set(states):
        return
    inside = {s.record for s in gap.assessment.suppliers}
    near = [(r, where) for r, where in gap.neighbors if r.id not in inside]
    near.sort(key=lambda pair: (-(pair[0].output_cny or 0), -pair[0].patents, pair[0].id))
    for record, where in near[:most]:
        message = Message("chains.move.cultivate_enter", {"title": record.title, "segment": where})
        yield _move(
            gap,
            MoveKind.CULTIVATE,
            message,
            _Effect(0.5, record=record.id, capacity=_entry(gap, board)),
        )


def _attractions(gap: _Gap, board: Board) -> Iterable[Move]:
    """Outside suppliers of the segment, where local supply is short or hangs on one."""
    wanted = {SegmentState.MISSING, SegmentState.WEAK, SegmentState.ONE_SUPPLIER}
    if not wanted & set(gap.assessment.states):
        return
    away = [s for s in gap.assessment.suppliers if not s.local]
    away.sort(key=lambda s: (-(s.capacity or 0.0), s.record))
    short = None
    if gap.segment.demand:
        short = max(gap.segment.demand - gap.assessment.supply, 0.0) or None
    for supplier in away[: int(board.thresholds.moves.most)]:
        record = board.records[supplier.record]
        amounts = [a for a in (supplier.capacity, short) if a is not None]
        message = Message("chains.move.attract", {"title": record.title})
        yield _move(
            gap,
            MoveKind.ATTRACT,
            message,
            _Effect(
                0.6, record=record.id, capacity=min(amounts) if amounts else _entry(gap, board)
            ),
        )


def _posts(gap: _Gap, board: Board) -> Iterable[Move]:
    """Demands that enterprises have there already, and a challenge where technology is lacking."""
    states = set(gap.assessment.states)
    demands = [r for r, _ in gap.linked if r.kind is RecordKind.DEMAND]
    demands.sort(key=lambda r: r.id)
    for record in demands[: int(board.thresholds.moves.most)]:
        message = Message("chains.move.post_demand", {"title": record.title, "owner": record.owner})
        yield _move(gap, MoveKind.POST_DEMAND, message, _Effect(0.5, record=record.id))
    if SegmentState.CHOKEPOINT in states:
        technology = "、".join(gap.segment.outside_technology) or gap.segment.name
        relief = board.thresholds.moves.challenge_relief
        message = Message("chains.move.challenge", {"names": technology})
        yield _move(gap, MoveKind.POST_CHALLENGE, message, _Effect(0.6, relief=relief))
    elif SegmentState.MISSING in states and not any(
        r.kind is RecordKind.ACHIEVEMENT for r, _ in gap.linked
    ):
        message = Message("chains.move.challenge_missing", {"segment": gap.segment.name})
        yield _move(gap, MoveKind.POST_CHALLENGE, message, _Effect(0.4))


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a move needs and brings."""

    readiness: float
    record: str = ""
    capacity: float | None = None
    relief: float = 0.0


def _move(gap: _Gap, kind: MoveKind, reason: Message, effect: _Effect) -> Move:
    gravity = max(_GRAVITY[state] for state in gap.assessment.states)
    priority = gravity * (0.5 + 0.5 * gap.impact) * (0.5 + 0.5 * effect.readiness)
    return Move(
        id="",
        kind=kind,
        strategy=gap.strategy,
        segment=gap.segment.id,
        record=effect.record,
        capacity=effect.capacity,
        relief=effect.relief,
        priority=round(priority, 6),
        reason=reason,
    )


def apply_moves(
    found: ChainMap,
    records: Sequence[ChainRecord],
    links: Sequence[Link],
    moves: Sequence[Move],
) -> tuple[ChainMap, tuple[ChainRecord, ...], tuple[Link, ...]]:
    """
    The chain, records and links as they would be once ``moves`` have succeeded.

    A converted achievement becomes a local supplier of its own; an attracted enterprise comes with
    its capacity into the region; a cultivated one grows or steps in; a solved challenge and a
    conversion take their relief off the outside dependence. Posting a demand alone changes nothing.
    """
    current, people, edges = found, list(records), list(links)
    for move in moves:
        segment = next(s for s in current.segments if s.id == move.segment)
        region = current.chain(segment.chain).region
        current = _relieved(current, segment, move.relief)
        if move.kind in (MoveKind.CONVERT, MoveKind.ATTRACT, MoveKind.CULTIVATE):
            people, edges = _with_supplier(people, edges, segment, move, region)
    return current, tuple(people), tuple(edges)


def _relieved(found: ChainMap, segment: Segment, relief: float) -> ChainMap:
    if not relief or segment.outside_share is None:
        return found
    eased = replace(segment, outside_share=segment.outside_share * (1 - relief))
    return replace(
        found, segments=tuple(eased if s.id == segment.id else s for s in found.segments)
    )


def _with_supplier(
    records: list[ChainRecord],
    links: list[Link],
    segment: Segment,
    move: Move,
    region: str | None,
) -> tuple[list[ChainRecord], list[Link]]:
    source = next(record for record in records if record.id == move.record)
    new_id = source.id if move.kind is MoveKind.CULTIVATE else f"{source.id}+{move.segment}"
    present = next((r for r in records if r.id == new_id), None)
    here = (segment.id, segment.name)
    linked = [k for k in links if k.record == new_id and k.state is LinkState.ACCEPTED]
    alone = {k.segment for k in linked} == {segment.id}
    held = capacity_in(present, segment, alone=alone) if present else None
    known = held is not None or move.capacity is not None
    capacity = (held or 0.0) + (move.capacity or 0.0) if known else None
    others = tuple(s for s in (present.supplies if present else ()) if s.segment not in here)
    supplies = (*others, Supply(segment=segment.id, capacity=capacity, unit=segment.unit))
    if present:
        changed = replace(present, supplies=supplies)
        people = [changed if r.id == new_id else r for r in records]
    else:
        made = ChainRecord(
            id=new_id,
            kind=RecordKind.ENTERPRISE,
            title=source.title,
            owner=source.owner,
            region=region,
            zone=move.zone,
            supplies=supplies,
        )
        people = [*records, made]
    kept = [k for k in links if (k.record, k.segment) != (new_id, segment.id)]
    link = Link(new_id, segment.id, 1.0, LinkState.ACCEPTED, LinkOrigin.STATED)
    return people, [*kept, link]
