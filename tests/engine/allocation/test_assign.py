"""The greatest total, against trying everything, scipy, and published totals."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.allocation.assign import assign_total
from queqiao.allocation.build import build_problem
from queqiao.allocation.records import LimitRule, Membership, PairRule, Range, Rules, Score
from tests.strategies.allocation import all_choices, net_of, problems

PUBLISHED = Path(__file__).parents[3] / ".." / "shared" / "data" / "assignment"


def scored(table, **rules):
    """A problem from ``{"agent item": score}``."""
    scores = [Score(*pair.split(), Decimal(str(score))) for pair, score in table.items()]
    return build_problem(scores, rules=Rules(**rules))


def pairs_of(assignment):
    return {f"{pair.agent} {pair.item}" for pair in assignment.pairs}


def assert_best(problem):
    found = assign_total(problem)
    choices = list(all_choices(problem))
    if not choices:
        assert found is None
        return
    assert found is not None
    assert found.proof.optimal
    assert found.total - found.penalty == max(net_of(problem, one) for one in choices)
    assert found.proof.value == found.total - found.penalty


@settings(max_examples=150)
@given(problems())
def test_total_is_the_best_of_all_choices(problem):
    assert_best(problem)


@settings(max_examples=150)
@given(problems(prices=True))
def test_total_with_prices_is_the_best_of_all_choices(problem):
    assert_best(problem)


@settings(max_examples=60)
@given(problems(overlapping=True, prices=True))
def test_total_with_overlapping_groups_is_the_best_of_all_choices(problem):
    assert_best(problem)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**31))
def test_total_of_one_to_one_agrees_with_scipy(agents, items, seed):
    from scipy.optimize import linear_sum_assignment

    matrix = np.random.default_rng(seed).integers(0, 1000, (agents, max(items, agents)))
    scores = [
        Score(f"a{a:02}", f"p{p:02}", Decimal(int(matrix[a, p])) / 1000)
        for a, p in np.ndindex(matrix.shape)
    ]
    found = assign_total(build_problem(scores, rules=Rules(need=Range(0, 1), load=Range(1, 1))))

    rows, columns = linear_sum_assignment(matrix, maximize=True)
    assert found.total == Decimal(int(matrix[rows, columns].sum())) / 1000


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "load", "total"),
    [
        ("preflib1", 6, "124.25"),
        ("preflib2", 7, "141.5"),
        ("preflib3", 6, "454.25"),
        ("aamas2016", 12, "949.5"),
    ],
)
def test_published_totals_are_reached(name, load, total):
    path = PUBLISHED / f"{name}.in"
    if not path.exists():
        pytest.skip("../shared/data/assignment is absent")
    shape, *rows = path.read_text(encoding="utf-8").split("\n")
    items, agents = map(int, shape.split())
    values = " ".join(rows).split()
    scores = [
        Score(f"r{at % agents:03}", f"p{at // agents:03}", Decimal(value))
        for at, value in enumerate(values)
    ]
    assert len(values) == items * agents

    found = assign_total(build_problem(scores, rules=Rules(Range(3, 3), Range(0, load))))

    assert found.total == Decimal(total)
    assert found.proof.optimal
    assert max(found.loads.values()) <= load
    assert len(found.pairs) == 3 * items


def test_assignment_does_not_depend_on_the_order_of_rows():
    generator = np.random.default_rng(5)
    scores = [
        Score(f"a{a}", f"p{p}", Decimal(int(generator.integers(0, 3))))
        for a in range(8)
        for p in range(9)
    ]
    rules = Rules(Range(2, 2), Range(0, 3))
    shuffled = [scores[at] for at in generator.permutation(len(scores))]

    first = assign_total(build_problem(scores, rules=rules))
    second = assign_total(build_problem(shuffled, rules=rules))

    assert first == second


def test_recusal_is_kept_at_any_cost():
    table = {"甲 p1": 9, "乙 p1": 1, "甲 p2": 9, "乙 p2": 8}
    free = assign_total(scored(table, load=Range(0, 1)))
    held = assign_total(scored(table, load=Range(0, 1), conflicts=[PairRule("甲", "p1")]))

    assert pairs_of(free) == {"甲 p1", "乙 p2"}
    assert pairs_of(held) == {"乙 p1", "甲 p2"}


def test_required_pair_is_kept():
    found = assign_total(scored({"甲 p1": 0.9, "乙 p1": 0.1}, required=[PairRule("乙", "p1")]))

    assert pairs_of(found) == {"乙 p1"}


def test_one_institution_sends_one_agent_to_an_item():
    table = {"甲 p1": 0.9, "乙 p1": 0.8, "丙 p1": 0.1}
    groups = [Membership("甲", "大学"), Membership("乙", "大学")]

    found = assign_total(scored(table, need=Range(2, 2), agent_groups=groups))

    assert pairs_of(found) == {"甲 p1", "丙 p1"}


def test_panel_holds_at_least_so_many_of_a_group():
    table = {"甲 p1": 0.9, "乙 p1": 0.8, "丙 p1": 0.1}
    rows = [LimitRule(group="企业", at_least=1)]

    found = assign_total(
        scored(table, need=Range(2, 2), agent_groups=[Membership("丙", "企业")], limits=rows)
    )

    assert pairs_of(found) == {"甲 p1", "丙 p1"}


def test_least_load_is_kept():
    table = {"甲 p1": 0.9, "乙 p1": 0.1, "甲 p2": 0.9, "乙 p2": 0.2}

    found = assign_total(scored(table, load=Range(1, None)))

    assert pairs_of(found) == {"甲 p1", "乙 p2"}


@pytest.mark.parametrize(("price", "load"), [("0.3", 2), ("0.7", 1)])
def test_price_is_paid_where_breaking_gains_more(price, load):
    table = {"甲 p1": 0.9, "乙 p1": 0.4, "甲 p2": 0.9, "乙 p2": 0.4}
    rows = [LimitRule(agent="甲", at_most=1, price=Decimal(price))]

    found = assign_total(scored(table, limits=rows))

    assert found.loads["甲"] == load
    assert found.penalty == (Decimal("0.3") if load == 2 else 0)
    assert [broken.by for broken in found.broken] == ([1] if load == 2 else [])


def test_general_limit_is_replaced_by_a_row_of_its_own():
    table = {"甲 p1": 1, "乙 p1": 1, "甲 p2": 1, "乙 p2": 1}
    rows = [LimitRule(item="p2", at_least=2, at_most=2), LimitRule(agent="甲", at_most=1)]

    found = assign_total(scored(table, load=Range(0, 2), limits=rows))

    assert found.loads == {"甲": 1, "乙": 2}
    assert found.item_scores == {"p1": 1, "p2": 2}


def test_pairs_without_scores_are_candidates_only_on_request():
    table = {"甲 p1": 1, "乙 p2": 1}

    assert assign_total(scored(table, need=Range(2, 2))) is None
    found = assign_total(scored(table, need=Range(2, 2), unlisted=Decimal("0.5")))
    assert found.total == 3


def test_long_decimals_are_bounded_honestly():
    """Scores of floats with 16 decimals are rounded to twelve, and the result says so."""
    found = assign_total(scored({"甲 p1": "0.1234567890123456", "乙 p1": "0.1234567890123457"}))

    assert not found.proof.optimal
    assert 0 < found.proof.gap <= Decimal("1e-12")
