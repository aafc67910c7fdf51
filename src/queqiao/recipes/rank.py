"""Rank a corpus for many queries by their texts alone: files in, a TREC run out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from queqiao.core import Progress, no_progress
from queqiao.datasets.json_lines import read_json_lines
from queqiao.datasets.model import CellValue, SourceRow
from queqiao.errors import BadInput, Missing, Problem
from queqiao.matching.ranking import (
    Corpus,
    DefaultRanking,
    Encoded,
    Found,
    LearnedRanker,
    Likeness,
    RankDocument,
    build_corpus,
    build_ranking,
    feature_matrix,
    find_candidates,
)
from queqiao.messages import Message
from queqiao.text import Segmenter

CANDIDATES = 250
_BLOCK = 64


def load_documents(path: Path) -> tuple[RankDocument, ...]:
    """
    The objects of a JSON Lines file (also gzipped) with ``id``, ``title``, ``abstract``,
    ``keywords``; any but the id may be absent, keywords are a list or one string.

    Raises:
        Missing: there is no such file.
        BadInput: with every line that is no such object, and every id given twice; or where not
            one object has a text.
    """
    if not path.is_file():
        raise Missing(Message("datasets.path.missing", {"path": str(path)}))
    rows = read_json_lines(path, name=path.name)
    problems = list(rows.problems)
    found: dict[str, RankDocument] = {}
    for row in rows.rows:
        document = _document(row, problems)
        if document is None:
            continue
        if document.id in found:
            params = {"id": document.id}
            problems.append(
                Problem(Message("recipes.rank.twice", params), path.name, row.row, "id")
            )
        found[document.id] = document
    if not problems and not any(any(document.texts()) for document in found.values()):
        problems.append(Problem(Message("recipes.rank.no_text"), path.name))
    if problems:
        raise BadInput(problems)
    return tuple(found.values())


def _document(row: SourceRow, problems: list[Problem]) -> RankDocument | None:
    name = row.cells.get("id")
    text = "" if name is None else str(name)
    if not text or text.split() != [text]:
        problems.append(Problem(Message("recipes.rank.bad_id"), row.source, row.row, "id"))
        return None
    fields = (_text(row.cells.get(field)) for field in ("title", "abstract", "keywords"))
    return RankDocument(text, *fields)


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


# --- ranking --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ranked:
    """One query's candidates: rows of the corpus, what they look like, which to put last."""

    query: Encoded
    rows: NDArray[np.int64]
    likeness: Likeness
    copies: frozenset[int]

    def features(self, corpus: Corpus) -> NDArray[np.float32]:
        """The features that a learned ranker reads."""
        return feature_matrix(self.likeness, self.query, corpus.batch, rows=self.rows)


@dataclass(frozen=True, slots=True)
class RankingTask:
    """A fitted corpus and encoded queries, ready to be ranked by the default or a model."""

    ranking: DefaultRanking
    corpus: Corpus
    query_ids: tuple[str, ...]
    queries: tuple[Encoded, ...]

    def candidates(self, *, count: int, progress: Progress = no_progress) -> Iterator[Ranked]:
        """For each query in order its ``count`` candidates, its own id left out."""
        places = {name: row for row, name in enumerate(self.corpus.ids)}
        for start in range(0, len(self.queries), _BLOCK):
            block = self.queries[start : start + _BLOCK]
            found = find_candidates(
                block, self.corpus, self.ranking, count=count + 1
            )  # one may be the query
            for offset, (query, candidates) in enumerate(zip(block, found, strict=True)):
                own = places.get(self.query_ids[start + offset])
                yield self._ranked(query, candidates, own)
                progress(start + offset + 1, len(self.queries))

    def _ranked(self, query: Encoded, found: Found, own: int | None) -> Ranked:
        # A query taken from the corpus looks for other works: its further copies go last.
        copies = frozenset() if own is None else found.copies - {own}
        rows = found.rows if own is None else found.rows[found.rows != own]
        likeness = self.ranking.likeness(query, self.corpus.batch, rows=rows)
        return Ranked(query, rows, likeness, copies)


def prepare_task(
    corpus: Sequence[RankDocument],
    queries: Sequence[RankDocument],
    *,
    segmenter: Segmenter | None = None,
    progress: Progress = no_progress,
) -> RankingTask:
    """Learn what there is to learn from the corpus, and encode both sides."""
    ranking, encoded = build_ranking(corpus, segmenter=segmenter, progress=progress)
    ids = tuple(document.id for document in corpus)
    return RankingTask(
        ranking,
        build_corpus(ids, encoded, ranking),
        tuple(query.id for query in queries),
        tuple(ranking.encode(query) for query in queries),
    )


def rank_task(
    task: RankingTask,
    *,
    top: int,
    ranker: LearnedRanker | None = None,
    progress: Progress = no_progress,
) -> dict[str, list[tuple[str, float]]]:
    """Each query's best ``top`` documents with calibrated scores, ties broken by id."""
    found: dict[str, list[tuple[str, float]]] = {}
    count = max(CANDIDATES, top)
    candidates = task.candidates(count=count, progress=progress)
    for name, ranked in zip(task.query_ids, candidates, strict=True):
        if ranker is None:
            scores = task.ranking.scores(ranked.likeness)
        else:
            scores = ranker.scores(ranked.features(task.corpus))
        found[name] = _best(task.corpus, ranked, scores, top)
    return found


def _best(
    corpus: Corpus, ranked: Ranked, scores: NDArray[np.float64], top: int
) -> list[tuple[str, float]]:
    ids = [corpus.ids[row] for row in ranked.rows]
    last = [int(row) in ranked.copies for row in ranked.rows]
    order = sorted(range(len(ids)), key=lambda i: (last[i], -scores[i], ids[i]))
    lowest = float(scores.min()) if len(scores) else 0.0
    return [(ids[i], lowest if last[i] else float(scores[i])) for i in order[:top]]


def rank_documents(
    corpus: Sequence[RankDocument],
    queries: Sequence[RankDocument],
    *,
    top: int = 100,
    ranker: LearnedRanker | None = None,
    segmenter: Segmenter | None = None,
    progress: Progress = no_progress,
) -> Mapping[str, list[tuple[str, float]]]:
    """
    For each query the best ``top`` documents and their calibrated scores.

    A query's own id is never ranked. Where that id is in the corpus, near-identical texts (other
    versions of the same work) come last: who holds a document looks for others.
    """
    if not corpus:
        return {query.id: [] for query in queries}
    task = prepare_task(corpus, queries, segmenter=segmenter, progress=progress)
    return rank_task(task, top=top, ranker=ranker, progress=progress)
