"""Demands and achievements in one index: the same pair, the same score, from either side."""

from dataclasses import replace

import pytest

from queqiao.datasets.demo_region import DEMO_AT, demo_files
from queqiao.errors import Missing
from queqiao.matching.io import load_achievements, load_demands
from queqiao.recipes.judging import ask
from queqiao.recipes.match import match_in_library
from queqiao.recipes.standing import (
    Entry,
    build_standing,
    drop_records,
    open_standing,
    pair_up,
    pairs_of_achievement,
    pairs_of_demand,
    put_records,
    refresh_standing,
)


@pytest.fixture(scope="module")
def records():
    demands = load_demands(*demo_files().demands).records[:60]
    achievements = load_achievements(*demo_files().achievements).records[:150]
    return (
        [replace(one, id=f"d-{one.id}") for one in demands],
        [replace(one, id=f"a-{one.id}") for one in achievements],
    )


@pytest.fixture(scope="module")
def folder(records, tmp_path_factory):
    place = tmp_path_factory.mktemp("standing")
    build_standing(place, [Entry(one) for one in (*records[0], *records[1])])
    return place


@pytest.fixture(scope="module")
def standing(folder):
    return open_standing(folder)


def test_a_demand_finds_what_matching_in_the_library_finds(records, standing):
    found = {
        pair.achievement.id: pair.match.score
        for pair in pairs_of_demand(records[0][0], standing, at=DEMO_AT)
    }
    report = match_in_library(records[0][:1], standing.library, at=DEMO_AT, top=60)

    row = report.demands[0]
    expected = {one.achievement_id: one.score for one in (*row.matches, *row.near_misses)}
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert found


def test_a_pair_has_one_score_from_both_sides(records, standing):
    from_demands = {
        (pair.demand.id, pair.achievement.id): pair.match.score
        for demand in records[0]
        for pair in pairs_of_demand(demand, standing, at=DEMO_AT)
    }
    from_achievements = {
        (pair.demand.id, pair.achievement.id): pair.match.score
        for achievement in records[1]
        for pair in pairs_of_achievement(achievement, standing, at=DEMO_AT)
    }

    both = from_demands.keys() & from_achievements.keys()
    assert {key: from_achievements[key] for key in both} == pytest.approx(
        {key: from_demands[key] for key in both}, abs=2e-3
    )
    assert len(both) >= 0.95 * max(len(from_demands), len(from_achievements)) > 20


def test_pairing_up_says_the_same_whatever_the_score(records, standing):
    known = pairs_of_demand(records[0][0], standing, at=DEMO_AT)[0]

    pair = pair_up(Entry(known.demand), Entry(known.achievement), standing, at=DEMO_AT)
    poor = pair_up(Entry(records[0][0]), Entry(records[1][-1]), standing, at=DEMO_AT)

    assert pair.match.score == pytest.approx(known.match.score, abs=2e-3)
    assert pair.match.verdicts == known.match.verdicts
    assert 0 <= poor.match.score < pair.match.score


def test_what_is_put_is_found_and_what_is_dropped_is_not(records, tmp_path):
    demands, achievements = records
    build_standing(tmp_path / "index", [Entry(one) for one in achievements[:20]])
    standing = open_standing(tmp_path / "index")
    assert pairs_of_achievement(achievements[0], standing, at=DEMO_AT) == []

    twin = replace(
        demands[0],
        id="d-twin",
        title=achievements[0].title,
        description=achievements[0].description + "希望解决这一难题，急需开发该技术。",
    )
    fresh = put_records(standing, [Entry(twin)])
    assert "d-twin" in {
        pair.demand.id
        for pair in pairs_of_achievement(achievements[0], fresh, at=DEMO_AT, least_score=0.0)
    }

    last = drop_records(fresh, ["d-twin", "d-unknown"])
    assert pairs_of_achievement(achievements[0], last, at=DEMO_AT, least_score=0.0) == []
    assert refresh_standing(last) is last


def test_a_folder_without_an_index_is_told(tmp_path):
    with pytest.raises(Missing):
        open_standing(tmp_path / "nothing")


def test_an_index_that_its_owner_struck_out_is_not_checked(records, standing):
    demand = next(one for one in records[0] if pairs_of_demand(one, standing, at=DEMO_AT))
    whole = pairs_of_demand(demand, standing, at=DEMO_AT, least_score=0.0)
    checked = whole[0].match.verdicts[0].demanded
    kept = tuple(one for one in ask(demand).specs if one == checked)

    fewer = pairs_of_demand(demand, standing, at=DEMO_AT, specs=kept, least_score=0.0)

    assert max(len(pair.match.verdicts) for pair in whole) > 1
    assert {len(pair.match.verdicts) for pair in fewer} == {1}
