"""
Ranking measures of one query, and their means over a run.

nDCG takes the grade as gain and ``log2(rank + 1)`` as discount (Järvelin and Kekäläinen 2002);
reciprocal rank and average precision take every grade above 0 as relevant. All are 0-1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from queqiao.metrics.model import Qrels, Run, ranked

Measure = Callable[[Sequence[str], Mapping[str, int]], float]


def ndcg(documents: Sequence[str], grades: Mapping[str, int], *, k: int = 10) -> float:
    """Normalized discounted cumulative gain of the first ``k``; 0 where nothing is relevant."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:k])
    if ideal <= 0:
        return 0.0
    return _gain([grades.get(document, 0) for document in documents[:k]]) / ideal


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / math.log2(rank + 2) for rank, grade in enumerate(grades))


def reciprocal_rank(documents: Sequence[str], grades: Mapping[str, int]) -> float:
    """One over the rank of the first relevant document; 0 where none is found."""
    for rank, document in enumerate(documents, start=1):
        if grades.get(document, 0) > 0:
            return 1.0 / rank
    return 0.0


def recall(documents: Sequence[str], grades: Mapping[str, int], *, k: int = 100) -> float:
    """The share of the relevant documents that is among the first ``k``."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(documents[:k])) / len(relevant) if relevant else 0.0


def average_precision(documents: Sequence[str], grades: Mapping[str, int]) -> float:
    """The mean, over the relevant documents, of the precision at the rank where each is found."""
    count = sum(grade > 0 for grade in grades.values())
    found = 0
    total = 0.0
    for rank, document in enumerate(documents, start=1):
        if grades.get(document, 0) > 0:
            found += 1
            total += found / rank
    return total / count if count else 0.0


def evaluate_run(run: Run, qrels: Qrels, *, measure: Measure) -> dict[str, float]:
    """
    ``measure`` for every query that has a relevant document, in the order of query ids.

    A query that the run does not answer counts as 0.
    """
    return {
        query: measure(ranked(run.get(query, {})), qrels[query])
        for query in sorted(qrels)
        if any(grade > 0 for grade in qrels[query].values())
    }


def mean(values: Mapping[str, float]) -> float:
    """The mean over queries; 0 for no query."""
    return fmean(values.values()) if values else 0.0
