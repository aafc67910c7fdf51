"""The state of every segment by stated thresholds, each with the numbers and records behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from queqiao.chains.amounts import in_unit
from queqiao.chains.model import (
    Assessment,
    ChainMap,
    ChainRecord,
    Finding,
    Link,
    LinkState,
    Quadrant,
    RecordKind,
    Segment,
    SegmentState,
    Supplier,
)
from queqiao.chains.thresholds import StateThresholds, StrengthThresholds, Thresholds
from queqiao.core.codes import region_ancestors, region_name
from queqiao.messages import Message

_MOST_NAMED = 6
_INNOVATION = (
    RecordKind.ACHIEVEMENT,
    RecordKind.EXPERT,
    RecordKind.PLATFORM,
    RecordKind.PROJECT,
)
_NO_INNOVATION: Mapping[RecordKind, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(_INNOVATION, ())
)
_ORDER = {state: rank for rank, state in enumerate(SegmentState)}


@dataclass(frozen=True, slots=True)
class _Supply:
    """The suppliers of a segment in figures; ``coverage`` is local supply by demand, if known."""

    local: float
    total: float
    unstated: int
    shares: Mapping[str, float]
    regions: Mapping[str, float]
    coverage: float | None
    outside: float | None


def assess_segments(
    found: ChainMap,
    records: Iterable[ChainRecord],
    links: Iterable[Link],
    *,
    thresholds: Thresholds,
) -> tuple[Assessment, ...]:
    """
    The assessment of every segment, in the order of the map; only accepted links count.

    Suppliers weigh by capacity where each of a segment's suppliers states one, else they weigh
    alike. Concentration is measured over all suppliers, local and outside: it asks on whom the
    chain depends.
    """
    by_id = {record.id: record for record in records}
    on: dict[str, list[ChainRecord]] = defaultdict(list)
    targets: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.state is LinkState.ACCEPTED and link.record in by_id:
            on[link.segment].append(by_id[link.record])
            targets[link.record].add(link.segment)
    regions = {chain.id: chain.region for chain in found.chains}
    return tuple(
        _assess(
            segment,
            sorted(on.get(segment.id, ()), key=lambda record: record.id),
            targets,
            regions.get(segment.chain),
            thresholds,
        )
        for segment in found.segments
    )


def is_local(region: str | None, chain_region: str | None) -> bool:
    """Whether a record's region lies in the chain's; a chain without one counts all as local."""
    if chain_region is None:
        return True
    return region is not None and (
        region == chain_region or chain_region in region_ancestors(region)
    )


def _assess(
    segment: Segment,
    records: Sequence[ChainRecord],
    targets: Mapping[str, set[str]],
    region: str | None,
    thresholds: Thresholds,
) -> Assessment:
    if not records and segment.outside_share is None:
        return _empty(segment, thresholds)
    suppliers = tuple(
        Supplier(
            record.id,
            capacity_in(record, segment, alone=len(targets[record.id]) == 1),
            is_local(record.region, region),
            record.region or "",
            record.uses_outside,
        )
        for record in records
        if record.kind is RecordKind.ENTERPRISE
    )
    supply = _supply(segment, suppliers, thresholds.states)
    innovation = _innovation(records, region)
    industry_score = _industry_score(suppliers, supply.coverage, thresholds.strength)
    innovation_score = _innovation_score(innovation, records, region, thresholds.strength)
    return Assessment(
        segment=segment.id,
        findings=tuple(
            sorted(
                _findings(segment, suppliers, supply, thresholds.states),
                key=lambda finding: _ORDER[finding.state],
            )
        ),
        suppliers=suppliers,
        supply=supply.local,
        unstated=supply.unstated,
        coverage=supply.coverage,
        local_share=sum(supply.shares[s.record] for s in suppliers if s.local)
        if suppliers
        else None,
        top_supplier_share=max(supply.shares.values(), default=None),
        top_region_share=max(supply.regions.values(), default=None),
        effective_suppliers=1 / sum(share**2 for share in supply.shares.values())
        if supply.shares
        else 0.0,
        outside_share=supply.outside,
        industry_score=industry_score,
        innovation_score=innovation_score,
        quadrant=_quadrant(industry_score, innovation_score, thresholds.strength.strong),
        innovation=innovation,
    )


def _empty(segment: Segment, thresholds: Thresholds) -> Assessment:
    """What is to be said where nothing stands on a segment: most of them in a large chain."""
    missing = Message("chains.state.missing_none")
    limit = thresholds.states.missing_coverage
    return Assessment(
        segment=segment.id,
        findings=(Finding(SegmentState.MISSING, 0.0, limit, missing),),
        suppliers=(),
        supply=0.0,
        unstated=0,
        coverage=0.0 if segment.demand else None,
        local_share=None,
        top_supplier_share=None,
        top_region_share=None,
        effective_suppliers=0.0,
        outside_share=None,
        industry_score=0.0,
        innovation_score=0.0,
        quadrant=_quadrant(0.0, 0.0, thresholds.strength.strong),
        innovation=_NO_INNOVATION,
    )


def capacity_in(record: ChainRecord, segment: Segment, *, alone: bool) -> float | None:
    """
    The record's capacity in a segment, in the segment's unit.

    The record's overall capacity holds where it is in no other segment. ``None`` where none is
    stated, or in a unit that does not compare.
    """
    stated = [
        in_unit(s.capacity, s.unit, segment.unit)
        for s in record.supplies
        if s.segment in (segment.id, segment.name) and s.capacity is not None
    ]
    known = [capacity for capacity in stated if capacity is not None]
    if known:
        return sum(known)
    if not alone or record.capacity is None:
        return None
    return in_unit(record.capacity, record.unit, segment.unit)


def _supply(
    segment: Segment, suppliers: Sequence[Supplier], thresholds: StateThresholds
) -> _Supply:
    known = [s.capacity for s in suppliers if s.capacity is not None]
    total = sum(known)
    by_capacity = len(known) == len(suppliers) and total > 0
    shares = {
        s.record: (s.capacity or 0.0) / total if by_capacity else 1 / len(suppliers)
        for s in suppliers
    }
    regions: dict[str, float] = defaultdict(float)
    for supplier in suppliers:
        if supplier.region:
            regions[region_at(supplier.region, int(thresholds.region_digits))] += shares[
                supplier.record
            ]
    local = [s for s in suppliers if s.local]
    amount = sum(s.capacity or 0.0 for s in local)
    unstated = sum(s.capacity is None for s in local)
    known_supply = segment.demand and not (local and unstated == len(local))
    return _Supply(
        local=amount,
        total=total,
        unstated=unstated,
        shares=shares,
        regions=dict(regions),
        coverage=amount / segment.demand if known_supply and segment.demand else None,
        outside=_outside_share(segment, suppliers, shares),
    )


def region_at(code: str, digits: int) -> str:
    """The city (4 digits) or province (2) that a GB/T 2260 code lies in."""
    return code[:digits].ljust(6, "0")


def _outside_share(
    segment: Segment, suppliers: Sequence[Supplier], shares: Mapping[str, float]
) -> float | None:
    """As the segment states it, else the share of suppliers whose technology is from outside."""
    if segment.outside_share is not None:
        return segment.outside_share
    if not any(s.uses_outside for s in suppliers):
        return None
    return sum(shares[s.record] for s in suppliers if s.uses_outside)


def _findings(
    segment: Segment, suppliers: Sequence[Supplier], supply: _Supply, limits: StateThresholds
) -> Iterable[Finding]:
    outside, coverage = supply.outside, supply.coverage
    yield from _shortage(segment, suppliers, supply, coverage, limits)
    yield from _concentration(suppliers, supply, limits)
    if outside is not None and outside >= limits.outside_share:
        users = tuple(s.record for s in suppliers if s.uses_outside)
        named = "、".join(segment.outside_technology[:_MOST_NAMED])
        code = "chains.state.chokepoint_named" if named else "chains.state.chokepoint"
        params = {"share": _percent(outside), "limit": _percent(limits.outside_share)}
        message = Message(code, {**params, "names": named} if named else params)
        yield Finding(SegmentState.CHOKEPOINT, outside, limits.outside_share, message, users)


def _shortage(
    segment: Segment,
    suppliers: Sequence[Supplier],
    supply: _Supply,
    coverage: float | None,
    limits: StateThresholds,
) -> Iterable[Finding]:
    """Missing or weak, by coverage where it is known, else by the number of local suppliers."""
    local = tuple(s.record for s in suppliers if s.local)
    params = {
        "supply": _number(supply.local),
        "demand": _number(segment.demand or 0),
        "unit": segment.unit,
    }
    if not local:
        away = len(suppliers)
        code = "chains.state.missing_away" if away else "chains.state.missing_none"
        message = Message(code, {"count": away} if away else {})
        others = tuple(s.record for s in suppliers)
        yield Finding(SegmentState.MISSING, 0.0, limits.missing_coverage, message, others)
    elif coverage is None:
        if len(local) < limits.fewest_suppliers:
            few = {"count": len(local), "fewest": int(limits.fewest_suppliers)}
            message = Message("chains.state.weak_few", few)
            value = float(len(local))
            yield Finding(SegmentState.WEAK, value, limits.fewest_suppliers, message, local)
    elif coverage < limits.weak_coverage:
        missing = coverage < limits.missing_coverage
        state = SegmentState.MISSING if missing else SegmentState.WEAK
        limit = limits.missing_coverage if missing else limits.weak_coverage
        code = "chains.state.missing_low" if missing else "chains.state.weak_low"
        shares = {"coverage": _percent(coverage), "limit": _percent(limit)}
        yield Finding(state, coverage, limit, Message(code, {**params, **shares}), local)


def _concentration(
    suppliers: Sequence[Supplier], supply: _Supply, limits: StateThresholds
) -> Iterable[Finding]:
    if not suppliers:
        return
    record, share = max(supply.shares.items(), key=lambda item: (item[1], item[0]))
    if share > limits.top_supplier_share:
        params = {
            "share": _percent(share),
            "count": len(suppliers),
            "limit": _percent(limits.top_supplier_share),
        }
        message = Message("chains.state.one_supplier", params)
        yield Finding(
            SegmentState.ONE_SUPPLIER, share, limits.top_supplier_share, message, (record,)
        )
    if not supply.regions or len(suppliers) == 1:
        return
    region, share = max(supply.regions.items(), key=lambda item: (item[1], item[0]))
    if share > limits.top_region_share:
        digits = int(limits.region_digits)
        names = tuple(
            s.record for s in suppliers if s.region and region_at(s.region, digits) == region
        )
        params = {
            "share": _percent(share),
            "region": region_name(region) or region,
            "limit": _percent(limits.top_region_share),
        }
        message = Message("chains.state.one_region", params)
        yield Finding(SegmentState.ONE_REGION, share, limits.top_region_share, message, names)


def _innovation(
    records: Sequence[ChainRecord], region: str | None
) -> Mapping[RecordKind, tuple[str, ...]]:
    """The local achievements, experts, platforms and projects, by kind."""
    return {
        kind: tuple(r.id for r in records if r.kind is kind and is_local(r.region, region))
        for kind in _INNOVATION
    }


def _industry_score(
    suppliers: Sequence[Supplier], coverage: float | None, strength: StrengthThresholds
) -> float:
    """Breadth n / (n + half), averaged with coverage (at most 1) where it is known."""
    count = sum(s.local for s in suppliers)
    breadth = count / (count + strength.half_suppliers) if count else 0.0
    return breadth if coverage is None else (breadth + min(1.0, coverage)) / 2


def _innovation_score(
    innovation: Mapping[RecordKind, Sequence[str]],
    records: Sequence[ChainRecord],
    region: str | None,
    strength: StrengthThresholds,
) -> float:
    """Points p / (p + half): stated points for every local record and every patent."""
    points = sum(strength.points[kind.value] * len(ids) for kind, ids in innovation.items())
    patents = sum(r.patents for r in records if is_local(r.region, region))
    points += strength.patent_points * patents
    return points / (points + strength.half_innovation) if points else 0.0


def _quadrant(industry: float, innovation: float, strong: float) -> Quadrant:
    if innovation >= strong:
        return Quadrant.BOTH_STRONG if industry >= strong else Quadrant.RESEARCH_AHEAD
    return Quadrant.INDUSTRY_AHEAD if industry >= strong else Quadrant.BOTH_WEAK


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def _number(value: float) -> str:
    return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
