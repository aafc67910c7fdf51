"""Runs against single builds, indices of sensitivity against SALib, and going on after a stop."""

from dataclasses import replace

import numpy as np
import pytest

from queqiao.errors import BadInput
from queqiao.indicators import Laboratory, build_index, find_sensitivity, vary_index
from queqiao.indicators.io.checkpoint import load_tally, tally_bytes
from queqiao.indicators.model import Group
from queqiao.indicators.runs import DRAWN
from queqiao.indicators.sobol import saltelli_design, sobol_indices
from queqiao.indicators.uncertainty import draw_runs
from tests.engine.indicators.indices import codes, configuration, panel

BODY = """
steps: {{missing: {{method: group_mean, by: region}}, normalize: min_max, aggregate: {how}}}
deductions: [{{column: fines, points: 2}}]
vetoes: [{{column: lies, effect: last}}]
uncertainty: {{runs: 60, seed: 3, spread: 0.4, alternatives: {{{alternatives}}}{more}}}
index:
  id: index
  parts:
    - {{id: one, weight: 2, class_weights: {{town: 5}}, parts: [{{id: a}}, {{id: b, weight: 3}}]}}
    - {{id: two, parts: [{{id: c, direction: down}}, {{id: d}}, {{id: e}}]}}
    - {{id: f}}
"""
ALL = (
    "missing: [median], normalize: [{method: z, mean: 9}, {method: rank}], "
    "weights: [equal, critic], aggregate: [{method: geometric, floor: 1}, harmonic], "
    "leave_out: true"
)


def small(alternatives=ALL, *, how="{method: arithmetic, floor: 1}", more=""):
    if "harmonic" in alternatives:
        alternatives = alternatives.replace("harmonic]", "{method: harmonic, floor: 1}]")
    return configuration(BODY.format(how=how, alternatives=alternatives, more=more))


def data(units=12, seed=1):
    chance = np.random.default_rng(seed)
    columns = {name: list(chance.lognormal(0, 0.6, units) + 1) for name in "abcdef"}
    columns["b"][3] = columns["e"][5] = None
    columns["fines"] = [float(at % 3 == 0) for at in range(units)]
    columns["lies"] = [float(at == 4) for at in range(units)]
    kinds = ["town" if at % 2 else "city" for at in range(units)]
    return panel(columns, kinds=kinds, regions=["e" if at < 6 else "w" for at in range(units)])


def reweighted(node, multipliers, left_out):
    """The tree with the multipliers of one run worked into its weights."""
    if not isinstance(node, Group):
        return node
    parts = []
    for part in node.parts:
        factor = 0.0 if part.id == left_out else multipliers.get((node.id, part.id), 1.0)
        by_class = {kind: weight * factor for kind, weight in part.class_weights.items()}
        changed = replace(part, weight=part.weight * factor, class_weights=by_class)
        parts.append(reweighted(changed, multipliers, left_out))
    return replace(node, parts=tuple(parts))


def test_every_run_is_the_index_built_with_its_choices():
    """Given and equal weights only: a build can be told the very weights of a run."""
    config = small(ALL.replace(", critic", ""))
    source = data()
    laboratory = Laboratory(config, source)
    shares, multipliers = draw_runs(laboratory, runs=60, seed=3)
    options, _ = laboratory.choices(shares)
    seen = np.full((12, 60), np.nan)
    for batch in laboratory.run(shares, multipliers):
        seen[:, batch.runs] = batch.scores

    for run in range(60):
        chosen = tuple(int(option) for option in options[run, :-1])
        factors = dict(zip(laboratory.varied, multipliers[run], strict=True))
        left_out = laboratory.factors[-1].options[options[run, -1]]
        variant = laboratory.variant(chosen)
        if chosen[3]:  # equal weights do not ask for classes
            variant = replace(variant, steps=replace(variant.steps, weights=config.steps.weights))
            variant = replace(variant, top=level(variant.top))
        top = reweighted(variant.top, factors, left_out)
        built = build_index(replace(variant, top=top), source)
        assert seen[:, run] == pytest.approx(built.scores), (chosen, left_out)


