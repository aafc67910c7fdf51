"""Each state comes from a stated threshold and carries its numbers and records."""

from dataclasses import replace

import pytest

from queqiao.chains import Quadrant, RecordKind, SegmentState, Thresholds, assess_segments
from queqiao.chains.io import default_thresholds
from queqiao.core.codes import region_name
from queqiao.messages import render
from tests.factories.chains import (
    ALSO_HERE,
    AWAY,
    HERE,
    assessment,
    chain_map,
    firm,
    link,
    record,
    stated_links,
)

S = SegmentState


def states(demand, *firms, **segment):
    found = chain_map("甲", 甲={"demand": demand, "unit": "吨", **segment})
    return assessment(found, "甲", *firms).states


def even(count, capacity, first=0):
    """Firms alike, spread over enough cities that none of them holds too much."""
    places = ("220100", "220200", "220300", "220400", "220500")
    return [firm(f"E{first + i}", "甲", capacity, places[i % 5]) for i in range(count)]


def test_segment_without_any_supplier_is_missing():
    assert states(10) == (S.MISSING,)


def test_segment_supplied_from_elsewhere_alone_is_missing():
    assert states(10, firm("E1", "甲", 9, AWAY), firm("E2", "甲", 9, "440300")) == (S.MISSING,)


@pytest.mark.parametrize(
    ("demand", "expected"), [(201, S.MISSING), (200, S.WEAK), (17, S.WEAK), (16, S.HEALTHY)]
)
def test_coverage_decides_between_missing_weak_and_healthy(demand, expected):
    """Ten of local supply: below 5 % of demand missing, below 60 % weak."""
    assert states(demand, *even(5, 2)) == (expected,)


def test_without_demand_few_local_suppliers_are_weak():
    assert S.WEAK in states(None, firm("E1", "甲", 5))
    assert states(None, *even(5, None)) == (S.HEALTHY,)


def test_demand_of_nothing_counts_as_not_stated():
    assert states(0, *even(5, 1)) == (S.HEALTHY,)


def test_unknown_capacities_leave_coverage_open():
    found = chain_map("甲", 甲={"demand": 10.0})

    told = assessment(found, "甲", firm("E1", "甲", None), firm("E2", "甲", 4))
    untold = assessment(found, "甲", firm("E1", "甲", None), firm("E2", "甲", None))

    assert (told.coverage, told.unstated) == (0.4, 1)
    assert (untold.coverage, untold.unstated) == (None, 2)


def test_majority_of_one_supplier_is_concentration():
    half = states(10, firm("E1", "甲", 6, HERE), firm("E2", "甲", 6, ALSO_HERE))
    more = states(10, firm("E1", "甲", 7, HERE), firm("E2", "甲", 6, ALSO_HERE))

    assert half == (S.HEALTHY,)
    assert more == (S.ONE_SUPPLIER,)


def test_outside_suppliers_count_in_concentration():
    assert states(10, firm("E1", "甲", 9, HERE), firm("E2", "甲", 9, AWAY)) == (S.HEALTHY,)


def test_one_city_with_two_thirds_is_concentration():
    firms = [firm(f"E{i}", "甲", 4, HERE) for i in range(3)]

    assert states(10, *firms, firm("E9", "甲", 6.4, ALSO_HERE)) == (S.ONE_REGION,)
    assert states(10, *firms, firm("E9", "甲", 6.5, ALSO_HERE)) == (S.HEALTHY,)


def test_outside_technology_at_the_threshold_is_a_chokepoint():
    assert states(8, *even(5, 2), outside_share=0.5) == (S.CHOKEPOINT,)
    assert states(8, *even(5, 2), outside_share=0.49) == (S.HEALTHY,)


def test_suppliers_that_use_outside_technology_make_a_chokepoint():
    firms = [replace(one, uses_outside=i < 3) for i, one in enumerate(even(5, 2))]

    assert states(8, *firms) == (S.CHOKEPOINT,)


