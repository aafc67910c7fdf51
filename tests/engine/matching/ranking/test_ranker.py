import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.core import generator
from queqiao.errors import BadInput, CorruptStore, Missing
from queqiao.matching.ranking import (
    FEATURES,
    JudgedQuery,
    calibrate,
    deal_folds,
    fit_calibration,
    load_model,
    probability,
    save_model,
    score_across,
    train_ranker,
)


def judged_queries(count=80, *, seed=0):
    """Queries whose relevant candidate has a high first and a low third feature."""
    random = generator(seed, "test", "judged")
    found = []
    for _ in range(count):
        features = random.standard_normal((30, len(FEATURES))).astype(np.float32)
        worth = 2 * features[:, 0] - 2 * features[:, 2] + 0.3 * random.standard_normal(30)
        grades = np.zeros(30, np.int64)
        grades[np.argsort(-worth)[:2]] = 1
        found.append(JudgedQuery(features, grades))
    return found


@pytest.fixture(scope="module")
def judged():
    return judged_queries()


@pytest.fixture(scope="module")
def ranker(judged):
    across = score_across(judged, folds=deal_folds(len(judged)))
    return calibrate(train_ranker(judged), across, judged)


def test_what_matters_is_learned(ranker):
    fresh = judged_queries(40, seed=9)
    hits = sum(query.grades[ranker.raw_scores(query.features).argmax()] for query in fresh)

    assert hits >= 34


def test_parts_add_up_to_the_log_odds(ranker, judged):
    features = judged[0].features
    expected = ranker.calibration.log_odds(ranker.raw_scores(features))

    for row in (0, 3):
        total = sum(part.amount for part in ranker.parts(features, row))
        assert total == pytest.approx(expected[row], abs=1e-6)


def test_learning_twice_gives_the_same_file(tmp_path, judged):
    for name in ("a", "b"):
        save_model(tmp_path / name, train_ranker(judged), notes={})

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_model_reads_back_as_written(tmp_path, ranker, judged):
    save_model(tmp_path / "model", ranker, notes={"queries": 80})
    read = load_model(tmp_path / "model")

    assert read.notes == {"queries": 80}
    assert np.allclose(
        read.ranker.scores(judged[0].features), ranker.scores(judged[0].features), atol=1e-9
    )


def test_few_queries_are_learned_without_trees(judged):
    assert train_ranker(judged[:30]).trees is None


def test_a_missing_model_is_missing(tmp_path):
    with pytest.raises(Missing):
        load_model(tmp_path / "none")


def test_a_file_that_is_no_model_is_bad_input(tmp_path):
    (tmp_path / "x").write_text("hello")
    with zipfile.ZipFile(tmp_path / "y", "w") as archive:
        archive.writestr("model.json", "[]")

    for name in ("x", "y"):
        with pytest.raises(BadInput):
            load_model(tmp_path / name)


def test_a_model_with_other_features_is_refused(tmp_path, ranker):
    save_model(tmp_path / "model", ranker, notes={})
    _rewrite(tmp_path / "model", "model.json", lambda data: data.replace(b"meaning", b"sense"))

    with pytest.raises(BadInput):
        load_model(tmp_path / "model")


def test_a_damaged_model_says_so(tmp_path, ranker):
    save_model(tmp_path / "model", ranker, notes={})
    _rewrite(tmp_path / "model", "linear.npy", lambda data: data[:200])

    with pytest.raises(CorruptStore):
        load_model(tmp_path / "model")


def _rewrite(path, member, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_calibration_finds_the_line_that_made_the_judgements():
    random = generator(3, "test", "line")
    raw = random.uniform(-4, 8, 20_000)
    relevant = random.random(20_000) < probability(-2 + 0.8 * raw)
    line = fit_calibration(raw, relevant)

    assert line.offset == pytest.approx(-2, abs=0.1)
    assert line.slope == pytest.approx(0.8, abs=0.05)


@given(st.lists(st.tuples(st.floats(-50, 50), st.booleans()), min_size=1, max_size=30))
def test_calibration_never_turns_an_order_around(judgements):
    raw, relevant = zip(*judgements, strict=True)
    line = fit_calibration(raw, relevant)

    assert line.slope > 0
    assert np.isfinite(line.log_odds(raw)).all()


def test_folds_are_even_and_repeat():
    folds = deal_folds(23)

    assert sorted(np.bincount(folds).tolist()) == [4, 4, 5, 5, 5]
    assert np.array_equal(folds, deal_folds(23))
