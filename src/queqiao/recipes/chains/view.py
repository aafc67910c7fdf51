"""What the page shows of each segment, move, loss and zone, in the words of one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queqiao.chains import ChainAnalysis, LinkState, RecordKind, SegmentState
from queqiao.chains.board import Board
from queqiao.chains.model import Assessment, Link, LinkOrigin, Move, Segment
from queqiao.chains.resilience import LossKind, Redundancy
from queqiao.chains.states import is_local
from queqiao.core.codes import region_name
from queqiao.messages import render
from queqiao.recipes.chains.words import (
    SHAPES,
    amount,
    kind_word,
    move_word,
    percent,
    place,
    quadrant_word,
    state_word,
    strategy_word,
    word,
)

MOST_MOVES = 120
MOST_REVIEWS = 60
_MOST_NAMED = 12
_MOST_RECORDS = 40


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record on a segment: who, where, how it came there."""

    id: str
    title: str
    local: bool
    facts: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment with everything that is said of it."""

    anchor: str
    number: int
    segment: Segment
    chain: str
    states: tuple[tuple[str, str, str], ...]  # code, shape, word
    findings: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    quadrant: str
    strength: str
    products: tuple[str, ...]
    upstream: tuple[tuple[str, str], ...]
    downstream: tuple[tuple[str, str], ...]
    records: tuple[tuple[str, str, tuple[RecordView, ...], int], ...]  # kind, word, views, more
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Head cells and rows of cells, all text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def segment_views(analysis: ChainAnalysis, *, language: str) -> tuple[SegmentView, ...]:
    """The views of all segments, in the order of the map."""
    board = analysis.board
    on: dict[str, list[Link]] = defaultdict(list)
    for link in board.links:
        if link.state is not LinkState.REJECTED:
            on[link.segment].append(link)
    products: dict[str, list[str]] = defaultdict(list)
    for product in board.found.products:
        products[product.segment].append(product.name)
    moves: dict[str, list[Move]] = defaultdict(list)
    for move in analysis.moves:
        moves[move.segment].append(move)
    chains = {chain.id: chain.name for chain in board.found.chains}
    names = [segment.name for segment in board.found.segments]
    network = board.network
    return tuple(
        SegmentView(
            anchor=f"s{index}",
            number=index,
            segment=segment,
            chain=chains[segment.chain],
            states=tuple((s.value, SHAPES[s], state_word(s, language)) for s in assessment.states),
            findings=tuple(render(finding.reason, language) for finding in assessment.findings),
            facts=tuple(_facts(segment, assessment, redundancy, language)),
            quadrant=quadrant_word(assessment.quadrant, language),
            strength=word(
                "list.strength",
                language,
                industry=f"{assessment.industry_score:.2f}",
                innovation=f"{assessment.innovation_score:.2f}",
            ),
            products=tuple(products[segment.id]),
            upstream=tuple((f"s{i}", names[i]) for i in network.upstream[index]),
            downstream=tuple((f"s{i}", names[i]) for i in network.downstream[index]),
            records=tuple(_records(board, (segment, assessment), on[segment.id], language)),
            moves=tuple(
                f"{m.id} {strategy_word(m.strategy, language)}·{move_word(m.kind, language)}: "
                f"{render(m.reason, language)}"
                for m in moves[segment.id][:_MOST_NAMED]
            ),
        )
        for index, (segment, assessment, redundancy) in enumerate(
            zip(board.found.segments, board.assessments, analysis.redundancy, strict=True)
        )
    )


def _facts(
    segment: Segment, assessment: Assessment, redundancy: Redundancy, language: str
) -> Iterable[tuple[str, str]]:
    def fact(code: str, value: str) -> tuple[str, str]:
        return word(f"list.{code}", language), value

    if segment.demand is not None:
        yield fact("demand", amount(segment.demand, segment.unit))
    supply = amount(assessment.supply, segment.unit)
    if assessment.unstated:
        supply = word("list.supply_least", language, amount=supply, count=assessment.unstated)
    if assessment.suppliers:
        yield fact("supply", supply)
    if assessment.coverage is not None:
        yield fact("coverage", percent(assessment.coverage))
    if assessment.suppliers:
        yield fact("local", percent(assessment.local_share))
        yield fact("top", percent(assessment.top_supplier_share))
        if assessment.top_region_share is not None:
            yield fact("region", percent(assessment.top_region_share))
        yield fact("after", percent(redundancy.after_largest))
    if assessment.outside_share is not None:
        yield fact("outside", percent(assessment.outside_share))
    if redundancy.must_pass:
        yield fact("pass", str(redundancy.must_pass))


def _records(
    board: Board, pair: tuple[Segment, Assessment], links: Sequence[Link], language: str
) -> Iterable[tuple[str, str, tuple[RecordView, ...], int]]:
    """The records of a segment by kind, the local ones first."""
    segment, assessment = pair
    capacity = {s.record: s.capacity for s in assessment.suppliers}
    region = board.found.chain(segment.chain).region
    by_kind: dict[RecordKind, list[tuple[bool, RecordView]]] = defaultdict(list)
    for link in links:
        record = board.records[link.record]
        is_here = is_local(record.region, region)
        facts = [record.owner, place(record.region) if record.region else "", record.zone]
        if record.kind is RecordKind.ENTERPRISE:
            facts.append(word("list.local_firm" if is_here else "list.away_firm", language))
            if capacity.get(record.id) is not None:
                facts.append(amount(capacity[record.id], segment.unit))
        if record.trl:
            facts.append(f"TRL {record.trl}")
        shown = RecordView(
            record.id, record.title, is_here, tuple(f for f in facts if f), _why(link, language)
        )
        by_kind[record.kind].append((not is_here, shown))
    for kind in RecordKind:
        if kind in by_kind:
            views = [view for _, view in sorted(by_kind[kind], key=lambda pair: pair[0])]
            more = max(0, len(views) - _MOST_RECORDS)
            yield kind.value, kind_word(kind, language), tuple(views[:_MOST_RECORDS]), more


def _why(link: Link, language: str) -> str:
    """How a link came to be: its terms, or that it was stated or corrected."""
    if link.origin is LinkOrigin.STATED:
        return word("list.stated", language)
    terms = "、".join(dict.fromkeys(piece.term for piece in link.evidence[:4]))
    if link.origin is LinkOrigin.CORRECTION:
        return f"{word('list.correction', language)} {link.note}".strip()
    sure = word("list.confidence", language, share=percent(link.confidence))
    parts = [terms, sure]
    if link.state is LinkState.REVIEW:
        parts.append(word("list.review", language))
    return " · ".join(parts)


def move_table(analysis: ChainAnalysis, *, language: str) -> Table:
    """The moves, the most urgent first."""
    segments = {segment.id: segment for segment in analysis.board.found.segments}
    rows = []
    for move in analysis.moves[:MOST_MOVES]:
        segment = segments[move.segment]
        effects = []
        if move.capacity is not None:
            shown = amount(move.capacity, segment.unit)
            effects.append(word("moves.capacity", language, amount=shown))
        if move.relief:
            effects.append(word("moves.relief", language, share=percent(move.relief)))
        what = f"{strategy_word(move.strategy, language)} · {move_word(move.kind, language)}"
        effect = "；".join(effects) or "—"
        reason = render(move.reason, language)
        rows.append((move.id, segment.name, what, reason, effect, move.zone or "—"))
    head = ("number", "segment", "what", "why", "effect", "zone")
    more = len(analysis.moves) - len(rows)
    note = word("moves.more", language, count=more) if more > 0 else ""
    return Table(tuple(word(f"moves.{one}", language) for one in head), tuple(rows), note)


def loss_tables(analysis: ChainAnalysis, *, language: str) -> tuple[Table, ...]:
    """The worst single losses: firms, segments, regions."""
    board = analysis.board
    names: Mapping[str, str] = {segment.id: segment.name for segment in board.found.segments}
    tables = []
    for kind, ranking in analysis.losses.items():
        rows = []
        for damage in ranking.damages[:_MOST_NAMED]:
            name = damage.losses[0].name
            if kind is LossKind.FIRM:
                name = board.records[name].title
            elif kind is LossKind.REGION:
                name = region_name(name) or name
            else:
                name = names[name]
            broken = [names[one] for one in damage.broken]
            shown = "、".join(broken[:_MOST_NAMED]) + ("…" if len(broken) > _MOST_NAMED else "")
            rows.append((name, f"{damage.impact * 100:.1f}%", shown or "—"))
        head = (
            word(f"losses.{kind}", language),
            word("losses.impact", language),
            word("losses.broken", language),
        )
        note = "" if ranking.complete else word("losses.partial", language)
        tables.append(Table(head, tuple(rows), note))
    return tuple(tables)


def zone_tables(analysis: ChainAnalysis, *, language: str) -> tuple[Table, Table, tuple[str, ...]]:
    """Zones by chain, placements of gaps, and sentences on zones that compete."""
    zones, board = analysis.zones, analysis.board
    chains = board.found.chains
    cells = {(f.zone, f.field): f for f in zones.by_chain}
    names = {chain.id: chain.name for chain in chains}
    segments = {segment.id: segment.name for segment in board.found.segments}
    rows = []
    for zone in zones.zones:
        row = [zone, "、".join(names[chain] for chain in zones.main[zone])]
        for chain in chains:
            field = cells.get((zone, chain.id))
            mark = "★ " if field and field.specialized else ""
            row.append(f"{mark}{field.quotient:.2f} ({percent(field.share)})" if field else "—")
        rows.append(tuple(row))
    head = (word("zones.zone", language), word("zones.main", language), *names.values())
    placed = tuple(
        (
            segments[p.segment],
            p.zone,
            f"{p.score:.2f}",
            "、".join(board.records[r].title for r in p.neighbors[:4]),
        )
        for p in zones.placements
    )
    place_head = (
        word("moves.segment", language),
        word("zones.zone", language),
        word("zones.fit", language),
        word("zones.neighbors", language),
    )
    alike = tuple(
        word(
            "zones.overlap",
            language,
            one=o.zones[0],
            other=o.zones[1],
            share=percent(o.likeness),
            names="、".join(segments[s] for s in o.fields[:_MOST_NAMED]),
        )
        for o in zones.overlaps
    )
    return Table(head, tuple(rows)), Table(place_head, placed), alike


def review_table(analysis: ChainAnalysis, *, language: str) -> tuple[Table, int]:
    """Links that somebody should look at, the surest first, and how many there are."""
    board = analysis.board
    names = {segment.id: segment.name for segment in board.found.segments}
    waiting = [link for link in board.links if link.state is LinkState.REVIEW]
    waiting.sort(key=lambda link: (-link.confidence, link.record, link.segment))
    rows = tuple(
        (board.records[link.record].title, names[link.segment], _why(link, language))
        for link in waiting[:MOST_REVIEWS]
    )
    head = (
        word("review.record", language),
        word("moves.segment", language),
        word("list.evidence", language),
    )
    more = len(waiting) - len(rows)
    note = word("review.more", language, count=more) if more > 0 else ""
    return Table(head, rows, note), len(waiting)


def state_counts(analysis: ChainAnalysis, *, language: str) -> list[tuple[str, str, str, int]]:
    """Code, shape, word and number of segments of every state."""
    return [
        (state.value, SHAPES[state], state_word(state, language), analysis.count(state))
        for state in SegmentState
    ]
