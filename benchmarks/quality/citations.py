"""
Does the ranking find what papers cite, from their texts alone?

Real citations between 11,988 Chinese papers (reference data that do not ship). Measured against the
plain sum of four standardized cosines in the same run; other versions of the same paper (ids alike
but for the version, or equal titles) are left out of every run alike.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.ranking_peers import as_run, plain_sum
from queqiao.matching.ranking import RankDocument
from queqiao.metrics import (
    bootstrap_interval,
    evaluate_run,
    load_qrels,
    mean,
    ndcg,
    randomization_test,
    recall,
    reciprocal_rank,
)
from queqiao.recipes.learn import learn_ranker
from queqiao.recipes.rank import load_documents, rank_documents

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "shared" / "data" / "papers"
SEED = 0

Run = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Task:
    """The papers, those of them that cite others, what each cites, and the versions of each."""

    corpus: tuple[RankDocument, ...]
    queries: list[RankDocument]
    qrels: dict[str, dict[str, int]]
    copies: dict[str, set[str]]


def load_task() -> Task:
    """The citations that are given; those of other versions of the citing paper are left out."""
    corpus = load_documents(DATA / "papers.jsonl.gz")
    copies = _versions(corpus)
    qrels = {
        query: kept
        for query, grades in load_qrels(DATA / "citations_dev.qrels").items()
        if (kept := {d: g for d, g in grades.items() if d not in copies[query]})
    }
    queries = [document for document in corpus if document.id in qrels]
    return Task(corpus, queries, qrels, copies)


def measure() -> dict[str, object]:
    """nDCG@10, MRR and recall of baseline, default and (cross-validated) learned ranking."""
    if not DATA.is_dir():
        return {"skipped": "the reference papers are absent (../shared/data/papers)"}
    task = load_task()
    corpus, queries, qrels, copies = task.corpus, task.queries, task.qrels, task.copies
    plain = without(as_run(plain_sum(corpus, queries), corpus, queries, 120), copies)
    started = time.process_time()
    ranked = rank_documents(corpus, queries, top=120)
    seconds = time.process_time() - started
    default = without({query: dict(hits) for query, hits in ranked.items()}, copies)
    learned = learn_ranker(corpus, queries, qrels, seed=SEED)
    base, ours = (evaluate_run(run, qrels, measure=ndcg) for run in (plain, default))
    gains = [ours[query] - base[query] for query in base]
    gain = bootstrap_interval(gains)
    return {
        "seed": SEED,
        "documents": len(corpus),
        "queries": len(base),
        "plain_sum": measures(plain, qrels),
        "default": measures(default, qrels),
        "default_over_plain": round(mean(ours) / mean(base), 4),
        "default_gain": [round(gain.mean, 4), round(gain.low, 4), round(gain.high, 4)],
        "default_p": randomization_test(list(ours.values()), list(base.values())),
        "default_cpu_s": round(seconds, 1),
        "learned_cross_validated_ndcg_at_10": round(learned.learned_ndcg, 4),
        "learned_over_plain": round(learned.learned_ndcg / mean(base), 4),
        "learned_over_default": round(learned.learned_ndcg / learned.default_ndcg, 4),
        "learned_p_against_default": learned.chance,
        "learned_calibration_error_out_of_fold": round(learned.calibration_error, 4),
        "targets": {"default_over_plain": 1.05, "learned_over_plain": 1.13},
    }


def measures(run: Run, qrels: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """nDCG@10, MRR and recall@100 of a run."""
    found = {"ndcg_at_10": ndcg, "mrr": reciprocal_rank, "recall_at_100": recall}
    return {
        name: round(mean(evaluate_run(run, qrels, measure=one)), 4) for name, one in found.items()
    }


def _versions(corpus: tuple) -> dict[str, set[str]]:
    """For every paper the ids of its other versions, told by id and by title."""
    groups: dict[str, set[str]] = {}
    keys = {}
    for document in corpus:
        title = re.sub(r"\W+", "", document.title.lower())
        keys[document.id] = [f"id {re.sub(r'V[0-9]+$', '', document.id)}"]
        keys[document.id] += [f"title {title}"] if title else []
        for key in keys[document.id]:
            groups.setdefault(key, set()).add(document.id)
    return {
        name: set().union(*(groups[key] for key in of_paper)) for name, of_paper in keys.items()
    }


def without(run: Run, copies: Mapping[str, set[str]]) -> Run:
    """The run without other versions of each query."""
    return {
        query: {d: score for d, score in hits.items() if d not in copies[query]}
        for query, hits in run.items()
    }


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
