import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.metrics import (
    average_precision,
    bootstrap_interval,
    calibration_error,
    evaluate_run,
    ndcg,
    randomization_test,
    ranked,
    recall,
    reciprocal_rank,
    reliability,
)

GRADES = {"a": 3, "b": 1, "x": 0}


def test_ndcg_of_a_worked_example():
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))

    assert ndcg(["b", "a"], GRADES) == pytest.approx(expected)


def test_ndcg_is_one_for_the_ideal_order():
    assert ndcg(["a", "b", "x"], GRADES) == 1.0


def test_measures_of_a_query_without_relevant_documents_are_zero():
    assert [f(["a"], {}) for f in (ndcg, recall, reciprocal_rank, average_precision)] == [0.0] * 4


def test_reciprocal_rank_counts_from_one():
    assert reciprocal_rank(["x", "y", "b"], GRADES) == pytest.approx(1 / 3)


def test_average_precision_of_a_worked_example():
    assert average_precision(["x", "a", "y", "b"], GRADES) == pytest.approx((1 / 2 + 2 / 4) / 2)


def test_recall_looks_at_the_first_k_only():
    assert recall(["a", "x", "b"], GRADES, k=2) == 0.5


def test_ties_go_to_the_smaller_id():
    assert ranked({"b": 1.0, "a": 1.0, "c": 2.0}) == ["c", "a", "b"]


def test_an_unanswered_query_counts_as_zero_and_an_empty_one_not_at_all():
    qrels = {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 0}}

    assert evaluate_run({"q1": {"a": 1.0}}, qrels, measure=ndcg) == {"q1": 1.0, "q2": 0.0}


@given(
    st.permutations(list("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3)),
)
def test_measures_stay_between_zero_and_one(order, grades):
    for measure in (ndcg, recall, reciprocal_rank, average_precision):
        assert 0 <= measure(order, grades) <= 1


def test_randomization_test_agrees_with_all_assignments_counted():
    first, second = [0.9, 0.8, 0.7, 0.4, 0.9, 0.6], [0.5, 0.6, 0.6, 0.5, 0.4, 0.5]
    difference = np.subtract(first, second)
    signs = np.array(np.meshgrid(*[[-1, 1]] * 6)).reshape(6, -1)
    exact = np.mean(np.abs(difference @ signs) >= abs(difference.sum()) - 1e-12)

    assert randomization_test(first, second, draws=20_000) == pytest.approx(exact, abs=0.01)


def test_randomization_test_of_equal_runs_finds_nothing():
    assert randomization_test([0.5, 0.2], [0.5, 0.2]) == 1.0


def test_bootstrap_interval_holds_the_mean_and_repeats():
    values = list(np.linspace(0, 1, 50))
    interval = bootstrap_interval(values)

    assert interval.low < 0.5 < interval.high
    assert interval == bootstrap_interval(values)


def test_calibration_error_of_scores_that_keep_their_word_is_zero():
    scores = [0.25] * 4 + [0.75] * 4
    relevant = [True, False, False, False, True, True, True, False]

    assert calibration_error(scores, relevant) == 0.0
    assert [part.count for part in reliability(scores, relevant)] == [4, 4]


def test_calibration_error_of_overconfident_scores_is_their_gap():
    assert calibration_error([1.0, 1.0], [True, False]) == pytest.approx(0.5)
