"""
The demo region against its judgements: ranking, what the checks bring, and whether scores are true.

Rankings are compared on the judged pairs alone (unjudged offers left out of every list, ours and
the peers'), calibration on all of a demand's first sixty candidates, where an offer that nobody
judged counts as irrelevant: that can only make scores look too high.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.quality.ranking_peers import Cosines, grams, words
from queqiao.core import generator
from queqiao.datasets.demo_region import demo_files
from queqiao.matching.checks import check_readings, read_specs
from queqiao.matching.explain import texts_of
from queqiao.matching.io import load_achievements, load_demands
from queqiao.matching.results import Outcome
from queqiao.metrics import Qrels, calibration_error, evaluate_run, mean, ndcg, reliability
from queqiao.recipes.library import build_library
from queqiao.recipes.records import specs_of
from queqiao.recipes.weighing import BREADTH_WEIGHT, CHECK_WEIGHTS, OFFSET, SLOPE, check_shares

CANDIDATES = 60
RELEVANT = 2  # grades 2 and 3
BEST = 3
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One demand with one candidate: the evidence, and the grade, -1 where nobody judged."""

    demand: str
    achievement: str
    likeness: float
    breadth: float
    shares: tuple[float, ...]
    grade: int

    @property
    def evidence(self) -> tuple[float, ...]:
        """One, the logarithms of raw score and breadth, and the shares of the checks."""
        return (1.0, (self.likeness - OFFSET) / SLOPE, self.breadth / BREADTH_WEIGHT, *self.shares)


def load_judgements() -> dict[str, dict[str, int]]:
    """``{demand: {achievement: grade}}`` of the demo region."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for path in sorted(Path(demo_files().demands[0]).parent.glob("judgements-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["demand"]][row["achievement"]] = row["grade"]
    return dict(found)


def candidate_rows(judgements: Qrels) -> list[Row]:
    """Every judged demand's first candidates by the default ranking, with their checks."""
    files = demo_files()
    demands = [d for d in load_demands(*files.demands).records if d.id in judgements]
    achievements = load_achievements(*files.achievements).records
    rows = []
    with TemporaryDirectory() as folder:
        library = build_library(Path(folder), achievements)
        for demand, candidates in zip(
            demands, library.candidates(demands, k=len(achievements)), strict=True
        ):
            wanted = read_specs(specs_of(demand), texts=texts_of(demand))
            for place, candidate in enumerate(candidates):
                grade = judgements[demand.id].get(candidate.record.id, -1)
                if place >= CANDIDATES and grade < 0:
                    continue
                verdicts = check_readings(wanted, candidate.readings)
                shares = check_shares(verdicts)
                breadth = sum(p.amount for p in candidate.reasons() if p.name == "breadth")
                rows.append(
                    Row(
                        demand.id,
                        candidate.record.id,
                        candidate.log_odds - breadth,
                        breadth,
                        tuple(shares[outcome] for outcome in Outcome),
                        grade,
                    )
                )
    return rows


def fit(evidence: np.ndarray, relevant: np.ndarray, *, penalty: float = 1.0) -> np.ndarray:
    """Logistic regression; offset and slope are free, the weights of the checks held small."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = evidence @ weights
        held = np.concatenate(([0.0, 0.0], weights[2:]))
        value = np.logaddexp(0, odds).sum() - relevant @ odds + penalty * held @ held / 2
        return value, evidence.T @ (1 / (1 + np.exp(-odds)) - relevant) + penalty * held

    return minimize(loss, np.zeros(evidence.shape[1]), jac=True, method="L-BFGS-B").x


def as_arrays(rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Evidence and relevance of the rows."""
    evidence = np.array([row.evidence for row in rows])
    return evidence, np.array([row.grade >= RELEVANT for row in rows], float)


def held_out_scores(rows: list[Row], *, seed: int = 0) -> np.ndarray:
    """Each row's probability by weights fitted on other demands."""
    evidence, relevant = as_arrays(rows)
    names = sorted({row.demand for row in rows})
    order = generator(seed, "benchmarks", "demo").permutation(len(names))
    fold_of = {names[place]: number % FOLDS for number, place in enumerate(order.tolist())}
    folds = np.array([fold_of[row.demand] for row in rows])
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        weights = fit(evidence[folds != fold], relevant[folds != fold])
        scores[folds == fold] = 1 / (1 + np.exp(-evidence[folds == fold] @ weights))
    return scores


