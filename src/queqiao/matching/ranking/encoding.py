"""Texts as columns: what the channels are computed from, in memory or from an index's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.matching.ranking.analysis import Analysis, analyze
from queqiao.matching.ranking.model import RankDocument
from queqiao.matching.ranking.representation import Meaning, Training, learn_meaning
from queqiao.matching.ranking.statistics import Statistics, TermColumns, build_statistics
from queqiao.text import Segmenter, default_segmenter


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as columns; ``lengths`` are the letters of title, abstract and keywords."""

    words: TermColumns
    grams: TermColumns
    meaning: NDArray[np.float16]
    lengths: tuple[int, int, int]


@dataclass(frozen=True)  # no slots: the words by number are kept once they are asked for
class Encoder:
    """What turns texts into columns: the statistics and the term vectors of one corpus."""

    statistics: Statistics
    meaning: Meaning
    segmenter: Segmenter

    def encode(self, document: RankDocument) -> Encoded:
        """The columns of one text, a query or a document."""
        return self.encode_analysis(analyze(document, self.segmenter))

    def word_names(self, ids: NDArray[np.int32]) -> list[str]:
        """The words with these ids."""
        return [self._words[number] for number in ids.tolist()]

    @cached_property
    def _words(self) -> list[str]:
        """The words in the order of their numbers."""
        numbers = self.statistics.word_ids
        return sorted(numbers, key=numbers.__getitem__)

    def encode_analysis(self, analysis: Analysis) -> Encoded:
        """The columns of a text that has been analyzed already."""
        words = self.statistics.word_columns(analysis)
        grams = self.statistics.gram_columns(analysis)
        idf = (self.statistics.words.idf, self.statistics.grams.idf)
        vector = self.meaning.encode(words, grams, idf=idf)
        return Encoded(words, grams, vector, analysis.lengths)


def build_encoder(
    documents: Iterable[RankDocument],
    *,
    segmenter: Segmenter | None = None,
    training: Training | None = None,
    progress: Progress = no_progress,
) -> tuple[Encoder, list[Encoded]]:
    """The encoder of a corpus, and the corpus encoded by it, in the order given."""
    segmenter = segmenter or default_segmenter()
    analyses = [analyze(document, segmenter) for document in documents]
    statistics = build_statistics(analyses)
    columns = [(statistics.word_columns(one), statistics.gram_columns(one)) for one in analyses]
    meaning = learn_meaning(
        columns, (statistics.words, statistics.grams), training=training, progress=progress
    )
    idf = (statistics.words.idf, statistics.grams.idf)
    encoded = [
        Encoded(words, grams, meaning.encode(words, grams, idf=idf), analysis.lengths)
        for (words, grams), analysis in zip(columns, analyses, strict=True)
    ]
    return Encoder(statistics, meaning, segmenter), encoded


# --- columns that an index carries ----------------------------------------------------------------


def to_columns(encoded: Encoded) -> dict[str, NDArray[Any]]:
    """One-dimensional arrays for an index to keep; ``from_columns`` reads them."""
    found: dict[str, NDArray[Any]] = {"rank_meaning": encoded.meaning}
    for kind, terms in (("word", encoded.words), ("gram", encoded.grams)):
        found[f"rank_{kind}_ids"] = terms.ids.astype(np.uint32)
        found[f"rank_{kind}_steps"] = terms.steps.ravel()
        found[f"rank_{kind}_norms"] = np.append(terms.norms, np.float32(terms.focus))
    found["rank_lengths"] = np.array(encoded.lengths, np.uint32)
    return found


def from_columns(columns: Mapping[str, NDArray[Any]]) -> Encoded:
    """The document that ``to_columns`` laid out."""
    kinds = []
    for kind in ("word", "gram"):
        steps = np.asarray(columns[f"rank_{kind}_steps"], np.uint8).reshape(-1, 3)
        norms = np.asarray(columns[f"rank_{kind}_norms"], np.float32)
        ids = np.asarray(columns[f"rank_{kind}_ids"]).astype(np.int32)
        kinds.append(TermColumns(ids, steps, norms[:4], float(norms[4])))
    title, abstract, keywords = (int(length) for length in columns["rank_lengths"])
    meaning = np.asarray(columns["rank_meaning"], np.float16)
    return Encoded(kinds[0], kinds[1], meaning, (title, abstract, keywords))


Gather = Callable[[str], tuple[NDArray[Any], NDArray[Any]]]
"""Given a column's name: where each document's values begin (and the end), and all values."""


def gather_batch(gather: Gather) -> Batch:
    """Many documents that ``to_columns`` laid out, side by side."""
    kinds = []
    for kind in ("word", "gram"):
        starts, ids = gather(f"rank_{kind}_ids")
        _, steps = gather(f"rank_{kind}_steps")
        norms = gather(f"rank_{kind}_norms")[1].astype(np.float32, copy=False).reshape(-1, 5)
        kinds.append(
            TermBatch(
                starts,
                ids.astype(np.int32),
                steps.astype(np.uint8, copy=False).reshape(-1, 3),
                np.ascontiguousarray(norms[:, :4]),
                np.ascontiguousarray(norms[:, 4]),
            )
        )
    lengths = gather("rank_lengths")[1].astype(np.float32).reshape(-1, 3)
    meaning = gather("rank_meaning")[1].astype(np.float32).reshape(len(lengths), -1)
    return Batch(kinds[0], kinds[1], meaning, lengths)


# --- many documents side by side ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TermBatch:
    """The terms of many documents, one after the other."""

    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    steps: NDArray[np.uint8]
    norms: NDArray[np.float32]
    focus: NDArray[np.float32]

    def columns(self, row: int) -> TermColumns:
        """The terms of the document at ``row``."""
        here = slice(self.starts[row], self.starts[row + 1])
        return TermColumns(
            self.ids[here], self.steps[here], self.norms[row], float(self.focus[row])
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Many encoded documents in the layout that the kernels read."""

    words: TermBatch
    grams: TermBatch
    meaning: NDArray[np.float32]
    lengths: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.lengths)

    def encoded(self, row: int) -> Encoded:
        """The document at ``row``."""
        title, abstract, keywords = (int(length) for length in self.lengths[row])
        meaning = self.meaning[row].astype(np.float16)
        return Encoded(
            self.words.columns(row), self.grams.columns(row), meaning, (title, abstract, keywords)
        )


def build_batch(documents: Sequence[Encoded]) -> Batch:
    """The documents side by side, in the order given."""
    dimension = len(documents[0].meaning) if documents else 0
    meaning = np.zeros((len(documents), dimension), np.float32)
    for row, document in enumerate(documents):
        meaning[row] = document.meaning
    lengths = np.array([document.lengths for document in documents], np.float32).reshape(-1, 3)
    return Batch(
        _term_batch([document.words for document in documents]),
        _term_batch([document.grams for document in documents]),
        meaning,
        lengths,
    )


def _term_batch(documents: Sequence[TermColumns]) -> TermBatch:
    starts = np.zeros(len(documents) + 1, np.int64)
    np.cumsum([len(document.ids) for document in documents], out=starts[1:])
    return TermBatch(
        starts,
        np.concatenate([np.empty(0, np.int32), *(document.ids for document in documents)]),
        np.concatenate([np.empty((0, 3), np.uint8), *(document.steps for document in documents)]),
        np.array([document.norms for document in documents], np.float32).reshape(-1, 4),
        np.array([document.focus for document in documents], np.float32),
    )
