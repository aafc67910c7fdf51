import gzip

import pytest

from queqiao.errors import BadInput, Missing
from queqiao.metrics import load_qrels, load_run, ranked, write_run


def test_qrels_read_back(tmp_path):
    path = tmp_path / "some.qrels"
    path.write_text("q1 0 d1 2\nq1 0 d2 0\n\nq2 0 d1 1\n")

    assert load_qrels(path) == {"q1": {"d1": 2, "d2": 0}, "q2": {"d1": 1}}


def test_gzipped_qrels_read_too(tmp_path):
    path = tmp_path / "some.qrels.gz"
    path.write_bytes(gzip.compress(b"q1 0 d1 2\n"))

    assert load_qrels(path) == {"q1": {"d1": 2}}


def test_every_bad_line_is_named(tmp_path):
    path = tmp_path / "bad.qrels"
    path.write_text("q1 0 d1 2\nq1 d1 2\nq1 0 d1 high\nq1 0 d1 1\n")

    with pytest.raises(BadInput) as caught:
        load_qrels(path)

    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(Missing):
        load_run(tmp_path / "none")


def test_a_file_that_is_no_text_is_bad_input(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(BadInput):
        load_run(path)


def test_a_run_keeps_its_order_where_scores_tie(tmp_path):
    path = tmp_path / "run"
    write_run(path, {"q": [("z", 0.5), ("a", 0.5), ("m", 0.5 - 1e-9)]})

    assert ranked(load_run(path)["q"]) == ["z", "a", "m"]
    assert [line.split()[3] for line in path.read_text().splitlines()] == ["1", "2", "3"]


def test_a_run_with_a_score_that_is_no_number_is_refused(tmp_path):
    path = tmp_path / "run"
    path.write_text("q Q0 d 1 nan x\n")

    with pytest.raises(BadInput):
        load_run(path)