def level(node):
    """The tree with all weights 1."""
    if not isinstance(node, Group):
        return replace(node, weight=1.0, class_weights={})
    return replace(node, weight=1.0, class_weights={}, parts=tuple(map(level, node.parts)))


def test_tallies_add_up_and_the_interval_holds_the_middle():
    found = vary_index(Laboratory(small(), data()))

    assert found.counts.sum(axis=1).tolist() == [60] * 12
    assert found.nominal.tolist() == build_index(small(), data()).ranks.tolist()
    low, high = found.interval(0.9)
    for unit in range(12):
        ranks = np.repeat(np.arange(13), found.counts[unit])
        assert low[unit] == np.sort(ranks)[int(np.ceil(0.05 * 60)) - 1]
        assert high[unit] == np.sort(ranks)[int(np.ceil(0.95 * 60)) - 1]
    assert found.mean_rank == pytest.approx(
        [np.repeat(np.arange(13), row).mean() for row in found.counts]
    )
    assert found.within(12).tolist() == [1.0] * 12
    assert found.ahead.size == 11


def test_vetoed_unit_is_last_in_every_run():
    found = vary_index(Laboratory(small(), data()))

    assert found.counts[4, 12] == 60


def test_same_seed_same_numbers_and_another_seed_others():
    one = vary_index(Laboratory(small(), data()))
    two = vary_index(Laboratory(small(), data()))
    other = vary_index(Laboratory(small(), data()), seed=4)

    assert np.array_equal(one.counts, two.counts)
    assert np.array_equal(one.shifts, two.shifts)
    assert not np.array_equal(one.counts, other.counts)


def test_nothing_varied_keeps_every_rank():
    config = configuration(
        BODY.format(how="arithmetic", alternatives="", more="").replace("spread: 0.4", "spread: 0")
    )

    found = vary_index(Laboratory(config, data()))

    assert found.shifts.tolist() == [0.0] * 60
    low, high = found.interval()
    assert low.tolist() == high.tolist() == found.nominal.tolist()


def test_drawn_gaps_take_observed_values_of_their_group():
    config = small("", how="arithmetic", more=", draws: 4")
    laboratory = Laboratory(config, data())

    assert laboratory.factors[0].options == ("group_mean", DRAWN)
    assert vary_index(laboratory).counts.sum() == 60 * 12
    observed = laboratory.nominal.denominated.column("b")[:6]
    drawn = [values for (_, number), values in laboratory._imputed.items() if number >= 0]
    for values in drawn:
        assert values[3, 1] in observed[~np.isnan(observed)]
    assert len(drawn) == 4


@pytest.mark.parametrize("how", ["copeland", "kemeny"])
def test_outranking_can_be_varied(how):
    body = BODY.replace("class_weights: {{town: 5}}, ", "")
    config = configuration(
        body.format(how="arithmetic", alternatives=f"aggregate: [{how}]", more="")
    )

    found = vary_index(Laboratory(config, data()), runs=20)

    assert found.counts.sum(axis=1).tolist() == [20] * 12


def test_benefit_of_the_doubt_can_be_varied_beside_others():
    config = configuration(
        BODY.format(how="arithmetic", alternatives="weights: [benefit_of_the_doubt]", more="")
    )
    source = data()
    laboratory = Laboratory(config, source)
    shares = np.zeros((1, len(laboratory.factors)))
    shares[0, 3] = 0.99

    (batch,) = laboratory.run(shares, np.ones((1, len(laboratory.varied))))

    built = build_index(laboratory.variant((0, 0, 0, 1, 0)), source)
    assert batch.scores[:, 0] == pytest.approx(built.scores)


