"""
A ranker that learns from judgements: a listwise linear model and gradient-boosted trees, added.

The linear model maximizes the softmax likelihood of the relevant candidates of each query (Cao et
al. 2007, ListNet's top-one case) under a strong L2 penalty; with a few hundred queries it is the
better of the two. LightGBM's LambdaMART adds what is not linear. Both see standardized
``FEATURES`` only, so that a model learned on one corpus reads on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from queqiao.core import generator
from queqiao.matching.ranking.calibration import Calibration, fit_calibration, probability
from queqiao.matching.ranking.features import DOCUMENT_FEATURES, FEATURES
from queqiao.matching.ranking.model import Part

if TYPE_CHECKING:
    from lightgbm import Booster

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

UNCALIBRATED: Final = Calibration(0.0, 1.0)
TREE_SHARE = 1.0
PENALTY = 150.0
ROUNDS = 200
TREES: Final = {
    "objective": "lambdarank",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "lambdarank_truncation_level": 20,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query's candidates: one row of features and one grade (0: not relevant) each."""

    features: F32
    grades: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LearnedRanker:
    """Weights on standardized features, trees, and the calibration of their sum."""

    mean: F64
    spread: F64
    weights: F64
    trees: Booster | None
    calibration: Calibration = UNCALIBRATED

    def raw_scores(self, features: F32) -> F64:
        """Scores that order the candidates of one query; higher is better."""
        scores = ((features - self.mean) / self.spread) @ self.weights
        if self.trees is not None and len(features):
            grown = np.asarray(self.trees.predict(features, raw_score=True, num_threads=1))
            scores = scores + TREE_SHARE * grown
        return np.asarray(scores, np.float64)

    def scores(self, features: F32) -> F64:
        """Calibrated probabilities of relevance."""
        return probability(self.calibration.log_odds(self.raw_scores(features)))

    def parts(self, features: F32, row: int) -> tuple[Part, ...]:
        """The log-odds of one candidate, split by the kind of evidence; they add up exactly."""
        one = features[row : row + 1]
        amounts = (((one - self.mean) / self.spread) * self.weights)[0]
        base = 0.0
        if self.trees is not None:
            shares = np.asarray(self.trees.predict(one, pred_contrib=True, num_threads=1))[0]
            amounts = amounts + TREE_SHARE * shares[:-1]
            base = TREE_SHARE * float(shares[-1])
        slope = self.calibration.slope
        found = {"base": self.calibration.offset + slope * base}
        for name, amount in zip(FEATURES, amounts, strict=True):
            kind = part_of(name)
            found[kind] = found.get(kind, 0.0) + slope * float(amount)
        return tuple(Part(name, amount) for name, amount in found.items())


def part_of(feature: str) -> str:
    """The part of the explanation that a feature belongs to."""
    if feature in DOCUMENT_FEATURES:
        return "rest"
    channel = feature.removesuffix(":standardized").removesuffix(":rank")
    kind, _, fields = channel.partition(":")
    if fields.endswith(("-title", "-keywords")):
        return fields.rpartition("-")[2]
    return kind


def train_ranker(judged: Sequence[JudgedQuery], *, seed: int = 0) -> LearnedRanker:
    """
    The ranker learned from all of ``judged``, not calibrated yet.

    Queries without a relevant candidate teach nothing and are passed over.
    """
    useful = [query for query in judged if (query.grades > 0).any()]
    stacked = np.concatenate([query.features for query in useful]).astype(np.float64)
    mean, spread = stacked.mean(axis=0), stacked.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    weights = _listwise((stacked - mean) / spread, useful)
    return LearnedRanker(mean, spread, weights, _trees(useful, seed))


def _listwise(design: F64, judged: Sequence[JudgedQuery]) -> F64:
    from scipy.optimize import minimize  # noqa: PLC0415 -- slow import

    sizes = np.array([len(query.grades) for query in judged])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    gains = np.concatenate([query.grades for query in judged]).astype(np.float64)
    gains /= np.add.reduceat(gains, starts)[owner]
    penalty = PENALTY * min(1.0, len(judged) / 400)

    def loss(weights: F64) -> tuple[float, F64]:
        scores = design @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        powers = np.exp(scores)
        sums = np.add.reduceat(powers, starts)[owner]
        value = -float(gains @ (scores - np.log(sums))) + penalty * float(weights @ weights) / 2
        return value, design.T @ (powers / sums - gains) + penalty * weights

    start = np.zeros(design.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 80})
    return np.asarray(found.x, np.float64)


def _trees(judged: Sequence[JudgedQuery], seed: int) -> Booster | None:
    """LambdaMART over the features; none where there are too few queries to grow one."""
    if len(judged) < 50:
        return None
    import lightgbm  # noqa: PLC0415 -- slow import

    data = lightgbm.Dataset(
        np.concatenate([query.features for query in judged]),
        np.concatenate([query.grades for query in judged]),
        group=[len(query.grades) for query in judged],
        params={"verbose": -1},
    )
    return lightgbm.train({**TREES, "seed": seed}, data, ROUNDS)


def deal_folds(count: int, *, folds: int = 5, seed: int = 0) -> NDArray[np.int64]:
    """The fold of each of ``count`` queries, as even as can be."""
    order = generator(seed, "ranking", "folds").permutation(count)
    found = np.empty(count, np.int64)
    found[order] = np.arange(count) % folds
    return found


def score_across(
    judged: Sequence[JudgedQuery], *, folds: NDArray[np.int64], seed: int = 0
) -> list[F64]:
    """The raw scores of every query by a ranker that never saw it."""
    found: list[F64] = [np.empty(0)] * len(judged)
    for fold in range(int(folds.max()) + 1):
        ranker = train_ranker(
            [judged[i] for i in np.flatnonzero(folds != fold).tolist()], seed=seed
        )
        for position in np.flatnonzero(folds == fold).tolist():
            found[position] = ranker.raw_scores(judged[position].features)
    return found


def calibrate(
    ranker: LearnedRanker, scores: Sequence[F64], judged: Sequence[JudgedQuery]
) -> LearnedRanker:
    """``ranker`` calibrated by scores of queries that their own ranker never saw."""
    relevant = np.concatenate([query.grades > 0 for query in judged])
    fitted = fit_calibration(np.concatenate(scores), relevant)
    return LearnedRanker(ranker.mean, ranker.spread, ranker.weights, ranker.trees, fitted)
