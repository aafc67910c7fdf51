"""The peers of the batch benchmark, each behind the same four calls. All get the same tokens."""

# ruff: noqa: PLC0415, ANN401 -- each engine is imported in its own process only

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
Rows = NDArray[np.int64]
Queries = Sequence[Sequence[str]]


class Corpus:
    """Tokenized passages on disk: numbers into a vocabulary, passage after passage."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary: list[str] = json.loads((folder / "vocabulary.json").read_text())
        self.tokens: NDArray[np.int32] = np.load(folder / "tokens.npy", mmap_mode="r")
        self.ends: NDArray[np.int64] = np.load(folder / "ends.npy")

    def __len__(self) -> int:
        return len(self.ends) - 1

    def numbers(self, step: int = 10_000) -> Iterator[list[int]]:
        """The token numbers of each passage."""
        for first in range(0, len(self), step):
            last = min(first + step, len(self))
            base = int(self.ends[first])
            part = self.tokens[base : self.ends[last]].tolist()
            bounds = (self.ends[first : last + 1] - base).tolist()
            yield from (part[a:b] for a, b in pairwise(bounds))

    def words(self) -> Iterator[list[str]]:
        """The tokens of each passage."""
        word = self.vocabulary.__getitem__
        for numbers in self.numbers():
            yield list(map(word, numbers))

    def matrix(self) -> Any:
        """BM25 of every term in every passage: a scipy matrix, terms by passages."""
        from scipy.sparse import csr_array

        counts = csr_array(
            (np.ones(len(self.tokens), np.float64), np.array(self.tokens), self.ends.copy()),
            shape=(len(self), len(self.vocabulary)),
        )
        counts.sum_duplicates()
        lengths = np.diff(self.ends)
        frequency = np.bincount(counts.indices, minlength=len(self.vocabulary))
        idf = np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5))
        spread = K1 * (1 - B + B * lengths / lengths.mean())
        tf = counts.data
        length = np.repeat(spread, np.diff(counts.indptr))
        counts.data = idf[counts.indices] * tf / (tf + length)
        return counts.T.tocsr()


class Engine(Protocol):
    """Built once, opened in another process, asked for the ``k`` best rows of many queries."""

    def build(self, corpus: Corpus, folder: Path) -> None: ...
    def open(self, folder: Path) -> None: ...
    def first(self, query: Sequence[str], k: int) -> None: ...
    def search(self, queries: Queries, k: int, threads: int) -> Rows: ...


class Ours:
    """Queqiao's own index."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        from queqiao.matching.index import IndexedDocument, IndexSettings, build_index

        documents = (
            IndexedDocument(f"{row:08d}", {"text": words})
            for row, words in enumerate(corpus.words())
        )
        build_index(folder, documents, settings=IndexSettings(k1=K1, b=B))

    def open(self, folder: Path) -> None:
        from queqiao.matching.index import open_index

        self.index = open_index(folder)

    def first(self, query: Sequence[str], k: int) -> None:
        assert self.index.search(query, k=k)

    def search(self, queries: Queries, k: int, threads: int) -> Rows:
        return self.index.search_rows(queries, k=k, threads=threads).rows


class Bm25s:
    """bm25s with its numba backend."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        import bm25s

        index = bm25s.BM25(backend="numba", method="lucene", k1=K1, b=B)
        vocabulary = {word: number for number, word in enumerate(corpus.vocabulary)}
        index.index((list(corpus.numbers()), vocabulary), show_progress=False)
        index.save(folder)

    def open(self, folder: Path) -> None:
        import bm25s

        self.index = bm25s.BM25.load(folder)
        self.index.backend = "numba"
        self.index.activate_numba_scorer()

    def first(self, query: Sequence[str], k: int) -> None:
        self.search([query], k, 1)

    def search(self, queries: Queries, k: int, threads: int) -> Rows:
        found = self.index.retrieve(
            [list(q) for q in queries], k=k, n_threads=threads, show_progress=False
        )
        return np.asarray(found.documents, dtype=np.int64)


class Tantivy:
    """tantivy over tokens joined by spaces."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        import tantivy

        folder.mkdir(exist_ok=True)
        index = tantivy.Index(_tantivy_schema(), path=str(folder))
        writer = index.writer(heap_size=400_000_000, num_threads=1)
        for row, words in enumerate(corpus.words()):
            writer.add_document(tantivy.Document(row=row, text=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy

        self.index = tantivy.Index(_tantivy_schema(), path=str(folder))
        self.index.reload()
        self.searcher = self.index.searcher()

    def first(self, query: Sequence[str], k: int) -> None:
        self.search([query], k, 1)

    def search(self, queries: Queries, k: int, threads: int) -> Rows:
        return _mapped(lambda query: self._one(query, k), queries, threads, k)

    def _one(self, query: Sequence[str], k: int) -> list[int]:
        import tantivy

        schema = self.index.schema
        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)) for word in query
        ]
        hits = self.searcher.search(tantivy.Query.boolean_query(parts), k, count=False).hits
        return [self.searcher.doc(address)["row"][0] for _, address in hits]


