"""Ranking and learning as a user would type them."""

import gzip
import json

import pytest

from queqiao.cli.main import cli
from queqiao.matching.ranking import load_model
from queqiao.metrics import load_run, ranked
from tests.engine.matching.ranking.corpus import make_corpus, subject_of


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main(list(map(str, arguments)))
    return ended.value.code


def write(path, documents):
    lines = [
        json.dumps(
            {
                "id": one.id,
                "title": one.title,
                "abstract": one.abstract,
                "keywords": one.keywords.split(),
            },
            ensure_ascii=False,
        )
        for one in documents
    ]
    data = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.fixture
def corpus(tmp_path):
    return write(tmp_path / "corpus.jsonl.gz", make_corpus())


def rank(corpus, queries, output, *more):
    return run("rank", "--corpus", corpus, "--queries", queries, "--output", output, *more)


def test_rank_writes_a_run_without_the_query_itself(tmp_path, corpus):
    documents = make_corpus()
    queries = write(tmp_path / "queries.jsonl", documents[:6])

    assert rank(corpus, queries, tmp_path / "run", "--top", "20") == 0

    found = load_run(tmp_path / "run")
    assert list(found) == [one.id for one in documents[:6]]
    for query in documents[:6]:
        order = ranked(found[query.id])
        best = next(one for one in documents if one.id == order[0])
        assert len(order) == 20
        assert query.id not in order
        assert subject_of(best) == subject_of(query)


def test_rank_twice_gives_the_same_run(tmp_path, corpus):
    queries = write(tmp_path / "queries.jsonl", make_corpus()[:4])
    for name in ("a", "b"):
        rank(corpus, queries, tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_fields_may_be_absent_and_keywords_a_string(tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(
        '{"id": "1", "title": "锂电池隔膜"}\n{"id": 2, "abstract": "玉米保鲜"}\n'
        '{"id": "3", "keywords": "轴承 研磨"}\n'
    )
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "q", "abstract": "怎样给玉米保鲜"}\n{"id": "3"}\n')

    assert rank(corpus, queries, tmp_path / "run") == 0

    found = load_run(tmp_path / "run")
    assert ranked(found["q"])[0] == "2"
    assert sorted(found["3"]) == ["1", "2"]


def test_another_version_of_the_query_comes_last_but_only_for_a_query_of_the_corpus(tmp_path):
    documents = make_corpus(40)
    first = documents[0]
    twin = type(first)("D000V2", first.title, first.abstract, first.keywords)
    asked = type(first)("elsewhere", first.title, first.abstract, first.keywords)
    corpus = write(tmp_path / "corpus.jsonl", [*documents, twin])
    queries = write(tmp_path / "queries.jsonl", [first, asked])

    rank(corpus, queries, tmp_path / "run")

    found = load_run(tmp_path / "run")
    assert ranked(found[first.id])[-1] == twin.id
    assert set(ranked(found["elsewhere"])[:2]) == {first.id, twin.id}


def test_bad_lines_are_all_named_and_nothing_is_written(tmp_path, corpus, capsys):
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"id": "a"}\n{"title": "x"}\nnot json\n{"id": "a"}\n{"id": "b c"}\n')

    assert rank(corpus, queries, tmp_path / "run") == 3

    told = capsys.readouterr().err
    assert all(f"第 {row} 行" in told for row in (2, 3, 4, 5))
    assert not (tmp_path / "run").exists()


def test_a_missing_corpus_is_missing(tmp_path, corpus):
    assert rank(tmp_path / "none.jsonl", corpus, tmp_path / "run") == 4


def learn(corpus, queries, qrels, output):
    return run(
        "learn", "--corpus", corpus, "--queries", queries, "--qrels", qrels, "--output", output
    )


def test_learn_writes_a_model_that_rank_takes_and_does_not_boast(tmp_path, corpus, capsys):
    documents = make_corpus()
    qrels = tmp_path / "some.qrels"
    lines = [
        f"{one.id} 0 {other.id} 1\n"
        for one in documents[:48]
        for other in documents
        if subject_of(one) == subject_of(other) and one.id != other.id
    ]
    qrels.write_text("".join(lines))

    assert learn(corpus, corpus, qrels, tmp_path / "model") == 0

    told = capsys.readouterr().out
    notes = load_model(tmp_path / "model").notes
    assert "nDCG@10" in told
    assert ("没有证据" in told) is (not notes["better"])
    queries = write(tmp_path / "queries.jsonl", documents[:3])
    assert rank(corpus, queries, tmp_path / "run", "--model", tmp_path / "model") == 0
    assert len(load_run(tmp_path / "run")) == 3


def test_learn_from_too_few_judgements_says_how_many_are_needed(tmp_path, corpus, capsys):
    qrels = tmp_path / "some.qrels"
    qrels.write_text("D000 0 D004 1\n")

    assert learn(corpus, corpus, qrels, tmp_path / "model") == 3
    assert "至少需要 20 个" in capsys.readouterr().err
