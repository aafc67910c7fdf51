"""
What breaks when a firm, a segment or a region is lost.

``y[s]`` is the output of segment ``s`` as a share of today's. Its own ability after a loss is

    c[s] = min(1, remaining supply / needed),   needed = min(demand, supply) where a demand is
    stated, else supply; plus ``outside_covers`` of what is then lacking

and, segments in topological order, with the inputs ``i`` of ``s``, each supplied by segments ``u``
with shares that add up to at most 1 and with dependence ``d``:

    y[s] = c[s] * min over i of (1 - d[i] * sum over u of share[u] * (1 - y[u]))

This is Leontief's fixed proportions across inputs and perfect substitution within one. Suppliers
whose capacity is unknown count as the mean of those that state one, all as 1 where none does. A
segment without any supplier on record is served from somewhere unknown: it fails only when it is
itself lost. The impact of a loss is the weighted mean of ``1 - y`` over the final segments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from queqiao.chains.board import Board
from queqiao.chains.graph import Floats, Network
from queqiao.chains.model import Assessment, Supplier
from queqiao.chains.states import region_at
from queqiao.chains.thresholds import LossThresholds

_LANES = 32
_FEWEST_TRIED = 64
_MOST_WORK = 8_000_000
_TINY = 1e-12


class LossKind(StrEnum):
    """What can be lost."""

    FIRM = "firm"
    SEGMENT = "segment"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Loss:
    """A firm (record id), a segment (its id) or a region (GB/T 2260) that drops out."""

    kind: LossKind
    name: str


@dataclass(frozen=True, slots=True)
class Damage:
    """
    What a loss does: ``impact`` on the final segments, 0-1, ``broken`` segments in the order of the
    map, and ``direct`` ones, whose own supply it hits.
    """

    losses: tuple[Loss, ...]
    impact: float
    broken: tuple[str, ...]
    direct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redundancy:
    """
    How much a segment can lose: ``after_largest`` is the share of its needs that is still covered
    without its largest supplier; ``must_pass`` counts the final segments whose every supply route
    from an origin passes it.
    """

    segment: str
    suppliers: int
    after_largest: float | None
    must_pass: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The most harmful single losses; ``complete`` unless the search had to stop early."""

    damages: tuple[Damage, ...]
    complete: bool


def ability_after(
    assessment: Assessment, demand: float | None, losses: Sequence[Loss], outside_covers: float
) -> float:
    """``c`` of one segment after ``losses``."""
    names = {loss.name for loss in losses if loss.kind is LossKind.SEGMENT}
    if assessment.segment in names:
        return outside_covers
    if not assessment.suppliers:
        return 1.0
    amounts = _amounts(assessment.suppliers)
    total = sum(amounts)
    needed = min(demand, total) if demand and _stated(assessment.suppliers) else total
    if needed <= 0:
        return 1.0
    left = sum(
        amount
        for supplier, amount in zip(assessment.suppliers, amounts, strict=True)
        if not any(_hits(loss, supplier) for loss in losses)
    )
    covered = min(1.0, left / needed)
    return covered + outside_covers * (1.0 - covered)


def _stated(suppliers: Iterable[Supplier]) -> bool:
    return all(supplier.capacity is not None for supplier in suppliers)


def _amounts(suppliers: Sequence[Supplier]) -> list[float]:
    known = [s.capacity for s in suppliers if s.capacity is not None]
    usual = sum(known) / len(known) if known and sum(known) > 0 else 1.0
    return [usual if s.capacity is None else s.capacity for s in suppliers]


def _hits(loss: Loss, supplier: Supplier) -> bool:
    if loss.kind is LossKind.FIRM:
        return supplier.record == loss.name
    if loss.kind is LossKind.REGION:
        digits = len(loss.name.rstrip("0"))
        digits += digits % 2
        return bool(supplier.region) and supplier.region[:digits] == loss.name[:digits]
    return False


def propagate(network: Network, abilities: Floats) -> Floats:
    """Outputs 0-1 for abilities 0-1, both of shape (segments,) or (segments, cases)."""
    lost: Floats = 1.0 - abilities
    for layer in network.layers:
        carried = layer.weights if lost.ndim == 1 else layer.weights[:, None]
        by_input = np.add.reduceat(lost[layer.sources] * carried, layer.inputs, axis=0)
        worst = np.maximum.reduceat(by_input, layer.starts, axis=0)
        own = abilities[layer.targets]
        lost[layer.targets] = 1.0 - own * (1.0 - np.minimum(1.0, worst))
    output: Floats = np.clip(1.0 - lost, 0.0, 1.0)
    return output


def damage_of(board: Board, losses: Sequence[Loss]) -> tuple[Damage, Mapping[str, float]]:
    """What ``losses`` do together, and the output of every segment after them."""
    network, limits = board.network, board.thresholds.losses
    abilities = np.array(
        [
            ability_after(assessment, segment.demand, losses, limits.outside_covers)
            for segment, assessment in zip(board.found.segments, board.assessments, strict=True)
        ]
    )
    output = propagate(network, abilities)
    damage = _damage(network, tuple(losses), abilities, output, limits.broken)
    return damage, dict(zip(network.ids, output.tolist(), strict=True))


