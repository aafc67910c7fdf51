"""Where segments stand in a drawing: upstream left, downstream right, few crossings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queqiao.chains.graph import Network

_SWEEPS = 6
_MOST_IN_COLUMN = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """Column and row of every segment drawn, and how many of each there are."""

    places: Mapping[int, tuple[int, float]]
    columns: int
    rows: int


def columns_of(network: Network) -> tuple[int, ...]:
    """For each segment, how far right it stands: as near before what it feeds as can be."""
    levels = [int(level) for level in network.levels]
    for index in sorted(range(len(levels)), key=lambda i: (-levels[i], i)):
        below = network.downstream[index]
        if below:
            levels[index] = min(levels[other] for other in below) - 1
    return tuple(levels)


def lay_out(network: Network, members: Sequence[int]) -> Layout:
    """The layout of some segments; long columns are split in two or more."""
    chosen = set(members)
    levels = columns_of(network)
    by_level: dict[int, list[int]] = defaultdict(list)
    for index in members:
        by_level[levels[index]].append(index)
    ordered = _with_few_crossings([by_level[level] for level in sorted(by_level)], network, chosen)
    columns: list[list[int]] = []
    for column in ordered:
        parts = -(-len(column) // _MOST_IN_COLUMN)
        columns += [column[part::parts] for part in range(parts)]
    tallest = max((len(column) for column in columns), default=0)
    places = {
        index: (number, row + (tallest - len(column)) / 2)
        for number, column in enumerate(columns)
        for row, index in enumerate(column)
    }
    return Layout(places, len(columns), tallest)


def _with_few_crossings(
    columns: list[list[int]], network: Network, chosen: set[int]
) -> list[list[int]]:
    """Each column ordered by where its neighbors stand, swept to and fro."""
    spot = {i: row / len(column) for column in columns for row, i in enumerate(column)}
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        near = network.upstream if forth else network.downstream
        for column in columns if forth else reversed(columns):
            wish = {}
            for index in column:
                around = [spot[other] for other in near[index] if other in chosen]
                wish[index] = sum(around) / len(around) if around else spot[index]
            column.sort(key=lambda i: (wish[i], i))
            for row, index in enumerate(column):
                spot[index] = row / len(column)
    return columns
