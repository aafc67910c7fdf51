"""
What does each side of the default ranking find alone, and what does each add?

Measured on the citations between papers, over each query's 250 candidates (``recipes.rank``), with
the default weights of the sides that are let in; and how many queries the whole still fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np

from benchmarks.quality.citations import DATA, Run, load_task, measures, without
from queqiao.matching.ranking.channels import POSITIONS
from queqiao.matching.ranking.default import DEFAULT_WEIGHTS
from queqiao.recipes.rank import CANDIDATES, prepare_task

TOP = 120
SIDES = {
    "words": ("words:whole-whole",),
    "characters": ("characters:whole-whole",),
    "meaning": ("meaning",),
    "title": ("characters:whole-title",),
    "words_characters": ("words:whole-whole", "characters:whole-whole"),
    "words_characters_meaning": ("words:whole-whole", "characters:whole-whole", "meaning"),
    "words_characters_meaning_title": (
        "words:whole-whole",
        "characters:whole-whole",
        "meaning",
        "characters:whole-title",
    ),
    "all": tuple(DEFAULT_WEIGHTS),
}


def measure() -> dict[str, object]:
    """nDCG@10, MRR and recall@100 of each choice of sides, and how often nothing cited is found."""
    if not DATA.is_dir():
        return {"skipped": "the reference papers are absent (../shared/data/papers)"}
    cited = load_task()
    task = prepare_task(cited.corpus, cited.queries)
    runs: dict[str, dict[str, dict[str, float]]] = {name: {} for name in SIDES}
    for query, ranked in zip(task.query_ids, task.candidates(count=CANDIDATES), strict=True):
        ids = [task.corpus.ids[row] for row in ranked.rows]
        for name, sides in SIDES.items():
            columns = [POSITIONS[side] for side in sides]
            weights = np.array([DEFAULT_WEIGHTS[side][1] for side in sides])
            scores = ranked.likeness.standardized[:, columns].astype(np.float64) @ weights
            order = sorted(range(len(ids)), key=lambda i: (-scores[i], ids[i]))[:TOP]
            runs[name][query] = {ids[i]: float(scores[i]) for i in order}
    kept = {name: without(run, cited.copies) for name, run in runs.items()}
    return {
        "documents": len(cited.corpus),
        "queries": len(cited.queries),
        "candidates": CANDIDATES,
        "sides": {name: measures(run, cited.qrels) for name, run in kept.items()},
        "queries_without_a_cited_paper": {
            f"in_first_{count}": _failed(kept["all"], cited.qrels, count) for count in (10, 100)
        },
    }


def _failed(run: Run, qrels: dict[str, dict[str, int]], count: int) -> int:
    """How many queries have nothing relevant among their first hits."""
    failed = 0
    for query, grades in qrels.items():
        first = _first(run[query].items(), count)
        failed += not any(grades.get(name, 0) > 0 for name in first)
    return failed


def _first(hits: Iterable[tuple[str, float]], count: int) -> list[str]:
    return [name for name, _score in sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:count]]


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
