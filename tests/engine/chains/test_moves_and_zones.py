"""Moves follow from gaps and change what they say they change; zones by published formulas."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.chains import MoveKind, RecordKind, SegmentState, Strategy, simulate
from queqiao.messages import render
from tests.factories.chains import AWAY, HERE, analysis, chain_map, firm, link, record

LINE = [("a", "b"), ("b", "c")]


def moves(found, *records, links=()):
    return analysis(found, *records, links=links).moves


def strategies(*present):
    """The strategy for every missing segment of a line of three."""
    found = chain_map("a", "b", "c", flows=LINE)
    firms = [firm(f"{name}{i}", name) for name in present for i in range(2)]
    result = analysis(found, *firms)
    missing = {a.segment for a in result.board.assessments if SegmentState.MISSING in a.states}
    return {m.segment: m.strategy for m in result.moves if m.segment in missing}


def test_missing_between_life_is_filled_and_missing_at_an_end_extended():
    assert strategies("a", "c") == {"b": Strategy.FILL}
    assert strategies("a", "b") == {"c": Strategy.EXTEND}
    assert strategies("b") == {"a": Strategy.EXTEND, "c": Strategy.EXTEND}


def test_present_but_weak_is_strengthened():
    assert {m.strategy for m in moves(chain_map("a"), firm("E1", "a"))} == {Strategy.STRENGTHEN}


def test_healthy_segment_needs_no_move():
    places = ("220100", "220200", "220300")
    found = chain_map("a")

    assert moves(found, *(firm(f"E{i}", "a", 1, place) for i, place in enumerate(places))) == ()


def gap():
    """A chokepoint without local supply, with every kind of partner at hand."""
    found = chain_map(
        "up",
        "gap",
        flows=[("up", "gap")],
        gap={"demand": 10.0, "unit": "吨", "outside_share": 0.8, "outside_technology": ("窑",)},
    )
    records = [
        firm("NEAR", "up", 5),
        firm("FAR", "gap", 4, AWAY),
        record("RIPE", RecordKind.ACHIEVEMENT, region=HERE, trl=8, owner="所"),
        record("RAW", RecordKind.ACHIEVEMENT, region=HERE, trl=3),
        record("WANT", RecordKind.DEMAND, region=HERE, owner="厂"),
    ]
    return found, records, [link(name, "gap") for name in ("RIPE", "RAW", "WANT")]


def test_gap_gets_every_kind_of_move_with_its_partner():
    found, records, links = gap()

    got = {(m.kind, m.record) for m in moves(found, *records, links=links) if m.segment == "gap"}

    assert got == {
        (MoveKind.CONVERT, "RIPE"),
        (MoveKind.CULTIVATE, "NEAR"),
        (MoveKind.ATTRACT, "FAR"),
        (MoveKind.POST_DEMAND, "WANT"),
        (MoveKind.POST_CHALLENGE, ""),
    }


def test_reasons_name_the_partner():
    found, records, links = gap()

    reasons = [render(m.reason, "zh") for m in moves(found, *records, links=links)]

    assert any("“RIPE”（所）成熟度 8 级" in reason for reason in reasons)
    assert any("窑依赖外部" in reason for reason in reasons)


def try_out(kind):
    found, records, links = gap()
    result = analysis(found, *records, links=links)
    move = next(m for m in result.moves if m.kind is kind and m.segment == "gap")
    return next(c for c in simulate(result, moves=[move]).changes if c.segment == "gap")


def test_attracted_enterprise_brings_its_capacity():
    change = try_out(MoveKind.ATTRACT)

    assert (change.before.coverage, change.after.coverage) == (0, 0.4)
    assert SegmentState.MISSING in change.before.states
    assert SegmentState.WEAK in change.after.states
    assert "FAR+gap" in {s.record for s in change.after.suppliers}


def test_conversion_adds_an_entrant_and_eases_dependence():
    change = try_out(MoveKind.CONVERT)

    assert change.after.coverage == pytest.approx(0.2)
    assert change.after.outside_share == pytest.approx(0.8 * 0.7)


def test_solved_challenge_eases_dependence_alone():
    change = try_out(MoveKind.POST_CHALLENGE)

    assert change.after.outside_share == pytest.approx(0.4)
    assert SegmentState.CHOKEPOINT not in change.after.states
    assert change.after.suppliers == change.before.suppliers


def test_neighbor_that_steps_in_keeps_its_old_segment():
    found, records, links = gap()
    result = analysis(found, *records, links=links)
    move = next(m for m in result.moves if m.kind is MoveKind.CULTIVATE and m.record == "NEAR")

    simulation = simulate(result, moves=[move])

    by_name = {c.segment: c for c in simulation.changes}
    assert "NEAR" in {s.record for s in by_name["gap"].after.suppliers}
    assert "up" not in by_name  # its five stay where they are


def test_posting_a_demand_alone_changes_nothing():
    change = try_out(MoveKind.POST_DEMAND)

    assert change.before == change.after


@given(st.data())
def test_moves_never_reduce_local_supply(data):
    found, records, links = gap()
    result = analysis(found, *records, links=links)
    chosen = data.draw(st.lists(st.sampled_from(result.moves), unique_by=lambda m: m.id))

    for change in simulate(result, moves=chosen).changes:
        assert change.after.supply >= change.before.supply
        assert (change.after.outside_share or 0) <= (change.before.outside_share or 0)


# --- zones ---------------------------------------------------------------------------------------


def zoned(table):
    """Firms by zone and segment, each with an output: {(zone, segment): output}."""
    names = sorted({segment for _, segment in table})
    found = chain_map(*names, flows=list(pairwise(names)))
    firms = [
        firm(f"{zone}{segment}", segment, zone=zone, output_cny=output)
        for (zone, segment), output in table.items()
    ]
    return analysis(found, *firms).zones


TABLE = {("Z1", "a"): 30, ("Z1", "b"): 10, ("Z2", "a"): 10, ("Z2", "c"): 30, ("Z3", "c"): 20}


def test_location_quotients_agree_with_the_formula():
    zones, names = ("Z1", "Z2", "Z3"), ("a", "b", "c")
    x = np.array([[TABLE.get((z, n), 0) for n in names] for z in zones], dtype=float)
    expected = (x / x.sum(1, keepdims=True)) / (x.sum(0) / x.sum())

    got = {(f.zone, f.field): f.quotient for f in zoned(TABLE).by_segment}

    assert got == pytest.approx(
        {
            (z, n): expected[i, j]
            for i, z in enumerate(zones)
            for j, n in enumerate(names)
            if x[i, j]
        }
    )


def test_overlap_is_one_minus_half_the_distance_of_shares():
    twins = zoned({("Z1", "a"): 3, ("Z1", "b"): 1, ("Z2", "a"): 2, ("Z2", "b"): 2})

    assert [(o.zones, o.likeness, o.fields) for o in twins.overlaps] == [
        (("Z1", "Z2"), 0.75, ("a", "b"))
    ]


def test_zones_that_share_nothing_do_not_compete():
    assert zoned({("Z1", "a"): 3, ("Z2", "b"): 2}).overlaps == ()


def test_without_outputs_firms_are_counted():
    found = chain_map("a", "b", flows=[("a", "b")])
    firms = [firm("E1", "a", zone="Z1", output_cny=5), firm("E2", "b", zone="Z2")]

    zones = analysis(found, *firms).zones

    assert (zones.basis, [f.amount for f in zones.by_segment]) == ("firms", [1, 1])


def test_gap_is_placed_where_its_neighbors_are():
    found = chain_map("a", "b", "c", flows=LINE)
    firms = [
        firm("E1", "a", zone="Z1"),
        firm("E2", "c", zone="Z1"),
        firm("E3", "a", zone="Z2"),
    ]

    placements = [p for p in analysis(found, *firms).zones.placements if p.segment == "b"]

    assert [(p.zone, p.neighbors) for p in placements] == [("Z1", ("E1", "E2")), ("Z2", ("E3",))]


def test_chains_without_zones_or_records_are_studied_all_the_same():
    assert analysis(chain_map("a")).zones.zones == ()