def _damage(
    network: Network, losses: tuple[Loss, ...], abilities: Floats, output: Floats, broken: float
) -> Damage:
    impact = float(network.weights @ (1.0 - output[network.final]))
    return Damage(
        losses,
        min(1.0, max(0.0, impact)),
        tuple(network.ids[i] for i in np.flatnonzero(output < broken).tolist()),
        tuple(network.ids[i] for i in np.flatnonzero(abilities < 1.0 - _TINY).tolist()),
    )


def rank_losses(board: Board, *, kind: LossKind, most: int) -> Ranking:
    """
    The ``most`` single losses of one kind with the greatest impact, ties by name.

    A loss is tried only where a bound on its impact (losses added up along all ways) may still
    reach the best ones, and so that large chains stay quick at most 8 million segment outputs are
    worked out (but those of 64 losses in any case); ``complete`` tells whether that was enough.
    """
    network, limits = board.network, board.thresholds.losses
    hits = _hits_by_loss(board, kind)
    bounds = _bounds(network)
    ordered = sorted(
        (
            (min(1.0, sum((1 - c) * bounds[i] for i, c in own.items())), loss.name, loss, own)
            for loss, own in hits.items()
        ),
        key=lambda item: (-item[0], item[1]),
    )
    allowed = max(_FEWEST_TRIED, _MOST_WORK // max(1, len(network.ids)))
    damages: list[Damage] = []
    for start in range(0, len(ordered), _LANES):
        batch = ordered[start : start + _LANES]
        floor = damages[most - 1].impact if len(damages) >= most else _TINY
        if batch[0][0] < floor:
            break
        if start >= allowed:
            return Ranking(tuple(damages), complete=False)
        damages += _try(network, [(loss, own) for _, _, loss, own in batch], limits, floor)
        damages.sort(key=lambda damage: (-damage.impact, damage.losses[0].name))
        del damages[most:]
    return Ranking(tuple(damages), complete=True)


def _try(
    network: Network,
    cases: Sequence[tuple[Loss, Mapping[int, float]]],
    limits: LossThresholds,
    floor: float,
) -> Iterable[Damage]:
    """The damage of every case whose impact is at least ``floor``."""
    abilities = np.ones((len(network.ids), len(cases)))
    for lane, (_, own) in enumerate(cases):
        for index, ability in own.items():
            abilities[index, lane] = ability
    output = propagate(network, abilities)
    impacts = network.weights @ (1.0 - output[network.final])
    for lane, (loss, _) in enumerate(cases):
        if impacts[lane] >= floor - _TINY and impacts[lane] > _TINY:
            yield _damage(network, (loss,), abilities[:, lane], output[:, lane], limits.broken)


def _bounds(network: Network) -> Floats:
    """For each segment an upper bound on the impact of its whole loss."""
    bounds = np.zeros(len(network.ids))
    bounds[network.final] = network.weights
    for layer in reversed(network.layers):
        sizes = np.diff(np.append(layer.inputs, layer.sources.size))
        owners = np.repeat(layer.targets, np.diff(np.append(layer.starts, layer.inputs.size)))
        targets = np.repeat(owners, sizes)
        np.add.at(bounds, layer.sources, layer.weights * bounds[targets])
    return np.minimum(bounds, 1e9)


def _hits_by_loss(board: Board, kind: LossKind) -> Mapping[Loss, Mapping[int, float]]:
    """For each possible loss, the abilities of the segments that it hits itself."""
    covers = board.thresholds.losses.outside_covers
    digits = int(board.thresholds.states.region_digits)
    segments, assessments = board.found.segments, board.assessments
    if kind is LossKind.SEGMENT:
        return {Loss(kind, a.segment): {i: covers} for i, a in enumerate(assessments)}
    touched: dict[Loss, list[int]] = defaultdict(list)
    for index, assessment in enumerate(assessments):
        names = {
            supplier.record
            if kind is LossKind.FIRM
            else (region_at(supplier.region, digits) if supplier.region else "")
            for supplier in assessment.suppliers
        }
        for name in sorted(names - {""}):
            touched[Loss(kind, name)].append(index)
    return {
        loss: {
            i: ability_after(assessments[i], segments[i].demand, (loss,), covers) for i in indices
        }
        for loss, indices in touched.items()
    }


def redundancy_of(board: Board) -> tuple[Redundancy, ...]:
    """How much every segment can lose, in the order of the map."""
    must_pass = _must_pass(board.network)
    pairs = zip(board.found.segments, board.assessments, strict=True)
    result: list[Redundancy] = []
    for index, (segment, assessment) in enumerate(pairs):
        left = [
            ability_after(assessment, segment.demand, (Loss(LossKind.FIRM, s.record),), 0.0)
            for s in assessment.suppliers
        ]
        result.append(
            Redundancy(segment.id, len(left), min(left) if left else None, must_pass[index])
        )
    return tuple(result)


def _must_pass(network: Network) -> list[int]:
    """For each segment, the final ones that it dominates: no way around it from any origin."""
    import rustworkx as rx  # noqa: PLC0415 -- slow import

    count = len(network.ids)
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(count + 1))
    graph.add_edges_from_no_data(
        [(one, other) for one, below in enumerate(network.downstream) for other in below]
        + [(count, i) for i, above in enumerate(network.upstream) if not above]
    )
    above = rx.immediate_dominators(graph, count)
    found = [0] * (count + 1)
    found_final = set(network.final.tolist())
    for node in sorted(range(count), key=lambda i: (-int(network.levels[i]), i)):
        found[above[node]] += found[node] + (node in found_final)
    return found[:count]
