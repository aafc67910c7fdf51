"""Published indices reproduced: ASEM Sustainable Connectivity at every stage, the HDI of 2021."""

import csv

import numpy as np
import pytest
from benchmarks.quality.asem import DATA, STAGES, asem_configuration

from queqiao.indicators import build_index, load_configuration, load_panel
from queqiao.indicators.ranks import rank_scores

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="the reference data are not beside the checkout"),
]


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def asem():
    config = asem_configuration()
    data = load_panel(
        config, [DATA / "asem/Input_IndData.csv", DATA / "asem/Input_Denominators.csv"]
    )
    return build_index(config, data)


def published(built, name, columns):
    by_unit = {row["UnitCode"]: row for row in rows(name)}
    cells = [[by_unit[unit.id][column] for column in columns] for unit in built.units]
    return np.array([[float(c) if c not in {"", "NA"} else np.nan for c in row] for row in cells])


@pytest.mark.parametrize("stage", STAGES)
def test_asem_stage_is_the_published_one(asem, stage):
    table = getattr(asem, stage)
    expected = published(asem, f"asem/{STAGES[stage]}.csv", table.columns)

    assert len(asem.units) == 51
    np.testing.assert_allclose(table.values, expected, rtol=1e-12, atol=1e-12)


def test_asem_outliers_are_the_published_ones(asem):
    summary = {row["IndCode"]: row for row in rows("asem/TreatSummary.csv")}
    for told in asem.treatments:
        row = summary[told.indicator]
        assert (told.low, told.high) == (float(row["Low"]), float(row["High"]))
    moved = asem.treated.values != asem.imputed.values
    flags = {row["UnitCode"]: row for row in rows("asem/TreatFlags.csv")}
    names = asem.treated.columns
    expected = [[flags[unit.id][name] != "No" for name in names] for unit in asem.units]
    assert moved.tolist() == expected


def test_asem_ranks_are_the_published_ones(asem):
    names = asem.aggregated.columns
    expected = published(asem, "asem/Results_AggregatesRank.csv", names)
    for at, name in enumerate(names):
        ranks = rank_scores(asem.aggregated.column(name), decimals=2)
        assert ranks.tolist() == expected[:, at].tolist(), name
    assert asem.ranks.tolist() == expected[:, names.index("Index")].tolist()
    scores = published(asem, "asem/Results_AggregatesScore.csv", names)
    np.testing.assert_allclose(np.round(asem.aggregated.values, 2), scores, atol=1e-9)


def test_human_development_index_of_2021():
    config = load_configuration("hdi")
    path = DATA / "hdi/hdr2021_22_time_series.csv"
    known = {row["iso3"]: row for row in rows("hdi/hdr2021_22_time_series.csv")}

    built = build_index(config, load_panel(config, [path]))

    assert len(built.units) == 191
    for at, unit in enumerate(built.units):
        assert round(float(built.scores[at]), 3) == float(known[unit.id]["hdi_2021"]), unit.name
        assert built.ranks[at] == int(known[unit.id]["hdi_rank_2021"]), unit.name
