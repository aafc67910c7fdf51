"""
How broad the likeness of two texts is: on how many words it rests.

Two texts that share one rare word can be as alike by cosine as two that share twenty common ones,
but the first pair is a coincidence more often: the gene of a tree is no answer to the drying of its
boards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from queqiao.matching.ranking.channels import query_weights
from queqiao.matching.ranking.encoding import Batch, Encoded, Encoder


def breadths(
    encoder: Encoder,
    query: Encoded,
    documents: Batch,
    *,
    rows: NDArray[np.int64],
) -> NDArray[np.float64]:
    """
    The effective number of words that the query shares with each document at ``rows``.

    Inverse Simpson index of what each shared word adds to the cosine of the whole texts: 1 where a
    single word makes all of it, n where n words make equal parts, 0 where none is shared.
    """
    from queqiao.matching.ranking.kernels import LOGARITHMS, shared_breadths  # noqa: PLC0415 -- slow import

    idf = encoder.statistics.words.idf
    places = np.full(len(idf), -1, np.int32)
    places[query.words.ids] = np.arange(len(query.words.ids), dtype=np.int32)
    out = np.zeros(len(rows))
    shared_breadths(
        places,
        np.ascontiguousarray(query_weights(query.words, idf)[:, 3] * idf[query.words.ids]),
        documents.words.starts[rows],
        documents.words.starts[rows + 1],
        documents.words.ids,
        documents.words.steps,
        LOGARITHMS,
        out,
    )
    return out
