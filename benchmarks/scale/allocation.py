"""
How long the best assignment takes: 10,000 items, 5,000 agents, 50 candidates for each item.

Peers in the same run: scipy's sparse bipartite matching and scipy's HiGHS, on the one problem that
each can state. Published instances are solved where they lie beside the checkout.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from queqiao.allocation import (
    AssignmentProblem,
    Effort,
    Objective,
    Range,
    Rules,
    Score,
    assign,
    build_problem,
)

PUBLISHED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "assignment"
ITEMS, AGENTS, EACH, PER_ITEM = 10_000, 5_000, 50, 3
LOADS = {"preflib1": 6, "preflib2": 7, "preflib3": 6, "aamas2016": 12}
LEXIMIN = ("preflib1", "preflib2", "preflib3")
SEED = 20


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives, and its seconds."""
    start = time.perf_counter()
    given = call()
    return given, round(time.perf_counter() - start, 2)


def sparse_scores(items: int, agents: int, each: int) -> list[Score]:
    """Random candidates for each item, with scores of six decimals."""
    chance = np.random.default_rng(SEED)
    scores: list[Score] = []
    for item in range(items):
        chosen = chance.choice(agents, each, replace=False)
        values = chance.integers(1, 10**6, each)
        scores += [
            Score(f"a{agent:05}", f"p{item:05}", Decimal(int(value)) / 10**6)
            for agent, value in zip(chosen.tolist(), values.tolist(), strict=True)
        ]
    return scores


def by_milp(problem: AssignmentProblem, most: int) -> float:
    """The best total by scipy's HiGHS."""
    pairs = problem.candidates
    count = len(pairs)
    ones, columns = np.ones(count), np.arange(count)
    of_item = sparse.csr_matrix((ones, (pairs.item_at, columns)), (len(problem.items), count))
    of_agent = sparse.csr_matrix((ones, (pairs.agent_at, columns)), (len(problem.agents), count))
    limits = [LinearConstraint(of_item, PER_ITEM, PER_ITEM), LinearConstraint(of_agent, 0, most)]
    found = milp(-pairs.score.astype(float), constraints=limits, bounds=Bounds(0, 1))
    return round(-found.fun) / pairs.scale


def by_matching(problem: AssignmentProblem) -> float:
    """The best one-to-one total by scipy's sparse matching."""
    pairs = problem.candidates
    shape = (len(problem.items), len(problem.agents))
    matrix = sparse.csr_matrix((pairs.score, (pairs.item_at, pairs.agent_at)), shape)
    rows, columns = min_weight_full_bipartite_matching(matrix, maximize=True)
    return float(matrix[rows, columns].sum()) / pairs.scale


def large() -> dict[str, Any]:
    """Three agents for each of 10,000 items, against HiGHS."""
    most = 7
    rules = Rules(need=Range(PER_ITEM, PER_ITEM), load=Range(0, most))
    scores = sparse_scores(ITEMS, AGENTS, EACH)
    problem, build_s = timed(lambda: build_problem(scores, rules=rules))
    found, solve_s = timed(lambda: assign(problem))
    theirs, milp_s = timed(lambda: by_milp(problem, most))
    return {
        "candidates": len(problem.candidates),
        "pairs": len(found.pairs),
        "total": str(found.total),
        "optimal": found.proof.optimal,
        "build_s": build_s,
        "solve_s": solve_s,
        "milp_total": theirs,
        "milp_s": milp_s,
        "milp_over_ours": round(milp_s / solve_s, 2),
    }


def one_to_one() -> dict[str, Any]:
    """One of 5,000 agents for each of 2,500 items, none twice, against scipy's sparse matching."""
    rules = Rules(need=Range(1, 1), load=Range(0, 1))
    problem = build_problem(sparse_scores(AGENTS // 2, AGENTS, EACH), rules=rules)
    found, ours = timed(lambda: assign(problem))
    theirs, scipy_s = timed(lambda: by_matching(problem))
    return {
        "total": str(found.total),
        "scipy_total": theirs,
        "solve_s": ours,
        "scipy_s": scipy_s,
        "scipy_over_ours": round(scipy_s / ours, 2),
    }


def published(name: str) -> AssignmentProblem:
    """A published instance: rows are items, columns agents."""
    shape, *rows = (PUBLISHED / f"{name}.in").read_text(encoding="utf-8").split("\n")
    _, agents = map(int, shape.split())
    scores = [
        Score(f"r{at % agents:03}", f"p{at // agents:03}", Decimal(value))
        for at, value in enumerate(" ".join(rows).split())
    ]
    return build_problem(scores, rules=Rules(Range(3, 3), Range(0, LOADS[name])))


def published_instances() -> dict[str, Any]:
    """Totals and worst items of the published instances, by both objectives."""
    if not PUBLISHED.exists():
        return {"skipped": "../shared/data/assignment is absent"}
    results: dict[str, Any] = {}
    for name in LOADS:
        problem = published(name)
        best, seconds = timed(lambda given=problem: assign(given))
        results[name] = {
            "total": str(best.total),
            "worst": str(best.worst[1]),
            "solve_s": seconds,
        }
        if name in LEXIMIN:
            fair, seconds = timed(
                lambda given=problem: assign(
                    given, objective=Objective.LEXIMIN, effort=Effort(300.0)
                )
            )
            results[name]["leximin"] = {
                "total": str(fair.total),
                "worst": str(fair.worst[1]),
                "optimal": fair.proof.optimal,
                "solve_s": seconds,
            }
    return results


def measure() -> dict[str, Any]:
    """All figures."""
    return {
        "large": large(),
        "one_to_one": one_to_one(),
        "published": published_instances(),
    }