def judged_run(rows: list[Row], scores: np.ndarray) -> dict[str, dict[str, float]]:
    """A run of the judged pairs alone."""
    run: dict[str, dict[str, float]] = defaultdict(dict)
    for row, score in zip(rows, scores.tolist(), strict=True):
        if row.grade >= 0:
            run[row.demand][row.achievement] = score
    return run


def peer_run(judgements: Qrels, cut: Callable[[str], list[str]]) -> dict[str, dict[str, float]]:
    """A run of the judged pairs by plain TF-IDF cosines."""
    files = demo_files()
    demands = [d for d in load_demands(*files.demands).records if d.id in judgements]
    achievements = load_achievements(*files.achievements).records
    cosines = Cosines(["\n".join(texts_of(a).values()) for a in achievements], cut)
    scores = cosines.scores(["\n".join(texts_of(d).values()) for d in demands])
    place = {record.id: number for number, record in enumerate(achievements)}
    return {
        demand.id: {name: float(scores[row, place[name]]) for name in sorted(judgements[demand.id])}
        for row, demand in enumerate(demands)
    }


def measure() -> dict[str, Any]:
    """nDCG@10 on judged pairs, recall in the first ten, and held-out calibration."""
    judgements = load_judgements()
    rows = candidate_rows(judgements)
    evidence, relevant = as_arrays(rows)
    shipped = np.array(
        [OFFSET, SLOPE, BREADTH_WEIGHT, *(CHECK_WEIGHTS[outcome] for outcome in Outcome)]
    )
    quality = partial(ndcg, k=10)
    runs = {
        "ours": judged_run(rows, evidence @ shipped),
        "ours_without_checks": judged_run(rows, evidence[:, 1]),
        "character_tfidf": peer_run(judgements, partial(grams, sizes=(1, 2))),
        "word_tfidf": peer_run(judgements, words),
    }
    first_ten = _first_ten(rows, evidence @ shipped)
    scores = held_out_scores(rows)
    shown = scores >= 0.2
    return {
        "seed": 0,
        "judged_demands": len(judgements),
        "judged_pairs": sum(map(len, judgements.values())),
        "ndcg_at_10": {
            name: round(mean(evaluate_run(run, judgements, measure=quality)), 4)
            for name, run in runs.items()
        },
        "verdicts_of_pairs_judged_3": verdicts_of_best(judgements),
        "relevant_found_in_first_ten": round(first_ten, 4),
        "calibration_error_of_shown": round(
            calibration_error(scores[shown].tolist(), (relevant[shown] > 0).tolist()), 4
        ),
        "shown": int(shown.sum()),
        "reliability": [
            {
                "count": part.count,
                "mean_score": round(part.mean_score, 3),
                "relevant_share": round(part.relevant_share, 3),
            }
            for part in reliability(scores.tolist(), (relevant > 0).tolist())
        ],
    }


def verdicts_of_best(judgements: Qrels) -> dict[str, int]:
    """How the demanded indices of all pairs judged 3 come out."""
    files = demo_files()
    demands, achievements = (
        {
            record.id: read_specs(specs_of(record), texts=texts_of(record))
            for record in loaded.records
        }
        for loaded in (load_demands(*files.demands), load_achievements(*files.achievements))
    )
    found = Counter(
        verdict.outcome.value
        for demand, grades in judgements.items()
        for achievement, grade in grades.items()
        if grade == BEST
        for verdict in check_readings(demands[demand], achievements[achievement])
    )
    return dict(sorted(found.items()))


def _first_ten(rows: list[Row], odds: np.ndarray) -> float:
    by_demand: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for row, one in zip(rows, odds.tolist(), strict=True):
        by_demand[row.demand].append((-one, row.grade))
    found = sum(
        grade >= RELEVANT for pairs in by_demand.values() for _odds, grade in sorted(pairs)[:10]
    )
    return found / max(1, sum(row.grade >= RELEVANT for row in rows))
