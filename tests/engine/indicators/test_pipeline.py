"""Whole indices: the trace, the published answers, vetoes, exits, peers, levers, comparison."""

import csv
import io
import math
import re

import numpy as np
import pytest

from queqiao.errors import BadInput
from queqiao.indicators import (
    build_index,
    build_years,
    compare_builds,
    find_levers,
    load_configuration,
    load_panel,
    peer_groups,
    ready_configurations,
    stage_tables,
    standings,
    what_if,
)
from queqiao.indicators.results import Panel
from queqiao.messages import catalog
from tests.engine.indicators.indices import codes, configuration, flat, frame, panel
from tests.repo.tree import ENGINE

ZONES = ENGINE / "datasets" / "demo" / "indicators-zones.csv"


@pytest.fixture(scope="module")
def zones():
    config = load_configuration("demo-zones")
    source = load_panel(config, [ZONES])
    return config, source, build_index(config, source)


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_demo_zones_are_plainly_fictional(zones):
    assert all(unit.name.endswith("（虚构）") for unit in zones[2].units)


def test_trace_carries_every_number_to_the_score(zones):
    """Recomputed from the trace alone: normalized values by their formula, scores by shares."""
    config, _, built = zones
    tables = stage_tables(built)
    directions = {each.id: each.direction for each in config.indicators}
    for row in read(tables["trace_indicators.csv"]):
        worst, best = map(float, re.findall(r"=(-?[\d.e+-]+)", row["formula"]))
        value = float(row["treated"])
        if directions[row["indicator"]] == "optimum":
            value = -max(85 - value, value - 95, 0)
        assert float(row["normalized"]) == pytest.approx(100 * (value - worst) / (best - worst))
        if row["raw"] and row["denominator"]:
            ratio = float(row["raw"]) / float(row["denominator"])
            assert float(row["denominated"]) == pytest.approx(ratio)
        assert bool(row["imputed_by"]) is not bool(row["raw"])
    sums = {}
    for row in read(tables["trace_groups.csv"]):
        key = (row["unit"], row["group"])
        sums[key] = sums.get(key, 0.0) + float(row["part_times_share"])
    for row in read(tables["6_aggregated.csv"]):
        for group in config.groups:
            assert float(row[group.id]) == pytest.approx(sums[row["unit"], group.id])


def test_overall_shares_add_up_and_make_the_index(zones):
    _, _, built = zones
    rows = read(stage_tables(built)["trace_indicators.csv"])
    for at, unit in enumerate(built.units):
        own = [row for row in rows if row["unit"] == unit.id]
        shares = [float(row["overall_share"]) for row in own]
        points = sum(s * float(row["normalized"]) for s, row in zip(shares, own, strict=True))
        assert sum(shares) == pytest.approx(1)
        assert points == pytest.approx(built.aggregated.column("index")[at])


def test_stages_read_back_exactly(zones):
    _, _, built = zones
    tables = stage_tables(built)
    for number, name in enumerate(("raw", "denominated", "imputed", "treated", "normalized"), 1):
        table = getattr(built, name)
        rows = read(tables[f"{number}_{name}.csv"])
        found = [[float(row[c]) if row[c] else math.nan for c in table.columns] for row in rows]
        assert np.array_equal(np.array(found), table.values, equal_nan=True)


def test_same_data_same_tables(zones):
    config, source, built = zones

    assert stage_tables(build_index(config, source)) == stage_tables(built)


@pytest.mark.parametrize("name", ready_configurations())
def test_ready_configurations_build(name):
    """With made-up data in every column that they name."""
    config = load_configuration(name)
    chance = np.random.default_rng(8)
    columns = {}
    for indicator in config.indicators:
        for column in (*indicator.columns, indicator.denominator):
            columns.setdefault(column, list(chance.uniform(10, 90, 9)))
    for item in (*config.deductions, *config.vetoes):
        columns[item.column] = [0.0] * 9
    kinds = [f"k{at % 2}" for at in range(9)]
    source = panel(columns, kinds=kinds, regions=kinds)
    source.frames[0].units[0].groups["类型"] = "k0"

    built = build_index(config, source)

    assert min(built.ranks.tolist()) == 1
    assert np.isfinite(built.scores).all()


