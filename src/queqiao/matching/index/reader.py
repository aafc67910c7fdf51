"""Searching an index: one snapshot, unmoved by whoever writes meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from queqiao.errors import WrongUsage
from queqiao.matching.index.files import Table, load_table
from queqiao.matching.index.manifest import Manifest, load_manifest
from queqiao.matching.index.model import (
    WEIGHT_SCALE,
    Array,
    Hit,
    IndexInfo,
    QueryTerms,
    Where,
    empty_rows,
)
from queqiao.matching.index.segment import (
    Segment,
    each_table,
    load_segment,
    segment_offsets,
    spread,
)
from queqiao.messages import Message

_MOST_WEIGHT = 2**31 - 1
_TRIES = 20
SMALL = 4096
"""Up to so many documents every query is scored exactly, which then takes no time to speak of."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    The results of many queries.

    ``rows`` and ``scores`` have one line a query, best first; only the first ``counts[i]`` entries
    of line ``i`` hold anything.
    """

    rows: Array
    scores: Array
    counts: Array


@dataclass(frozen=True, slots=True)
class Prepared:
    """Queries as arrays: for each of ``terms``, the query it belongs to and its whole weight."""

    queries: int
    words: Sequence[bytes]
    owners: Array
    terms: Array
    whole: Array


class Index:
    """
    One state of an index, open for searching from any number of threads.

    Rows are numbers within this snapshot: ``refresh`` gives another one, with other rows.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        segments: Sequence[Segment],
        tables: Mapping[str, Table] | None = None,
    ) -> None:
        self._folder = folder
        self.tables = dict(tables or {})
        self.manifest = manifest
        self.segments = tuple(segments)
        self._offsets = segment_offsets(segments)
        self.settings = manifest.settings
        self.documents = sum(segment.live for segment in segments)
        length = sum(segment.live_length for segment in segments)
        k1, b = self.settings.k1, self.settings.b
        self.k_base = k1 * (1.0 - b)
        self.k_slope = k1 * b * self.documents / length if length else 0.0
        self._factors: dict[str, Array] = {}

    def __len__(self) -> int:
        return self.documents

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        return self._folder

    def refresh(self) -> Index:
        """The newest state; this very one where nothing has changed."""
        if load_manifest(self._folder) == self.manifest:
            return self
        return open_index(self._folder, known=self.segments)

    def search(self, terms: QueryTerms, *, k: int, where: Where | None = None) -> list[Hit]:
        """
        The ``k`` best documents by exact BM25, ties by id; none that shares no term.

        A score is the sum over the query's terms of ``weight x idf x tf / (tf + K)`` with
        ``idf = ln(1 + (N - n + 0.5) / (n + 0.5))`` and ``K = k1 (1 - b + b length / average)``
        (Robertson and Zaragoza 2009 with Lucene's idf, which is never negative). ``tf`` and length
        are weighted by field.
        """
        found = self._search_exactly(self.prepare([terms]), check_k(k), where)
        return self._hits(found)[0]

    def search_many(
        self, queries: Sequence[QueryTerms], *, k: int, where: Where | None = None, threads: int = 1
    ) -> list[list[Hit]]:
        """
        As ``search`` for many queries, on several threads.

        Scores are exact; of the ``k`` best about one in a thousand may be missing
        (``docs/explanation/the-index.md``).
        """
        return self._hits(self.search_rows(queries, k=k, where=where, threads=threads))

    def search_rows(
        self, queries: Sequence[QueryTerms], *, k: int, where: Where | None = None, threads: int = 1
    ) -> Found:
        """As ``search_many``, with rows for ids."""
        prepared = self.prepare(queries)
        if sum(segment.size for segment in self.segments) <= SMALL:
            return self._search_exactly(prepared, check_k(k), where)
        from queqiao.matching.index.fast import search_fast  # noqa: PLC0415 -- slow import

        return search_fast(self, prepared, k=check_k(k), where=where, threads=max(1, threads))

    def prepare(self, queries: Sequence[QueryTerms]) -> Prepared:
        """The queries with the weights that this snapshot gives their terms."""
        numbers: dict[str, int] = {}
        terms: list[int] = []
        weights: list[float] = []
        counts: list[int] = []
        for query in queries:
            weighted = query if isinstance(query, Mapping) else Counter(query)
            terms += [numbers.setdefault(term, len(numbers)) for term in weighted]
            weights += weighted.values()
            counts.append(len(weighted))
        words = [word.encode("utf-8", "surrogatepass") for word in numbers]
        idf, known = self._idf(words)
        term = np.array(terms, dtype=np.int64)
        weight = np.array(weights, dtype=np.float64)
        owner = np.repeat(np.arange(len(queries)), np.array(counts, dtype=np.int64))
        kept = np.flatnonzero(known[term] & (weight > 0)) if len(term) else empty_rows()
        whole = np.clip(np.rint(idf[term[kept]] * weight[kept] * WEIGHT_SCALE), 1, _MOST_WEIGHT)
        return Prepared(len(queries), words, owner[kept], term[kept], whole.astype(np.int64))

    def _idf(self, words: Sequence[bytes]) -> tuple[Array, Array]:
        frequencies = np.zeros(len(words), dtype=np.int64)
        for segment in self.segments:
            frequencies += segment.frequencies(segment.find_terms(words))
        rest = self.documents - frequencies
        return np.log1p((rest + 0.5) / (frequencies + 0.5)), frequencies > 0

    def _search_exactly(self, prepared: Prepared, k: int, where: Where | None) -> Found:
        owners, rows, scores = [empty_rows()], [empty_rows()], [empty_rows()]
        for offset, segment in zip(self._offsets.tolist(), self.segments, strict=False):
            numbers = segment.find_terms(prepared.words)
            mask = segment.allowed(where or {})
            for query in range(prepared.queries):
                low, high = np.searchsorted(prepared.owners, [query, query + 1])
                local = numbers[prepared.terms[low:high]]
                whole = prepared.whole[low:high][local >= 0]
                total = segment.scores(local[local >= 0], whole, self.k_base, self.k_slope)
                best = _best(np.where(mask, total, 0), k)
                owners.append(np.full(len(best), query))
                rows.append(best + offset)
                scores.append(total[best])
        flat = (np.concatenate(owners), np.concatenate(rows), np.concatenate(scores))
        return self.collect(prepared.queries, k, flat)

    def collect(self, queries: int, k: int, flat: tuple[Array, Array, Array]) -> Found:
        """The ``k`` best of each query out of owners, rows and whole scores in any order."""
        owners, rows, scores = flat
        order = np.lexsort((rows, -scores, owners))
        owners, rows, scores = owners[order], rows[order], scores[order]
        if len(self.segments) > 1:
            rows = self._by_id(owners, rows, scores)
        starts = np.searchsorted(owners, np.arange(queries + 1))
        counts = np.minimum(np.diff(starts), k)
        place = np.arange(len(owners)) - starts[owners]
        kept = place < k
        table = np.full((queries, k), -1, dtype=np.int64)
        values = np.zeros((queries, k))
        table[owners[kept], place[kept]] = rows[kept]
        values[owners[kept], place[kept]] = scores[kept] / float(WEIGHT_SCALE * 65536)
        return Found(table, values, counts)

    def _by_id(self, owners: Array, rows: Array, scores: Array) -> Array:
        """Rows of equal score put in the order of their ids; in one segment they are already."""
        same = np.flatnonzero((scores[1:] == scores[:-1]) & (owners[1:] == owners[:-1]))
        ordered = rows.copy()
        for run in np.split(same, np.flatnonzero(np.diff(same) > 1) + 1) if len(same) else ():
            span = slice(run[0], run[-1] + 2)
            ordered[span] = sorted(rows[span].tolist(), key=self.id_at)
        return ordered

    def _hits(self, found: Found) -> list[list[Hit]]:
        return [
            [
                Hit(self.id_at(row), score, row)
                for row, score in zip(rows[:count], scores[:count], strict=True)
            ]
            for rows, scores, count in zip(
                found.rows.tolist(), found.scores.tolist(), found.counts.tolist(), strict=True
            )
        ]

    def factors(self, segment: Segment) -> Array:
        """The length factors of a segment under this snapshot's average length, kept."""
        if segment.name not in self._factors:
            made = segment.factors(self.k_base, self.k_slope, self.settings.k1)
            self._factors[segment.name] = made
        return self._factors[segment.name]

    def offset(self, place: int) -> int:
        """The first row of the segment at ``place``."""
        return int(self._offsets[place])

    def _at(self, row: int) -> tuple[Segment, int]:
        place = int(np.searchsorted(self._offsets, row, side="right")) - 1
        return self.segments[place], row - int(self._offsets[place])

    def id_at(self, row: int) -> str:
        """The id of a row."""
        segment, local = self._at(row)
        return segment.id_at(local)

    def ids(self) -> Iterator[str]:
        """The ids of all documents, in the order of their rows."""
        for segment in self.segments:
            yield from segment.live_ids()

    def payload(self, row: int) -> bytes:
        """The payload of a row, as it was given."""
        segment, local = self._at(row)
        return segment.payload(local)

    def column(self, name: str, row: int) -> Array:
        """One row of a column, read-only; empty where the document had none."""
        segment, local = self._at(row)
        return segment.column(name, local)

    def column_rows(self, name: str, rows: Array) -> tuple[Array, Array]:
        """
        A column of many rows at once: where each begins (and the end), and all values.

        What belongs to ``rows[i]`` is ``values[starts[i]:starts[i + 1]]``.
        """
        places = np.searchsorted(self._offsets, rows, side="right") - 1
        counts = np.zeros(len(rows), dtype=np.int64)
        pieces: list[Array] = []
        for place in np.unique(places).tolist():
            mine = np.flatnonzero(places == place)
            inside = rows[mine] - self.offset(place)
            counts[mine], values = self.segments[place].column_rows(name, inside)
            if len(values):
                pieces.append(values)
        values = np.concatenate(pieces) if pieces else np.zeros(0)
        if len(pieces) > 1:
            order = np.argsort(places, kind="stable")
            grouped = counts[order]
            begins = np.zeros(len(rows), dtype=np.int64)
            begins[order] = np.cumsum(grouped) - grouped
            values = values[spread(begins, counts)]
        return np.concatenate(([0], np.cumsum(counts))), values

    def find(self, document_id: str) -> int | None:
        """The row of a document; None where there is none with this id."""
        for place, segment in enumerate(self.segments):
            row = segment.find_row(document_id)
            if row is not None:
                return self.offset(place) + row
        return None

    def document_frequency(self, term: str) -> int:
        """In how many documents a term stands."""
        word = [term.encode("utf-8", "surrogatepass")]
        return sum(int(s.frequencies(s.find_terms(word))[0]) for s in self.segments)

    def info(self) -> IndexInfo:
        """What the index holds."""
        return IndexInfo(
            documents=self.documents,
            deleted=sum(segment.size for segment in self.segments) - self.documents,
            terms=_distinct_terms(self.segments),
            segments=len(self.segments),
            bytes=sum(table.size for table in self._files()),
            generation=self.manifest.generation,
            settings=self.settings,
        )

    def verify(self) -> None:
        """
        Read every byte of the index.

        Raises:
            CorruptStore: a file does not match its checksums.
        """
        for table in self._files():
            table.verify()

    def _files(self) -> list[Table]:
        return [*each_table(self.segments), *self.tables.values()]


