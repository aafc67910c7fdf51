"""Small chains and what stands on them."""

from queqiao.chains import (
    ChainMap,
    ChainRecord,
    Flow,
    IndustryChain,
    Link,
    LinkOrigin,
    LinkState,
    RecordKind,
    Segment,
    Supply,
    analyze,
)
from queqiao.chains.io import default_thresholds

REGION = "220000"
HERE, ALSO_HERE, AWAY = "220100", "220200", "310100"


def chain_map(*names, flows=(), region=REGION, **fields):
    """One chain of segments called ``names``; ``fields`` maps a name to what differs."""
    return ChainMap(
        chains=(IndustryChain(id="c", name="链", region=region),),
        segments=tuple(
            Segment(**{"id": name, "name": name, "chain": "c", **fields.get(name, {})})
            for name in names
        ),
        flows=tuple(
            f if isinstance(f, Flow) else Flow(upstream=f[0], downstream=f[1]) for f in flows
        ),
    )


def firm(name, segment, capacity=None, region=HERE, **fields):
    return ChainRecord(
        id=name,
        kind=RecordKind.ENTERPRISE,
        title=name,
        region=region,
        supplies=(Supply(segment=segment, capacity=capacity),),
        **fields,
    )


def record(name, kind, **fields):
    return ChainRecord(id=name, kind=kind, title=fields.pop("title", name), **fields)


def link(record_id, segment, state=LinkState.ACCEPTED, confidence=1.0):
    return Link(record_id, segment, confidence, state, LinkOrigin.STATED)


def stated_links(records):
    return tuple(link(r.id, supply.segment) for r in records for supply in r.supplies)


def analysis(found, *records, links=()):
    return analyze(
        found, records, (*stated_links(records), *links), thresholds=default_thresholds()
    )


def assessment(found, segment, *records, links=()):
    board = analysis(found, *records, links=links).board
    return next(a for a in board.assessments if a.segment == segment)
