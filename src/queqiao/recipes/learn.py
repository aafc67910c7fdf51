"""Learn a ranker from judgements, and say honestly what it gains over the default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.errors import BadInput, Problem
from queqiao.matching.ranking import (
    JudgedQuery,
    LearnedRanker,
    RankDocument,
    calibrate,
    deal_folds,
    probability,
    score_across,
    train_ranker,
)
from queqiao.messages import Message
from queqiao.metrics import (
    Interval,
    Qrels,
    bootstrap_interval,
    calibration_error,
    ndcg,
    randomization_test,
)
from queqiao.recipes.rank import CANDIDATES, Ranked, RankingTask, prepare_task
from queqiao.text import Segmenter

LEAST_QUERIES = 20
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class LearnReport:
    """
    A ranker and its cross-validated worth: mean nDCG@10 of queries that it never saw.

    ``gain`` is the difference to the default with its 95 % interval over queries, ``chance`` the
    p value of a paired randomization test, ``calibration_error`` that of out-of-fold scores.
    """

    ranker: LearnedRanker
    queries: int
    judgements: int
    default_ndcg: float
    learned_ndcg: float
    gain: Interval
    chance: float
    calibration_error: float

    @property
    def better(self) -> bool:
        """Whether the ranker beats the default by more than chance explains."""
        return self.gain.mean > 0 and self.chance < SIGNIFICANT

    def notes(self) -> dict[str, object]:
        """What a model file keeps about how it was learned."""
        return {
            "queries": self.queries,
            "judgements": self.judgements,
            "default_ndcg_at_10": round(self.default_ndcg, 4),
            "learned_ndcg_at_10": round(self.learned_ndcg, 4),
            "p_value": round(self.chance, 4),
            "calibration_error": round(self.calibration_error, 4),
            "better": self.better,
        }


@dataclass(frozen=True, slots=True)
class _Judged:
    ids: list[str]
    query: JudgedQuery
    default: NDArray[np.float64]
    grades: Mapping[str, int]


def learn_ranker(
    corpus: Sequence[RankDocument],
    queries: Sequence[RankDocument],
    qrels: Qrels,
    *,
    seed: int = 0,
    segmenter: Segmenter | None = None,
    progress: Progress = no_progress,
) -> LearnReport:
    """
    The ranker learned from ``qrels``, measured by five-fold cross-validation over queries.

    Unjudged candidates count as not relevant, as in any test collection. ``segmenter`` knows words
    of one's own; rank with the same.

    Raises:
        BadInput: fewer than ``LEAST_QUERIES`` queries have a relevant document that is found.
    """
    judged = _judge(corpus, queries, qrels, segmenter, progress)
    learnable = [one.query for one in judged]
    useful = sum(bool((query.grades > 0).any()) for query in learnable)
    if useful < LEAST_QUERIES:
        params = {"found": useful, "needed": LEAST_QUERIES}
        raise BadInput([Problem(Message("recipes.learn.too_few", params))])
    folds = deal_folds(len(judged), seed=seed)
    across = score_across(learnable, folds=folds, seed=seed)
    default = [_ndcg(one, one.default) for one in judged]
    learned = [_ndcg(one, scores) for one, scores in zip(judged, across, strict=True)]
    ranker = calibrate(train_ranker(learnable, seed=seed), across, learnable)
    relevant = np.concatenate([query.grades > 0 for query in learnable])
    promised = probability(ranker.calibration.log_odds(np.concatenate(across)))
    return LearnReport(
        ranker,
        queries=len(judged),
        judgements=sum(len(one.grades) for one in judged),
        default_ndcg=float(np.mean(default)),
        learned_ndcg=float(np.mean(learned)),
        gain=bootstrap_interval(np.subtract(learned, default).tolist(), seed=seed),
        chance=randomization_test(learned, default, seed=seed),
        calibration_error=calibration_error(promised.tolist(), relevant.tolist()),
    )


def _judge(
    corpus: Sequence[RankDocument],
    queries: Sequence[RankDocument],
    qrels: Qrels,
    segmenter: Segmenter | None,
    progress: Progress,
) -> list[_Judged]:
    """The judged queries with their candidates, their copies left out."""
    chosen = [query for query in queries if any(g > 0 for g in qrels.get(query.id, {}).values())]
    if not chosen or not corpus:
        return []
    task = prepare_task(corpus, chosen, segmenter=segmenter, progress=progress)
    found = []
    candidates = task.candidates(count=CANDIDATES, progress=progress)
    for name, ranked in zip(task.query_ids, candidates, strict=True):
        kept = np.array([int(row) not in ranked.copies for row in ranked.rows], bool)
        found.append(_judged_one(task, ranked, kept, qrels[name]))
    return found


def _judged_one(
    task: RankingTask, ranked: Ranked, kept: NDArray[np.bool_], grades: Mapping[str, int]
) -> _Judged:
    names = [task.corpus.ids[row] for row in ranked.rows[kept]]
    given = np.array([max(grades.get(name, 0), 0) for name in names], np.int64)
    query = JudgedQuery(ranked.features(task.corpus)[kept], given)
    return _Judged(names, query, task.ranking.raw_scores(ranked.likeness)[kept], grades)


def _ndcg(judged: _Judged, scores: NDArray[np.float64]) -> float:
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], judged.ids[i]))
    return ndcg([judged.ids[i] for i in order[:10]], judged.grades)
