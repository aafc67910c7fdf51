"""
Whether something is named more and more, and when it was named far more than usual.

Trend: the slope is the median of the slopes between all pairs of periods (Sen, Estimates of the
regression coefficient based on Kendall's tau, 1968); its significance is the two-sided test of
Mann (1945) and Kendall (1975) on ``S``, the sum of the signs of all later-minus-earlier
differences. Up to ``_EXACT`` periods the p value is exact, counted over all orders of the values;
beyond, ``S`` is taken as normal, with the correction for ties and for continuity.

Bursts: the two-state automaton of Kleinberg (Bursty and hierarchical structure in streams, 2002,
section 4, batched arrivals). With ``r`` of ``d`` stories in a period, a state with rate ``p`` costs
``-ln(C(d, r) p^r (1 - p)^(d - r))``; the usual rate is ``p0 = R / D`` over all periods, the burst
rate ``p1 = SCALING p0``; entering the burst costs ``GAMMA ln n`` for ``n`` periods. The cheapest
sequence of states tells the bursts; the weight of one is what it saves over the usual state.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, permutations
from statistics import median

from queqiao.documents.collections.model import Burst, Trend

FEWEST_PERIODS = 4
"""With fewer, no order of the values is rare enough to tell anything."""
FEWEST_NAMED = 5
"""With fewer stories that name it, a share is an accident."""
SIGNIFICANT = 0.05
SCALING = 2.0
GAMMA = 1.0
_EXACT = 7
_HIGHEST = 0.95
"""Where twice the usual rate is more than this, the burst rate is this or half way to 1."""


def find_trend(counts: Sequence[int], totals: Sequence[int]) -> Trend | None:
    """
    The trend of ``counts[t] / totals[t]``; periods without any story tell nothing.

    ``None`` where less than ``FEWEST_PERIODS`` hold a story, or less than ``FEWEST_NAMED`` stories
    are counted.
    """
    points = [(t, r / d) for t, (r, d) in enumerate(zip(counts, totals, strict=True)) if d]
    if len(points) < FEWEST_PERIODS or sum(counts) < FEWEST_NAMED:
        return None
    slopes = [
        (later - earlier) / (end - start)
        for place, (start, earlier) in enumerate(points)
        for end, later in points[place + 1 :]
    ]
    return Trend(median(slopes), kendall_p([share for _, share in points]), len(points))


def kendall_p(values: Sequence[float]) -> float:
    """The two-sided p value of the Mann-Kendall test that ``values`` have no trend."""
    observed = abs(_kendall_s(values))
    if len(values) <= _EXACT:
        distinct = sorted(set(values))
        sums = _all_sums(tuple(sorted(distinct.index(value) for value in values)))
        return sum(s >= observed for s in sums) / len(sums)
    variance = _kendall_variance(values)
    if variance <= 0:
        return 1.0
    z = max(0, observed - 1) / math.sqrt(variance)
    return math.erfc(z / math.sqrt(2))


@lru_cache(maxsize=4096)
def _all_sums(ranks: tuple[int, ...]) -> tuple[int, ...]:
    """|S| of every order of the ranks; many series share one pattern of ties."""
    return tuple(abs(_kendall_s(order)) for order in permutations(ranks))


def _kendall_s(values: Sequence[float]) -> int:
    return sum(
        (later > earlier) - (later < earlier)
        for place, earlier in enumerate(values)
        for later in values[place + 1 :]
    )


def _kendall_variance(values: Sequence[float]) -> float:
    count = len(values)
    ties = [values.count(value) for value in set(values)]
    whole = count * (count - 1) * (2 * count + 5)
    return (whole - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18


def find_bursts(counts: Sequence[int], totals: Sequence[int]) -> tuple[Burst, ...]:
    """The bursts in order of time; none where nothing is counted or all periods are alike."""
    named, stories = sum(counts), sum(totals)
    if not named or named == stories or len(counts) < 2:
        return ()
    usual = named / stories
    burst = min(SCALING * usual, max(_HIGHEST, (1 + usual) / 2))
    costs = [(_cost(usual, r, d), _cost(burst, r, d)) for r, d in zip(counts, totals, strict=True)]
    return _runs(_cheapest(costs, GAMMA * math.log(len(costs))), costs)


def _cost(rate: float, named: int, stories: int) -> float:
    """Without the binomial coefficient, which is the same in both states."""
    return -(named * math.log(rate) + (stories - named) * math.log(1 - rate))


def _cheapest(costs: Sequence[tuple[float, float]], entering: float) -> list[int]:
    """The states of least cost, by dynamic programming; a tie stays usual."""
    usual, burst = costs[0][0], costs[0][1] + entering
    ways: list[tuple[int, int]] = []
    for calm, high in costs[1:]:
        from_usual = 0 if usual <= burst else 1
        from_burst = 1 if burst <= usual + entering else 0
        ways.append((from_usual, from_burst))
        usual, burst = min(usual, burst) + calm, min(burst, usual + entering) + high
    states = [0 if usual <= burst else 1]
    for way in reversed(ways):
        states.append(way[states[-1]])
    return states[::-1]


def _runs(states: Sequence[int], costs: Sequence[tuple[float, float]]) -> tuple[Burst, ...]:
    edges = [0, *states, 0]
    begins = [t for t, (one, other) in enumerate(pairwise(edges)) if other > one]
    ends = [t - 1 for t, (one, other) in enumerate(pairwise(edges)) if other < one]
    return tuple(
        Burst(first, last, sum(calm - high for calm, high in costs[first : last + 1]))
        for first, last in zip(begins, ends, strict=True)
    )
