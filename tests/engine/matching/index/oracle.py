"""BM25 and filters as their definition says, in plain Python over plain dictionaries."""

import math
from collections import Counter


def ranked(documents, query, *, k, weights=None, where=None, k1=1.5, b=0.75):
    """``(id, score)`` of the best documents, best first, ties by id."""
    weights = weights or {}
    counts = {d.id: Counter() for d in documents}
    for document in documents:
        for field, terms in document.terms.items():
            for term in terms:
                counts[document.id][term] += weights.get(field, 1.0)
    lengths = {name: sum(found.values()) for name, found in counts.items()}
    average = sum(lengths.values()) / max(1, len(lengths))
    frequency = Counter(term for found in counts.values() for term in found)
    asked = query if isinstance(query, dict) else Counter(query)
    scores = {}
    for document in documents:
        if not allowed(document, where or {}):
            continue
        found = counts[document.id]
        score = 0.0
        for term, weight in asked.items():
            if found[term]:
                n = frequency[term]
                idf = math.log(1 + (len(documents) - n + 0.5) / (n + 0.5))
                spread = k1 * (1 - b + b * lengths[document.id] / average)
                score += weight * idf * found[term] / (found[term] + spread)
        if score > 0:
            scores[document.id] = score
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]


def allowed(document, where):
    """Whether a document agrees with every field of ``where``."""
    for field, values in where.items():
        wanted = {values} if isinstance(values, str) else set(values)
        if not wanted & set(document.filters.get(field, ())):
            return False
    return True


def assert_same(hits, expected):
    """The same documents with the same scores; those that tie may only stand in order of id."""
    assert len(hits) == len(expected)
    for hit, (_, score) in zip(hits, expected, strict=True):
        assert math.isclose(hit.score, score, rel_tol=1e-4, abs_tol=1e-4)
    given, wanted = [hit.id for hit in hits], [name for name, _ in expected]
    if given != wanted:
        scores = dict(expected)
        bar = expected[-1][1]
        for hit in hits:
            assert math.isclose(scores.get(hit.id, bar), hit.score, rel_tol=1e-4, abs_tol=1e-4)
    keys = [(-hit.score, hit.id) for hit in hits]
    assert keys == sorted(keys)
