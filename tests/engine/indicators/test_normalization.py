"""Every normalization against its formula, and every refusal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from queqiao.errors import BadInput
from queqiao.indicators.methods import Ties
from queqiao.indicators.pipeline import build_index
from queqiao.indicators.ranks import kendall, rank_scores, spearman, upward_ranks
from queqiao.indicators.results import Panel
from tests.engine.indicators.indices import codes, flat, frame, panel

X = [2.0, 4.0, 4.0, 8.0]


def normalized(rule, values=X, **options):
    built = build_index(
        flat(["x"], steps=f"normalize: {{{rule}}}", **options), panel({"x": values})
    )
    return built.normalized.values[:, 0].tolist()


@pytest.mark.parametrize(
    ("rule", "up", "down"),
    [
        ("method: min_max", [0, 100 / 3, 100 / 3, 100], [100, 200 / 3, 200 / 3, 0]),
        ("method: min_max, to: [1, 7]", [1, 3, 3, 7], [7, 5, 5, 1]),
        ("method: rank", [1, 2, 2, 4], [4, 2, 2, 1]),
        ("method: rank, ties: average", [1, 2.5, 2.5, 4], [4, 2.5, 2.5, 1]),
        ("method: borda", [0, 1.5, 1.5, 3], [3, 1.5, 1.5, 0]),
        ("method: percentile", [0, 100 / 3, 100 / 3, 100], [100, 100 / 3, 100 / 3, 0]),
        ("method: maximum, to: [0, 1]", [0.25, 0.5, 0.5, 1], [1, 0.5, 0.5, 0.25]),
        (
            "method: share, to: [0, 1]",
            [2 / 18, 4 / 18, 4 / 18, 8 / 18],
            [4 / 9, 2 / 9, 2 / 9, 1 / 9],
        ),
        ("method: vector, to: [0, 1]", [0.2, 0.4, 0.4, 0.8], None),
        ("method: mean, to: [0, 1]", [4 / 9, 8 / 9, 8 / 9, 16 / 9], None),
        ("method: none", X, [-2, -4, -4, -8]),
        ("method: around_mean", [-1, 0, 0, 1], [1, 0, 0, -1]),
        ("method: bands, bands: [[0, 10], [4, 60], [8, 100]]", [10, 60, 60, 100], None),
    ],
)
def test_method_gives_its_formula(rule, up, down):
    assert normalized(rule) == pytest.approx(up)
    if down is not None:
        assert normalized(rule, x="direction: down") == pytest.approx(down)


def test_z_scores_divide_by_the_sample_or_the_population_deviation():
    assert normalized("method: z") == pytest.approx(stats.zscore(X, ddof=1))
    assert normalized("method: z, variance: population") == pytest.approx(stats.zscore(X))
    assert normalized("method: z, mean: 50, deviation: 10", x="direction: down") == pytest.approx(
        50 - 10 * stats.zscore(X, ddof=1)
    )


def test_goalposts_as_in_the_human_development_index():
    """Niger 2021: 61.6 years of life make (61.6 - 20) / 65; incomes count by their logarithm."""
    assert normalized("method: goalposts, from: [20, 85], to: [0, 1]", [61.6]) == pytest.approx(
        [0.64]
    )
    income = normalized("method: goalposts, from: [100, 75000], to: [0, 1], log: true", [1240])
    assert income == pytest.approx([np.log(12.4) / np.log(750)])


def test_goalposts_of_a_cost_go_from_worst_to_best_and_clip():
    rule = "method: goalposts, from: [10, 2], clip: true"

    assert normalized(rule, [12, 10, 6, 2, 1], x="direction: down") == [0, 0, 50, 100, 100]


def test_target_measures_from_the_worst_value():
    assert normalized("method: target, target: 6") == pytest.approx([0, 50, 50, 150])
    assert normalized("method: target, target: 6, clip: true") == pytest.approx([0, 50, 50, 100])
    assert normalized("method: target, target: 3", x="direction: down") == pytest.approx(
        [120, 80, 80, 0]
    )


def test_reference_unit_is_the_hundred():
    assert normalized("method: reference_unit, unit: U2") == pytest.approx([50, 100, 100, 200])


def test_optimum_counts_the_distance_from_its_band():
    rule = "method: min_max"

    scores = normalized(rule, [1, 3, 5, 9], x="direction: optimum, optimum: [3, 5]")

    assert scores == pytest.approx([50, 100, 100, 0])


def years(rule, now, before, **options):
    config = flat(["x"], steps=f"normalize: {{{rule}}}", **options)
    frames = (frame({"x": before}, year=2020), frame({"x": now}, year=2021))
    return build_index(config, Panel(frames)).normalized.values[:, 0]


def test_reference_year_and_growth_compare_a_unit_with_itself():
    assert years("method: reference_year, year: 2020", [2, 6], [1, 4]) == pytest.approx([200, 150])
    assert years("method: growth", [2, 6], [1, 4]) == pytest.approx([100, 50])
    assert years("method: growth", [2, 6], [1, 4], x="direction: down") == pytest.approx(
        [-100, -50]
    )


def test_min_max_over_all_years_keeps_the_ends():
    head = "format: queqiao.index/1\nunits: {id: unit, year: year}\n"
    from tests.engine.indicators.indices import configuration

    config = configuration(
        "steps: {normalize: {method: min_max, all_years: true}}\n"
        "index: {id: index, parts: [{id: x}]}\n",
        head,
    )
    frames = (frame({"x": [0, 2]}, year=2020), frame({"x": [5, 10]}, year=2021))

    assert build_index(config, Panel(frames)).scores.tolist() == [50, 100]
    assert build_index(config, Panel(frames), year=2020).scores.tolist() == [0, 20]


@pytest.mark.parametrize(
    ("rule", "values", "code"),
    [
        ("method: min_max", [3, 3, 3], "normalize.constant"),
        ("method: min_max", [0, 0], "normalize.constant"),
        ("method: min_max", [5], "normalize.constant"),
        ("method: z", [5], "normalize.constant"),
        ("method: z", [0.1, 0.1, 0.1], "normalize.constant"),
        ("method: percentile", [5], "normalize.constant"),
        ("method: maximum", [-1, 2], "normalize.not_positive"),
        ("method: share", [0, 0], "normalize.not_positive"),
        ("method: reference_unit, unit: U9", [1, 2], "normalize.no_reference_unit"),
        ("method: reference_year, year: 1999", [1, 2], "normalize.no_year"),
        ("method: growth", [1, 2], "normalize.no_reference_year"),
        ("method: target, target: 1", [1, 2], "normalize.target_is_worst"),
        ("method: target, target: 0", [1, 2], "normalize.target_behind"),
        ("method: goalposts, from: [1, 2], log: true", [0, 2], "normalize.not_positive"),
        ("method: min_max", [None, None], "normalize.empty"),
    ],
)
def test_what_cannot_be_normalized_is_refused(rule, values, code):
    config = flat(["x"], steps=f"missing: keep, normalize: {{{rule}}}")

    with pytest.raises(BadInput) as caught:
        build_index(config, panel({"x": values}))

    assert codes(caught) == [code]
    assert caught.value.problems[0].field == "x"


@pytest.mark.parametrize("method", ["min_max", "z", "percentile"])
def test_constant_may_have_a_stated_score(method):
    rule = f"method: {method}, constant: 50"

    assert normalized(rule, [7]) == [50]
    if method != "percentile":
        assert normalized(rule, [7, 7, 7]) == [50, 50, 50]


def test_ranks_of_a_constant_are_shared():
    assert normalized("method: rank", [7, 7]) == [1, 1]
    assert normalized("method: borda", [7, 7, 7]) == [1, 1, 1]


def test_all_problems_are_told_together():
    config = flat(["a", "b", "c"], steps="normalize: min_max")

    with pytest.raises(BadInput) as caught:
        build_index(config, panel({"a": [1, 1], "b": [1, 2], "c": [0, 0]}))

    assert [problem.field for problem in caught.value.problems] == ["a", "c"]


numbers = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=30)


@given(numbers, st.sampled_from(list(Ties)))
def test_ranks_are_those_of_scipy(values, ties):
    ours = upward_ranks(np.array(values), ties)

    assert ours.tolist() == stats.rankdata(values, method=str(ties)).tolist()


@given(numbers, st.data())
def test_correlations_of_ranks_are_those_of_scipy(values, data):
    other = data.draw(st.lists(st.integers(-9, 9), min_size=len(values), max_size=len(values)))
    one, two = np.array(values), np.array(other, dtype=float)
    if np.ptp(one) == 0 or np.ptp(two) == 0:
        return

    assert spearman(one, two) == pytest.approx(stats.spearmanr(one, two).statistic)
    assert kendall(one, two) == pytest.approx(stats.kendalltau(one, two).statistic)


@given(numbers)
def test_competition_ranks_count_who_is_better(values):
    scores = np.array(values)

    ranks = rank_scores(scores)

    assert ranks.tolist() == stats.rankdata(-scores, method="min").tolist()


def test_rounding_errors_do_not_break_ties_and_decimals_make_them():
    assert rank_scores(np.array([0.1 + 0.2, 0.3, 0.1])).tolist() == [1, 1, 3]
    assert rank_scores(np.array([6.618, 6.622, 7.0])).tolist() == [3, 2, 1]
    assert rank_scores(np.array([6.618, 6.622, 7.0]), decimals=2).tolist() == [2, 2, 1]


@settings(max_examples=30)
@given(numbers, st.floats(0.1, 50), st.integers(-20, 20))
def test_min_max_and_z_do_not_depend_on_the_unit(values, factor, shift):
    if np.ptp(values) == 0:
        return
    moved = [value * factor + shift for value in values]

    for rule in ("method: min_max", "method: z"):
        assert normalized(rule, moved) == pytest.approx(normalized(rule, values), abs=1e-6)
