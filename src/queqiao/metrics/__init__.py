"""Qrels and runs, ranking measures, significance tests, calibration."""

from queqiao.metrics.io import load_qrels, load_run, write_run
from queqiao.metrics.measures import (
    average_precision,
    evaluate_run,
    mean,
    ndcg,
    recall,
    reciprocal_rank,
)
from queqiao.metrics.model import Qrels, Run, ranked
from queqiao.metrics.orders import weighted_kendall_loss
from queqiao.metrics.reliability import ReliabilityBin, calibration_error, reliability
from queqiao.metrics.significance import Interval, bootstrap_interval, randomization_test

__all__ = [
    "Interval",
    "Qrels",
    "ReliabilityBin",
    "Run",
    "average_precision",
    "bootstrap_interval",
    "calibration_error",
    "evaluate_run",
    "load_qrels",
    "load_run",
    "mean",
    "ndcg",
    "randomization_test",
    "ranked",
    "recall",
    "reciprocal_rank",
    "reliability",
    "weighted_kendall_loss",
    "write_run",
]
