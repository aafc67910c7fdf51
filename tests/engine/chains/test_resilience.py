"""Losses run downstream as the documentation says, checked against a plain recursion."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queqiao.chains import Flow, Loss, LossKind, build_network, simulate
from queqiao.chains.analysis import analyze
from queqiao.chains.io import default_thresholds
from queqiao.chains.resilience import damage_of, propagate, rank_losses
from tests.factories.chains import ALSO_HERE, AWAY, HERE, analysis, chain_map, firm, stated_links

NAMES = "abcdefg"


def slow_output(found, able, name):
    """The recursion as written in the documentation, without levels or arrays."""
    inputs = {}
    for flow in found.flows:
        if flow.downstream == name:
            inputs.setdefault(flow.input or ("alone", flow.upstream), []).append(flow)
    worst = 1.0
    for flows in inputs.values():
        total = max(1.0, sum(flow.share for flow in flows))
        lacking = sum(
            flow.share / total * (1 - slow_output(found, able, flow.upstream)) for flow in flows
        )
        worst = min(worst, 1 - max(flow.dependence for flow in flows) * lacking)
    return able[name] * worst


@st.composite
def chains(draw):
    """Any chain of up to seven segments without rings, with alternatives and partial dependence."""
    size = draw(st.integers(1, len(NAMES)))
    names = NAMES[:size]
    share = st.integers(0, 20).map(lambda twentieth: twentieth / 20)
    flows = tuple(
        Flow(
            upstream=one,
            downstream=other,
            dependence=draw(share),
            input=draw(st.sampled_from(["", "x", "y"])),
            share=draw(share),
        )
        for one, other in itertools.combinations(names, 2)
        if draw(st.booleans())
    )
    return chain_map(*names, flows=flows)


abilities = st.lists(
    st.floats(0, 1, allow_subnormal=False), min_size=len(NAMES), max_size=len(NAMES)
)


@given(chains(), abilities)
def test_propagation_agrees_with_the_recursion(found, able):
    network = build_network(found)
    able = able[: len(network.ids)]

    output = propagate(network, np.array(able))

    by_name = dict(zip(network.ids, able, strict=True))
    slow = [slow_output(found, by_name, name) for name in network.ids]
    assert output == pytest.approx(slow, abs=1e-12)
    assert ((output >= 0) & (output <= 1)).all()


@given(chains(), abilities, abilities)
def test_greater_losses_never_help(found, one, other):
    network = build_network(found)
    size = len(network.ids)
    more, less = np.minimum(one, other)[:size], np.array(one)[:size]

    assert (propagate(network, more) <= propagate(network, less) + 1e-12).all()


@given(chains())
def test_nothing_lost_leaves_everything(found):
    network = build_network(found)

    assert (propagate(network, np.ones(len(network.ids))) == 1).all()


@given(chains(), st.data())
def test_several_cases_at_once_are_the_cases_one_by_one(found, data):
    network = build_network(found)
    cases = np.array([data.draw(abilities)[: len(network.ids)] for _ in range(3)]).T

    together = propagate(network, cases)

    for lane in range(3):
        assert together[:, lane] == pytest.approx(propagate(network, cases[:, lane]), abs=1e-12)


@given(chains(), st.data())
def test_ranking_by_bounds_finds_the_worst_of_all(found, data):
    """Branch and bound gives what trying every single segment gives."""
    firms = [
        firm(f"E{i}", data.draw(st.sampled_from([s.id for s in found.segments])), 1 + i % 3)
        for i in range(data.draw(st.integers(0, 6)))
    ]
    board = analysis(found, *firms).board
    for kind, names in (
        (LossKind.SEGMENT, [segment.id for segment in found.segments]),
        (LossKind.FIRM, [one.id for one in firms]),
    ):
        tried = sorted(
            (round(damage_of(board, (Loss(kind, name),))[0].impact, 9) for name in names),
            reverse=True,
        )
        ranking = rank_losses(board, kind=kind, most=3)

        assert ranking.complete
        found_worst = [round(damage.impact, 9) for damage in ranking.damages]
        assert found_worst == [impact for impact in tried if impact > 1e-9][:3]


LINE = chain_map("a", "b", "c", flows=[("a", "b"), ("b", "c")])


def output_after(found, *losses, firms=()):
    return damage_of(analysis(found, *firms).board, losses)[1]


def test_lost_segment_stops_everything_below_and_nothing_above():
    assert output_after(LINE, Loss(LossKind.SEGMENT, "b")) == {"a": 1, "b": 0, "c": 0}


def test_lost_firm_takes_its_share():
    firms = [firm("E1", "a", 3), firm("E2", "a", 1)]

    assert output_after(LINE, Loss(LossKind.FIRM, "E2"), firms=firms)["c"] == 0.75


def test_spare_capacity_covers_a_loss():
    found = chain_map("a", "b", flows=[("a", "b")], a={"demand": 6.0})
    firms = [firm("E1", "a", 6), firm("E2", "a", 6), firm("E3", "a", 3)]

    one, two = (
        output_after(found, Loss(LossKind.FIRM, "E1"), firms=firms)["b"],
        output_after(found, Loss(LossKind.FIRM, "E1"), Loss(LossKind.FIRM, "E2"), firms=firms)["b"],
    )

    assert (one, two) == (1.0, 0.5)


def test_lost_region_takes_all_firms_that_lie_in_it():
    firms = [firm("E1", "a", 1, HERE), firm("E2", "a", 1, ALSO_HERE), firm("E3", "a", 2, AWAY)]

    assert output_after(LINE, Loss(LossKind.REGION, "220100"), firms=firms)["a"] == 0.75
    assert output_after(LINE, Loss(LossKind.REGION, "220000"), firms=firms)["a"] == 0.5


def test_alternatives_stand_in_for_each_other_by_share():
    found = chain_map(
        "a",
        "b",
        "c",
        flows=[
            Flow(upstream="a", downstream="c", input="x", share=0.7),
            Flow(upstream="b", downstream="c", input="x", share=0.3),
        ],
    )

    assert output_after(found, Loss(LossKind.SEGMENT, "a"))["c"] == pytest.approx(0.3)
    assert output_after(found, Loss(LossKind.SEGMENT, "b"))["c"] == pytest.approx(0.7)


def test_dependence_limits_what_a_lost_input_costs():
    found = chain_map("a", "b", flows=[Flow(upstream="a", downstream="b", dependence=0.25)])

    assert output_after(found, Loss(LossKind.SEGMENT, "a"))["b"] == 0.75


def test_final_segments_weigh_by_their_value():
    found = chain_map(
        "a", "b", "c", flows=[("a", "b"), ("a", "c")], b={"value_cny": 30}, c={"value_cny": 10}
    )
    board = analysis(found).board

    assert damage_of(board, (Loss(LossKind.SEGMENT, "b"),))[0].impact == 0.75


def test_segments_that_every_way_passes_are_counted():
    found = chain_map("a", "b", "c", "d", flows=[("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")])

    must_pass = {r.segment: r.must_pass for r in analysis(found).redundancy}

    assert must_pass == {"a": 1, "b": 0, "c": 0, "d": 0}


def test_redundancy_tells_what_is_left_without_the_largest():
    found = chain_map("a", "b", flows=[("a", "b")], a={"demand": 8.0})
    firms = [firm("E1", "a", 6), firm("E2", "a", 4)]

    redundancy = analysis(found, *firms).redundancy[0]

    assert (redundancy.suppliers, redundancy.after_largest) == (2, 0.5)


def test_outside_cover_softens_losses():
    limits = default_thresholds()
    soft = replace(limits, losses=replace(limits.losses, outside_covers=0.4))
    firms = [firm("E1", "a", 1)]

    board = analyze(LINE, firms, stated_links(firms), thresholds=soft).board

    assert damage_of(board, (Loss(LossKind.FIRM, "E1"),))[1]["c"] == pytest.approx(0.4)


def test_simulated_loss_shows_every_segment_that_it_reaches():
    simulation = simulate(analysis(LINE), losses=[Loss(LossKind.SEGMENT, "b")])

    assert [(c.segment, c.output) for c in simulation.changes] == [("b", 0.0), ("c", 0.0)]
    assert simulation.after.broken == ("b", "c")
