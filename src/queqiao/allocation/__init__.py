"""Who works with whom: assignment under limits, stable matching, and why each pair."""

from queqiao.allocation.build import build_problem
from queqiao.allocation.infeasible import (
    Infeasible,
    Relaxation,
    cheapest_relaxation,
    find_conflict,
    is_feasible,
)
from queqiao.allocation.lottery import Chance
from queqiao.allocation.model import (
    AssignedPair,
    Assignment,
    AssignmentProblem,
    Broken,
    Effort,
    Limit,
    LimitKind,
    Lottery,
    Objective,
    Proof,
    Sense,
)
from queqiao.allocation.reasons import PairReason, explain_pairs
from queqiao.allocation.records import (
    LimitRule,
    Membership,
    PairRule,
    Range,
    Rules,
    Score,
)
from queqiao.allocation.solve import assign
from queqiao.allocation.stable import (
    Favored,
    Preferences,
    StableMatching,
    blocking_pairs,
    match_stably,
)

__all__ = [
    "AssignedPair",
    "Assignment",
    "AssignmentProblem",
    "Broken",
    "Chance",
    "Effort",
    "Favored",
    "Infeasible",
    "Limit",
    "LimitKind",
    "LimitRule",
    "Lottery",
    "Membership",
    "Objective",
    "PairReason",
    "PairRule",
    "Preferences",
    "Proof",
    "Range",
    "Relaxation",
    "Rules",
    "Score",
    "Sense",
    "StableMatching",
    "assign",
    "blocking_pairs",
    "build_problem",
    "cheapest_relaxation",
    "explain_pairs",
    "find_conflict",
    "is_feasible",
    "match_stably",
]