def test_choice_that_cannot_run_is_named_and_none_is_skipped():
    config = small("aggregate: [geometric]", how="arithmetic")

    with pytest.raises(BadInput) as caught:
        vary_index(Laboratory(config, data()))

    assert codes(caught)[0] == "uncertainty.choice_failed"
    assert caught.value.problems[0].message.params["choice"] == "aggregate=geometric"
    assert "aggregate.not_positive" in codes(caught)


def test_interrupted_work_goes_on_and_ends_the_same(tmp_path):
    class Stop(Exception):
        pass

    path = tmp_path / "part.npz"

    def keep(tally):
        path.write_bytes(tally_bytes(tally))
        if tally.batches == 7:
            raise Stop

    with pytest.raises(Stop):
        vary_index(Laboratory(small(), data()), keep=keep)
    begun = load_tally(path)
    assert begun.batches == 7
    again = vary_index(Laboratory(small(), data()), tally=begun)
    whole = vary_index(Laboratory(small(), data()))

    assert np.array_equal(again.counts, whole.counts)
    assert np.array_equal(again.ahead, whole.ahead)
    assert np.array_equal(again.shifts, whole.shifts)


def test_progress_of_other_work_or_damaged_is_refused(tmp_path):
    kept = []
    vary_index(Laboratory(small(), data()), keep=kept.append)
    with pytest.raises(BadInput) as caught:
        vary_index(Laboratory(small(), data(seed=2)), tally=kept[-1])
    assert codes(caught) == ["uncertainty.other_work"]
    path = tmp_path / "part.npz"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(BadInput) as caught:
        load_tally(path)
    assert codes(caught) == ["uncertainty.bad_checkpoint"]
    assert load_tally(tmp_path / "absent.npz") is None


def ishigami(x):
    turned = np.pi * (2 * x - 1)
    return (
        np.sin(turned[:, 0])
        + 7 * np.sin(turned[:, 1]) ** 2
        + 0.1 * turned[:, 2] ** 4 * np.sin(turned[:, 0])
    )


def test_indices_of_the_ishigami_function():
    """Closed form for a = 7, b = 0.1: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437."""
    points = saltelli_design(3, samples=2**13, seed=1)

    found = sobol_indices(ishigami(points), factors=3)

    assert found.first[:, 0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert found.total[:, 0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert (found.total_error > 0).all()


def test_indices_are_those_of_salib():
    from SALib.analyze import sobol

    samples, factors = 256, 3
    points = saltelli_design(factors, samples=samples, seed=5)
    outputs = ishigami(points)
    parts = outputs.reshape(factors + 2, samples)
    interleaved = np.vstack([parts[0], parts[2:], parts[1]]).T.ravel()
    problem = {"num_vars": factors, "names": ["x", "y", "z"], "bounds": [[0, 1]] * factors}

    theirs = sobol.analyze(problem, interleaved, calc_second_order=False, num_resamples=10, seed=1)
    ours = sobol_indices(outputs, factors=factors)

    assert ours.first[:, 0] == pytest.approx(theirs["S1"])
    assert ours.total[:, 0] == pytest.approx(theirs["ST"])


def test_output_that_does_not_vary_has_no_sensitivity():
    found = sobol_indices(np.full(40, 3.0), factors=3)

    assert found.still.tolist() == [True]
    assert found.total.tolist() == [[0], [0], [0]]


def test_sensitivity_names_its_factors_and_finds_the_one_that_matters():
    config = small("normalize: [rank]", how="arithmetic")

    found = find_sensitivity(Laboratory(config, data()), samples=64)

    assert found.factors == ("normalize", "weight:one", "weight:two", "weight:f", "weights_below")
    assert found.evaluations == 64 * 7
    assert found.ranks.total.shape == (5, 12)
    assert found.mean_shift > 0
    still = configuration(
        BODY.format(how="arithmetic", alternatives="", more="").replace("spread: 0.4", "spread: 0")
    )
    with pytest.raises(BadInput):
        find_sensitivity(Laboratory(still, data()))
    with pytest.raises(BadInput):
        saltelli_design(3, samples=100, seed=1)
