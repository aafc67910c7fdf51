"""The worst first, then the next worst: against trying everything."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings

from queqiao.allocation import leximin
from queqiao.allocation.assign import assign_total
from queqiao.allocation.build import build_problem
from queqiao.allocation.fairness import assign_between_groups, group_means
from queqiao.allocation.leximin import assign_leximin
from queqiao.allocation.model import Effort, Objective
from queqiao.allocation.records import Membership, Range, Rules, Score
from queqiao.errors import WrongUsage
from tests.strategies.allocation import all_choices, net_of, problems


def item_scores(problem, chosen) -> dict[str, int]:
    found = dict.fromkeys(problem.items, 0)
    for at in chosen:
        item = problem.items[problem.candidates.item_at[at]]
        found[item] += int(problem.candidates.score[at])
    return found


def penalty(problem, chosen) -> Decimal:
    units = sum(int(problem.candidates.score[at]) for at in chosen)
    return problem.candidates.exact(units) - net_of(problem, chosen)


def assert_leximin(problem) -> None:
    found = assign_leximin(problem)
    choices = list(all_choices(problem))
    if not choices:
        assert found is None
        return
    ranked = [(sorted(item_scores(problem, one).values()), one) for one in choices]
    best = max(scores for scores, _ in ranked)
    reached = sorted(int(s * problem.candidates.scale) for s in found.item_scores.values())
    assert found.proof.optimal
    assert reached == best
    assert found.penalty == min(penalty(problem, one) for scores, one in ranked if scores == best)


@settings(max_examples=60)
@given(problems(prices=True))
def test_leximin_is_the_best_of_all_choices(problem):
    assert_leximin(problem)


@settings(max_examples=25)
@given(problems(overlapping=True, prices=True))
def test_leximin_with_overlapping_groups_is_the_best_of_all_choices(problem):
    assert_leximin(problem)


@settings(max_examples=40)
@given(problem=problems(prices=True))
def test_leximin_level_by_level_is_the_best_of_all_choices(problem):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leximin, "MOST_PATTERNS", -1)
        assert_leximin(problem)


@settings(max_examples=40)
@given(problems(prices=True))
def test_fairness_between_groups_is_the_best_of_all_choices(problem):
    if not problem.item_groups:
        with pytest.raises(WrongUsage):
            assign_between_groups(problem)
        return
    found = assign_between_groups(problem)
    choices = list(all_choices(problem))
    if not choices:
        assert found is None
        return

    def key(chosen) -> tuple[list[Decimal], Decimal]:
        scores = item_scores(problem, chosen)
        means = [
            Decimal(sum(scores[item] for item in members)) / len(members)
            for members in problem.item_groups.values()
        ]
        return sorted(means), net_of(problem, chosen)

    means, net = max(map(key, choices))
    scale = problem.candidates.scale
    assert found.proof.optimal
    assert found.objective is Objective.GROUPS
    assert sorted(mean * scale for mean in group_means(problem, found).values()) == means
    assert found.total - found.penalty == net


def random_problem(agents: int, items: int, draw: Callable):
    scores = [Score(f"a{a:02}", f"p{p:02}", draw()) for a in range(agents) for p in range(items)]
    return build_problem(scores, rules=Rules(Range(3, 3), Range(0, 4 * items // agents)))


def test_leximin_lifts_the_worst_over_the_greatest_total():
    table = {"a p1": "1", "a p2": "0.5", "b p1": "0.4", "b p2": "0.1"}
    scores = [Score(*pair.split(), Decimal(score)) for pair, score in table.items()]
    problem = build_problem(scores, rules=Rules(Range(1, 1), Range(0, 1)))

    fair, great = assign_leximin(problem), assign_total(problem)

    assert great.item_scores == {"p1": Decimal(1), "p2": Decimal("0.1")}
    assert fair.item_scores == {"p1": Decimal("0.4"), "p2": Decimal("0.5")}
    assert fair.worst == ("p1", Decimal("0.4"))


def test_both_ways_of_searching_agree(monkeypatch):
    generator = np.random.default_rng(4)
    bids = [Decimal(one) for one in ("0", "0.25", "0.5", "1")]
    problem = random_problem(8, 12, lambda: bids[int(generator.integers(4))])
    by_patterns = assign_leximin(problem)
    monkeypatch.setattr(leximin, "MOST_PATTERNS", -1)
    by_levels = assign_leximin(problem)

    assert sorted(by_patterns.item_scores.values()) == sorted(by_levels.item_scores.values())


def test_leximin_is_the_same_each_time():
    generator = np.random.default_rng(6)
    problem = random_problem(8, 12, lambda: Decimal(int(generator.integers(9))) / 8)

    assert assign_leximin(problem) == assign_leximin(problem)


def test_search_cut_short_tells_how_far_it_is_proved():
    """Scores of many values and no time: what is proved is told level by level."""
    generator = np.random.default_rng(8)
    problem = random_problem(20, 40, lambda: Decimal(int(generator.integers(10**6))) / 10**6)

    found = assign_leximin(problem, effort=Effort(seconds=0.2))

    assert len(found.pairs) == 120
    assert not found.proof.optimal
    assert found.proof.level > 0
    reaching = sum(score >= found.proof.level for score in found.item_scores.values())
    assert found.proof.value == reaching < found.proof.bound <= 40


def test_group_that_no_one_favors_is_lifted():
    table = {"a p1": "0.9", "b p1": "0.8", "a p2": "0.6", "b p2": "0.1"}
    scores = [Score(*pair.split(), Decimal(score)) for pair, score in table.items()]
    groups = [Membership("p1", "强组"), Membership("p2", "弱组")]
    problem = build_problem(scores, rules=Rules(Range(1, 1), Range(0, 1), item_groups=groups))

    found = assign_between_groups(problem)

    assert {(pair.agent, pair.item) for pair in found.pairs} == {("a", "p2"), ("b", "p1")}
    assert found.proof.value == Decimal("0.6")
