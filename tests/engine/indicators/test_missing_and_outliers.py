"""Filling gaps and drawing in tails."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from queqiao.errors import BadInput
from queqiao.indicators.methods import OutlierCheck
from queqiao.indicators.missing import em_complete
from queqiao.indicators.outliers import box_cox, kurtosis, skewness, winsorize
from queqiao.indicators.pipeline import build_index
from queqiao.indicators.results import Panel
from tests.engine.indicators.indices import codes, configuration, flat, frame, panel

DATA = {"x": [1.0, 3.0, None, 8.0], "y": [2.0, 6.0, 8.0, 16.0]}


def filled(rule, data=DATA, **options):
    config = flat(list(data), steps=f"missing: {{{rule}}}, normalize: none")
    built = build_index(config, panel(data, regions=["e", "e", "e", "w"], **options))
    return built.imputed.column("x")[2], built


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("method: value, value: -1", -1),
        ("method: worst", 1),
        ("method: mean", 4),
        ("method: median", 3),
        ("method: group_mean, by: region", 2),
        ("method: group_median, by: region", 2),
        ("method: neighbors, neighbors: 1", 3),
        ("method: neighbors, neighbors: 2", 2),
        ("method: regression, on: [y]", 4),
        ("method: regression", 4),
    ],
)
def test_method_fills_as_documented(rule, value):
    found, built = filled(rule)

    assert found == pytest.approx(value)
    assert [(item.unit, item.indicator) for item in built.imputations] == [(2, "x")]


def test_worst_is_the_largest_of_a_cost():
    config = flat(["x"], steps="missing: worst, normalize: none", x="direction: down")

    assert build_index(config, panel({"x": [1, None, 8]})).imputed.values[1, 0] == 8


def test_previous_year_looks_back_to_the_newest_value():
    config = flat(["x"], steps="missing: previous_year, normalize: none")
    frames = (
        frame({"x": [4.0, 1.0]}, year=2019),
        frame({"x": [None, 2.0]}, year=2020),
        frame({"x": [None, 3.0]}, year=2021),
    )

    built = build_index(config, Panel(frames))

    assert built.imputed.values[:, 0].tolist() == [4, 3]
    assert built.imputations[0].basis == "2019"


def test_refusal_names_every_gap():
    with pytest.raises(BadInput) as caught:
        build_index(
            flat(["x", "y"], steps="normalize: none"),
            panel({"x": [1, None, None], "y": [None, 1, 2]}),
        )

    told = [(p.field, p.message.params["units"]) for p in caught.value.problems]
    assert told == [("x", "U2, U3"), ("y", "U1")]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("method: mean", "missing.nothing_mean"),
        ("method: worst", "missing.nothing_worst"),
        ("method: group_mean, by: region", "missing.nothing_group_mean"),
        ("method: neighbors", "missing.nothing_neighbors"),
        ("method: regression", "missing.nothing_regression"),
        ("method: em", "missing.nothing_em"),
        ("method: previous_year", "missing.nothing_previous_year"),
        ("method: mean, most: 0.5", "missing.too_many"),
    ],
)
def test_nothing_to_fill_from_is_refused(rule, code):
    data = {"x": [None, None, None, None], "y": [1.0, 2.0, 3.0, 4.0]}

    with pytest.raises(BadInput) as caught:
        filled(rule, data)

    assert set(codes(caught)) == {code}


def test_expectation_maximization_finds_the_line():
    chance = np.random.default_rng(3)
    one = chance.normal(size=400)
    table = np.column_stack([one, 2 * one + 0.1 * chance.normal(size=400), chance.normal(size=400)])
    holes = table.copy()
    holes[:40, 1] = np.nan

    completed = em_complete(holes)

    assert np.array_equal(completed[40:], table[40:])
    assert np.abs(completed[:40, 1] - table[:40, 1]).mean() < 0.12
    assert np.array_equal(em_complete(table), table)


def test_expectation_maximization_with_more_indicators_than_units():
    table = np.random.default_rng(1).random((5, 12))
    table[2, 3:6] = np.nan

    assert np.isfinite(em_complete(table)).all()


@given(st.lists(st.integers(-1000, 1000).map(float), min_size=4, max_size=40))
def test_moments_are_those_of_scipy(values):
    x = np.array(values)
    if np.ptp(x) == 0:
        assert (skewness(x), kurtosis(x)) == (0, 0)
        return

    assert skewness(x) == pytest.approx(float(stats.skew(x, bias=False)), abs=1e-9)
    assert kurtosis(x) == pytest.approx(float(stats.kurtosis(x, bias=False)), abs=1e-9)


TAIL = np.array([*np.linspace(0, 1, 30), 9.0, 7.0])


def test_winsorizing_stops_as_soon_as_it_may():
    done = winsorize(TAIL, check=OutlierCheck(), most=5)

    assert done.high == 2
    assert done.values[-2:].tolist() == [1, 1]
    assert winsorize(TAIL, check=OutlierCheck(), most=1).values[-2:].tolist() == [7, 7]
    assert winsorize(-TAIL, check=OutlierCheck(), most=5).low == 2
    assert winsorize(TAIL[:30], check=OutlierCheck()).values.tolist() == TAIL[:30].tolist()


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=40), st.integers(0, 5))
def test_winsorizing_moves_no_more_than_allowed_and_keeps_the_order(values, most):
    x = np.array(values)

    done = winsorize(x, check=OutlierCheck(0.5, 0.0), most=most)

    assert (done.values != x).sum() <= done.low + done.high <= most
    assert (np.diff(done.values[np.argsort(x, kind="stable")]) >= 0).all()


def treated(rule, values):
    config = flat(["x"], steps=f"treat: {{{rule}}}, normalize: none")
    built = build_index(config, panel({"x": list(values)}))
    return built.treated.values[:, 0], built.treatments[0]


def test_steps_are_tried_until_one_passes():
    check = "check: {skewness: 2, kurtosis: 3.5}"

    values, told = treated(f"{check}, steps: [{{method: winsorize, most: 1}}, log_range]", TAIL)

    assert values == pytest.approx(np.log(TAIL + 0.01 * 9))
    assert (str(told.method), told.passed) == ("log_range", True)
    assert treated(f"{check}, steps: [winsorize]", TAIL[:30])[1].method is None
    with pytest.raises(BadInput) as caught:
        treated(f"{check}, steps: [{{method: winsorize, most: 1}}], unresolved: refuse", TAIL)
    assert codes(caught) == ["outliers.unresolved"]


def test_without_a_check_every_step_runs():
    values, _ = treated(
        "steps: [{method: percentiles, low: 0, high: 0.5}, {method: log_shift}]", [1, 2, 9]
    )

    assert values == pytest.approx(np.log([1, 2, 2]))


def test_transformations_are_their_formulas():
    x = np.array([1.0, 2.0, 5.0, 40.0])

    assert treated("method: log", x)[0] == pytest.approx(np.log(x))
    assert treated("method: log_shift, shift: 3", x)[0] == pytest.approx(np.log(x - 1 + 3))
    assert treated("method: log_gii", x)[0] == pytest.approx(np.log(39 * (x - 1) / 39 + 1))
    assert treated("method: fences", x)[0].max() == pytest.approx(13.75 + 1.5 * (13.75 - 1.75))
    assert treated("method: box_cox, power: 0.5", x)[0] == pytest.approx(2 * (np.sqrt(x) - 1))
    expected, power = stats.boxcox(x)
    done = box_cox(x, power=None)
    assert done.parameters["power"] == pytest.approx(power)
    assert done.values == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "values", "code"),
    [
        ("method: log", [0, 1], "outliers.log_not_positive"),
        ("method: box_cox", [-1, 1], "outliers.log_not_positive"),
        ("method: box_cox", [2, 2], "outliers.constant"),
        ("method: log_range", [2, 2], "outliers.constant"),
    ],
)
def test_transformations_that_cannot_run_are_refused(rule, values, code):
    with pytest.raises(BadInput) as caught:
        treated(rule, values)

    assert codes(caught) == [code]


def test_denominators_factors_and_bounds():
    config = flat(
        ["x"],
        steps="missing: keep, normalize: none, aggregate: {method: arithmetic, missing: zero}",
        x="denominator: d, factor: 100, highest: 250",
    )

    built = build_index(config, panel({"x": [1, 6, 1], "d": [2, 2, None]}))

    assert built.denominated.values[:2, 0].tolist() == [50, 250]
    assert np.isnan(built.denominated.values[2, 0])
    with pytest.raises(BadInput) as caught:
        build_index(config, panel({"x": [1, 1], "d": [0, -2]}))
    assert caught.value.problems[0].message.params == {"column": "d", "units": "U1, U2"}


def test_units_that_report_too_little_are_left_out_and_named():
    head = "format: queqiao.index/1\nunits: {id: unit, least_share: 0.6}\n"
    body = (
        "steps: {missing: mean, normalize: none}\nindex: {id: index, parts: [{id: x}, {id: y}]}\n"
    )

    built = build_index(configuration(body, head), panel({"x": [1, None, 3], "y": [1, 2, 3]}))

    assert [unit.id for unit in built.units] == ["U1", "U3"]
    assert built.notices[0].params["units"] == "U2"
