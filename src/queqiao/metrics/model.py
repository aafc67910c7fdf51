"""Judgements and runs, as evaluation reads them."""

from __future__ import annotations

from collections.abc import Mapping

Qrels = Mapping[str, Mapping[str, int]]
"""``{query: {document: grade}}``; a grade above 0 is relevant, what is absent counts as 0."""

Run = Mapping[str, Mapping[str, float]]
"""``{query: {document: score}}``; higher is better."""


def ranked(scores: Mapping[str, float]) -> list[str]:
    """The documents of one query, best first; ties go to the smaller id."""
    return sorted(scores, key=lambda document: (-scores[document], document))
