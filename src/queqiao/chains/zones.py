"""
Which zone is specialized in what, which zones do the same, and where a gap is best filled.

Location quotient of zone z in field f (a chain or a segment): ``(x[z,f] / x[z]) / (x[f] / x)``,
where x counts output, spread evenly over a firm's segments, or firms where not every firm states
its output. Overlap of two zones: ``1 - sum over f of |p[z,f] - p[z',f]| / 2`` with the shares p of
fields within each zone (one minus Krugman's specialization index, halved).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from queqiao.chains.board import Board, gravest_gaps
from queqiao.chains.model import (
    ChainRecord,
    LinkState,
    RecordKind,
    SegmentState,
)
from queqiao.chains.thresholds import ZoneThresholds


@dataclass(frozen=True, slots=True)
class ZoneField:
    """A zone in a chain or segment: its amount, its share of the zone, its location quotient."""

    zone: str
    field: str
    amount: float
    share: float
    quotient: float
    specialized: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two zones that are alike, with the fields both hold."""

    zones: tuple[str, str]
    likeness: float
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """A zone proposed for a gap: ``score`` 0-1, the firms next to the gap that it has already."""

    segment: str
    zone: str
    score: float
    quotient: float
    neighbors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoneReport:
    """
    Zones by chain and by segment.

    ``main`` gives each zone's main chains (一区一链, 一区多链): those it is specialized in, by
    falling quotient, else the one that holds most of it. ``basis`` is ``output`` or ``firms``.
    """

    basis: str
    zones: tuple[str, ...]
    by_chain: tuple[ZoneField, ...]
    by_segment: tuple[ZoneField, ...]
    main: Mapping[str, tuple[str, ...]]
    overlaps: tuple[Overlap, ...]
    placements: tuple[Placement, ...]


Amounts = dict[tuple[str, str], float]


def study_zones(board: Board, *, most: int = 3) -> ZoneReport:
    """The zones that enterprises name, in order of their names."""
    thresholds = board.thresholds.zones
    records = board.records.values()
    firms = {r.id: r for r in records if r.kind is RecordKind.ENTERPRISE and r.zone}
    on: dict[str, list[str]] = defaultdict(list)
    for link in board.links:
        if link.state is LinkState.ACCEPTED and link.record in firms:
            on[link.record].append(link.segment)
    linked = [firms[record] for record in sorted(on)]
    by_output = bool(linked) and all(firm.output_cny for firm in linked)
    chain_of = {segment.id: segment.chain for segment in board.found.segments}
    by_segment: Amounts = defaultdict(float)
    by_chain: Amounts = defaultdict(float)
    for firm in linked:
        amount = float(firm.output_cny or 0) if by_output else 1.0
        for segment in on[firm.id]:
            by_segment[firm.zone, segment] += amount / len(on[firm.id])
            by_chain[firm.zone, chain_of[segment]] += amount / len(on[firm.id])
    chain_fields = _quotients(by_chain, thresholds)
    segment_fields = _quotients(by_segment, thresholds)
    zones = tuple(sorted({firm.zone for firm in linked}))
    return ZoneReport(
        basis="output" if by_output else "firms",
        zones=zones,
        by_chain=chain_fields,
        by_segment=segment_fields,
        main={zone: _main(zone, chain_fields) for zone in zones},
        overlaps=_overlaps(by_segment, zones, thresholds),
        placements=tuple(_placements(board, linked, on, chain_fields, most)),
    )


def _quotients(amounts: Amounts, thresholds: ZoneThresholds) -> tuple[ZoneField, ...]:
    of_zone: dict[str, float] = defaultdict(float)
    of_field: dict[str, float] = defaultdict(float)
    for (zone, name), amount in amounts.items():
        of_zone[zone] += amount
        of_field[name] += amount
    total = sum(of_zone.values())
    return tuple(
        ZoneField(
            zone,
            name,
            amount,
            share := amount / of_zone[zone],
            quotient := share / (of_field[name] / total),
            quotient >= thresholds.specialized and share >= thresholds.least_share,
        )
        for (zone, name), amount in sorted(amounts.items())
    )


def _main(zone: str, fields: Sequence[ZoneField]) -> tuple[str, ...]:
    own = [one for one in fields if one.zone == zone]
    special = sorted((f for f in own if f.specialized), key=lambda f: (-f.quotient, f.field))
    if special:
        return tuple(f.field for f in special)
    return (max(own, key=lambda f: (f.share, f.field)).field,) if own else ()


def _overlaps(
    amounts: Amounts, zones: Sequence[str], thresholds: ZoneThresholds
) -> tuple[Overlap, ...]:
    shares: dict[str, dict[str, float]] = {zone: {} for zone in zones}
    for (zone, name), amount in amounts.items():
        shares[zone][name] = amount
    for own in shares.values():
        total = sum(own.values())
        for name in own:
            own[name] /= total
    found = []
    for one, other in combinations(zones, 2):
        both = sorted(shares[one].keys() & shares[other].keys())
        likeness = sum(min(shares[one][name], shares[other][name]) for name in both)
        if likeness >= thresholds.overlap:
            found.append(Overlap((one, other), min(1.0, likeness), tuple(both)))
    return tuple(sorted(found, key=lambda overlap: (-overlap.likeness, overlap.zones)))


def _placements(
    board: Board,
    firms: Sequence[ChainRecord],
    on: Mapping[str, Sequence[str]],
    chain_fields: Sequence[ZoneField],
    most: int,
) -> Iterable[Placement]:
    """
    For each missing or weak segment, the zones with most of what surrounds it.

    The score is the mean of the share of neighboring segments that the zone has firms in, and of
    ``q / (1 + q)`` for its location quotient q in the chain.
    """
    network = board.network
    quotient = {(f.zone, f.field): f.quotient for f in chain_fields}
    in_segment: dict[str, list[ChainRecord]] = defaultdict(list)
    for firm in firms:
        for segment in on[firm.id]:
            in_segment[segment].append(firm)
    for index in gravest_gaps(board, int(board.thresholds.moves.gaps)):
        assessment = board.assessments[index]
        if not {SegmentState.MISSING, SegmentState.WEAK} & set(assessment.states):
            continue
        around = [network.ids[i] for i in (*network.upstream[index], *network.downstream[index])]
        near: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for segment in around:
            for firm in in_segment[segment]:
                near[firm.zone][segment].add(firm.id)
        chain = board.found.segments[index].chain
        offers = []
        for zone, segments in near.items():
            q = quotient.get((zone, chain), 0.0)
            score = (len(segments) / len(around) + q / (1 + q)) / 2
            names = tuple(sorted(set().union(*segments.values())))
            offers.append(Placement(assessment.segment, zone, score, q, names))
        yield from sorted(offers, key=lambda p: (-p.score, p.zone))[:most]