def test_several_states_hold_at_once_gravest_first():
    found = states(100, firm("E1", "甲", 9), firm("E2", "甲", 1), outside_share=0.9)

    assert found == (S.CHOKEPOINT, S.WEAK, S.ONE_SUPPLIER, S.ONE_REGION)


def test_finding_carries_number_threshold_and_records():
    found = chain_map("甲", 甲={"demand": 20.0, "unit": "吨"})

    weak = assessment(found, "甲", firm("E1", "甲", 4), firm("E2", "甲", 4, ALSO_HERE)).findings[0]

    assert (weak.state, weak.value, weak.threshold, weak.records) == (
        S.WEAK,
        0.4,
        0.6,
        ("E1", "E2"),
    )
    assert render(weak.reason, "zh") == "本地供给 8吨，占需求 20吨 的 40%，低于 60%"


def test_region_of_concentration_is_named():
    found = chain_map("甲")
    firms = [firm(f"E{i}", "甲", 1, HERE) for i in range(3)]

    reason = assessment(found, "甲", *firms).findings[-1].reason

    assert region_name(HERE) in render(reason, "zh")


def test_chain_without_region_counts_everybody_as_local():
    found = chain_map("甲", region=None, 甲={"demand": 10.0})

    assert assessment(found, "甲", firm("E1", "甲", 8, AWAY)).coverage == 0.8


def test_capacity_in_another_unit_is_converted():
    found = chain_map("甲", 甲={"demand": 2.0, "unit": "万吨"})
    seller = firm("E1", "甲", 10_000)
    seller = replace(seller, supplies=(replace(seller.supplies[0], unit="吨"),))

    assert assessment(found, "甲", seller).coverage == 0.5


def test_capacity_in_an_unlike_unit_is_not_stated():
    found = chain_map("甲", 甲={"demand": 2.0, "unit": "万吨"})
    seller = firm("E1", "甲", 10_000)
    seller = replace(seller, supplies=(replace(seller.supplies[0], unit="辆"),))

    assert assessment(found, "甲", seller).coverage is None


def test_only_accepted_links_count():
    from queqiao.chains import LinkState

    found = chain_map("甲")
    seller = firm("E1", "甲", 1)

    for state in (LinkState.REVIEW, LinkState.REJECTED):
        held = assess_segments(
            found, [seller], [link("E1", "甲", state)], thresholds=default_thresholds()
        )
        assert held[0].states == (S.MISSING,)


def quadrant(firms, achievements):
    found = chain_map("甲")
    sellers = even(firms, None)
    offers = [record(f"A{i}", RecordKind.ACHIEVEMENT, region=HERE) for i in range(achievements)]
    links = [link(offer.id, "甲") for offer in offers]
    return assessment(found, "甲", *sellers, *offers, links=links).quadrant


def test_quadrants_tell_who_is_ahead():
    assert quadrant(3, 6) is Quadrant.BOTH_STRONG
    assert quadrant(2, 6) is Quadrant.RESEARCH_AHEAD
    assert quadrant(3, 5) is Quadrant.INDUSTRY_AHEAD
    assert quadrant(2, 5) is Quadrant.BOTH_WEAK


def test_achievements_from_elsewhere_do_not_make_local_research_strong():
    found = chain_map("甲")
    offers = [record(f"A{i}", RecordKind.ACHIEVEMENT, region=AWAY) for i in range(50)]

    held = assessment(found, "甲", *offers, links=[link(o.id, "甲") for o in offers])

    assert held.innovation_score == 0


def test_thresholds_given_otherwise_decide_otherwise():
    shipped = default_thresholds()
    strict = replace(shipped, states=replace(shipped.states, weak_coverage=0.9))
    assert isinstance(strict, Thresholds)
    found = chain_map("甲", 甲={"demand": 12.0})
    firms = even(5, 2)

    told = [
        assess_segments(found, firms, stated_links(firms), thresholds=one)[0].states
        for one in (shipped, strict)
    ]

    assert told == [(S.HEALTHY,), (S.WEAK,)]
