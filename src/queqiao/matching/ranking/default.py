"""
The default ranking: good without judgements, additive, explainable.

The raw score is a weighted sum of a few standardized channels. The weights below were chosen from a
coarse grid on two kinds of task (citations between papers; short questions against long texts) and
are rounded on purpose: ``docs/explanation/ranking.md`` has the measurements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.matching.ranking.calibration import Calibration, probability
from queqiao.matching.ranking.channels import POSITIONS, query_weights
from queqiao.matching.ranking.encoding import Batch, Encoded, Encoder, build_encoder
from queqiao.matching.ranking.features import (
    Background,
    Likeness,
    build_background,
    choose_background,
    feature_matrix,
    likeness_of,
)
from queqiao.matching.ranking.model import Part, RankDocument
from queqiao.matching.ranking.representation import Training
from queqiao.matching.ranking.statistics import TermColumns, field_weights
from queqiao.text import Segmenter

DEFAULT_WEIGHTS: Final = {
    "words:whole-whole": ("words", 1.0),
    "characters:whole-whole": ("characters", 1.5),
    "characters:whole-title": ("title", 0.5),
    "characters:keywords-whole": ("keywords", 0.1),
    "meaning": ("meaning", 0.8),
}
"""Channel -> (part of the explanation, weight of its standardized similarity)."""

SHORT_WEIGHTS: Final = DEFAULT_WEIGHTS | {
    "characters:whole-title": ("title", 0.25),
    "meaning": ("meaning", 0.0),
    "characters:covered": ("characters", 2.0),
}
"""The same for a mere question: few words carry little meaning, but all of them should be there."""

DEFAULT_CALIBRATION: Final = Calibration(offset=-4.65, slope=0.234)
"""Fitted on the 1,596 judged pairs of the demo region, relevant from grade 2 on."""

_WORDS = "words:whole-whole"


@dataclass(frozen=True, slots=True)
class DefaultRanking:
    """A corpus' encoder and background, with the fixed weights."""

    encoder: Encoder
    background: Background
    calibration: Calibration = DEFAULT_CALIBRATION

    def encode(self, document: RankDocument) -> Encoded:
        """The columns of one text."""
        return self.encoder.encode(document)

    def likeness(
        self, query: Encoded, documents: Batch, *, rows: NDArray[np.int64] | None = None
    ) -> Likeness:
        """Every similarity of the query with the documents at ``rows`` (all)."""
        return likeness_of(self.encoder, self.background, query, documents, rows=rows)

    def features(
        self, query: Encoded, documents: Batch, *, rows: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:
        """All ``FEATURES`` of the documents at ``rows`` (all), for a learned ranker."""
        rows = np.arange(len(documents)) if rows is None else rows
        likeness = self.likeness(query, documents, rows=rows)
        return feature_matrix(likeness, query, documents, rows=rows)

    def raw_scores(self, likeness: Likeness) -> NDArray[np.float64]:
        """The weighted sums, before calibration."""
        found = np.zeros(len(likeness.raw))
        standardized = likeness.standardized
        for channel, (_name, weight) in weights_for(likeness.shortness).items():
            found += weight * standardized[:, POSITIONS[channel]].astype(np.float64)
        return found

    def scores(self, likeness: Likeness) -> NDArray[np.float64]:
        """Calibrated probabilities of relevance."""
        return probability(self.calibration.log_odds(self.raw_scores(likeness)))

    def parts(self, likeness: Likeness, row: int) -> tuple[Part, ...]:
        """The log-odds of the likeness' candidate at ``row``, by channel; they add up."""
        standardized = likeness.standardized[row]
        found = {"base": self.calibration.offset}
        for channel, (name, weight) in weights_for(likeness.shortness).items():
            amount = self.calibration.slope * weight * float(standardized[POSITIONS[channel]])
            found[name] = found.get(name, 0.0) + amount
        return tuple(Part(name, amount) for name, amount in found.items())

    def word_parts(
        self, query: Encoded, document: Encoded, likeness: Likeness
    ) -> tuple[tuple[str, float], ...]:
        """
        What each shared word adds to the log-odds, largest first, ties by word.

        Together with the amount that common chance takes away (``-slope * weight * mean / spread``)
        they are the part ``words``.
        """
        spread = float(likeness.standard.spread[POSITIONS[_WORDS]])
        scale = self.calibration.slope * DEFAULT_WEIGHTS[_WORDS][1] / spread
        ids, amounts = shared_terms(query.words, document.words, self.encoder)
        if not len(ids):
            return ()
        names = self.encoder.word_names(ids)
        pairs = [(name, scale * float(amount)) for name, amount in zip(names, amounts, strict=True)]
        return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))

    def explain(
        self, query: Encoded, document: Encoded, likeness: Likeness, row: int
    ) -> tuple[Part, ...]:
        """``parts`` with the part of the words split among the words that both texts hold."""
        found = []
        for part in self.parts(likeness, row):
            if part.name == "words":
                terms = self.word_parts(query, document, likeness)
                rest = part.amount - sum(amount for _term, amount in terms)
                found.append(Part("words", part.amount, terms, rest))
            else:
                found.append(part)
        return tuple(found)


def weights_for(shortness: float) -> dict[str, tuple[str, float]]:
    """The weights of a query between a full text (0) and a mere question (1)."""
    found = {}
    for channel, (name, short) in SHORT_WEIGHTS.items():
        full = DEFAULT_WEIGHTS[channel][1] if channel in DEFAULT_WEIGHTS else 0.0
        weight = full + shortness * (short - full)
        if weight:
            found[channel] = (name, weight)
    return found


def shared_terms(
    query: TermColumns, document: TermColumns, encoder: Encoder
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The words in both texts, and what each adds to the cosine of the whole texts."""
    idf = encoder.statistics.words.idf
    ids, left, right = np.intersect1d(
        query.ids, document.ids, assume_unique=True, return_indices=True
    )
    ours = query_weights(query, idf)[left, 3]
    theirs = field_weights(document.steps[right], idf[ids])[:, 3]
    return ids, ours * theirs / max(float(document.norms[3]), 1e-9)


def build_ranking(
    documents: Iterable[RankDocument],
    *,
    segmenter: Segmenter | None = None,
    training: Training | None = None,
    calibration: Calibration = DEFAULT_CALIBRATION,
    progress: Progress = no_progress,
) -> tuple[DefaultRanking, list[Encoded]]:
    """The default ranking of a corpus, and the corpus encoded, in the order given."""
    encoder, encoded = build_encoder(
        documents, segmenter=segmenter, training=training, progress=progress
    )
    sample = [encoded[row] for row in choose_background(len(encoded))]
    return DefaultRanking(encoder, build_background(encoder, sample), calibration), encoded
