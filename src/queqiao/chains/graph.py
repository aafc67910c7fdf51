"""The chain as a graph: rings that must not be, levels, and arrays that losses run over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from queqiao.chains.model import ChainMap, Flow, Segment

if TYPE_CHECKING:
    import rustworkx as rx

Pair = tuple[str, str]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layer:
    """
    The flows into all segments of one level.

    Flow ``i`` comes from ``sources[i]`` and carries ``weights[i]`` = dependence x share. Flows of
    one input stand together, ``inputs`` holds where each input starts; the inputs of one segment
    stand together, ``starts`` holds where each of ``targets`` starts among the inputs.
    """

    sources: Ints
    weights: Floats
    inputs: Ints
    starts: Ints
    targets: Ints


@dataclass(frozen=True, slots=True)
class Network:
    """
    A chain map ready for computing: segments by number, in the order of the map.

    ``levels`` is the longest way from a segment without upstream; ``final`` are the segments
    without downstream, ``weights`` what each of them counts (they add up to 1).
    """

    ids: tuple[str, ...]
    number: Mapping[str, int]
    levels: Ints
    layers: tuple[Layer, ...]
    final: Ints
    weights: Floats
    upstream: tuple[tuple[int, ...], ...]
    downstream: tuple[tuple[int, ...], ...]


def segment_level(found: ChainMap) -> ChainMap:
    """The map with flows between segments alone: flows of products become those of their owners."""
    of = {product.id: product.segment for product in found.products}
    merged: dict[tuple[str, str, str], Flow] = {}
    for flow in found.flows:
        ends = of.get(flow.upstream, flow.upstream), of.get(flow.downstream, flow.downstream)
        key = (*ends, flow.input)
        if ends[0] == ends[1]:
            continue
        if key not in merged or merged[key].dependence < flow.dependence:
            merged[key] = replace(flow, upstream=ends[0], downstream=ends[1])
    return replace(found, flows=tuple(merged.values()))


def product_level(found: ChainMap) -> ChainMap:
    """
    The map with every product a segment of its own.

    A product's stage is its segment's name, and it takes over chain, unit, excluded words and
    outside dependence; demand and value of a segment with several products stay unknown for each.
    A flow that names a segment holds for each of its products.
    """
    products: dict[str, list[str]] = {}
    for product in found.products:
        products.setdefault(product.segment, []).append(product.id)
    by_id = {segment.id: segment for segment in found.segments}
    segments = [segment for segment in found.segments if segment.id not in products]
    for product in found.products:
        owner = by_id[product.segment]
        alone = len(products[owner.id]) == 1
        segments.append(
            replace(
                owner,
                id=product.id,
                name=product.name,
                stage=owner.name,
                terms=product.terms,
                demand=owner.demand if alone else None,
                value_cny=owner.value_cny if alone else None,
            )
        )
    flows = {
        (one, other, flow.input): flow
        if (one, other) == (flow.upstream, flow.downstream)
        else replace(flow, upstream=one, downstream=other)
        for flow in found.flows
        for one in products.get(flow.upstream, (flow.upstream,))
        for other in products.get(flow.downstream, (flow.downstream,))
    }
    return replace(found, segments=tuple(segments), products=(), flows=tuple(flows.values()))


def find_cycles(pairs: Sequence[Pair]) -> list[tuple[Pair, ...]]:
    """One shortest ring out of each knot of things that feed each other, ordered by its names."""
    import rustworkx as rx  # noqa: PLC0415 -- slow import

    names = sorted({end for pair in pairs for end in pair})
    graph = _digraph(names, pairs)
    rings = [
        _ring(graph, names, min(component), set(component))
        for component in rx.strongly_connected_components(graph)
        if len(component) > 1
    ]
    return sorted(rings)


def _ring(
    graph: rx.PyDiGraph, names: Sequence[str], start: int, inside: set[int]
) -> tuple[Pair, ...]:
    """The shortest way from ``start`` back to itself, breadth first."""
    before: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other in sorted(graph.successor_indices(node)):
            if other == start:
                way = [start]
                while node != start:
                    way.append(node)
                    node = before[node]
                way.append(start)
                return tuple((names[b], names[a]) for a, b in pairwise(way))[::-1]
            if other in inside and other not in before:
                before[other] = node
                waiting.append(other)
    return ()


def _digraph(names: Sequence[str], pairs: Iterable[Pair]) -> rx.PyDiGraph:
    import rustworkx as rx  # noqa: PLC0415 -- slow import

    number = {name: index for index, name in enumerate(names)}
    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(len(names)))
    graph.add_edges_from_no_data([(number[one], number[other]) for one, other in pairs])
    return graph


def build_network(found: ChainMap) -> Network:
    """
    The network of a map whose flows join segments and hold no ring.

    What a final segment counts is its share of the ``value_cny`` of all final ones where each
    states it, else they count alike.
    """
    ids = tuple(segment.id for segment in found.segments)
    number = {name: index for index, name in enumerate(ids)}
    upstream: list[list[int]] = [[] for _ in ids]
    downstream: list[list[int]] = [[] for _ in ids]
    for flow in found.flows:
        upstream[number[flow.downstream]].append(number[flow.upstream])
        downstream[number[flow.upstream]].append(number[flow.downstream])
    levels = _levels(ids, found.flows)
    final = np.array([i for i, below in enumerate(downstream) if not below], dtype=np.int64)
    return Network(
        ids=ids,
        number=number,
        levels=levels,
        layers=_layers(found.flows, number, levels),
        final=final,
        weights=_final_weights(found.segments, final),
        upstream=tuple(tuple(sorted(set(above))) for above in upstream),
        downstream=tuple(tuple(sorted(set(below))) for below in downstream),
    )


def _levels(ids: Sequence[str], flows: Sequence[Flow]) -> Ints:
    import rustworkx as rx  # noqa: PLC0415 -- slow import

    levels = np.zeros(len(ids), dtype=np.int64)
    graph = _digraph(ids, [(flow.upstream, flow.downstream) for flow in flows])
    for level, members in enumerate(rx.topological_generations(graph)):
        levels[list(members)] = level
    return levels


def _final_weights(segments: Sequence[Segment], final: Ints) -> Floats:
    values = [segments[i].value_cny for i in final.tolist()]
    if values and all(value is not None and value > 0 for value in values):
        weights = np.array([float(value or 0) for value in values])
    else:
        weights = np.ones(final.size)
    return weights / weights.sum() if final.size else weights


def _layers(flows: Sequence[Flow], number: Mapping[str, int], levels: Ints) -> tuple[Layer, ...]:
    """The flows by level, target and input; shares of one input that exceed 1 are scaled to 1."""
    if not flows:
        return ()
    targets = np.array([number[flow.downstream] for flow in flows], dtype=np.int64)
    sources = np.array([number[flow.upstream] for flow in flows], dtype=np.int64)
    names: dict[tuple[int, str], int] = {}
    inputs = np.array(
        [
            names.setdefault((int(target), flow.input or f"\0{flow.upstream}"), len(names))
            for target, flow in zip(targets, flows, strict=True)
        ],
        dtype=np.int64,
    )
    shares = np.array([flow.share for flow in flows])
    totals = np.bincount(inputs, weights=shares, minlength=len(names))
    dependence = np.zeros(len(names))
    np.maximum.at(dependence, inputs, [flow.dependence for flow in flows])
    weights = dependence[inputs] * shares / np.maximum(1.0, totals[inputs])
    order = np.lexsort((sources, inputs, targets, levels[targets]))
    cuts = np.flatnonzero(np.diff(levels[targets[order]])) + 1
    return tuple(
        _layer(sources[part], weights[part], inputs[part], targets[part])
        for part in np.split(order, cuts)
    )


def _layer(sources: Ints, weights: Floats, inputs: Ints, targets: Ints) -> Layer:
    input_starts = np.concatenate(([0], np.flatnonzero(np.diff(inputs)) + 1))
    owners = targets[input_starts]
    starts = np.concatenate(([0], np.flatnonzero(np.diff(owners)) + 1))
    return Layer(sources, weights, input_starts, starts, owners[starts])
