"""
From what ranking and checks say to the probability that a broker would call a match relevant.

Evidence of likeness has diminishing returns: twice the likeness is not twice the log-odds. The
log-odds are therefore linear in the logarithm of the default ranking's raw score (and in the score
itself below 1, where its logarithm would run away), in the shares of
the demanded indices that came out each way, in the number of words that the likeness rests on, in
the size of the library, and in the nature of the demand. The weights were fitted (see
``tools/fit_weighing.py``) on the judged part of the demo region, alone and among 11,988 real
papers, where candidates that nobody judged count as irrelevant; ``benchmarks/quality/demo.py``
measures them with demands left out. A learned ranker brings a calibration of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.completeness import Nature, nature_of
from queqiao.matching.model import Demand
from queqiao.matching.ranking.model import Part
from queqiao.matching.results import Contribution, Outcome, Verdict

OFFSET = -10.09
SLOPE = 3.48
CHECK_WEIGHTS = {
    Outcome.MET: 2.10,
    Outcome.SHORT: 0.27,
    Outcome.NOT_STATED: -0.93,
    Outcome.CONFLICT_UNIT: -0.64,
}
"""For a demand all of whose indices come out so; shares of them count by their share."""
NATURE_WEIGHTS = {
    Nature.TECHNICAL: 0.0,
    Nature.SALES_PITCH: -6.0,
    Nature.FINANCING: -6.0,
    Nature.RESEARCH: -3.0,
}
"""Set by hand: what answers to no need is no match, however alike the words."""
BREADTH_WEIGHT = 1.45
"""For each time that the likeness rests on e times as many words."""
SIZE_WEIGHT = -0.63
"""For each time that the library is e times the demo region's: strangers look more alike."""
_ORDINARY_SIZE = 509
_ORDINARY_BREADTH = 4.0  # words; likeness that rests on so many is taken as it is
_LEAST_BREADTH = 0.5  # stands for none at all
_ROUNDING = 1e-6
_BEND = 1.0  # of the raw score: linear below, logarithmic above, with one slope where they meet


def probability(log_odds: float) -> float:
    """The probability, 0-1, with these log-odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


def least_likeness(score: float) -> float:
    """The log-odds by likeness alone from which the checks can lift a match to ``score`` at all."""
    if not 0 < score < 1:
        return -math.inf if score <= 0 else math.inf
    return math.log(score / (1 - score)) - max(CHECK_WEIGHTS.values()) - _ROUNDING


def weigh_likeness(raw: float) -> float:
    """The log-odds that a raw score of the default ranking stands for."""
    return OFFSET + SLOPE * (math.log(raw) if raw > _BEND else raw - _BEND)


def share_likeness(parts: Iterable[Part], raw: float) -> tuple[Part, ...]:
    """
    The log-odds of ``raw`` shared among what it came from, in proportion.

    ``parts`` add up to ``raw``, what they return to ``weigh_likeness(raw)``.
    """
    bent = raw > _BEND
    base, rate = (OFFSET, SLOPE * math.log(raw) / raw) if bent else (OFFSET - SLOPE * _BEND, SLOPE)
    shared = tuple(
        Part(
            part.name,
            part.amount * rate,
            tuple((term, amount * rate) for term, amount in part.terms),
            part.rest * rate,
        )
        for part in parts
    )
    return (Part("base", base), *shared)


def weigh_breadth(words: NDArray[np.float64]) -> NDArray[np.float64]:
    """What it says against a match that its likeness rests on few ``words``, or for it on many."""
    return BREADTH_WEIGHT * np.log(np.maximum(words, _LEAST_BREADTH) / _ORDINARY_BREADTH)


def weigh_size(size: int) -> float:
    """What it says against every match that a library of ``size`` offers has more coincidences."""
    return SIZE_WEIGHT * math.log(max(size, _ORDINARY_SIZE) / _ORDINARY_SIZE)


def check_shares(verdicts: Sequence[Verdict]) -> dict[Outcome, float]:
    """The share of the demanded indices that came out each way; zeros where none is demanded."""
    total = len(verdicts) or 1
    return {
        outcome: sum(verdict.outcome is outcome for verdict in verdicts) / total
        for outcome in Outcome
    }


def weigh_checks(verdicts: Sequence[Verdict]) -> tuple[Contribution, ...]:
    """What the checks say for and against a match; nothing where the demand states no index."""
    if not verdicts:
        return ()
    shares = check_shares(verdicts)
    amount = sum(CHECK_WEIGHTS[outcome] * share for outcome, share in shares.items())
    return (Contribution("checks", amount),)


def weigh_nature(demand: Demand) -> tuple[Contribution, ...]:
    """What it says against every match that the text is no technical demand."""
    amount = NATURE_WEIGHTS[nature_of(demand)]
    return (Contribution("nature", amount),) if amount else ()
