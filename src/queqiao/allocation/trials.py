"""Whether some of the limits can be kept together: tried many times on one network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from queqiao.allocation.counts import Key, counted_sets, key_of, order_of
from queqiao.allocation.model import AssignmentProblem, Limit, Sense
from queqiao.allocation.network import Network, as_network, solve_network

_NO_ARC = -1


class Trials:
    """
    Tries subsets of the hard limits of a problem without scores.

    The network is built once with every limit's set in it; a trial only sets bounds.
    """

    def __init__(self, network: Network, limits: Sequence[Limit], arcs: Sequence[int]) -> None:
        self.network = network
        self._number = {limit: at for at, limit in enumerate(limits)}
        self._arc = np.array(arcs, dtype=np.int64)
        self._least = np.array([limit.sense is Sense.AT_LEAST for limit in limits], dtype=bool)
        self._amount = np.array([limit.amount for limit in limits], dtype=np.int64)

    def feasible(self, limits: Sequence[Limit]) -> bool:
        """Whether some assignment keeps these limits."""
        tried = np.array([self._number[limit] for limit in limits], dtype=np.int64)
        least = tried[self._least[tried]]
        most = tried[~self._least[tried]]
        if (self._amount[least[self._arc[least] == _NO_ARC]] > 0).any():
            return False
        least, most = (part[self._arc[part] != _NO_ARC] for part in (least, most))
        low, high = self.network.low.copy(), self.network.high.copy()
        np.maximum.at(low, self._arc[least], self._amount[least])
        np.minimum.at(high, self._arc[most], self._amount[most])
        if (low > high).any():
            return False
        return solve_network(replace(self.network, low=low, high=high)) is not None


def build_trials(bare: AssignmentProblem, limits: Sequence[Limit]) -> Trials | None:
    """The trials of a problem without scores; ``None`` where groups overlap: it is no flow."""
    keys = sorted({key_of(limit) for limit in limits}, key=order_of)
    sets = [
        replace(counted, low=0, high=len(counted.pairs), soft=())
        for counted in counted_sets(bare, limits)
    ]
    network = as_network(bare, sets)
    if network is None:
        return None
    arc_of: dict[Key, int] = {}
    arc = len(network.pairs)
    for key, counted in zip(keys, sets, strict=True):
        if counted.agent >= 0 and counted.item >= 0:
            arc_of[key] = int(counted.pairs[0]) if len(counted.pairs) else _NO_ARC
        else:
            arc_of[key] = arc
            arc += 1
    return Trials(network, limits, [arc_of[key_of(limit)] for limit in limits])
