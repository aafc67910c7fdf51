"""A drawn assignment keeps every limit, and every pair has exactly its chance."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.allocation.assign import assign_total
from queqiao.allocation.build import build_problem
from queqiao.allocation.counts import counted_sets
from queqiao.allocation.lottery import Chance, draw_assignment
from queqiao.allocation.model import LimitKind
from queqiao.allocation.records import Membership, PairRule, Range, Rules, Score
from queqiao.errors import WrongUsage
from tests.strategies.allocation import all_choices, problems

HALF = Chance(limit=Decimal("0.5"))


def chosen_of(problem, assignment) -> tuple[int, ...]:
    wanted = {(pair.agent, pair.item) for pair in assignment.pairs}
    candidates = problem.candidates
    names = zip(candidates.agent_at.tolist(), candidates.item_at.tolist(), strict=True)
    return tuple(
        at for at, (a, p) in enumerate(names) if (problem.agents[a], problem.items[p]) in wanted
    )


def relaxed_best(problem, limit: float) -> float | None:
    """The best expected total by scipy's linear programming, prices as slack variables."""
    from scipy.optimize import linprog

    sets = counted_sets(problem)
    count = len(problem.candidates)
    slacks = sum(len(counted.soft) for counted in sets)
    cost = np.zeros(count + slacks)
    cost[:count] = -problem.candidates.score
    required = {
        counted.pairs[0]
        for counted in sets
        if counted.agent >= 0 and counted.item >= 0 and counted.low and len(counted.pairs)
    }
    bounds = [(0, 1 if at in required else limit) for at in range(count)] + [(0, None)] * slacks
    rows, most, slack = [], [], count
    for counted in sets:
        row = np.zeros(count + slacks)
        row[counted.pairs] = 1
        rows += [row, -row]
        most += [counted.high, -counted.low]
        for soft in counted.soft:
            sign = -1 if soft.sense == "at_least" else 1
            eased = sign * row
            eased[slack] = -1
            cost[slack] = soft.cost
            rows.append(eased)
            most.append(sign * soft.amount)
            slack += 1
    solved = linprog(cost, A_ub=np.array(rows), b_ub=most, bounds=bounds)
    return -solved.fun / problem.candidates.scale if solved.status == 0 else None


@settings(max_examples=50)
@given(problems(prices=True), st.sampled_from(["0.25", "0.5", "0.7", "1"]), st.integers(0, 9))
def test_lottery_is_the_best_and_every_draw_keeps_the_limits(problem, limit, seed):
    found = draw_assignment(problem, chance=Chance(Decimal(limit), seed=seed))

    best = relaxed_best(problem, float(limit))
    if best is None:
        assert found is None
        return
    assert float(found.lottery.expected) == pytest.approx(best, abs=1e-7)
    assert chosen_of(problem, found) in set(all_choices(problem))
    required = {(one.agent, one.item) for one in problem.limits if one.kind is LimitKind.REQUIRED}
    for pair in found.pairs:
        assert pair.probability <= Decimal(limit) or (pair.agent, pair.item) in required


def square(size: int, seed: int, **rules: object):
    generator = np.random.default_rng(seed)
    scores = [
        Score(f"a{a}", f"p{p}", Decimal(int(generator.integers(0, 100))) / 100)
        for a in range(size)
        for p in range(size)
    ]
    return build_problem(scores, rules=Rules(**{"need": Range(2, 2), "load": Range(0, 3)} | rules))


def test_pairs_are_drawn_as_often_as_their_chance_says():
    """Over 600 seeds the share of each pair lies within four standard errors of its chance."""
    groups = [Membership(f"a{a}", f"大学{a // 2}") for a in range(5)]
    problem = square(5, 1, agent_groups=groups)
    counts = np.zeros(len(problem.candidates))
    draws = 600
    for seed in range(draws):
        found = draw_assignment(problem, chance=Chance(Decimal("0.7"), seed=seed))
        counts[list(chosen_of(problem, found))] += 1
    chances = found.lottery.chance / found.lottery.units
    error = np.sqrt(np.maximum(chances * (1 - chances), 1e-9) / draws)

    assert (np.abs(counts / draws - chances) <= 4 * error + 1e-9).all()
    assert ((chances > 0) & (chances < 1)).sum() > 5


def test_limit_costs_what_is_told():
    problem = square(6, 2)
    found = draw_assignment(problem, chance=HALF)

    assert found.lottery.certain == assign_total(problem).total
    assert found.lottery.expected < found.lottery.certain
    assert found.lottery.chance.max() * 2 == found.lottery.units


def test_spread_lowers_the_greatest_chances_at_some_cost():
    problem = square(6, 2)
    plain = draw_assignment(problem, chance=Chance(Decimal("0.9")))
    spread = draw_assignment(problem, chance=Chance(Decimal("0.9"), spread=Decimal(1)))

    def crowding(found) -> float:
        return float(((found.lottery.chance / found.lottery.units) ** 2).sum())

    assert crowding(spread) < crowding(plain)
    assert spread.lottery.expected <= plain.lottery.expected
    assert sum(spread.lottery.chance) == 12 * spread.lottery.units


def test_spread_maximizes_the_perturbed_total():
    """Against the perturbed total of every lottery on a coarse grid over two pairs."""
    table = {"a p": "0.9", "b p": "0.6"}
    scores = [Score(*pair.split(), Decimal(score)) for pair, score in table.items()]
    problem = build_problem(scores)

    found = draw_assignment(problem, chance=Chance(spread=Decimal(1)))

    grid = np.arange(21) / 20
    perturbed = 0.9 * (grid - grid**2 / 2) + 0.6 * ((1 - grid) - (1 - grid) ** 2 / 2)
    assert found.lottery.chance[0] / found.lottery.units == grid[perturbed.argmax()]


def test_same_seed_draws_the_same():
    problem = square(6, 3)

    assert (
        draw_assignment(problem, chance=HALF).pairs == draw_assignment(problem, chance=HALF).pairs
    )
    drawn = {
        draw_assignment(problem, chance=Chance(Decimal("0.5"), seed=seed)).pairs
        for seed in range(9)
    }
    assert len(drawn) > 1


def test_limit_below_what_the_items_need_is_infeasible():
    assert draw_assignment(square(3, 1), chance=Chance(Decimal("0.5"))) is None


def test_overlapping_groups_hold_no_lottery():
    groups = [Membership(f"a{a}", group) for a in range(3) for group in ("甲", "乙")]

    with pytest.raises(WrongUsage):
        draw_assignment(square(4, 1, agent_groups=groups), chance=HALF)


@pytest.mark.parametrize(
    "chance",
    [
        Chance(Decimal(0)),
        Chance(Decimal("1.01")),
        Chance(Decimal("0.123456789")),
        Chance(spread=Decimal(2)),
    ],
)
def test_chances_out_of_range_are_refused(chance):
    with pytest.raises(WrongUsage):
        draw_assignment(square(3, 1), chance=chance)


def test_required_pair_is_drawn_in_spite_of_the_limit():
    problem = square(6, 4, required=[PairRule("a0", "p0")])

    found = draw_assignment(problem, chance=HALF)

    assert {
        pair.probability for pair in found.pairs if (pair.agent, pair.item) == ("a0", "p0")
    } == {1}
