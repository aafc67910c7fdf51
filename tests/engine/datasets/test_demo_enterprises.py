"""Fictional enterprises: the same from the same seed, plainly fictional, like a province."""

from collections import Counter

from queqiao.core.codes import has_uscc_check, is_region, region_ancestors
from queqiao.datasets.demo_enterprises import DEMO_YEARS, demo_enterprises

SOME = tuple(demo_enterprises(count=400))


def test_enterprises_are_the_same_from_the_same_seed():
    assert tuple(demo_enterprises(count=20)) == SOME[:20]
    assert tuple(demo_enterprises(count=20, seed=5)) != SOME[:20]


def test_every_enterprise_says_that_it_is_fictional():
    assert all(one["name"].endswith("（虚构）") for one in SOME)
    assert len({one["uscc"] for one in SOME}) == len(SOME)


def test_all_lie_in_one_province_and_half_in_its_capital():
    regions = [one["region_code"] for one in SOME]

    assert all(is_region(code) and "220000" in region_ancestors(code) for code in regions)
    assert 0.38 < sum(code.startswith("2201") for code in regions) / len(SOME) < 0.58


def test_sizes_fall_off_and_a_third_has_gaps():
    staff = Counter(
        "micro" if n < 20 else "small" if n < 300 else "larger"
        for one in SOME
        if (n := one.get("employees_avg")) is not None
    )
    wanted = {"rd_expense", "tech_staff", "ip", "total_assets", "revenue", "employees_avg"}
    gaps = sum(
        not wanted <= set(one)
        or any(None in facts.values() for facts in one.values() if isinstance(facts, dict))
        for one in SOME
    )

    assert staff["micro"] > staff["larger"]
    assert staff["small"] > staff["larger"] > 0
    assert 0.15 < gaps / len(SOME) < 0.5


def test_accounts_of_a_year_agree_with_each_other():
    for one in SOME:
        for year in map(str, DEMO_YEARS):
            amounts = {k: v.get(year) for k, v in one.items() if isinstance(v, dict)}
            known = {name: amount for name, amount in amounts.items() if amount is not None}
            if {"revenue", "main_revenue"} <= set(known):
                assert known["main_revenue"] <= known["revenue"] + 0.01
            if {"total_assets", "total_liabilities", "net_assets"} <= set(known):
                balance = known["total_liabilities"] + known["net_assets"]
                assert abs(known["total_assets"] - balance) < 0.02


def test_few_codes_are_mistyped():
    wrong = sum(not has_uscc_check(one["uscc"]) for one in SOME)

    assert 0 < wrong < 0.04 * len(SOME)
