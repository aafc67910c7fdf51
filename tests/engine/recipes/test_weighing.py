"""Weights of likeness and checks in the score of a match."""

import math

import pytest

from queqiao.matching.checks import check_texts
from queqiao.matching.results import Outcome
from queqiao.recipes.weighing import least_likeness, probability, weigh_checks


@pytest.mark.parametrize("score", [0.05, 0.2, 0.5, 0.9])
def test_least_likeness_is_where_every_index_met_just_reaches_the_score(score):
    verdicts = check_texts("厚度≤2mm", "厚度1mm")
    best = weigh_checks(verdicts)[0].amount

    assert [verdict.outcome for verdict in verdicts] == [Outcome.MET]
    assert probability(least_likeness(score) + best) == pytest.approx(score, abs=1e-5)
    assert probability(least_likeness(score) + best) <= score


def test_least_likeness_of_no_score_leaves_nothing_out():
    assert least_likeness(0.0) == -math.inf
    assert least_likeness(1.0) == math.inf
