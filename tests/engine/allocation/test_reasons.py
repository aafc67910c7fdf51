"""What a pair is worth, and who could step in: against trying everything."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from queqiao.allocation.alternates import find_alternates
from queqiao.allocation.assign import assign_total
from queqiao.allocation.build import build_problem
from queqiao.allocation.levels import positions_of
from queqiao.allocation.leximin import assign_leximin
from queqiao.allocation.lottery import Chance, draw_assignment
from queqiao.allocation.model import Effort, Limit, LimitKind, Sense
from queqiao.allocation.reasons import explain_pairs
from queqiao.allocation.records import Range, Rules, Score
from tests.strategies.allocation import all_choices, net_of, problems


def check_reasons(problem) -> None:
    found = assign_total(problem)
    if found is None:
        return
    choices = [(net_of(problem, one), set(one)) for one in all_choices(problem)]
    best = max(net for net, _ in choices)
    chosen = set(positions_of(problem, found).tolist())
    reasons = explain_pairs(problem, found)

    assert [reason.pair for reason in reasons] == list(found.pairs)
    for reason in reasons:
        (own,) = positions_of(problem, replace(found, pairs=(reason.pair,))).tolist()
        others = [net for net, one in choices if own not in one]
        if not others:
            assert reason.loss is None
            continue
        assert reason.loss == best - max(others)
        came, went = (
            set(positions_of(problem, replace(found, pairs=pairs)).tolist())
            for pairs in (reason.instead, reason.dropped)
        )
        after = (chosen - {own} - went) | came
        assert (best - reason.loss, after) in choices


@settings(max_examples=100)
@given(problems(prices=True))
def test_loss_is_what_the_best_assignment_without_the_pair_costs(problem):
    check_reasons(problem)


@settings(max_examples=25)
@given(problems(overlapping=True, prices=True))
def test_loss_with_overlapping_groups_is_exact(problem):
    check_reasons(problem)


def example(agents: int, items: int, seed: int = 0, high: int = 100):
    generator = np.random.default_rng(seed)
    scores = [
        Score(f"a{a:02}", f"p{p:02}", Decimal(int(generator.integers(0, high))) / 100)
        for a in range(agents)
        for p in range(items)
    ]
    return build_problem(scores, rules=Rules(Range(2, 2), Range(0, 4)))


def test_loss_agrees_with_solving_again_on_a_larger_problem():
    problem = example(15, 20)
    found = assign_total(problem)

    for reason in explain_pairs(problem, found)[::5]:
        ban = Limit(LimitKind.FORBIDDEN, Sense.AT_MOST, 0, reason.pair.agent, reason.pair.item)
        again = assign_total(replace(problem, limits=(*problem.limits, ban)))
        assert reason.loss == found.total - again.total


def test_loss_under_leximin_tells_the_first_fall():
    table = {"a p1": "1", "a p2": "0.5", "b p1": "0.4", "b p2": "0.1"}
    scores = [Score(*pair.split(), Decimal(score)) for pair, score in table.items()]
    problem = build_problem(scores, rules=Rules(Range(1, 1), Range(0, 1)))

    reasons = explain_pairs(problem, assign_leximin(problem))

    assert [(one.pair.agent, one.loss) for one in reasons] == [
        ("b", Decimal("0.3")),
        ("a", Decimal("0.3")),
    ]


def test_explaining_stops_in_time():
    problem = example(12, 20, high=3)
    found = assign_leximin(problem)

    assert len(explain_pairs(problem, found, effort=Effort(seconds=0))) < len(found.pairs)


def test_drawn_assignment_is_explained_by_its_chances():
    problem = example(10, 10)

    assert explain_pairs(problem, draw_assignment(problem, chance=Chance(Decimal("0.5")))) == ()


@settings(max_examples=100)
@given(problems(), st.integers(1, 2))
def test_alternates_keep_every_upper_limit_beside_the_assignment(problem, per_item):
    found = assign_total(problem)
    if found is None:
        return
    alternates = find_alternates(problem, found, per_item=per_item)

    extra = [pair for pairs in alternates.values() for pair in pairs]
    assert all(len(pairs) <= per_item for pairs in alternates.values())
    assert not {(one.agent, one.item) for one in extra} & {
        (one.agent, one.item) for one in found.pairs
    }
    upper = [
        limit
        for limit in problem.limits
        if limit.sense is Sense.AT_MOST and limit.kind is not LimitKind.NEED
    ]
    together = positions_of(problem, replace(found, pairs=(*found.pairs, *extra)))
    assert tuple(together.tolist()) in set(all_choices(problem, upper))


def test_alternates_are_the_best_with_load_to_spare():
    table = {
        "a p1": "0.9",
        "b p1": "0.8",
        "c p1": "0.3",
        "a p2": "0.7",
        "b p2": "0.6",
        "c p2": "0.1",
    }
    scores = [Score(*pair.split(), Decimal(score)) for pair, score in table.items()]
    problem = build_problem(scores, rules=Rules(Range(1, 1), Range(0, 1)))

    found = assign_total(problem)
    alternates = find_alternates(problem, found, per_item=1)

    assert {pair.agent for pair in found.pairs} == {"a", "b"}
    assert [(item, pair.agent) for item, pairs in alternates.items() for pair in pairs] == [
        ("p1", "c")
    ]
