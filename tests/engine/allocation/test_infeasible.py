"""A conflict is minimal, a way out is the cheapest, and both are told in words."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings

from queqiao.allocation.assign import assign_total
from queqiao.allocation.build import build_problem
from queqiao.allocation.counts import counted_sets, key_of, shortfall
from queqiao.allocation.infeasible import (
    PRICES,
    cheapest_relaxation,
    explain_infeasible,
    find_conflict,
    is_feasible,
)
from queqiao.allocation.model import Limit, LimitKind, Sense
from queqiao.allocation.records import LimitRule, Membership, PairRule, Range, Rules, Score
from tests.strategies.allocation import all_choices, problems


def grid(agents: int, items: int, **rules: object):
    scores = [
        Score(f"a{a:02}", f"p{p:02}", Decimal(1)) for a in range(agents) for p in range(items)
    ]
    return build_problem(scores, rules=Rules(**rules))


def some(iterator) -> bool:
    return next(iter(iterator), None) is not None


def without(limits: tuple[Limit, ...], at: int) -> list[Limit]:
    return [*limits[:at], *limits[at + 1 :]]


def check_minimal(problem) -> None:
    conflict = find_conflict(problem)
    hard = [limit for limit in problem.limits if limit.price is None]
    if some(all_choices(problem, hard)):
        assert conflict == ()
        return
    assert conflict
    assert not some(all_choices(problem, conflict))
    for at in range(len(conflict)):
        assert some(all_choices(problem, without(conflict, at)))


@settings(max_examples=150)
@given(problems())
def test_conflict_is_infeasible_and_dropping_any_one_is_not(problem):
    check_minimal(problem)


@settings(max_examples=40)
@given(problems(overlapping=True))
def test_conflict_with_overlapping_groups_is_minimal(problem):
    check_minimal(problem)


def cost_by_hand(problem, chosen: tuple[int, ...]) -> Decimal | None:
    """What a choice breaks, priced; ``None`` where it breaks what has no price."""
    cost = Decimal(0)
    for counted, limit in zip(
        (counted_sets(problem, [limit])[0] for limit in problem.limits), problem.limits, strict=True
    ):
        count = len(set(chosen) & set(counted.pairs.tolist()))
        by = shortfall(limit.sense, limit.amount, count)
        if by and limit.kind not in PRICES:
            return None
        cost += by * PRICES.get(limit.kind, Decimal(0))
    return cost


@settings(max_examples=40)
@given(problems())
def test_relaxation_is_the_cheapest_and_is_enough(problem):
    assume(not some(all_choices(problem)))
    found = cheapest_relaxation(problem)

    costs = [cost_by_hand(problem, chosen) for chosen in all_choices(problem, [])]
    assert found.cost == min(cost for cost in costs if cost is not None)
    assert found.optimal
    assert is_feasible(problem, eased(problem.limits, found.changes))


def eased(limits, changes):
    by = {change.limit: change.by for change in changes}
    turn = {Sense.AT_LEAST: -1, Sense.AT_MOST: 1}
    return [
        replace(limit, amount=limit.amount + turn[limit.sense] * by.get(limit, 0))
        for limit in limits
    ]


def test_too_little_capacity_names_enough_items_and_all_agents():
    problem = grid(4, 10, need=Range(2, 2), load=Range(0, 4))

    conflict = find_conflict(problem)

    kinds = [limit.kind for limit in conflict]
    assert kinds.count(LimitKind.LOAD) == 4
    assert kinds.count(LimitKind.NEED) == 9
    assert cheapest_relaxation(problem).cost == 4


def test_conflict_of_a_crowded_item_leaves_the_others_out():
    problem = grid(
        5,
        8,
        need=Range(3, 3),
        load=Range(0, 8),
        conflicts=[PairRule(f"a{a:02}", "p03") for a in (0, 2, 4)],
    )

    conflict = find_conflict(problem)

    assert {limit.item for limit in conflict} == {"p03"}
    assert [limit.kind for limit in conflict].count(LimitKind.CONFLICT) == 3


def test_recusals_are_never_relaxed():
    problem = grid(1, 1, need=Range(1, 1), conflicts=[PairRule("a00", "p00")])

    found = cheapest_relaxation(problem)

    assert [change.limit.kind for change in found.changes] == [LimitKind.NEED]


def test_required_recusal_gives_way_on_the_requirement():
    pair = PairRule("a00", "p00")
    problem = grid(2, 1, need=Range(1, 1), conflicts=[pair], required=[pair])

    error = explain_infeasible(problem)

    assert {limit.kind for limit in error.conflict} == {LimitKind.CONFLICT, LimitKind.REQUIRED}
    assert [change.limit.kind for change in error.relaxation.changes] == [LimitKind.REQUIRED]


def test_no_way_out_is_told_apart():
    problem = grid(1, 1, conflicts=[PairRule("a00", "p00")])

    assert cheapest_relaxation(problem, prices={}) is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "problem",
    [
        lambda: grid(2, 3, need=Range(2, 2), load=Range(0, 1)),
        lambda: grid(2, 1, need=Range(0, 1), load=Range(1, None)),
        lambda: grid(
            3,
            1,
            need=Range(2, 2),
            agent_groups=[Membership(f"a{a:02}", "大学") for a in range(3)],
        ),
        lambda: grid(
            2,
            1,
            limits=[LimitRule(group="企业", at_least=2)],
            agent_groups=[Membership("a00", "企业")],
            group_limit=None,
        ),
        lambda: grid(
            1,
            3,
            need=Range(1, 1),
            share_limit=2,
            item_groups=[Membership(f"p{p:02}", "汽车") for p in range(3)],
        ),
        lambda: grid(
            1,
            1,
            need=Range(0, 1),
            limits=[LimitRule(agent="*", group="汽车", at_least=2)],
            item_groups=[Membership("p00", "汽车")],
        ),
        lambda: grid(
            2, 1, need=Range(1, 1), required=[PairRule("a00", "p00"), PairRule("a01", "p00")]
        ),
        lambda: grid(1, 1, forbidden=[PairRule("a00", "p00")]),
    ],
)
def test_conflict_and_way_out_are_told_in_words(problem: Callable, language: str):
    error = explain_infeasible(problem())
    text = error.describe(language)

    assert error.exit_code == 3
    assert len(text.splitlines()) >= 4
    assert "{" not in text


def test_words_name_who_is_in_the_conflict():
    text = explain_infeasible(grid(2, 3, need=Range(2, 2), load=Range(0, 2))).describe("zh")

    assert "每项至少要 2 人：p00、p01、p02（3 项）" in text
    assert "每人至多承担 2 项：a00（1 人）" in text
    assert "把工作量上限从 2 项提高到 3 项：a00、a01（2 人）" in text


def test_soft_limits_are_no_part_of_a_conflict():
    problem = grid(1, 2, limits=[LimitRule(agent="a00", at_most=1, price=Decimal(1))])

    assert find_conflict(problem) == ()
    assert assign_total(problem).penalty == 1


def test_conflict_of_many_limits_is_found(monkeypatch):
    problem = grid(30, 60, need=Range(3, 3), load=Range(0, 5))

    conflict = find_conflict(problem)

    assert not is_feasible(problem, conflict)
    assert all(is_feasible(problem, without(conflict, at)) for at in range(0, len(conflict), 7))
    assert len({key_of(limit) for limit in conflict}) == len(conflict)
