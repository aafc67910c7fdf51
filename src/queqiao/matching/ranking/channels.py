"""
Channels: every single way in which a query and a document may be alike, as raw similarities.

For words and for character grams each, the cosines of four query fields with four document fields
(title, abstract, keywords, whole) and two coverages; then the cosine of the meaning vectors.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.ranking.encoding import Batch, Encoded, TermBatch
from queqiao.matching.ranking.statistics import TermColumns, Vocabulary, field_weights

F32 = NDArray[np.float32]

_SIDES = ("title", "abstract", "keywords", "whole")


def _names() -> tuple[str, ...]:
    found = []
    for kind in ("words", "characters"):
        found += [f"{kind}:{left}-{right}" for left in _SIDES for right in _SIDES]
        found += [f"{kind}:covered", f"{kind}:covers"]
    return (*found, "meaning")


CHANNELS: Final = _names()
"""The columns of ``channel_matrix``: ``kind:query field-document field``."""

POSITIONS: Final = {name: position for position, name in enumerate(CHANNELS)}


def channel_matrix(
    query: Encoded,
    documents: Batch,
    vocabularies: tuple[Vocabulary, Vocabulary],
    *,
    rows: NDArray[np.int64] | None = None,
) -> F32:
    """The similarities of ``query`` with the documents at ``rows`` (all): ``(rows, channels)``."""
    rows = np.arange(len(documents)) if rows is None else rows
    found = np.zeros((len(rows), len(CHANNELS)), np.float32)
    words = _products(query.words, documents.words, vocabularies[0], rows)
    found[:, : words.shape[1]] = words
    found[:, words.shape[1] : -1] = _products(query.grams, documents.grams, vocabularies[1], rows)
    if len(query.meaning):
        found[:, -1] = documents.meaning[rows] @ query.meaning.astype(np.float32)
    return found


def query_weights(query: TermColumns, idf: F32) -> F32:
    """The unit-length weights of the query's terms in the four fields: ``(terms, 4)``."""
    weights = field_weights(query.steps, idf[query.ids])
    return np.asarray(weights / np.where(query.norms > 0, query.norms, 1), np.float32)


def _products(
    query: TermColumns, documents: TermBatch, vocabulary: Vocabulary, rows: NDArray[np.int64]
) -> F32:
    from queqiao.matching.ranking.kernels import LOGARITHMS, field_products  # noqa: PLC0415 -- slow import

    places = np.full(len(vocabulary.idf), -1, np.int32)
    places[query.ids] = np.arange(len(query.ids), dtype=np.int32)
    rarities = vocabulary.idf[query.ids]
    focused = (query.steps[:, 0] > 0) | (query.steps[:, 2] > 0)
    total = query.focus
    if not focused.any():  # neither title nor keywords: the whole text is what is asked for
        focused[:] = True
        total = float(rarities.sum())
    focus = np.column_stack([np.full(len(rows), total), documents.focus[rows]])
    out = np.zeros((len(rows), 18), np.float32)
    field_products(
        places,
        query_weights(query, vocabulary.idf),
        np.where(focused, rarities, np.float32(0)),
        rarities,
        documents.starts[rows],
        documents.starts[rows + 1],
        documents.ids,
        documents.steps,
        np.ascontiguousarray(documents.norms[rows]),
        focus.astype(np.float32),
        LOGARITHMS,
        out,
    )
    return out
