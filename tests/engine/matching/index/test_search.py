"""Exact search against BM25 written out in plain Python."""

import numpy as np
import pytest

from queqiao.errors import BadInput, Missing, WrongUsage
from queqiao.matching.index import IndexedDocument, IndexSettings, build_index, open_index
from tests.engine.matching.index.corpora import documents_of, queries_of
from tests.engine.matching.index.oracle import assert_same, ranked

WEIGHTS = {"title": 2.5, "body": 1.0}


@pytest.fixture(scope="module")
def documents():
    return documents_of(300)


@pytest.fixture(scope="module")
def index(tmp_path_factory, documents):
    return build_index(tmp_path_factory.mktemp("index"), documents, field_weights=WEIGHTS)


def test_search_agrees_with_the_definition(index, documents):
    for query in queries_of(40):
        assert_same(index.search(query, k=10), ranked(documents, query, k=10, weights=WEIGHTS))


def test_search_with_weighted_terms_agrees_with_the_definition(index, documents):
    query = {"w3": 0.2, "w17": 1.0, "w90": 3.5, "nowhere": 1.0}

    assert_same(index.search(query, k=20), ranked(documents, query, k=20, weights=WEIGHTS))


@pytest.mark.parametrize(
    "where", [{"region": "3"}, {"region": ("1", "2")}, {"region": "9"}, {"nothing": "x"}]
)
def test_filters_lose_nothing(index, documents, where):
    for query in queries_of(10, seed=5):
        expected = ranked(documents, query, k=10, weights=WEIGHTS, where=where)
        assert_same(index.search(query, k=10, where=where), expected)


def test_filters_on_two_fields_must_both_agree(tmp_path):
    documents = [
        IndexedDocument("a", {"t": ["x"]}, {"region": ("22",), "kind": ("p",)}),
        IndexedDocument("b", {"t": ["x"]}, {"region": ("22",), "kind": ("q",)}),
    ]
    index = build_index(tmp_path, documents)

    hits = index.search(["x"], k=5, where={"region": "22", "kind": "q"})

    assert [hit.id for hit in hits] == ["b"]


@pytest.mark.parametrize(("k1", "b"), [(0.9, 0.4), (2.0, 0.0), (1.2, 1.0)])
def test_parameters_are_bm25s(tmp_path, documents, k1, b):
    index = build_index(tmp_path, documents, settings=IndexSettings(k1=k1, b=b))
    query = queries_of(1, seed=9)[0]

    assert_same(index.search(query, k=10), ranked(documents, query, k=10, k1=k1, b=b))


def test_search_gives_no_document_without_a_shared_term(index):
    assert index.search(["nowhere"], k=10) == []
    assert index.search([], k=10) == []
    assert len(index.search(["w100"], k=300)) == index.document_frequency("w100")


def test_ties_stand_in_the_order_of_ids(tmp_path):
    documents = [IndexedDocument(name, {"t": ["x", "y"]}) for name in ("c", "a", "d", "b")]
    index = build_index(tmp_path, documents)

    assert [hit.id for hit in index.search(["x"], k=3)] == ["a", "b", "c"]


def test_of_one_id_given_twice_the_last_counts(tmp_path):
    index = build_index(
        tmp_path, [IndexedDocument("a", {"t": ["old"]}), IndexedDocument("a", {"t": ["new"]})]
    )

    assert len(index) == 1
    assert index.search(["old"], k=1) == []


def test_payload_and_columns_come_back_as_given(index, documents):
    for document in documents[::37]:
        row = index.find(document.id)
        assert index.payload(row) == document.payload
        assert index.column("places", row).tolist() == document.columns["places"].tolist()
        assert index.column("nothing", row).tolist() == []


def test_an_empty_index_opens_and_finds_nothing(tmp_path):
    index = build_index(tmp_path, [])

    assert index.search(["x"], k=3) == []
    assert index.search_many([["x"], []], k=3) == [[], []]
    assert index.info().documents == 0


def test_documents_without_terms_are_kept(tmp_path):
    index = build_index(tmp_path, [IndexedDocument("a", {}, payload=b"p")])

    assert index.search(["x"], k=3) == []
    assert index.payload(index.find("a")) == b"p"


def test_a_very_long_document_is_found(tmp_path):
    words = [f"w{i % 70_000}" for i in range(2_000_000)]
    index = build_index(
        tmp_path, [IndexedDocument("long", {"t": words}), IndexedDocument("short", {"t": ["w1"]})]
    )

    assert [hit.id for hit in index.search(["w1", "w69999"], k=5)] == ["long", "short"]
    assert [hit.id for hit in index.search(["w2"], k=5)] == ["long"]


def test_strange_terms_and_ids_survive(tmp_path):
    terms = ["", "\0", "硫化物", "a b", "😀", "\ud800"]
    index = build_index(tmp_path, [IndexedDocument("编号 1\n", {"t": terms})])

    for term in terms:
        assert [hit.id for hit in index.search([term], k=1)] == ["编号 1\n"]


def test_open_index_where_there_is_none(tmp_path):
    with pytest.raises(Missing) as error:
        open_index(tmp_path)

    assert "queqiao index build" in error.value.describe("zh")


def test_build_index_leaves_other_files_alone(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"precious")

    with pytest.raises(WrongUsage):
        build_index(tmp_path, [])


def test_bad_settings_are_all_named(tmp_path):
    with pytest.raises(BadInput) as error:
        build_index(tmp_path, [], settings=IndexSettings({"t": 0.0}, k1=-1, b=2))

    assert len(error.value.problems) == 3


def test_bad_columns_are_all_named(tmp_path):
    documents = [
        IndexedDocument("a", {}, columns={"c": np.zeros((2, 2))}),
        IndexedDocument("b", {}, columns={"c": np.array(["x"])}),
    ]
    with pytest.raises(BadInput) as error:
        build_index(tmp_path, documents)

    assert [problem.source for problem in error.value.problems] == ["a", "b"]


def test_k_below_one_is_wrong_usage(index):
    with pytest.raises(WrongUsage):
        index.search(["w1"], k=0)
