"""
Features of a query and its candidate documents, as rankers read them.

Each channel gives three: the similarity itself; the same standardized by what the query reaches
with a fixed sample of the corpus (the background), so that a score says how unusual it is for this
query; and the logarithm of the rank among the candidates. A few more describe the document alone
and the two lengths. No feature knows ids, dates, owners or earlier judgements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from queqiao.core import generator
from queqiao.matching.ranking.channels import CHANNELS, channel_matrix
from queqiao.matching.ranking.encoding import Batch, Encoded, Encoder, build_batch

F32 = NDArray[np.float32]

BACKGROUND = 256
_FLOOR_SHARE = 0.25  # of a channel's usual spread: below it a query's own spread is not trusted
_LEAST_FLOOR = 1e-4
_SHORT, _LONG = 40, 120  # letters

DOCUMENT_FEATURES: Final = (
    "title_length",
    "abstract_length",
    "keywords_length",
    "abstract_length_gap",
    "background_likeness",
)
FEATURES: Final = (
    *CHANNELS,
    *(f"{name}:standardized" for name in CHANNELS),
    *(f"{name}:rank" for name in CHANNELS),
    *DOCUMENT_FEATURES,
)
"""The columns of ``feature_matrix``."""


@dataclass(frozen=True, slots=True)
class Background:
    """A fixed sample of the corpus, with each channel's usual spread over it."""

    sample: Batch
    floor: F32


def choose_background(size: int, *, seed: int = 0) -> NDArray[np.int64]:
    """The rows of a corpus of ``size`` documents that serve as its background."""
    if size <= BACKGROUND:
        return np.arange(size)
    random = generator(seed, "ranking", "background")
    return np.sort(random.choice(size, BACKGROUND, replace=False))


def build_background(encoder: Encoder, sample: list[Encoded]) -> Background:
    """The background made of ``sample``; a channel's usual spread is its median over them."""
    batch = build_batch(sample)
    spreads = [_similarities(encoder, query, batch).std(axis=0) for query in sample[:64]]
    usual = np.median(np.array(spreads), axis=0) if spreads else np.zeros(len(CHANNELS))
    floor = np.maximum(_FLOOR_SHARE * usual, _LEAST_FLOOR).astype(np.float32)
    return Background(batch, floor)


def _similarities(
    encoder: Encoder, query: Encoded, batch: Batch, rows: NDArray[np.int64] | None = None
) -> F32:
    statistics = encoder.statistics
    return channel_matrix(query, batch, (statistics.words, statistics.grams), rows=rows)


@dataclass(frozen=True, slots=True)
class Standard:
    """What one query reaches with the background: mean and spread of each channel."""

    mean: F32
    spread: F32


def standard_of(encoder: Encoder, background: Background, query: Encoded) -> Standard:
    """The mean and spread by which the query's similarities are standardized."""
    found = _similarities(encoder, query, background.sample)
    if len(found) == 0:
        return Standard(np.zeros(len(CHANNELS), np.float32), background.floor)
    spread = np.sqrt(found.var(axis=0) + background.floor**2)
    return Standard(found.mean(axis=0), spread.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    Raw and standardized similarities of a query with its candidates, and their source.

    ``shortness`` of the query is 1 up to 40 letters, falling to 0 at 120.
    """

    raw: F32
    standard: Standard
    shortness: float = 0.0

    @property
    def standardized(self) -> F32:
        """``(raw - mean) / spread``, channel by channel."""
        return (self.raw - self.standard.mean) / self.standard.spread


def likeness_of(
    encoder: Encoder,
    background: Background,
    query: Encoded,
    documents: Batch,
    *,
    rows: NDArray[np.int64] | None = None,
) -> Likeness:
    """The similarities of the query with the documents at ``rows`` (all)."""
    raw = _similarities(encoder, query, documents, rows)
    return Likeness(raw, standard_of(encoder, background, query), shortness_of(query))


def shortness_of(query: Encoded) -> float:
    """How far the query is a mere question: 1 up to 40 letters, falling to 0 at 120."""
    return float(np.clip((_LONG - sum(query.lengths)) / (_LONG - _SHORT), 0.0, 1.0))


def feature_matrix(
    likeness: Likeness, query: Encoded, documents: Batch, *, rows: NDArray[np.int64]
) -> F32:
    """All ``FEATURES`` of the candidates at ``rows``: ``(rows, features)``."""
    raw, standardized = likeness.raw, likeness.standardized
    lengths = np.log1p(documents.lengths[rows])
    gap = np.abs(lengths[:, 1] - np.log1p(np.float32(query.lengths[1])))
    own = np.column_stack([lengths, gap, standardized.mean(axis=1)])
    return np.hstack([raw, standardized, _log_ranks(raw), own]).astype(np.float32)


def _log_ranks(raw: F32) -> F32:
    """The logarithm of the 1-based rank in each column; equal values share the worst rank."""
    rising = np.sort(raw, axis=0)
    ranks = np.empty_like(raw)
    for column in range(raw.shape[1]):
        below = np.searchsorted(rising[:, column], raw[:, column], side="left")
        ranks[:, column] = len(raw) - below
    return np.log(np.maximum(ranks, 1))