def _tantivy_schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True)
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class SparseDotTopn:
    """BM25 as a scipy matrix, multiplied by sparse-dot-topn."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        matrix = corpus.matrix()
        np.savez(
            folder / "matrix.npz",
            data=matrix.data.astype(np.float32),
            indices=matrix.indices,
            indptr=matrix.indptr,
            shape=matrix.shape,
        )
        (folder / "vocabulary.json").write_text(json.dumps(corpus.vocabulary))

    def open(self, folder: Path) -> None:
        from scipy.sparse import csr_matrix

        saved = np.load(folder / "matrix.npz")
        parts = (saved["data"], saved["indices"], saved["indptr"])
        self.matrix = csr_matrix(parts, shape=tuple(saved["shape"]))
        words = json.loads((folder / "vocabulary.json").read_text())
        self.vocabulary = {word: number for number, word in enumerate(words)}

    def first(self, query: Sequence[str], k: int) -> None:
        self.search([query], k, 1)

    def search(self, queries: Queries, k: int, threads: int) -> Rows:
        from scipy.sparse import csr_matrix
        from sparse_dot_topn import sp_matmul_topn

        numbers = [[self.vocabulary[w] for w in q if w in self.vocabulary] for q in queries]
        ends = np.cumsum([0, *map(len, numbers)])
        flat = np.array([n for query in numbers for n in query], dtype=np.int32)
        shape = (len(queries), self.matrix.shape[0])
        asked = csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=shape)
        found = sp_matmul_topn(asked, self.matrix, top_n=k, n_threads=threads, sort=True)
        rows = np.full((len(queries), k), -1, np.int64)
        for number in range(len(queries)):
            best = found.indices[found.indptr[number] : found.indptr[number + 1]]
            rows[number, : len(best)] = best
        return rows


class Fts5:
    """SQLite full text over tokens joined by spaces."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        with sqlite3.connect(folder / "fts.db") as store:
            store.execute(
                "create virtual table passages using fts5("
                "text, content='', tokenize=\"unicode61 remove_diacritics 0\")"
            )
            store.executemany(
                "insert into passages(rowid, text) values (?, ?)",
                ((row + 1, " ".join(words)) for row, words in enumerate(corpus.words())),
            )

    def open(self, folder: Path) -> None:
        self.path = folder / "fts.db"

    def first(self, query: Sequence[str], k: int) -> None:
        self._one(query, k)

    def search(self, queries: Queries, k: int, threads: int) -> Rows:
        return _mapped(lambda query: self._one(query, k), queries, threads, k)

    def _one(self, query: Sequence[str], k: int) -> list[int]:
        asked = " OR ".join('"' + word.replace('"', '""') + '"' for word in query)
        sql = "select rowid from passages where passages match ? order by rank limit ?"
        with sqlite3.connect(self.path) as store:
            return [row - 1 for (row,) in store.execute(sql, (asked, k))]


def _mapped(one: Any, queries: Queries, threads: int, k: int) -> Rows:
    if threads == 1:
        found = [one(query) for query in queries]
    else:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(one, queries))
    rows = np.full((len(queries), k), -1, np.int64)
    for line, best in zip(rows, found, strict=True):
        line[: len(best)] = best
    return rows


ENGINES: dict[str, type[Engine]] = {
    "ours": Ours,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "sparse_dot_topn": SparseDotTopn,
    "sqlite_fts5": Fts5,
}
FEW_QUERIES = {"sqlite_fts5": 12}
"""Engines so slow that only the first few queries are asked of them."""
