"""
Does it help how words are cut? Exact BM25 on the citations between papers, from texts alone.

The words that ship, and the shorter words inside a long one at several weights, against rjieba as
it comes; with whole texts as queries and with titles alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.quality.citations import DATA, Task, load_task, measures, without
from benchmarks.quality.ranking_peers import whole, words
from queqiao.matching.index import Index, IndexedDocument, IndexSettings, build_index
from queqiao.text import PART_WEIGHT, default_segmenter, segment

TOP = 120
MOST = 2.0  # a word that a query says often counts as if it were said twice
PART_WEIGHTS = (0.0, PART_WEIGHT, 1.0)

Weights = Callable[[str], Mapping[str, float]]


def measure() -> dict[str, object]:
    """nDCG@10, MRR and recall@100 of each way to cut, for whole texts and for titles."""
    if not DATA.is_dir():
        return {"skipped": "the reference papers are absent (../shared/data/papers)"}
    task = load_task()
    found: dict[str, object] = {"documents": len(task.corpus), "queries": len(task.queries)}
    with TemporaryDirectory() as folder:
        index = _index(Path(folder) / "plain", task, words)
        found["rjieba"] = _both(index, task, lambda text: Counter(words(text)))
    segmenter = default_segmenter()
    with TemporaryDirectory() as folder:
        index = _index(Path(folder) / "ours", task, segmenter.terms)
        for weight in PART_WEIGHTS:
            with patch.object(segment, "PART_WEIGHT", weight):
                found[f"ours_parts_{weight:g}"] = _both(index, task, segmenter.query_terms)
    return found


def _index(folder: Path, task: Task, cut: Callable[[str], Sequence[str]]) -> Index:
    documents = [IndexedDocument(one.id, {"text": cut(whole(one))}) for one in task.corpus]
    return build_index(folder, documents, settings=IndexSettings(k1=1.2, b=0.75))


def _both(index: Index, task: Task, weights: Weights) -> dict[str, dict[str, float]]:
    return {
        name: measures(_run(index, task, texts, weights), task.qrels)
        for name, texts in (
            ("full", [whole(query) for query in task.queries]),
            ("title", [query.title for query in task.queries]),
        )
    }


def _run(
    index: Index, task: Task, texts: Sequence[str], weights: Weights
) -> Mapping[str, Mapping[str, float]]:
    run = {}
    for query, text in zip(task.queries, texts, strict=True):
        asked = {term: min(weight, MOST) for term, weight in weights(text).items() if weight > 0}
        hits = index.search(asked, k=TOP)
        run[query.id] = {hit.id: hit.score for hit in hits if hit.id != query.id}
    return without(run, task.copies)


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
