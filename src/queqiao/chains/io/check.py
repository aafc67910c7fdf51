"""What is wrong with a chain as a whole, all of it at once, each with the row it stands in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from queqiao.chains.graph import find_cycles, segment_level
from queqiao.chains.io.drafts import Draft, Place
from queqiao.chains.model import ChainMap, Flow, Product, Segment
from queqiao.errors import Problem
from queqiao.messages import Message

_MOST_NAMED = 12


def build_map(draft: Draft) -> tuple[ChainMap, list[Problem], list[Problem]]:
    """The chains of a draft, with what is wrong and what is worth telling."""
    problems: list[Problem] = []
    segments, names = _segments(draft, problems)
    products = _products(draft, names, problems)
    flows, places = _flows(draft, names, problems)
    chains = _unique_chains(draft, problems)
    found = ChainMap(chains, segments, products, tuple(flows))
    if not segments:
        problems.append(Problem(Message("chains.check.no_segments")))
    problems += _cycles(found, places)
    problems += _orphans(found, draft)
    return found, problems, [*_notices(found)]


class _Names:
    """What a reference may mean: an id first, else a name that only one thing bears."""

    def __init__(self) -> None:
        self.ids: dict[str, Place] = {}
        self.by_name: dict[str, list[str]] = defaultdict(list)

    def add(self, key: str, name: str, place: Place) -> bool:
        if key in self.ids:
            return False
        self.ids[key] = place
        if name != key:
            self.by_name[name].append(key)
        return True

    def resolve(self, reference: str) -> tuple[str, ...]:
        if reference in self.ids:
            return (reference,)
        return tuple(self.by_name.get(reference, ()))


def _unique_chains(draft: Draft, problems: list[Problem]) -> tuple:  # type: ignore[type-arg]
    seen: dict[str, Place] = {}
    kept = []
    for chain, place in draft.chains:
        if chain.id in seen:
            problems.append(_twice(chain.id, place, seen[chain.id]))
        else:
            seen[chain.id] = place
            kept.append(chain)
    used = {segment.chain for segment, _ in draft.segments}
    return tuple(chain for chain in kept if chain.id in used) or tuple(kept)


def _segments(draft: Draft, problems: list[Problem]) -> tuple[tuple[Segment, ...], _Names]:
    names = _Names()
    kept: list[Segment] = []
    by_label: dict[tuple[str, str], Place] = {}
    for segment, place in draft.segments:
        if not names.add(segment.id, segment.name, place):
            problems.append(_twice(segment.id, place, names.ids[segment.id]))
            continue
        label = (segment.chain, segment.name)
        if label in by_label:
            problems.append(_twice(segment.name, place, by_label[label]))
        by_label.setdefault(label, place)
        if not segment.chain:
            params = {"id": segment.id}
            problems.append(Problem(Message("chains.check.no_chain", params), *_at(place)))
        kept.append(segment)
    return tuple(kept), names


def _products(draft: Draft, names: _Names, problems: list[Problem]) -> tuple[Product, ...]:
    kept: list[Product] = []
    segments = set(names.ids)
    for product, place in draft.products:
        owners = [key for key in names.resolve(product.segment) if key in segments]
        if len(owners) != 1:
            problems.append(_reference(product.segment, owners, place))
            continue
        if product.id in segments or not names.add(product.id, product.name, place):
            problems.append(_twice(product.id, place, names.ids[product.id]))
            continue
        same = product.segment == owners[0]
        kept.append(product if same else replace(product, segment=owners[0]))
    return tuple(kept)


def _flows(
    draft: Draft, names: _Names, problems: list[Problem]
) -> tuple[list[Flow], dict[tuple[str, str], Place]]:
    kept: list[Flow] = []
    places: dict[tuple[str, str], Place] = {}
    for flow, place in draft.flows:
        ends = [names.resolve(name) for name in (flow.upstream, flow.downstream)]
        wrong = [
            _reference(name, found, place)
            for name, found in zip((flow.upstream, flow.downstream), ends, strict=True)
            if len(found) != 1
        ]
        if wrong:
            problems += wrong
            continue
        pair = (ends[0][0], ends[1][0])
        if pair[0] == pair[1]:
            message = Message("chains.check.self_flow", {"id": pair[0]})
            problems.append(Problem(message, *_at(place)))
        elif pair in places:
            params = {"upstream": pair[0], "downstream": pair[1], **_where(places[pair])}
            problems.append(Problem(Message("chains.check.double_flow", params), *_at(place)))
        else:
            places[pair] = place
            same = pair == (flow.upstream, flow.downstream)
            kept.append(flow if same else replace(flow, upstream=pair[0], downstream=pair[1]))
    return kept, places


def _cycles(found: ChainMap, places: Mapping[tuple[str, str], Place]) -> Iterable[Problem]:
    """One problem for each knot of segments or products that feed each other, told as one ring."""
    rings = find_cycles([(flow.upstream, flow.downstream) for flow in found.flows])
    for ring in rings:
        rows = "、".join(
            f"{p.source} {p.row or ''}".strip() for p in (places[pair] for pair in ring)
        )
        way = " → ".join((ring[0][0], *(end for _, end in ring)))
        message = Message("chains.check.cycle", {"way": way, "rows": rows})
        yield Problem(message, *_at(places[ring[0]]))
    if rings:
        return
    lifted = segment_level(found)
    of = {product.id: product.segment for product in found.products}
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for pair in places:
        first.setdefault((of.get(pair[0], pair[0]), of.get(pair[1], pair[1])), pair)
    for ring in find_cycles([(flow.upstream, flow.downstream) for flow in lifted.flows]):
        way = " → ".join((ring[0][0], *(end for _, end in ring)))
        rows = "、".join(
            f"{p.source} {p.row or ''}".strip() for p in (places[first[pair]] for pair in ring)
        )
        message = Message("chains.check.lifted_cycle", {"way": way, "rows": rows})
        yield Problem(message, *_at(places[first[ring[0]]]))


def _orphans(found: ChainMap, draft: Draft) -> Iterable[Problem]:
    """Segments that nothing flows into or out of, in chains of more than one."""
    of = {product.id: product.segment for product in found.products}
    touched = {
        of.get(end, end)
        for flow in found.flows
        for end in (flow.upstream, flow.downstream)
        if of.get(flow.upstream, flow.upstream) != of.get(flow.downstream, flow.downstream)
    }
    sizes = Counter(segment.chain for segment in found.segments)
    loose = {s.id for s in found.segments if s.id not in touched and sizes[s.chain] > 1}
    if loose and len(loose) == len(found.segments):
        yield Problem(Message("chains.check.no_flows"), draft.segments[0][1].source)
        return
    told: set[str] = set()
    for segment, place in draft.segments:
        if segment.id in loose and segment.id not in told:
            told.add(segment.id)
            params = {"id": segment.id, "name": segment.name}
            yield Problem(Message("chains.check.orphan", params), *_at(place))


def _notices(found: ChainMap) -> Iterable[Problem]:
    open_demands = [segment.id for segment in found.segments if segment.demand is None]
    if open_demands and len(open_demands) < len(found.segments):
        params = {"count": len(open_demands), "names": "、".join(open_demands[:_MOST_NAMED])}
        yield Problem(Message("chains.check.no_demand", params))
    shares: dict[tuple[str, str], float] = defaultdict(float)
    counts: Counter[tuple[str, str]] = Counter()
    for flow in found.flows:
        if flow.input:
            shares[flow.downstream, flow.input] += flow.share
            counts[flow.downstream, flow.input] += 1
    for (end, name), total in shares.items():
        if counts[end, name] > 1 and not 0.999 <= total <= 1.001:
            params = {"id": end, "input": name, "total": f"{total:.3g}"}
            yield Problem(Message("chains.check.shares", params))


def _reference(name: str, found: Iterable[str], place: Place) -> Problem:
    several = "、".join(list(found)[:_MOST_NAMED])
    code = "chains.check.ambiguous" if several else "chains.check.unknown"
    params = {"name": name, "found": several} if several else {"name": name}
    return Problem(Message(code, params), *_at(place))


def _twice(key: str, place: Place, earlier: Place) -> Problem:
    message = Message("chains.check.twice", {"id": key, **_where(earlier)})
    return Problem(message, *_at(place))


def _where(place: Place) -> dict[str, object]:
    return {"source": place.source, "row": place.row or 1}


def _at(place: Place) -> tuple[str, int | None]:
    return place.source, place.row
