"""Ranking: channels, standardizing, fusion, learned meaning, learned rankers, calibration."""

from queqiao.matching.ranking.calibration import Calibration, fit_calibration, probability
from queqiao.matching.ranking.candidates import Corpus, Found, build_corpus, find_candidates
from queqiao.matching.ranking.default import DEFAULT_CALIBRATION, DefaultRanking, build_ranking
from queqiao.matching.ranking.encoding import (
    Batch,
    Encoded,
    Encoder,
    build_batch,
    build_encoder,
    from_columns,
    to_columns,
)
from queqiao.matching.ranking.features import FEATURES, Likeness, feature_matrix
from queqiao.matching.ranking.io import ModelFile, load_model, save_model
from queqiao.matching.ranking.model import Hit, Part, RankDocument
from queqiao.matching.ranking.ranker import (
    JudgedQuery,
    LearnedRanker,
    calibrate,
    deal_folds,
    score_across,
    train_ranker,
)
from queqiao.matching.ranking.representation import Training

__all__ = [
    "DEFAULT_CALIBRATION",
    "FEATURES",
    "Batch",
    "Calibration",
    "Corpus",
    "DefaultRanking",
    "Encoded",
    "Encoder",
    "Found",
    "Hit",
    "JudgedQuery",
    "LearnedRanker",
    "Likeness",
    "ModelFile",
    "Part",
    "RankDocument",
    "Training",
    "build_batch",
    "build_corpus",
    "build_encoder",
    "build_ranking",
    "calibrate",
    "deal_folds",
    "feature_matrix",
    "find_candidates",
    "fit_calibration",
    "from_columns",
    "load_model",
    "probability",
    "save_model",
    "score_across",
    "to_columns",
    "train_ranker",
]
