"""
What checks and the nature of a demand add to a score, in log-odds.

The weights were fitted on the judged part of the demo region by logistic regression, over what the
ranking says; ``benchmarks/quality/demo.py`` measures what they bring, with demands left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from queqiao.matching.completeness import Nature, nature_of
from queqiao.matching.model import Demand
from queqiao.matching.results import Contribution, Outcome, Verdict

CHECK_WEIGHTS = {
    Outcome.MET: 1.6,
    Outcome.SHORT: 0.2,
    Outcome.NOT_STATED: -1.2,
    Outcome.CONFLICT_UNIT: -0.6,
}
"""For a demand all of whose indices come out so; shares of them count by their share."""
NATURE_WEIGHTS = {
    Nature.TECHNICAL: 0.0,
    Nature.SALES_PITCH: -2.0,
    Nature.FINANCING: -2.0,
    Nature.RESEARCH: -0.5,
}


def probability(log_odds: float) -> float:
    """The probability, 0-1, with these log-odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds))


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
