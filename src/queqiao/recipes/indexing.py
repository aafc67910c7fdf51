"""
Records into an index on disk, one way for searching and for matching.

Beside the documents the index keeps the ranking that encoded them, so that it is opened without
reading a single record, and so that what is added later is encoded alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from queqiao.core import Progress, generator, no_progress
from queqiao.errors import WrongUsage
from queqiao.matching.index import (
    Index,
    IndexedDocument,
    NamedArrays,
    add_documents,
    build_index,
    open_index,
)
from queqiao.matching.model import Achievement, Demand
from queqiao.matching.ranking.calibration import Calibration
from queqiao.matching.ranking.default import DefaultRanking, build_ranking
from queqiao.matching.ranking.encoding import to_columns
from queqiao.matching.ranking.storage import (
    Arrays,
    ranking_from_arrays,
    ranking_to_arrays,
)
from queqiao.messages import Message
from queqiao.recipes.backdrop import backdrop_for
from queqiao.recipes.pool import map_chunks
from queqiao.recipes.records import FIELD_WEIGHTS, RANKING, indexed_document, rank_document
from queqiao.text import Segmenter, default_segmenter

Indexable = Demand | Achievement

RAW = Calibration(0.0, 1.0)
"""The ranking's parts add up to its raw score; ``weighing`` goes on from there."""
_SAMPLE = 20_000  # records that the statistics and term vectors of a larger index are learned from
_CHUNK = 500  # records that a process encodes at a time
_WORTH_PROCESSES = 4 * _CHUNK


def index_records(
    path: Path | str,
    records: Iterable[Indexable],
    *,
    segmenter: Segmenter | None = None,
    workers: int = 1,
    progress: Progress = no_progress,
) -> Index:
    """
    A new index of these records at ``path``, in place of one that is there.

    Of records with one id the last counts. The index keeps the segmenter's own words: whatever is
    added or searched later is cut by them too. Many records are encoded by ``workers`` processes
    (see ``map_chunks``); the same records give the same index.
    """
    by_id = {record.id: record for record in records}
    chosen = [by_id[name] for name in sorted(by_id)]
    cutter = segmenter or default_segmenter()
    ranking = learn_ranking(chosen, segmenter=cutter, progress=progress)
    documents = _documents(chosen, ranking, workers, progress)
    meta, arrays = ranking_to_arrays(ranking)
    return build_index(
        path,
        documents,
        field_weights=FIELD_WEIGHTS,
        tables={RANKING: NamedArrays(meta, arrays)},
    )


def add_records(
    path: Path | str,
    records: Iterable[Indexable],
    *,
    workers: int = 1,
    progress: Progress = no_progress,
) -> Index:
    """
    The index at ``path`` with these records; those with a known id are replaced.

    They are cut and encoded by the words and the ranking that the index keeps.

    Raises:
        Missing: there is no index at ``path``.
        WrongUsage: the index is of another version, or somebody else is writing.
    """
    ranking = ranking_of(open_index(path))
    chosen = list(records)
    documents = _documents(chosen, ranking, workers, progress)
    return add_documents(path, documents)


def ranking_of(index: Index) -> DefaultRanking:
    """
    The ranking that an index of records keeps.

    Raises:
        WrongUsage: it keeps none, or one of another version; it has to be built again.
    """
    table = index.tables.get(RANKING)
    found = ranking_from_arrays(table.meta, table.arrays) if table else None
    if found is None:
        raise WrongUsage(Message("recipes.search.no_ranking", {"path": str(index.folder)}))
    return found


def learn_ranking(
    records: Sequence[Indexable], *, segmenter: Segmenter, progress: Progress = no_progress
) -> DefaultRanking:
    """The ranking of these records, learned from a sample where they are many."""
    sample = records
    if len(records) > _SAMPLE:
        random = generator(0, "recipes", "library", "sample")
        chosen = np.sort(random.choice(len(records), _SAMPLE, replace=False))
        sample = [records[place] for place in chosen.tolist()]
    own = [rank_document(record) for record in sample]
    texts = [*own, *backdrop_for(own)]
    return build_ranking(texts, segmenter=segmenter, calibration=RAW, progress=progress)[0]


def _documents(
    records: Sequence[Indexable], ranking: DefaultRanking, workers: int, progress: Progress
) -> Iterator[IndexedDocument]:
    done = 0
    for part in _encoded_parts(records, ranking, workers):
        yield from part
        done += len(part)
        progress(done, len(records))


def _encoded_parts(
    records: Sequence[Indexable], ranking: DefaultRanking, workers: int
) -> Iterator[list[IndexedDocument]]:
    if workers > 1 and len(records) >= _WORTH_PROCESSES:
        given = ranking_to_arrays(ranking)
        yield from map_chunks(
            _encode_chunk, records, size=_CHUNK, workers=workers, setup=_set_up, given=given
        )
        return
    for start in range(0, len(records), _CHUNK):
        yield [_document(record, ranking) for record in records[start : start + _CHUNK]]


def _document(record: Indexable, ranking: DefaultRanking) -> IndexedDocument:
    columns = to_columns(ranking.encode(rank_document(record)))
    return indexed_document(record, segmenter=ranking.encoder.segmenter, columns=columns)


# --- in a process of its own ----------------------------------------------------------------------

_held: dict[str, DefaultRanking] = {}


def _set_up(meta: dict[str, object], arrays: Arrays) -> None:
    ranking = ranking_from_arrays(meta, arrays)
    if ranking is not None:
        _held[RANKING] = ranking


def _encode_chunk(records: Sequence[Indexable]) -> list[IndexedDocument]:
    return [_document(record, _held[RANKING]) for record in records]