def test_figures_of_ready_configurations():
    """High-tech zones 20, 20, 15, 15, 30 with multipliers 0.8 and 1.2; blocks of economic zones
    30, 15, 15, 10, 30; regional innovation 15, 15, 25, 25, 20 over 20 parts of three layers."""
    tech = load_configuration("high-tech-zones")
    zones = load_configuration("economic-zones")
    regions = load_configuration("regional-innovation")

    assert [part.weight for part in tech.top.parts] == [20, 20, 15, 15, 30]
    assert [part.multiplier for part in tech.top.parts[0].parts[:2]] == [0.8, 1.2]
    assert len(tech.indicators) == 45
    assert [part.weight for part in zones.top.parts] == [30, 15, 15, 10, 30]
    assert [part.weight for part in regions.top.parts] == [15, 15, 25, 25, 20]
    assert [len(part.parts) for part in regions.top.parts] == [3, 3, 4, 5, 5]
    for config in (tech, zones, regions, load_configuration("instrument-sharing")):
        assert not config.provenance.verified
        assert config.notes


def test_deductions_vetoes_and_grades():
    config = flat(
        ["x"],
        steps="normalize: none",
        extra="""
deductions: [{column: fines, points: 3, most: 7}]
vetoes:
  - {column: lies, effect: zero}
  - {column: fire, effect: last}
  - {column: slips, effect: cap, cap: 60, at_least: 2}
  - {column: gone, effect: exclude}
grades: [{name: A, share: 0.4}, {name: B, least: 50}, {name: C}]
""",
    )
    columns = {
        "x": [90, 80, 95, 99, 70, 88],
        "fines": [1, 9, 0, 0, 0, 0],
        "lies": [0, 0, 0, 0, 1, 0],
        "fire": [0, 0, 1, 0, 0, 0],
        "slips": [1, 0, 0, 2, 0, 0],
        "gone": [0, 0, 0, 0, 0, 1],
    }

    built = build_index(config, panel(columns))

    assert built.scores[:5].tolist() == [87, 73, 95, 60, 0]
    assert np.isnan(built.scores[5])
    assert built.ranks.tolist() == [1, 2, 5, 3, 4, 0]
    grades = [grade.zh if grade else None for grade in built.grades]
    assert grades == ["A", "A", "C", "B", "C", None]
    assert [item.unit for item in built.adjustments] == [0, 1, 2, 3, 4, 5]


def test_empty_is_no_answer_to_a_veto():
    config = flat(["x"], steps="normalize: none", extra="vetoes: [{column: fire}]")

    with pytest.raises(BadInput) as caught:
        build_index(config, panel({"x": [1, 2], "fire": [None, -1]}))

    assert codes(caught) == ["adjust.untold", "adjust.negative"]


def test_tie_break_orders_equal_scores():
    config = flat(["x", "y"], steps="normalize: none", extra="tie_break: y")

    assert build_index(config, panel({"x": [4, 2, 9], "y": [2, 4, 9]})).ranks.tolist() == [3, 2, 1]


def yearly(scores, rule, regions=()):
    config = flat(["x"], steps="normalize: none", extra=f"exit: {{{rule}}}")
    frames = tuple(
        frame({"x": values}, year=2020 + at, regions=regions) for at, values in enumerate(scores)
    )
    return standings(config.exit, build_years(config, Panel(frames)))


def test_exit_rule_counts_years_running():
    found = yearly([[1, 2, 3, 4], [1, 3, 2, 4], [1, 3, 2, 4]], "last: 2, years: 2")

    assert [(each.unit, each.running, each.leaves) for each in found] == [
        ("U1", 3, True),
        ("U3", 2, True),
    ]
    assert found[1].history == ((2020, 2, 4, False), (2021, 3, 4, True), (2022, 3, 4, True))


def test_exit_rule_within_groups_by_share_and_with_a_tie_at_the_line():
    grouped = yearly([[1, 2, 3, 4]] * 2, "last: 1, within: region", regions=["e", "e", "w", "w"])
    assert [each.unit for each in grouped] == ["U1", "U3"]
    assert [each.unit for each in yearly([[1, 2, 3, 4]] * 2, "last: 0.25")] == ["U1"]
    assert yearly([[1, 1, 3, 4]] * 2, "last: 1") == ()
    with pytest.raises(BadInput):
        yearly([[1, 2]], "last: 1")


def test_gap_of_a_year_breaks_the_run():
    config = flat(["x"], steps="normalize: none", extra="exit: {last: 1, years: 2}")
    frames = tuple(frame({"x": [1, 2]}, year=year) for year in (2019, 2021))

    (found,) = standings(config.exit, build_years(config, Panel(frames)))

    assert (found.running, found.leaves) == (1, False)


def test_peers_by_group_and_by_nearness():
    config = flat(["x"], steps="normalize: none", extra="peers: {nearest: 1, on: [size]}")
    built = build_index(config, panel({"x": [1, 2, 3], "size": [1, 9, 8]}, regions=["a", "a", "b"]))

    near = peer_groups(config.peers, built)
    assert [each.members for each in near] == [(2,), (2,), (1,)]
    assert [(each.rank, each.mean) for each in near] == [(2, 3), (2, 3), (1, 2)]
    by_region = flat(["x"], steps="normalize: none", extra="peers: {by: region}").peers
    assert [each.members for each in peer_groups(by_region, built)] == [(1,), (0,), ()]
    assert [len(each.members) for each in peer_groups(None, built)] == [2, 2, 2]