def open_index(path: Path | str, *, known: Iterable[Segment] = ()) -> Index:
    """
    The present state of an index; its files are mapped, not read.

    Segments among ``known`` that are still in use are not opened again.

    Raises:
        Missing: there is no index at ``path``.
        CorruptStore: a file is damaged.
    """
    folder = Path(path)
    kept = {(segment.name, segment.dead_name): segment for segment in known}
    for attempt in range(_TRIES):
        manifest = load_manifest(folder)
        try:
            segments = [
                kept.get((part.name, part.dead_name))
                or load_segment(folder, part.name, part.dead_name)
                for part in manifest.parts
            ]
            tables = {name: load_table(folder / file) for name, file in manifest.tables.items()}
        except FileNotFoundError:
            # A merge took the file away between the two reads; a newer manifest is there by now.
            if attempt == _TRIES - 1 or load_manifest(folder) == manifest:
                raise
            continue
        return Index(folder, manifest, segments, tables)
    raise AssertionError  # pragma: no cover -- the loop returns or raises


def check_k(k: int) -> int:
    """``k`` where it makes sense.

    Raises:
        WrongUsage: fewer than one result was asked for.
    """
    if k < 1:
        raise WrongUsage(Message("matching.index.bad_k", {"k": k}))
    return k


def _best(scores: Array, k: int) -> Array:
    """The rows of the ``k`` highest scores above 0 and of all that tie with the last."""
    if len(scores) > k:
        bar = max(1, int(np.partition(scores, len(scores) - k)[len(scores) - k]))
        return np.flatnonzero(scores >= bar)
    return np.flatnonzero(scores > 0)


def _distinct_terms(segments: Sequence[Segment]) -> int:
    """How many terms there are; terms of dead documents count until a merge."""
    if len(segments) == 1:
        return len(segments[0].arrays["frequencies"])
    from queqiao.matching.index.strings import unpack_strings  # noqa: PLC0415 -- rarely needed

    return len({term for s in segments for term in unpack_strings(s.arrays, "term")})
