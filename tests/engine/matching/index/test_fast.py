"""The compiled batch search held against the exact one."""

import numpy as np
import pytest

from queqiao.matching.index import add_documents, build_index, remove_documents
from tests.engine.matching.index.corpora import documents_of, queries_of

COUNT = 9000  # enough for rows of bits


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    documents = documents_of(COUNT, words=6000)
    folder = tmp_path_factory.mktemp("index")
    build_index(folder, documents, field_weights={"title": 2.0, "body": 1.0})
    add_documents(folder, documents_of(700, seed=3, words=6000, first=COUNT - 300))
    remove_documents(folder, [f"d{number:06d}" for number in range(0, COUNT, 11)])
    from queqiao.matching.index import open_index

    return open_index(folder)


def recall(index, queries, k, **options):
    """The share of the exact best that the fast search finds; every score must be exact."""
    shares = []
    fast = index.search_many(queries, k=k, **options)
    for query, hits in zip(queries, fast, strict=True):
        exact = index.search(query, k=index.documents, where=options.get("where"))
        scores = {hit.id: hit.score for hit in exact}
        assert all(scores[hit.id] == hit.score for hit in hits)
        assert [(-h.score, h.id) for h in hits] == sorted((-h.score, h.id) for h in hits)
        assert len(hits) == min(k, len(exact))
        if exact:
            bar = exact[:k][-1].score
            shares.append(sum(hit.score >= bar for hit in hits) / len(hits))
    return np.mean(shares or [1.0])


def test_the_index_has_dense_terms(index):
    assert index.segments[0].dense > 20
    assert len(index.segments) == 2


@pytest.mark.parametrize("length", [4, 12, 120])
def test_fast_search_finds_what_exact_search_finds(index, length):
    queries = queries_of(25, length=length, words=6000)

    assert recall(index, queries, 10) >= 0.99
    assert recall(index, queries, 50) >= 0.99


@pytest.mark.parametrize("where", [{"region": "2"}, {"region": ("0", "4")}, {"region": "nowhere"}])
def test_fast_search_with_filters_finds_what_exact_search_finds(index, where):
    assert recall(index, queries_of(20, words=6000), 20, where=where) >= 0.99


def test_threads_change_nothing(index):
    queries = queries_of(50, words=6000)

    assert index.search_many(queries, k=20, threads=3) == index.search_many(queries, k=20)


def test_order_of_queries_changes_nothing(index):
    queries = queries_of(50, words=6000)

    assert index.search_many(queries[::-1], k=20)[::-1] == index.search_many(queries, k=20)


def test_every_single_term_is_found_in_full(index):
    terms = [f"w{number}" for number in (1, 2, 3, 5, 9, 40, 333, 2000, 5000)]
    hits = index.search_many([[term] for term in terms], k=100)

    for term, found in zip(terms, hits, strict=True):
        assert found == index.search([term], k=100)


def test_more_results_than_documents_gives_them_all(index):
    hits = index.search_many([["w1", "w2"], ["w4321"]], k=2 * COUNT)

    assert hits[1] == index.search(["w4321"], k=2 * COUNT)
    assert hits[0] == index.search(["w1", "w2"], k=2 * COUNT)


def test_very_long_queries_and_heavy_weights(index):
    heavy = {f"w{number}": float(number % 90 + 1) for number in range(1, 3000)}
    fast, none = index.search_many([heavy, []], k=20)

    exact = index.search(heavy, k=20)
    assert none == []
    assert len({hit.id for hit in fast} & {hit.id for hit in exact}) >= 18