def test_levers_are_what_a_change_of_the_data_brings(zones):
    config, source, built = zones
    levers = {lever.indicator: lever for lever in find_levers(built, source, "Z09")}
    columns = {"rd": "研发投入强度", "satisfaction": "企业满意度", "energy": "单位增加值能耗"}

    for name, column in columns.items():
        lever = levers[name]
        changed = what_if(config, source, {("Z09", column): lever.after})
        at = built.frame.position("Z09")
        assert lever.gain == pytest.approx(float(changed.scores[at] - built.scores[at]))
        assert lever.places == built.ranks[at] - changed.ranks[at]
    ordered = [lever.gain_per_cost for lever in find_levers(built, source, "Z09")]
    assert ordered == sorted(ordered, reverse=True)


def test_levers_respect_effort_limits_and_directions():
    config = flat(
        ["a", "b", "c", "d"],
        steps="normalize: none",
        a="effort: {step: 4, cost: 2}",
        b="direction: down, effort: {step: 4, limit: 5}",
        c="direction: optimum, optimum: [3, 4]",
    )
    data = {"a": [1, 9], "b": [6, 8], "c": [1, 4], "d": [5, 2]}
    source = panel(data)

    found = {x.indicator: x for x in find_levers(build_index(config, source), source, "U1")}

    assert (found["a"].after, found["a"].cost, found["a"].gain) == (5, 2, 1)
    assert (found["b"].after, found["b"].cost, found["b"].gain) == (5, 0.25, 0.25)
    assert found["c"].after == pytest.approx(1.3)
    assert "d" not in found
    with pytest.raises(BadInput):
        find_levers(build_index(config, source), source, "U9")


def test_what_if_takes_values_away_too():
    config = flat(["x"], steps="missing: mean, normalize: none")
    source = panel({"x": [1, 5, 9]})

    assert what_if(config, source, {("U1", "x"): math.nan}).scores.tolist() == [7, 5, 9]
    assert build_index(config, source).scores.tolist() == [1, 5, 9]
    for change in ({("U9", "x"): 1.0}, {("U1", "z"): 1.0}):
        with pytest.raises(BadInput):
            what_if(config, source, change)


def test_comparison_ranks_the_units_that_all_have():
    config = flat(["x"], steps="normalize: none")
    one = build_index(config, panel({"x": [9, 8, 7, 6]}, names=["a", "b", "c", "d"]))
    two = build_index(config, panel({"x": [1, 2, 3]}, names=["a", "c", "d"]))

    compared = compare_builds(["one", "two"], [one, two])

    assert [unit.id for unit in compared.units] == ["a", "c", "d"]
    assert compared.ranks.tolist() == [[1, 3], [2, 2], [3, 1]]
    assert compared.shifts[:, 1].tolist() == [2, 0, -2]
    assert compared.agreements[1].spearman == pytest.approx(-1)
    assert compared.agreements[1].kendall == pytest.approx(-1)
    assert compared.agreements[0].moved == 0
    with pytest.raises(BadInput):
        compare_builds(["one"], [one])


def test_one_unit_has_a_score_where_the_method_allows_it():
    goalposts = "normalize: {method: goalposts, from: [0, 10]}"

    built = build_index(flat(["x"], steps=goalposts), panel({"x": [4]}))

    assert (built.scores.tolist(), built.ranks.tolist()) == ([40], [1])


def test_codes_of_refusals_are_sentences():
    """Codes are put together in code, so that the repository's own test cannot see them."""
    known = set(catalog("indicators"))
    calls = re.compile(r"(?:refusal|problem)\(\s*f?\"([a-z_.]+)\"")
    fails = re.compile(r"(?:reader|self)\.fail\(\s*[\w.]+(?:\[[^\]]*\])?,\s*\"([a-z_]+)\"")
    named = set()
    for path in (ENGINE / "indicators").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(calls.findall(text))
        if path.parent.name == "io" and path.stem != "data":
            named |= {f"schema.{code}" for code in fails.findall(text)}

    assert len(named) > 80
    assert sorted(code for code in named if code not in known and code + "." not in known) == []


def test_regional_head_is_not_needed():
    plain = configuration(
        "index: {id: index, parts: [{id: x}]}\n", "format: queqiao.index/1\nunits: {id: u}\n"
    )

    assert build_index(plain, panel({"x": [1, 2]})).scores.tolist() == [0, 100]
